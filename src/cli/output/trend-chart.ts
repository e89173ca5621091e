import type { History } from '../../contract/history.ts';
import { formatByUnit } from '../../contract/units.ts';

const ROWS = 8;
const MOST_COLUMNS = 64;
const MARK = '•';

/** A trend in characters: what most runs of a column come to, the goal as a line, changes numbered below. */
export function trendChart({ points, unit, goal, changes }: History, width: number): readonly string[] {
  const count = points.runIds.length;
  if (count < 2) return [];
  const columns = Math.min(MOST_COLUMNS, count);
  const columnOf = (index: number): number => Math.floor((index * columns) / count);
  const buckets = Array.from({ length: columns }, (): number[] => []);
  points.values.forEach((value, index) => {
    if (points.leftOut[index] === 0) buckets[columnOf(index)]?.push(value);
  });
  const shown = buckets.map(middleOf);
  const known = shown.filter((value) => value !== null);
  if (known.length === 0) return [];
  const inRange = goal === null ? known : [...known, goal];
  const [lowest, highest] = [Math.min(...inRange), Math.max(...inRange)];
  const rowOf = (value: number): number =>
    highest === lowest ? ROWS >> 1 : Math.round(((highest - value) / (highest - lowest)) * (ROWS - 1));
  const grid = Array.from({ length: ROWS }, () => Array<string>(columns).fill(' '));
  if (goal !== null) grid[rowOf(goal)]?.fill('┄');
  shown.forEach((value, column) => {
    const row = value === null ? undefined : grid[rowOf(value)];
    if (row) row[column] = MARK;
  });
  const labels = grid.map((_, row) => {
    if (goal !== null && row === rowOf(goal)) return 'goal';
    if (row === 0 || highest === lowest) return row === 0 ? formatByUnit(highest, unit) : '';
    return row === ROWS - 1 ? formatByUnit(lowest, unit) : '';
  });
  const margin = Math.min(width - columns - 2, Math.max(...labels.map((label) => label.length)));
  const marks = Array<string>(columns).fill('─');
  const numbers = Array<string>(columns).fill(' ');
  changes.forEach(({ index }, at) => {
    marks[columnOf(index)] = '▲';
    [...String(at + 1)].forEach((digit, off) => {
      if (columnOf(index) + off < columns) numbers[columnOf(index) + off] = digit;
    });
  });
  const lines = grid.map((row, at) => `${(labels[at] as string).padStart(margin)} │${row.join('')}`);
  const axis = `${' '.repeat(margin)} └${marks.join('')}`;
  const below = changes.length > 0 ? [`${' '.repeat(margin)}  ${numbers.join('')}`] : [];
  return [...lines, axis, ...below].map((line) => line.trimEnd());
}

function middleOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[ascending.length >> 1] as number;
}
