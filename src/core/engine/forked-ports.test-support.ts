import { fork } from 'node:child_process';
import { join } from 'node:path';
import { connect, connectionLost } from '../../contract/rpc.ts';
import type { Child, ChildExit, CorePorts } from '../ports.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The real worker, forked from its source. The sampler is none of these tests' business: its place stays empty. */
export function forkedPorts(
  folder: string,
  options: {
    readonly env?: NodeJS.ProcessEnv;
    readonly workerFile?: string;
    readonly proberFile?: string;
  } = {},
): CorePorts & { readonly workers: readonly Child<object, object>[] } {
  const workers: Child<object, object>[] = [];
  const log = { debug: () => undefined, warn: () => undefined, error: () => undefined };
  return {
    version: '0.0.0-test',
    host: 'browser',
    clock: { monotonic: () => performance.now(), wall: () => Date.now() },
    paths: {
      data: join(folder, 'data'),
      models: join(folder, 'data', 'models'),
      machineLock: join(folder, 'measuring.lock'),
    },
    log,
    workers,
    launchWorker(events) {
      const file = options.workerFile ?? join(root, 'src', 'worker', 'index.ts');
      const child = forkChild(file, events, options.env);
      workers.push(child as unknown as Child<object, object>);
      return child as never;
    },
    launchSampler: () => silentChild() as never,
    launchProber: (events) =>
      forkChild(options.proberFile ?? join(root, 'src', 'prober', 'index.ts'), events, options.env) as never,
    launchImporter: (events) =>
      forkChild(join(root, 'src', 'importer', 'index.ts'), events, options.env) as never,
    launchKeeper: (events) =>
      forkChild(join(root, 'src', 'keeper', 'index.ts'), events, options.env) as never,
  };
}

export function forkChild<Api extends object, Events extends object>(
  file: string,
  events: Events,
  env: NodeJS.ProcessEnv = process.env,
): Child<Api, Events> {
  const child = fork(file, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...env, ORT_DISABLE_TELEMETRY: '1' },
  });
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (lastWords += text));
  const connection = connect<Api, Events>(
    {
      post: (frame) => void child.send(frame as object, () => undefined),
      onMessage: (listener) => void child.on('message', listener),
    },
    events,
    { peer: 'the child' },
  );
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, lastWords }));
  });
  void exited.then(() => connection.close(connectionLost('the child')));
  return { pid: child.pid, connection, exited, kill: () => void child.kill('SIGKILL') };
}

function silentChild(): Child<object, object> {
  let gone: (exit: ChildExit) => void = () => undefined;
  const exited = new Promise<ChildExit>((resolve) => (gone = resolve));
  const remote = {
    start: () => Promise.resolve(),
    watch: () => Promise.resolve(),
    ownProcesses: () => Promise.resolve(),
    followProcesses: () => Promise.resolve(),
    inventory: () => Promise.resolve({ cpuModel: 'a CPU', physicalCores: null, gpus: [], osName: 'an OS' }),
  };
  return {
    pid: undefined,
    connection: { remote, close: () => undefined } as never,
    exited,
    kill: () => gone({ code: 0, signal: null, lastWords: '' }),
  };
}
