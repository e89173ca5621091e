import pico from 'picocolors';
import { describe, expect, it } from 'vitest';
import { conditions } from '../../core/analysis/trust/conditions.fixture.ts';
import { judgeTrust } from '../../core/analysis/trust/judge-trust.ts';
import { formatEvidence, trustLines } from './trust-report.ts';

const paint = pico.createColors(false);
const busy = judgeTrust(
  conditions({ after: { cpu: { busyMs: 36_040, stolenMs: 100 } }, state: { power: null }, ticks: [] }),
);

describe('trust in words', () => {
  it('gives the verdict and its reason on one line, or on as many as 80 columns want', () => {
    expect(trustLines(busy, paint, 12)).toEqual(['not trusted — Other programs kept 2.00 of 4 cores busy.']);
    const long = trustLines({ verdict: 'caution', sentence: 'word '.repeat(40) }, paint, 12);
    expect(long.length).toBeGreaterThan(2);
    for (const line of long.slice(1)) expect(line).toMatch(/^ {12}\S/);
  });

  it('tells what speaks against the run first, with its limit and next step, and what could not be seen last', () => {
    const text = formatEvidence(busy, paint);
    expect(text).toMatch(
      /^Evidence\nbad {6}Other load {10}Other programs kept 2\.00 of 4 cores busy\. \(limit\s+1\s+cores\)/,
    );
    expect(text).toContain('→ Close other programs');
    expect(text.slice(text.indexOf('Not looked at here'))).toContain('Battery');
  });

  it('fits 80 columns', () => {
    for (const line of formatEvidence(busy, paint).split('\n'))
      expect([...line].length).toBeLessThanOrEqual(80);
  });
});
