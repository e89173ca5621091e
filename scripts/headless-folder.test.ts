import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inCheckout, version } from './checkout.mjs';
import { layOut } from './headless-folder.mjs';

const isPossible =
  process.platform === 'linux' &&
  process.arch === 'x64' &&
  existsSync(inCheckout('out', 'main', 'cli.js')) &&
  existsSync(inCheckout('out', 'renderer', 'index.html'));

// Laid out from what was built last: without a build, and elsewhere than on linux-x64, there is nothing to lay out.
describe.skipIf(!isPossible)('the headless folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-headless-'));
  const place = join(folder, 'any name', 'at all');
  const env = { PATH: '/usr/bin:/bin', HOME: folder, DYNO_DATA: join(folder, 'data'), TMPDIR: folder };
  let parts: ReturnType<typeof layOut>;
  beforeAll(() => {
    mkdirSync(place, { recursive: true });
    parts = layOut(place);
  });
  afterAll(() => {
    execFileSync('chmod', ['-R', 'u+w', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  const dyno = (program: string, ...argv: string[]) =>
    spawnSync(program, argv, { env, cwd: folder, encoding: 'utf8' });

  it('holds one platform’s binaries, and says what system they want', () => {
    const all = execFileSync('find', [place, '-type', 'f'], { encoding: 'utf8' });
    const binaries = all.split('\n').filter((path) => /\.(node|dll|dylib|so[.\d]*)$/.test(path));
    expect(binaries.filter((path) => /arm64|darwin|win32|musl/.test(path))).toEqual([]);
    expect(binaries.length).toBeGreaterThanOrEqual(3);
    expect(all).not.toMatch(/\.map$|\.d\.ts$|out\/main\/index\.js$/m);
    expect(parts.glibc).toMatch(/^2\.\d+/);
    expect(parts.parts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['node', 'program', 'interface']),
    );
  });

  it('runs under any name of its folder, read-only, without node, npm or git around', () => {
    execFileSync('chmod', ['-R', 'a-w', place]);
    expect(dyno(join(place, 'bin', 'dyno'), '--version').stdout.trim()).toBe(version());
    const { stdout, stderr } = dyno(
      join(place, 'bin', 'dyno'),
      'bench',
      'demo:mlp-tiny',
      '-n',
      '5',
      '--json',
    );
    expect(JSON.parse(stdout === '' ? `"${stderr}"` : stdout)).toMatchObject({ run: { status: 'done' } });
  }, 60_000);

  it('is found through links, relative ones and links to links', () => {
    mkdirSync(join(folder, 'links'));
    symlinkSync('../any name/at all/bin/dyno', join(folder, 'links', 'one'));
    symlinkSync('one', join(folder, 'links', 'two'));
    chmodSync(folder, 0o755);
    for (const link of [join(folder, 'links', 'one'), join(folder, 'links', 'two'), './links/two']) {
      expect(dyno(link, '--version').stdout.trim()).toBe(version());
    }
    expect(
      spawnSync('two', ['--version'], {
        env: { ...env, PATH: `${join(folder, 'links')}:/usr/bin:/bin` },
        encoding: 'utf8',
      }).stdout.trim(),
    ).toBe(version());
  });
});
