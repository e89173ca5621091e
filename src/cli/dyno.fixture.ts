import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

/** As it was built, where whoever runs the tests has just built it; else its source. */
const PROGRAM = process.env['DYNO_BUILT_CLI'] ?? fileURLToPath(new URL('./index.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with the first match in what it wrote so far or will write; rejects when it ends without. */
  saw(pattern: RegExp): Promise<RegExpExecArray>;
}

/** The real program in a folder of its own, as a shell would start it. */
export function createSandbox() {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-cli-'));
  const started = new Set<ChildProcess>();
  const start = (argv: readonly string[], options: { readonly ipc?: boolean } = {}): Started => {
    const child = spawn(process.execPath, [PROGRAM, ...argv], {
      cwd: folder,
      env: environment(folder),
      stdio: ['ignore', 'pipe', 'pipe', ...(options.ipc ? (['ipc'] as const) : [])],
    });
    started.add(child);
    return follow(child, () => started.delete(child));
  };
  return {
    folder,
    data: join(folder, 'data'),
    start,
    run: (...argv: string[]): Promise<Ended> => start(argv).ended,
    async json(...argv: string[]): Promise<{ code: number | null; document: Document }> {
      const { code, out } = await start([...argv, '--json']).ended;
      return { code, document: JSON.parse(out) as Document };
    },
    end() {
      for (const child of started) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export type Sandbox = ReturnType<typeof createSandbox>;

export interface Document {
  readonly schemaVersion: number;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly subject: string;
    readonly nextStep: string;
  };
  readonly [field: string]: unknown;
}

function environment(folder: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|DYNO_|VITEST|NODE_OPTIONS|INIT_CWD)/.test(name),
  );
  return { ...Object.fromEntries(inherited), DYNO_DATA: join(folder, 'data'), TMPDIR: folder, NO_COLOR: '1' };
}

export function follow(child: ChildProcess, onEnd: () => void = () => undefined): Started {
  const text = { out: '', err: '' };
  const watchers = new Set<() => void>();
  const read = (stream: 'out' | 'err') => (chunk: Buffer) => {
    text[stream] += chunk.toString('utf8');
    for (const watch of watchers) watch();
  };
  child.stdout?.on('data', read('out'));
  child.stderr?.on('data', read('err'));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    // Not its "close": that never comes once this side has let go of the channel.
    child.once('exit', (code, signal) => {
      onEnd();
      void Promise.allSettled([drained(child.stdout), drained(child.stderr)]).then(() =>
        resolve({ code, signal, ...text }),
      );
    });
  });
  return {
    process: child,
    ended,
    saw: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          const match = pattern.exec(text.out) ?? pattern.exec(text.err);
          if (!match) return;
          watchers.delete(watch);
          resolve(match);
        };
        watchers.add(watch);
        watch();
        void ended.then(() =>
          reject(new Error(`It ended without ${String(pattern)}: ${text.out}${text.err}`)),
        );
      }),
  };
}

function drained(stream: Readable | null): Promise<void> {
  return stream === null || stream.destroyed ? Promise.resolve() : finished(stream);
}

/** Processes started by this one and still there (Linux). */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
}

function parentOf(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

export function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
