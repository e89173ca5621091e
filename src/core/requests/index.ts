import { z } from 'zod';
import { ACTIVITY_METRICS } from '../../contract/alert.ts';
import { DynoError } from '../../contract/errors.ts';
import { METRICS } from '../../contract/hardware-channels.ts';
import { LEVEL_NAMES } from '../../contract/level.ts';
import { GRAPH_LEVELS, PROVIDERS } from '../../contract/run.ts';
import { PROFILE_FORMATS } from '../../contract/profile.ts';
import { TRACE_EXPORTS } from '../../contract/trace.ts';
import { SCENARIOS, SEQUENCE_LENGTHS } from '../../contract/scenario.ts';
import { DIFFERENCE_ARGUMENTS } from './difference.ts';
import { UPKEEP_ARGUMENTS } from './upkeep.ts';
import { SIDE_BY_SIDE_ARGUMENTS } from './side-by-side.ts';
import { GATE_ARGUMENTS } from './gate.ts';
import { inputName, namesOf, path, runId, text, traceId, whole } from './words.ts';
import { HISTORY_ARGUMENTS } from './history.ts';
import { RUN_LIST_ARGUMENTS } from './run-list.ts';

const MOST_ITERATIONS = 50_000_000;
const MOST_PROFILED = 100_000;
const LONGEST_MS = 24 * 3600e3;
const LARGEST_SIZE = 2 ** 31 - 1;

const baselineName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,59}$/u, { error: 'takes letters, digits and . _ - /, 60 at most' });

const modelRef = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), location: path }),
  z.strictObject({ kind: z.literal('demo'), location: text(100).min(1) }),
]);

const modelShapes = z.strictObject({
  batch: whole(1, LARGEST_SIZE).optional(),
  sequence: whole(1, LARGEST_SIZE).optional(),
  shapes: z.record(inputName, z.array(whole(0, LARGEST_SIZE)).max(32)).optional(),
});

const scenario = z.strictObject({
  kind: z.enum(SCENARIOS),
  sessions: whole(1, 256),
  streams: whole(1, 10_000),
  queriesPerSecond: z.number().positive().max(10_000_000).nullable(),
  maxBatch: whole(1, 4096),
  batchDelayMs: z.number().min(0).max(60_000),
  durationMs: z.number().positive().max(LONGEST_MS),
  lengths: z.enum(SEQUENCE_LENGTHS),
  sweep: z.union([z.literal('auto'), z.array(z.number().positive().max(10_000_000)).max(64)]),
});

const generation = z.strictObject({
  promptTokens: whole(1, LARGEST_SIZE),
  newTokens: whole(1, 1_000_000),
  cache: z.enum(['with', 'without', 'both']),
});

const benchRequest = z.strictObject({
  model: modelRef,
  level: z.enum(LEVEL_NAMES).optional(),
  provider: z.enum(PROVIDERS).optional(),
  batch: whole(1, LARGEST_SIZE).optional(),
  sequence: whole(1, LARGEST_SIZE).optional(),
  shapes: z.record(inputName, z.array(whole(0, LARGEST_SIZE)).max(32)).optional(),
  inputFiles: z.record(inputName, path).optional(),
  iterations: whole(1, MOST_ITERATIONS).optional(),
  warmup: whole(0, MOST_ITERATIONS).optional(),
  durationMs: z.number().positive().max(LONGEST_MS).optional(),
  precision: z.number().min(0.0001).max(1).optional(),
  coldCache: z.boolean().optional(),
  executor: text(1000).optional(),
  scenario: scenario.partial().optional(),
  generation: generation.partial().optional(),
  profile: z
    .strictObject({ iterations: whole(1, MOST_PROFILED), durationMs: z.number().positive().max(LONGEST_MS) })
    .partial()
    .optional(),
  longAgreed: z.boolean().optional(),
  threads: whole(1, 1024).optional(),
  graphLevel: z.enum(GRAPH_LEVELS).optional(),
  seed: whole(0, 2 ** 32 - 1).optional(),
  name: text(200).optional(),
  tags: z.array(text(60).min(1)).max(50).optional(),
  wait: z.boolean().optional(),
  workingFolder: path.optional(),
});

