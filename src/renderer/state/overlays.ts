import { create } from 'zustand';

export type Overlay = 'palette' | 'shortcuts' | null;

/** At most one thing lies over the page. */
export const useOverlay = create<{ readonly overlay: Overlay }>(() => ({ overlay: null }));

export function showOverlay(overlay: Overlay): void {
  useOverlay.setState({ overlay });
}

export function toggleOverlay(overlay: Exclude<Overlay, null>): void {
  useOverlay.setState((state) => ({ overlay: state.overlay === overlay ? null : overlay }));
}
