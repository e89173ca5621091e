import type { MatchKind } from '../../../../contract/difference.ts';
import type { ModelGraph } from '../../../../contract/model-graph.ts';
import type { OperandFact, OperatorProfile } from '../../../../contract/profile.ts';

type Operators = readonly OperatorProfile[];
const MOST_NAMED = 4;

/** "float32 1 × 128 × 768" */
export function shapeWords({ type, shape }: OperandFact): string {
  const sizes = shape.length === 0 ? 'scalar' : shape.join(' × ');
  return type === 'undefined' ? sizes : `${type} ${sizes}`;
}

/** "2 MatMul and Add"; of many only the first. */
export function opsInWords(operators: Operators): string {
  const counts = new Map<string, number>();
  for (const { op } of operators) counts.set(op, (counts.get(op) ?? 0) + 1);
  const words = [...counts].map(([op, count]) => (count === 1 ? op : `${count} ${op}`));
  const shown = words.length > MOST_NAMED ? [...words.slice(0, MOST_NAMED - 1), 'others'] : words;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** What there is to say of a part beyond its numbers. */
export function noteOf(
  match: MatchKind,
  a: Operators,
  b: Operators,
  fates: { readonly a: string; readonly b: string },
  attributes: { readonly a: string; readonly b: string },
): string {
  if (match === 'new') return fates.a === '' ? '' : `In A ${fates.a}.`;
  if (match === 'gone') return fates.b === '' ? '' : `In B ${fates.b}.`;
  const became = opsInWords(a) === opsInWords(b) ? '' : `${opsInWords(a)} became ${opsInWords(b)}`;
  const changes = [became, providerChange(a, b), shapeChange(a, b), attributeChange(became, attributes)];
  const said = changes.filter((words) => words !== '');
  return said.length === 0 ? '' : `${said.join('; ')}.`;
}

function providerChange(a: Operators, b: Operators): string {
  const of = (operators: Operators): string =>
    [...new Set(operators.map(({ provider }) => provider))].join(', ');
  return of(a) === of(b) || of(a) === '' || of(b) === '' ? '' : `from ${of(a)} to ${of(b)}`;
}

function shapeChange(a: Operators, b: Operators): string {
  if (a.length !== 1 || b.length !== 1) return '';
  const [from, to] = [a[0]?.outputs[0], b[0]?.outputs[0]];
  if (from !== undefined && to !== undefined && shapeWords(from) !== shapeWords(to))
    return `its result was ${shapeWords(from)} and is ${shapeWords(to)}`;
  const inputsB = b[0]?.inputs ?? [];
  for (const [slot, input] of (a[0]?.inputs ?? []).entries()) {
    const other = inputsB[slot];
    if (other !== undefined && shapeWords(input) !== shapeWords(other))
      return `it read ${shapeWords(input)} and reads ${shapeWords(other)}`;
  }
  return '';
}

function attributeChange(became: string, { a, b }: { readonly a: string; readonly b: string }): string {
  if (became !== '' || a === b) return '';
  return `it had ${a === '' ? 'no attributes' : a} and has ${b === '' ? 'none' : b}`;
}

/** What the runtime did with nodes that no operator stands for, in words; empty where it did nothing. */
export function fateOf(graph: ModelGraph, places: readonly number[]): string {
  const fates = new Set(places.map((place) => graph.nodes[place]?.leftOut));
  if (places.length === 0 || fates.has(undefined)) return '';
  return fates.has('folded')
    ? 'the runtime computed it once, while it loaded the model'
    : 'the runtime dropped it, since it changed nothing';
}
