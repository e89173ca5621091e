import { execFileSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDemo } from '../../src/core/model/index.ts';
import { writeHugeModel } from '../huge-model.ts';
import { must, type SoakCase } from './case.ts';
import { checkStore, dyno } from './command.ts';

const COLUMNS = 1_024;
/** Enough to open the store and begin, not enough for 200,000 samples. */
const LEFT_BYTES = 512 * 1_024;

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-soak-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeTinyModel(path: string): void {
  const file = openSync(path, 'w');
  writeDemo('demo:mlp-tiny', { write: (bytes) => void writeSync(file, bytes) });
  closeSync(file);
}

export const hugeModel: SoakCase = {
  name: 'a model over 2 GB on the command line',
  run: (say) =>
    inFolder(async (folder) => {
      const data = join(folder, 'data');
      const path = join(folder, 'huge.onnx');
      const rows = 550_000;
      writeHugeModel(path, 1, rows);
      const shown = await dyno(data, 'model', path);
      must(shown.code === 0, 'Its structure is shown', shown);
      must(
        shown.document?.model?.parameters === rows * COLUMNS,
        'Its parameters are counted',
        shown.document,
      );
      const bench = await dyno(data, 'bench', path, '--iterations', '3', '--warmup', '0');
      say(
        `benchmarking it: code ${bench.code}, ${bench.document?.error?.code ?? bench.document?.run?.status ?? ''}`,
      );
      must(bench.code === 0 || bench.code === 2 || bench.code === 3, 'It runs or is refused', bench);
      must(
        bench.code === 0 || bench.document?.error?.nextStep !== undefined,
        'A refusal says what to do',
        bench,
      );
      must((await dyno(data, 'runs')).code === 0, 'The store still opens');
      return undefined;
    }),
};

export const fullDisk: SoakCase = {
  name: 'a disk that fills up while a run is stored',
  async run(say) {
    if (process.platform !== 'linux' || process.geteuid?.() !== 0)
      return { skipped: 'mounting a small disk needs root on Linux' };
    return inFolder(async (folder) => {
      const disk = join(folder, 'disk');
      mkdirSync(disk);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk], { stdio: 'pipe' });
      } catch (error) {
        return { skipped: `a small disk could not be mounted: ${String(error).split('\n')[0] ?? ''}` };
      }
      try {
        const model = join(folder, 'tiny.onnx');
        writeTinyModel(model);
        const data = join(disk, 'data');
        const first = await dyno(data, 'bench', model, '--iterations', '50');
        must(first.code === 0, 'The first run still fits', first);
        const filler = join(disk, 'filler');
        writeFileSync(filler, Buffer.alloc(statfsSync(disk).bavail * statfsSync(disk).bsize - LEFT_BYTES));
        const full = await dyno(data, 'bench', model, '--iterations', '200000', '--warmup', '0');
        say(`ended with code ${full.code}, ${full.document?.error?.code ?? ''}`);
        must(full.document?.error?.code === 'STORE_FULL', 'A full disk is said to be one', full);
        must(full.code === 3, 'The run failed, with code 3', full.code);
        rmSync(filler);
        checkStore(data);
        const runs = (await dyno(data, 'runs')).document?.runs?.map(({ run }) => run.id) ?? [];
        must(
          runs.includes(first.document?.run?.id ?? '?'),
          'What was stored is shown once there is space',
          runs,
        );
        const next = await dyno(data, 'bench', model, '--iterations', '50');
        must(next.code === 0, 'The next run works', next);
        return undefined;
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    });
  },
};

export const longNames: SoakCase = {
  name: 'long and strange names of files, runs and tags',
  run: () =>
    inFolder(async (folder) => {
      const data = join(folder, 'data');
      const plain = join(folder, 'plain.onnx');
      writeTinyModel(plain);
      const names = [
        'x'.repeat(250),
        'zwei Wörter',
        '模型 🧪',
        'it\'s "quoted" & <b>',
        '-dash',
        'new\nline',
        '100%25',
      ];
      for (const name of names) {
        const path = join(folder, `${name.slice(0, 250)}.onnx`);
        copyFileSync(plain, path);
        const ended = await dyno(data, 'bench', path, '--iterations', '5', '--warmup', '0', `--name=${name}`);
        must(ended.code === 0 || ended.code === 2, 'It runs or is refused as bad input', { name, ended });
        must(
          ended.code !== 2 || ended.document?.error?.nextStep !== undefined,
          'A refusal says what to do',
          ended,
        );
      }
      const long = await dyno(data, 'bench', plain, '--iterations', '5', `--name=${'n'.repeat(20_000)}`);
      must(long.code === 0 || long.code === 2, 'A name of 20,000 letters is taken or refused', long);
      const runs = await dyno(data, 'runs');
      must(runs.code === 0 && (runs.document?.runs?.length ?? 0) > 0, 'All of them are listed', runs);
      checkStore(data);
      return undefined;
    }),
};
