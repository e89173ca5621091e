import { asDynoError, DynoError } from '../../../contract/errors.ts';
import type { Environment } from '../../../contract/hardware.ts';
import type { CpuProbe, Probe, ProbeRequest } from '../../../contract/probe.ts';
import type { GpuProbes, NativeDescription } from '../../../contract/prober-api.ts';
import { hardwareKey } from '../../analysis/machine-key.ts';
import type { Store } from '../../store/store.ts';
import type { CorePorts } from '../../ports.ts';
import { FitnessWatch } from '../fitness/fitness-watch.ts';
import { kernelFiles } from '../fitness/kernel-files.ts';
import { readMachineState } from '../fitness/machine-state.ts';
import type { QueuedRun } from '../measurement-queue.ts';
import type { RunSurroundings } from '../run-session.ts';
import { doubtsOf, doubtsOfCpu } from './doubts.ts';
import { ProberLink } from './prober-link.ts';

export interface ProbeSurroundings extends Pick<RunSurroundings, 'clock' | 'hardware' | 'emit'> {
  readonly store: Pick<Store, 'putProbe' | 'probeOf' | 'listProbes'>;
  readonly launchProber: CorePorts['launchProber'];
  environment(): Promise<Environment>;
}

type Part = 'cpu' | 'gpu';

/** Its progress is told in hundredths; the last is its end. */
const WHOLE = 100;

/** The ceilings of this machine, measured once. */
export class ProbeSession implements QueuedRun {
  readonly id: string;
  readonly what = 'the ceilings of this machine';
  /** Settled when it is over. */
  readonly ended: Promise<Probe>;
  readonly #around: ProbeSurroundings;
  readonly #only: ProbeRequest['only'];
  #settle: { resolve(probe: Probe): void; reject(error: DynoError): void } | null = null;
  #link: ProberLink | null = null;
  #stopAsked = false;
  #began = false;
  #parts: readonly Part[] = ['cpu', 'gpu'];
  #part: Part = 'cpu';

  constructor(around: ProbeSurroundings, id: string, { only }: ProbeRequest) {
    this.id = id;
    this.#around = around;
    this.#only = only;
    this.ended = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    // Whoever waits hears of it; nobody has to.
    this.ended.catch(() => undefined);
  }

  get cancelled(): boolean {
    return this.#stopAsked;
  }

  get isOver(): boolean {
    return this.#settle === null;
  }

  waitsFor(who: string | null): void {
    this.#tell(who === null ? 'waiting' : `waiting for ${who}`, 0);
  }

