import type { DynoDesktop } from '../../contract/desktop.ts';

declare global {
  interface Window {
    /** Absent in a browser. */
    readonly dynoDesktop?: DynoDesktop;
  }
}

export function desktop(): DynoDesktop | null {
  return window.dynoDesktop ?? null;
}
