import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as passing } from 'node:timers/promises';
import type { SamplerHealth } from '../src/contract/hardware-channels.ts';
import { mebibytes, milliseconds, type Figure } from './figure.ts';
import { modelBesideSampler } from './sampler-effect.ts';
import { startSampler, type Heard } from './start-sampler.ts';

const SLEEPERS = 200;
const LOOK_MS = 30_000;
/** Its first table opens every process's file, and V8 has not yet compiled what runs often. */
const SETTLE_MS = 8_000;
const MS_PER_TICK = 10;
const RATES = [
  { hertz: 10, most: 1 },
  { hertz: 100, most: 5 },
] as const;
const MOST_JITTER_MS = 2;

interface Look {
  readonly cpuPercent: number;
  readonly residentBytes: number;
  readonly health: SamplerHealth | null;
  readonly processes: number;
}

/**
 * What the built sampler costs with everything on: 200 more processes that sleep, the whole table followed, one
 * process watched. Its cost is the kernel's count for its process, read from outside.
 */
export async function benchSampler(pairs: number, say: (text: string) => void): Promise<Figure[]> {
  const sleepers = Array.from({ length: SLEEPERS }, () => spawn('sleep', ['100000'], { stdio: 'ignore' }));
  try {
    const figures = await costs(sleepers, say);
    return [...figures, ...(pairs > 0 ? await modelBesideSampler(pairs, say) : [])];
  } finally {
    for (const sleeper of sleepers) sleeper.kill('SIGKILL');
  }
}

async function costs(sleepers: readonly ChildProcess[], say: (text: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { hertz, most } of RATES) {
    const { sampler, heard } = await startSampler(hertz, sleepers[0]?.pid ?? process.pid);
    try {
      await passing(SETTLE_MS);
      const look = await lookAt(sampler.pid ?? 0, heard);
      const { jitterMs, ticks, missedTicks } = look.health ?? {};
      say(
        `${hertz} Hz: ${look.cpuPercent.toFixed(2)} % of one core, ${mebibytes(look.residentBytes)}, late p50 ${milliseconds(jitterMs?.p50 ?? Number.NaN)}, p99 ${milliseconds(jitterMs?.p99 ?? Number.NaN)}, ${missedTicks} of ${ticks} ticks missed, ${look.processes} processes, first frame after ${milliseconds(heard.firstFrameMs ?? Number.NaN)}`,
      );
      for (const { id, state, readMs, costPercent } of look.health?.sources ?? [])
        if (state === 'reading')
          say(`  ${id.padEnd(14)} ${readMs?.toFixed(4)} ms a reading, ${costPercent?.toFixed(3)} %`);
      if (look.processes < SLEEPERS) throw new Error(`The table shows ${look.processes} processes.`);
      figures.push({
        name: `the sampler at ${hertz} Hz, everything on, ${look.processes} processes`,
        target: `< ${most} % of one core`,
        measured: `${look.cpuPercent.toFixed(2)} %, ${mebibytes(look.residentBytes)}`,
        met: look.cpuPercent < most,
        detail: { ...look, firstFrameMs: heard.firstFrameMs },
      });
      figures.push({
        name: `lateness of its ticks at ${hertz} Hz, p99`,
        target: `< ${MOST_JITTER_MS} ms on an idle machine`,
        measured: `${milliseconds(jitterMs?.p99 ?? Number.NaN)} with ${machineLoad()} waiting to run`,
        met: (jitterMs?.p99 ?? Number.POSITIVE_INFINITY) < MOST_JITTER_MS,
        detail: { jitterMs, ticks, missedTicks },
      });
    } finally {
      sampler.kill();
      await sampler.exited;
    }
  }
  return figures;
}

async function lookAt(pid: number, heard: Heard): Promise<Look> {
  const before = cpuMs(pid);
  const began = performance.now();
  await passing(LOOK_MS);
  const lasted = performance.now() - began;
  return {
    cpuPercent: ((cpuMs(pid) - before) / lasted) * 100,
    residentBytes: Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024,
    health: heard.health,
    processes: heard.table?.total ?? 0,
  };
}

function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

const machineLoad = (): string => readFileSync('/proc/loadavg', 'utf8').split(' ')[0] ?? 'unknown';
