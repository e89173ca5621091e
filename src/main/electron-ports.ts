import { join } from 'node:path';
import type { CorePorts, Log } from '../core/ports.ts';
import { launchUtility } from './utility-child.ts';

export interface ElectronHost {
  readonly version: string;
  readonly paths: CorePorts['paths'];
  readonly log: Log;
  /** Where the bundles of this program lie. */
  readonly programFolder: string;
  readonly dialogs: NonNullable<CorePorts['dialogs']>;
}

/** What Electron gives the core. */
export function createElectronPorts({
  version,
  paths,
  log,
  programFolder,
  dialogs,
}: ElectronHost): CorePorts {
  const program = (name: 'worker' | 'sampler' | 'prober' | 'importer' | 'keeper') => ({
    title: `the ${name}`,
    file: join(programFolder, `${name}.js`),
    log,
  });
  return {
    version,
    host: 'desktop',
    clock: { monotonic: () => Number(process.hrtime.bigint()) / 1e6, wall: () => Date.now() },
    paths,
    log,
    launchWorker: (events) => launchUtility(program('worker'), events),
    launchSampler: (events) => launchUtility(program('sampler'), events),
    launchProber: (events) => launchUtility(program('prober'), events),
    launchImporter: (events) => launchUtility(program('importer'), events),
    launchKeeper: (events) => launchUtility(program('keeper'), events),
    dialogs,
  };
}
