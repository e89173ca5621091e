import type { Difference, DifferencePart } from '../../../contract/difference.ts';
import type { Interval } from '../../../contract/latency.ts';
import { formatDuration } from '../../../contract/units.ts';
import { kernelTitle } from './traces/plain-kernel.ts';

const LONGEST_NAME = 80;

type Told = Pick<
  Difference,
  'kind' | 'per' | 'deltaMs' | 'deltaCi95' | 'parts' | 'residualMs' | 'outsideDeltaMs'
>;

/** "Of +4.10 ms an iteration, MatMul_95 in encoder/layer.3 takes +3.92 ms [+3.85 ms, +3.99 ms]." */
export function sentenceOf(difference: Told): string {
  const { kind, per, deltaMs, deltaCi95, parts, residualMs } = difference;
  const [first] = parts;
  const whole = `${signedDuration(deltaMs)}${per === 'trace' ? '' : per === 'step' ? ' a step' : ' an iteration'}`;
  if (first === undefined) return `Nothing of the ${whole} is accounted for.`;
  if (first.deltaMs === 0 && deltaMs === 0) return 'The two take the same time in every part.';
  const most = `${partWords(first, kind)} ${wordOf(first)} ${signedDuration(first.deltaMs)}${intervalWords(first.deltaCi95)}`;
  if (Math.abs(residualMs) > Math.abs(first.deltaMs))
    return `Of ${whole}, ${signedDuration(residualMs)} lie outside of all ${kind === 'runs' ? 'operators' : 'parts'}${idleWords(difference)}; the part that explains most, ${most}.`;
  const isWithin = deltaCi95 !== null && deltaCi95[0] <= 0 && deltaCi95[1] >= 0;
  if (!isWithin) return `Of ${whole}, ${most}.`;
  return first.isClear
    ? `The whole differs by ${whole}, no more than two runs of the same do, but ${most}.`
    : `${whole} is no more than two runs of the same differ by; the part that explains most, ${most}.`;
}

function idleWords({ kind, outsideDeltaMs }: Told): string {
  return kind === 'runs' || outsideDeltaMs === null ? '' : ` (idle time ${signedDuration(outsideDeltaMs)})`;
}

function wordOf({ match, deltaMs }: DifferencePart): string {
  if (match === 'new') return 'is new:';
  if (match === 'gone') return 'is gone:';
  return deltaMs < 0 ? 'gives back' : 'takes';
}

export function partWords({ name, op, module, b, a }: DifferencePart, kind: Difference['kind']): string {
  const title = kind === 'traces' ? kernelTitle(name) : name;
  const known = title === '' ? op : title;
  const shown = known.length > LONGEST_NAME ? `${known.slice(0, LONGEST_NAME)}…` : known;
  const others = (b ?? a)?.names.length ?? 1;
  const more = others > 1 ? ` and ${others - 1} more` : '';
  const isPlaced = kind === 'traces' || shown.includes('/') || module.length === 0;
  return isPlaced ? `${shown}${more}` : `${shown}${more} in ${module.join('/')}`;
}

export function signedDuration(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${formatDuration(Math.abs(ms))}`;
}

function intervalWords(interval: Interval | null): string {
  return interval === null ? '' : ` [${signedDuration(interval[0])}, ${signedDuration(interval[1])}]`;
}
