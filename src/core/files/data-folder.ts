import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

export interface DynoPaths {
  readonly data: string;
  readonly models: string;
  readonly machineLock: string;
}

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly temporary: string;
}

/** Where things lie: the folder asked for, else DYNO_DATA, else the user's own data folder of this system. */
export function resolvePaths(
  dataFolder?: string | undefined,
  surroundings: Surroundings = here(),
): DynoPaths {
  const data = resolve(dataFolder || surroundings.environment['DYNO_DATA'] || defaultFolder(surroundings));
  return {
    data,
    models: join(data, 'models'),
    // Not in the data folder: programs on different stores still share one machine.
    machineLock: join(surroundings.temporary, 'dyno-measuring.lock'),
  };
}

function defaultFolder({ platform, environment, home }: Surroundings): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Dyno');
  if (platform === 'win32') return join(environment['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Dyno');
  const xdg = environment['XDG_DATA_HOME'];
  // The specification has a relative one ignored: it would mean another folder wherever Dyno is started.
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.local', 'share'), 'dyno');
}

function here(): Surroundings {
  return {
    platform: process.platform,
    environment: process.env,
    home: homedir(),
    temporary: tmpdir(),
  };
}
