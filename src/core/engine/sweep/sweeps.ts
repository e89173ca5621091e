import { randomBytes } from 'node:crypto';
import { DynoError } from '../../../contract/errors.ts';
import type { ModelRef } from '../../../contract/model.ts';
import type { Sweep, SweepApi, SweepRequest } from '../../../contract/sweep.ts';
import type { Owner } from '../../store/store.ts';
import { markOrphanedSweeps } from './orphaned-sweeps.ts';
import { planCells, type SweepPlanner } from './plan-sweep.ts';
import { SweepSession, type SweepSurroundings } from './sweep-session.ts';
import { timeLeft } from './time-left.ts';

export interface SweepsSurroundings extends SweepSurroundings {
  readonly owner: Owner;
  readonly planner: SweepPlanner;
}

/** All sweeps of this program, one after the other, and those that are stored. */
export class Sweeps implements SweepApi {
  readonly #around: SweepsSurroundings;
  #sessions: SweepSession[] = [];
  #turn: Promise<void> = Promise.resolve();
  #closing = false;

  constructor(around: SweepsSurroundings) {
    this.#around = around;
  }

  async planSweep(request: SweepRequest): Promise<Sweep> {
    const cells = await planCells(request, this.#around.planner);
    return {
      id: randomBytes(6).toString('hex'),
      name: request.name ?? nameOf(request),
      tags: request.tags ?? [],
      status: 'queued',
      request,
      cells,
      scaling: [],
      efficiency: [],
      createdAt: this.#around.clock.wall(),
      endedAt: null,
      remainingMs: timeLeft(cells, new Map()),
      deletedAt: null,
    };
  }

  async startSweep(request: SweepRequest): Promise<Sweep> {
    const sweep = await this.planSweep(request);
    const [first] = sweep.cells;
    if (first?.error && sweep.cells.every(({ state }) => state === 'skipped'))
      throw new DynoError(first.error);
    this.#around.store.insertSweep(sweep, this.#around.owner);
    return this.#begin(sweep);
  }

  async stopSweep(reference: string): Promise<void> {
    const sweep = await this.getSweep(reference);
    const session = this.#sessionOf(sweep.id);
    if (session !== undefined) session.stop();
    else if (!isOver(sweep)) throw elsewhere(sweep.id, 'Stop it there.');
  }

  async resumeSweep(reference: string): Promise<Sweep> {
    const { store, owner } = this.#around;
    const sweep = await this.getSweep(reference);
    if (!isOver(sweep)) throw elsewhere(sweep.id, 'Wait until it has ended, or stop it there.');
    const cells = sweep.cells.map((cell) =>
      cell.state === 'done' || cell.state === 'skipped'
        ? cell
        : { ...cell, state: 'waiting' as const, error: null },
    );
    if (!cells.some(({ state }) => state === 'waiting')) throw nothingLeft(sweep);
    const resumed: Sweep = { ...sweep, cells, status: 'queued', endedAt: null };
    if (!store.takeSweep(resumed, owner)) throw elsewhere(sweep.id, 'Wait until it has ended.');
    return this.#begin(resumed);
  }

  async getSweep(reference: string): Promise<Sweep> {
    markOrphanedSweeps(this.#around.store);
    return this.#asItIs(this.#around.store.resolveSweep(reference));
  }

  async listSweeps(): Promise<readonly Sweep[]> {
    markOrphanedSweeps(this.#around.store);
    return this.#around.store.listSweeps().map((sweep) => this.#asItIs(sweep));
  }

  /** Takes no more cells; what is being measured is the bench's to end. */
  halt(): void {
    this.#closing = true;
    for (const session of this.#sessions) session.halt();
  }

  /** Resolves when none is being measured any more. */
  async idle(): Promise<void> {
    await this.#turn;
  }

  #begin(sweep: Sweep): Sweep {
    const session = new SweepSession(this.#around, sweep);
    this.#sessions = [...this.#sessions.filter((other) => !isOver(other.sweep)), session];
    if (this.#closing) session.halt();
    this.#around.emit({ type: 'sweep-progress', sweep });
    this.#turn = this.#turn.then(() => session.measure());
    return sweep;
  }

  #sessionOf(id: string): SweepSession | undefined {
    return this.#sessions.find(({ sweep }) => sweep.id === id && !isOver(sweep));
  }

  #asItIs(sweep: Sweep): Sweep {
    return this.#sessionOf(sweep.id)?.sweep ?? sweep;
  }
}

function isOver({ status }: Sweep): boolean {
  return status !== 'queued' && status !== 'running';
}

/** "encoder-tiny by batch, provider" */
function nameOf({ base, axes }: SweepRequest): string {
  const shortName = ({ location }: ModelRef): string =>
    (location.split(/[\\/]/).at(-1) ?? location).replace(/^demo:/, '').replace(/\.onnx$/, '');
  const models = (axes.model ?? [base.model]).map(shortName);
  const varied = Object.entries<readonly unknown[]>({ ...axes })
    .filter(([axis, values]) => axis !== 'model' && values.length > 1)
    .map(([axis]) => axis);
  const subject = models.length > 2 ? `${models.length} models` : models.join(' and ');
  return varied.length === 0 ? subject : `${subject} by ${varied.join(', ')}`;
}

function elsewhere(id: string, nextStep: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'This sweep is being measured just now.',
    subject: id,
    nextStep,
  });
}

function nothingLeft({ id }: Sweep): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'Every cell of this sweep was measured or skipped: nothing is left.',
    subject: id,
    nextStep: 'Start a new sweep.',
  });
}
