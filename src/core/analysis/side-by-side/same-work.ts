import type { ResolvedInput } from '../../../contract/model.ts';
import type { Run } from '../../../contract/run.ts';

/** What sets the work of two runs apart, in words for either; null where an iteration of both does the same. */
export interface OtherWork {
  readonly what: string;
  readonly a: string;
  readonly b: string;
}

/** Whether both did the same work: only then does a shorter iteration mean a faster one. */
export function sameWork(a: Run, b: Run): boolean {
  return otherWork(a, b) === null;
}

/**
 * Batch, sequence, tokens, and the shapes of inputs. Of two versions of a model an input may have another name, type or
 * order of axes and still be the same work; of one and the same model it must have the very same shape.
 */
export function otherWork(a: Run, b: Run): OtherWork | null {
  const [one, other] = [a.config, b.config];
  if (one.batch !== other.batch) return { what: 'batches', a: String(one.batch), b: String(other.batch) };
  if (one.sequence !== other.sequence) {
    return {
      what: 'sequence lengths',
      a: String(one.sequence ?? 'none'),
      b: String(other.sequence ?? 'none'),
    };
  }
  const [told, otherTold] = [generated(a), generated(b)];
  if (told !== otherTold) return { what: 'amounts of text', a: told, b: otherTold };
  const isOneModel = a.model.contentHash === b.model.contentHash;
  return shapesOf(a, b, isOneModel) === shapesOf(b, a, isOneModel)
    ? null
    : { what: 'input shapes', a: inputsOf(a), b: inputsOf(b) };
}

export function inputsOf(run: Run): string {
  return run.config.inputs.map(inputWords).join(', ') || 'none';
}

function inputWords({ name, type, shape }: ResolvedInput): string {
  return `${name} ${type}[${shape.join('×')}]`;
}

function generated({ config: { generation } }: Run): string {
  return generation === null
    ? 'no generation'
    : `${generation.newTokens} tokens after ${generation.promptTokens}`;
}

/** Inputs that both have by their names; where they have none in common, all by their sizes. */
function shapesOf(run: Run, other: Run, exact: boolean): string {
  const names = new Set(other.config.inputs.map(({ name }) => name));
  const inputs = run.config.inputs;
  const common = exact ? inputs : inputs.filter(({ name }) => names.has(name));
  const isNamed = common.length > 0 || inputs.length === 0 || names.size === 0;
  if (!isNamed) return sizes(inputs);
  return common
    .map(({ name, shape }) => `${name} ${(exact ? shape : sorted(shape)).join('×')}`)
    .sort()
    .join(', ');
}

/** The largest alone: versions differ by masks and scalars, while another task has another input. */
function sizes(inputs: readonly ResolvedInput[]): string {
  const counts = inputs.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
  return String(Math.max(0, ...counts));
}

function sorted(shape: readonly number[]): number[] {
  return [...shape].sort((a, b) => a - b);
}
