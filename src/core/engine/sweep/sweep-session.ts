import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CoreEvent } from '../../../contract/api.ts';
import { asDynoError, type ErrorCode } from '../../../contract/errors.ts';
import type { RunStatus } from '../../../contract/run.ts';
import type { Sweep, SweepCell } from '../../../contract/sweep.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import { scalingOfCells } from '../../analysis/scaling/sweep-scaling.ts';
import type { CorePorts } from '../../ports.ts';
import type { Store } from '../../store/store.ts';
import type { Bench } from '../bench.ts';
import { cellRequest } from './cell-request.ts';
import { withResult, withSpeedUps } from './cell-result.ts';
import { timeLeft } from './time-left.ts';

/** What was refused before anything ran is no failure. */
const REFUSALS: readonly ErrorCode[] = ['DOES_NOT_FIT', 'TAKES_LONG', 'PROVIDER_UNAVAILABLE'];

export interface SweepSurroundings {
  readonly store: Store;
  readonly bench: Pick<Bench, 'start' | 'stop' | 'ended'>;
  readonly clock: CorePorts['clock'];
  readonly log: CorePorts['log'];
  emit(event: CoreEvent): void;
}

/** One sweep's life: its cells one by one through the same queue as any run, each kept as soon as it is over. */
export class SweepSession {
  readonly #around: SweepSurroundings;
  readonly #tookMs = new Map<number, Milliseconds>();
  #sweep: Sweep;
  #runId: string | null = null;
  #stopAsked = false;

  constructor(around: SweepSurroundings, sweep: Sweep) {
    this.#around = around;
    this.#sweep = sweep;
  }

  get sweep(): Sweep {
    return this.#sweep;
  }

  /** Ends after what is being measured, which is told to stop; what was measured is kept. */
  stop(): void {
    this.#stopAsked = true;
    if (this.#sweep.status === 'queued')
      this.#keep({ status: 'stopped', endedAt: this.#around.clock.wall() });
    if (this.#runId !== null) this.#around.bench.stop(this.#runId);
  }

  /** Takes no more cells; who calls it ends the run itself. */
  halt(): void {
    this.#stopAsked = true;
  }

  /** Never rejects. */
  async measure(): Promise<void> {
    if (this.#stopAsked) return;
    try {
      this.#keep({ status: 'running' });
      for (const { index } of this.#sweep.cells.filter(({ state }) => state === 'waiting')) {
        if (this.#stopAsked) break;
        await this.#measureCell(index);
      }
      this.#end(this.#status());
    } catch (error) {
      this.#around.log.error(`Sweep ${this.#sweep.id} could not go on`, error);
      this.#end('failed');
    }
  }

  async #measureCell(index: number): Promise<void> {
    const { bench, clock } = this.#around;
    const cell = this.#sweep.cells[index] as SweepCell;
    const beganAt = clock.monotonic();
    let after: SweepCell;
    try {
      const run = await bench.start(cellRequest(this.#sweep.request, cell), this.#sweep.id);
      this.#runId = run.id;
      this.#putCell({ ...cell, state: 'running', runId: run.id });
      if (this.#stopAsked) bench.stop(run.id);
      after = withResult(cell, await bench.ended(run.id));
    } catch (thrown) {
      const error = asDynoError(thrown, cell.model.location);
      // Dyno is just ending: the cell was not begun.
      if (error.code === 'CONNECTION_LOST') return this.halt();
      after = {
        ...cell,
        state: REFUSALS.includes(error.code) ? 'skipped' : 'failed',
        error: error.details(),
      };
    } finally {
      this.#runId = null;
    }
    if (after.state === 'done') this.#tookMs.set(index, clock.monotonic() - beganAt);
    this.#sweep = await withFindings(this.#sweep, after);
    this.#keep({});
  }

  #status(): RunStatus {
    const { cells } = this.#sweep;
    if (this.#stopAsked && cells.some(({ state }) => state === 'waiting' || state === 'stopped'))
      return 'stopped';
    return cells.some(({ state }) => state === 'failed') && !cells.some(({ state }) => state === 'done')
      ? 'failed'
      : 'done';
  }

  #putCell(cell: SweepCell): void {
    this.#keep({ cells: this.#sweep.cells.map((other) => (other.index === cell.index ? cell : other)) });
  }

  #end(status: RunStatus): void {
    try {
      this.#keep({ status, endedAt: this.#around.clock.wall() });
    } catch (error) {
      this.#around.log.error(`The end of sweep ${this.#sweep.id} could not be stored`, error);
    }
  }

  #keep(change: Partial<Sweep>): void {
    const sweep = { ...this.#sweep, ...change };
    this.#sweep = { ...sweep, remainingMs: timeLeft(sweep.cells, this.#tookMs) };
    this.#around.emit({ type: 'sweep-progress', sweep: this.#sweep });
    this.#around.store.updateSweep(this.#sweep);
  }
}

/** With what a cell that has ended adds to the whole. A fit takes milliseconds, so each has a turn of its own. */
async function withFindings(sweep: Sweep, ended: SweepCell): Promise<Sweep> {
  const cells = withSpeedUps(sweep.cells.map((cell) => (cell.index === ended.index ? ended : cell)));
  const findings = scalingOfCells(cells);
  const scaling = [];
  for (const fit of findings.fits) {
    scaling.push(fit());
    await nextTurn();
  }
  return { ...sweep, cells, scaling, efficiency: findings.efficiency };
}
