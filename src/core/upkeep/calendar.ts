import type { UpkeepSettings } from '../../contract/upkeep.ts';
import type { CorePorts, Log } from '../ports.ts';
import { formatCount, type WallTime } from '../../contract/units.ts';
import type { Store } from '../store/store.ts';
import { announcedMove, planPrune, readMemory, writeMemory } from './retention.ts';

const FIRST_LOOK_MS = 20_000;
const LOOK_EVERY_MS = 15 * 60_000;
const DAY_MS = 86_400e3;

export interface CalendarSurroundings {
  readonly store: Store;
  readonly clock: CorePorts['clock'];
  readonly log: Log;
  readonly settings: () => UpkeepSettings;
  /** Whether something is measured on this machine: its disk is not ours then. */
  readonly isMeasuring: () => boolean;
  readonly nextBackupAt: () => Promise<WallTime | null>;
  readonly backUp: () => Promise<void>;
  /** One program of those that stay; false where another one has the turn. */
  readonly alone: (act: () => Promise<void>) => Promise<boolean>;
  readonly notice: (text: string) => void;
  readonly changed: (runIds: readonly string[]) => void;
}

/** What is done by itself in programs that stay. */
export class Calendar {
  readonly #around: CalendarSurroundings;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking: Promise<void> = Promise.resolve();
  #stays = false;

  constructor(around: CalendarSurroundings) {
    this.#around = around;
  }

  start(firstLookMs = FIRST_LOOK_MS): void {
    if (this.#stays) return;
    this.#stays = true;
    this.#lookIn(firstLookMs);
  }

  async stop(): Promise<void> {
    this.#stays = false;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  #lookIn(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#looking = this.look().then(() => {
        if (this.#stays) this.#lookIn(LOOK_EVERY_MS);
      });
    }, ms);
    this.#timer.unref();
  }

  /** Never rejects: what cannot be done now is tried again with the next look. */
  async look(): Promise<void> {
    const { isMeasuring, alone, log } = this.#around;
    if (isMeasuring()) return;
    try {
      await alone(async () => {
        await this.#backUpWhereDue();
        await this.#moveOldRuns();
      });
    } catch (error) {
      log.debug(`The store could not be looked after: ${String(error)}`);
    }
  }

  async #backUpWhereDue(): Promise<void> {
    const { clock, nextBackupAt, backUp } = this.#around;
    const due = await nextBackupAt();
    if (due !== null && clock.wall() >= due) await backUp();
  }

  async #moveOldRuns(): Promise<void> {
    const { store, clock, settings, notice, changed } = this.#around;
    const now = clock.wall();
    const remembered = readMemory(store);
    if (settings().keepMonths === null) return;
    if (remembered.lookedAt !== null && Math.abs(now - remembered.lookedAt) < DAY_MS) return;
    const { runIds } = await planPrune(store, {}, now);
    if (runIds.length === 0) {
      writeMemory(store, { ...remembered, lookedAt: now });
      return;
    }
    await announcedMove(store, runIds, now);
    writeMemory(store, { ...readMemory(store), lookedAt: now });
    changed(runIds);
    notice(
      `${formatCount(runIds.length)} ${runIds.length === 1 ? 'run' : 'runs'} older than ${settings().keepMonths ?? 0} months ` +
        'went into the bin and stay there for 30 days. Bring them back in the settings, or with dyno db prune --undo.',
    );
  }
}
