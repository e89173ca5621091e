import type { EventScanner } from '../../core/importers/trace-events/event-batch.ts';
import { eventScanner } from '../../core/importers/trace-events/native-event-scanner.ts';
import { loadAddon } from '../../native/load-addon.ts';

/** The fastest scanner that this machine has. */
export function fastestScanner(): EventScanner {
  return eventScanner(loadAddon().addon?.trace ?? null);
}
