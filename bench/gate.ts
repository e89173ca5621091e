import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CoreEvent } from '../src/contract/api.ts';
import type { GateReport, GateRequest } from '../src/contract/gate.ts';
import { createNodePorts } from '../src/cli/node-ports.ts';
import { createCore, type Core } from '../src/core/index.ts';
import type { Figure } from './figure.ts';

type Shape = (middle: string) => string;

/** What machines do: processes differ by up to 2 %, and inside of one nothing is independent. */
const USUAL: readonly Shape[] = [
  (ms) => `lognormal(median=${ms},sigma=0.05)+spread(0.5%)`,
  (ms) => `normal(${ms},0.5ms)+spread(1%)`,
  (ms) => `normal(${ms},0.5ms)+spread(2%)`,
  (ms) => `lognormal(median=${ms},sigma=0.1)+ar(0.8)+spread(1%)`,
  (ms) => `normal(${ms},0.3ms)+spikes(2%,x5)+spread(2%)`,
  (ms) => `lognormal(median=${ms},sigma=0.03)+drift(5%)+spread(1.5%)`,
  (ms) => `normal(${ms},0.5ms)+quantum(10us)+spread(1.5%)`,
  (ms) => `normal(${ms},0.3ms)+spread(1%)+slowprocess(1/30,x2)`,
];

/** Build servers on shared machines: whole processes slow, wide spreads. */
const HEAVY: readonly Shape[] = [
  (ms) => `lognormal(median=${ms},sigma=0.3)+ar(0.9)+spread(5%)`,
  (ms) => `normal(${ms},1ms)+spread(10%)+slowprocess(1/10,x3)`,
  (ms) => `normal(${ms},0.5ms)+spread(8%)`,
  (ms) => `normal(${ms},0.5ms)+spread(2%)+slowprocess(1/5,x1.5)`,
];

const GATES = 1000;
const RUNS_OF_A_SHAPE = 24;
const ITERATIONS = 150;
const MOST_FALSE = 0.01;
const LEAST_FOUND = 0.95;

interface Counts {
  gates: number;
  fail: number;
  warning: number;
  undecided: number;
  alarmedAtFirst: number;
}

