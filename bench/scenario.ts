import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodePorts } from '../src/cli/node-ports.ts';
import type { BenchRequest, Run } from '../src/contract/run.ts';
import type { ScenarioPoint } from '../src/contract/scenario.ts';
import { createCore, type Core } from '../src/core/index.ts';
import { median, milliseconds, type Figure } from './figure.ts';
import { measured } from './measured-run.ts';

const ROUNDS = 5;
const POINT_MS = 3000;
const MODEL = 'demo:encoder-small';
/** One thread for everything: what is compared is what lies around the runtime. */
const PLAIN: BenchRequest = { model: { kind: 'demo', location: MODEL }, threads: 1, durationMs: POINT_MS };

/**
 * What the path through dispatcher and session thread costs a query, what a second session is worth against the two
 * that it could be at most, and how late the load generator is.
 */
export async function benchScenario(say: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-scenario-'));
  const core = await createCore(createNodePorts({ dataFolder: join(folder, 'data'), debugging: false }));
  try {
    return [
      await dispatchCost(core, say),
      ...(availableParallelism() < 2 ? [] : [await secondSession(core, say)]),
      await lateness(core, say),
    ];
  } finally {
    await core.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function dispatchCost(core: Core, say: (text: string) => void): Promise<Figure> {
  const plain: number[] = [];
  const scenario: number[] = [];
  const calls = async (): Promise<void> => void plain.push(p50Of(await measured(core, PLAIN)));
  const queries = async (): Promise<void> =>
    void scenario.push(p50Of(await measured(core, { ...PLAIN, scenario: { kind: 'single-stream' } })));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const measure of round % 2 === 0 ? [calls, queries] : [queries, calls]) await measure();
    say(
      `single-stream ${round + 1} of ${ROUNDS}: ${((scenario[round] ?? 0) / (plain[round] ?? 1)).toFixed(3)}`,
    );
  }
  const [call, query] = [median(plain), median(scenario)];
  return {
    name: `single-stream p50 over the bare call's, ${milliseconds(call)}`,
    target: 'as measured',
    measured: `${(query / call).toFixed(3)}, ${milliseconds(query - call)} a query`,
    met: true,
    detail: { plain, scenario },
  };
}

async function secondSession(core: Core, say: (text: string) => void): Promise<Figure> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const sweep = round % 2 === 0 ? [1, 2] : [2, 1];
    const points = await pointsOf(core, { ...PLAIN, scenario: { kind: 'offline', sweep, maxBatch: 1 } });
    const rate = (sessions: number): number =>
      points.find((point) => point.sessions === sessions)?.queriesPerSecond ?? Number.NaN;
    ratios.push(rate(2) / rate(1));
    say(`offline ${round + 1} of ${ROUNDS}: ${(ratios[round] ?? Number.NaN).toFixed(2)}`);
  }
  return {
    name: `two sessions over one, offline, ${availableParallelism()} cores`,
    target: 'as measured, of 2.0',
    measured: median(ratios).toFixed(2),
    met: true,
    detail: { ratios },
  };
}

async function lateness(core: Core, say: (text: string) => void): Promise<Figure> {
  const [point] = await pointsOf(core, { ...PLAIN, scenario: { kind: 'server', sessions: 1, maxBatch: 1 } });
  const late = point?.lateMs ?? { p50: Number.NaN, p99: Number.NaN };
  say(`server at ${(point?.offeredPerSecond ?? 0).toFixed(0)} queries/s`);
  return {
    name: 'lateness of the load generator at 70 % of one session',
    target: 'as measured',
    measured: `p50 ${milliseconds(late.p50)}, p99 ${milliseconds(late.p99)}`,
    met: true,
    detail: { ...late },
  };
}

async function pointsOf(core: Core, request: BenchRequest): Promise<readonly ScenarioPoint[]> {
  const { scenario } = await core.api.getDetails((await measured(core, request)).id);
  if (scenario === null) throw new Error('A scenario left nothing.');
  return scenario.points;
}

function p50Of({ latencyMs }: Run): number {
  return latencyMs?.p50 ?? Number.NaN;
}
