import { create } from 'zustand';
import { asDynoError, type DynoError } from '../../contract/errors.ts';
import { WATCHED_MS, type HardwareNow } from '../../contract/hardware-api.ts';
import type {
  ClockAlignment,
  HardwareCatalog,
  ProcessTable,
  SamplerHealth,
} from '../../contract/hardware-channels.ts';
import type { Recording } from '../../contract/recording.ts';
import { api, onCoreEvent, onOnline } from './connection.ts';
import { HardwareWindow } from './hardware-window.ts';

export interface HardwareLive {
  readonly catalog: HardwareCatalog | null;
  readonly health: SamplerHealth | null;
  readonly alignment: ClockAlignment | null;
  readonly processes: ProcessTable | null;
  /** The one that goes on for itself. */
  readonly recording: Recording | null;
  readonly error: DynoError | null;
  /** The first answer is here, whatever it was. */
  readonly isKnown: boolean;
}

/** What changes now and then; the readings themselves are in the window, which renders nothing. */
export const useHardwareLive = create<HardwareLive>(() => ({
  catalog: null,
  health: null,
  alignment: null,
  processes: null,
  recording: null,
  error: null,
  isKnown: false,
}));

export const hardwareWindow = new HardwareWindow();
const listeners = new Set<() => void>();
let wallMinusMonotonicMs = 0;
let asking = false;

/** The kernel's clock, which readings are timed by, at a wall time of the host. */
export function monotonicOf(wallMs: number): number {
  return wallMs - wallMinusMonotonicMs;
}

/** Called when readings came: at most ten times a second, however fast the sampler ticks. */
export function onReadings(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function followHardwareLive(): void {
  onCoreEvent((event) => {
    if (event.type === 'hardware-catalog') {
      hardwareWindow.setCatalog(event.catalog);
      useHardwareLive.setState({ catalog: event.catalog });
    }
    if (event.type === 'hardware-frames') {
      wallMinusMonotonicMs = event.wallMinusMonotonicMs;
      // Its catalog was missed: what is known now comes with it.
      if (!hardwareWindow.push(event.frames)) void askAnew();
      else listeners.forEach((listener) => listener());
    }
    if (event.type === 'hardware-processes') useHardwareLive.setState({ processes: event.table });
    if (event.type === 'hardware-health') useHardwareLive.setState({ health: event.health });
    if (event.type === 'recording') takeRecording(event.recording);
  });
  onOnline(() => void askAnew());
}

/** Ticks at the chosen rate while somebody looks; the answer ends it. */
export function watchHardware(): () => void {
  // The line is lost: it is asked for again as soon as there is one.
  const ask = (): void => void api.watchHardware().catch(() => undefined);
  const stopListening = onOnline(ask);
  ask();
  // What only an answer carries, such as how well the clocks agree.
  void askAnew();
  const timer = setInterval(ask, WATCHED_MS / 3);
  return () => {
    stopListening();
    clearInterval(timer);
  };
}

export async function askAnew(): Promise<void> {
  if (asking) return;
  asking = true;
  try {
    take(await api.hardwareNow());
  } catch (error) {
    useHardwareLive.setState({ error: asDynoError(error), isKnown: true });
  } finally {
    asking = false;
  }
}

function take(now: HardwareNow): void {
  const { catalog, frames, processes, health, alignment, recording } = now;
  wallMinusMonotonicMs = now.wallMinusMonotonicMs;
  if (catalog !== null && catalog.revision !== hardwareWindow.catalog?.revision) {
    hardwareWindow.setCatalog(catalog);
  }
  if (frames !== null) {
    // All that is remembered is in the answer, what came meanwhile included.
    if (catalog !== null) hardwareWindow.clear();
    hardwareWindow.push(frames);
  }
  useHardwareLive.setState({ catalog, processes, health, alignment, recording, error: null, isKnown: true });
  listeners.forEach((listener) => listener());
}

function takeRecording(recording: Recording): void {
  if (recording.runId !== null) return;
  const { recording: current } = useHardwareLive.getState();
  const goesOn = recording.endedAt === null && recording.deletedAt === null;
  if (goesOn) useHardwareLive.setState({ recording });
  else if (current?.id === recording.id) useHardwareLive.setState({ recording: null });
}