const LARGEST_AXIS = 128;
const axis = <T extends z.ZodType>(value: T) => z.array(value).min(1).max(LARGEST_AXIS).optional();

const sweepRequest = z.strictObject({
  base: benchRequest,
  axes: z.strictObject({
    model: axis(modelRef),
    level: axis(z.enum(LEVEL_NAMES)),
    batch: axis(whole(1, LARGEST_SIZE)),
    sequence: axis(whole(1, LARGEST_SIZE)),
    provider: axis(z.enum(PROVIDERS)),
    threads: axis(whole(1, 1024)),
  }),
  name: text(200).optional(),
  tags: z.array(text(60).min(1)).max(50).optional(),
});

const abRequest = z.strictObject({
  a: benchRequest,
  b: benchRequest,
  pairs: whole(1, 100_000).optional(),
  durationMs: z.number().positive().max(LONGEST_MS).optional(),
  margin: z.number().min(0.0001).max(1).optional(),
  seed: whole(0, 2 ** 32 - 1).optional(),
  name: text(200).optional(),
  tags: z.array(text(60).min(1)).max(50).optional(),
  wait: z.boolean().optional(),
  workingFolder: path.optional(),
});

const probeRequest = z.strictObject({
  only: z.enum(['cpu', 'gpu']).optional(),
  wait: z.boolean().optional(),
});

const calibrationRequest = z.strictObject({
  provider: z.enum(PROVIDERS).optional(),
  models: z
    .array(z.union([path, text(100).regex(/^demo:/)]))
    .min(1)
    .max(16)
    .optional(),
  pairs: whole(3, 1000).optional(),
  wait: z.boolean().optional(),
  executor: text(1000).optional(),
});

/** A recording by whatever it goes by: an id, a name, "last", "live", "run:" and a run's reference. */
const recordingReference = text(300).min(1);
const seconds = z.number().optional();
const range = z.strictObject({ fromSeconds: seconds, toSeconds: seconds });

const threshold = z.strictObject({
  id: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,59}$/u, {
    error: 'takes letters, digits and . _ : -, 60 at most',
  }),
  metric: z.enum([...namesOf(METRICS), ...namesOf(ACTIVITY_METRICS)]),
  device: text(300).min(1).nullable(),
  side: z.enum(['above', 'below']),
  limit: z.number(),
  window: whole(1, 1000),
  isOn: z.boolean(),
  isBuiltIn: z.boolean(),
});

const outsideMetric = z.strictObject({
  name: text(200).min(1),
  value: z.number(),
  at: z.number().min(0).max(8.64e15).optional(),
});

const timeRange = z.strictObject({ fromUs: z.number(), toUs: z.number() });
const spanNumber = whole(0, 2 ** 32 - 1);
const spanName = text(16 * 1024 * 1024);
const spanSelection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('time') }),
  z.strictObject({ kind: z.literal('left-heavy') }),
  z.strictObject({ kind: z.literal('callers'), name: spanName }),
  z.strictObject({ kind: z.literal('callees'), name: spanName }),
]);
const spanView = timeRange.extend({
  fromRow: z.number().int(),
  toRow: z.number().int(),
  pixels: z.number().positive().max(100_000),
  query: text(10_000),
  rows: z.array(z.number().int()).max(10_000).optional(),
});

