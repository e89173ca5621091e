import { DynoError } from '../../../contract/errors.ts';
import type { Probe, ProbeApi, ProbeRequest } from '../../../contract/probe.ts';
import { hardwareKey } from '../../analysis/machine-key.ts';
import type { MeasurementQueue } from '../measurement-queue.ts';
import { newId } from '../new-run.ts';
import { ProbeSession, type ProbeSurroundings } from './probe-session.ts';

/** What this machine can do at most: measured like anything else, one at a time. */
export class Probes {
  readonly #around: ProbeSurroundings;
  readonly #queue: MeasurementQueue;
  #session: ProbeSession | null = null;

  constructor(around: ProbeSurroundings, queue: MeasurementQueue) {
    this.#around = around;
    this.#queue = queue;
  }

  readonly api: ProbeApi = {
    probe: (request) => this.#probe(request),
    stopProbe: async () => this.stop(),
    listProbes: async () => this.#around.store.listProbes(),
    probeOfThisMachine: async () => this.#around.store.probeOf(hardwareKey(await this.#around.environment())),
  };

  stop(): void {
    this.#session?.stop();
    this.#queue.tellOrder();
  }

  async #probe(request: ProbeRequest): Promise<Probe> {
    if (this.#session !== null && !this.#session.isOver) throw underWay();
    const session = new ProbeSession(this.#around, newId(), request);
    if (request.wait === false) this.#queue.claimNow(session.what);
    this.#session = session;
    this.#queue.add(session);
    return session.ended;
  }
}

function underWay(): DynoError {
  return new DynoError({
    code: 'MEASUREMENT_BUSY',
    message: 'The ceilings of this machine are being measured already.',
    subject: 'the probe',
    nextStep: 'Wait until it has ended, or stop it.',
  });
}
