import {
  mkdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
  readdirSync,
  renameSync,
  type FSWatcher,
} from 'node:fs';
import { join } from 'node:path';

type OnSecond = (argv: readonly string[], workingFolder: string, additionalData: unknown) => void;

interface Greeting {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly additionalData: unknown;
}

/** The lock lies in the user data folder, as Chromium's does, and dies with its holder. */
export class SingleInstance {
  #folder: string | null = null;
  #watcher: FSWatcher | null = null;

  claim(userData: string, additionalData: unknown, onSecond: OnSecond): boolean {
    const folder = join(userData, 'double-instance');
    mkdirSync(folder, { recursive: true });
    const lock = join(folder, 'holder');
    const holder = readHolder(lock);
    if (holder !== null && holder !== process.pid && isAlive(holder)) {
      const greeting: Greeting = { argv: process.argv, cwd: process.cwd(), additionalData };
      const draft = join(folder, `draft-${process.pid}`);
      writeFileSync(draft, JSON.stringify(greeting));
      renameSync(draft, join(folder, `greeting-${process.pid}`));
      return false;
    }
    writeFileSync(lock, String(process.pid));
    this.#folder = folder;
    this.#watcher = watch(folder, () => this.#readGreetings(folder, onSecond));
    this.#watcher.unref();
    return true;
  }

  release(): void {
    this.#watcher?.close();
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }

  #readGreetings(folder: string, onSecond: OnSecond): void {
    if (!this.#folder) return;
    for (const name of readdirSync(folder)) {
      if (!name.startsWith('greeting-')) continue;
      const file = join(folder, name);
      const { argv, cwd, additionalData } = JSON.parse(readFileSync(file, 'utf8')) as Greeting;
      rmSync(file);
      onSecond(argv, cwd, additionalData);
    }
  }
}

function readHolder(lock: string): number | null {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