/** Gates over simulated runs by the product itself: engine, store, queue and fresh measurements, with drawn times. */
export async function benchGate(say: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-gate-'));
  const core = await createCore(createNodePorts({ dataFolder: folder, debugging: false }));
  const bench = new GateBench(core);
  try {
    const same = await bench.count([...USUAL, ...HEAVY], '10ms', GATES, {});
    say(wordsOf('A against A', same));
    const believed = await bench.count(USUAL, '10ms', GATES, { remeasure: 0 });
    say(wordsOf('the same without measuring again, usual noise', believed));
    const by30 = await bench.count(USUAL, '13ms', 200, {});
    say(wordsOf('30 % slower', by30));
    const by20 = await bench.count(USUAL, '12ms', 200, { failOn: 'warning' });
    say(wordsOf('20 % slower, failing at a warning', by20));
    const by30Heavy = await bench.count(HEAVY, '13ms', 200, {});
    say(wordsOf('30 % slower in heavy noise', by30Heavy));
    return [
      {
        name: `A against A, ${same.gates} simulated gates, usual and heavy noise`,
        target: `≤ ${MOST_FALSE * 100} % false alarms`,
        measured: `${share(same.fail, same)} failed (${same.alarmedAtFirst} alarmed at first), ${share(same.warning, same)} warned, ${share(same.undecided, same)} undecided`,
        met: same.fail <= MOST_FALSE * same.gates,
        detail: { ...same },
      },
      {
        name: `the same, every alarm believed at once, usual noise, ${believed.gates} gates`,
        target: '≤ 5 % false alarms',
        measured: `${share(believed.fail, believed)} failed`,
        met: believed.fail <= 0.05 * believed.gates,
        detail: { ...believed },
      },
      found('30 % slower, line 120 %', by30, LEAST_FOUND),
      found('20 % slower, failing at a warning (15 %)', by20, LEAST_FOUND),
      {
        name: `30 % slower in heavy noise, ${by30Heavy.gates} gates`,
        target: 'told, not bound',
        measured: `${share(by30Heavy.fail, by30Heavy)} failed, ${share(by30Heavy.undecided, by30Heavy)} undecided`,
        met: true,
        detail: { ...by30Heavy },
      },
    ];
  } finally {
    await core.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

class GateBench {
  readonly #core: Core;
  readonly #ended = new Map<string, () => void>();
  readonly #pools = new Map<string, readonly string[]>();

  constructor(core: Core) {
    this.#core = core;
    core.subscribe((event: CoreEvent) => {
      if (event.type !== 'run-progress') return;
      const { runId, status } = event.progress;
      if (status !== 'queued' && status !== 'running') this.#ended.get(runId)?.();
    });
  }

  async count(
    shapes: readonly Shape[],
    slow: string,
    gates: number,
    request: Partial<GateRequest>,
  ): Promise<Counts> {
    const counts: Counts = { gates, fail: 0, warning: 0, undecided: 0, alarmedAtFirst: 0 };
    for (let index = 0; index < gates; index += 1) {
      const shape = shapes[index % shapes.length] as Shape;
      const round = Math.floor(index / shapes.length);
      const [bases, runs] = [await this.#runsOf(shape('10ms')), await this.#runsOf(shape(slow))];
      const base = bases[round % bases.length] as string;
      const run = runs[(round * 7 + 1 + Math.floor(round / runs.length)) % runs.length] as string;
      if (base === run) {
        counts.gates -= 1;
        continue;
      }
      const { state, confirmation } = await this.#gate(base, run, request);
      if (state === 'fail' || state === 'warning' || state === 'undecided') counts[state] += 1;
      if (confirmation !== null || (request.remeasure === 0 && state === 'fail')) counts.alarmedAtFirst += 1;
    }
    return counts;
  }

  async #gate(base: string, run: string, request: Partial<GateRequest>): Promise<GateReport> {
    await this.#core.api.setBaseline('base', base);
    return this.#core.api.checkGate({ runId: run, baseline: 'base', ...request });
  }

  /** Whole runs are the first process of their seed: each has a seed of its own. */
  async #runsOf(spec: string): Promise<readonly string[]> {
    const known = this.#pools.get(spec);
    if (known !== undefined) return known;
    const made: string[] = [];
    for (let seed = 1; seed <= RUNS_OF_A_SHAPE; seed += 1)
      made.push(await this.#measure(spec, seed * 1000 + 7));
    this.#pools.set(spec, made);
    return made;
  }

  async #measure(spec: string, seed: number): Promise<string> {
    const { api } = this.#core;
    const { id } = await api.startBench({
      model: { kind: 'demo', location: 'demo:mlp-tiny' },
      executor: `fake:${spec}`,
      iterations: ITERATIONS,
      warmup: 2,
      seed,
    });
    await new Promise<void>((resolve, reject) => {
      this.#ended.set(id, resolve);
      // It may have ended before its number was known here.
      api.getRun(id).then(({ status }) => status !== 'queued' && status !== 'running' && resolve(), reject);
    });
    this.#ended.delete(id);
    return id;
  }
}

function found(what: string, counts: Counts, least: number): Figure {
  return {
    name: `${what}, usual noise, ${counts.gates} gates`,
    target: `≥ ${least * 100} % found`,
    measured: `${share(counts.fail, counts)} failed, ${share(counts.undecided, counts)} undecided`,
    met: counts.fail >= least * counts.gates,
    detail: { ...counts },
  };
}

function wordsOf(what: string, counts: Counts): string {
  const { gates, fail, warning, undecided, alarmedAtFirst } = counts;
  return `${what}: of ${gates} gates ${alarmedAtFirst} alarmed at first, ${fail} failed, ${warning} warned, ${undecided} undecided`;
}

function share(count: number, { gates }: Counts): string {
  return `${((count / gates) * 100).toFixed(1)} %`;
}
