import { asDynoError, type DynoError, type ErrorDetails } from '../../contract/errors.ts';
import type { CoreEvent } from '../../contract/api.ts';
import type { RunEnergy } from '../../contract/energy.ts';
import type { Environment, HardwareSample, HardwareSummary } from '../../contract/hardware.ts';
import type { ClockAlignment } from '../../contract/hardware-channels.ts';
import type { OutputSummary } from '../../contract/outputs.ts';
import type { ModelIdentity } from '../../contract/model.ts';
import type { ProfileOutcome } from '../../contract/profile.ts';
import type {
  BenchPlan,
  LiveRun,
  Run,
  RunPhase,
  RunPhases,
  RunProgress,
  RunStatus,
} from '../../contract/run.ts';
import type { Milliseconds } from '../../contract/units.ts';
import type { SampleBatch, WorkerEvents, WorkerResult } from '../../contract/worker-api.ts';
import { energyUseOf } from '../analysis/energy/energy-use.ts';
import type { Line } from '../analysis/down-sample.ts';
import { RunActivity, type ActivityWatch } from '../monitor/run-activity.ts';
import type { RunRecording } from '../monitor/run-recording.ts';
import type { CorePorts } from '../ports.ts';
import type { RunChange, Store } from '../store/store.ts';
import { offsetToApply } from './clock-alignment.ts';
import type { Execution, Executor, Outcome } from './executor.ts';
import { FitnessWatch } from './fitness/fitness-watch.ts';
import { jobOf } from './job-of.ts';
import type { QueuedRun } from './measurement-queue.ts';
import { profilingLost } from './profiling-lost.ts';
import { makeProfileFolder, removeProfileFolder } from './profile-folder.ts';
import { measuredByWorker, measuredInStore, NOTHING_MEASURED, type Measured } from './run-outcome.ts';
import { RunStanding } from './run-standing.ts';
import { workerCrashed } from './worker-death.ts';

const TICK_MS = 100;
const RECORDING_GRACE = 5;
const NO_LINE: Line = { x: new Float64Array(), y: new Float64Array() };

export interface PreparedModel {
  readonly path: string;
  readonly identity: ModelIdentity;
}

export interface RunSurroundings {
  readonly store: Store;
  readonly executor: Executor;
  readonly clock: CorePorts['clock'];
  readonly log: CorePorts['log'];
  readonly hardware: {
    start(): void;
    watch(pid: number | null): void;
    listen(listener: (sample: HardwareSample) => void): () => void;
    /** Everything that is seen from a little before now on. */
    record(runId: string, accepts?: (atMs: Milliseconds) => boolean): RunRecording;
  };
  readonly activity: ActivityWatch;
  prepareModel(plan: BenchPlan, stopped: () => boolean): Promise<PreparedModel>;
  environment(plan: BenchPlan): Promise<Environment>;
  emit(event: CoreEvent): void;
  /** How long a worker may take to come to the end of its iteration before it is killed. */
  readonly stopGraceMs: number;
}

/** What the machine did for a run. */
interface MachineShare {
  readonly hardware: HardwareSummary | null;
  readonly energy: RunEnergy | null;
}

const NOTHING_SEEN: MachineShare = { hardware: null, energy: null };