/** What each call takes. Pages and programs send what they like: here it is checked, once. */
const ARGUMENTS = {
  ...DIFFERENCE_ARGUMENTS,
  about: z.tuple([]),
  doctor: z.tuple([]),
  listModels: z.tuple([]),
  inspectModel: z.tuple([modelRef]).or(z.tuple([modelRef, modelShapes.optional()])),
  pickModelFile: z.tuple([]),
  planBench: z.tuple([benchRequest]),
  startBench: z.tuple([benchRequest]),
  stopRun: z.tuple([runId]),
  liveRuns: z.tuple([]),
  calibrate: z.tuple([calibrationRequest]),
  stopCalibration: z.tuple([]),
  listCalibrations: z.tuple([]),
  probe: z.tuple([probeRequest]),
  stopProbe: z.tuple([]),
  listProbes: z.tuple([]),
  probeOfThisMachine: z.tuple([]),
  startAb: z.tuple([abRequest]),
  stopAb: z.tuple([runId]),
  getAb: z.tuple([runId]),
  listAbs: z.tuple([]),
  listRuns: z.tuple([
    z.strictObject({
      text: text(1000).optional(),
      limit: whole(1, 1_000_000).optional(),
      archived: z.enum(['hidden', 'shown', 'only']).optional(),
    }),
  ]),
  ...RUN_LIST_ARGUMENTS,
  ...HISTORY_ARGUMENTS,
  getRun: z.tuple([runId]),
  getSeries: z.tuple([runId]),
  getHardware: z.tuple([runId]),
  getDetails: z.tuple([runId]),
  getProfile: z.tuple([runId]),
  getProfileSpans: z.tuple([runId]),
  getModelGraph: z.tuple([runId]),
  getFindings: z.tuple([runId]),
  exportProfile: z.tuple([runId, z.enum(PROFILE_FORMATS)]),
  updateRun: z.tuple([
    runId,
    z.strictObject({
      name: text(200).optional(),
      notes: text(100_000).optional(),
      tags: z.array(text(60).min(1)).max(50).optional(),
    }),
  ]),
  deleteRuns: z.tuple([z.array(runId).max(100_000)]),
  restoreRuns: z.tuple([z.array(runId).max(100_000)]),
  ...SIDE_BY_SIDE_ARGUMENTS,
  exportRun: z.tuple([runId, z.enum(['json', 'csv'])]),
  saveFile: z.tuple([z.strictObject({ fileName: text(255).min(1), mediaType: text(100), text: z.string() })]),
  recentHardware: z.tuple([]),
  pickTraceFile: z.tuple([]),
  openTrace: z.tuple([z.strictObject({ path, window: timeRange.optional(), again: z.boolean().optional() })]),
  stopTrace: z.tuple([traceId]),
  getTrace: z.tuple([traceId]),
  listTraces: z.tuple([]),
  removeTraces: z.tuple([z.array(traceId).max(10_000)]),
  getTraceNotes: z.tuple([traceId]),
  saveTraceNotes: z.tuple([
    traceId,
    z.strictObject({
      text: text(100_000),
      bookmarks: z
        .array(
          z.strictObject({
            id: text(100).min(1),
            label: text(1000),
            fromUs: z.number(),
            toUs: z.number().nullable(),
          }),
        )
        .max(10_000),
    }),
  ]),
  exportTrace: z.tuple([traceId, z.enum(TRACE_EXPORTS)]),
  spanSource: z.tuple([traceId, spanSelection]),
  spanWindow: z.tuple([traceId, spanSelection, spanView]),
  spanFacts: z.tuple([traceId, spanSelection, spanNumber]),
  searchSpans: z.tuple([traceId, spanSelection, text(10_000)]),
  nextSpan: z.tuple([
    traceId,
    spanSelection,
    text(10_000),
    spanNumber.nullable(),
    z.union([z.literal(1), z.literal(-1)]),
  ]),
  rangeStatistics: z.tuple([traceId, spanSelection, timeRange]),
  nameTotals: z.tuple([traceId, spanSelection]),
  counterWindow: z.tuple([traceId, whole(0, 1_000_000), timeRange, whole(1, 100_000)]),
  linksOfSpan: z.tuple([traceId, spanNumber]),
  linkWindow: z.tuple([traceId, spanView, whole(0, 100_000)]),
  spanSourceText: z.tuple([traceId, spanNumber]),
  traceReport: z.tuple([traceId, timeRange.nullable()]),
  stopTraceQuery: z.tuple([traceId]),
  queryTrace: z.tuple([traceId, text(100_000), whole(1, 1_000_000)]),
  planSweep: z.tuple([sweepRequest]),
  startSweep: z.tuple([sweepRequest]),
  stopSweep: z.tuple([runId]),
  resumeSweep: z.tuple([runId]),
  getSweep: z.tuple([runId]),
  listSweeps: z.tuple([]),
  listTargets: z.tuple([]),
  listTargetMetrics: z.tuple([]),
  saveTargets: z.tuple([text(100_000)]),
  readTargets: z.tuple([runId]),
  deleteTargets: z.tuple([runId]),
  checkTargets: z.tuple([runId, runId, runId.nullable()]),
  listBaselines: z.tuple([]),
  setBaseline: z.tuple([baselineName, runId]),
  deleteBaseline: z.tuple([runId]),
  holdAgainst: z.tuple([runId, runId]),
  ...GATE_ARGUMENTS,
  hardwareNow: z.tuple([]),
  watchHardware: z.tuple([]),
  setHardwareRate: z.tuple([z.number().min(1).max(100)]),
  startRecording: z.tuple([text(200)]),
  stopRecording: z.tuple([]),
  listRecordings: z.tuple([]),
  getRecording: z.tuple([recordingReference]),
  readRecording: z.tuple([
    recordingReference,
    range.extend({
      channels: z.array(text(500)).max(10_000).optional(),
      points: whole(2, 1_000_000).optional(),
    }),
  ]),
  renameRecording: z.tuple([recordingReference, text(200)]),
  deleteRecordings: z.tuple([z.array(recordingReference).max(10_000)]),
  restoreRecordings: z.tuple([z.array(recordingReference).max(10_000)]),
  summarizeHardware: z.tuple([recordingReference, range]),
  monitoringReport: z.tuple([recordingReference]),
  listThresholds: z.tuple([]),
  saveThreshold: z.tuple([threshold]),
  deleteThreshold: z.tuple([text(300).min(1)]),
  listAlerts: z.tuple([]),
  acknowledgeAlerts: z.tuple([z.array(text(200).min(1)).max(10_000)]),
  recordOutside: z.tuple([z.array(outsideMetric).max(10_000)]),
  ...UPKEEP_ARGUMENTS,
} as const;

