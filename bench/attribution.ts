import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodePorts } from '../src/cli/node-ports.ts';
import type { OperatorProfile, RunProfile } from '../src/contract/profile.ts';
import type { Run } from '../src/contract/run.ts';
import { createCore, type Core } from '../src/core/index.ts';
import { writeDemo } from '../src/core/model/index.ts';
import type { Ablation, AblationJob } from './ablation-pass.ts';
import { median, milliseconds, type Figure } from './figure.ts';
import { inFreshProcess } from './fresh-process.ts';
import { measured } from './measured-run.ts';

const SUBJECTS = ['mlp', 'cnn', 'encoder', 'decoder'].flatMap((family) =>
  ['tiny', 'small'].map((size) => `${family}-${size}`),
);
/** One: what is compared is the operators' time, not how threads find each other. */
const THREADS = 1;
const SEQUENCE = 32;
const LEAST_SHARE = 0.05;
/** Copies add about this share of the whole, far more than two sessions of one graph differ. */
const ADDED_SHARE = 0.6;
const MOST_COPIES = 10;
const ROUNDS = 5;
const ROUND_MS = 300;
const FEWEST_ITERATIONS = 24;
const TARGET = 0.15;

interface Compared {
  readonly model: string;
  readonly name: string;
  readonly attributedMs: number;
  readonly ablatedMs: number;
  readonly ratio: number;
}

/**
 * The time that a profile attributes to an operator against what that operator adds to clean passes when it is there
 * several times over: for each one that takes more than 5 %.
 */
export async function benchAttribution(say: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-attribution-'));
  const core = await createCore(createNodePorts({ dataFolder: join(folder, 'data'), debugging: false }));
  try {
    const compared: Compared[] = [];
    for (const subject of SUBJECTS) compared.push(...(await compareModel(core, folder, subject, say)));
    const worst = [...compared].sort((a, b) => offBy(b) - offBy(a))[0];
    const within = compared.filter((each) => offBy(each) <= TARGET).length;
    return [
      {
        name: `attributed over ablated time, ${compared.length} operators over 5 % of ${SUBJECTS.length} demo models`,
        target: `within ${TARGET * 100} %`,
        measured: `${within} within; median ${median(compared.map(({ ratio }) => ratio)).toFixed(3)}, worst ${worst?.ratio.toFixed(3) ?? '—'} (${worst?.model ?? ''} ${worst?.name ?? ''})`,
        met: within === compared.length,
        detail: { compared },
      },
    ];
  } finally {
    await core.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareModel(
  core: Core,
  folder: string,
  subject: string,
  say: (text: string) => void,
): Promise<readonly Compared[]> {
  const modelPath = join(folder, `${subject}.onnx`);
  const file = openSync(modelPath, 'w');
  writeDemo(subject, { write: (bytes) => void writeSync(file, bytes) });
  closeSync(file);
  const { run, profile } = await profiled(core, modelPath, subject);
  const { cleanMeanMs, overheadFactor, eventCostMs, outsideMs } = profile;
  say(
    `${subject}: ${milliseconds(cleanMeanMs)}, ${overheadFactor.toFixed(2)}× while recording, ${milliseconds(eventCostMs)} an event, ${milliseconds(outsideMs)} outside`,
  );
  const job: AblationJob = {
    optimizedPath: join(folder, `${subject}.optimized.onnx`),
    modelPath,
    inputs: run.config.inputs,
    seed: run.config.seed,
    threads: THREADS,
    operator: null,
    rounds: ROUNDS,
    iterations: Math.max(FEWEST_ITERATIONS, Math.round(ROUND_MS / cleanMeanMs)),
  };
  await inFreshProcess<null>('ablation-pass.ts', job);
  const dear = profile.operators.filter(({ share, parent }) => share > LEAST_SHARE && parent < 0);
  const compared: Compared[] = [];
  for (const operator of dear) compared.push(await compareOperator(job, subject, operator, cleanMeanMs, say));
  return compared;
}

async function compareOperator(
  job: AblationJob,
  model: string,
  { name, share, selfMs }: OperatorProfile,
  cleanMeanMs: number,
  say: (text: string) => void,
): Promise<Compared> {
  const copies = Math.min(MOST_COPIES, Math.max(1, Math.round(ADDED_SHARE / share)));
  const ablated = await inFreshProcess<Ablation>('ablation-pass.ts', { ...job, operator: { name, copies } });
  // Shares: others may have used the machine more, or less, between the profile and now.
  const ratio = share / ablated.share;
  const ablatedMs = ablated.share * cleanMeanMs;
  say(
    `  ${name}: attributed ${milliseconds(selfMs)} (${(share * 100).toFixed(1)} %), ablated ${milliseconds(ablatedMs)}, ratio ${ratio.toFixed(3)}`,
  );
  return { model, name, attributedMs: selfMs, ablatedMs, ratio };
}

function offBy({ ratio }: Compared): number {
  return Number.isFinite(ratio) ? Math.abs(ratio - 1) : Number.POSITIVE_INFINITY;
}

async function profiled(
  core: Core,
  location: string,
  subject: string,
): Promise<{ readonly run: Run; readonly profile: RunProfile }> {
  const run = await measured(core, {
    model: { kind: 'file', location },
    threads: THREADS,
    profile: {},
    ...(/^(en|de)coder/.test(subject) ? { sequence: SEQUENCE } : {}),
  });
  const profile = await core.api.getProfile(run.id);
  if (profile === null) throw new Error(`${subject} was not profiled.`);
  return { run, profile };
}
