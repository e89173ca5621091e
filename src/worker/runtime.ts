import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type * as Ort from 'onnxruntime-node';

export type Runtime = typeof Ort;

/** Loaded when it is first needed: its library alone is 45 MB, and reading an input file needs none of it. */
export function loadRuntime(): Promise<Runtime> {
  // Where V8 has it, the runtime's JavaScript makes half-precision tensors of it, which its native part (1.30) reads
  // as empty: without it, it takes their bits as they are.
  Reflect.deleteProperty(globalThis, 'Float16Array');
  return import('onnxruntime-node');
}

/** The folder with the runtime's own libraries, where those of its optional providers would lie as well. */
export function runtimeFolder(): string {
  const require = createRequire(import.meta.url);
  const root = dirname(require.resolve('onnxruntime-node/package.json'));
  return `${root}/bin/napi-v6/${process.platform}/${process.arch}`;
}
