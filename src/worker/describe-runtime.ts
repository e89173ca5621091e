import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asDynoError } from '../contract/errors.ts';
import { PROVIDERS, type Provider } from '../contract/run.ts';
import type { RuntimeDescription } from '../contract/worker-api.ts';
import { loadRuntime, runtimeFolder, type Runtime } from './runtime.ts';
import { createSession } from './session.ts';

/** What this runtime can really do here: a provider counts as available once a small model was loaded on it. */
export async function describeRuntime(): Promise<RuntimeDescription> {
  const runtime = await loadRuntime();
  const built = new Set(runtime.listSupportedBackends().map(({ name }) => name));
  const providers: RuntimeDescription['providers'][number][] = [];
  for (const name of PROVIDERS) {
    const reason = built.has(name) ? await whyNot(runtime, name) : 'This build of ONNX Runtime has it not.';
    providers.push({ name, available: reason === '', reason });
  }
  return { onnxRuntime: runtime.env.versions.node ?? 'unknown', providers };
}

async function whyNot(runtime: Runtime, provider: Provider): Promise<string> {
  if (provider === 'cuda' && !hasCudaLibrary()) return 'ONNX Runtime’s CUDA library is not installed.';
  try {
    const session = await createSession(
      runtime,
      await smallModel(),
      { provider, threads: 1, graphLevel: 'basic' },
      'a small model',
    );
    await session.release();
    return '';
  } catch (thrown) {
    return asDynoError(thrown).message;
  }
}

function hasCudaLibrary(): boolean {
  const names = ['libonnxruntime_providers_cuda.so', 'onnxruntime_providers_cuda.dll'];
  return names.some((name) => existsSync(join(runtimeFolder(), name)));
}

/** Loaded only here: each module more in a measuring process makes the first iterations slower. */
async function smallModel(): Promise<Uint8Array> {
  const { writeDemo } = await import('../core/model/index.ts');
  const parts: Uint8Array[] = [];
  writeDemo('demo:mlp-tiny', { write: (bytes) => void parts.push(bytes.slice()) });
  return Buffer.concat(parts);
}
