import { DynoError } from '../../contract/errors.ts';
import type { ExportedFile } from '../../contract/exported-file.ts';
import type { GateApi, GateFormat, GateReport, GateRequest } from '../../contract/gate.ts';
import type { Baseline } from '../../contract/target.ts';
import { baselineOfBranch } from '../analysis/gate/baseline-name.ts';
import { backOf, lastAsked, LOOKED_BACK } from '../analysis/gate/last-asked.ts';
import { gateAs } from '../reports/gate/index.ts';
import { GateSession } from './gate-session.ts';
import type { GateSources } from './gate-sources.ts';

/** The gates of this program: several may wait at once, what they measure takes its turn with all else. */
export class Gates {
  readonly #sources: GateSources;
  readonly #sessions = new Set<GateSession>();
  /** Also where the store would not take it. */
  #last: GateReport | null = null;

  constructor(sources: GateSources) {
    this.#sources = sources;
  }

  get api(): GateApi {
    return {
      checkGate: (request) => this.check(request),
      stopGate: async (id) => this.#find(id).stop(),
      listGates: async () => this.#sources.store.listGates(),
      exportGate: async (id, format) => this.#export(id, format),
    };
  }

  async check(request: GateRequest): Promise<GateReport> {
    const { store, getRun } = this.#sources;
    const run = getRun(this.#withoutOwn(request.runId));
    const baseline = findBaseline(store.baselines(), request.baseline);
    const session = new GateSession(this.#sources, request, run, baseline);
    this.#sessions.add(session);
    try {
      this.#last = await session.judge();
      return this.#last;
    } finally {
      this.#sessions.delete(session);
    }
  }

  #withoutOwn(reference: string): string {
    if (backOf(reference) === null) return reference;
    return lastAsked(reference, this.#sources.store.listRuns({ limit: LOOKED_BACK }));
  }

  #export(id: string, format: GateFormat): ExportedFile {
    const { store, getRun } = this.#sources;
    const report = this.#last?.id === id ? this.#last : store.listGates().find((known) => known.id === id);
    if (report === undefined) throw noSuchGate(id);
    return gateAs(format, {
      report,
      run: getRun(report.runId),
      baseline: store.getRun(report.baseline.runId),
    });
  }

  /** Before the engine closes: nothing is begun any more. */
  stopAll(): void {
    for (const session of this.#sessions) session.stop();
  }

  #find(id: string): GateSession {
    const session = [...this.#sessions].find((known) => known.id === id);
    if (session !== undefined) return session;
    throw new DynoError({
      code: 'USAGE',
      message: 'There is no such gate that goes on.',
      subject: id,
      nextStep: 'It is over, or another program measures it: stop it there.',
    });
  }
}

function noSuchGate(id: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'There is no such gate; the newest 200 are kept.',
    subject: id,
    nextStep: 'Hold the run against its baseline again.',
  });
}

/** By its name, or as the branch that it was named after. */
function findBaseline(baselines: readonly Baseline[], name: string): Baseline {
  const of = (wanted: string): Baseline | undefined => baselines.find((baseline) => baseline.name === wanted);
  const found = of(name) ?? of(baselineOfBranch(name));
  if (found !== undefined) return found;
  const known = baselines.slice(0, 5).map((baseline) => baseline.name);
  throw new DynoError({
    code: 'BASELINE_NOT_FOUND',
    message:
      known.length === 0
        ? 'There is no baseline yet, or its run is in the bin.'
        : `There is no such baseline, or its run is in the bin; there are ${known.join(', ')}${baselines.length > known.length ? ' …' : ''}.`,
    subject: name,
    nextStep: `Make one with "dyno baseline set ${name} RUN".`,
  });
}
