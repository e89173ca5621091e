import { fork } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SweptModel } from './reference-sweep.test-support.ts';

const reference = process.env['DYNO_REFERENCE'];
const root = join(reference ?? '', 'onnx');
const isThere = reference !== undefined && existsSync(root);

function modelsIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.onnx'))
    .map((name) => join(root, folder, name))
    .sort();
}

/** In a process of its own: a runtime that aborts would show as models without an answer. */
async function sweep(paths: readonly string[]): Promise<readonly SweptModel[]> {
  const child = fork(join(import.meta.dirname, 'reference-sweep.test-support.ts'), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
  });
  const swept: SweptModel[] = [];
  child.on('message', (model: SweptModel) => void swept.push(model));
  child.send(paths);
  await new Promise((resolve) => child.once('exit', resolve));
  return swept;
}

function isClear({ error }: SweptModel): boolean {
  return (
    error !== null &&
    error.code !== 'INTERNAL' &&
    error.message.length > 20 &&
    error.nextStep !== '' &&
    !/onnxruntime_src|\.cc:\d+|\[ONNXRuntimeError\]/.test(error.message)
  );
}

// Skipped where DYNO_REFERENCE names no folder with these files: they are no part of the project.
describe.runIf(isThere)('models that others made', () => {
  it.each(['light', 'real', 'small', 'op'])(
    'from onnx/%s all load; what cannot be run on made-up inputs says why',
    async (folder) => {
      const paths = modelsIn(folder);
      const swept = await sweep(paths);
      expect(swept.map(({ path }) => path)).toEqual(paths);
      expect(swept.filter(({ loaded }) => !loaded)).toEqual([]);
      expect(swept.filter((model) => !model.ran && !isClear(model))).toEqual([]);
      expect(swept.filter(({ ran }) => ran).length).toBeGreaterThan(paths.length / 2);
    },
    120_000,
  );

  it('that must be refused are refused in clear words, and never by a crash', async () => {
    const paths = modelsIn('must-fail');
    const swept = await sweep(paths);
    expect(swept.map(({ path }) => path)).toEqual(paths);
    expect(swept.filter(({ loaded }) => loaded)).toEqual([]);
    expect(swept.filter((model) => !isClear(model))).toEqual([]);
  });
});
