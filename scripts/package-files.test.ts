import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesOf, isNeeded, packagesLoaded, packagesNeeded } from './package-files.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dyno-packages-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}
const pack = (path: string, dependencies: readonly string[] = []): string =>
  write(
    `${path}/package.json`,
    JSON.stringify({ dependencies: Object.fromEntries(dependencies.map((name) => [name, '1'])) }),
  );

describe('the packages that bundles load', () => {
  it('are read from statements and calls, not from text that looks alike', () => {
    const bundle = write(
      'out/a.js',
      [
        `import{join}from"node:path";import x from "birpc";`,
        `import "side-effect";`,
        `export { y } from '@bufbuild/protobuf/wire';`,
        `const z = await import("onnxruntime-node");`,
        `import { b } from "./b.js"; import e from "electron";`,
        `program.summary("what to import").command("export").from("a table");`,
      ].join('\n'),
    );
    expect(packagesLoaded([bundle])).toEqual([
      '@bufbuild/protobuf',
      'birpc',
      'onnxruntime-node',
      'side-effect',
    ]);
  });

  it('come with what they need, found as Node finds it, without what is for installing', () => {
    pack('node_modules/onnxruntime-node', ['adm-zip', 'common']);
    pack('node_modules/common', ['deep']);
    pack('node_modules/deep');
    pack('node_modules/common/node_modules/deep', ['common']);
    expect(packagesNeeded(['onnxruntime-node'], root).map(({ folder }) => folder)).toEqual([
      'node_modules/onnxruntime-node',
      'node_modules/common',
      'node_modules/common/node_modules/deep',
    ]);
  });

  it('are named where they are not installed', () => {
    pack('node_modules/a', ['b']);
    expect(() => packagesNeeded(['a'], root)).toThrow('The package b');
  });
});

describe('the files of a package', () => {
  it.each([
    ['onnxruntime-node', 'bin/napi-v6/linux/x64/libonnxruntime.so.1', true],
    ['onnxruntime-node', 'bin/napi-v6/linux/arm64/libonnxruntime.so.1', false],
    ['onnxruntime-node', 'bin/napi-v6/win32/x64/onnxruntime.dll', false],
    ['better-sqlite3', 'prebuilds/linux-x64.node', true],
    ['better-sqlite3', 'prebuilds/linuxmusl-x64.node', false],
    ['better-sqlite3', 'lib/win32-x64.js', true],
    ['better-sqlite3', 'src/addon.cpp', false],
    ['better-sqlite3', 'LICENSE', true],
    ['yaml', 'dist/doc/directives.js', true],
    ['yaml', 'docs/index.js', false],
    ['fastify', 'test/a.test.js', false],
    ['fastify', 'lib/reply.js.map', false],
    ['fastify', 'types/reply.d.ts', false],
    ['fastify', 'package.json', true],
    ['zod', 'src/index.ts', false],
    ['zod', 'docs/ThirdPartyNotices.md', true],
  ])('of %s: %s is kept: %s', (name, path, kept) => {
    expect(isNeeded(name, path)).toBe(kept);
  });

  it('are those of the package alone', () => {
    pack('p');
    pack('p/node_modules/q');
    write('p/lib/a.js', '');
    expect(filesOf(join(root, 'p'))).toEqual(['lib/a.js', 'package.json']);
  });
});
