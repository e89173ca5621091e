import type { Run } from '../../../contract/run.ts';
import type { ComparisonReason } from '../../../contract/side-by-side.ts';
import { formatCount } from '../../../contract/units.ts';
import { samplesForInterval, samplesMissing } from '../summary.ts';
import { capital, type Sides } from './guard-words.ts';
import { placeReasons } from './guard-place.ts';
import { workReasons } from './guard-work.ts';

/** Below this the interval of the median says little, whatever its formula. */
export const FEW_SAMPLES = 30;

export interface GuardOptions {
  /** What the two are called. */
  readonly sides?: Sides;
  /** The two are the sides of one tested comparison, measured in turns: what troubled the machine troubled both. */
  readonly isTested?: boolean;
}

/**
 * Why two runs cannot be held against each other as they are, or what to mind when they are: those that block first.
 * What people compare on purpose (versions, providers, graph levels, runtimes) is said, and blocks nothing.
 */
export function guard(
  a: Run,
  b: Run,
  { sides = ['A', 'B'], isTested = false }: GuardOptions = {},
): ComparisonReason[] {
  const reasons = [
    ...measuredReasons(a, b, sides),
    ...simulationReasons(a, b, sides),
    ...statusReasons(a, b, sides, isTested),
    ...workReasons(a, b, sides),
    ...placeReasons(a, b, sides),
    ...trustReasons(a, b, sides, isTested),
    ...sampleReasons(a, b, sides, isTested),
  ];
  return [...reasons.filter(({ blocks }) => blocks), ...reasons.filter(({ blocks }) => !blocks)];
}

function each(a: Run, b: Run, sides: Sides): readonly (readonly [side: string, run: Run])[] {
  return [
    [sides[0], a],
    [sides[1], b],
  ];
}

export function measuredNothing({ latencyMs }: Run): boolean {
  return latencyMs === null || latencyMs.count === 0 || !(latencyMs.p50 > 0);
}

function measuredReasons(a: Run, b: Run, sides: Sides): ComparisonReason[] {
  return each(a, b, sides).flatMap(([side, run]) =>
    measuredNothing(run)
      ? [
          {
            kind: 'nothing-measured',
            blocks: true,
            text: `${capital(side)} has measured nothing${run.error === null ? '' : `: ${run.error.message}`}`.replace(
              /\.?$/,
              '.',
            ),
            nextStep: `Measure ${side} again, or choose another run.`,
          },
        ]
      : [],
  );
}

function simulationReasons(a: Run, b: Run, [sideA, sideB]: Sides): ComparisonReason[] {
  const [drawnA, drawnB] = [a.config.executor !== null, b.config.executor !== null];
  if (!drawnA && !drawnB) return [];
  if (drawnA && drawnB) {
    return [
      {
        kind: 'simulated',
        blocks: false,
        text: `Both ${sideA} and ${sideB} are simulated: nothing of this was measured.`,
        nextStep: 'Run a model without --executor to measure.',
      },
    ];
  }
  const [drawn, other] = drawnA ? [sideA, sideB] : [sideB, sideA];
  return [
    {
      kind: 'simulated',
      blocks: true,
      text: `${capital(drawn)} is simulated, ${other} was measured: the two say nothing of each other.`,
      nextStep: `Measure ${drawn} without --executor.`,
    },
  ];
}

const UNFINISHED = {
  queued: ['has not started', 'Wait until it has ended.'],
  running: ['is still running', 'Wait until it has ended.'],
  stopped: ['was stopped before its end', 'Measure it again to its end where that matters.'],
  failed: ['failed', 'See its error, and measure it again.'],
  crashed: ['crashed', 'See its error, and measure it again.'],
} as const;

/** Who stops a run has what was measured until then; what a failing one measured may be part of its failure. */
function statusReasons(a: Run, b: Run, sides: Sides, isTested: boolean): ComparisonReason[] {
  return each(a, b, sides).flatMap(([side, { status }]) => {
    if (status === 'done') return [];
    const [words, nextStep] = UNFINISHED[status];
    const text = `${capital(side)} ${words}: its numbers cover only what was measured until then.`;
    return [{ kind: 'not-finished', blocks: status !== 'stopped' && !isTested, text, nextStep }];
  });
}

/** A simulated run is told apart above, and is nothing that trust is about. */
function trustReasons(a: Run, b: Run, sides: Sides, isTested: boolean): ComparisonReason[] {
  return each(a, b, sides).flatMap(([side, { trust, config }]): ComparisonReason[] => {
    if (trust === null || trust.verdict === 'trusted' || config.executor !== null) return [];
    if (trust.verdict === 'caution') {
      return [
        {
          kind: 'trust-caution',
          blocks: false,
          text: `${capital(side)} is to be read with caution: ${trust.sentence}`,
          nextStep: `See the evidence of ${side}’s trust.`,
        },
      ];
    }
    const nextStep = `See the evidence of ${side}’s trust, and measure it again when the machine is quiet.`;
    const text = `${capital(side)} is not to be trusted: ${trust.sentence}`;
    return [{ kind: 'trust-failed', blocks: !isTested, text, nextStep }];
  });
}

function sampleReasons(a: Run, b: Run, sides: Sides, isTested: boolean): ComparisonReason[] {
  if (isTested) return [];
  return each(a, b, sides).flatMap(([side, run]): ComparisonReason[] => {
    const latency = run.latencyMs;
    if (latency === null || measuredNothing(run)) return [];
    const { count } = latency;
    const reason = (text: string, nextStep: string): ComparisonReason[] => [
      { kind: 'few-samples', blocks: false, text, nextStep },
    ];
    const missing = samplesForInterval('p50', latency);
    const more =
      missing === null || missing === 0
        ? 'Measure more iterations.'
        : `Measure about ${formatCount(missing)} iterations more.`;
    if (count < FEW_SAMPLES) {
      const measured = count === 1 ? '1 iteration' : `${formatCount(count)} iterations`;
      return reason(`${capital(side)} measured only ${measured}: even its median is uncertain.`, more);
    }
    if (latency.intervals.p50 === undefined) {
      return reason(
        `${capital(side)}’s ${formatCount(count)} iterations resemble their neighbours too much for an interval of the median.`,
        more,
      );
    }
    const forTail = samplesMissing('p99', count);
    if (forTail === 0) return [];
    return reason(
      `${capital(side)} has no p99: ${formatCount(count)} iterations are too few for one, ${formatCount(forTail)} more are needed.`,
      `Measure ${formatCount(forTail)} iterations more where the tail matters.`,
    );
  });
}
