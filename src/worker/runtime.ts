import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type * as Ort from 'onnxruntime-node';

export type Runtime = typeof Ort;

/** Loaded when it is first needed: its library alone is 45 MB, and reading an input file needs none of it. */
export function loadRuntime(): Promise<Runtime> {
  return import('onnxruntime-node');
}

/** The folder with the runtime's own libraries, where those of its optional providers would lie as well. */
export function runtimeFolder(): string {
  const require = createRequire(import.meta.url);
  const root = dirname(require.resolve('onnxruntime-node/package.json'));
  return `${root}/bin/napi-v6/${process.platform}/${process.arch}`;
}
