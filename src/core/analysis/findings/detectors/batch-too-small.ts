import type { OperatorProfile } from '../../../../contract/profile.ts';
import type { Milliseconds } from '../../../../contract/units.ts';
import { formatBytes, formatNumber, formatPercent } from '../../../../contract/units.ts';
import { arithmeticRoof, ceilingsFor, ceilingsOfRun, type Ceilings } from '../../operators/attained.ts';
import { bytesMoved } from '../../operators/operator-sum.ts';
import { counted, dearestFirst, shareInWords, totalMs } from '../operators-in-words.ts';
import { operandBytes, productOf } from '../products.ts';
import type { Detector } from '../types.ts';
import type { Wiring } from '../wiring.ts';

/** Without a probe: so few rows that any machine waits for the weights. */
const FEW_ROWS = 8;
const WEIGHTS_DOMINATE = 0.5;
const LEAST_SHARE = 0.2;
/** Of what the machine could compute: below it, more rows cost little. */
const UNDER_PEAK = 0.5;

/** Products of few rows wait for their weights, which a larger batch would share. */
export const batchTooSmall: Detector = {
  kind: 'batch-too-small',
  find({ operators, cleanMeanMs }, context) {
    const { run, hasFreeBatch, wiring } = context;
    if (hasFreeBatch !== true) return [];
    const ceilings = ceilingsOfRun(context.probe, run.environment, run.config);
    const roofsOf = ({ provider }: OperatorProfile): Ceilings | null => ceilingsFor(provider, ceilings);
    const starved = operators.flatMap((operator, place) => {
      const found = starving(operator, wiring, roofsOf(operator));
      return found === null ? [] : [{ place, ...found }];
    });
    const places = dearestFirst(
      operators,
      starved.map(({ place }) => place),
    );
    const concerned = totalMs(operators, places);
    if (concerned < LEAST_SHARE * cleanMeanMs) return [];
    const weightBytes = starved.reduce((sum, each) => sum + each.weightBytes, 0);
    const rows = Math.max(...starved.map((each) => each.rows));
    const isBounded = starved.every(({ savedMs }) => savedMs !== null);
    const batch = run.config.batch;
    const dearest = operators[places[0] ?? -1];
    return [
      {
        title: `Batch ${batch} is too small: ${counted(places.length, 'product')} of at most ${counted(rows, 'row')} read ${formatBytes(weightBytes)} of weights each time, ${shareInWords(concerned, cleanMeanMs)}.`,
        costMs: isBounded ? starved.reduce((sum, { savedMs }) => sum + (savedMs ?? 0), 0) : null,
        ...(!isBounded && {
          severity: concerned > 0.5 * cleanMeanMs ? ('medium' as const) : ('low' as const),
        }),
        evidence: [
          { label: 'products that wait for weights', value: shareInWords(concerned, cleanMeanMs) },
          {
            label: 'weights, of all that they move',
            value: formatPercent(100 * weightShare(starved)),
          },
          ...achieved(dearest, dearest === undefined ? null : roofsOf(dearest)),
          ...(run.config.provider !== 'cpu' && run.hardware?.gpuMeanPercent != null
            ? [{ label: 'GPU in use', value: formatPercent(run.hardware.gpuMeanPercent) }]
            : []),
        ],
        operators: places,
        nextStep: `Measure with a larger batch (--batch ${batch * 8}, or "dyno sweep MODEL --batches 1,2,4,8,16"): the weights are read once for all of it. Where answers must come one by one, smaller weights help (int8, int4).`,
      },
    ];
  },
};

interface Starving {
  readonly rows: number;
  readonly weightBytes: number;
  readonly movedBytes: number;
  /** For each item of the batch, if only arithmetic counted; null without a probe. */
  readonly savedMs: Milliseconds | null;
}

function starving(operator: OperatorProfile, wiring: Wiring, roofs: Ceilings | null): Starving | null {
  const product = productOf(operator);
  if (product === null || !wiring.isConstant(product.weights) || product.weights.shape.length > 2)
    return null;
  const { flops, perIteration, selfMs } = operator;
  const weightBytes = operandBytes(product.weights) * perIteration;
  const moved = bytesMoved(operator);
  if (moved === null || moved <= 0 || weightBytes / moved < WEIGHTS_DOMINATE) return null;
  const rest = { rows: product.rows, weightBytes, movedBytes: moved };
  if (roofs === null || flops === null) return product.rows <= FEW_ROWS ? { ...rest, savedMs: null } : null;
  const gigaflops = arithmeticRoof(operator, roofs);
  const arithmeticMs = flops / (gigaflops * 1e6);
  if (flops / moved > (UNDER_PEAK * gigaflops) / roofs.memory || arithmeticMs > UNDER_PEAK * selfMs)
    return null;
  return { ...rest, savedMs: selfMs - arithmeticMs };
}

function weightShare(starved: readonly Starving[]): number {
  const moved = starved.reduce((sum, { movedBytes }) => sum + movedBytes, 0);
  return starved.reduce((sum, { weightBytes }) => sum + weightBytes, 0) / moved;
}

function achieved(
  dearest: OperatorProfile | undefined,
  roofs: Ceilings | null,
): { readonly label: string; readonly value: string }[] {
  if (dearest?.flops == null || roofs === null || dearest.selfMs <= 0) return [];
  const gigaflops = dearest.flops / (dearest.selfMs * 1e6);
  return [
    {
      label: 'the dearest computes',
      value: `${formatNumber(gigaflops)} of ${formatNumber(arithmeticRoof(dearest, roofs))} GFLOP/s (${roofs.name}, probed)`,
    },
  ];
}
