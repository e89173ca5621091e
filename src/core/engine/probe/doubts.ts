import type { CpuProbe } from '../../../contract/probe.ts';
import type { NativeDescription } from '../../../contract/prober-api.ts';
import type { Trust, TrustCheck } from '../../../contract/trust.ts';
import { formatBytes, formatNumber } from '../../../contract/units.ts';
import type { MachineState } from '../../analysis/trust/conditions.ts';

/** Of a run's checks, those that speak of the machine and not of a model that is measured on it. */
const ASKED: ReadonlySet<TrustCheck> = new Set([
  'suspended',
  'throttling',
  'other-load',
  'steal',
  'cgroup',
  'swap',
  'clock-rate',
  'battery',
  'governor',
  'sampler-cost',
]);

/** What makes a probe's figures doubtful, in sentences; empty where nothing does. */
export function doubtsOf(native: NativeDescription, trust: Trust, state: MachineState): readonly string[] {
  return [...standIns(native), ...limits(state), ...againstIt(trust)];
}

/** STREAM wants each of three arrays four times as large as the last cache; a small container has no room for that. */
export function doubtsOfCpu({ caches, measuredBytes }: CpuProbe): readonly string[] {
  const last = caches.findLast(({ bytes }) => bytes !== null);
  if (last === undefined || last.bytes === null || measuredBytes >= 3 * 4 * last.bytes) return [];
  return [
    `Memory was measured over ${formatBytes(measuredBytes)}, since no more was free: the ${last.level} cache of ${formatBytes(last.bytes)} helped.`,
  ];
}

function standIns({ nvml, cuda }: NativeDescription): string[] {
  const names = [cuda.isStandIn ? 'CUDA' : '', nvml.isStandIn ? 'NVML' : ''].filter(Boolean);
  if (names.length === 0) return [];
  return [`A stand-in for ${names.join(' and ')} was loaded: figures of GPUs say nothing of a real card.`];
}

/** Not wrong, but another machine's as soon as the limit changes. */
function limits({ cores, allowedCores, groupCores }: MachineState): string[] {
  const may = Math.min(allowedCores ?? cores, groupCores ?? cores);
  if (may >= cores) return [];
  return [
    `These are the ceilings of ${Number.isInteger(may) ? may : formatNumber(may)} of this machine’s ${cores} cores: a control group allows no more.`,
  ];
}

function againstIt({ evidence }: Trust): string[] {
  return evidence
    .filter(({ check, state }) => ASKED.has(check) && (state === 'bad' || state === 'warning'))
    .map(({ detail, nextStep }) => `${detail} ${nextStep}`.trim());
}
