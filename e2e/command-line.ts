import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { appFolder, cleanEnvironment } from './hosts/program.ts';

const PROGRAM = join(appFolder, 'out/main/cli.js');

/** The third face of the application, on the same data: what a test needs to be there before it begins. */
export async function dynoCommand(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...args], {
    env: cleanEnvironment({ NO_COLOR: '1', ...ownLock(args) }),
  });
  return stdout;
}

/** Beside the data, as of the application under test: a command waits for no other test's measurement. */
function ownLock(args: readonly string[]): Readonly<Record<string, string>> {
  const data = args[args.indexOf('--data') + 1];
  if (!args.includes('--data') || data === undefined) return {};
  const TMPDIR = join(data, 'tmp');
  mkdirSync(TMPDIR, { recursive: true });
  return { TMPDIR };
}

/** A short, stored run of the smallest demo model; returns its number. */
export async function runDemo(dataFolder: string, ...more: readonly string[]): Promise<string> {
  const printed = await dynoCommand(
    ...['bench', 'demo:mlp-tiny', '--iterations', '50', '--warmup', '2', '--data', dataFolder, '--json'],
    ...more,
  );
  return (JSON.parse(printed) as { run: { id: string } }).run.id;
}
