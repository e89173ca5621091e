import type { AbAnswer, AbRequest, AbWithRuns } from '../../src/contract/ab.ts';
import type { GateReport, GateRequest } from '../../src/contract/gate.ts';
import type { BenchRequest, Run, RunPhases } from '../../src/contract/run.ts';
import type { WorkerEvents, WorkerJob } from '../../src/contract/worker-api.ts';
import { answerOf, DEFAULT_MARGIN } from '../../src/core/analysis/ab/answer.ts';
import { percentileOfSorted, summarizeLatency } from '../../src/core/analysis/summary.ts';
import { RandomStream } from '../../src/core/analysis/simulate/random-stream.ts';
import { Budget } from '../../src/core/engine/ab/budget.ts';
import { openPair, resolutionOf, simulatedTimeOf } from '../../src/core/engine/ab/measure-pair.ts';
import { SIDE_WARMUP, SIDES, type Side } from '../../src/core/engine/ab/pair-plan.ts';
import { fakeExecutor } from '../../src/core/engine/fake/fake-executor.ts';
import { jobOf } from '../../src/core/engine/job-of.ts';
import { measuredByWorker, throughputOf } from '../../src/core/engine/run-outcome.ts';
import { GateSession } from '../../src/core/gates/gate-session.ts';
import type { GateSources } from '../../src/core/gates/gate-sources.ts';
import { blankRun } from './blank-run.ts';

const ITERATIONS = 150;
const MIDDLE_BYTES = 200e6;
/** Deviation of the peak from process to process: two of one model differ by up to 3 %, 19 times in 20. */
const MEMORY_SPREAD = 0.01;

/** A version of a model: the times that are drawn for it, and its peak memory over the usual one. */
export interface Version {
  readonly spec: string;
  readonly memory: number;
}

/**
 * Gates as the product decides them: its session, its fresh measurements, its tested comparison. Runs are drawn from
 * described distributions and kept in memory alone; no two of them share a seed, and no run is in two gates.
 */
export class SimulatedGates {
  readonly #random: RandomStream;
  readonly #runs = new Map<string, Run>();
  readonly #comparisons = new Map<string, AbWithRuns>();
  #seed = 0;

  constructor(seed: number) {
    this.#random = new RandomStream(seed);
    this.#seed = seed * 1_000_000;
  }

  async gate(baseline: Version, judged: Version, request: Partial<GateRequest>): Promise<GateReport> {
    this.#runs.clear();
    this.#comparisons.clear();
    const base = await this.#measure(baseline.spec, baseline.memory);
    const run = await this.#measure(judged.spec, judged.memory);
    const named = { name: 'main', runId: base.id, setAt: 0 };
    const asked = { runId: run.id, baseline: 'main', ...request };
    return new GateSession(this.#sources(judged.memory), asked, run, named).judge();
  }

  /** The store, the library and the queue keep nothing here; all that decides is the product's. */
  #sources(memory: number): GateSources {
    const { model } = this.#blank('');
    const sources = {
      store: { getDetails: () => ({ outputs: null }), putGate: () => undefined },
      clock: { wall: () => 0 },
      log: { error: (text: string) => process.stderr.write(`${text}\n`) },
      models: { open: async () => ({ info: {} }), prepare: async () => ({ identity: model }) },
      bench: {
        start: async ({ executor = '' }: BenchRequest) =>
          this.#measure(executor.slice('fake:'.length), memory),
        stop: () => undefined,
        ended: async (id: string) => this.#runs.get(id),
      },
      tests: {
        start: async (asked: AbRequest) => this.#compare(asked),
        stop: () => undefined,
        ended: async (id: string) => this.#comparisons.get(id),
      },
      getRun: (id: string) => this.#runs.get(id),
      calibrationOf: () => null,
      emit: () => undefined,
      hear: () => () => undefined,
    };
    return sources as unknown as GateSources;
  }

