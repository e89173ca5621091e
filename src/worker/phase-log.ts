import type { RunPhase, RunPhases } from '../contract/run.ts';
import type { WorkerEvents } from '../contract/worker-api.ts';

/** The phases so far, told to the host whenever one begins. */
export class PhaseLog {
  #phases: RunPhases = { loadMs: null, firstRunMs: null, warmupMs: null, measuredMs: null };
  readonly #events: WorkerEvents;

  constructor(events: WorkerEvents) {
    this.#events = events;
  }

  get phases(): RunPhases {
    return this.#phases;
  }

  enter(phase: RunPhase, known: Partial<RunPhases> = {}): void {
    this.#phases = { ...this.#phases, ...known };
    this.#events.onPhase(phase, this.#phases);
  }
}
