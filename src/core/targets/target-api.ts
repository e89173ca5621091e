import { DynoError } from '../../contract/errors.ts';
import type { Run } from '../../contract/run.ts';
import type { Baseline, BaselineReport, TargetApi, TargetSet } from '../../contract/target.ts';
import type { WallTime } from '../../contract/units.ts';
import { baselineReport } from '../analysis/baseline-report.ts';
import type { Store } from '../store/store.ts';
import { METRICS } from './metrics/index.ts';
import { judge } from './judge.ts';
import { parseTargets, writeTargets } from './parse-targets.ts';
import { BUILT_IN_SETS } from './sets/index.ts';

export interface TargetSources {
  readonly store: Store;
  getRun(reference: string): Run;
  wallNow(): WallTime;
  /** What two single runs may differ by where this run was made; null where it was not calibrated. */
  noiseFloorOf(run: Run): number | null;
  changed(): void;
}

/** Sets of targets, baselines, and runs held against either. */
export function targetApi({ store, getRun, wallNow, noiseFloorOf, changed }: TargetSources): TargetApi {
  const ownSets = (): readonly TargetSet[] => store.targetSets().map(({ yaml }) => parseTargets(yaml));
  const findSet = (name: string): TargetSet => {
    const set = [...BUILT_IN_SETS, ...ownSets()].find((known) => known.name === name);
    if (set === undefined) throw noSuchSet(name);
    return set;
  };
  const findBaseline = (name: string): Baseline => {
    const found = store.baselines().find((baseline) => baseline.name === name);
    if (found === undefined) throw noSuchBaseline(name);
    return found;
  };
  const reportOn = (run: Run, name: string): { readonly run: Run; readonly report: BaselineReport } => {
    const baseline = findBaseline(name);
    const base = getRun(baseline.runId);
    const side = (of: Run) => ({ run: of, outputs: store.getDetails(of.id).outputs });
    return { run: base, report: baselineReport(baseline, side(base), side(run), noiseFloorOf(run)) };
  };

  return {
    listTargets: async () => [...BUILT_IN_SETS, ...ownSets()],
    listTargetMetrics: async () => METRICS.map(({ id, label, unit }) => ({ id, label, unit })),
    saveTargets: async (yaml) => {
      const set = parseTargets(yaml);
      store.putTargetSet(set.name, yaml, wallNow());
      changed();
      return set;
    },
    readTargets: async (name) =>
      store.targetSets().find((own) => own.name === name)?.yaml ?? writeTargets(findSet(name)),
    deleteTargets: async (name) => {
      if (!store.removeTargetSet(name)) throw findSet(name).builtIn ? cannotRemove(name) : noSuchSet(name);
      changed();
    },
    checkTargets: async (runId, name, baseline) => {
      const run = getRun(runId);
      const set = findSet(name);
      const details = store.getDetails(run.id);
      return judge({ run, details, baseline: baseline === null ? null : reportOn(run, baseline) }, set);
    },

    listBaselines: async () => store.baselines(),
    setBaseline: async (name, runId) => {
      const run = getRun(runId);
      if (run.latencyMs === null) throw measuredNothing(run);
      const baseline: Baseline = { name, runId: run.id, setAt: wallNow() };
      store.putBaseline(baseline);
      changed();
      return baseline;
    },
    deleteBaseline: async (name) => {
      if (!store.removeBaseline(name)) throw noSuchBaseline(name);
      changed();
    },
    holdAgainst: async (runId, baseline) => reportOn(getRun(runId), baseline).report,
  };
}

function noSuchSet(name: string): DynoError {
  return new DynoError({
    code: 'TARGETS_NOT_FOUND',
    message: 'There is no such set of targets.',
    subject: name,
    nextStep: 'See which there are with "dyno targets", or add one with "dyno targets add FILE.yaml".',
  });
}

function cannotRemove(name: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'A built-in set cannot be removed.',
    subject: name,
    nextStep: 'Remove sets of your own only.',
  });
}

function noSuchBaseline(name: string): DynoError {
  return new DynoError({
    code: 'BASELINE_NOT_FOUND',
    message: 'There is no such baseline, or its run is in the bin.',
    subject: name,
    nextStep: 'See which there are with "dyno baseline list", or make one with "dyno baseline set NAME RUN".',
  });
}

function measuredNothing(run: Run): DynoError {
  return new DynoError({
    code: 'RUN_NOT_COMPARABLE',
    message: 'This run measured nothing: nothing can be held against it.',
    subject: run.id,
    nextStep: 'Choose a run with a median.',
  });
}
