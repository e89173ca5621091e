import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { writeDemo } from '../src/core/model/index.ts';
import type { BareJob } from './bare-loop.ts';
import { milliseconds, type Figure } from './figure.ts';
import { inFreshProcess } from './fresh-process.ts';
import { openBrowser, runUnderLivePage } from './live-page.ts';
import { boundRatio } from './ratio-bound.ts';
import type { BenchRequest, Run } from '../src/contract/run.ts';

interface Subject {
  readonly demo: string;
  readonly batch: number;
  readonly sequence?: number;
  /** What its latency must be, so that the bound applies to it. */
  readonly belongs: (p50: number) => boolean;
  readonly claim: string;
  readonly bound: number;
}

/** One thread each: what is compared is the path around the runtime, not its thread pool. */
const THREADS = 1;
const PAIR_MS = 3_000;
/** Iterations that only tell how long one takes: over before a chart is drawn. */
const SHORT = 200;
const SUBJECTS: readonly Subject[] = [
  { demo: 'demo:mlp-tiny', batch: 1, belongs: (p50) => p50 < 0.1, claim: 'under 0.1 ms', bound: 1.02 },
  {
    demo: 'demo:encoder-small',
    batch: 1,
    sequence: 128,
    belongs: (p50) => p50 > 1,
    claim: 'above 1 ms',
    bound: 1.01,
  },
];

/**
 * Reported p50 over the p50 of the bare loop, in pairs of fresh processes whose order alternates. Dyno's side is the
 * whole of it: `dyno serve` with a page open on the run, drawing it live. While the bare loop runs there is no page.
 */
export async function benchEngine(pairs: number, say: (text: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  const browser = await openBrowser();
  try {
    for (const subject of SUBJECTS) {
      const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-engine-'));
      try {
        figures.push(await compare(browser, subject, folder, pairs, say));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  } finally {
    await browser.close();
  }
  return figures;
}

async function compare(
  browser: Browser,
  subject: Subject,
  folder: string,
  pairs: number,
  say: (text: string) => void,
): Promise<Figure> {
  const modelPath = join(folder, `${subject.demo.replace(':', '-')}.onnx`);
  const file = openSync(modelPath, 'w');
  writeDemo(subject.demo, { write: (bytes) => void writeSync(file, bytes) });
  closeSync(file);

  const dyno = async (iterations: number, warmup: number): Promise<Run> => {
    const request: BenchRequest = {
      model: { kind: 'file', location: modelPath },
      batch: subject.batch,
      ...(subject.sequence === undefined ? {} : { sequence: subject.sequence }),
      threads: THREADS,
      iterations,
      warmup,
    };
    const { run, wasLive } = await runUnderLivePage(browser, join(folder, 'data'), request);
    if (run.status !== 'done' || run.latencyMs?.count !== iterations)
      throw new Error(
        `A run of ${subject.demo} ended ${run.status}: ${run.error?.message ?? 'samples are missing'}`,
      );
    if (!wasLive && iterations > SHORT)
      throw new Error('No chart was on the screen: this would not measure what users get.');
    return run;
  };

  const { config, latencyMs } = await dyno(SHORT, 50);
  const iterations = Math.max(SHORT, Math.round(PAIR_MS / (latencyMs?.p50 ?? 1)));
  const warmup = Math.round(iterations / 5);
  const bareJob: BareJob = {
    modelPath,
    inputs: config.inputs,
    seed: config.seed,
    threads: THREADS,
    warmup,
    iterations,
  };
  const ours: number[] = [];
  const bare: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const measureOurs = async (): Promise<void> => {
      ours.push((await dyno(iterations, warmup)).latencyMs?.p50 ?? Number.NaN);
    };
    const measureBare = async (): Promise<void> => {
      bare.push((await inFreshProcess<{ p50: number }>('bare-loop.ts', bareJob)).p50);
    };
    const order = pair % 2 === 0 ? [measureOurs, measureBare] : [measureBare, measureOurs];
    for (const measure of order) await measure();
    say(
      `${subject.demo} pair ${pair + 1} of ${pairs}: ${((ours[pair] ?? 0) / (bare[pair] ?? 1)).toFixed(4)}`,
    );
  }

  const ratios = ours.map((value, index) => value / (bare[index] ?? Number.NaN));
  const { ratio, upper } = boundRatio(ratios);
  const typical = Math.min(...bare);
  const belongs = subject.belongs(typical);
  return {
    name: `p50 of ${subject.demo} under a live page over a bare loop's, ${pairs} pairs`,
    target: `≤ ${subject.bound} (${subject.claim})`,
    measured: `${ratio.toFixed(4)}, upper 95 % bound ${upper.toFixed(4)} at ${milliseconds(typical)}`,
    met: belongs && upper <= subject.bound,
    detail: { iterations, ratio, upper, belongs, ours, bare },
  };
}
