import { asDynoError } from '../../contract/errors.ts';
import type { ModelGraph } from '../../contract/model-graph.ts';
import type { ResolvedInput } from '../../contract/model.ts';
import type { FileInput, RuntimeDescription, WorkerApi } from '../../contract/worker-api.ts';
import type { CorePorts } from '../ports.ts';
import { workerCrashed } from './worker-death.ts';

const NO_EVENTS = {
  onPhase: () => undefined,
  onWarmup: () => undefined,
  onMeasuring: () => undefined,
  onSamples: () => undefined,
  onMeasured: () => undefined,
  onProfileSlice: () => undefined,
  onWarning: () => undefined,
};

type Launcher = Pick<CorePorts, 'launchWorker'>;

/** Asks a worker of its own one question: a driver or a file that breaks it breaks nothing else. */
async function askWorker<T>(
  { launchWorker }: Launcher,
  subject: string,
  ask: (worker: WorkerApi) => Promise<T>,
) {
  const child = launchWorker(NO_EVENTS);
  try {
    return await ask(child.connection.remote as unknown as WorkerApi);
  } catch (thrown) {
    const error = asDynoError(thrown, subject);
    throw error.code === 'CONNECTION_LOST' ? workerCrashed(await child.exited, subject) : error;
  } finally {
    child.kill();
  }
}

export function describeInputFiles(
  ports: Launcher,
  files: Readonly<Record<string, string>>,
): Promise<readonly FileInput[]> {
  const [first = 'the input files'] = Object.values(files);
  return askWorker(ports, first, (worker) => worker.describeInputFiles(files));
}

/** The model's graph at these inputs. */
export function readGraph(
  ports: Launcher,
  modelPath: string,
  inputs: readonly ResolvedInput[],
): Promise<ModelGraph> {
  return askWorker(ports, modelPath, (worker) => worker.readGraph(modelPath, inputs));
}

/** What the runtime can do here, found out once: trying a graphics driver takes time and a process. */
export class RuntimeFacts {
  readonly #ports: Launcher;
  #asked: Promise<RuntimeDescription> | null = null;
  #known: RuntimeDescription | null = null;

  constructor(ports: Launcher) {
    this.#ports = ports;
  }

  /** What is known by now, without a process that would disturb a measurement. */
  get known(): RuntimeDescription | null {
    return this.#known;
  }

  describe(): Promise<RuntimeDescription> {
    this.#asked ??= askWorker(this.#ports, 'ONNX Runtime', (worker) => worker.describeRuntime()).then(
      (known) => (this.#known = known),
      (error: unknown) => {
        this.#asked = null;
        throw error;
      },
    );
    return this.#asked;
  }
}
