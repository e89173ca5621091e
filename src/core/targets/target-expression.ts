import { formatCount } from '../../contract/units.ts';
import type { TargetItem, TargetUnit } from '../../contract/target.ts';
import { findMetric, METRICS } from './metrics/index.ts';

/** What a value may be followed by, in the metric's own unit. The first is the one that is written. */
const UNITS: Readonly<Record<TargetUnit, Readonly<Record<string, number>>>> = {
  ms: { ms: 1, ns: 1e-6, us: 1e-3, µs: 1e-3, s: 1e3, min: 60e3, h: 3600e3 },
  bytes: {
    B: 1,
    KB: 1e3,
    MB: 1e6,
    GB: 1e9,
    TB: 1e12,
    KiB: 2 ** 10,
    MiB: 2 ** 20,
    GiB: 2 ** 30,
    TiB: 2 ** 40,
  },
  percent: { '%': 1 },
  'per-second': { '/s': 1, '/min': 1 / 60 },
  'per-minute': { '/min': 1, '/s': 60 },
  times: { x: 1, '×': 1 },
  number: {},
};

/** "p95 <= 500 ms" as a target, or what is wrong with it in one sentence. */
export function parseTarget(text: string): TargetItem | string {
  const [, id = '', sign = '', digits = '', unit = ''] =
    /^\s*([A-Za-z]\w*)\s*(<=|>=|<|>|==?)\s*(\d+(?:\.\d+)?|\.\d+)\s*(\S*)\s*$/.exec(text) ?? [];
  if (id === '') return `"${text}" is no target such as "p95 <= 500 ms"`;
  const metric = findMetric(id);
  if (metric === undefined) return `there is no metric "${id}" (${likely(id)})`;
  if (sign !== '<=' && sign !== '>=') return `"${sign}" is neither <= nor >=`;
  const known = UNITS[metric.unit];
  const scale = unit === '' ? 1 : Object.hasOwn(known, unit) ? known[unit] : undefined;
  if (scale === undefined) {
    const takes = Object.keys(known).join(', ');
    return `${id} takes ${takes === '' ? 'a bare number' : takes}, not "${unit}"`;
  }
  return {
    metric: id,
    label: metric.label,
    bound: sign === '<=' ? 'at-most' : 'at-least',
    value: Number((Number(digits) * scale).toPrecision(12)),
    unit: metric.unit,
  };
}

/** The same text again. */
export function writeTarget({ metric, bound, value, unit }: TargetItem): string {
  const name = Object.keys(UNITS[unit])[0] ?? '';
  return `${metric} ${bound === 'at-most' ? '<=' : '>='} ${value}${name === '' ? '' : ` ${name}`}`;
}

function likely(id: string): string {
  const letters = id.toLowerCase();
  const near = METRICS.filter(
    (metric) =>
      metric.id.toLowerCase().startsWith(letters.slice(0, 2)) || letters.includes(metric.id.toLowerCase()),
  );
  const names = (near.length > 0 ? near : METRICS).map((metric) => metric.id);
  const shown = names.slice(0, 6).join(', ');
  return names.length > 6
    ? `such as ${shown}, and ${formatCount(names.length - 6)} more`
    : `perhaps ${shown}`;
}
