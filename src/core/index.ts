import type { CoreEvent, DynoApi } from '../contract/api.ts';
import { DynoError } from '../contract/errors.ts';
import type { HardwareSeries } from '../contract/hardware.ts';
import type { Run } from '../contract/run.ts';
import type { RuntimeDescription } from '../contract/worker-api.ts';
import { differenceApi } from './difference/difference-api.ts';
import { examine } from './doctor/examine.ts';
import { askSources } from './doctor/hardware-sources.ts';
import { describeNative } from './engine/probe/describe-native.ts';
import { AbTests } from './engine/ab/ab-tests.ts';
import { Calibrator } from './engine/ab/calibrator.ts';
import { markOrphanedComparisons } from './engine/ab/orphaned-comparisons.ts';
import { Bench, type BenchSurroundings } from './engine/bench.ts';
import { describeEnvironment } from './engine/environment.ts';
import { DRAWN, hardwareSeries } from './engine/hardware-of-run.ts';
import { chooseExecutor } from './engine/fake/choose-executor.ts';
import { fakeExecutor } from './engine/fake/fake-executor.ts';
import { HardwareWatch } from './engine/hardware-watch.ts';
import { ModelLibrary } from './engine/model-library.ts';
import { markOrphans } from './engine/orphans.ts';
import { planBench, type PlannerSources } from './engine/planner.ts';
import { describeInputFiles, readGraph, RuntimeFacts } from './engine/runtime-facts.ts';
import { Probes } from './engine/probe/probes.ts';
import { StoreWatch } from './engine/store-watch.ts';
import { markOrphanedSweeps } from './engine/sweep/orphaned-sweeps.ts';
import { Sweeps } from './engine/sweep/sweeps.ts';
import { workerExecutor } from './engine/worker-executor.ts';
import { Gates } from './gates/gates.ts';
import { hardwareApi } from './monitor/hardware-api.ts';
import { closeOrphanedRecordings, Monitor } from './monitor/monitor.ts';
import { readRecording } from './monitor/read-recording.ts';
import type { CorePorts } from './ports.ts';
import { profileExporter } from './profiling/export-profile.ts';
import { findingsApi } from './profiling/findings-api.ts';
import { profileApi } from './profiling/profile-api.ts';
import { cardLevel } from './reference-outputs/card-level.ts';
import { exportAs } from './reports/index.ts';
import { RunList } from './run-list/run-list.ts';
import { withCheckedArguments } from './requests/index.ts';
import { historyApi } from './history/history-api.ts';
import { sideBySideApi } from './side-by-side/side-by-side-api.ts';
import { MachineLock } from './store/machine-lock.ts';
import { openStore } from './store/open-store.ts';
import { currentOwner } from './store/owner.ts';
import { targetApi } from './targets/target-api.ts';
import { traceApi } from './traces/trace-api.ts';
import { Traces } from './traces/traces.ts';
import { BIN_KEPT_MS } from './upkeep/retention.ts';
import { Upkeep } from './upkeep/upkeep.ts';

const STOP_GRACE_MS = 5000;

/** The product, in process: no Electron, no DOM, no knowledge of who is looking. */
export interface Core {
  readonly api: DynoApi;
  subscribe(listener: (event: CoreEvent) => void): () => void;
  /** For hosts that wait for a trace and write it out; pages are told by events. */
  readonly traces: Pick<Traces, 'ready' | 'exportTo'>;
  /** For hosts that stay, and for those that end with their command. */
  readonly upkeep: Pick<Upkeep, 'stay' | 'afterCommand' | 'follow'>;
  /** Stops what runs (stored as stopped), ends the children, closes the store. */
  close(): Promise<void>;
}

