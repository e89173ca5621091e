import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

const check = (root: string, env = process.env) =>
  spawnSync(process.execPath, [join(root, 'scripts', 'kernels.mjs'), '--check'], { encoding: 'utf8', env });

/** A checkout of the kernels alone, to be spoilt, where no nvcc is found. */
function spoilt(file: string, spoil: (text: string) => string) {
  const root = mkdtempSync(join(tmpdir(), 'dyno-kernels-test-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const part of ['native/kernels', 'resources/kernels'])
    cpSync(join(ROOT, part), join(root, part), { recursive: true });
  mkdirSync(join(root, 'scripts'));
  cpSync(join(ROOT, 'scripts/kernels.mjs'), join(root, 'scripts/kernels.mjs'));
  writeFileSync(join(root, file), spoil(readFileSync(join(root, file), 'utf8')));
  return check(root, { PATH: '' });
}

describe('the committed PTX', () => {
  it(
    'comes from the sources; where nvcc is installed it is compiled again and assembled',
    { timeout: 600_000 },
    () => {
      const { status, stdout, stderr } = check(ROOT);
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(stdout).toContain('kernels match their sources');
    },
  );

  it('is found to be old when a source changes, or what all of them include', () => {
    const source = spoilt('native/kernels/cosine.cu', (text) => `${text}// later\n`);
    expect(source.status).toBe(1);
    expect(source.stderr).toContain('cosine.sm_75.ptx is older than its source');
    const header = spoilt('native/kernels/device.cuh', (text) => `${text}// later\n`);
    expect(header.stderr.match(/is older than its source/g)?.length).toBeGreaterThan(5);
  });

  it('is refused when it tells of the machine that built it', () => {
    const { stderr } = spoilt(
      'resources/kernels/top_k.sm_75.ptx',
      (text) => `${text}.file 1 "/home/x/top_k.cu"\n`,
    );
    expect(stderr).toContain('top_k.sm_75.ptx tells of the machine that built it');
  });
});
