import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where this program lies: the folder with Dyno's package.json, above the bundle or above the source. */
function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && packageOf(file).name === 'dyno') return folder;
    if (dirname(folder) === folder) throw new Error(`No package.json of Dyno above ${from}.`);
  }
}

function packageOf(file: string): { readonly name?: string; readonly version?: string } {
  return JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
}

const here = import.meta.dirname;

export const programRoot: string = findRoot(here);
export const programVersion: string = packageOf(join(programRoot, 'package.json')).version ?? '0.0.0';

/** From the source in a checkout the children run from source too; Node strips their types. */
const runsFromSource = here.startsWith(join(programRoot, 'src'));

/** Folder and bundle of a part of Dyno that runs in a process of its own. */
export type ChildName = 'worker' | 'sampler' | 'prober' | 'importer' | 'keeper';

export function childProgram(name: ChildName): string {
  return runsFromSource
    ? join(programRoot, 'src', name, 'index.ts')
    : join(programRoot, 'out', 'main', `${name}.js`);
}

export const rendererFolder: string = join(programRoot, 'out', 'renderer');
