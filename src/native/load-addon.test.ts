import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadAddon } from './load-addon.ts';

const here = import.meta.dirname;

function folderWith(...files: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-addon-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), 'not a library');
  }
  return folder;
}

const built = loadAddon(here, '').addon !== null;

describe('the way to the native addon', () => {
  it.skipIf(!built)('finds what was built in this checkout (skipped where it is not built)', () => {
    const loaded = loadAddon(here, '');
    expect(loaded.addon?.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(loadAddon(join(here, '..', '..', 'out', 'main'), '')).toEqual(loaded);
  });

  it('says how to build it in a checkout, where it was not', () => {
    const checkout = folderWith('native/binding.gyp', 'src/native/x');
    const loaded = loadAddon(join(checkout, 'src', 'native'), '');
    expect(loaded).toMatchObject({ addon: null, reason: 'it has not been built here' });
    expect(loaded).toHaveProperty('nextStep', expect.stringContaining('npm run native'));
  });

  it('tells a package that came without it from a checkout', () => {
    expect(loadAddon(folderWith(), '')).toMatchObject({
      addon: null,
      reason: 'this package of Dyno came without it',
    });
  });

  it('takes another one by name, and says what is wrong with it', () => {
    const path = join(folderWith('other.node'), 'other.node');
    const loaded = loadAddon(here, path);
    expect(loaded).toMatchObject({ addon: null, nextStep: 'Correct DYNO_NATIVE, or unset it.' });
    expect(loaded).toHaveProperty('reason', expect.stringContaining(path));
  });

  it('can be switched off', () => {
    expect(loadAddon(here, 'off')).toMatchObject({
      addon: null,
      reason: 'it is switched off (DYNO_NATIVE=off)',
    });
  });
});
