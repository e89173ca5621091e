import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeHeaders } from '../../../scripts/native-tools.mjs';

const ROOT = join(import.meta.dirname, '../../..');

/** Beside nvcc, or where the toolkit is usually put. */
function cudaHeaders(): string | null {
  const beside = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'nvcc'))
    .filter((path) => existsSync(path))
    .map((path) => join(dirname(dirname(realpathSync(path))), 'include'));
  const folders = [...beside, '/usr/local/cuda/include', '/opt/cuda/include'];
  return folders.find((folder) => existsSync(join(folder, 'cuda.h'))) ?? null;
}

const headers = cudaHeaders();
const node = nodeHeaders();
const hasCompiler = spawnSync('g++', ['--version']).status === 0;

const FOLDERS = [
  join(ROOT, 'native'),
  join(ROOT, 'node_modules/node-addon-api'),
  join(node ?? '', 'include/node'),
  headers ?? '',
].map((folder) => `-I${folder}`);

describe.skipIf(headers === null || node === null || !hasCompiler)(
  'what the addon declares of CUDA’s driver (skipped where there is no cuda.h, no g++ or no node.h)',
  () => {
    const compile = (...more: string[]) =>
      spawnSync(
        'g++',
        [
          '-std=c++17',
          '-fsyntax-only',
          ...FOLDERS,
          ...more,
          join(ROOT, 'native/stand_ins/cuda/abi_check.cc'),
        ],
        { encoding: 'utf8' },
      );

    it('is what cuda.h declares', { timeout: 120_000 }, () => {
      expect(compile('-DNAPI_CPP_EXCEPTIONS').stderr).toBe('');
    });

    it('would be found out', { timeout: 120_000 }, () => {
      const { status, stderr } = compile('-DNAPI_CPP_EXCEPTIONS', '-DcuMemAlloc_v2=cuMemFree_v2');
      expect(status).not.toBe(0);
      expect(stderr).toContain('static assertion failed');
    });
  },
);
