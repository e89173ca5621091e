import type { Backup, KeptBecause, PrunePlan, StoreCheck, UpkeepState } from '../../contract/upkeep.ts';
import { formatBytes, formatCount, formatDuration, type WallTime } from '../../contract/units.ts';
import { agePhrase } from '../../core/analysis/upkeep/age.ts';
import { formatTable, printable } from './table.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;
const REASONS: Readonly<Record<Backup['reason'], string>> = {
  asked: 'by hand',
  weekly: 'by itself',
  'before-restore': 'before a restore',
};
export const KEPT_WORDS: Readonly<Record<KeptBecause, string>> = {
  baseline: 'baselines',
  pinned: 'pinned',
  tagged: 'tagged',
  compared: 'sides of comparisons',
  'brought-back': 'brought back before',
};

const runsOf = (count: number): string => `${formatCount(count)} ${count === 1 ? 'run' : 'runs'}`;
const day = (at: WallTime): string => new Date(at).toISOString().slice(0, 10);

export function stateLines(state: UpkeepState, now: WallTime, command: string): readonly string[] {
  const { settings, backups, storeBytes, freeBytes, runs, nextBackupAt, plan, lastMoved, problem } = state;
  const free = freeBytes > 0 ? `, ${formatBytes(freeBytes)} of it free` : '';
  const [newest] = backups.filter(({ reason }) => reason !== 'before-restore');
  const fact = (name: string, text: string): string[] =>
    wrap(text, WIDTH - 14).map((line, index) => `${(index === 0 ? name : '').padEnd(14)}${line}`);
  return [
    ...fact('store', `${runsOf(runs)}, ${formatBytes(storeBytes)}${free}`),
    ...fact(
      'backup',
      newest === undefined ? `none yet: ${command} db backup` : `${agePhrase(now - newest.at)} old`,
    ),
    ...fact(
      'next',
      nextBackupAt === null
        ? settings.backupDays === null
          ? 'not by itself'
          : 'with the first runs'
        : nextBackupAt <= now
          ? 'due now'
          : `by itself in ${agePhrase(nextBackupAt - now)}`,
    ),
    ...fact('second folder', settings.secondFolder === null ? 'none' : printable(settings.secondFolder)),
    ...fact(
      'retention',
      settings.keepMonths === null
        ? 'runs are kept for ever'
        : `${settings.keepMonths} months; ${plan.runIds.length === 0 ? 'nothing to clear' : `${runsOf(plan.runIds.length)} to clear`}`,
    ),
    ...(lastMoved === null
      ? []
      : fact(
          'in the bin',
          `${runsOf(lastMoved.runIds.length)} since ${day(lastMoved.at)}: ${command} db prune --undo`,
        )),
    ...(problem === null ? [] : fact('problem', problem)),
    ...(backups.length === 0 ? [] : ['', ...backupTable(backups, now)]),
  ];
}

function backupTable(backups: readonly Backup[], now: WallTime): readonly string[] {
  const { head, body } = formatTable(
    [
      { title: 'age' },
      { title: 'made' },
      { title: 'runs', align: 'right' },
      { title: 'size', align: 'right' },
      { title: 'copy' },
    ],
    backups.map(({ at, reason, runs, bytes, secondPath }) => [
      agePhrase(now - at),
      REASONS[reason],
      runs === null ? '—' : formatCount(runs),
      formatBytes(bytes),
      secondPath === null ? '' : 'second folder',
    ]),
    WIDTH,
  );
  // Whole, though longer than the line: they are there to be given to restore.
  return [head, ...body.flatMap((line, index) => [line, `  ${printable(backups[index]?.path ?? '')}`])];
}

export function backupLine({ path, bytes, runs, secondPath }: Backup): string {
  const second = secondPath === null ? '' : `\nand ${secondPath}`;
  return `Backed up ${runs === null ? 'the store' : runsOf(runs)}, ${formatBytes(bytes)}:\n${path}${second}`;
}

export function checkLines(check: StoreCheck): readonly string[] {
  const { ok, runs, samples, bytes, freeBytes, findings, repaired, tookMs } = check;
  return [
    ok ? 'The store is sound.' : `The store has ${formatCount(findings.length)} faults:`,
    ...[...findings.map((text) => `✗ ${text}`), ...repaired.map((text) => `mended: ${text}`)].flatMap(
      (text) => wrap(printable(text), WIDTH),
    ),
    `${runsOf(runs)}, ${formatCount(samples)} samples, ${formatBytes(bytes)} with ${formatBytes(freeBytes)} free; ${formatDuration(tookMs)}.`,
  ];
}

export function planLines(
  { before, runIds, bytes, kept, binned }: PrunePlan,
  forGood: boolean,
): readonly string[] {
  return [
    before === 0
      ? 'Runs are kept for ever, by the settings; name a limit with --months.'
      : `Runs from before ${day(before)}: ${runsOf(runIds.length)}, ${formatBytes(bytes)}, ${forGood ? 'would be removed for good' : 'would go into the bin'}.`,
    ...kept.map(({ reason, runs }) => `  ${runsOf(runs)} stay: ${KEPT_WORDS[reason]}.`),
    ...(binned > 0
      ? [
          `${runsOf(binned)} have been in the bin for 30 days: ${forGood ? 'removed as well' : 'removed by the next start'}.`,
        ]
      : []),
  ];
}
