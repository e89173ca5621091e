import type { SpanView, TimeRange } from '../../contract/span-source.ts';
import type { CounterWindow, SpanLink } from '../../contract/trace-view.ts';
import type { TraceInfo } from '../../contract/trace.ts';
import type { JoinedSource, PlacedPart } from '../../core/analysis/spans/joined-source.ts';
import { api } from '../state/connection.ts';

/** A counter of one of the traces, as the joined picture numbers them. */
export interface PlacedCounter {
  readonly group: string;
  readonly name: string;
  readonly unit: string;
  readonly part: PlacedPart;
  /** Place in TraceInfo.counters. */
  readonly own: number;
}

/** What a timeline asks beside spans, of each trace in its own numbers and on its own clock. */
export interface TimelineAsks {
  counters(
    places: readonly number[],
    view: TimeRange & { readonly pixels: number },
  ): Promise<readonly CounterWindow[]>;
  links(view: SpanView, most: number): Promise<readonly SpanLink[]>;
  linksOf(span: number): Promise<readonly SpanLink[]>;
  textOf(span: number): Promise<string | null>;
}

export function placedCounters(joined: JoinedSource, infos: readonly TraceInfo[]): readonly PlacedCounter[] {
  return joined.parts.flatMap((part, place) =>
    (infos[place]?.counters ?? []).map(({ process, name, unit }, own) => ({
      group: [process, part.label].filter((word) => word !== '').join(' · '),
      name,
      unit,
      part,
      own,
    })),
  );
}

export function timelineAsks(
  joined: JoinedSource,
  infos: readonly TraceInfo[],
  counters: readonly PlacedCounter[],
): TimelineAsks {
  const idOf = (part: PlacedPart): string => infos[joined.parts.indexOf(part)]?.id ?? '';
  return {
    counters: (places, { fromUs, toUs, pixels }) =>
      Promise.all(
        places.flatMap((place) => {
          const counter = counters[place];
          if (counter === undefined) return [];
          const { part, own } = counter;
          const range = { fromUs: fromUs - part.offsetUs, toUs: toUs - part.offsetUs };
          return api.counterWindow(idOf(part), own, range, Math.ceil(pixels)).then((window) => ({
            ...window,
            counter: place,
            atUs: window.atUs.map((at) => at + part.offsetUs),
          }));
        }),
      ),
    links: async (view, most) => {
      const asked = joined.parts.map(async (part) => {
        const { firstRow, source, offsetUs } = part;
        const rows = (view.rows ?? [])
          .filter((row) => row >= firstRow && row < firstRow + source.rowCount)
          .map((row) => row - firstRow);
        if (rows.length === 0) return [];
        const own = { ...view, rows, fromUs: view.fromUs - offsetUs, toUs: view.toUs - offsetUs };
        const { links } = await api.linkWindow(idOf(part), own, most);
        return links.map((link) => placedLink(link, part));
      });
      return (await Promise.all(asked)).flat();
    },
    linksOf: async (span) => {
      const part = joined.partOf(span);
      if (part === null) return [];
      const links = await api.linksOfSpan(idOf(part), span - part.firstSpan);
      return links.map((link) => placedLink(link, part));
    },
    textOf: async (span) => {
      const part = joined.partOf(span);
      return part === null ? null : api.spanSourceText(idOf(part), span - part.firstSpan);
    },
  };
}

function placedLink(link: SpanLink, { firstSpan, firstRow, offsetUs }: PlacedPart): SpanLink {
  return {
    ...link,
    fromSpan: link.fromSpan + firstSpan,
    toSpan: link.toSpan + firstSpan,
    fromRow: link.fromRow + firstRow,
    toRow: link.toRow + firstRow,
    fromUs: link.fromUs + offsetUs,
    toUs: link.toUs + offsetUs,
  };
}
