import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { ModelGraph } from '../../contract/model-graph.ts';
import type { RunProfile } from '../../contract/profile.ts';
import type { SpanTable } from '../../contract/spans.ts';
import { spansFromBytes } from '../analysis/spans/span-bytes.ts';

const inflate = promisify(inflateRaw);

/** The other end of src/worker/profile/pack: beside the host's thread, since a large model's profile is megabytes. */
export async function unpackProfile(packed: Uint8Array, runId: string): Promise<RunProfile> {
  return { ...((await unpackJson(packed)) as Omit<RunProfile, 'runId'>), runId };
}

export async function unpackGraph(packed: Uint8Array): Promise<ModelGraph> {
  return (await unpackJson(packed)) as ModelGraph;
}

export async function unpackSpans(packed: Uint8Array): Promise<SpanTable> {
  return spansFromBytes(await inflate(packed));
}

async function unpackJson(packed: Uint8Array): Promise<unknown> {
  return JSON.parse((await inflate(packed)).toString('utf8'));
}
