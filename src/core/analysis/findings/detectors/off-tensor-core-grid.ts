import type { ModelGraph } from '../../../../contract/model-graph.ts';
import type { TensorType } from '../../../../contract/model.ts';
import type { OperatorProfile } from '../../../../contract/profile.ts';
import { formatNumber } from '../../../../contract/units.ts';
import { counted, dearestEvidence, dearestFirst, shareInWords, totalMs } from '../operators-in-words.ts';
import { channelsOf, productOf } from '../products.ts';
import type { Detector, FindingContext } from '../types.ts';

/** Sizes that tensor cores take whole, by the type of the factors: 16 bytes of it. */
const GRID: Partial<Record<TensorType, number>> = {
  float16: 8,
  bfloat16: 8,
  int8: 16,
  uint8: 16,
  float32: 4,
};
const HALF: readonly TensorType[] = ['float16', 'bfloat16'];
/** Pictures come with three channels or four: nobody can change that. */
const PICTURE_CHANNELS = 4;
const LEAST_SHARE = 0.01;
const NVIDIA = /nvidia|geforce|rtx|tesla|quadro/i;

/** Matrix products and convolutions whose sizes leave tensor cores half empty, or unused. */
export const offTensorCoreGrid: Detector = {
  kind: 'off-tensor-core-grid',
  find({ operators, cleanMeanMs, placement }, context) {
    const hasTensorCores = placement.provider !== 'cpu' && isNvidia(context);
    const off = operators.flatMap((operator, place) => {
      const type = typeOf(operator, context.graph);
      const isMeant = HALF.includes(type) || (hasTensorCores && operator.provider !== 'cpu');
      const grid = GRID[type];
      if (!isMeant || grid === undefined) return [];
      const sizes = sizesOf(operator).filter(({ size }) => size % grid !== 0);
      return sizes.length > 0 ? [{ place, type, grid, sizes }] : [];
    });
    const places = dearestFirst(
      operators,
      off.map(({ place }) => place),
    );
    const concerned = totalMs(operators, places);
    if (concerned < LEAST_SHARE * cleanMeanMs) return [];
    const dearest = off.find(({ place }) => place === places[0]);
    const cliff = cliffOf(context);
    const grids = [...new Set(off.map(({ grid }) => grid))].sort((a, b) => a - b).join(' or ');
    const words = dearest?.sizes.map(({ name, size }) => `${name} ${size}`).join(', ') ?? '';
    return [
      {
        title: `${counted(places.length, 'matrix product or convolution', 'matrix products and convolutions')} with sizes not divisible by ${grids} take ${shareInWords(concerned, cleanMeanMs)}; the dearest has ${words}.`,
        costMs: cliff === null ? null : concerned * (1 - 1 / cliff.factor),
        ...(cliff === null && {
          severity: hasTensorCores && concerned > 0.2 * cleanMeanMs ? 'medium' : 'low',
        }),
        evidence: [
          { label: 'concerned', value: shareInWords(concerned, cleanMeanMs) },
          ...off
            .toSorted((a, b) => places.indexOf(a.place) - places.indexOf(b.place))
            .slice(0, 3)
            .map(({ place, type, grid, sizes }) => ({
              label: `${operators[place]?.op ?? ''}, ${type}, by ${grid}`,
              value: sizes.map(({ name, size }) => `${name} ${size}`).join(', '),
            })),
          ...(cliff === null ? [] : [{ label: 'such a size on this card, probed', value: cliff.words }]),
          ...dearestEvidence(operators, places),
        ],
        operators: places,
        nextStep: `Pad these sizes to the next multiple of ${grids} (vocabulary, hidden size, channels) when the model is made or exported.`,
      },
    ];
  },
};

/** What the file says counts: some providers compute halves as floats. */
function typeOf({ inputs, sources }: OperatorProfile, graph: ModelGraph | null): TensorType {
  for (const source of sources) {
    const first = graph?.nodes[source]?.inputs[0] ?? -1;
    const type = graph?.tensors[first]?.type;
    if (type !== undefined && HALF.includes(type)) return type;
  }
  return inputs[0]?.type ?? 'undefined';
}

interface Size {
  readonly name: string;
  readonly size: number;
}

/** A few rows are too small a batch, which is a finding of its own. */
function sizesOf(operator: OperatorProfile): readonly Size[] {
  const product = productOf(operator);
  if (product !== null) {
    const { rows, columns, inner } = product;
    return [
      ...(rows >= 16 ? [{ name: 'M', size: rows }] : []),
      { name: 'N', size: columns },
      { name: 'K', size: inner },
    ].filter(({ size }) => size > 1);
  }
  const channels = channelsOf(operator);
  if (channels === null || (channels.input === 1 && channels.output === 1)) return [];
  return [
    ...(channels.input > PICTURE_CHANNELS ? [{ name: 'channels in', size: channels.input }] : []),
    { name: 'channels out', size: channels.output },
  ];
}

function isNvidia({ probe, run }: FindingContext): boolean {
  const probed = probe?.gpus.some(({ tensorFp16Gflops }) => tensorFp16Gflops !== null) ?? false;
  return probed || (run.environment?.gpus.some(({ name }) => NVIDIA.test(name)) ?? false);
}

/** The probe multiplies matrices of a good size and of one less. */
function cliffOf({ probe }: FindingContext): { readonly factor: number; readonly words: string } | null {
  const products = probe?.gpus[0]?.matrixProducts ?? [];
  for (const on of products) {
    const off = products.find(({ size }) => size % 8 !== 0 && Math.abs(size - on.size) < 8);
    if (on.size % 8 !== 0 || off === undefined || off.gflops <= 0) continue;
    const factor = on.gflops / off.gflops;
    if (factor <= 1) return null;
    return { factor, words: `${formatNumber(factor)}× slower (${off.size} against ${on.size})` };
  }
  return null;
}
