import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ protocol: {}, shell: {} }));
const { isOwnAddress } = await import('./hardening.ts');
const { isAllowedLink } = await import('./external-links.ts');
const { CrashLoop } = await import('./renderer-recovery.ts');

describe('links that leave the window', () => {
  it.each(['https://onnx.ai/', 'https://onnxruntime.ai/docs/', 'https://github.com/onnx/onnx#top'])(
    'are %s',
    (link) => {
      expect(isAllowedLink(link)).toBe(true);
    },
  );

  it.each([
    'http://onnx.ai/',
    'https://onnx.ai.example.com/',
    'https://example.com/?https://onnx.ai/',
    'https://me@onnx.ai/',
    'https://onnx.ai:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://github.com/x',
    'github.com',
    '',
  ])('are not %s', (link) => {
    expect(isAllowedLink(link)).toBe(false);
  });
});

describe('the application’s own address', () => {
  it('is its scheme and host and nothing that begins like them', () => {
    expect(isOwnAddress('dyno://app')).toBe(true);
    expect(isOwnAddress('dyno://app/index.html#/runs')).toBe(true);
    for (const other of ['dyno://app.example.com/', 'dyno://apple/', 'dyno:app/', 'https://app/', '']) {
      expect(isOwnAddress(other)).toBe(false);
    }
  });
});

describe('a page that crashes', () => {
  it('is in a loop after more than the allowed number within the time', () => {
    const loop = new CrashLoop(3, 60_000);
    expect([0, 1000, 2000].map((at) => loop.crashedAt(at))).toEqual([false, false, false]);
    expect(loop.crashedAt(3000)).toBe(true);
    loop.forget();
    expect(loop.crashedAt(4000)).toBe(false);
  });

  it('is in none when it crashes now and then', () => {
    const loop = new CrashLoop(3, 60_000);
    for (let minute = 0; minute < 20; minute += 1) expect(loop.crashedAt(minute * 30_000)).toBe(false);
  });
});

describe('the package', () => {
  const text = readFileSync(join(import.meta.dirname, '../../electron-builder.yml'), 'utf8');

  it.each([
    ['runAsNode', 'false'],
    ['enableNodeOptionsEnvironmentVariable', 'false'],
    ['enableNodeCliInspectArguments', 'false'],
    ['enableEmbeddedAsarIntegrityValidation', 'true'],
    ['onlyLoadAppFromAsar', 'true'],
    ['enableCookieEncryption', 'true'],
    ['grantFileProtocolExtraPrivileges', 'false'],
  ])('burns the fuse %s as %s', (fuse, value) => {
    expect(text).toMatch(new RegExp(`^electronFuses:\\n(  .*\\n)*  ${fuse}: ${value}\\n`, 'm'));
  });

  it('packs an archive, keeps native code outside it, and opens .onnx', () => {
    expect(text).toMatch(/^asar: true$/m);
    expect(text).toMatch(/^asarUnpack:\n(  .*\n)*  - '\*\*\/\*\.node'\n/m);
    expect(text).toMatch(/^fileAssociations:\n  - ext: onnx\n/m);
  });
});
