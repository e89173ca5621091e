import type { RunProfile } from '../../../../contract/profile.ts';
import { formatCount, formatDuration, formatPercent } from '../../../../contract/units.ts';
import { dearestFirst, kindsInWords, shareInWords, totalMs } from '../operators-in-words.ts';
import type { Detector, FindingContext, Found } from '../types.ts';

/** On a GPU a kernel of less than this is not worth its launch; on the CPU, an operator not worth its scheduling. */
const TINY_KERNEL_MS = 0.02;
const TINY_OPERATOR_MS = 0.005;
const MANY_KERNELS = 20;
const MANY_OPERATORS = 100;
const DOMINATES = 0.5;
/** Of the clean time, what the runtime itself must take between operators. */
const RUNTIME_SHARE = 0.2;

/** Many tiny operators, whose starting costs more than their work. */
export const launchBound: Detector = {
  kind: 'launch-bound',
  find: (profile, context) =>
    profile.placement.provider === 'cpu' ? onProcessor(profile, context) : onDevice(profile, context),
};

function onDevice({ operators, cleanMeanMs, placement }: RunProfile, { probe }: FindingContext): Found[] {
  const launched = operators.flatMap(({ gpu, perIteration }, place) =>
    gpu === null || perIteration <= 0 ? [] : [{ place, perIteration, ...gpu }],
  );
  const kernelMs = sum(launched.map((each) => each.kernelMs));
  const launchMs = sum(launched.map((each) => each.launchMs));
  const waitMs = sum(launched.map((each) => each.waitMs ?? 0));
  const tiny = launched.filter((each) => each.kernelMs / each.perIteration < TINY_KERNEL_MS);
  const kernels = sum(tiny.map(({ perIteration }) => perIteration));
  if (kernels < MANY_KERNELS || launchMs <= kernelMs) return [];
  const cost = Math.min(launchMs + waitMs, Math.max(0, cleanMeanMs - kernelMs));
  const launchUs = probe?.gpus[0]?.launchUs;
  return [
    {
      title: `Launching takes longer than the work: ${formatDuration(launchMs)} of launches for ${formatDuration(kernelMs)} of kernels, ${formatCount(kernels)} of them under ${formatDuration(TINY_KERNEL_MS)}.`,
      costMs: cost,
      evidence: [
        { label: 'kernels', value: `${shareInWords(kernelMs, cleanMeanMs)} on ${placement.provider}` },
        { label: 'launching them', value: shareInWords(launchMs, cleanMeanMs) },
        ...(waitMs > 0 ? [{ label: 'waiting', value: shareInWords(waitMs, cleanMeanMs) }] : []),
        ...(launchUs === undefined
          ? []
          : [{ label: 'one launch on this card, probed', value: formatDuration(launchUs / 1000) }]),
      ],
      operators: dearestFirst(
        operators,
        tiny.map(({ place }) => place),
      ),
      nextStep:
        'Give each kernel more to do: a larger batch, fused operators (--graph-level all, or a model optimised before its export), or a captured graph where the provider can.',
    },
  ];
}

/** Of operators that take as long as starting them does, what the runtime spends between them counts as well. */
function onProcessor(profile: RunProfile, { run }: FindingContext): Found[] {
  const { operators, cleanMeanMs, outsideMs } = profile;
  const outer = operators.flatMap((operator, place) =>
    operator.perIteration > 0 ? [{ ...operator, place }] : [],
  );
  const tiny = outer.filter(({ selfMs, perIteration }) => selfMs / perIteration < TINY_OPERATOR_MS);
  const started = sum(tiny.map(({ perIteration }) => perIteration));
  const tinyMs = totalMs(
    operators,
    tiny.map(({ place }) => place),
  );
  const cost = outsideMs + tinyMs;
  const others = sum(outer.map(({ selfMs }) => selfMs)) - tinyMs;
  if (started < MANY_OPERATORS || cost < DOMINATES * cleanMeanMs) return [];
  if (outsideMs < RUNTIME_SHARE * cleanMeanMs && cleanMeanMs / started >= TINY_OPERATOR_MS) return [];
  const places = dearestFirst(
    operators,
    tiny.map(({ place }) => place),
  );
  const level = run.config.graphLevel;
  return [
    {
      title: `${formatCount(started)} operators of under ${formatDuration(TINY_OPERATOR_MS)} and the runtime between them take ${formatPercent((100 * cost) / cleanMeanMs)} of the time.`,
      costMs: cost,
      evidence: [
        {
          label: 'tiny operators',
          value: `${kindsInWords(operators, places)}: ${shareInWords(tinyMs, cleanMeanMs)}`,
        },
        { label: 'outside all operators', value: shareInWords(outsideMs, cleanMeanMs) },
        { label: 'one of them, all in all', value: formatDuration(cost / started) },
        { label: 'all other operators', value: shareInWords(Math.max(0, others), cleanMeanMs) },
      ],
      operators: places,
      nextStep:
        level === 'all'
          ? 'Fewer and larger operators: optimise the model before its export (fused attention, normalisation and activations), and take out Cast, Reshape and Unsqueeze that do nothing; a larger batch spreads the cost.'
          : `Run with --graph-level all: at "${level}" the runtime fuses less. Then optimise the model before its export.`,
    },
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
