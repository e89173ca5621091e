import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorCheck } from '../../contract/hardware.ts';
import { programRoot } from './program-files.ts';

/** What only this host can say of itself, for the doctor's report. */
export async function hostChecks(root: string = programRoot): Promise<readonly DoctorCheck[]> {
  const version = electronVersion(join(root, 'node_modules', 'electron'));
  return [
    {
      id: 'electron',
      title: 'Electron’s runtime',
      state: version === null ? 'missing' : 'ok',
      detail:
        version === null ? 'not here: the interface opens in the browser instead' : `version ${version}`,
      nextStep:
        version === null ? 'npm start -- --electron fetches it, where its makers’ site can be reached.' : '',
    },
  ];
}

/** The package names its program in path.txt once that was fetched. */
function electronVersion(folder: string): string | null {
  const named = join(folder, 'path.txt');
  if (!existsSync(named) || !existsSync(join(folder, 'dist', readFileSync(named, 'utf8').trim())))
    return null;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return version;
}
