import type { InferenceSession } from 'onnxruntime-node';
import type { GraphLevel, Provider } from '../contract/run.ts';
import { modelRefused, providerUnavailable } from './runtime-error.ts';
import type { Runtime } from './runtime.ts';

export interface SessionWish {
  readonly provider: Provider;
  readonly threads: number | null;
  readonly graphLevel: GraphLevel;
}

/** What a session is to write down while it runs. */
export interface Recording {
  /** Of the profile's path: the runtime adds the time and ".json". */
  readonly prefix: string;
  /** Where the graph goes as it is executed, with its weights where `weights` says; null: nowhere. */
  readonly graph: { readonly path: string; readonly weights: string } | null;
}

/** Reads the model and makes it ready to run. Throws MODEL_REFUSED or PROVIDER_UNAVAILABLE. */
export async function createSession(
  runtime: Runtime,
  model: string | Uint8Array,
  wish: SessionWish,
  subject: string,
  recording: Recording | null = null,
): Promise<InferenceSession> {
  const options = { ...sessionOptions(wish), ...(recording !== null && recordingOptions(recording)) };
  try {
    return typeof model === 'string'
      ? await runtime.InferenceSession.create(model, options)
      : await runtime.InferenceSession.create(model, options);
  } catch (thrown) {
    if (wish.provider !== 'cpu' && isProviderFault(thrown)) throw providerUnavailable(wish.provider, thrown);
    throw modelRefused(thrown, subject);
  }
}

export function sessionOptions({
  provider,
  threads,
  graphLevel,
}: SessionWish): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    graphOptimizationLevel: graphLevel,
    // Fatal only: its warnings would go to stderr, where the last words of a dying process are looked for.
    logSeverityLevel: 3,
    ...(threads === null ? {} : { intraOpNumThreads: threads }),
  };
}

/** Even the smallest weight goes where they all go: to nowhere, most of the time. */
function recordingOptions({ prefix, graph }: Recording): InferenceSession.SessionOptions {
  return {
    enableProfiling: true,
    profileFilePrefix: prefix,
    ...(graph !== null && {
      optimizedModelFilePath: graph.path,
      extra: {
        session: {
          optimized_model_external_initializers_file_name: graph.weights,
          optimized_model_external_initializers_min_size_in_bytes: '64',
        },
      },
    }),
  };
}

function isProviderFault(thrown: unknown): boolean {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return /adapter|AppendExecutionProvider|shared library|backend not found|no available backend|providers_(cuda|shared)|CUDA (failure|driver)|libcu|Vulkan|D3D12|Dawn/i.test(
    message,
  );
}

/**
 * Whether every operator runs on the provider. The runtime puts what it cannot place there on the CPU and says
 * nothing; asked to forbid that, it refuses the model instead, which is how this knows.
 */
export async function runsWholly(runtime: Runtime, modelPath: string, wish: SessionWish): Promise<boolean> {
  try {
    const session = await runtime.InferenceSession.create(modelPath, {
      ...sessionOptions(wish),
      logSeverityLevel: 4,
      extra: { session: { disable_cpu_ep_fallback: '1' } },
    });
    await session.release();
    return true;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return !/fallback to CPU|disable_cpu_ep_fallback/i.test(message);
  }
}
