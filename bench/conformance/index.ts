/**
 * `npm run conformance`: numbers that others state of their traces, read by Dyno from the files themselves. The files
 * are no part of the project: DYNO_REFERENCE says where they are. Started by scripts/conformance.mjs.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { tableOf, type Check } from './check.ts';
import { htaChecks } from './hta.ts';
import { kinetoChecks } from './kineto.ts';
import { onnxRuntimeChecks } from './onnxruntime.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const reference = process.env['DYNO_REFERENCE'] ?? '';
if (!existsSync(reference)) {
  process.stderr.write(
    reference === ''
      ? 'No reference traces: DYNO_REFERENCE is not set, so there is nothing to compare with.\n'
      : `No reference traces: ${reference} is not there.\n`,
  );
  process.exit(reference === '' ? 0 : 1);
}

const checks: Check[] = [
  ...(await kinetoChecks(reference)),
  ...(await htaChecks(reference)),
  ...(await onnxRuntimeChecks(reference)),
];
const failed = checks.filter(({ holds }) => !holds).length;
process.stdout.write(values.json ? `${JSON.stringify({ checks }, null, 2)}\n` : `${tableOf(checks)}\n`);
process.stderr.write(
  failed === 0
    ? `\nAll ${checks.length} numbers are as stated.\n`
    : `\n${failed} of ${checks.length} numbers are not as stated.\n`,
);
process.exit(failed === 0 ? 0 : 1);
