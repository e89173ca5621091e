import type { DetailKey, SpanKind } from '../../../contract/trace.ts';
import { SPAN_KINDS } from '../../../contract/trace.ts';
import { LINK_KINDS } from '../../../contract/trace-view.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { counterTable, detailTable } from './sample-tables.ts';
import {
  detailField,
  integer,
  kindField,
  orNull,
  spanFields,
  wordField,
  type Field,
  type TraceTable,
} from './fields.ts';
import { launchFields, launchTable } from './launch-table.ts';
import { Relations } from './relations.ts';
import type { Texts } from './texts.ts';

/** The tables of a trace. `id` is the span's own, the same in all of them. */
export function traceTables(columns: TraceColumns, texts: Texts): readonly TraceTable[] {
  const relations = new Relations(columns);
  const common = spanFields(columns, texts);
  const kind = kindField(columns, texts);
  const detail = (name: string, key: DetailKey): Field => detailField(columns, name, key);
  const keyed = (keys: Uint32Array) => ({ count: keys.length, keys });
  const launched = launchFields(columns, relations);
  const place = [
    detail('device', 'device'),
    detail('stream', 'stream'),
    detail('correlation', 'correlation'),
  ];
  const depth = integer('depth', () => (row) => columns.depth[row] as number);
  const parent = integer('parent', () => {
    const { parents } = relations;
    return (row) => orNull(parents[row] as number);
  });

  return [
    {
      name: 'spans',
      says: 'everything that took time',
      fields: [
        ...common,
        kind,
        integer('track_id', () => (row) => columns.track[row] as number),
        depth,
        parent,
      ],
      rows: () => ({ count: columns.rowCount, keys: null }),
    },
    {
      name: 'kernels',
      says: 'kernels on a device, with what launched them',
      fields: [
        ...common,
        ...place,
        ...launched,
        detail('grid', 'grid'),
        detail('block', 'block'),
        detail('registers', 'registers'),
        detail('shared_memory', 'shared-memory'),
        detail('blocks_per_sm', 'blocks-per-sm'),
        detail('warps_per_sm', 'warps-per-sm'),
        detail('occupancy_percent', 'occupancy-percent'),
        detail('graph_node', 'graph-node'),
      ],
      rows: () => keyed(rowsOfKinds(columns, ['kernel'])),
    },
    {
      name: 'copies',
      says: 'copies and memsets on a device',
      fields: [
        ...common,
        kind,
        ...place,
        ...launched,
        detail('bytes', 'bytes'),
        detail('gb_per_s', 'bandwidth-gb-per-s'),
      ],
      rows: () => keyed(rowsOfKinds(columns, ['memcpy', 'memset'])),
    },
    launchTable(columns, relations, [...common, kind, detail('correlation', 'correlation')]),
    {
      name: 'operators',
      says: 'operators of a framework, with their shapes',
      fields: [
        ...common,
        depth,
        parent,
        detail('input_shapes', 'input-shapes'),
        detail('input_types', 'input-types'),
        detail('sequence', 'sequence'),
        detail('forward_thread', 'forward-thread'),
        detail('external_id', 'external-id'),
      ],
      rows: () => keyed(rowsOfKinds(columns, ['operator'])),
    },
    {
      name: 'collectives',
      says: 'communication between devices',
      fields: [
        ...common,
        kind,
        ...place,
        detail('collective', 'collective'),
        detail('elements_in', 'collective-elements-in'),
        detail('elements_out', 'collective-elements-out'),
        detail('element_type', 'collective-type'),
        detail('group_size', 'collective-size'),
        detail('group_name', 'group-name'),
        detail('ranks', 'group-ranks'),
      ],
      rows: () => keyed(columns.detail('collective').rows),
    },
    {
      name: 'links',
      says: 'arrows from span to span',
      fields: [
        wordField('kind', texts, LINK_KINDS, () => columns.links.kind),
        integer('from_id', () => (link) => columns.links.from[link] as number),
        integer('to_id', () => (link) => columns.links.to[link] as number),
      ],
      rows: () => ({ count: columns.links.from.length, keys: null }),
    },
    counterTable(columns, texts),
    detailTable(columns, texts),
  ];
}

function rowsOfKinds({ kind, rowCount }: TraceColumns, wanted: readonly SpanKind[]): Uint32Array {
  const isWanted = SPAN_KINDS.map((name) => wanted.includes(name));
  let count = 0;
  for (let row = 0; row < rowCount; row += 1) if (isWanted[kind[row] as number]) count += 1;
  const rows = new Uint32Array(count);
  for (let row = rowCount - 1; row >= 0; row -= 1) if (isWanted[kind[row] as number]) rows[--count] = row;
  return rows;
}
