import type { Environment } from '../../../contract/hardware.ts';
import type { Unit } from '../../../contract/units.ts';

export interface EnvironmentFact {
  readonly id: string;
  readonly label: string;
  readonly unit?: Unit;
  readonly of: (environment: Environment) => number | string | null;
}

/** Everything recorded about where a run was made, in the order in which people ask. */
export const ENVIRONMENT: readonly EnvironmentFact[] = [
  { id: 'host', label: 'machine', of: ({ host }) => host },
  { id: 'cpu', label: 'CPU', of: ({ cpu }) => cpu.model },
  { id: 'cores', label: 'logical cores', unit: 'count', of: ({ cpu }) => cpu.cores },
  { id: 'physicalCores', label: 'physical cores', unit: 'count', of: ({ cpu }) => cpu.physicalCores },
  { id: 'memory', label: 'memory', unit: 'bytes', of: ({ memoryBytes }) => memoryBytes },
  { id: 'gpu', label: 'GPU', of: ({ gpus }) => joined(gpus.map(({ name }) => name)) },
  { id: 'driver', label: 'GPU driver', of: ({ gpus }) => joined(gpus.map(({ driver }) => driver ?? '—')) },
  { id: 'os', label: 'operating system', of: ({ os }) => os.name },
  { id: 'kernel', label: 'kernel', of: ({ os }) => os.kernel },
  { id: 'arch', label: 'architecture', of: ({ os }) => os.arch },
  { id: 'onnxRuntime', label: 'ONNX Runtime', of: ({ onnxRuntime }) => onnxRuntime },
  { id: 'dyno', label: 'Dyno', of: ({ dyno }) => dyno },
  { id: 'node', label: 'Node', of: ({ node }) => node },
  { id: 'electron', label: 'Electron', of: ({ electron }) => electron },
  {
    id: 'git',
    label: 'git commit',
    of: ({ git }) => (git === null ? null : `${git.commit.slice(0, 12)}${git.dirty ? ', changed' : ''}`),
  },
];

function joined(parts: readonly string[]): string | null {
  return parts.length === 0 ? null : parts.join(', ');
}
