/** What `dyno model` does with a file, timed inside the process, with the memory that it took. */
import { createNodePorts } from '../src/cli/node-ports.ts';
import { createCore } from '../src/core/index.ts';
import { answer, argumentOf } from './fresh-process.ts';

export interface ReadJob {
  readonly path: string;
  readonly dataFolder: string;
}

export interface ReadAnswer {
  readonly elapsedMs: number;
  readonly peakBytes: number;
  readonly parameters: number;
  readonly nodes: number;
}

const { path, dataFolder } = argumentOf<ReadJob>();
const core = await createCore(createNodePorts({ dataFolder, debugging: false }));
const began = performance.now();
const model = await core.api.inspectModel({ kind: 'file', location: path });
const elapsedMs = performance.now() - began;
const peakBytes = process.resourceUsage().maxRSS * 1024;
await core.close();
answer({ elapsedMs, peakBytes, parameters: model.parameters, nodes: model.nodeCount } satisfies ReadAnswer);
process.exit(0);
