import type { CacheLevelName, OutputReference, OutputSummary } from '../../contract/outputs.ts';
import { agreementOf } from '../analysis/output-agreement.ts';
import type { ActivityWatch } from '../monitor/run-activity.ts';
import type { CorePorts } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { CardLevel } from './card-level.ts';
import { diskLevel } from './disk-level.ts';
import { decodeOutputs, encodeOutputs } from './kept-outputs.ts';
import { LayeredCache, type LevelStatistics } from './layered-cache.ts';
import { memoryLevel } from './memory-level.ts';
import { referenceKey, type ReferenceOf } from './reference-key.ts';

const MEMORY_BYTES = 64 * 1024 ** 2;
const DISK_BYTES = 512 * 1024 ** 2;
const SUBJECT = { id: 'reference-outputs', name: 'Reference outputs' };

export interface ReferenceSurroundings {
  readonly store: Store;
  readonly clock: Pick<CorePorts['clock'], 'wall'>;
  readonly log: CorePorts['log'];
  readonly activity: ActivityWatch;
  readonly card: CardLevel;
}

/** What B is held against, and where it came from. */
export interface Reference {
  readonly outputs: readonly OutputSummary[];
  readonly reference: OutputReference;
}

/**
 * The outputs of A, kept beyond one comparison: the next one with the same A is held against the very same numbers, and
 * hears of it where A no longer computes them.
 */
export class ReferenceOutputs {
  readonly #cache: LayeredCache;
  readonly #around: ReferenceSurroundings;

  constructor(around: ReferenceSurroundings) {
    this.#around = around;
    const { store, clock, log, card } = around;
    const levels = [memoryLevel(MEMORY_BYTES), card, diskLevel(store, clock, DISK_BYTES)];
    this.#cache = new LayeredCache(levels, log);
  }

  /**
   * Called between measurements, with what A has just computed. A context on a card would be something else there beside
   * what is measured: only a comparison that uses a GPU itself may bring one.
   */
  async referenceFor(
    of: ReferenceOf,
    measured: readonly OutputSummary[],
    { usesGpu }: { readonly usesGpu: boolean } = { usesGpu: false },
  ): Promise<Reference> {
    const leftOut: readonly CacheLevelName[] = usesGpu ? [] : ['gpu'];
    const fresh = { at: this.#around.clock.wall(), outputs: measured };
    try {
      if (of.contentHash === '') throw new Error('the model’s contents are not known');
      const key = await referenceKey(of);
      const { bytes, from } = await this.#cache.getOrCompute(key, async () => encodeOutputs(fresh), leftOut);
      this.#note(from !== null);
      const kept = decodeOutputs(bytes);
      const comparison = kept === null ? null : agreementOf(kept.outputs, measured);
      if (from !== null && kept !== null && comparison?.reasons.length === 0) {
        const { maxError: drift } = comparison;
        return { outputs: kept.outputs, reference: { from, at: kept.at, drift, levels: this.#cache.hits() } };
      }
      // Damaged, or of other shapes than A has now: of no use to anybody.
      if (from !== null) await this.#cache.replace(key, encodeOutputs(fresh), leftOut);
    } catch (error) {
      // An input file that has gone, a disk that is full: there is still what was measured.
      this.#around.log.warn(`Reference outputs were left aside: ${String(error)}`);
    }
    const reference = {
      from: 'this comparison',
      at: fresh.at,
      drift: null,
      levels: this.#cache.hits(),
    } as const;
    return { outputs: measured, reference };
  }

  /** Before anything else is measured, and at the end: what was kept on a card is given up. */
  async leaveCard(): Promise<void> {
    await this.#around.card.leave();
  }

  statistics(): readonly LevelStatistics[] {
    return this.#cache.statistics();
  }

  #note(isHit: boolean): void {
    this.#around.activity.activity(
      'cache.hit-rate',
      SUBJECT.id,
      SUBJECT.name,
      Float64Array.of(isHit ? 100 : 0),
    );
  }
}
