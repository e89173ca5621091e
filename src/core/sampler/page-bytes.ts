import type { Bytes } from '../../contract/units.ts';
import type { MachineFiles } from './sources/types.ts';

const USUAL = 4096;

/** The kernel's page: this process's size in KiB over the same in pages. 16 or 64 KiB on some ARM machines. */
export function pageBytes(files: MachineFiles): Bytes {
  const pages = Number.parseInt(files.read('/proc/self/statm') ?? '', 10);
  const kibibytes = Number(/^VmSize:\s+(\d+) kB/m.exec(files.read('/proc/self/status') ?? '')?.[1]);
  const bytes = 2 ** Math.round(Math.log2((kibibytes * 1024) / pages));
  return bytes >= USUAL && bytes <= 2 ** 16 ? bytes : USUAL;
}