/** One run's life, from its turn to its row in the store; nobody has to look for it to go on. */
export class RunSession implements QueuedRun {
  readonly #around: RunSurroundings;
  readonly #plan: BenchPlan;
  readonly #standing: RunStanding;
  readonly #activity: RunActivity;
  #recording: RunRecording | null = null;
  #clocks: ClockAlignment | null = null;
  #isOriginTold = false;
  readonly #fitness: FitnessWatch;
  #outputs: readonly OutputSummary[] | null = null;
  /** What is known of the clean pass once a profiled one follows: it counts whatever becomes of that. */
  #clean: WorkerResult | null = null;
  #profile: ProfileOutcome | null = null;
  #profileFolder: string | null = null;
  #run: Run;
  #toldAt = 0;
  #stopAsked = false;
  #isStored = true;
  #storeFailure: DynoError | null = null;
  #execution: Execution | null = null;
  #killTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #warnings: string[] = [];
  #tellOver: () => void = () => undefined;
  /** Resolves when it has ended, in whatever way. */
  readonly over = new Promise<void>((resolve) => (this.#tellOver = resolve));

  constructor(around: RunSurroundings, plan: BenchPlan, run: Run) {
    this.#around = around;
    this.#plan = plan;
    this.#run = run;
    this.#standing = new RunStanding(plan);
    this.#fitness = new FitnessWatch(around.clock);
    this.#activity = new RunActivity(around.activity, run.id, this.what);
  }

  get id(): string {
    return this.#run.id;
  }

  get run(): Run {
    return this.#run;
  }

  get what(): string {
    return this.#run.model.ref.kind === 'demo' ? this.#run.model.ref.location : this.#run.model.name;
  }

  get cancelled(): boolean {
    return this.#run.status === 'stopped';
  }

  get isOver(): boolean {
    return this.#run.status !== 'queued' && this.#run.status !== 'running';
  }

  /** False where the store would not take its end. */
  get isStored(): boolean {
    return this.#isStored;
  }

  waitsFor(who: string | null): void {
    if (this.#standing.waitingFor === who) return;
    this.#standing.waitingFor = who;
    this.#tell();
  }

  /** Ends a waiting run at once, a running one after its iteration, or hard when the grace is over. */
  stop(graceMs = this.#around.stopGraceMs): void {
    if (this.isOver) return;
    this.#stopAsked = true;
    if (this.#run.status === 'queued') {
      this.#finish('stopped', NOTHING_MEASURED, null);
      return;
    }
    const execution = this.#execution;
    if (execution === null) return;
    execution.stop();
    clearTimeout(this.#killTimer);
    this.#killTimer = setTimeout(() => execution.kill(), Math.max(graceMs, this.#graceOfRecording(graceMs)));
  }

  /** What the runtime recorded it writes down when it is told to end: a user who stops waits for that as well. */
  #graceOfRecording(graceMs: number): number {
    const isPatient = graceMs >= this.#around.stopGraceMs;
    return isPatient && this.#standing.phase === 'profiling' ? RECORDING_GRACE * graceMs : 0;
  }

  fail(error: unknown): void {
    if (!this.isOver) this.#finish('failed', NOTHING_MEASURED, asDynoError(error, this.what));
  }

  async measure(): Promise<void> {
    const { clock, hardware } = this.#around;
    this.#standing.begin(clock.monotonic());
    const ticker = setInterval(() => this.#tick(), TICK_MS);
    const unlisten = hardware.listen((sample) => this.#fitness.add(sample));
    hardware.start();
    this.#recording = hardware.record(this.id);
    try {
      this.#change({ status: 'running', startedAt: clock.wall() });
      this.#tell();
      await this.#work();
    } catch (error) {
      // Writing a model gives up with an error where it is stopped: that is no failure.
      if (this.#stopAsked) this.#finish('stopped', this.#flushed(), null);
      else this.#finish('failed', this.#flushed(), asDynoError(error, this.what));
    } finally {
      clearInterval(ticker);
      clearTimeout(this.#killTimer);
      unlisten();
      hardware.watch(null);
      this.#recording.cut();
      this.#execution = null;
      if (this.#profileFolder !== null) removeProfileFolder(this.#profileFolder);
    }
  }

  async #work(): Promise<void> {
    const [model, environment] = await Promise.all([
      this.#around.prepareModel(this.#plan, () => this.#stopAsked),
      this.#around.environment(this.#plan),
    ]);
    this.#change({ model: model.identity, environment });
    if (this.#stopAsked) {
      this.#finish('stopped', NOTHING_MEASURED, null);
      return;
    }
    this.#fitness.begin();
    const { config } = this.#plan;
    if (config.profile !== null) this.#makeProfileFolder();
    const job = jobOf(config, model.path, this.#profileFolder);
    const execution = this.#around.executor.start(job, this.#events());
    this.#execution = execution;
    this.#around.hardware.watch(execution.pid ?? null);
    void execution.alignment.then((clocks) => (this.#clocks = clocks));
    await this.#end(await execution.outcome);
  }

  /** Where none can be made, the run is measured all the same. */
  #makeProfileFolder(): void {
    try {
      this.#profileFolder = makeProfileFolder(this.#around.store.folder);
    } catch (thrown) {
      const { message } = asDynoError(thrown, this.#around.store.folder);
      this.#warn({
        code: 'RUN_FAILED',
        message: `The run is not profiled: the runtime has nowhere to write what it records. ${message}`,
        subject: this.what,
        nextStep: 'Point TMPDIR to a folder that can be written to, then profile again.',
      });
    }
  }

  #events(): WorkerEvents {
    return {
      onPhase: (phase, phases) => this.#enter(phase, phases),
      onWarmup: (done) => {
        this.#standing.warmupDone = done;
        this.#tell();
      },
      onMeasuring: (beganAtMs) => {
        this.#isOriginTold = true;
        this.#recording?.measuringBegan(beganAtMs - offsetToApply(this.#clocks), this.#clocks);
      },
      onSamples: (batch) => this.#take(batch),
      onMeasured: (result) => {
        this.#clean = result;
      },
      onProfileSlice: (slice) => {
        this.#standing.profiled(slice);
        this.#around.emit({ type: 'profile-slice', runId: this.id, slice });
        this.#tell();
      },
      onWarning: (warning) => this.#warn(warning),
    };
  }

  #warn({ message, nextStep }: ErrorDetails): void {
    this.#warnings.push(`${message} ${nextStep}`);
    this.#around.emit({ type: 'notice', text: message, at: this.#around.clock.wall() });
  }

  #enter(phase: RunPhase, phases: RunPhases): void {
    if (this.isOver) return;
    this.#standing.phase = phase;
    this.#run = { ...this.#run, phases };
    // Only electron knows a child's number later than its start; a host that dies here leaves what is known.
    if (phase === 'loading') {
      this.#around.hardware.watch(this.#execution?.pid ?? null);
      this.#guarded(() => this.#change({ startedAt: this.#around.clock.wall() }));
    }
    if (phase === 'first-run' && phases.loadMs !== null) this.#activity.loaded(phases.loadMs);
    if (phase === 'measuring' && phases.measuredMs === null) {
      this.#fitness.startMeasuring(this.#execution?.pid ?? null);
      // A worker that does not tell the time itself began about now.
      if (!this.#isOriginTold) this.#recording?.measuringBegan(this.#around.clock.monotonic(), null);
    }
    if (phases.measuredMs !== null) this.#fitness.endMeasuring();
    if (phase === 'measuring') this.#guarded(() => this.#change({ phases }));
    this.#tell();
  }

  #take(batch: SampleBatch): void {
    if (this.isOver) return;
    const fresh = this.#standing.take(batch, this.#around.clock.monotonic());
    const before = this.#around.clock.monotonic();
    this.#guarded(() => this.#around.store.appendSamples(this.id, batch));
    this.#activity.stored(this.#around.clock.monotonic() - before);
    this.#activity.measured(batch.latenciesMs);
    this.#tell(fresh);
  }

  /** A store that fails in the middle ends the run: what cannot be kept must not be measured on. */
  #guarded(write: () => void): void {
    if (this.#storeFailure !== null) return;
    try {
      write();
    } catch (error) {
      this.#storeFailure = asDynoError(error, this.#around.store.folder);
      this.#execution?.kill();
    }
  }

  async #end(ended: Outcome): Promise<void> {
    const outcome = this.#orClean(ended);
    const hardware = await this.#endOfHardware(outcome);
    if (this.#storeFailure !== null) {
      this.#finish('failed', this.#flushed(), this.#storeFailure, { hardware, energy: null });
      return;
    }
    switch (outcome.kind) {
      case 'result': {
        const { result } = outcome;
        const environment = this.#run.environment && {
          ...this.#run.environment,
          onnxRuntime: result.onnxRuntime,
        };
        this.#run = { ...this.#run, phases: result.phases, environment };
        this.#outputs = result.outputs;
        this.#profile = result.profile;
        const measured = measuredByWorker(this.#run, result);
        const energy = await this.#energyOf(measured);
        this.#finish(result.stopped ? 'stopped' : 'done', measured, null, { hardware, energy });
        return;
      }
      case 'refused':
        this.#finish('failed', this.#flushed(), outcome.error, { hardware, energy: null });
        return;
      case 'died':
        if (this.#stopAsked) this.#finish('stopped', this.#flushed(), null, { hardware, energy: null });
        else
          this.#finish('crashed', this.#flushed(), workerCrashed(outcome.exit, this.what), {
            hardware,
            energy: null,
          });
    }
  }

  /** Whatever ends a profiled pass, the clean one before it is whole. */
  #orClean(outcome: Outcome): Outcome {
    if (outcome.kind === 'result' || this.#clean === null) return outcome;
    this.#warn(profilingLost(outcome, this.#stopAsked, this.what));
    return { kind: 'result', result: this.#clean };
  }

  async #endOfHardware(outcome: Outcome): Promise<HardwareSummary | null> {
    const { measuredMs } = outcome.kind === 'result' ? outcome.result.phases : this.#run.phases;
    return (await this.#recording?.end(measuredMs ?? this.#standing.measuredMs)) ?? null;
  }

  /** A simulated run draws nothing that could be told from the machine's own. */
  async #energyOf({ change, details }: Measured): Promise<RunEnergy | null> {
    if (this.#recording === null || this.#plan.config.executor !== null) return null;
    const run = { ...this.#run, ...change };
    return this.#recording.energy(run.phases.measuredMs, energyUseOf(run, details));
  }

  #flushed(): Measured {
    try {
      const { phases } = this.#run;
      const measuredMs = phases.measuredMs ?? this.#standing.measuredMs;
      this.#run = { ...this.#run, phases: { ...phases, measuredMs } };
      return measuredInStore(this.#around.store, this.#run);
    } catch (error) {
      this.#around.log.error(`What run ${this.id} had measured cannot be read back`, error);
      return NOTHING_MEASURED;
    }
  }

  #finish(
    status: RunStatus,
    { change, series, details }: Measured,
    error: DynoError | null,
    { hardware, energy }: MachineShare = NOTHING_SEEN,
  ): void {
    if (this.isOver) return;
    const { store, clock, log } = this.#around;
    const { phases, environment, notes } = this.#run;
    const trust = change.latencyMs ? this.#fitness.judge({ ...this.#run, ...change }, this.#outputs) : null;
    const end: RunChange = {
      ...change,
      status,
      endedAt: clock.wall(),
      phases,
      environment,
      hardware: hardware && { ...hardware, meanWatts: energy?.meanWatts ?? null },
      energy,
      profile: this.#profile?.summary ?? null,
      ...(trust && { trust: { verdict: trust.verdict, sentence: trust.sentence } }),
      error: error?.details() ?? null,
      ...(this.#warnings.length > 0 && { notes: [notes, ...this.#warnings].filter(Boolean).join('\n') }),
    };
    this.#standing.phase = 'storing';
    this.#activity.ended(status);
    try {
      if (series !== null) store.putSeries(series);
      store.putDetails(this.id, details);
      store.putDetails(this.id, { trust });
      if (this.#profile !== null) store.putProfile(this.id, this.#profile);
      this.#change(end);
    } catch (thrown) {
      const failure = this.#storeFailure ?? asDynoError(thrown, store.folder);
      log.error(`The end of run ${this.id} could not be stored`, thrown);
      this.#run = { ...this.#run, ...end, status: 'failed', error: failure.details() };
      this.#storeBriefly();
    }
    this.#tell();
    this.#around.emit({ type: 'runs-changed', runIds: [this.id] });
    this.#tellOver();
  }

  /** On a full disk a row may still be changed in place where nothing more can be added. */
  #storeBriefly(): void {
    const { status, endedAt, error } = this.#run;
    try {
      this.#around.store.updateRun(this.id, { status, endedAt, error });
    } catch (thrown) {
      this.#isStored = false;
      this.#around.log.debug(`Nor could its failure be stored: ${String(thrown)}`);
    }
  }

  #change(change: RunChange): void {
    this.#around.store.updateRun(this.id, change);
    this.#run = { ...this.#run, ...change };
    if (change.status === 'running') this.#around.emit({ type: 'runs-changed', runIds: [this.id] });
  }

  #tick(): void {
    if (this.#around.clock.monotonic() - this.#toldAt >= TICK_MS) this.#tell();
  }

  #tell(fresh: Line = NO_LINE): void {
    this.#toldAt = this.#around.clock.monotonic();
    const progress: RunProgress = {
      runId: this.id,
      status: this.#run.status,
      ...this.#standing.state(this.#toldAt, this.isOver),
      atSeconds: fresh.x,
      latencyMs: fresh.y,
    };
    this.#around.emit({ type: 'run-progress', progress });
  }

  live(): LiveRun {
    const { x, y } = this.#standing.line();
    const state = this.#standing.state(this.#around.clock.monotonic(), this.isOver);
    return { run: this.#run, ...state, atSeconds: x, latencyMs: y };
  }
}
