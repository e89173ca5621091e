import { fork as forkNode, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { needReady } from './app.ts';
import { assertOnlyPorts } from './message-channel.ts';
import { onlyKnownKeys, refusal, strict, StrictEmitter } from './strict.ts';

type Stream = 'pipe' | 'ignore' | 'inherit';

interface ForkOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly serviceName?: string;
  readonly stdio?: readonly Stream[] | Stream;
}

class UtilityProcess extends StrictEmitter {
  readonly #child: ChildProcess;
  #spawned = false;
  #gone = false;
  #killed = false;
  readonly #waiting: unknown[] = [];

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super('UtilityProcess', ['spawn', 'exit', 'message']);
    const [input, output, errors] = streamsOf(options.stdio ?? 'inherit');
    this.#child = forkNode(join(import.meta.dirname, 'utility-child.ts'), [modulePath, ...args], {
      serialization: 'advanced',
      execArgv: [],
      stdio: [input, output, errors, 'ipc'],
      ...(options.env ? { env: options.env } : {}),
    });
    // In Electron, too, the process runs some time after the call, and has no number until then.
    this.#child.once('spawn', () => setImmediate(() => this.#onSpawn()));
    this.#child.on('message', (data) => this.emit('message', data));
    this.#child.once('close', (code, signal) => this.#onClose(code, signal));
  }

  get pid(): number | undefined {
    return this.#spawned && !this.#gone ? this.#child.pid : undefined;
  }

  get stdout(): Readable | null {
    return this.#child.stdout;
  }

  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    assertOnlyPorts(transfer);
    if (transfer.length > 0) throw refusal('a port sent to a utility process is not implemented');
    const copy: unknown = structuredClone(message);
    if (this.#gone) return;
    if (!this.#spawned) this.#waiting.push(copy);
    else this.#child.send(copy as object, () => undefined);
  }

  kill(): boolean {
    if (this.#gone) return false;
    this.#killed = true;
    return this.#child.kill('SIGTERM');
  }

  #onSpawn(): void {
    this.#spawned = true;
    this.emit('spawn');
    for (const message of this.#waiting.splice(0)) this.#child.send(message as object, () => undefined);
  }

  #onClose(code: number | null, signal: NodeJS.Signals | null): void {
    this.#gone = true;
    const number = signal ? constants.signals[signal] : (code ?? 0);
    // Electron counts a death by its own kill() as an orderly end.
    const own = this.#killed && (signal === 'SIGTERM' || signal === 'SIGKILL');
    this.emit('exit', own ? 0 : number);
  }
}

function streamsOf(stdio: readonly Stream[] | Stream): [Stream, Stream, Stream] {
  if (typeof stdio === 'string') return ['ignore', checked(stdio), checked(stdio)];
  const [input = 'ignore', output = 'inherit', errors = 'inherit'] = stdio;
  if (input !== 'ignore') throw refusal('a utility process has no stdin: stdio[0] has to be "ignore"');
  if (stdio.length > 3) throw refusal('a utility process has no channel but parentPort');
  return [input, checked(output), checked(errors)];
}

function checked(stream: Stream): Stream {
  if (!['pipe', 'ignore', 'inherit'].includes(stream)) {
    throw refusal(`a utility process has no channel but parentPort: stdio "${stream}"`);
  }
  return stream;
}

export const utilityProcess = strict('utilityProcess', {
  fork(modulePath: string, args: readonly string[] = [], options: ForkOptions = {}): UtilityProcess {
    needReady('utilityProcess.fork');
    onlyKnownKeys('utilityProcess.fork', options, ['env', 'serviceName', 'stdio']);
    if (!existsSync(modulePath)) throw refusal(`utilityProcess.fork: there is no file ${modulePath}`);
    return strict('UtilityProcess', new UtilityProcess(modulePath, args, options));
  },
});
