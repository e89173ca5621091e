import type { HardwareDevice, HardwareMetric } from '../../../../contract/hardware-channels.ts';
import type { SourceChannel } from '../types.ts';
import type { NvidiaCard } from './card.ts';
import type { LoggedCard } from './device-log.ts';

/** One card under the name that the catalog has for it. */
export interface NamedCard {
  readonly id: string;
  readonly card: NvidiaCard;
  readonly log: LoggedCard | null;
}

/** Where a channel's value comes from: the line that is told once a second, or the log that is asked for now and then. */
export interface Column extends SourceChannel {
  readonly card: string;
  /** The place of a MIG part; null for the card itself. */
  readonly part: string | null;
  readonly from: 'line' | 'log';
}

/** By its UUID; by its place on the bus where two cards tell the same, or none. */
export function nameCards(cards: readonly NvidiaCard[], logged: readonly LoggedCard[]): NamedCard[] {
  const alone = (uuid: string | null): boolean => cards.filter((card) => card.uuid === uuid).length === 1;
  return cards.map((card, index) => {
    const name =
      card.uuid !== null && alone(card.uuid) ? card.uuid : (card.busId ?? String(card.index ?? index));
    return { id: `gpu:${name}`, card, log: logOf(card, cards.length, logged) };
  });
}

/** By the bus; where there is but one of each, they belong together in any case. */
export function logOf(
  { busId, uuid }: Pick<NvidiaCard, 'busId' | 'uuid'>,
  count: number,
  logged: readonly LoggedCard[],
): LoggedCard | null {
  const found =
    logged.find((log) => log.busId !== null && log.busId === busId) ??
    logged.find((log) => log.uuid !== null && log.uuid === uuid);
  return found ?? (count === 1 && logged.length === 1 ? (logged[0] ?? null) : null);
}

export function devicesOf({ id, card, log }: NamedCard): HardwareDevice[] {
  const whole: HardwareDevice = {
    id,
    kind: 'gpu',
    name: card.name,
    totalBytes: card.memoryBytes ?? log?.memoryBytes ?? null,
    partOf: null,
  };
  const parts = (log?.parts ?? []).map(({ place, memoryBytes }): HardwareDevice => ({
    id: partId(id, place),
    kind: 'gpu',
    name: `${card.name}, MIG ${place}`,
    totalBytes: memoryBytes,
    partOf: id,
  }));
  return [whole, ...parts];
}

/** What the card tells as it is found: what it does not then, it never does. */
export function columnsOf({ id, card, log }: NamedCard): Column[] {
  const own = [...card.values.keys()].map((metric) => column(id, null, metric, 'line'));
  const logged = [...(log?.values.keys() ?? [])]
    .filter((metric) => !card.values.has(metric))
    .map((metric) => column(id, null, metric, 'log'));
  const parts = (log?.parts ?? []).flatMap(({ place, values }) =>
    [...values.keys()].map((metric) => column(id, place, metric, 'log')),
  );
  return [...own, ...logged, ...parts];
}

function column(card: string, part: string | null, metric: HardwareMetric, from: Column['from']): Column {
  return { card, part, device: part === null ? card : partId(card, part), metric, detail: '', from };
}

function partId(id: string, place: string): string {
  return `${id}/mig:${place}`;
}
