import type { CoreEvent } from '../../contract/api.ts';
import type { Calibration } from '../../contract/calibration.ts';
import type { Run } from '../../contract/run.ts';
import type { AbTests } from '../engine/ab/ab-tests.ts';
import type { Bench } from '../engine/bench.ts';
import type { ModelLibrary } from '../engine/model-library.ts';
import type { CorePorts } from '../ports.ts';
import type { Store } from '../store/store.ts';

/** What gates need of the house: the two runs, and the engine to measure them afresh. */
export interface GateSources {
  readonly store: Store;
  readonly clock: CorePorts['clock'];
  readonly log: CorePorts['log'];
  readonly models: Pick<ModelLibrary, 'open' | 'prepare'>;
  readonly bench: Pick<Bench, 'start' | 'stop' | 'ended'>;
  readonly tests: Pick<AbTests, 'start' | 'stop' | 'ended'>;
  getRun(reference: string): Run;
  calibrationOf(run: Run): Calibration | null;
  emit(event: CoreEvent): void;
  /** Hears what the engine tells; ends by calling what it gives. */
  hear(listener: (event: CoreEvent) => void): () => void;
}
