import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './checkout.mjs';

const LOCK_FILES = ['package-lock.json', 'package.json', '.npmrc'];
const BUILD_FILES = [
  ...LOCK_FILES,
  'electron.vite.config.ts',
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.node.json',
  'tsconfig.pure.json',
  'tsconfig.web.json',
];
const BUILD_FOLDERS = ['src', 'resources'];

/** Of all that decides what node_modules holds. */
export const packagesFingerprint = () =>
  fingerprintOf(
    LOCK_FILES.map((name) => join(root, name)),
    `${process.platform}-${process.arch}`,
  );

/** Of all that decides what the build produces; tests are no part of it. */
export const sourcesFingerprint = () =>
  fingerprintOf([
    ...BUILD_FILES.map((name) => join(root, name)),
    ...BUILD_FOLDERS.flatMap((name) => filesBelow(join(root, name))).filter((path) => !isTest(path)),
  ]);

/** Of all that decides what node-gyp makes of this folder, of which those further down have builds of their own. */
export const nativeFingerprint = (folder) =>
  fingerprintOf(
    [
      ...filesBelow(join(root, folder), NOT_COMPILED).filter((path) => COMPILED.test(path)),
      // The stand-in for a card's driver runs the kernels themselves.
      ...(folder === 'native/stand_ins' ? filesBelow(join(root, 'native', 'kernels')) : []),
      ...['node-gyp', 'node-addon-api'].map((name) => join(root, 'node_modules', name, 'package.json')),
    ],
    `${process.platform}-${process.arch}`,
  );

const NOT_COMPILED = ['build', 'stand_ins'];
const COMPILED = /\.(gypi?|cc|h|S)$/;

function fingerprintOf(paths, salt = '') {
  const hash = createHash('sha256').update(salt);
  for (const path of paths) {
    const content = readOrNull(path);
    hash.update(`\0${relative(root, path)}\0${content?.length ?? 'missing'}\0`);
    if (content) hash.update(content);
  }
  return hash.digest('hex');
}

const isTest = (path) => /\.(test|fixture|test-support)\.tsx?$/.test(path);

function filesBelow(folder, without = []) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter(({ name }) => !without.includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path, without) : [path];
    });
}

function readOrNull(path) {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
