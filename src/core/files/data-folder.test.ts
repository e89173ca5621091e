import { describe, expect, it } from 'vitest';
import { resolvePaths, type Surroundings } from './data-folder.ts';

const linux: Surroundings = { platform: 'linux', environment: {}, home: '/home/me', temporary: '/tmp' };

describe('the data folder', () => {
  it('is the user’s own of the system', () => {
    expect(resolvePaths(undefined, linux).data).toBe('/home/me/.local/share/dyno');
    const xdg = { ...linux, environment: { XDG_DATA_HOME: '/data' } };
    expect(resolvePaths(undefined, xdg).data).toBe('/data/dyno');
    const relative = { ...linux, environment: { XDG_DATA_HOME: 'data' } };
    expect(resolvePaths(undefined, relative).data).toBe('/home/me/.local/share/dyno');
    const mac: Surroundings = { ...linux, platform: 'darwin' };
    expect(resolvePaths(undefined, mac).data).toBe('/home/me/Library/Application Support/Dyno');
  });

  it('is DYNO_DATA where that is set, and the folder asked for before all else', () => {
    const set = { ...linux, environment: { DYNO_DATA: '/elsewhere', XDG_DATA_HOME: '/data' } };
    expect(resolvePaths(undefined, set).data).toBe('/elsewhere');
    expect(resolvePaths('/asked', set).data).toBe('/asked');
    expect(resolvePaths('', set).data).toBe('/elsewhere');
  });

  it('holds the models, but not the machine’s lock', () => {
    const one = resolvePaths('/one', linux);
    const two = resolvePaths('/two', linux);
    expect(one.models).toBe('/one/models');
    expect(one.machineLock).toBe(two.machineLock);
  });
});
