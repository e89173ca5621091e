import { DynoError } from '../../contract/errors.ts';
import type { ModelGraph } from '../../contract/model-graph.ts';
import type { ResolvedInput } from '../../contract/model.ts';
import type { Run } from '../../contract/run.ts';
import { stampOf } from '../files/model-file.ts';
import { modelGraph } from '../model/graph/model-graph.ts';
import { buildDemo } from '../model/index.ts';

export interface GraphSources {
  /** SHA-256 of a file at this stamp, if it was ever found out. */
  knownHash(path: string, stamp: string): string | null;
  /** Whether a process more would stand beside a measurement. */
  isMeasuring(): boolean;
  readGraph(modelPath: string, inputs: readonly ResolvedInput[]): Promise<ModelGraph>;
}

/** The graph of a run that kept none, read anew at the run's shapes. Throws where the file is not what it was. */
export async function graphOfRun(run: Run, sources: GraphSources): Promise<ModelGraph> {
  const { ref, contentHash } = run.model;
  const { inputs } = run.config;
  if (ref.kind === 'demo') return modelGraph(buildDemo(ref.location), inputs);
  const stamp = await stampOf(ref.location).catch((thrown: unknown) => {
    throw thrown instanceof DynoError && thrown.code === 'FILE_NOT_FOUND' ? gone(run) : thrown;
  });
  const known = sources.knownHash(ref.location, stamp);
  if (known !== null && contentHash !== '' && known !== contentHash) throw changed(run);
  if (known === null && sizeIn(stamp) !== run.model.fileBytes) throw changed(run);
  if (sources.isMeasuring()) throw busy(run);
  return sources.readGraph(ref.location, inputs);
}

function sizeIn(stamp: string): number {
  return Number(stamp.split(':')[0]);
}

function gone({ model: { name, ref } }: Run): DynoError {
  return new DynoError({
    code: 'FILE_NOT_FOUND',
    message: `${name} is no longer where this run found it, and the run kept no graph of it.`,
    subject: ref.location,
    nextStep:
      'Put the file back, or profile the model from where it is now: its graph is kept with the profile.',
  });
}

function changed({ model: { name, ref } }: Run): DynoError {
  return new DynoError({
    code: 'FILE_NOT_READABLE',
    message: `${name} is another model by now than the one that this run measured.`,
    subject: ref.location,
    nextStep: 'Put the old file back, or profile the new one.',
  });
}

function busy({ model: { name, ref } }: Run): DynoError {
  return new DynoError({
    code: 'MEASUREMENT_BUSY',
    message: `To read ${name} now would disturb the measurement that goes on.`,
    subject: ref.location,
    nextStep: 'Wait until it has ended, then open the graph again.',
  });
}
