import { RUN_COLUMN_IDS, type RunColumnId } from '../../../core/analysis/run-list/run-columns.ts';

interface ColumnLook {
  /** A track of a CSS grid. */
  readonly track: string;
  readonly numeric?: boolean;
}

export const COLUMN_LOOK: Readonly<Record<RunColumnId, ColumnLook>> = {
  status: { track: '96px' },
  trust: { track: '48px' },
  name: { track: 'minmax(152px, 3fr)' },
  model: { track: 'minmax(104px, 2fr)' },
  version: { track: 'minmax(104px, 176px)' },
  level: { track: '88px' },
  provider: { track: '66px' },
  work: { track: '76px', numeric: true },
  p50: { track: '112px', numeric: true },
  mean: { track: '68px', numeric: true },
  p95: { track: '68px', numeric: true },
  p99: { track: '68px', numeric: true },
  samplesPerSecond: { track: '70px', numeric: true },
  tokensPerSecond: { track: '74px', numeric: true },
  count: { track: '76px', numeric: true },
  memory: { track: '96px', numeric: true },
  energy: { track: '86px', numeric: true },
  threads: { track: '66px', numeric: true },
  host: { track: 'minmax(80px, 1fr)' },
  spark: { track: '78px' },
  tags: { track: 'minmax(72px, 1.4fr)' },
  when: { track: '104px' },
};

const WIDE_ONLY: readonly RunColumnId[] = ['level', 'samplesPerSecond', 'tags'];
const WIDEST_ONLY: readonly RunColumnId[] = ['version'];
const AT_CALL: readonly RunColumnId[] = [
  'mean',
  'p95',
  'tokensPerSecond',
  'count',
  'memory',
  'energy',
  'threads',
  'host',
];

/** What a window shows before its user chose: a narrow one leaves out what the name mostly says. */
export function shownAtFirst(windowWidth: number): readonly RunColumnId[] {
  return RUN_COLUMN_IDS.filter((id) => {
    if (AT_CALL.includes(id)) return false;
    if (WIDEST_ONLY.includes(id)) return windowWidth >= 1600;
    return windowWidth >= 1400 || !WIDE_ONLY.includes(id);
  });
}
