import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDemo } from '../core/model/index.ts';
import type { OnnxModel } from '../core/model/index.ts';
import { modelBytes } from '../core/model/model-bytes.fixture.ts';
import { createSandbox, type Sandbox } from './dyno.fixture.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox();
  writeBadModels(sandbox.folder);
});
afterAll(() => sandbox.end());

function writeBadModels(folder: string): void {
  const good = Buffer.from(modelBytes(buildDemo('demo:mlp-tiny')));
  const write = (name: string, bytes: Uint8Array | string): void => writeFileSync(join(folder, name), bytes);
  write('good.onnx', good);
  write('text.onnx', 'This is a letter, not a model.\n'.repeat(40));
  write('empty.onnx', '');
  write('truncated.onnx', good.subarray(0, Math.floor(good.length / 2)));
  write('flipped.onnx', flipped(good));
  write('operator.onnx', Buffer.from(good.toString('latin1').replaceAll('Gemm', 'Gumm'), 'latin1'));
  write('external.onnx', withExternalWeight());
  mkdirSync(join(folder, 'folder.onnx'));
}

/** One bit in the length of the graph: all that follows is read at the wrong place. */
function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at < 64; at += 1) copy[at] = (copy[at] as number) ^ 0x10;
  return copy;
}

function withExternalWeight(): Uint8Array {
  const model: OnnxModel = buildDemo('demo:mlp-tiny');
  const first = model.graph?.initializer[0];
  if (!first) throw new Error('The demo model has no weights.');
  delete first.payload;
  Object.assign(first, { dataLocation: 1, externalData: [{ key: 'location', value: 'gone.bin' }] });
  return modelBytes(model);
}

/** What was typed, how it must be refused, and what the words must name. */
const REFUSALS: readonly (readonly [
  title: string,
  argv: string,
  code: string,
  exit: number,
  names: RegExp,
])[] = [
  ['a missing file', 'bench nothing.onnx', 'FILE_NOT_FOUND', 2, /nothing\.onnx/],
  ['a text file', 'bench text.onnx', 'MODEL_INVALID', 2, /text\.onnx/],
  ['an empty file', 'bench empty.onnx', 'MODEL_INVALID', 2, /empty\.onnx/],
  ['a truncated model', 'bench truncated.onnx', 'MODEL_INVALID', 2, /truncated\.onnx/],
  ['a bit-flipped model', 'bench flipped.onnx', 'MODEL_INVALID', 2, /flipped\.onnx/],
  ['a directory', 'bench folder.onnx', 'FILE_NOT_READABLE', 2, /folder\.onnx/],
  ['missing external data', 'bench external.onnx', 'MODEL_EXTERNAL_DATA_MISSING', 2, /gone\.bin/],
  ['an unsupported operator', 'bench operator.onnx', 'MODEL_REFUSED', 3, /Gumm/],
  ['a shape that does not fit', 'bench good.onnx --shape features=1x65', 'SHAPE_INVALID', 2, /features/],
  ['a shape of no input', 'bench good.onnx --shape wrong=1x64', 'INPUT_INVALID', 2, /wrong/],
  ['a batch that cannot fit', 'bench good.onnx --batch 1000000000', 'DOES_NOT_FIT', 2, /GiB|TiB/],
  ['a missing input file', 'bench good.onnx --input features=no.npy', 'FILE_NOT_FOUND', 2, /no\.npy/],
  [
    'an input file that is none',
    'bench good.onnx --input features=text.onnx',
    'INPUT_INVALID',
    2,
    /text\.onnx/,
  ],
  ['an unknown demo model', 'bench demo:gpt-huge', 'MODEL_UNKNOWN_DEMO', 2, /demo:decoder-tiny/],
  ['an unknown level', 'bench good.onnx --level heroic', 'LEVEL_UNKNOWN', 2, /transcendent/],
  ['a provider that is not here', 'bench good.onnx --provider cuda', 'PROVIDER_UNAVAILABLE', 2, /cuda/i],
  ['an unknown option', 'bench good.onnx --speed 9', 'USAGE', 2, /--speed/],
  ['an unknown run', 'show no-such-run', 'RUN_NOT_FOUND', 2, /no-such-run/],
  ['an export of an unknown run', 'export no-such-run --format csv', 'RUN_NOT_FOUND', 2, /no-such-run/],
  ['a model command on a text file', 'model text.onnx', 'MODEL_INVALID', 2, /text\.onnx/],
  ['a data folder that cannot be made', 'runs --data good.onnx/data', 'STORE_READ_ONLY', 2, /good\.onnx/],
];

describe('the command line withstands', () => {
  it.each(REFUSALS)('%s', { timeout: 60_000 }, async (_title, argv, code, exit, names) => {
    const result = await sandbox.json(...argv.split(' '));
    expect(result.document).toMatchObject({ schemaVersion: 1, error: { code } });
    expect(result.code).toBe(exit);
    const { message, subject, nextStep } = result.document.error ?? {
      message: '',
      subject: '',
      nextStep: '',
    };
    expect(`${message} ${subject} ${nextStep}`).toMatch(names);
    for (const words of [message, subject, nextStep]) expect(words).not.toBe('');
    expect(message + nextStep).not.toMatch(/\bat .+:\d+:\d+|undefined|\[object/);
  });

  it('a port in use', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const { code, document } = await sandbox.json('serve', '--port', String(port));
    expect([code, document.error]).toMatchObject([2, { code: 'PORT_IN_USE', subject: `127.0.0.1:${port}` }]);
    other.close();
  });

  it('all of that with its store whole', async () => {
    const { code, document } = await sandbox.json('runs');
    expect(code).toBe(0);
    const runs = document['runs'] as readonly { run: { status: string } }[];
    expect(new Set(runs.map(({ run }) => run.status))).toEqual(new Set(['failed']));
    expect(readFileSync(join(sandbox.data, 'dyno.db')).subarray(0, 15).toString()).toBe('SQLite format 3');
  });

  it('and says it to a person in words, with the next step', async () => {
    const { code, out, err } = await sandbox.run('model', 'text.onnx');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^MODEL_INVALID {2}.+\n→ .+\n$/);
  });
});
