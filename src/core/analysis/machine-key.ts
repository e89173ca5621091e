import type { Environment } from '../../contract/hardware.ts';
import type { RunConfig } from '../../contract/run.ts';

/** What must be the same for one noise floor to hold; in words, since it is shown as well. */
export function machineKey(
  { host, cpu, onnxRuntime }: Environment,
  { provider, executor }: Pick<RunConfig, 'provider' | 'executor'>,
): string {
  const what = executor === null ? `ONNX Runtime ${onnxRuntime ?? 'unknown'}` : `simulated: ${executor}`;
  return `${host} · ${cpu.model}, ${cpu.cores} cores · ${what} · ${provider}`;
}
