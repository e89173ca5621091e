import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkExactly, checkNumber, tableOf } from './check.ts';
import { openReference } from './open-reference.ts';

describe('a number stated', () => {
  it('holds within a thousandth, or what rounding took', () => {
    expect(checkNumber('f', 'w', 10_000, 10_010).holds).toBe(true);
    expect(checkNumber('f', 'w', 10_000, 10_011).holds).toBe(false);
    expect(checkNumber('f', 'w', 98, 97.5).holds).toBe(true);
    expect(checkNumber('f', 'w', 98, 97.4).holds).toBe(false);
    expect(checkNumber('f', 'w', 0.05, 0.0551, 0.01).holds).toBe(false);
    expect(checkNumber('f', 'w', 0, null).holds).toBe(false);
  });

  it('holds exactly where it is a count', () => {
    expect(checkExactly('f', 'w', 162532, 162532.34).holds).toBe(true);
    expect(checkExactly('f', 'w', 162532, 162533).holds).toBe(false);
  });

  it('fails in the table where it does not hold', () => {
    expect(tableOf([checkNumber('f', 'kernels', 5, 7)])).toMatch(/kernels +5 +7 +40.000 % +FAIL/);
  });
});

const reference = process.env['DYNO_REFERENCE'] ?? '';

describe.skipIf(reference === '')('a reference trace (DYNO_REFERENCE)', () => {
  it('goes through importer, index and analysis to the numbers stated of it', async () => {
    const { info, report } = await openReference(join(reference, 'traces', 'hta', 'nccl_data.json.gz'));
    expect(info.format).toBe('trace-events');
    expect(report).toMatchObject({ kernelCount: 2700 });
    expect(Math.round(report.kernelUs)).toBe(162532);
  });
});
