import type { AnnotationTotals } from '../../../contract/trace-report.ts';
import { SPAN_KINDS } from '../../../contract/trace.ts';
import type { LaunchedWork } from './launched-work.ts';
import { visitNested } from './nested-rows.ts';
import { endOfRow, kindMask, placesOfRows, rowsOfKinds } from './rows-in-time.ts';
import type { TraceColumns } from './trace-columns.ts';

const MARKS = kindMask(['annotation', 'step']);
const LAUNCHERS = kindMask(['annotation', 'step', 'runtime', 'driver', 'operator']);
const STEP = SPAN_KINDS.indexOf('step');

interface Sums {
  count: number;
  hostNs: number;
  kernels: number;
  deviceNs: number;
  open: number;
}

/**
 * What users marked, with the work that was launched inside of it on its thread, wherever and whenever that ran. Steps
 * have different names by their number, and are counted as one.
 */
export function annotationTotals(
  columns: TraceColumns,
  { deviceNs, kernels }: LaunchedWork,
): readonly AnnotationTotals[] {
  const marks = rowsOfKinds(columns, ['annotation', 'step']);
  if (marks.length === 0) return [];
  const workNs = new Float64Array(marks.length);
  const workCount = new Float64Array(marks.length);
  const places = placesOfRows(columns.rowCount, marks);
  const around: number[] = [];
  const byName = new Map<number, Sums>();
  let stepName = '';
  const sumsOf = (row: number): Sums => {
    const isStep = columns.kind[row] === STEP;
    const name = isStep ? -1 : (columns.name[row] as number);
    if (isStep && stepName === '') stepName = columns.strings[columns.name[row] as number] ?? '';
    const sums = byName.get(name) ?? { count: 0, hostNs: 0, kernels: 0, deviceNs: 0, open: 0 };
    byName.set(name, sums);
    return sums;
  };
  visitNested(columns, LAUNCHERS, {
    enter: (row) => {
      const isMark = MARKS[columns.kind[row] as number] === 1;
      if (isMark) {
        sumsOf(row).open += 1;
        around.push(places[row] as number);
      }
      const at = around.at(-1);
      if (at === undefined) return;
      workNs[at] = (workNs[at] as number) + (deviceNs[row] ?? 0);
      workCount[at] = (workCount[at] as number) + (kernels[row] ?? 0);
    },
    leave: (row) => {
      if (MARKS[columns.kind[row] as number] !== 1) return;
      const at = around.pop() as number;
      const sums = sumsOf(row);
      sums.open -= 1;
      sums.count += 1;
      if (sums.open === 0) {
        sums.hostNs += endOfRow(columns, row) - (columns.startNs[row] as number);
        sums.deviceNs += workNs[at] as number;
        sums.kernels += workCount[at] as number;
      }
      const outer = around.at(-1);
      if (outer === undefined) return;
      workNs[outer] = (workNs[outer] as number) + (workNs[at] as number);
      workCount[outer] = (workCount[outer] as number) + (workCount[at] as number);
    },
  });
  return [...byName]
    .sort((a, b) => b[1].deviceNs - a[1].deviceNs || b[1].hostNs - a[1].hostNs)
    .map(([name, sums]) => ({
      name: name < 0 ? stepName.replace(/#\d+$/, '#*') : (columns.strings[name] ?? ''),
      count: sums.count,
      hostUs: sums.hostNs / 1000,
      kernels: sums.kernels,
      deviceUs: sums.deviceNs / 1000,
    }));
}
