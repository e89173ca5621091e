import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { appFolder, cleanEnvironment } from './hosts/program.ts';

const PROGRAM = join(appFolder, 'out/main/cli.js');

/** The third face of the application, on the same data: what a test needs to be there before it begins. */
export async function dynoCommand(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...args], {
    env: cleanEnvironment({ NO_COLOR: '1' }),
  });
  return stdout;
}

/** A short, stored run of the smallest demo model; returns its number. */
export async function runDemo(dataFolder: string, ...more: readonly string[]): Promise<string> {
  const printed = await dynoCommand(
    ...['bench', 'demo:mlp-tiny', '--iterations', '50', '--warmup', '2', '--data', dataFolder, '--json'],
    ...more,
  );
  return (JSON.parse(printed) as { run: { id: string } }).run.id;
}
