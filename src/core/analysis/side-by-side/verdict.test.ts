import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AbAnswer, AbComparison } from '../../../contract/ab.ts';
import { comparedRun, latency, sideOf } from './runs.fixture.ts';
import { verdictOf } from './verdict.ts';

const at = (id: string, p50: number, half = 0.005, count = 2000) =>
  comparedRun(id, { latencyMs: latency(p50, count, half) });

describe('the verdict on two stored runs', () => {
  it('says how much faster, on what, and what it rests on', () => {
    const verdict = verdictOf(sideOf(at('a', 4.54)), sideOf(at('b', 3.2)));
    expect(verdict).toMatchObject({
      runId: 'b',
      verdict: 'faster',
      comparable: true,
      noiseFloor: { source: 'assumed' },
      comparisonId: null,
    });
    expect(verdict.ratio).toBeCloseTo(3.2 / 4.54, 12);
    expect(verdict.deltaMs).toBeCloseTo(-1.34, 12);
    expect(verdict.noiseFloor.share).toBeCloseTo(0.03, 12);
    expect(verdict.sentence).toMatch(
      /^B is 1\.42× faster than A \(3\.20 ms against 4\.54 ms at the median; time ratio 0\.705, 95 % 0\.68\d to 0\.72\d; two runs of one model are taken to differ by up to 3 %, since this machine was not calibrated\)\.$/,
    );
  });

  it('claims nothing within the floor, however narrow the runs’ own intervals', () => {
    const narrow = verdictOf(sideOf(at('a', 4, 1e-5)), sideOf(at('b', 3.9, 1e-5)));
    expect(narrow.verdict).toBe('undecided');
    expect(narrow.sentence).toMatch(/^No difference between B and A that two single runs could show/);
    expect(narrow.sentence).not.toMatch(/faster|slower/);
  });

  it('knows more on a machine that was calibrated, and says so', () => {
    const [a, b] = [sideOf(at('a', 4, 0.001), 0.004), sideOf(at('b', 3.9, 0.001), 0.004)];
    expect(verdictOf(a, b)).toMatchObject({ verdict: 'faster', noiseFloor: { source: 'calibrated' } });
    expect(verdictOf(a, b).sentence).toContain('on this machine (calibrated))');
    const same = verdictOf(a, sideOf(at('c', 4.01, 0.001), 0.004));
    expect(same.verdict).toBe('same');
    expect(same.sentence).toMatch(/^B and A take the same time within 2 %/);
  });

  it('gives the numbers without a verdict where something stands in the way', () => {
    const verdict = verdictOf(sideOf(at('a', 4)), sideOf(comparedRun('b', {}, { batch: 4 })));
    expect(verdict).toMatchObject({ verdict: 'not-comparable', comparable: false, ratio: 1 });
    expect(verdict.sentence).toMatch(/^The two did different work .*so neither is faster as such/);
    const nothing = verdictOf(sideOf(at('a', 4)), sideOf(comparedRun('b', { latencyMs: null })));
    expect(nothing).toMatchObject({ verdict: 'not-comparable', ratio: null, ratioCi95: null, deltaMs: null });
    expect(nothing.sentence).toBe('B has measured nothing. There is nothing to compare.');
  });

  it('has no interval from a run that is too short for one', () => {
    const short = { ...latency(3, 9), effectiveSize: null, intervals: {} };
    const verdict = verdictOf(sideOf(at('a', 4)), sideOf(comparedRun('b', { latencyMs: short })));
    expect(verdict).toMatchObject({ verdict: 'undecided', ratio: 0.75, ratioCi95: null, deltaCi95: null });
  });

  it('reads the same from the other side', () => {
    const medians = fc.double({ min: 0.01, max: 1000, noNaN: true });
    const halves = fc.double({ min: 0, max: 0.3, noNaN: true });
    const opposite = { faster: 'slower', slower: 'faster' } as const;
    fc.assert(
      fc.property(
        medians,
        medians,
        halves,
        fc.option(fc.double({ min: 0, max: 0.1, noNaN: true })),
        (p, q, half, spread) => {
          const [a, b] = [sideOf(at('a', p, half), spread), sideOf(at('b', q, half), spread)];
          const [there, back] = [verdictOf(a, b), verdictOf(b, a)];
          expect(back.verdict).toBe(
            there.verdict in opposite ? opposite[there.verdict as 'faster'] : there.verdict,
          );
          expect((back.ratio ?? 0) * (there.ratio ?? 0)).toBeCloseTo(1, 9);
          expect((back.ratioCi95?.[0] ?? 0) * (there.ratioCi95?.[1] ?? 0)).toBeCloseTo(1, 9);
          expect(there.sentence).not.toMatch(/NaN|undefined|null|∞/);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the sides of one tested comparison', () => {
  const answer: AbAnswer = {
    verdict: 'faster',
    ratio: 0.8,
    ratioCi95: [0.78, 0.83],
    pairs: 12,
    needPairs: 0,
    minimumDetectable: 0.01,
    margin: 0.02,
    spread: 0.01,
    sentence: '',
  };
  const tested = { id: 't', aRunId: 'a', bRunId: 'b', answer } as AbComparison;

  it('take its answer, and its answer turned round', () => {
    const [a, b] = [sideOf(at('a', 4)), sideOf(at('b', 4.1))];
    expect(verdictOf(a, b, tested)).toMatchObject({
      verdict: 'faster',
      ratio: 0.8,
      ratioCi95: [0.78, 0.83],
      comparisonId: 't',
      sentence: 'B is 1.25× faster than A (tested: time ratio 0.800, 95 % 0.780 to 0.830, 12 pairs).',
    });
    expect(verdictOf(a, b, tested).deltaMs).toBeCloseTo(-0.8, 12);
    expect(verdictOf(b, a, tested)).toMatchObject({
      verdict: 'slower',
      ratio: 1.25,
      ratioCi95: [1 / 0.83, 1 / 0.78],
    });
  });

  it('are stored runs like any others where it has no answer, or was of others', () => {
    const [a, b] = [sideOf(at('a', 4)), sideOf(at('b', 4.1))];
    expect(verdictOf(a, b, { ...tested, answer: null }).comparisonId).toBeNull();
    expect(verdictOf(a, b, { ...tested, bRunId: 'c' }).comparisonId).toBeNull();
  });
});
