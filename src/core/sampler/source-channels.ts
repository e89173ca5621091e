import type { HardwareChannel, HardwareDevice } from '../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../contract/units.ts';
import type { Source, SourceChannel } from './sources/types.ts';

/** A source's channels as the catalog names them, at a rate of ticks. */
export function channelsOf(
  { id, periodMs }: Pick<Source, 'id' | 'periodMs'>,
  channels: readonly SourceChannel[],
  tickMs: Milliseconds,
): HardwareChannel[] {
  return channels.map(({ device, metric, detail }) => ({
    id: [device, metric, detail].filter(Boolean).join('/'),
    device,
    metric,
    detail,
    source: id,
    periodMs: Math.max(periodMs, tickMs),
  }));
}

export function sameChannels(
  a: readonly { readonly id: string }[],
  b: readonly { readonly id: string }[],
): boolean {
  return a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);
}

/** Known by the same names, too: a card that was lost says so in its name. */
export function sameDevices(a: readonly HardwareDevice[], b: readonly HardwareDevice[]): boolean {
  return (
    a.length === b.length && a.every(({ id, name }, index) => id === b[index]?.id && name === b[index]?.name)
  );
}
