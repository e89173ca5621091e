import type { NativeDescription } from '../../../contract/prober-api.ts';
import type { Trust } from '../../../contract/trust.ts';
import { formatNumber } from '../../../contract/units.ts';
import type { MachineState } from '../../analysis/trust/conditions.ts';

/** What makes a probe's figures doubtful, in sentences; empty where nothing does. */
export function doubtsOf(native: NativeDescription, trust: Trust, state: MachineState): readonly string[] {
  return [...standIns(native), ...limits(state), ...againstIt(trust)];
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
    `These are the ceilings of ${formatNumber(may)} of this machine’s ${cores} cores: a control group allows no more.`,
  ];
}

function againstIt({ evidence }: Trust): string[] {
  return evidence
    .filter(({ state }) => state === 'bad' || state === 'warning')
    .map(({ detail, nextStep }) => `${detail} ${nextStep}`.trim());
}
