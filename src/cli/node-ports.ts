import { resolvePaths } from '../core/files/data-folder.ts';
import type { CorePorts } from '../core/ports.ts';
import { launchChild } from './host/child-process.ts';
import { hostChecks } from './host/host-checks.ts';
import { childProgram, programVersion, type ChildName } from './host/program-files.ts';
import { createStderrLog } from './host/stderr-log.ts';

export interface NodeHostOptions {
  /** Absolute; the platform's own folder where the user named none. */
  readonly dataFolder: string | undefined;
  readonly debugging: boolean;
}

/** What plain Node gives the core. */
export function createNodePorts(options: NodeHostOptions): CorePorts {
  const log = createStderrLog(options.debugging);
  const child = (name: ChildName) => ({
    title: `the ${name}`,
    file: childProgram(name),
    onStderr: (text: string) => log.debug(`${name}: ${text.trimEnd()}`),
  });
  return {
    version: programVersion,
    host: 'browser',
    clock: { monotonic: () => Number(process.hrtime.bigint()) / 1e6, wall: () => Date.now() },
    paths: resolvePaths(options.dataFolder),
    log,
    launchWorker: (events) => launchChild(child('worker'), events),
    launchSampler: (events) => launchChild(child('sampler'), events),
    launchProber: (events) => launchChild(child('prober'), events),
    launchImporter: (events) => launchChild(child('importer'), events),
    launchKeeper: (events) => launchChild(child('keeper'), events),
    checks: () => hostChecks(),
  };
}
