/**
 * What one operator takes, by clean passes alone: the optimized graph against the same with copies of that operator,
 * both loaded in one process and run by turns. Sessions are made anew each round, since where their memory happens to
 * lie is worth more than some operators.
 */
import { readFileSync } from 'node:fs';
import type { InferenceSession } from 'onnxruntime-node';
import type { ResolvedInput } from '../src/contract/model.ts';
import { bytesSource, readModel, writeModel } from '../src/core/model/index.ts';
import { makeFeeds } from '../src/worker/feeds.ts';
import { loadRuntime } from '../src/worker/runtime.ts';
import { createSession } from '../src/worker/session.ts';
import { withCopies } from './doubled-model.ts';
import { median } from './figure.ts';
import { answer, argumentOf } from './fresh-process.ts';

export interface AblationJob {
  /** The graph as the runtime executes it; written from `modelPath` where there is none yet. */
  readonly optimizedPath: string;
  readonly modelPath: string;
  readonly inputs: readonly ResolvedInput[];
  readonly seed: number;
  readonly threads: number;
  /** Null: only the graph is to be written. */
  readonly operator: { readonly name: string; readonly copies: number } | null;
  readonly rounds: number;
  /** Of each side in a round. */
  readonly iterations: number;
}

export interface Ablation {
  /** What a copy adds to an iteration, as a share of one without copies. */
  readonly share: number;
  /** Of the graph without copies, as it was here. */
  readonly baseMs: number;
}

const TURN = 4;

const job = argumentOf<AblationJob>();
const runtime = await loadRuntime();
const feeds = makeFeeds(runtime, { ...job, inputFiles: {} });
if (job.operator === null) {
  const session = await runtime.InferenceSession.create(job.modelPath, {
    logSeverityLevel: 3,
    optimizedModelFilePath: job.optimizedPath,
  });
  await session.release();
  answer(null);
} else {
  answer(await ablate(job.operator));
}

async function ablate({ name, copies }: { name: string; copies: number }): Promise<Ablation> {
  const base = readFileSync(job.optimizedPath);
  const more = doubled(base, name, copies);
  const turns: Turn[] = [];
  for (let round = 0; round < job.rounds; round += 1) {
    const sides = round % 2 === 0 ? [base, more] : [more, base];
    const sessions: InferenceSession[] = [];
    for (const bytes of sides) sessions.push(await load(bytes));
    const [first, second] = sessions as [InferenceSession, InferenceSession];
    turns.push(...(await (round % 2 === 0 ? byTurns(first, second) : byTurns(second, first))));
    for (const session of sessions) await session.release();
  }
  // Side by side, and as a ratio: what other programs take in a turn they take from both.
  const ratio = median(turns.map(({ plain, doubled: longer }) => longer / plain));
  return { share: (ratio - 1) / copies, baseMs: median(turns.map(({ plain }) => plain)) };
}

function doubled(base: Uint8Array, name: string, copies: number): Uint8Array {
  const source = bytesSource(base);
  const parts: Uint8Array[] = [];
  const model = withCopies(readModel(source, job.optimizedPath), name, copies);
  writeModel(model, { write: (bytes) => void parts.push(bytes.slice()) }, source);
  return Buffer.concat(parts);
}

function load(bytes: Uint8Array): Promise<InferenceSession> {
  const wish = { provider: 'cpu', threads: job.threads, graphLevel: 'disabled' } as const;
  return createSession(runtime, bytes, wish, job.optimizedPath);
}

interface Turn {
  readonly plain: number;
  readonly doubled: number;
}

/** A few of the one, twice as many of the other, a few of the one: whatever drifts meets both alike. */
async function byTurns(one: InferenceSession, other: InferenceSession): Promise<readonly Turn[]> {
  for (const session of [one, other]) await repeat(session, TURN, []);
  const turns: Turn[] = [];
  for (let done = 0; done < job.iterations; done += 2 * TURN) {
    const plain: number[] = [];
    const longer: number[] = [];
    await repeat(one, TURN, plain);
    await repeat(other, 2 * TURN, longer);
    await repeat(one, TURN, plain);
    turns.push({ plain: calm(plain), doubled: calm(longer) });
  }
  return turns;
}

async function repeat(session: InferenceSession, count: number, times: number[]): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const began = performance.now();
    await session.run(feeds);
    times.push(performance.now() - began);
  }
}

/** The median of the fastest third: other programs only ever add. */
function calm(times: readonly number[]): number {
  return median([...times].sort((a, b) => a - b).slice(0, Math.ceil(times.length / 3)));
}
