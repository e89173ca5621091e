import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CpuNative, KernelArray } from '../native/cpu.d.ts';
import { loadAddon } from '../src/native/load-addon.ts';
import { readCacheLevels } from '../src/prober/cpu/cache-levels.ts';
import { probeSizes } from '../src/prober/cpu/probe-sizes.ts';
import { bestOf } from '../src/prober/cpu/samples.ts';
import { median, type Figure } from './figure.ts';

const ROUNDS = 7;
const REPEATS = 8;
const TURNS = 31;
const ROW = 1024;
const TRIAD_WITHIN = 0.1;
const COSINE_OF_READ = 0.8;

/** The ceilings against a program that has nothing of Dyno, and the kernels against the ceilings, in turns. */
export async function benchNative(say: (text: string) => void): Promise<Figure[]> {
  const loaded = loadAddon();
  if (loaded.addon === null)
    throw new Error(`The native addon is missing: ${loaded.reason}. ${loaded.nextStep}`);
  const { cpu } = loaded.addon;
  const { threads, simd, availableBytes } = cpu.describe();
  const { memory } = probeSizes(readCacheLevels(), threads, availableBytes);
  say(`${simd}, ${threads} threads, ${(memory / 2 ** 20).toFixed(0)} MiB of arrays`);
  return [await triad(cpu, memory, threads, say), ...(await kernels(cpu, memory, say))];
}

async function triad(
  cpu: CpuNative,
  bytes: number,
  threads: number,
  say: (text: string) => void,
): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-native-'));
  try {
    const { program, flags } = compilePeer(folder);
    const ours: number[] = [];
    const plain: number[] = [];
    const measureOurs = async (): Promise<void> => {
      ours.push(bestOf(await cpu.measureBandwidth({ traffic: 'triad', bytes, threads, samples: REPEATS })));
    };
    const measurePlain = async (): Promise<void> => {
      const given = [Math.floor(bytes / 24), threads, REPEATS].map(String);
      plain.push(Number(execFileSync(program, given, { encoding: 'utf8' })));
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      const order = round % 2 === 0 ? [measureOurs, measurePlain] : [measurePlain, measureOurs];
      for (const measure of order) await measure();
      say(`triad, round ${round + 1}: ${ours[round]?.toFixed(1)} against ${plain[round]?.toFixed(1)} GB/s`);
    }
    // The best of all rounds, as either program reports it: what others did meanwhile only ever takes away.
    const ratio = Math.max(...ours) / Math.max(...plain);
    return {
      name: `triad of the probe over a plain one (g++ ${flags.join(' ')})`,
      target: `within ${TRIAD_WITHIN * 100} %`,
      measured: `${ratio.toFixed(3)}: ${Math.max(...ours).toFixed(1)} against ${Math.max(...plain).toFixed(1)} GB/s`,
      met: Math.abs(ratio - 1) <= TRIAD_WITHIN,
      detail: { ratio, ours, plain, flags, bytes },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compilePeer(folder: string): { readonly program: string; readonly flags: readonly string[] } {
  const program = join(folder, 'plain-triad');
  const source = join(import.meta.dirname, 'peers', 'plain-triad.cc');
  for (const threading of ['-fopenmp', '-pthread']) {
    const flags = ['-O3', '-march=native', threading];
    if (spawnSync('g++', [...flags, source, '-o', program]).status === 0) return { program, flags };
  }
  throw new Error('The plain triad could not be compiled: install g++ (Debian, Ubuntu: apt install g++).');
}

async function kernels(cpu: CpuNative, bytes: number, say: (text: string) => void): Promise<Figure[]> {
  const count = Math.floor(bytes / 4 / ROW) * ROW;
  const wide = new Float32Array(count).map((_, index) => (index % 1013) - 506);
  // Numbers from 0.5 to 2, as half precision has them: the bits of others would hold NaN here and there.
  const half = new Uint16Array(count * 2).map((_, index) => 0x3800 + (index % 0x800));
  const narrow = new Int8Array(wide.buffer);
  const cosine = (rows: KernelArray): (() => number) => {
    const cosines = new Float32Array(rows.length / ROW);
    const query = rows.slice(0, ROW);
    return () => rate(rows.byteLength, () => cpu.cosine(query, rows, cosines));
  };
  const compare = (both: KernelArray): (() => number) => {
    const middle = both.length / 2;
    return () =>
      rate(both.byteLength, () => void cpu.compare(both.subarray(0, middle), both.subarray(middle)));
  };
  const subjects: Readonly<Record<string, { readonly run: () => number; readonly isHeld: boolean }>> = {
    'cosine fp32': { run: cosine(wide), isHeld: true },
    'cosine fp16': { run: cosine(half), isHeld: false },
    'cosine int8': { run: cosine(narrow), isHeld: false },
    'comparison fp32': { run: compare(wide), isHeld: false },
    'comparison fp16': { run: compare(half), isHeld: false },
  };
  const figures: Figure[] = [];
  for (const [name, { run, isHeld }] of Object.entries(subjects)) {
    const own: number[] = [];
    const read: number[] = [];
    // Many short turns and the middle of their ratios: other load takes from both sides of a turn alike.
    for (let turn = 0; turn < TURNS; turn += 1) {
      read.push(bestOf(await cpu.measureBandwidth({ traffic: 'read', bytes, samples: 2 })));
      own.push(Math.max(run(), run()));
    }
    const ratio = median(own.map((value, turn) => value / (read[turn] ?? Number.NaN)));
    say(`${name}: ${ratio.toFixed(3)} of reading`);
    figures.push({
      name: `${name}, rows of ${ROW}, over the read bandwidth`,
      target: isHeld ? `≥ ${COSINE_OF_READ}` : 'as measured',
      measured: `${ratio.toFixed(3)}: ${median(own).toFixed(1)} of ${median(read).toFixed(1)} GB/s`,
      met: !isHeld || ratio >= COSINE_OF_READ,
      detail: { ratio, own, read },
    });
  }
  return figures;
}

function rate(bytes: number, work: () => void): number {
  const began = performance.now();
  work();
  return bytes / (performance.now() - began) / 1e6;
}
