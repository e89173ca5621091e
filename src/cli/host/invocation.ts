import { resolve } from 'node:path';

/** How this program was called, so that hints can be typed as they stand. */
export interface Invocation {
  /** "dyno", or "npm run -s dyno --" in a checkout. */
  readonly command: string;
  /** Where the command was typed; npm changes the folder and leaves the former one in INIT_CWD. */
  readonly folder: string;
  path(argument: string): string;
  /** Of the environment; absent where it is empty. */
  variable(name: string): string | undefined;
}

export function readInvocation(
  env: Readonly<Record<string, string | undefined>>,
  workingFolder: string,
): Invocation {
  const throughNpm = env['npm_lifecycle_event'] === 'dyno';
  const folder = (throughNpm ? env['INIT_CWD'] : undefined) ?? workingFolder;
  return {
    command: env['DYNO_COMMAND'] || (throughNpm ? 'npm run -s dyno --' : 'dyno'),
    folder,
    path: (argument) => resolve(folder, argument),
    variable: (name) => env[name] || undefined,
  };
}
