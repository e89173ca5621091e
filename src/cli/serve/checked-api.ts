import { z } from 'zod';
import type { DynoApi } from '../../contract/api.ts';
import { DynoError } from '../../contract/errors.ts';
import { LEVEL_NAMES } from '../../contract/level.ts';
import { GRAPH_LEVELS, PROVIDERS } from '../../contract/run.ts';

const LONGEST_TEXT = 100_000;
const count = z.int().min(0).max(1e12);
const id = z.string().min(1).max(200);
const words = z.string().max(1000);
const path = z.string().min(1).max(4096);
const ref = z.strictObject({ kind: z.enum(['file', 'demo']), location: path });

const benchRequest = z.strictObject({
  model: ref,
  level: z.enum(LEVEL_NAMES).optional(),
  provider: z.enum(PROVIDERS).optional(),
  batch: count.optional(),
  sequence: count.optional(),
  shapes: z.record(words, z.array(count).max(64)).optional(),
  inputFiles: z.record(words, path).optional(),
  iterations: count.optional(),
  warmup: count.optional(),
  durationMs: z.number().min(0).max(1e12).optional(),
  threads: count.optional(),
  graphLevel: z.enum(GRAPH_LEVELS).optional(),
  seed: count.optional(),
  name: words.optional(),
  tags: z.array(words).max(100).optional(),
  wait: z.boolean().optional(),
  workingFolder: path.optional(),
});

const runPatch = z.strictObject({
  name: words.optional(),
  notes: z.string().max(LONGEST_TEXT).optional(),
  tags: z.array(words).max(100).optional(),
});

/** What may come in for each call, read once here; behind it the types of the contract are true. */
const ARGUMENTS = {
  about: z.tuple([]),
  doctor: z.tuple([]),
  listModels: z.tuple([]),
  inspectModel: z.tuple([ref]),
  pickModelFile: z.tuple([]),
  planBench: z.tuple([benchRequest]),
  startBench: z.tuple([benchRequest]),
  stopRun: z.tuple([id]),
  liveRuns: z.tuple([]),
  listRuns: z.tuple([z.strictObject({ text: words.optional(), limit: count.optional() })]),
  getRun: z.tuple([id]),
  getSeries: z.tuple([id]),
  getHardware: z.tuple([id]),
  updateRun: z.tuple([id, runPatch]),
  deleteRuns: z.tuple([z.array(id).max(100_000)]),
  restoreRuns: z.tuple([z.array(id).max(100_000)]),
  compareRuns: z.tuple([id, id]),
  exportRun: z.tuple([id, z.enum(['json', 'csv'])]),
  saveFile: z.tuple([z.strictObject({ fileName: words, mediaType: words, text: z.string() })]),
  recentHardware: z.tuple([]),
} satisfies Readonly<Record<keyof DynoApi, z.ZodType>>;

/** The same calls for a page on the network: what does not fit the contract is refused before the core sees it. */
export function checkedApi(api: DynoApi): DynoApi {
  const names = Object.keys(ARGUMENTS) as (keyof DynoApi)[];
  const entries = names.map((name) => [name, checkedCall(api, name)] as const);
  return Object.fromEntries(entries) as unknown as DynoApi;
}

function checkedCall(api: DynoApi, name: keyof DynoApi): (...args: readonly unknown[]) => Promise<unknown> {
  const call = api[name] as (...args: readonly unknown[]) => Promise<unknown>;
  return async (...args) => {
    const { error } = ARGUMENTS[name].safeParse(args);
    if (error) throw badCall(name, error);
    return call.apply(api, [...args]);
  };
}

function badCall(name: string, error: z.ZodError): DynoError {
  const issue = error.issues[0];
  return new DynoError({
    code: 'USAGE',
    message:
      `The call ${name} does not fit: ${issue?.path.slice(1).join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    subject: name,
    nextStep: 'Reload the page: it may be older than this Dyno.',
  });
}
