import type { HardwareSourceId } from '../../../contract/hardware-channels.ts';
import type { CounterKind } from './counter.ts';
import type { PowerKind } from './power.ts';

/** What is known of the errors of each source's meters, and from where: docs/hardware-sources.md tells it in full. */
export interface Sensor {
  readonly counter: Omit<CounterKind, 'wrapsAtJoules'>;
  readonly power: PowerKind;
}

/** NVML's reference, nvmlDeviceGetPowerUsage: within ±5 %; of the energy counter it says nothing of its own. */
const NVIDIA = { tolerance: 0.05, toleranceWords: '±5 % of the sensor, by NVIDIA' };

/** GA100 alone of its kind tells single looks instead of means over a second: 25 ms of every 100 (arXiv 2312.02741). */
const GA100 = /\b(A100|A30|A800|CMP 170HX)/i;
/** Looks for a quarter of the time. Unknown newer data-centre cards are taken for these. */
const PART_TIME = /\b(H100|H200|H20|H800|GH200|B100|B200|B300|GB\d{3})/i;
/** Ampere and later, of which a reading is the mean over the second before it. */
const SECOND_MEAN =
  /\b(RTX (30|40|50)\d\d|RTX A\d{4}|RTX \d{4} (SFF )?Ada|A(2|10|10G|16|40)\b|L(4|40|40S|20|2)\b|RTX PRO)/i;
/** Before Ampere, with the longest update that was seen of them. */
const EARLIER = /\b(V100|T4|TITAN|GTX|Quadro|RTX 20\d\d|RTX [3-8]000\b|P100|P40|P4|K80|M60)/i;

function nvidia(device: string): Sensor {
  const counter = { ...NVIDIA, updateSeconds: 0.1, stepJoules: 0.001 };
  if (GA100.test(device)) return { counter, power: { ...NVIDIA, windowSeconds: 0.1, coverage: 0.25 } };
  if (PART_TIME.test(device)) return { counter, power: { ...NVIDIA, windowSeconds: 1, coverage: 0.25 } };
  if (SECOND_MEAN.test(device)) return { counter, power: { ...NVIDIA, windowSeconds: 1, coverage: 1 } };
  if (EARLIER.test(device)) return { counter, power: { ...NVIDIA, windowSeconds: 0.1, coverage: 0.5 } };
  return { counter, power: { ...NVIDIA, windowSeconds: 1, coverage: 0.25 } };
}

/**
 * Of Intel's packages since Haswell the counter is measured, and agrees with meters at the plug within a few percent
 * (Khan and others, "RAPL in Action", ACM TOMPECS 3(2), 2018); AMD's is a model that does not see the data it works
 * on (Schöne and others, "Energy Efficiency Aspects of the AMD Zen 2 Architecture", CLUSTER 2021).
 */
function rapl(cpuModel: string): Sensor {
  const known = /\bamd\b|ryzen|epyc|threadripper/i.test(cpuModel)
    ? { tolerance: 0.1, toleranceWords: '±10 % of AMD’s model of itself' }
    : { tolerance: 0.05, toleranceWords: '±5 % of the counter, by comparison with plug meters' };
  return {
    counter: { ...known, updateSeconds: 0.002, stepJoules: 0.0001 },
    power: { ...known, windowSeconds: 0.1, coverage: 1 },
  };
}

const UNSTATED = { tolerance: 0.1, toleranceWords: '±10 % assumed, since its maker states none' };

const AMD_GPU: Sensor = {
  counter: { ...UNSTATED, updateSeconds: 0.02, stepJoules: 0.0001 },
  power: { ...UNSTATED, windowSeconds: 0.1, coverage: 1 },
};

const INTEL_GPU: Sensor = {
  counter: { ...UNSTATED, updateSeconds: 0.02, stepJoules: 0.0001 },
  power: { ...UNSTATED, windowSeconds: 0.1, coverage: 1 },
};

/** A fuel gauge tells a mean over several seconds, whatever it is asked for. */
const BATTERY: Sensor = {
  counter: { ...UNSTATED, updateSeconds: 10, stepJoules: 1 },
  power: { ...UNSTATED, windowSeconds: 10, coverage: 1 },
};

/** Null for a source that has no meter. */
export function sensorOf(source: HardwareSourceId, deviceName: string, cpuModel: string): Sensor | null {
  switch (source) {
    case 'nvml':
    case 'nvidia-smi':
      return nvidia(deviceName);
    case 'rapl':
      return rapl(cpuModel);
    case 'amdgpu':
    case 'rocm-smi':
      return AMD_GPU;
    case 'intel-gpu':
      return INTEL_GPU;
    case 'battery':
    case 'system-information':
      return BATTERY;
    default:
      return null;
  }
}
