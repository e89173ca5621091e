import type { MachineFiles } from './sources/types.ts';

/** Who owns a process, by name where /etc/passwd has one. */
export class UserNames {
  readonly #files: MachineFiles;
  #names: ReadonlyMap<string, string> | null = null;

  constructor(files: MachineFiles) {
    this.#files = files;
  }

  /** Empty where it cannot be found out. */
  ownerOf(pid: number): string {
    const uid = /^Uid:\s+(\d+)/m.exec(this.#files.read(`/proc/${pid}/status`) ?? '')?.[1];
    if (uid === undefined) return '';
    this.#names ??= new Map(
      (this.#files.read('/etc/passwd') ?? '').split('\n').flatMap((line) => {
        const [name, , number] = line.split(':');
        return name && number ? [[number, name] as const] : [];
      }),
    );
    return this.#names.get(uid) ?? uid;
  }
}
