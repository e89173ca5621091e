/** `npm run bench`: speed, as ratios against a named peer or bound in one run. Started by scripts/bench.mjs. */
import { parseArgs } from 'node:util';
import { benchAb } from './ab.ts';
import { benchAbReal } from './ab-real.ts';
import { benchAttribution } from './attribution.ts';
import { benchCostCoverage } from './coverage-of-cost.ts';
import { benchCoverage } from './coverage.ts';
import { benchDifference } from './difference.ts';
import { benchEngine } from './engine.ts';
import { tableOf, type Figure } from './figure.ts';
import { benchGate } from './gate.ts';
import { benchGraph } from './graph.ts';
import { benchFlame } from './flame.ts';
import { benchHistory } from './history.ts';
import { benchMemory } from './memory.ts';
import { benchModel } from './model.ts';
import { benchNative } from './native.ts';
import { benchPage } from './page.ts';
import { benchRunsPage } from './runs-page.ts';
import { benchSampler } from './sampler.ts';
import { benchScenario } from './scenario.ts';
import { benchStore } from './store/bench.ts';
import { benchTraceImport } from './traces/import-speed.ts';
import { benchTraceLarge } from './traces/large-traces.ts';
import { benchTraceOpen } from './traces/open-speed.ts';
import { benchTracePan } from './traces/pan-and-zoom.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '30' },
    runs: { type: 'string', default: '60,40' },
    seed: { type: 'string', default: '1' },
    'store-runs': { type: 'string', default: '10000' },
  },
});
const say = (text: string): void => void process.stderr.write(`  ${text}\n`);

const BENCHES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  attribution: () => benchAttribution(say),
  difference: () => benchDifference(say),
  engine: () => benchEngine(Number(values.pairs), say),
  gate: () => benchGate(say),
  graph: () => benchGraph(say),
  flame: () => benchFlame(say),
  history: () => Promise.resolve(benchHistory(say)),
  memory: () => benchMemory(say),
  model: () => benchModel(say),
  native: () => benchNative(say),
  page: () => benchPage(say),
  'runs-page': () => benchRunsPage(say),
  sampler: () => benchSampler(Number(values.pairs), say),
  scenario: () => benchScenario(say),
  store: () => benchStore(Number(values['store-runs']), say),
  'trace-open': () => benchTraceOpen(say),
  'trace-import': () => benchTraceImport(say),
  'trace-large': () => benchTraceLarge(say),
  'trace-pan': () => benchTracePan(say),
  ab: () => benchAb(say),
  'coverage-of-cost': () => benchCostCoverage(say),
  coverage: () => Promise.resolve(benchCoverage(Number(values.seed), say)),
  'ab-real': () => benchAbReal(values.runs, say),
};

// Half an hour by itself: only where it is asked for.
const wanted =
  positionals.length > 0 ? positionals : Object.keys(BENCHES).filter((name) => name !== 'ab-real');
const figures: Figure[] = [];
for (const name of wanted) {
  const bench = BENCHES[name];
  if (!bench) {
    process.stderr.write(`There is no bench "${name}": ${Object.keys(BENCHES).join(', ')}.\n`);
    process.exit(2);
  }
  figures.push(...(await bench()));
}
process.stdout.write(values.json ? `${JSON.stringify({ figures }, null, 2)}\n` : `\n${tableOf(figures)}\n`);
process.exit(figures.every(({ met }) => met) ? 0 : 1);
