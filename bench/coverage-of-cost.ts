import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createNodePorts } from '../src/cli/node-ports.ts';
import { createCore, type Core } from '../src/core/index.ts';
import type { ModelRef } from '../src/contract/model.ts';
import type { RunProfile } from '../src/contract/profile.ts';
import type { Figure } from './figure.ts';

const LEAST_COVERED = 0.99;
const ITERATIONS = 3;
const RUN_WITHIN_MS = 300_000;
/** Short enough for the largest of them; what an operator is does not depend on it. */
const SEQUENCE = 32;

/** For how much of the recorded time operations and bytes are known: demo models, and real ones of other makers. */
export async function benchCostCoverage(say: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-cost-'));
  const core = await createCore(createNodePorts({ dataFolder: folder, debugging: false }));
  const figures: Figure[] = [];
  try {
    const demos = (await core.api.listModels()).map(({ ref }) => ref);
    for (const ref of [...demos, ...referenceModels(say)])
      figures.push(await covered(core, ref).catch((thrown: unknown) => notRun(core, ref, thrown)));
  } finally {
    await core.close();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const { name, measured } of figures) say(`${name}: ${measured}`);
  return figures;
}

function referenceModels(say: (text: string) => void): readonly ModelRef[] {
  const reference = process.env['DYNO_REFERENCE'];
  const real = reference === undefined ? '' : join(reference, 'onnx', 'real');
  if (!existsSync(real)) {
    say('DYNO_REFERENCE names no folder with models of others: only demo models are looked at.');
    return [];
  }
  const names = readdirSync(real).filter((name) => name.endsWith('.onnx'));
  return names.map((name) => ({ kind: 'file', location: join(real, name) }));
}

async function covered(core: Core, ref: ModelRef): Promise<Figure> {
  const { hasSequence } = await core.api.inspectModel(ref);
  const { id } = await core.api.startBench({
    model: ref,
    iterations: ITERATIONS,
    warmup: 1,
    ...(hasSequence && { sequence: SEQUENCE }),
    profile: { iterations: ITERATIONS },
  });
  const profile = await profiled(core, id);
  const { flops, bytes } = profile.coverage;
  const unknown = profile.operators.filter((operator) => operator.flops === null);
  const left = [...new Set(unknown.map(({ op }) => op))].join(', ');
  return {
    name: `time with known work, ${basename(ref.location)}`,
    target: `≥ ${percent(LEAST_COVERED)}`,
    measured: `FLOPs ${percent(flops)}, bytes ${percent(bytes)}${left === '' ? '' : `; not of ${left}`}`,
    met: flops >= LEAST_COVERED,
    detail: { ref, flops, bytes, operators: profile.operators.length, unknown: unknown.length },
  };
}

async function profiled(core: Core, id: string): Promise<RunProfile> {
  const deadline = performance.now() + RUN_WITHIN_MS;
  for (;;) {
    const { status, error } = await core.api.getRun(id);
    if (error !== null) throw new Error(error.message);
    if (status === 'done') break;
    if (performance.now() > deadline) throw new Error('The run did not come to its end.');
    await wait(100);
  }
  const profile = await core.api.getProfile(id);
  if (profile === null || profile.operators.length === 0) throw new Error('No operator was recorded.');
  return profile;
}

/** What does not run has no time: its nodes are counted instead, and it is said so. */
async function notRun(core: Core, ref: ModelRef, thrown: unknown): Promise<Figure> {
  const { countedNodes, runningNodes } = await core.api.inspectModel(ref);
  const share = countedNodes / runningNodes;
  return {
    name: `nodes with known work, ${basename(ref.location)}`,
    target: `≥ ${percent(LEAST_COVERED)}`,
    measured: `${countedNodes} of ${runningNodes}; not run: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    met: share >= LEAST_COVERED,
    detail: { ref, countedNodes, runningNodes },
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(share === 1 ? 0 : 2)} %`;
