import { setTimeout as delay } from 'node:timers/promises';
import type { DoctorCheck } from '../../contract/hardware.ts';
import type { TrustCheck } from '../../contract/trust.ts';
import { formatBytes, formatDuration } from '../../contract/units.ts';
import { RULES } from '../analysis/trust/checks/index.ts';
import type { Conditions } from '../analysis/trust/conditions.ts';
import { CHECK_TITLES } from '../analysis/trust/evidence-words.ts';
import { kernelFiles, type KernelFiles } from '../engine/fitness/kernel-files.ts';
import { readMachineCounters } from '../engine/fitness/machine-counters.ts';
import { readMachineState } from '../engine/fitness/machine-state.ts';
import type { CorePorts } from '../ports.ts';

/** Of a run's checks, those that say something of a machine that measures nothing just now. */
const ASKED = [
  'other-load',
  'steal',
  'governor',
  'battery',
  'cgroup',
] as const satisfies readonly TrustCheck[];

/** As coarse as that, a clock is no good for models of some micro-seconds. */
const COARSE_TIMER_MS = 0.01;
const TIMER_READINGS = 2000;
/** Long enough for the kernel’s ticks of ten milliseconds, and nobody minds the wait. */
const LOOK_MS = 400;
/** Of the swap space: a machine that has put so much aside has been short of memory. */
const MUCH_SWAPPED = 0.25;

/**
 * Whether the machine is fit to measure just now, by the rules that each run is judged by. Looks for a moment: what
 * others use shows only over time.
 */
export async function checkFitness(
  clock: CorePorts['clock'],
  files: KernelFiles = kernelFiles,
): Promise<readonly DoctorCheck[]> {
  const before = readMachineCounters(files, clock, null);
  const stateBefore = readMachineState(files);
  await delay(LOOK_MS);
  const span = { before, after: readMachineCounters(files, clock, null) };
  const conditions: Conditions = {
    run: NO_RUN,
    outputs: null,
    measuring: span,
    running: span,
    state: { before: stateBefore, after: readMachineState(files) },
    hardware: [],
  };
  return [
    ...ASKED.map((check) => asDoctorCheck(check, conditions)),
    checkSwap(files.read('/proc/meminfo') ?? ''),
    checkTimer(clock),
  ];
}

const NO_RUN: Conditions['run'] = {
  config: { executor: null, provider: 'cpu', threads: null },
  latencyMs: null,
  signals: null,
  resources: null,
};

function asDoctorCheck(check: TrustCheck, conditions: Conditions): DoctorCheck {
  const { state, detail, nextStep } = RULES[check].judge(conditions);
  const title = CHECK_TITLES[check];
  if (state === 'ok') return { id: check, title, state, detail, nextStep: '' };
  if (state === 'unknown') {
    return {
      id: check,
      title,
      state: 'missing',
      detail,
      nextStep: 'Nothing to do: runs are judged without it.',
    };
  }
  return { id: check, title, state: 'warning', detail, nextStep };
}

function checkSwap(meminfo: string): DoctorCheck {
  const [total, free] = ['SwapTotal', 'SwapFree'].map((name) => {
    const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(meminfo)?.[1];
    return kib === undefined ? null : Number(kib) * 1024;
  });
  const title = CHECK_TITLES.swap;
  if (total === undefined || total === null || free === undefined || free === null) {
    return {
      id: 'swap',
      title,
      state: 'missing',
      detail: 'This system does not tell what it has swapped.',
      nextStep: 'Nothing to do: runs are judged without it.',
    };
  }
  const used = total - free;
  if (total === 0) return { id: 'swap', title, state: 'ok', detail: 'There is no swap space.', nextStep: '' };
  const detail = `${formatBytes(used)} of ${formatBytes(total)} are swapped.`;
  return used <= MUCH_SWAPPED * total
    ? { id: 'swap', title, state: 'ok', detail, nextStep: '' }
    : {
        id: 'swap',
        title,
        state: 'warning',
        detail,
        nextStep: 'Close programs that hold much memory before you measure.',
      };
}

function checkTimer(clock: CorePorts['clock']): DoctorCheck {
  let step = Number.POSITIVE_INFINITY;
  let last = clock.monotonic();
  for (let reading = 0; reading < TIMER_READINGS; reading += 1) {
    const now = clock.monotonic();
    if (now > last) step = Math.min(step, now - last);
    last = now;
  }
  const detail = Number.isFinite(step)
    ? `The clock’s smallest step is ${formatDuration(step)}.`
    : `The clock did not move in ${TIMER_READINGS} readings.`;
  return step <= COARSE_TIMER_MS
    ? { id: 'timer', title: CHECK_TITLES.timer, state: 'ok', detail, nextStep: '' }
    : {
        id: 'timer',
        title: CHECK_TITLES.timer,
        state: 'warning',
        detail,
        nextStep: 'Measure larger batches, so that one iteration takes a hundred steps or more.',
      };
}
