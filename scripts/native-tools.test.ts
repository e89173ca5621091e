import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { explainFailure, missingTools, toolsHere } from './native-tools.mjs';

afterEach(() => vi.unstubAllEnvs());

/** A PATH with these programs and no other. */
function onlyPrograms(...programs: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-tools-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const program of programs) {
    writeFileSync(join(folder, program), '');
    chmodSync(join(folder, program), 0o755);
  }
  vi.stubEnv('PATH', folder);
  for (const name of ['CXX', 'MAKE', 'PYTHON']) vi.stubEnv(name, '');
}

describe.skipIf(process.platform !== 'linux')('what a native build needs (looked for on Linux alone)', () => {
  it('is missed by name, with how to get it', () => {
    onlyPrograms('make');
    const missing = missingTools();
    expect(missing?.reason).toBe('no C++ compiler, no Python here');
    expect(missing?.nextStep).toContain('apt install g++ make python3');
  });

  it('is there with any compiler that serves, on the PATH or named', () => {
    onlyPrograms('clang++', 'make', 'python3');
    expect(missingTools()).toBeNull();
    onlyPrograms('make', 'python3');
    vi.stubEnv('CXX', '/opt/gcc/bin/g++');
    expect(missingTools()).toBeNull();
  });

  it('is told apart when a tool comes, so that the build is tried again', () => {
    onlyPrograms('make');
    const before = toolsHere();
    expect(toolsHere()).toBe(before);
    onlyPrograms('make', 'g++');
    expect(toolsHere()).not.toBe(before);
  });
});

describe('a native build that failed', () => {
  const info = 'gyp info find Python using Python version 3.11.7 found at "/usr/bin/python3"\n';

  it('is a fault of the sources where the compiler says so', () => {
    const output = `${info}../addon.cc:28:9: error: 'nonsense' was not declared in this scope\nmake: *** [x.mk:1: y.o] Error 1\ngyp ERR! not ok`;
    expect(explainFailure(output)).toMatchObject({
      state: 'failed',
      reason: "../addon.cc:28:9: error: 'nonsense' was not declared in this scope",
    });
    expect(explainFailure('').reason).not.toBe('');
  });

  it.each([
    ['gyp ERR! find Python Python is not set from command line', /Python/],
    ['gyp ERR! find VS Could not find any Visual Studio installation to use', /Visual Studio/],
    ['gyp: No Xcode or CLT version detected!', /Xcode/],
    ['gyp ERR! stack FetchError: getaddrinfo ENOTFOUND nodejs.org', /headers/],
  ])('is for want of something else where node-gyp says so: %s', (output, reason) => {
    const explained = explainFailure(output);
    expect(explained.state).toBe('unavailable');
    expect(explained.reason).toMatch(reason);
  });
});
