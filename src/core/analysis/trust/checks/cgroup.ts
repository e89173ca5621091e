import { formatBytes, formatNumber, formatPercent } from '../../../../contract/units.ts';
import { passedMs, type Conditions, type MachineState } from '../conditions.ts';
import { graded, stated, unknown, worstOf, type Finding } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** Of the time measured. Whoever used up his share stands still until the next period, a tenth of a second mostly. */
const THROTTLED_PERCENT = { warning: 1, bad: 10 };
/** Near its limit a group's memory is reclaimed while it measures. */
const MEMORY_PERCENT = { warning: 90, bad: 98 };

export const cgroup: TrustRule = {
  about: 'machine',
  judge(conditions) {
    const now = conditions.state?.after;
    if (now === undefined) return unknown('The machine was not read around this run.');
    if (now.allowedCores === null) return unknown('This system has no control groups that could be read.');
    return worstOf([limitsOf(now), ...throttled(conditions), cores(now, conditions), ...memory(now)]);
  },
};

function limitsOf({ groupCores, allowedCores, groupMemory, cores }: MachineState): Finding {
  const limits = [
    groupCores === null ? '' : `${coreCount(groupCores)} cores’ worth of time`,
    allowedCores === cores ? '' : `${allowedCores} of ${cores} cores`,
    groupMemory === null ? '' : `${formatBytes(groupMemory.limitBytes)} of memory`,
  ].filter(Boolean);
  return stated(
    'ok',
    limits.length === 0 ? 'No limit is set.' : `Limited to ${limits.join(', ')}: not reached.`,
  );
}

function throttled({ measuring }: Conditions): Finding[] {
  const before = measuring?.before.groupThrottledMs ?? null;
  const after = measuring?.after.groupThrottledMs ?? null;
  if (measuring === null || before === null || after === null || after <= before) return [];
  const percent = ((after - before) / Math.max(1, passedMs(measuring))) * 100;
  return [
    graded(percent, THROTTLED_PERCENT, '%', {
      detail: `The control group stopped its processes during ${formatPercent(percent)} of the time: its share was used up.`,
      nextStep: 'Raise the container’s CPU limit, or measure with as many threads as it has cores.',
    }),
  ];
}

/** The runtime starts a thread for each core that it sees, not for each that it may use. */
function cores({ cores, allowedCores, groupCores }: MachineState, { run }: Conditions): Finding {
  const may = Math.min(allowedCores ?? cores, groupCores ?? cores);
  const threads = run.config.threads ?? cores;
  return graded(threads, { warning: Math.max(1, may), bad: Infinity }, 'threads', {
    detail: `The model may use ${threads} threads, and only ${coreCount(may)} cores.`,
    nextStep: `Measure with --threads ${Math.max(1, Math.floor(may))}.`,
  });
}

function memory({ groupMemory }: MachineState): Finding[] {
  if (groupMemory === null) return [];
  const percent = (groupMemory.usedBytes / groupMemory.limitBytes) * 100;
  return [
    graded(percent, MEMORY_PERCENT, '%', {
      detail: `The control group’s memory is full to ${formatPercent(percent)} of ${formatBytes(groupMemory.limitBytes)}.`,
      nextStep: 'Raise the container’s memory limit.',
    }),
  ];
}

/** Quotas are fractions of cores mostly, sets of cores never. */
function coreCount(cores: number): string {
  return Number.isInteger(cores) ? String(cores) : formatNumber(cores);
}