type CallName = keyof typeof ARGUMENTS;

/** Wraps every call so that it sees only arguments of the right form, and rejects with USAGE otherwise. */
export function withCheckedArguments<Api extends Record<CallName, (...words: never[]) => Promise<unknown>>>(
  api: Api,
): Api {
  const checked = Object.entries(api).map(([name, call]) => {
    const schema: z.ZodType = ARGUMENTS[name as CallName];
    const open = call as (...words: unknown[]) => Promise<unknown>;
    const guarded = async (...words: unknown[]): Promise<unknown> => {
      const parsed = schema.safeParse(words);
      if (!parsed.success) throw usageError(name, parsed.error);
      return open(...(parsed.data as unknown[]));
    };
    return [name, guarded] as const;
  });
  return Object.fromEntries(checked) as unknown as Api;
}

function usageError(call: string, { issues }: z.ZodError): DynoError {
  const [issue] = issues;
  // The first number of the path is the argument's place, which says nothing to people.
  const field = (issue?.path ?? []).slice(1).join('.') || call;
  const what = (issue?.message ?? 'is wrong').replace(/^Invalid input: /, '');
  return new DynoError({
    code: 'USAGE',
    message: `${field}: ${what}.`,
    subject: field,
    nextStep: `Give ${field} a value of the right form.`,
  });
}
