import type { OperandFact, OperatorProfile, ProfileMemory, TensorLife } from '../../../contract/profile.ts';
import type { Bytes } from '../../../contract/units.ts';
import { bytesOf, countElements } from '../../model/element-type.ts';

const MOST_LIVES = 500;

/** These give what they are handed another shape or name, in the same memory. */
const VIEWS = new Set('Reshape Squeeze Unsqueeze Flatten Identity'.split(' '));

/**
 * What the CPU's kernels write over their operand where nobody reads it any more and the sizes agree, as ONNX Runtime
 * 1.30 was seen to do; sums, products and roots take memory of their own.
 */
const IN_PLACE = new Set(
  (
    'Cast Celu Clip Elu HardSigmoid LeakyRelu LogSoftmax Relu Selu Shrink Sigmoid Softmax Softplus Softsign Tanh ' +
    'ThresholdedRelu Trilu'
  ).split(' '),
);

/** Convolutions with an addition inside write their sum over what they add. */
const SUMMING = new Set(['Conv', 'FusedConv']);
const ADDEND = 3;

export interface ExecutedInOrder {
  /** In order of execution, one inside another behind it; with operands by name where they are known. */
  readonly operators: readonly Pick<OperatorProfile, 'op' | 'parent' | 'inputs' | 'outputs'>[];
  /** What the model gives back, by name. */
  readonly outputs: ReadonlySet<string>;
}

interface Buffer {
  readonly tensor: string;
  readonly bytes: Bytes;
  readonly from: number;
  to: number;
  /** Another value takes its memory over in the last operator that reads it. */
  isTakenOver: boolean;
}

/**
 * How long each value between operators lives, and what is alive together: while an operator runs, what it reads and
 * what it makes is. The model's inputs and its weights are no values here, its outputs live to the end. Views of a
 * value are that value, and one written over its operand is counted once. What has no known size is not counted.
 * Null where no value has a name.
 */
export function tensorLives(given: ExecutedInOrder): Omit<ProfileMemory, 'growth'> | null {
  const { outputs } = given;
  const operators = given.operators.map((operator, at) =>
    operator.parent < at ? operator : { ...operator, parent: -1 },
  );
  const ends = blockEnds(operators);
  const buffers: Buffer[] = [];
  const scopes = new Map<number, Map<string, Buffer>>();
  const bufferOf = (name: string, at: number): Buffer | undefined => {
    for (let parent = operators[at]?.parent ?? -1; ; parent = operators[parent]?.parent ?? -1) {
      const found = scopes.get(parent)?.get(name);
      if (found !== undefined || parent < 0) return found;
    }
  };
  for (const [at, operator] of operators.entries()) {
    const end = ends[at] as number;
    const read = operator.inputs.map(({ tensor }) => (tensor === '' ? undefined : bufferOf(tensor, at)));
    for (const buffer of read) if (buffer !== undefined) buffer.to = Math.max(buffer.to, end);
    const scope = scopes.get(operator.parent) ?? new Map<string, Buffer>();
    scopes.set(operator.parent, scope);
    for (const [slot, made] of operator.outputs.entries()) {
      if (made.tensor === '' || scope.has(made.tensor)) continue;
      const isOutput = operator.parent < 0 && outputs.has(made.tensor);
      const viewed = slot === 0 && VIEWS.has(operator.op) && !isOutput ? read[0] : undefined;
      if (viewed !== undefined) {
        scope.set(made.tensor, viewed);
        continue;
      }
      // A view of an input or a weight takes no memory of its own either.
      if (slot === 0 && VIEWS.has(operator.op) && !isOutput) continue;
      const bytes = sizeOf(made);
      if (bytes === null) continue;
      const to = isOutput ? operators.length - 1 : end;
      const buffer: Buffer = { tensor: made.tensor, bytes, from: at, to, isTakenOver: false };
      scope.set(made.tensor, buffer);
      buffers.push(buffer);
    }
  }
  keepToEndOfBlock(operators, ends, buffers);
  if (buffers.length === 0) return null;
  findTakenOver(operators, buffers, outputs, bufferOf);
  const aliveBytes = aliveAt(operators.length, buffers);
  const peakBytes = aliveBytes.reduce((most, bytes) => Math.max(most, bytes), 0);
  return {
    lives: [...buffers]
      .sort((a, b) => b.bytes - a.bytes || a.from - b.from)
      .slice(0, MOST_LIVES)
      .map(lifeOf),
    aliveBytes,
    peakBytes,
    peakAt: aliveBytes.indexOf(peakBytes),
  };
}

function lifeOf({ tensor, bytes, from, to }: Buffer): TensorLife {
  return { tensor, bytes, from, to };
}

/** The last operator inside of each, or itself. */
function blockEnds(operators: ExecutedInOrder['operators']): Int32Array {
  const ends = Int32Array.from(operators.keys());
  for (let at = operators.length - 1; at >= 0; at -= 1) {
    const parent = operators[at]?.parent ?? -1;
    if (parent >= 0 && parent < at) ends[parent] = Math.max(ends[parent] as number, ends[at] as number);
  }
  return ends;
}

/** What is read by nobody inside of a loop or branch is what it hands back when it is over. */
function keepToEndOfBlock(
  operators: ExecutedInOrder['operators'],
  ends: Int32Array,
  buffers: readonly Buffer[],
): void {
  for (const buffer of buffers) {
    const parent = operators[buffer.from]?.parent ?? -1;
    if (parent >= 0 && buffer.to === ends[buffer.from]) buffer.to = ends[parent] as number;
  }
}

function findTakenOver(
  operators: ExecutedInOrder['operators'],
  buffers: readonly Buffer[],
  outputs: ReadonlySet<string>,
  bufferOf: (name: string, at: number) => Buffer | undefined,
): void {
  for (const buffer of buffers) {
    const operator = operators[buffer.from];
    if (operator === undefined || (operator.parent < 0 && outputs.has(buffer.tensor))) continue;
    const source = overwritable(operator)
      .map(({ tensor }) => bufferOf(tensor, buffer.from))
      .find(
        (given) =>
          given !== undefined &&
          given !== buffer &&
          given.bytes === buffer.bytes &&
          given.to === buffer.from &&
          given.from < buffer.from &&
          !given.isTakenOver,
      );
    if (source !== undefined) source.isTakenOver = true;
  }
}

function overwritable({ op, inputs }: Pick<OperatorProfile, 'op' | 'inputs'>): readonly OperandFact[] {
  if (IN_PLACE.has(op)) return inputs.slice(0, 1);
  return SUMMING.has(op) ? inputs.slice(ADDEND, ADDEND + 1) : [];
}

function aliveAt(count: number, buffers: readonly Buffer[]): readonly Bytes[] {
  const change = new Float64Array(count + 1);
  for (const { bytes, from, to, isTakenOver } of buffers) {
    const end = isTakenOver ? to : to + 1;
    change[from] = (change[from] as number) + bytes;
    change[end] = (change[end] as number) - bytes;
  }
  let alive = 0;
  return Array.from(change.subarray(0, count), (bytes) => (alive += bytes));
}

function sizeOf({ type, shape }: OperandFact): Bytes | null {
  const bytes = bytesOf(type, countElements(shape));
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : null;
}
