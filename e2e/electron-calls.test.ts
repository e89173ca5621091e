import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findElectronCalls } from './electron-calls.ts';

const documented = (): readonly string[] => {
  const text = readFileSync(join(import.meta.dirname, '../docs/electron.md'), 'utf8');
  const [, list = ''] = text.split('## What has never run for real');
  return [...list.matchAll(/^\| `([^`]+)` *\|/gm)].map(([, name = '']) => name).sort();
};

it('docs/electron.md names every call of Electron’s that the application makes, and no other', () => {
  const calls = findElectronCalls();
  expect(calls).toContain('app.whenReady()');
  expect(calls).toContain('webUtils.getPathForFile()');
  expect(documented()).toEqual(calls);
});
