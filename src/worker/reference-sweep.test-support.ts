import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { asDynoError } from '../contract/errors.ts';
import { bytesSource, describeModel, readModel, resolveInputs } from '../core/model/index.ts';
import { makeFeeds } from './feeds.ts';
import { runFailed } from './runtime-error.ts';
import { loadRuntime } from './runtime.ts';
import { createSession } from './session.ts';

export interface SweptModel {
  readonly path: string;
  readonly loaded: boolean;
  readonly ran: boolean;
  readonly error: { readonly code: string; readonly message: string; readonly nextStep: string } | null;
}

const runtime = await loadRuntime();

/** Many models one after the other through the worker's own way of loading, feeding and running. */
async function sweep(path: string): Promise<SweptModel> {
  const wish = { provider: 'cpu', threads: 1, graphLevel: 'all' } as const;
  let loaded = false;
  try {
    const bytes = readFileSync(path);
    const info = describeModel(
      readModel(bytesSource(bytes), path),
      { kind: 'file', location: path },
      basename(path),
      bytes.length,
    );
    const session = await createSession(runtime, path, wish, basename(path));
    loaded = true;
    try {
      const inputs = resolveInputs(info, {
        batch: info.hasBatch ? 1 : null,
        sequence: info.hasSequence ? 8 : null,
      });
      const job = { inputs, inputFiles: {}, seed: 1 };
      const feeds = makeFeeds(runtime, job);
      await session.run(feeds).catch((thrown: unknown) => {
        throw runFailed(thrown, basename(path));
      });
      return { path, loaded, ran: true, error: null };
    } finally {
      await session.release();
    }
  } catch (thrown) {
    const { code, message, nextStep } = asDynoError(thrown, path);
    return { path, loaded, ran: false, error: { code, message, nextStep } };
  }
}

process.on('message', (paths: readonly string[]) => {
  void (async () => {
    for (const path of paths) process.send?.(await sweep(path));
    process.disconnect();
  })();
});
