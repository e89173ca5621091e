import type { OperatorTotals } from '../../../contract/trace-report.ts';
import { detailOfRows, ofStrings } from './details.ts';
import { operatorFlops } from './flops.ts';
import type { LaunchedWork } from './launched-work.ts';
import { visitNested } from './nested-rows.ts';
import { isTensorCoreWork } from './names.ts';
import { endOfRow, kindMask, placesOfRows, rowsOfKinds } from './rows-in-time.ts';
import { SPAN_KINDS } from '../../../contract/trace.ts';
import type { TraceColumns } from './trace-columns.ts';

const OPERATOR = SPAN_KINDS.indexOf('operator');
const LOOKED_AT = kindMask(['operator', 'runtime', 'driver']);

export interface Operators {
  readonly totals: readonly OperatorTotals[];
  /** Time of work launched inside of operators that tensor cores could do. */
  readonly tensorCoreWorkNs: number;
}

/**
 * Operators by name and input shapes. An operator inside of one with the same name and shapes adds to the count, and
 * not again to the time.
 */
export function operatorTotals(columns: TraceColumns, { deviceNs }: LaunchedWork): Operators {
  const rows = rowsOfKinds(columns, ['operator']);
  const shapes = detailOfRows(columns, 'input-shapes', rows);
  const groups = new Groups();
  const groupOf = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const shape = shapes[at] as number;
    groupOf[at] = groups.of(columns.name[rows[at] as number] as number, Number.isNaN(shape) ? 0 : shape);
  }
  const insideNs = new Float64Array(rows.length);
  const workNs = new Float64Array(rows.length);
  const ownWorkNs = new Float64Array(rows.length);
  const isEligible = ofStrings(columns, isTensorCoreWork);
  const places = placesOfRows(columns.rowCount, rows);
  let eligibleDepth = 0;
  let tensorCoreWorkNs = 0;
  const open = groups.open;
  visitNested(columns, LOOKED_AT, {
    enter: (row) => {
      if (columns.kind[row] !== OPERATOR) return;
      const at = places[row] as number;
      const group = groupOf[at] as number;
      open[group] = (open[group] ?? 0) + 1;
      if (isEligible(columns.name[row] as number)) eligibleDepth += 1;
      const work = deviceNs[row] ?? 0;
      workNs[at] = work;
      ownWorkNs[at] = work;
      if (eligibleDepth > 0) tensorCoreWorkNs += work;
    },
    leave: (row, parent) => {
      const isInside = parent >= 0 && columns.kind[parent] === OPERATOR;
      const parentAt = isInside ? (places[parent] as number) : -1;
      if (columns.kind[row] !== OPERATOR) {
        const work = deviceNs[row] ?? 0;
        if (parentAt < 0) return;
        workNs[parentAt] = (workNs[parentAt] as number) + work;
        ownWorkNs[parentAt] = (ownWorkNs[parentAt] as number) + work;
        if (eligibleDepth > 0) tensorCoreWorkNs += work;
        return;
      }
      const at = places[row] as number;
      const group = groupOf[at] as number;
      const length = endOfRow(columns, row) - (columns.startNs[row] as number);
      open[group] = (open[group] ?? 1) - 1;
      if (isEligible(columns.name[row] as number)) eligibleDepth -= 1;
      const isOutermost = open[group] === 0;
      groups.add(group, isOutermost ? length : 0, Math.max(0, length - (insideNs[at] as number)));
      groups.addWork(group, isOutermost ? (workNs[at] as number) : 0, ownWorkNs[at] as number);
      if (parentAt < 0) return;
      insideNs[parentAt] = (insideNs[parentAt] as number) + length;
      workNs[parentAt] = (workNs[parentAt] as number) + (workNs[at] as number);
    },
  });
  return { totals: groups.totals(columns.strings), tensorCoreWorkNs };
}

class Groups {
  readonly open: number[] = [];
  readonly #numbers = new Map<number, Map<number, number>>();
  readonly #name: number[] = [];
  readonly #shapes: number[] = [];
  readonly #count: number[] = [];
  readonly #hostNs: number[] = [];
  readonly #hostOwnNs: number[] = [];
  readonly #deviceNs: number[] = [];
  readonly #deviceOwnNs: number[] = [];

  of(name: number, shapes: number): number {
    let byShapes = this.#numbers.get(name);
    if (byShapes === undefined) this.#numbers.set(name, (byShapes = new Map<number, number>()));
    let group = byShapes.get(shapes);
    if (group === undefined) {
      group = this.#name.length;
      byShapes.set(shapes, group);
      this.#name.push(name);
      this.#shapes.push(shapes);
      for (const sums of [
        this.open,
        this.#count,
        this.#hostNs,
        this.#hostOwnNs,
        this.#deviceNs,
        this.#deviceOwnNs,
      ])
        sums.push(0);
    }
    return group;
  }

  add(group: number, hostNs: number, ownNs: number): void {
    this.#count[group] = (this.#count[group] ?? 0) + 1;
    this.#hostNs[group] = (this.#hostNs[group] ?? 0) + hostNs;
    this.#hostOwnNs[group] = (this.#hostOwnNs[group] ?? 0) + ownNs;
  }

  addWork(group: number, deviceNs: number, ownNs: number): void {
    this.#deviceNs[group] = (this.#deviceNs[group] ?? 0) + deviceNs;
    this.#deviceOwnNs[group] = (this.#deviceOwnNs[group] ?? 0) + ownNs;
  }

  /** What took the device longest first, then the host. */
  totals(strings: readonly string[]): readonly OperatorTotals[] {
    const order = this.#name
      .map((_, group) => group)
      .filter((group) => (this.#count[group] ?? 0) > 0)
      .sort(
        (a, b) =>
          (this.#deviceOwnNs[b] ?? 0) - (this.#deviceOwnNs[a] ?? 0) ||
          (this.#hostOwnNs[b] ?? 0) - (this.#hostOwnNs[a] ?? 0),
      );
    return order.map((group) => {
      const name = strings[this.#name[group] ?? 0] ?? '';
      const count = this.#count[group] ?? 0;
      const shapes = this.#shapes[group] === 0 ? null : (strings[this.#shapes[group] ?? 0] ?? null);
      const flops = shapes === null ? null : operatorFlops(name, shapes);
      return {
        name,
        shapes,
        count,
        hostUs: (this.#hostNs[group] ?? 0) / 1000,
        hostOwnUs: (this.#hostOwnNs[group] ?? 0) / 1000,
        deviceUs: (this.#deviceNs[group] ?? 0) / 1000,
        deviceOwnUs: (this.#deviceOwnNs[group] ?? 0) / 1000,
        flops: flops === null ? null : flops * count,
      };
    });
  }
}
