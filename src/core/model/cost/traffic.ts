import { bytesOf, countElements } from '../element-type.ts';
import type { KnownTensor } from '../shapes/shape-table.ts';
import type { NodeView } from '../node-view.ts';

/** Null where a shape is not known, or what it holds has no fixed width (texts, sequences). */
export interface Traffic {
  readonly read: number | null;
  readonly written: number | null;
}

type TrafficRule = (view: NodeView) => Traffic;

const NONE: Traffic = { read: 0, written: 0 };

/** The result shares the operand's memory: only its shape is another. */
const VIEWS = 'Reshape Flatten Squeeze Unsqueeze Identity Optional OptionalGetElement ExpandDims'.split(' ');

/** What happens inside them is the subgraph's. */
const CONTROL = 'If Loop Scan SequenceMap'.split(' ');

/** They read as much of the first input as they give, and all of the others: never the whole table. */
const PICKS = 'Gather GatherElements GatherND Slice DynamicSlice Compress ArrayFeatureExtractor'.split(' ');

/** The first input gives its shape and type at most; nothing of it is read. */
const SHAPE_ONLY = 'Shape Size EyeLike RandomNormalLike RandomUniformLike GatherToShape'.split(' ');

const RULES: Readonly<Record<string, TrafficRule>> = Object.fromEntries<TrafficRule>([
  ...[...VIEWS, ...CONTROL].map((name): [string, TrafficRule] => [name, () => NONE]),
  ...PICKS.map((name): [string, TrafficRule] => [name, (view) => picks(view, [0])]),
  ...SHAPE_ONLY.map((name): [string, TrafficRule] => [
    name,
    (view) => ({ read: readOf(view, (slot) => slot > 0), written: writtenOf(view) }),
  ]),
  // A constant is there already.
  ['Constant', () => NONE],
  ['CastLike', (view) => ({ read: readOf(view, (slot) => slot === 0), written: writtenOf(view) })],
  ['Dropout', (view) => (view.has(2) || (view.node.output[1] ?? '') !== '' ? plain(view) : NONE)],
  // Rows of the tables of words, positions and, where there are segments, of those.
  ['EmbedLayerNormalization', (view) => picks(view, view.has(4) ? [2, 3, 4] : [2, 3])],
  ['QEmbedLayerNormalization', (view) => picks(view, view.has(4) ? [2, 3, 4] : [2, 3])],
  ['GatherBlockQuantized', (view) => picks(view, [0])],
  ['RotaryEmbedding', rotary],
]);

/** Every operand is read once and every result written once, but for those above. */
export function trafficOf(view: NodeView): Traffic {
  return (RULES[view.op] ?? plain)(view);
}

function plain(view: NodeView): Traffic {
  return { read: readOf(view, () => true), written: writtenOf(view) };
}

/** As many elements of each table as the first result has. */
function picks(view: NodeView, tables: readonly number[]): Traffic {
  const [result] = view.outputs;
  const written = writtenOf(view);
  let read = result === undefined ? null : readOf(view, (slot) => !tables.includes(slot));
  for (const slot of tables) {
    if (read === null || result === undefined) break;
    const bytes = widthOf(view.inputs[slot]?.type ?? result.type, countElements(result.shape));
    read = bytes === null ? null : read + bytes;
  }
  return { read, written };
}

/** Rows of the cosines and sines, one for each position. */
function rotary(view: NodeView): Traffic {
  const isContrib = (view.node.domain ?? '') !== '' && view.node.domain !== 'ai.onnx';
  const tables = isContrib ? [2, 3] : [1, 2];
  const input = view.shape(0);
  let read = readOf(view, (slot) => !tables.includes(slot));
  for (const slot of tables) {
    const table = view.inputs[slot];
    if (table === undefined || input === undefined || read === null)
      return { read: null, written: writtenOf(view) };
    const positions =
      input.length === 4 ? (input[0] as number) * (input[2] as number) : countElements(input.slice(0, -1));
    const picked = Math.min(countElements(table.shape), positions * (table.shape.at(-1) ?? 0));
    read += bytesOf(table.type, picked);
  }
  return { read, written: writtenOf(view) };
}

function readOf(view: NodeView, counts: (slot: number) => boolean): number | null {
  let sum = 0;
  for (const [slot, name] of view.node.input.entries()) {
    if (name === '' || !counts(slot)) continue;
    const bytes = bytesOfTensor(view.inputs[slot]);
    if (bytes === null) return null;
    sum += bytes;
  }
  return sum;
}

function writtenOf(view: NodeView): number | null {
  let sum = 0;
  for (const [slot, name] of view.node.output.entries()) {
    if (name === '') continue;
    const bytes = bytesOfTensor(view.outputs[slot]);
    if (bytes === null) return null;
    sum += bytes;
  }
  return sum;
}

function bytesOfTensor(tensor: KnownTensor | undefined): number | null {
  return tensor === undefined ? null : widthOf(tensor.type, countElements(tensor.shape));
}

function widthOf(type: KnownTensor['type'], elements: number): number | null {
  return type === 'string' || type === 'undefined' ? null : bytesOf(type, elements);
}
