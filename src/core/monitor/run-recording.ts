import { setTimeout as delay } from 'node:timers/promises';
import type { RunEnergy } from '../../contract/energy.ts';
import type { HardwareSummary } from '../../contract/hardware.ts';
import type { ClockAlignment } from '../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../contract/units.ts';
import { ENERGY_METRICS, energyOfRun, type EnergyUse } from '../analysis/energy/energy-of-run.ts';
import { SUMMARIZED, summarizeRunHardware } from '../analysis/hardware-summary.ts';
import type { CorePorts } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { readRecording } from './read-recording.ts';
import type { Recorder } from './recorder.ts';

/** How long the sampler may take to say what it saw as measuring ended. */
const LAST_TICK_WITHIN_MS = 600;
const LOOK_EVERY_MS = 20;

export interface RunRecordingSurroundings {
  readonly store: Store;
  readonly clock: CorePorts['clock'];
  readonly log: CorePorts['log'];
  readonly end: (recorder: Recorder) => void;
}

/** The hardware beside a run, on the run's own axis: from a little before its worker starts to a little after it ends. */
export class RunRecording {
  readonly #around: RunRecordingSurroundings;
  readonly #recorder: Recorder;
  /** Up to here nothing of this run was at work. */
  readonly #idleUntilMs: Milliseconds;
  #originMs: Milliseconds | null = null;
  #isOver = false;

  constructor(around: RunRecordingSurroundings, recorder: Recorder) {
    this.#around = around;
    this.#recorder = recorder;
    this.#idleUntilMs = around.clock.monotonic();
  }

  /** Second 0, on this process's clock. */
  measuringBegan(originMs: Milliseconds, worker: ClockAlignment | null): void {
    this.#originMs = originMs;
    const { clocks } = this.#recorder.recording;
    this.#recorder.change({ originMs, clocks: { ...clocks, worker } });
  }

  /** Never rejects: a run is worth keeping without its hardware too. Null where there is nothing to tell. */
  async end(measuredMs: Milliseconds | null): Promise<HardwareSummary | null> {
    const origin = this.#originMs;
    if (origin !== null && measuredMs !== null) await this.#untilSeen(origin + measuredMs);
    this.cut();
    if (this.#recorder.hasFailed || origin === null || measuredMs === null) return null;
    try {
      return await this.#summarize(measuredMs);
    } catch (error) {
      this.#around.log.error('What was recorded beside a run cannot be read back', error);
      return null;
    }
  }

  async #summarize(measuredMs: Milliseconds): Promise<HardwareSummary | null> {
    const { recording } = this.#recorder;
    const wanted = recording.channels.filter(({ metric }) => SUMMARIZED.includes(metric)).map(({ id }) => id);
    const series = await readRecording(this.#around.store, recording, { channels: wanted });
    return summarizeRunHardware({ ...recording, series }, measuredMs / 1000, null);
  }

  /** What it drew over what was measured, once it has ended; never rejects. Null where nothing was measured. */
  async energy(measuredMs: Milliseconds | null, use: EnergyUse): Promise<RunEnergy | null> {
    const origin = this.#originMs;
    if (this.#recorder.hasFailed || origin === null || measuredMs === null) return null;
    const { recording } = this.#recorder;
    const wanted = recording.channels
      .filter(({ metric }) => ENERGY_METRICS.includes(metric))
      .map(({ id }) => id);
    try {
      const series = await readRecording(this.#around.store, recording, { channels: wanted });
      const idleUntilSeconds = (this.#idleUntilMs - origin) / 1000;
      const bounds = { fromSeconds: 0, toSeconds: measuredMs / 1000, idleUntilSeconds };
      return energyOfRun(series, recording, bounds, use);
    } catch (error) {
      this.#around.log.error('What a run drew cannot be worked out', error);
      return null;
    }
  }

  /** Ends it at once, with what there is. */
  cut(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#around.end(this.#recorder);
  }

  async #untilSeen(ms: Milliseconds): Promise<void> {
    const { clock } = this.#around;
    const now = clock.monotonic();
    // A simulated run ends in a future of its own.
    const wanted = Math.min(ms, now);
    const until = now + LAST_TICK_WITHIN_MS;
    // Where no tick ever came, none will.
    while (this.#recorder.lastMs !== null && this.#recorder.lastMs < wanted && clock.monotonic() < until)
      await delay(LOOK_EVERY_MS);
  }
}
