import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fewestUnderLatency } from './early-stopping.ts';
import { SAMPLES_WANTED } from './summary.ts';

const table = join(process.env['DYNO_REFERENCE'] ?? '', 'mlperf', 'early_stopping_table.csv');

describe('the early-stopping rule', () => {
  it('wants the samples that the tail guard is known for', () => {
    expect(SAMPLES_WANTED).toEqual({ p90: 64, p95: 130, p99: 662, p999: 6636 });
  });

  it('is 0.9^h ≤ 0.01 where nothing was over', () => {
    expect(fewestUnderLatency(0.9, 0)).toBe(Math.ceil(Math.log(0.01) / Math.log(0.9)));
  });

  it.skipIf(!existsSync(table))('gives MLPerf’s own table (skipped without DYNO_REFERENCE)', () => {
    const rows = readFileSync(table, 'utf8').trim().split('\n').slice(1);
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows) {
      const [percentile, over, under, total] = row.split(',').map(Number) as [number, number, number, number];
      expect([row, fewestUnderLatency(percentile, over)]).toEqual([row, under]);
      expect(under + over).toBe(total);
    }
  });
});
