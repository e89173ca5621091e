import { basename } from 'node:path';
import { asDynoError } from '../../contract/errors.ts';
import type { ProfileConfig, ProfileOutcome, RunProfile } from '../../contract/profile.ts';
import type { Bytes } from '../../contract/units.ts';
import type { WorkerResult } from '../../contract/worker-api.ts';
import { buildProfile } from '../../core/analysis/attribution/build-profile.ts';
import type { LatencySummary } from '../../contract/latency.ts';
import type { ModelGraph } from '../../contract/model-graph.ts';
import type { ResolvedInput } from '../../contract/model.ts';
import { executedGraph, type ExecutedNode } from '../../core/model/graph/executed-graph.ts';
import { modelGraph } from '../../core/model/graph/model-graph.ts';
import { knownShapes } from '../../core/model/shapes/known-shapes.ts';
import type { ShapeTable } from '../../core/model/shapes/shape-table.ts';
import type { OnnxModel } from '../../core/model/index.ts';
import type { LoopTarget } from '../measured-loop.ts';
import { readModelFile } from '../read-graph.ts';
import type { Runtime } from '../runtime.ts';
import type { Task } from '../task.ts';
import { driftNote } from './drift.ts';
import { graphSize } from './graph-size.ts';
import { packJson, packSpans } from './pack.ts';
import { PassRecorder } from './pass-recorder.ts';
import { noMappingNote } from './profile-notes.ts';

export interface CleanPass {
  readonly result: WorkerResult;
  readonly runtime: Runtime;
  readonly values: Omit<LoopTarget, 'session'>;
  /** Of the process, after unrecorded iterations. */
  readonly residentBytes: readonly Bytes[];
}

/**
 * The second pass, in which the runtime records each operator. It comes after the clean one has been handed over and
 * may fail in any way: then there is a profile that says what it lacks, or none and a warning, and the run is whole.
 */
export async function profilePass(task: Task, clean: CleanPass): Promise<ProfileOutcome | null> {
  const { profile, profileFolder } = task.job;
  const { latencyMs } = clean.result;
  if (profile === null || profileFolder === null || latencyMs === null) return null;
  try {
    return await recordAndBuild(task, clean, latencyMs, profile, profileFolder);
  } catch (thrown) {
    const { message, ...error } = asDynoError(thrown, basename(task.job.modelPath)).details();
    task.events.onWarning({ ...error, message: `The profiled pass failed: ${message}` });
    return null;
  }
}

async function recordAndBuild(
  task: Task,
  { runtime, values, residentBytes }: CleanPass,
  latencyMs: LatencySummary,
  config: ProfileConfig,
  folder: string,
): Promise<ProfileOutcome> {
  const { job } = task;
  const file = readFile(job.modelPath);
  const recorder = new PassRecorder(task, {
    runtime,
    values,
    config,
    folder,
    cleanMs: latencyMs.mean,
    graphSize: file === null ? UNKNOWN_SIZE : graphSize(file),
  });
  await recorder.record();
  const { tally, recordedMs, controlMs, slices } = recorder;
  const drift = driftNote(latencyMs, controlMs);
  const graphs = file === null ? null : graphsOf(file, recorder, job.inputs);
  const profile = buildProfile({
    tally,
    clean: { meanMs: latencyMs.mean },
    provider: job.provider,
    recordedMs: Float64Array.from(recordedMs),
    controlMs: Float64Array.from(controlMs),
    executed: graphs?.executed ?? null,
    shapes: graphs?.shapes ?? null,
    outputs: file?.graph.output.map(({ name = '' }) => name) ?? [],
    residentBytes,
    slices,
    notes: [...recorder.notes, ...(drift === null ? [] : [drift])],
  });
  return {
    summary: summaryOf(profile),
    operators: packJson(profile),
    graph: graphs && packJson(graphs.file),
    spans: packSpans(tally.spans()),
  };
}

interface Graphs {
  readonly file: ModelGraph;
  /** Null where the runtime's own graph could not be had. */
  readonly executed: readonly ExecutedNode[] | null;
  readonly shapes: ShapeTable | null;
}

/** What was recorded is worth keeping also where a graph is one that nobody thought of. */
function graphsOf(
  file: OnnxModel,
  { executed, notes }: PassRecorder,
  inputs: readonly ResolvedInput[],
): Graphs | null {
  let graph: ModelGraph | null = null;
  try {
    graph = modelGraph(file, inputs);
    if (executed === null) return { file: graph, executed: null, shapes: null };
    const mapped = executedGraph(executed, file, graph);
    return { file: mapped.graph, executed: mapped.nodes, shapes: knownShapes(executed, inputs) };
  } catch (thrown) {
    notes.push(noMappingNote(asDynoError(thrown).message.replace(/\.$/, '')));
    return graph && { file: graph, executed: null, shapes: null };
  }
}

/** Where the file cannot be read, the first slice is short enough for a large model. */
const UNKNOWN_SIZE = { nodes: 1000, nameBytes: 0 };

/** Null for what the runtime understands and Dyno does not, such as a model of another format. */
function readFile(path: string): OnnxModel | null {
  try {
    return readModelFile(path);
  } catch {
    return null;
  }
}

function summaryOf({
  cleanMeanMs,
  profiledMeanMs,
  overheadFactor,
  isIndicative,
  eventCostMs,
  iterations,
  slices,
  operatorCount,
  dearest,
}: Omit<RunProfile, 'runId'>): ProfileOutcome['summary'] {
  return {
    cleanMeanMs,
    profiledMeanMs,
    overheadFactor,
    isIndicative,
    eventCostMs,
    iterations,
    slices,
    operatorCount,
    dearest,
  };
}
