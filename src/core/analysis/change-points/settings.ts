/** One setting for every series; none of it is the user's to choose. docs/history.md says what each is measured by. */
export const SETTINGS = {
  /** A run counts for at most so many deviations. */
  bend: 3,
  /** Cost of a change in the first partition. It may find too many: the tests that follow take them out again. */
  penalty: 6,
  /** Fewer runs in a row are outliers and no level. */
  shortest: 3,
  /** A change must show against so many runs next to it too, or so many times its shorter side: noise comes and goes. */
  near: 50,
  nearTimes: 2,
  /** Chance that a history without a change shows one. */
  alpha: 0.01,
  /** For how many places a change is held to have been picked as the best of; see places-tried.ts. */
  triedAtEnd: 1.4,
  triedInside: 80,
  /** Correlation of neighbours that the first tests reckon with, before there is anything to estimate it from. */
  firstCorrelation: 0.1,
  /** By how much the estimate is raised: an estimate that is too low raises false alarms, one too high costs little. */
  correlationMargin: 1.5,
  highestCorrelation: 0.95,
} as const;

/** Runs to either side by which a change is told: its level before and after. */
export const RUNS_TO_EITHER_SIDE = 30;
