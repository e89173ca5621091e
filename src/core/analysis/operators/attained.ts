import type { TensorType } from '../../../contract/model.ts';
import type { Gigaflops, GigabytesPerSecond, GpuProbe, Probe } from '../../../contract/probe.ts';
import type { OperatorProfile } from '../../../contract/profile.ts';
import type { Environment } from '../../../contract/hardware.ts';
import type { RunConfig } from '../../../contract/run.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import { hardwareKey } from '../machine-key.ts';
import { busyMs, bytesMoved } from './operator-sum.ts';

/** What one processor can do at most, for one run: measured by the probe, with as many threads as the run had. */
export interface Ceilings {
  readonly name: string;
  /** Null: all of them. */
  readonly threads: number | null;
  readonly memory: GigabytesPerSecond;
  readonly fp32: Gigaflops;
  readonly fp64: Gigaflops | null;
  readonly fp16: Gigaflops | null;
  readonly int8: Gigaflops | null;
}

export type CeilingsOfRun =
  | { readonly kind: 'known'; readonly cpu: Ceilings; readonly gpu: Ceilings | null; readonly probe: Probe }
  /** This machine never was; or the run tells nothing of the machine it ran on. */
  | { readonly kind: 'not-probed' }
  | { readonly kind: 'other-machine'; readonly ranOn: string; readonly probed: string };

/** A probe speaks for the runs of its own machine alone. */
export function ceilingsOfRun(
  probe: Probe | null,
  environment: Pick<Environment, 'host' | 'cpu'> | null,
  { threads }: Pick<RunConfig, 'threads'>,
): CeilingsOfRun {
  if (probe === null || environment === null) return { kind: 'not-probed' };
  const machine = hardwareKey(environment);
  if (machine !== probe.machine) return { kind: 'other-machine', ranOn: machine, probed: probe.machine };
  const [card] = probe.gpus;
  return { kind: 'known', cpu: cpuCeilings(probe, threads), gpu: card ? gpuCeilings(card) : null, probe };
}

/** Where fewer threads ran than were probed: so many times what one alone did, and never more than all of them. */
function cpuCeilings({ cpu }: Probe, threads: number | null): Ceilings {
  const few = threads === null || threads >= cpu.threads ? null : threads;
  const limited = (all: number, one: number): number => (few === null ? all : Math.min(all, one * few));
  const fp32 = limited(cpu.fp32Gflops, cpu.single.fp32Gflops);
  const fewer = cpu.fp32Gflops > 0 ? fp32 / cpu.fp32Gflops : 1;
  return {
    name: cpu.name,
    threads: few,
    memory: limited(cpu.triadGBs, cpu.single.triadGBs),
    fp32,
    fp64: cpu.fp64Gflops * fewer,
    fp16: null,
    int8: cpu.int8Gops === null ? null : cpu.int8Gops * fewer,
  };
}

function gpuCeilings(gpu: GpuProbe): Ceilings {
  const half = Math.max(gpu.tensorFp16Gflops ?? 0, gpu.tensorBf16Gflops ?? 0, gpu.fp16Gflops ?? 0);
  return {
    name: gpu.name,
    threads: null,
    memory: gpu.triadGBs,
    fp32: gpu.fp32Gflops,
    fp64: null,
    fp16: half > 0 ? half : null,
    int8: null,
  };
}

/** Those of where the operator ran; null where nobody has measured them. */
export function ceilingsFor(provider: string, ceilings: CeilingsOfRun): Ceilings | null {
  if (ceilings.kind !== 'known') return null;
  return provider === 'cpu' ? ceilings.cpu : ceilings.gpu;
}

/** What its operands allow at most; where no roof for their type was measured, that of FP32. */
export function arithmeticRoof({ inputs }: OperatorProfile, ceilings: Ceilings): Gigaflops {
  const roof = roofOf(inputs[0]?.type, ceilings);
  return roof === null || roof <= 0 ? ceilings.fp32 : roof;
}

function roofOf(type: TensorType | undefined, { fp32, fp64, fp16, int8 }: Ceilings): Gigaflops | null {
  switch (type) {
    case 'float64':
      return fp64;
    case 'float16':
    case 'bfloat16':
      return fp16;
    case 'int8':
    case 'uint8':
      return int8;
    default:
      return fp32;
  }
}

/**
 * The least time in which an operator's work could be done under the roofline: by its arithmetic or by the bytes that
 * it moves, whichever takes longer. Null where one of them is not known.
 */
export function leastMs(operator: OperatorProfile, ceilings: Ceilings): Milliseconds | null {
  const bytes = bytesMoved(operator);
  if (operator.flops === null || bytes === null || ceilings.memory <= 0) return null;
  const byArithmetic = operator.flops / arithmeticRoof(operator, ceilings) / 1e6;
  return Math.max(byArithmetic, bytes / ceilings.memory / 1e6);
}

/**
 * Which share of the attainable rate several operators reached together: the least time of their work over the time
 * that it took. Above 1 where caches served what the roof takes from memory, or the probe was disturbed.
 */
export function attainedShare(
  operators: readonly OperatorProfile[],
  places: readonly number[],
  ceilings: CeilingsOfRun,
): number | null {
  let least = 0;
  let took = 0;
  for (const place of places) {
    const operator = operators[place];
    const roofs = operator === undefined ? null : ceilingsFor(operator.provider, ceilings);
    if (operator === undefined || roofs === null) continue;
    const bound = leastMs(operator, roofs);
    if (bound === null) continue;
    least += bound;
    took += busyMs(operator);
  }
  return took > 0 && least > 0 ? least / took : null;
}