export async function createCore(ports: CorePorts): Promise<Core> {
  const { clock, log } = ports;
  const store = openStore({ folder: ports.paths.data, wallNow: clock.wall });
  for (const notice of store.notices) ports.log.warn(notice);
  const markAllOrphans = (): void => {
    markOrphans(store);
    markOrphanedSweeps(store);
    markOrphanedComparisons(store);
  };
  markAllOrphans();
  store.purgeRecordings(clock.wall() - BIN_KEPT_MS);

  const listeners = new Set<(event: CoreEvent) => void>();
  const emit = (event: CoreEvent): void => {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        log.error('A listener failed', error);
      }
    }
  };

  const models = new ModelLibrary(store, ports);
  const runtime = new RuntimeFacts(ports);
  const hardware = new HardwareWatch(ports);
  hardware.listen((sample) => emit({ type: 'hardware', sample }));
  const owner = currentOwner();
  const monitoring = { store, owner, clock, log, emit, feed: hardware };
  const monitor = new Monitor(monitoring);
  const storeWatch = new StoreWatch(store, () => {
    monitor.alerts.thresholdsChanged();
    emit({ type: 'runs-changed', runIds: 'unknown' });
  });
  const machine = { version: ports.version, inventory: () => hardware.inventory() };
  const planning: PlannerSources = {
    store,
    models,
    describeInputFiles: (files) => describeInputFiles(ports, files),
  };
  const plan: DynoApi['planBench'] = (request) => planBench(request, planning);

  const surroundings: BenchSurroundings = {
    store,
    models,
    hardware: {
      start: () => hardware.start(),
      watch: (pid) => hardware.watch(pid),
      listen: (listener) => hardware.listen(listener),
      record: (runId, accepts) => monitor.recordRun(runId, accepts),
    },
    activity: monitor.alerts,
    clock,
    log,
    emit,
    plan,
    lock: new MachineLock(ports.paths.machineLock),
    owner,
    executor: chooseExecutor(workerExecutor(ports), fakeExecutor()),
    stopGraceMs: STOP_GRACE_MS,
    prepareModel: async ({ request }, stopped) =>
      models.prepare((await models.open(request.model)).info, stopped),
    environment: ({ request: { model, workingFolder } }) =>
      describeEnvironment(machine, { onnxRuntime: null, workingFolder, model }),
  };
  const bench = new Bench(surroundings);
  const launchProber: CorePorts['launchProber'] = (events) => ports.launchProber(events);
  const card = cardLevel({ clock, launchProber });
  const abTests = new AbTests({ ...surroundings, queue: bench.queue, card });
  const calibrator = new Calibrator({ ...surroundings, queue: bench.queue });

  const probes = new Probes(
    {
      ...surroundings,
      launchProber,
      environment: () => describeEnvironment(machine, { onnxRuntime: null }),
    },
    bench.queue,
  );

  const traces = new Traces({ ports, emit, isMeasuring: () => bench.isMeasuring });
  bench.queue.beforeEachMeasurement(async () => traces.makeWay());

  const upkeep = new Upkeep({
    store,
    ports,
    emit,
    isMeasuring: () => bench.isMeasuring,
    replaced: () => {
      markAllOrphans();
      closeOrphanedRecordings(store);
      monitor.alerts.thresholdsChanged();
      emit({ type: 'runs-changed', runIds: 'unknown' });
      emit({ type: 'targets-changed' });
    },
  });
  bench.queue.beforeEachMeasurement(async () => {
    upkeep.noteRuns();
    await upkeep.makeWay();
  });
  upkeep.emptyBin();

  const getRun = (id: string): Run => bench.asItIs(store.resolveRun(id));
  const hardwareOf = async (run: Run): Promise<HardwareSeries | null> => {
    monitor.flush();
    const recording = store.recordingOfRun(run.id);
    if (recording === null) return null;
    const channels = recording.channels.filter(({ metric }) => DRAWN.includes(metric)).map(({ id }) => id);
    return hardwareSeries(run.id, recording, await readRecording(store, recording, { channels }));
  };
  const changed = (runIds: readonly string[]): void => emit({ type: 'runs-changed', runIds });
  const environment = async () =>
    describeEnvironment(machine, { onnxRuntime: (await runtimeNow())?.onnxRuntime ?? null });
  // A process that tries the graphics drivers would be load beside a measurement.
  const runtimeNow = async (): Promise<RuntimeDescription | null> =>
    bench.isMeasuring ? runtime.known : runtime.describe().catch(() => null);

  const sweeps = new Sweeps({
    store,
    bench,
    clock,
    log,
    emit,
    owner,
    planner: {
      plan: (request) => planBench(request, { ...planning, levels: [] }),
      inspect: (model) => models.inspect(model),
      runtime: runtimeNow,
    },
  });

  const targets = targetApi({
    store,
    getRun,
    wallNow: clock.wall,
    noiseFloorOf: (run) => calibrator.noiseFloorOf(run),
    changed: () => emit({ type: 'targets-changed' }),
  });

  const profiles = profileApi({
    store,
    getRun,
    graphs: {
      knownHash: (path, stamp) => store.cachedHash(path, stamp),
      isMeasuring: () => bench.isMeasuring,
      readGraph: (path, inputs) => readGraph(ports, path, inputs),
    },
  });

  const tracesApi = traceApi(traces, ports);
  const runList = new RunList({ store, wallNow: clock.wall, changed, untold: () => bench.untold() });

  const gates = new Gates({
    store,
    clock,
    log,
    models,
    bench,
    tests: abTests,
    getRun,
    emit,
    calibrationOf: (run) => calibrator.calibrationOf(run),
    hear: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });

  const api: DynoApi = {
    planSweep: (request) => sweeps.planSweep(request),
    startSweep: (request) => sweeps.startSweep(request),
    stopSweep: (id) => sweeps.stopSweep(id),
    resumeSweep: (id) => sweeps.resumeSweep(id),
    getSweep: (id) => sweeps.getSweep(id),
    listSweeps: () => sweeps.listSweeps(),

    ...targets,
    ...runList.api,
    ...historyApi({
      store,
      allRuns: () => runList.all(),
      noiseOf: (run, metric) => calibrator.noiseOf(run, metric),
      identifyFile: (path) => models.identifyFile(path),
      changed: () => emit({ type: 'targets-changed' }),
    }),
    ...gates.api,
    ...hardwareApi(monitoring, monitor),
    ...probes.api,
    ...profiles,
    ...tracesApi,
    ...differenceApi({
      profiles,
      traces: tracesApi,
      getRun,
      noiseBetween: (a, b) => calibrator.noiseBetween(a, b),
    }),
    ...upkeep.api,
    ...sideBySideApi({ store, getRun, medianNoiseOf: (run) => calibrator.noiseOf(run) }),
    getFindings: findingsApi({ store, profiles, getRun, models, flushRecordings: () => monitor.flush() }),
    exportProfile: profileExporter(profiles, getRun),

    about: async () => ({
      version: ports.version,
      host: ports.host,
      dataFolder: store.folder,
      providers: (await runtimeNow())?.providers ?? [],
      environment: await environment(),
      notices: store.notices,
    }),
    doctor: async () =>
      examine({
        ports,
        store,
        runtime,
        describeNative: () => describeNative(ports.launchProber),
        hardwareSources: () => askSources(hardware),
        environment: await environment(),
      }),

    listModels: async () => models.list(),
    inspectModel: (ref, at) => models.inspect(ref, at),
    pickModelFile: async () => (await ports.dialogs?.pickModelFile()) ?? null,

    planBench: plan,
    startBench: (request) => bench.start(request),
    stopRun: async (runId) => {
      const { id } = getRun(runId);
      if (!abTests.stopOfRun(id)) bench.stop(id);
    },
    liveRuns: async () => bench.live(),

    calibrate: (request) => calibrator.calibrate(request),
    stopCalibration: async () => calibrator.stop(),
    listCalibrations: async () => store.listCalibrations(),
    startAb: (request) => abTests.start(request),
    stopAb: async (id) => abTests.stop(id),
    getAb: async (id) => abTests.get(id),
    listAbs: async () => abTests.list(),

    listRuns: async (filter) => store.listRuns(filter).map((run) => bench.asItIs(run)),
    getRun: async (runId) => getRun(runId),
    getSeries: async (runId) => store.getSeries(getRun(runId).id),
    getHardware: async (runId) => hardwareOf(getRun(runId)),
    getDetails: async (runId) => store.getDetails(getRun(runId).id),
    updateRun: async (runId, patch) => {
      const { id } = getRun(runId);
      store.updateRun(id, patch);
      changed([id]);
      return getRun(id);
    },
    deleteRuns: async (runIds) => {
      const live = new Set(bench.live().map(({ run }) => run.id));
      const busy = runIds.find((id) => live.has(id) || abTests.measures(id));
      if (busy !== undefined) throw stillRunning(busy);
      await runList.setDeleted(runIds, clock.wall());
    },
    restoreRuns: (runIds) => runList.setDeleted(runIds, null),
    exportRun: async (runId, format) => {
      const run = getRun(runId);
      return exportAs(format, {
        run,
        series: store.getSeries(run.id),
        hardware: await hardwareOf(run),
        samples: store.readSamples(run.id),
      });
    },
    saveFile: async (file) => (await ports.dialogs?.saveFile(file)) ?? null,
    recentHardware: async () => hardware.recent(),
  };

  return {
    api: withCheckedArguments(api),
    traces,
    upkeep,
    subscribe(listener) {
      listeners.add(listener);
      hardware.start();
      storeWatch.start();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        storeWatch.stop();
        monitor.unfollow();
      };
    },
    async close() {
      storeWatch.stop();
      sweeps.halt();
      gates.stopAll();
      calibrator.stop();
      probes.stop();
      abTests.stopAll();
      await bench.close();
      await abTests.close();
      await sweeps.idle();
      await traces.close();
      await upkeep.close();
      await runList.idle();
      hardware.close();
      monitor.close();
      store.close();
    },
  };
}

function stillRunning(runId: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'This run is not over yet.',
    subject: runId,
    nextStep: 'Stop it first, then delete it.',
  });
}
