import type { Difference, DifferencePart } from '../../../contract/difference.ts';
import type { Interval } from '../../../contract/latency.ts';
import { formatDuration } from '../../../contract/units.ts';

const LONGEST_NAME = 80;

/** "Of +4.10 ms an iteration, MatMul_95 in encoder/layer.3 takes +3.92 ms [3.85 ms, 3.99 ms]." */
export function sentenceOf({
  per,
  deltaMs,
  deltaCi95,
  parts,
  residualMs,
}: Pick<Difference, 'per' | 'deltaMs' | 'deltaCi95' | 'parts' | 'residualMs'>): string {
  const [first] = parts;
  const whole = per === 'trace' ? '' : ` ${per === 'step' ? 'a step' : 'an iteration'}`;
  if (first === undefined) return `Nothing of the ${signedDuration(deltaMs)}${whole} is accounted for.`;
  if (first.deltaMs === 0 && deltaMs === 0) return 'The two take the same time in every part.';
  const isWithin = deltaCi95 !== null && deltaCi95[0] <= 0 && deltaCi95[1] >= 0;
  const verb = wordOf(first);
  const most = `${partWords(first)} ${verb} ${signedDuration(first.deltaMs)}${intervalWords(first.deltaCi95)}`;
  const rest =
    Math.abs(residualMs) > Math.abs(first.deltaMs)
      ? `; ${signedDuration(residualMs)} lie outside of all of them`
      : '';
  if (isWithin && !first.isClear)
    return `${signedDuration(deltaMs)}${whole} is no more than two runs of the same differ by; the most of it, ${most}${rest}.`;
  if (isWithin)
    return `The whole differs by ${signedDuration(deltaMs)}${whole}, no more than two runs of the same do, but ${most}${rest}.`;
  return `Of ${signedDuration(deltaMs)}${whole}, ${most}${rest}.`;
}

function wordOf({ match, deltaMs }: DifferencePart): string {
  if (match === 'new') return 'is new and takes';
  if (match === 'gone') return 'is gone and took';
  return deltaMs < 0 ? 'gives back' : 'takes';
}

export function partWords({ name, op, module, b, a }: DifferencePart): string {
  const shown = name === '' ? op : name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
  const others = (b ?? a)?.names.length ?? 1;
  const more = others > 1 ? ` and ${others - 1} more` : '';
  const isPath = shown.includes('/') || module.length === 0;
  return isPath ? `${shown}${more}` : `${shown}${more} in ${module.join('/')}`;
}

export function signedDuration(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${formatDuration(Math.abs(ms))}`;
}

function intervalWords(interval: Interval | null): string {
  return interval === null ? '' : ` [${signedDuration(interval[0])}, ${signedDuration(interval[1])}]`;
}
