import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostChecks } from './host-checks.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dyno-checks-'));
  mkdirSync(join(root, 'node_modules', 'electron', 'dist'), { recursive: true });
  writeFileSync(join(root, 'node_modules', 'electron', 'package.json'), '{"version":"45.6.7"}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the host’s checks', () => {
  it('miss Electron’s runtime where only its package is installed, with the next step', async () => {
    const [electron] = await hostChecks(root);
    expect(electron).toMatchObject({ id: 'electron', state: 'missing' });
    expect(electron?.nextStep).toContain('--electron');
  });

  it('find it once its program is there, and not by a name alone', async () => {
    const folder = join(root, 'node_modules', 'electron');
    writeFileSync(join(folder, 'path.txt'), 'electron');
    expect(await hostChecks(root)).toMatchObject([{ state: 'missing' }]);
    writeFileSync(join(folder, 'dist', 'electron'), '');
    expect(await hostChecks(root)).toMatchObject([{ state: 'ok', detail: 'version 45.6.7', nextStep: '' }]);
  });
});
