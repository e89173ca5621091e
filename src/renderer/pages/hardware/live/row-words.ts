import { formatReading } from '../../../../core/analysis/channel-words.ts';
import { readingAt, statisticsOf, type ChannelView } from '../../../state/hardware-window.ts';
import type { HardwareRow } from '../device-groups.ts';

/** The numbers beside a row: of its first line, of both where two directions are read, of all cores together. */
export function wordsOf(
  row: HardwareRow,
  views: readonly (ChannelView | null)[],
  hairMs: number | null,
): { readonly now: string; readonly mean: string; readonly max: string } {
  const all = views.map((view) => (view === null ? null : statisticsOf(view)));
  const nows = views.map((view, index) =>
    view === null ? null : hairMs === null ? (all[index]?.now ?? null) : readingAt(view, hairMs),
  );
  const metric = row.series[0]?.metric ?? 'cpu.use';
  const say = (value: number | null | undefined): string => formatReading(value, metric);
  if (row.kind === 'heat') {
    return { now: say(most(nows)), mean: say(average(all.map((one) => one?.mean ?? null))), max: '' };
  }
  if (row.kind === 'flags') return { now: say(nows[0]), mean: '', max: '' };
  return {
    now: nows.slice(0, 3).map(say).join('\n'),
    mean: all
      .slice(0, 3)
      .map((one) => say(one?.mean))
      .join('\n'),
    max: all
      .slice(0, 3)
      .map((one) => say(one?.max))
      .join('\n'),
  };
}

function most(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function average(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
