import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Environment } from '../../contract/hardware.ts';

const run = promisify(execFile);

const WITHIN_MS = 2000;

/** The commit that a folder stands at; null where there is none, no git, or no answer in time. */
export async function gitCommitOf(folder: string): Promise<Environment['git']> {
  const git = async (...words: string[]): Promise<string> => {
    const options = {
      cwd: folder,
      timeout: WITHIN_MS,
      windowsHide: true,
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    };
    return (await run('git', words, options)).stdout.trim();
  };
  try {
    const [place, changes] = await Promise.all([
      git('rev-parse', 'HEAD', '--show-toplevel'),
      git('status', '--porcelain', '--untracked-files=no'),
    ]);
    const [commit = '', top = ''] = place.split('\n');
    return /^[0-9a-f]{40,64}$/.test(commit) ? { commit, dirty: changes !== '', folder: top } : null;
  } catch {
    return null;
  }
}
