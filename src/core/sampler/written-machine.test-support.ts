import { ByteScanner } from './byte-scanner.ts';
import type { MachineFiles, Surroundings } from './sources/types.ts';
import { naturally } from './system-files.ts';

export interface WrittenFile {
  readonly refused: string;
}

/** Another machine's /proc and /sys, which a test writes and changes between two readings. */
export class WrittenMachine implements Surroundings {
  readonly contents: Map<string, string | WrittenFile>;
  watched: number | null = null;
  follows = false;
  own: number[] = [];
  tables: { total: number; rows: Parameters<Surroundings['takeProcesses']>[1] }[] = [];
  cpuMs = 0;
  readonly gpuBytes = new Map<number, number>();
  opened = 0;

  constructor(contents: Readonly<Record<string, string | WrittenFile>> = {}) {
    this.contents = new Map(Object.entries(contents));
  }

  write(contents: Readonly<Record<string, string | WrittenFile>>): void {
    for (const [path, text] of Object.entries(contents)) this.contents.set(path, text);
  }

  /** The file, or all of a folder. */
  remove(path: string): void {
    for (const known of [...this.contents.keys()])
      if (known === path || known.startsWith(`${path}/`)) this.contents.delete(known);
  }

  readonly files: MachineFiles = {
    read: (path) => this.#text(path),
    refusal: (path) => {
      const found = this.contents.get(path);
      if (found === undefined) return 'ENOENT';
      return typeof found === 'string' ? null : found.refused;
    },
    list: (path) => {
      const names = new Set<string>();
      for (const known of this.contents.keys())
        if (known.startsWith(`${path}/`)) names.add(known.slice(path.length + 1).split('/')[0] ?? '');
      return [...names].sort(naturally);
    },
    numbers: (path) => this.files.list(path).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : [])),
    keep: (path) => {
      if (this.#text(path) === null) return null;
      this.opened += 1;
      return {
        scan: () => {
          const text = this.#text(path);
          return text === null ? null : scanner.over(new TextEncoder().encode(text));
        },
        close: () => void (this.opened -= 1),
      };
    },
  };

  nvml: Surroundings['nvml'] = () => ({ absent: 'The test has no native addon.', nextStep: '' });
  runProgram: Surroundings['runProgram'] = () =>
    Promise.resolve({ code: null, stdout: '', stderr: '', failure: 'missing' });
  followProgram: Surroundings['followProgram'] = () => ({ pid: null, stop: () => undefined });
  watchedPid = (): number | null => this.watched;
  followsProcesses = (): boolean => this.follows;
  ownPids = (): readonly number[] => this.own;
  gpuBytesOf = (pid: number): number | null => this.gpuBytes.get(pid) ?? null;
  takeProcesses: Surroundings['takeProcesses'] = (total, rows) => void this.tables.push({ total, rows });
  ownCpuMs = (): number => this.cpuMs;

  #text(path: string): string | null {
    const found = this.contents.get(path);
    return typeof found === 'string' ? found : null;
  }
}

const scanner = new ByteScanner();
