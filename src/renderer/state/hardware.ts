import { useSyncExternalStore } from 'react';
import type { HardwareSample } from '../../contract/hardware.ts';
import { api, onCoreEvent, onOnline } from './connection.ts';
import { HardwareRing } from './hardware-ring.ts';

/** Five minutes at 2 Hz. */
const ring = new HardwareRing(600);
const listeners = new Set<() => void>();
/** How far this machine's clock is ahead of the host's: they differ where the page looks at another machine. */
let aheadMs = Number.POSITIVE_INFINITY;

/** The host's wall time now. */
export function hostNow(): number {
  return Date.now() - (Number.isFinite(aheadMs) ? aheadMs : 0);
}

function tell(): void {
  listeners.forEach((listener) => listener());
}

export function followHardware(): void {
  onCoreEvent((event) => {
    if (event.type !== 'hardware') return;
    aheadMs = Math.min(aheadMs, Date.now() - event.sample.at);
    ring.push(event.sample);
    tell();
  });
  onOnline(() => {
    api.recentHardware().then(
      (samples) => {
        ring.merge(samples);
        tell();
      },
      // The line broke again; the next one asks anew.
      () => undefined,
    );
  });
}

export function onHardware(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function hardwareSamples(): readonly HardwareSample[] {
  return ring.samples;
}

/** Renders at each sample: for small leaves only. */
export function useHardwareSamples(): readonly HardwareSample[] {
  return useSyncExternalStore(onHardware, hardwareSamples);
}
