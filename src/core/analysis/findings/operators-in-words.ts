import type { FindingEvidence } from '../../../contract/finding.ts';
import type { OperatorProfile } from '../../../contract/profile.ts';
import { formatDuration, formatPercent } from '../../../contract/units.ts';

const KINDS_NAMED = 4;
const NAME_SHOWN = 60;

export function totalMs(operators: readonly OperatorProfile[], places: readonly number[]): number {
  return places.reduce((sum, place) => sum + (operators[place]?.selfMs ?? 0), 0);
}

export function dearestFirst(operators: readonly OperatorProfile[], places: Iterable<number>): number[] {
  return [...new Set(places)].sort((a, b) => (operators[b]?.selfMs ?? 0) - (operators[a]?.selfMs ?? 0));
}

/** "4 Shape, 2 Gather and 3 others". */
export function kindsInWords(operators: readonly OperatorProfile[], places: readonly number[]): string {
  const counts = new Map<string, number>();
  for (const place of places) {
    const op = operators[place]?.op ?? '';
    counts.set(op, (counts.get(op) ?? 0) + 1);
  }
  const kinds = [...counts].sort((a, b) => b[1] - a[1]);
  const named = kinds.slice(0, KINDS_NAMED).map(([op, count]) => `${count} ${op}`);
  const others = kinds.slice(KINDS_NAMED).reduce((sum, [, count]) => sum + count, 0);
  if (others > 0) return `${named.join(', ')} and ${others} other${others === 1 ? '' : 's'}`;
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

export function nameOf({ name, op }: OperatorProfile): string {
  const whole = name === '' ? op : name;
  if (whole.length <= NAME_SHOWN) return whole;
  const half = Math.floor((NAME_SHOWN - 1) / 2);
  // A character has two units at most.
  const characters = [...whole.slice(0, 2 * half), ...whole.slice(-2 * half)];
  return `${characters.slice(0, half).join('')}…${characters.slice(-half).join('')}`;
}

/** The dearest of them, which a reader looks at first. */
export function dearestEvidence(
  operators: readonly OperatorProfile[],
  places: readonly number[],
): readonly FindingEvidence[] {
  const dearest = operators[dearestFirst(operators, places)[0] ?? -1];
  if (dearest === undefined) return [];
  return [
    {
      label: 'dearest of them',
      value: `${nameOf(dearest)} (${dearest.op}), ${formatDuration(dearest.selfMs)}`,
    },
  ];
}

export function shareInWords(ms: number, cleanMeanMs: number): string {
  return `${formatDuration(ms)} of ${formatDuration(cleanMeanMs)} (${formatPercent((100 * ms) / cleanMeanMs)})`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
