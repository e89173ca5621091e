import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Invocation } from './invocation.ts';

const run = promisify(execFile);
const WITHIN_MS = 2000;

/** What build servers call the branch that is built: of a pull request its own, not the one it goes into. */
const VARIABLES = [
  'GITHUB_HEAD_REF',
  'CI_MERGE_REQUEST_SOURCE_BRANCH_NAME',
  'CI_COMMIT_REF_NAME',
  'BRANCH_NAME',
];

/** Null where nothing tells: a build server's variable first, since it checks commits out and no branch. */
export async function gitBranch({ folder, variable }: Invocation): Promise<string | null> {
  for (const name of VARIABLES) {
    const branch = variable(name);
    if (branch !== undefined) return branch;
  }
  const ref = variable('GITHUB_REF_NAME');
  if (ref !== undefined && variable('GITHUB_REF_TYPE') !== 'tag') return ref;
  try {
    const options = { cwd: folder, timeout: WITHIN_MS, windowsHide: true };
    const { stdout } = await run('git', ['symbolic-ref', '--short', 'HEAD'], options);
    return stdout.trim() || null;
  } catch {
    return null;
  }
}