  stop(): void {
    this.#stopAsked = true;
    void this.#link?.end();
    if (!this.#began) this.fail(stopped());
  }

  fail(error: unknown): void {
    const settle = this.#settle;
    if (settle === null) return;
    this.#settle = null;
    this.#tell(this.#stopAsked ? 'stopped' : 'failed', WHOLE);
    settle.reject(this.#stopAsked ? stopped() : asDynoError(error, this.what));
  }

  async measure(): Promise<void> {
    this.#began = true;
    const { clock, hardware, launchProber, store } = this.#around;
    const fitness = new FitnessWatch(clock);
    const unlisten = hardware.listen((sample) => fitness.add(sample));
    hardware.start();
    try {
      this.#tell('looking at the machine', 0);
      const environment = await this.#around.environment();
      if (this.#stopAsked) throw stopped();
      fitness.begin();
      const link = new ProberLink(launchProber, (step, done, of) => this.#step(step, done, of));
      this.#link = link;
      hardware.watch(link.pid ?? null);
      const probe = await this.#probe(link, fitness, environment);
      store.putProbe(probe);
      const settle = this.#settle;
      this.#settle = null;
      this.#tell('done', WHOLE);
      settle?.resolve(probe);
    } catch (error) {
      this.fail(error);
    } finally {
      unlisten();
      hardware.watch(null);
      await this.#link?.end();
      this.#link = null;
    }
  }

  async #probe(link: ProberLink, fitness: FitnessWatch, environment: Environment): Promise<Probe> {
    const { clock, store } = this.#around;
    const machine = hardwareKey(environment);
    const earlier = store.probeOf(machine);
    this.#parts = partsOf(this.#only, earlier);
    const native = await link.ask('loading the native addon', (prober) => prober.describe());
    const began = clock.monotonic();
    fitness.startMeasuring(link.pid ?? null);
    const cpu = await this.#cpu(link, earlier);
    const gpu = await this.#gpus(link, earlier, native);
    fitness.endMeasuring();
    const config = { executor: null, provider: 'cpu', threads: cpu.figures.threads } as const;
    const trust = fitness.judge({ config, latencyMs: null, signals: null, resources: null }, null);
    return {
      id: this.id,
      machine,
      at: clock.wall(),
      tookMs: clock.monotonic() - began,
      host: environment.host,
      cpu: cpu.figures,
      gpus: gpu.figures.gpus,
      gpuReason: gpu.figures.reason,
      warnings: [...cpu.doubts, ...gpu.doubts, ...doubtsOf(native, trust, readMachineState(kernelFiles))],
    };
  }

  async #cpu(link: ProberLink, earlier: Probe | null): Promise<Figures<CpuProbe>> {
    if (earlier !== null && !this.#parts.includes('cpu')) {
      return { figures: earlier.cpu, doubts: [keptFrom(earlier, 'The CPU’s figures are')] };
    }
    this.#part = 'cpu';
    const figures = await link.ask('the CPU', (prober) => prober.probeCpu());
    return { figures, doubts: doubtsOfCpu(figures) };
  }

  /** A driver that breaks down takes the prober along, but not what the CPU can do. */
  async #gpus(
    link: ProberLink,
    earlier: Probe | null,
    native: NativeDescription,
  ): Promise<Figures<GpuProbes>> {
    if (!this.#parts.includes('gpu')) {
      if (earlier === null || earlier.gpus.length === 0) {
        return { figures: { gpus: [], reason: 'Only the CPU was asked for.' }, doubts: [] };
      }
      const doubts = [keptFrom(earlier, 'The GPUs’ figures are')];
      return { figures: { gpus: earlier.gpus, reason: '' }, doubts };
    }
    this.#part = 'gpu';
    try {
      return { figures: await link.ask('the GPUs', (prober) => prober.probeGpus()), doubts: [] };
    } catch (thrown) {
      if (this.#stopAsked || this.#only === 'gpu') throw thrown;
      const { message } = asDynoError(thrown, native.cuda.detail);
      return { figures: { gpus: [], reason: message }, doubts: [] };
    }
  }

  /** As many hundredths for each part; the end is told once it is kept. */
  #step(step: string, done: number, of: number): void {
    const share = of > 0 ? Math.min(1, Math.max(0, done / of)) : 0;
    const before = this.#parts.indexOf(this.#part);
    const whole = Math.floor((WHOLE * (before + share)) / this.#parts.length);
    this.#tell(step, Math.min(WHOLE - 1, whole));
  }

  #tell(step: string, done: number): void {
    this.#around.emit({ type: 'probe-progress', progress: { id: this.id, step, done, of: WHOLE } });
  }
}

/** A probe without the CPU's figures is none. */
function partsOf(only: ProbeRequest['only'], earlier: Probe | null): readonly Part[] {
  if (only === 'cpu') return ['cpu'];
  return only === 'gpu' && earlier !== null ? ['gpu'] : ['cpu', 'gpu'];
}

interface Figures<T> {
  readonly figures: T;
  readonly doubts: readonly string[];
}

/** A probe that was doubtful stays so, also in part. */
function keptFrom({ at, warnings }: Probe, what: string): string {
  const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  const doubtful = warnings.length === 0 ? '' : ', which had warnings of its own';
  return `${what} kept from the probe of ${when} UTC${doubtful}.`;
}

function stopped(): DynoError {
  return new DynoError({
    code: 'RUN_FAILED',
    message: 'The probe was stopped before it was over: nothing of it is kept.',
    subject: 'the ceilings of this machine',
    nextStep: 'Start it again when the machine has half a minute.',
  });
}