  #keep(run: Run): Run {
    this.#runs.set(run.id, run);
    return run;
  }

  #blank(executor: string): Run {
    this.#seed += 1;
    return blankRun(`run${this.#seed}`, executor, ITERATIONS);
  }

  async #measure(spec: string, memory: number): Promise<Run> {
    const blank = this.#blank(`fake:${spec}`);
    const job = { ...jobOf(blank.config, ''), seed: this.#seed };
    const outcome = await fakeExecutor().start(job, SILENT).outcome;
    if (outcome.kind !== 'result') throw new Error(`A simulated run ended as "${outcome.kind}".`);
    const { change } = measuredByWorker(blank, outcome.result);
    const bytes = MIDDLE_BYTES * memory * Math.exp(MEMORY_SPREAD * this.#random.normal());
    const peakBytes = { load: bytes, firstRun: bytes, warmup: bytes, measuring: bytes };
    const resources = change.resources ? { ...change.resources, peakBytes } : null;
    return this.#keep({ ...blank, ...change, resources, phases: outcome.result.phases });
  }

  async #compare(request: AbRequest): Promise<{ readonly id: string }> {
    const { a, b } = request;
    const blank = { a: this.#blank(a.executor ?? ''), b: this.#blank(b.executor ?? '') };
    const job = (side: Side): WorkerJob => ({
      ...jobOf(blank[side].config, ''),
      ...SIDE_WARMUP,
      iterations: null,
      seed: this.#seed,
    });
    const around = {
      executor: fakeExecutor(),
      jobs: { a: job('a'), b: job('b') },
      limits: new Map(),
      monotonic: () => 0,
      attend: () => undefined,
      onWarning: () => undefined,
    };
    const samples: Record<Side, number[]> = { a: [], b: [] };
    const phases: Record<Side, RunPhases[]> = { a: [], b: [] };
    const budget = new Budget(request);
    const ratios: number[] = [];
    let [elapsedMs, resolution] = [0, 0];
    let answer: AbAnswer | null = null;
    for (let isLast = false; !isLast && (answer === null || answer.verdict === 'undecided');) {
      const measured = await openPair(ratios.length, this.#random.uniform() < 0.5 ? 'a' : 'b', around)
        .measured;
      for (const { side, latenciesMs } of measured.slices) samples[side].push(...latenciesMs);
      for (const side of SIDES) phases[side].push(measured.ready[side].phases);
      ratios.push(measured.pair.ratio);
      elapsedMs += simulatedTimeOf(measured);
      resolution = Math.max(resolution, resolutionOf(measured));
      isLast = budget.isUsedUp(ratios.length, elapsedMs);
      answer = answerOf(ratios, { margin: DEFAULT_MARGIN, isLast, resolution });
    }
    const run = (side: Side): Run => {
      const latencyMs = summarizeLatency(Float64Array.from(samples[side]));
      const throughput = throughputOf(latencyMs, blank[side].config);
      return this.#keep({ ...blank[side], latencyMs, throughput, phases: typical(phases[side]) });
    };
    const id = `comparison${this.#seed}`;
    const compared = { comparison: { id, status: 'done', answer }, a: run('a'), b: run('b') };
    this.#comparisons.set(id, compared as unknown as AbWithRuns);
    return { id };
  }
}

/** Of several processes the middle one, as a comparison's side is stored. */
function typical(phases: readonly RunPhases[]): RunPhases {
  const middle = (name: keyof RunPhases): number =>
    percentileOfSorted(Float64Array.from(phases, (phase) => phase[name] ?? 0).sort(), 0.5);
  return { loadMs: middle('loadMs'), firstRunMs: middle('firstRunMs'), warmupMs: null, measuredMs: null };
}

const SILENT: WorkerEvents = {
  onPhase: () => undefined,
  onWarmup: () => undefined,
  onMeasuring: () => undefined,
  onSamples: () => undefined,
  onMeasured: () => undefined,
  onProfileSlice: () => undefined,
  onWarning: () => undefined,
};
