import type { CoreEvent, DynoApi } from '../contract/api.ts';
import type { CorePorts } from './ports.ts';

/** The product, in process: no Electron, no DOM, no knowledge of who is looking. */
export interface Core {
  readonly api: DynoApi;
  subscribe(listener: (event: CoreEvent) => void): () => void;
  /** Stops what runs (stored as stopped), ends the children, closes the store. */
  close(): Promise<void>;
}

export async function createCore(_ports: CorePorts): Promise<Core> {
  throw new Error('The core is not composed yet.');
}
