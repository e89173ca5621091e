/** `npm run pack:headless`: Dyno with its Node in one archive, for machines without network, npm and display. */
import { spawn, spawnSync } from 'node:child_process';
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ADDON, nativeUpToDate } from './build-native.mjs';
import { ScriptError, inCheckout, runScript, say, version } from './checkout.mjs';
import { endWithParent } from './guarded.mjs';
import { layOut } from './headless-folder.mjs';
import { setUp } from './setup.mjs';

const MOST_BYTES = 50e6;
/** Machine code packs a tenth smaller with its jumps made absolute. */
const XZ = ['--x86', '--lzma2=preset=6,dict=32MiB', '-T2', '-c'];

await runScript(async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new ScriptError(
      `The archive is made of this machine's own parts, and this is ${process.platform}-${process.arch}.`,
      'Run it on linux-x64.',
    );
  }
  for (const tool of ['tar', 'xz']) {
    if (spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0) {
      throw new ScriptError(
        `There is no ${tool} here.`,
        `Install it (apt install ${tool}-utils or ${tool}).`,
      );
    }
  }
  const endWatch = endWithParent();
  await setUp({ withStandIns: true });
  const name = `dyno-headless-${version()}-linux-x64`;
  const work = inCheckout('dist', '.headless');
  rmSync(work, { recursive: true, force: true });
  const { parts, glibc, libstdcxx } = layOut(join(work, name));
  if (!nativeUpToDate(ADDON) || !parts.some((part) => part.name === 'native addon')) {
    say(
      'Without the native addon: it could not be built here, so that the archive can neither probe nor verify.',
    );
  }
  for (const part of parts) say(`${megabytes(part.bytes).padStart(10)}  ${part.name}`);
  const archive = inCheckout('dist', `${name}.tar.xz`);
  await pack(work, name, archive);
  const { size } = statSync(archive);
  say(`${megabytes(size).padStart(10)}  ${archive}`);
  say(`Runs on linux-x64 with glibc ${glibc} and libstdc++ with GLIBCXX_${libstdcxx}, or newer.`);
  tryOut(archive);
  rmSync(work, { recursive: true, force: true });
  endWatch();
  if (size > MOST_BYTES) {
    throw new ScriptError(`That is more than ${megabytes(MOST_BYTES)}.`, 'Look at the parts above.');
  }
  return 0;
});

async function pack(work, name, archive) {
  say('Packing …');
  const unfinished = `${archive}.unfinished`;
  const tar = spawn(
    'tar',
    ['-c', '--sort=name', '--owner=0', '--group=0', '--numeric-owner', '-C', work, name],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const xz = spawn('xz', XZ, { stdio: ['pipe', 'pipe', 'inherit'] });
  const codes = [tar, xz].map((child) => new Promise((resolve) => child.once('close', resolve)));
  await Promise.all([pipeline(tar.stdout, xz.stdin), pipeline(xz.stdout, createWriteStream(unfinished))]);
  if ((await Promise.all(codes)).some((code) => code !== 0)) throw new ScriptError('Packing failed.', '');
  renameSync(unfinished, archive);
}

/** Unpacked under another name and without this checkout's surroundings, it has to run. */
function tryOut(archive) {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-unpacked-'));
  try {
    mkdirSync(join(folder, 'elsewhere'));
    run('tar', ['-xf', archive, '--strip-components=1', '-C', join(folder, 'elsewhere')]);
    const dyno = join(folder, 'elsewhere', 'bin', 'dyno');
    const env = { PATH: '/usr/bin:/bin', HOME: folder, DYNO_DATA: join(folder, 'data') };
    const said = run(dyno, ['--version'], env).trim();
    if (said !== version()) throw new ScriptError(`The unpacked program says it is ${said}.`, '');
    const { run: measured } = JSON.parse(
      run(dyno, ['bench', 'demo:mlp-tiny', '--iterations', '20', '--json'], env),
    );
    if (measured?.status !== 'done') throw new ScriptError('The unpacked program measured nothing.', '');
    say(`Tried: unpacked (${readdirSync(join(folder, 'elsewhere')).length} entries) it measures a model.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(program, args, env = process.env) {
  const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8', timeout: 120_000 });
  if (status === 0) return stdout;
  throw new ScriptError(
    `${program} ${args.join(' ')} failed (${status}): ${stderr}`,
    'Mend what is named above.',
  );
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
