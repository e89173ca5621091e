import type { OperatorProfile, RunProfile } from '../../contract/profile.ts';
import { formatDuration, formatNumber, formatPercent, NOT_MEASURED } from '../../contract/units.ts';
import {
  groupByProvider,
  groupByType,
  type OperatorGroup,
} from '../../core/analysis/operators/group-operators.ts';
import { moduleTree } from '../../core/analysis/operators/module-tree.ts';
import {
  sumOperators,
  type KnownWork,
  type OperatorSum,
} from '../../core/analysis/operators/operator-sum.ts';
import { ellipsize, printable, type Column } from './table.ts';

export const GROUPINGS = ['node', 'op', 'module', 'provider'] as const;
export type OperatorGrouping = (typeof GROUPINGS)[number];

/** A line of the table before it is cut to a width. */
export interface OperatorRow {
  readonly share: number;
  readonly selfMs: number;
  /** All but the name, which takes what is left of the line. */
  readonly cells: readonly string[];
  readonly name: string;
}

const BAR_WIDTH = 6;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const OP_WIDTH = 15;
const OP_BESIDE_KERNELS = 12;

/** Of those that are shown side by side with the cells; the name comes last. */
export function columnsBy(by: OperatorGrouping, hasKernels: boolean): readonly Column[] {
  const work: readonly Column[] = hasKernels
    ? [
        { title: 'kernel', align: 'right' },
        { title: 'launch', align: 'right' },
      ]
    : [{ title: '±', align: 'right' }];
  return [
    { title: '' },
    { title: 'share', align: 'right' },
    { title: 'time', align: 'right' },
    ...work,
    { title: 'GFLOP/s', align: 'right' },
    { title: 'GB/s', align: 'right' },
    { title: by === 'node' ? '×' : 'nodes', align: 'right' },
    ...(by === 'node' ? [{ title: 'op' }] : []),
    { title: by === 'node' ? 'name' : by },
  ];
}

/** The dearest first. */
export function operatorRows(
  { operators }: RunProfile,
  by: OperatorGrouping,
  hasKernels: boolean,
): readonly OperatorRow[] {
  const all = operators.map((_, place) => place);
  const rows =
    by === 'node'
      ? all.map((place) => nodeRow(operators, place, hasKernels))
      : groupsBy(by, operators, all).map(({ label, places }) => {
          const sum = sumOperators(operators, places);
          return row(sum, [String(places.length)], label, hasKernels);
        });
  return rows.toSorted((a, b) => b.selfMs - a.selfMs);
}

function groupsBy(
  by: Exclude<OperatorGrouping, 'node'>,
  operators: readonly OperatorProfile[],
  places: readonly number[],
): readonly OperatorGroup[] {
  if (by === 'op') return groupByType(operators, places);
  return by === 'provider' ? groupByProvider(operators, places) : moduleTree(operators, places);
}

function nodeRow(operators: readonly OperatorProfile[], place: number, hasKernels: boolean): OperatorRow {
  const operator = operators[place] as OperatorProfile;
  const op = ellipsize(printable(operator.op), hasKernels ? OP_BESIDE_KERNELS : OP_WIDTH);
  const times = formatNumber(operator.perIteration).replace(/\.0+$/, '');
  return row(sumOperators(operators, [place]), [times, op], operator.name, hasKernels);
}

function row(sum: OperatorSum, last: readonly string[], name: string, hasKernels: boolean): OperatorRow {
  const { share, selfMs, selfMsCi95, gpu, flops, bytes } = sum;
  const half = selfMsCi95 === null ? null : (selfMsCi95[1] - selfMsCi95[0]) / 2;
  return {
    share,
    selfMs,
    name: printable(name),
    cells: [
      bar(share),
      formatPercent(100 * share),
      formatDuration(selfMs),
      ...(hasKernels
        ? [formatDuration(gpu?.kernelMs), formatDuration(gpu?.launchMs)]
        : [half === null || selfMs <= 0 ? NOT_MEASURED : formatPercent((100 * half) / selfMs)]),
      perSecond(flops),
      perSecond(bytes),
      ...last,
    ],
  };
}

/** In billions. */
function perSecond(work: KnownWork | null): string {
  if (work === null || work.ms <= 0) return NOT_MEASURED;
  const billions = work.amount / work.ms / 1e6;
  return billions > 0 && billions < 0.01 ? '<0.01' : formatNumber(billions);
}

function bar(share: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] as string);
}

/** Names of a model differ at their ends, and begin alike. */
export function middle(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  if (width < 2) return '…'.slice(0, width);
  const head = Math.floor((width - 1) / 3);
  return `${characters.slice(0, head).join('')}…${characters.slice(-(width - 1 - head)).join('')}`;
}
