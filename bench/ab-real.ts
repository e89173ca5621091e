import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodePorts } from '../src/cli/node-ports.ts';
import type { AbComparison, AbRequest, AbVerdict } from '../src/contract/ab.ts';
import type { BenchRequest } from '../src/contract/run.ts';
import { createCore, type Core } from '../src/core/index.ts';
import { buildMlp } from '../src/core/model/demo/mlp.ts';
import { estimateMacs, writeModel } from '../src/core/model/index.ts';
import { median, type Figure } from './figure.ts';

/** One layer of 33 more is 3 % more work, at a few tenths of a millisecond with one thread. */
const HIDDEN = 192;
const LAYERS = 33;
const BATCH = 8;

interface Counts {
  readonly verdicts: readonly AbVerdict[];
  readonly seconds: readonly number[];
  readonly ratios: readonly number[];
  readonly pairs: readonly number[];
}

/** On this very machine, within the default budget: a model against itself, and against one with 3 % more work. */
export async function benchAbReal(runs: string, say: (text: string) => void): Promise<Figure[]> {
  const [alikeCount = 60, differentCount = 40] = runs.split(',').map(Number);
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-ab-'));
  const core = await createCore(createNodePorts({ dataFolder: join(folder, 'data'), debugging: false }));
  try {
    const [plain, more] = [writeMlp(folder, LAYERS), writeMlp(folder, LAYERS + 1)];
    const work = more.macs / plain.macs;
    say(`B has ${((work - 1) * 100).toFixed(2)} % more multiply-adds`);
    const alike = await compareOften(core, plain.request, plain.request, alikeCount, say);
    const different = await compareOften(core, plain.request, more.request, differentCount, say);
    const wrong = tally(alike, 'faster') + tally(alike, 'slower');
    return [
      {
        name: `A against A on this machine, ${alikeCount} comparisons`,
        target: 'as measured',
        measured: `${wrong} called different, ${words(alike)}`,
        met: true,
        detail: { ...alike },
      },
      {
        name: `a model with ${((work - 1) * 100).toFixed(1)} % more work, ${differentCount} comparisons`,
        target: 'as measured',
        measured: `${tally(different, 'slower')} found, ${tally(different, 'faster')} the wrong way, ${words(different)}`,
        met: true,
        detail: { ...different },
      },
    ];
  } finally {
    await core.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareOften(
  core: Core,
  a: BenchRequest,
  b: BenchRequest,
  count: number,
  say: (text: string) => void,
): Promise<Counts> {
  const done: AbComparison[] = [];
  for (let index = 0; index < count; index += 1) {
    const comparison = await compareOnce(core, { a, b });
    if (comparison.status !== 'done' || comparison.answer === null)
      throw new Error(`A comparison ended ${comparison.status}: ${comparison.error?.message ?? ''}`);
    done.push(comparison);
    say(`${index + 1} of ${count}: ${comparison.answer.sentence}`);
  }
  return {
    verdicts: done.map(({ answer }) => answer?.verdict ?? 'undecided'),
    seconds: done.map(({ createdAt, endedAt }) => ((endedAt ?? createdAt) - createdAt) / 1000),
    ratios: done.map(({ answer }) => answer?.ratio ?? Number.NaN),
    pairs: done.map(({ pairs }) => pairs.length),
  };
}

async function compareOnce(core: Core, request: AbRequest): Promise<AbComparison> {
  let over: (id: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (over = resolve));
  const unsubscribe = core.subscribe((event) => {
    if (event.type !== 'ab-progress') return;
    const { status, comparisonId } = event.progress;
    if (status !== 'queued' && status !== 'running') over(comparisonId);
  });
  try {
    await core.api.startAb(request);
    return (await core.api.getAb(await ended)).comparison;
  } finally {
    unsubscribe();
  }
}

function writeMlp(folder: string, layers: number): { readonly request: BenchRequest; readonly macs: number } {
  const model = buildMlp({ hidden: HIDDEN, layers });
  const location = join(folder, `mlp-${layers}.onnx`);
  const file = openSync(location, 'w');
  writeModel(model, { write: (bytes) => void writeSync(file, bytes) });
  closeSync(file);
  const shape = [BATCH, HIDDEN];
  const macs = estimateMacs(model, [{ name: 'features', type: 'float32', shape, values: '' }]);
  return {
    request: { model: { kind: 'file', location }, batch: BATCH, threads: 1 },
    macs: macs ?? Number.NaN,
  };
}

function tally({ verdicts }: Counts, verdict: AbVerdict): number {
  return verdicts.filter((known) => known === verdict).length;
}

function words(counts: Counts): string {
  return `${tally(counts, 'same')} same, ${tally(counts, 'undecided')} undecided; ${median(counts.pairs)} pairs and ${median(counts.seconds).toFixed(1)} s each, time ratio ${median(counts.ratios).toFixed(4)}`;
}
