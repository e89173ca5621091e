import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynoError } from '../../contract/errors.ts';

/** How a kernel's parameter is passed, as PTX names it: an address is u64. */
export type ParameterType = 'u64' | 'u32' | 'f32';

export interface KernelText {
  /** The file in which it is. */
  readonly file: string;
  readonly parameters: readonly ParameterType[];
}

export interface KernelFiles {
  readonly kernels: ReadonlyMap<string, KernelText>;
  ptxOf(file: string): string;
}

const FOLDER = join('resources', 'kernels');
const FILE = /^(.+)\.sm_(\d+)(a?)\.ptx$/;

/**
 * The kernels that a card of this compute capability can run, each from the file for the highest capability that it
 * has. PTX goes on to later cards, but for that of an "a" target, which is for its own alone.
 */
export function kernelsFor(
  capability: { readonly major: number; readonly minor: number },
  folder = kernelFolder(),
): KernelFiles {
  const wanted = capability.major * 10 + capability.minor;
  const files = readdirSync(folder).flatMap((file) => {
    const [, , digits, own] = FILE.exec(file) ?? [];
    const target = Number(digits);
    const runs = own === 'a' ? target === wanted : target <= wanted;
    return digits !== undefined && runs ? [{ file, target }] : [];
  });
  const texts = new Map<string, string>();
  const kernels = new Map<string, KernelText>();
  for (const { file } of files.sort((a, b) => a.target - b.target)) {
    const text = readFileSync(join(folder, file), 'utf8');
    texts.set(file, text);
    for (const [, name = '', list = ''] of text.matchAll(/\.entry (\w+)\(([^)]*)\)/g)) {
      kernels.set(name, { file, parameters: parametersOf(list) });
    }
  }
  return { kernels, ptxOf: (file) => texts.get(file) ?? '' };
}

function parametersOf(list: string): ParameterType[] {
  return [...list.matchAll(/\.param \.([a-z]+)(\d+)/g)].map(([, kind, bits]) => {
    if (kind === 'f') return 'f32';
    return bits === '64' ? 'u64' : 'u32';
  });
}

function kernelFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, FOLDER))) return join(folder, FOLDER);
    if (folder === dirname(folder)) {
      throw new DynoError({
        code: 'NATIVE_MISSING',
        message: 'The kernels for GPUs are not there: no folder resources/kernels beside Dyno.',
        subject: start,
        nextStep: 'Use a complete package of Dyno, or a checkout.',
      });
    }
  }
}
