/** `npm run soak`: what takes too long for `npm test`. Started by scripts/soak.mjs. */
import { parseArgs } from 'node:util';
import type { SoakCase } from './case.ts';
import { fullDisk, hugeModel, longNames } from './hostile-surroundings.ts';
import { killSeries } from './kill-series.ts';
import { killUpkeep } from './kill-upkeep.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    upkeep: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
const CASES: readonly SoakCase[] = [
  killSeries(Number(values.rounds), Number(values.seed)),
  ...killUpkeep(Number(values.upkeep), Number(values.seed)),
  hugeModel,
  fullDisk,
  longNames,
];

const count = { passed: 0, failed: 0, skipped: 0 };
for (const { name, run } of CASES.filter((one) => one.name.includes(values.only))) {
  try {
    const outcome = await run((text) => void process.stderr.write(`    ${text}\n`));
    if (outcome) {
      count.skipped += 1;
      process.stdout.write(`- ${name}: skipped, ${outcome.skipped}\n`);
    } else {
      count.passed += 1;
      process.stdout.write(`✓ ${name}\n`);
    }
  } catch (error) {
    count.failed += 1;
    process.stdout.write(`✗ ${name}\n    ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${skipped}\n`);
process.exit(count.failed > 0 ? 1 : 0);
