import { LINK_KINDS } from '../../../contract/trace-view.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { integer, orNull, real, textOf, type Field, type TraceTable } from './fields.ts';
import type { Relations } from './relations.ts';

/** How a kernel or a copy came to its device. */
export function launchFields(columns: TraceColumns, relations: Relations): readonly Field[] {
  return [
    integer('launch_id', () => {
      const { launchOf } = relations;
      return (row) => orNull(launchOf[row] as number);
    }),
    real('launch_delay_us', () => {
      const { launchOf } = relations;
      return (row) => {
        const launch = launchOf[row] as number;
        return launch < 0 ? Number.NaN : delayUs(columns, launch, row);
      };
    }),
    integer('operator_id', () => {
      const { launchOf } = relations;
      return (row) => orNull(relations.operatorOf(launchOf[row] as number));
    }),
    textOf('operator', () => {
      const { launchOf } = relations;
      return (row) => {
        const operator = relations.operatorOf(launchOf[row] as number);
        return operator < 0 ? Number.NaN : (columns.name[operator] as number);
      };
    }),
  ];
}

/** One row a call, with the first that it launched: a graph launches many. */
export function launchTable(
  columns: TraceColumns,
  relations: Relations,
  fields: readonly Field[],
): TraceTable {
  let known: Launches | null = null;
  const launches = (): Launches => (known ??= firstLaunched(columns));
  return {
    name: 'launches',
    says: 'calls that put work on a device, with the first of it',
    fields: [
      ...fields,
      integer('launched_id', () => (row) => launches().first.get(row) ?? Number.NaN),
      textOf('launched', () => (row) => columns.name[launches().first.get(row) as number] as number),
      integer('launched_count', () => (row) => launches().count.get(row) ?? 0),
      real('delay_us', () => (row) => delayUs(columns, row, launches().first.get(row) as number)),
      integer('operator_id', () => (row) => orNull(relations.operatorOf(row))),
    ],
    rows: () => {
      const keys = Uint32Array.from(launches().first.keys()).sort();
      return { count: keys.length, keys };
    },
  };
}

interface Launches {
  readonly first: ReadonlyMap<number, number>;
  readonly count: ReadonlyMap<number, number>;
}

function firstLaunched({ links, startNs }: TraceColumns): Launches {
  const first = new Map<number, number>();
  const count = new Map<number, number>();
  for (let link = 0; link < links.from.length; link += 1) {
    if (LINK_KINDS[links.kind[link] as number] !== 'launch') continue;
    const call = links.from[link] as number;
    const row = links.to[link] as number;
    const known = first.get(call);
    if (known === undefined || (startNs[row] as number) < (startNs[known] as number)) first.set(call, row);
    count.set(call, (count.get(call) ?? 0) + 1);
  }
  return { first, count };
}

/** From the call's end to the start of what it launched: negative where that began while the call went on. */
function delayUs({ startNs, durationNs }: TraceColumns, launch: number, row: number): number {
  return ((startNs[row] as number) - (startNs[launch] as number) - (durationNs[launch] as number)) / 1000;
}
