import type { Environment } from '../../contract/hardware.ts';
import type { RunConfig } from '../../contract/run.ts';

/** What must be the same for ceilings to hold, whatever is run under them; in words, since it is shown as well. */
export function hardwareKey({ host, cpu }: Pick<Environment, 'host' | 'cpu'>): string {
  return `${host} · ${cpu.model}, ${cpu.cores} cores`;
}

/** What must be the same for one noise floor to hold; in words, since it is shown as well. */
export function machineKey(
  { onnxRuntime, ...machine }: Environment,
  { provider, executor }: Pick<RunConfig, 'provider' | 'executor'>,
): string {
  const what = executor === null ? `ONNX Runtime ${onnxRuntime ?? 'unknown'}` : `simulated: ${executor}`;
  return `${hardwareKey(machine)} · ${what} · ${provider}`;
}
