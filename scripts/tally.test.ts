import { describe, expect, it } from 'vitest';
import { allPassed, resultOfCheck, resultOfVitest, resultsOfPlaywright, totalLine } from './tally.mjs';

const LAST_LINE = /^\d+ passed, \d+ failed(, \d+ skipped)?$/;

const unitTest = (title: string, status: string): object => ({
  ancestorTitles: ['the store'],
  title,
  status,
  failureMessages: status === 'failed' ? ['expected 1 to be 2'] : [],
});
const unitReport = (...tests: object[]): object => ({
  testResults: [
    { name: '/home/me/dyno/src/core/store/a.test.ts', status: 'passed', assertionResults: tests },
  ],
});
const endToEnd = (status: string, extra: object = {}): object => ({
  suites: [
    {
      title: 'bench.spec.ts',
      specs: [
        {
          title: 'benchmarks a demo model',
          tests: [
            {
              projectName: 'desktop',
              status,
              annotations: [],
              results: [{ status: 'passed', errors: [] }],
              ...extra,
            },
          ],
        },
      ],
    },
  ],
});

describe('the sum over all runners', () => {
  it('adds what each came to, and mentions skipped ones only where there are some', () => {
    const passed = resultOfCheck('lint', 0, '');
    const unit = resultOfVitest(
      'unit',
      unitReport(unitTest('opens', 'passed'), unitTest('fails', 'failed')),
      1,
      '',
    );
    expect(totalLine([passed, unit])).toBe('2 passed, 1 failed');
    const skipping = resultOfVitest('unit', unitReport(unitTest('later', 'skipped')), 0, '');
    expect(totalLine([passed, unit, skipping])).toBe('2 passed, 1 failed, 1 skipped');
    for (const results of [[], [passed], [passed, skipping]]) expect(totalLine(results)).toMatch(LAST_LINE);
    expect(allPassed([passed, skipping])).toBe(true);
    expect(allPassed([passed, unit])).toBe(false);
  });

  it('names a failed unit test by file and title, with its reason', () => {
    const { failed } = resultOfVitest('unit', unitReport(unitTest('fails', 'failed')), 1, '');
    expect(failed).toEqual([
      { name: 'src/core/store/a.test.ts › the store › fails', why: 'expected 1 to be 2' },
    ]);
  });

  it('counts a file that could not be loaded as a failure', () => {
    const report = {
      testResults: [
        { name: '/x/src/a.test.ts', status: 'failed', message: 'No such module', assertionResults: [] },
      ],
    };
    expect(resultOfVitest('unit', report, 1, '').failed).toEqual([
      { name: 'src/a.test.ts', why: 'No such module' },
    ]);
  });

  it.each([
    ['without a report, as when it was killed', undefined, 137],
    ['with an empty report though it claims success', { testResults: [], suites: [] }, 0],
  ])('counts a runner %s as a failure', (_what, report, code) => {
    for (const result of [
      resultOfVitest('runner', report, code, 'last words'),
      ...resultsOfPlaywright('runner', report, code, 'last words'),
    ]) {
      expect(result.failed).toHaveLength(1);
      expect(result.failed[0]?.why).toContain('last words');
    }
  });

  it('counts a runner that ends badly after all its tests passed as a failure', () => {
    expect(
      resultOfVitest('unit', unitReport(unitTest('opens', 'passed')), 1, 'unhandled').failed,
    ).toHaveLength(1);
    const results = resultsOfPlaywright('e2e', endToEnd('expected'), 1, 'teardown');
    expect(totalLine(results)).toBe('1 passed, 1 failed');
  });

  it('tells the end-to-end tests apart by outcome, with why one was skipped and which runtime ran', () => {
    const first = (...args: [string, object?]): object | undefined =>
      resultsOfPlaywright('e2e', endToEnd(...args), 0, '')[0];
    const runtime = { annotations: [{ type: 'runtime', description: 'electron double' }] };
    expect(first('expected', runtime)).toEqual({
      name: 'desktop',
      note: 'in electron double',
      passed: 1,
      failed: [],
      skipped: [],
    });
    const broken = {
      results: [{ status: 'timedOut', errors: [{ message: '\u001b[31mTimeout\u001b[39m' }] }],
    };
    expect(first('unexpected', broken)).toMatchObject({
      failed: [{ name: '[desktop] bench.spec.ts › benchmarks a demo model', why: 'Timeout' }],
    });
    const reason = { annotations: [{ type: 'skip', description: 'needs a display' }] };
    expect(first('skipped', reason)).toMatchObject({ skipped: [{ why: 'needs a display' }] });
    expect(
      resultsOfPlaywright('e2e', { suites: [], errors: [{ message: 'bad config' }] }, 1, ''),
    ).toMatchObject([{ failed: [{ name: 'playwright', why: 'bad config' }] }]);
  });
});
