import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ protocol: {}, shell: {} }));
const { answer } = await import('./app-protocol.ts');

describe('what the scheme answers', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'dyno-scheme-'));
    for (const name of ['renderer/assets', 'renderer-secret'])
      mkdirSync(join(root, name), { recursive: true });
    writeFileSync(join(root, 'renderer/index.html'), '<!doctype html>');
    writeFileSync(join(root, 'renderer/assets/a b.js'), 'export {}');
    writeFileSync(join(root, 'secret.txt'), 'secret');
    writeFileSync(join(root, 'renderer-secret/x.txt'), 'secret');
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const ask = (address: string, init?: RequestInit) =>
    answer(join(root, 'renderer'), new Request(address, init));

  it('is the page, with a policy that runs the program’s own scripts alone', async () => {
    const response = await ask('dyno://app/index.html');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).not.toContain('unsafe-eval');
    expect(await response.text()).toBe('<!doctype html>');
  });

  it('is a script under its encoded name, and the page at the root', async () => {
    expect((await ask('dyno://app/assets/a%20b.js')).headers.get('content-type')).toContain(
      'text/javascript',
    );
    expect((await ask('dyno://app/')).status).toBe(200);
  });

  it.each([
    'dyno://app/%2e%2e%2fsecret.txt',
    'dyno://app/..%2fsecret.txt',
    'dyno://app/assets/..%2f..%2fsecret.txt',
    'dyno://app/..%5csecret.txt',
    'dyno://app/%2e%2e%2frenderer-secret/x.txt',
    'dyno://app/index.html%00.txt',
    'dyno://app/%',
    'dyno://other/index.html',
    'https://app/index.html',
  ])('is nothing outside its folder: %s', async (address) => {
    const response = await ask(address);
    expect(response.status).toBe(403);
    expect(await response.text()).toBe('');
  });

  it('is nothing where there is nothing, and no folder', async () => {
    expect((await ask('dyno://app/missing.js')).status).toBe(404);
    expect((await ask('dyno://app/assets/')).status).toBe(404);
  });

  it('takes no other method', async () => {
    expect((await ask('dyno://app/index.html', { method: 'POST', body: 'x' })).status).toBe(405);
  });
});
