import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COMPARE_TABS,
  formatRoute,
  HARDWARE_PARTS,
  HOME,
  parseRoute,
  RUN_TABS,
  TRACE_TABS,
  type Route,
} from './routes.ts';

const id = fc.string({ minLength: 1 });

describe('routes', () => {
  it('survive the way into the hash and back', () => {
    const route = fc.oneof(
      fc.record({ page: fc.constant('bench' as const), runId: fc.option(id, { nil: null }) }),
      fc.record(
        {
          page: fc.constant('run' as const),
          runId: id,
          tab: fc.constantFrom(...RUN_TABS.filter((tab) => tab !== 'overview')),
          operator: fc.nat(30_000),
        },
        { requiredKeys: ['page', 'runId'] },
      ),
      fc.record(
        {
          page: fc.constant('compare' as const),
          runs: fc.uniqueArray(id, { maxLength: 5 }),
          tab: fc.constantFrom(...COMPARE_TABS.filter((tab) => tab !== 'overview')),
          part: fc.nat(30_000),
        },
        { requiredKeys: ['page', 'runs'] },
      ),
      fc.record({ page: fc.constant('ab' as const), id: fc.option(id, { nil: null }) }),
      fc.record({
        page: fc.constant('hardware' as const),
        part: fc.constantFrom(...HARDWARE_PARTS),
        recordingId: fc.constant(null),
      }),
      fc.record({
        page: fc.constant('hardware' as const),
        part: fc.constant('recordings' as const),
        recordingId: id,
      }),
      fc.record(
        {
          page: fc.constant('trace' as const),
          traceId: id,
          tab: fc.constantFrom(...TRACE_TABS.filter((tab) => tab !== 'timeline')),
          beside: fc.array(fc.stringMatching(/^[0-9a-f]{16}$/), { minLength: 1, maxLength: 3 }),
          by: fc.constantFrom('kernels' as const, 'operators' as const),
          view: fc.constantFrom('flame' as const, 'steps' as const),
          part: fc.nat(30_000),
        },
        { requiredKeys: ['page', 'traceId'] },
      ),
      fc.record(
        {
          page: fc.constant('history' as const),
          model: id,
          benchmark: id,
          metric: fc.constantFrom('mean' as const, 'p95' as const, 'energy' as const),
        },
        { requiredKeys: ['page', 'model'] },
      ),
      fc.constantFrom<Route>({ page: 'runs' }, { page: 'traces' }, { page: 'settings' }),
    );
    fc.assert(
      fc.property(route, (there) => {
        expect(parseRoute(formatRoute(there))).toEqual(there);
      }),
    );
  });

  it('start at Bench', () => {
    for (const hash of ['', '#', '#/']) expect(parseRoute(hash)).toEqual(HOME);
  });

  it('read the documented addresses', () => {
    expect(parseRoute('#/bench/r1')).toEqual({ page: 'bench', runId: 'r1' });
    expect(parseRoute('#/runs/r1')).toEqual({ page: 'run', runId: 'r1' });
    expect(parseRoute('#/runs/r1?tab=flame&operator=12')).toEqual({
      page: 'run',
      runId: 'r1',
      tab: 'flame',
      operator: 12,
    });
    expect(parseRoute('#/runs/r1?tab=overview')).toEqual({ page: 'run', runId: 'r1' });
    expect(parseRoute('#/compare?runs=r1,r2,r3&tab=flame&other=r3')).toEqual({
      page: 'compare',
      runs: ['r1', 'r2', 'r3'],
      tab: 'flame',
      other: 'r3',
    });
    expect(parseRoute('#/compare?a=r1&b=r2')).toEqual({ page: 'compare', runs: ['r1', 'r2'] });
    expect(parseRoute('#/compare/ab/c1')).toEqual({ page: 'ab', id: 'c1' });
    expect(parseRoute('#/compare/ab/c1/more').page).toBe('unknown');
    const hardware = { page: 'hardware', recordingId: null } as const;
    expect(parseRoute('#/hardware')).toEqual({ ...hardware, part: 'live' });
    expect(parseRoute('#/hardware/alerts')).toEqual({ ...hardware, part: 'alerts' });
    expect(parseRoute('#/hardware/recordings/r1')).toEqual({
      page: 'hardware',
      part: 'recordings',
      recordingId: 'r1',
    });
    expect(parseRoute('#/compare')).toEqual({ page: 'compare', runs: [] });
  });

  it('know what they do not know', () => {
    for (const hash of [
      '#/traces/a/b',
      '#/runs/a/b',
      '#/settings/x',
      '#/hardware/fans',
      '#/hardware/alerts/a1',
      '#/__proto__',
    ]) {
      expect(parseRoute(hash)).toEqual({ page: 'unknown', hash });
    }
  });

  it('show the run where its part or operator does not exist', () => {
    expect(parseRoute('#/runs/r1?tab=magic&operator=-1')).toEqual({ page: 'run', runId: 'r1' });
  });

  it('lead to a stretch of time in a trace', () => {
    const there = { page: 'trace', traceId: 't1', from: 12.5, to: 40 } as const;
    expect(parseRoute('#/traces/t1?from=12.5&to=40')).toEqual(there);
    expect(parseRoute(formatRoute(there))).toEqual(there);
    expect(parseRoute('#/traces/t1?from=40&to=12&tab=magic&beside=../x')).toEqual({
      page: 'trace',
      traceId: 't1',
    });
  });

  it('take a broken escape as it stands', () => {
    expect(parseRoute('#/runs/%E0%A4%A')).toEqual({ page: 'run', runId: '%E0%A4%A' });
  });
});
