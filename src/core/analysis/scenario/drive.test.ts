import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScenarioPoint } from '../../../contract/scenario.ts';
import { Dispatch, type Assignment, type DispatchPolicy } from './dispatch.ts';
import { drive } from './drive.ts';
import { PointLog } from './point-log.ts';
import { scorePoint } from './score-point.ts';
import { closedTraffic, offlineTraffic, poissonTraffic, type Traffic } from './traffic.ts';
import { uniform } from './uniform.ts';
import { VirtualBank } from './virtual-bank.test-support.ts';

interface Setting extends Partial<DispatchPolicy> {
  readonly traffic: Traffic;
  readonly durationMs?: number;
  readonly offeredPerSecond?: number;
  readonly stopAsked?: () => boolean;
  readonly serviceMs?: (assignment: Assignment, startMs: number) => number;
}

async function simulate(
  setting: Setting,
): Promise<{ point: ScenarioPoint; log: PointLog; bank: VirtualBank }> {
  const { traffic, durationMs = 10_000, serviceMs = () => 10 } = setting;
  const policy = { sessions: 1, maxBatch: 1, batchDelayMs: 0, ahead: 0, ...setting };
  const bank = new VirtualBank(policy.sessions, serviceMs);
  const log = new PointLog(() => 4);
  const dispatch = new Dispatch(policy, (query) => log.scheduledMs.at(query));
  const { unfinished } = await drive(bank, traffic, dispatch, log, {
    untilMs: durationMs,
    giveUpAtMs: durationMs * 2,
    stopAsked: setting.stopAsked ?? (() => false),
    onTurn: () => undefined,
  });
  const point = scorePoint(log, dispatch, {
    ...policy,
    streams: null,
    offeredPerSecond: setting.offeredPerSecond ?? null,
    unfinished,
    query: { samples: 1, sequence: 4, axes: {} },
    timed: true,
  });
  return { point, log, bank };
}

const poisson = (perSecond: number, durationMs = 10_000): Traffic =>
  poissonTraffic(perSecond, durationMs, uniform(7, 'arrivals'));

describe('a point', () => {
  it('asks the next query when the last is answered, with one stream', async () => {
    const { point } = await simulate({ traffic: closedTraffic(1, 1000), durationMs: 1000 });
    expect(point).toMatchObject({ completed: 100, queriesPerSecond: 100, tokensPerSecond: 400 });
    expect(point.latencyMs).toMatchObject({ min: 10, max: 10 });
  });

  it('has as many in flight as there are streams', async () => {
    const { point, bank } = await simulate({
      traffic: closedTraffic(8, 1000),
      durationMs: 1000,
      sessions: 2,
      maxBatch: 4,
    });
    expect(point.queriesPerSecond).toBeCloseTo(800);
    expect(bank.given.every(({ count }) => count === 4)).toBe(true);
  });

  it('counts a server’s latency from the time for which a query was scheduled, so that a stall is felt by all who came in it', async () => {
    const every10Ms = everyMs(10, 1000);
    const { log } = await simulate({
      traffic: every10Ms,
      durationMs: 1000,
      serviceMs: ({ first }) => (first === 20 ? 300 : 1),
    });
    const latencies = [...log.latenciesMs.slice()];
    // Queries 20 to 49 were scheduled while query 20 held the session.
    expect(latencies[20]).toBeCloseTo(300);
    expect(latencies[21]).toBeCloseTo(291);
    expect(latencies.filter((latency) => latency > 100).length).toBeGreaterThan(20);
    expect(latencies.at(-1)).toBeCloseTo(1);
  });

  it('waits as a queue of random arrivals and constant service does: Pollaczek and Khinchine’s mean', async () => {
    const load = 0.7;
    const { point } = await simulate({ traffic: poisson(100 * load, 2_000_000), durationMs: 2_000_000 });
    const waitMs = (load * 10) / (2 * (1 - load));
    expect((point.latencyMs?.mean ?? 0) / (10 + waitMs)).toBeCloseTo(1, 1);
    // Little's law: who waits is the rate times how long.
    expect(point.meanQueue / ((waitMs * load) / 10)).toBeCloseTo(1, 1);
  });

  it('says that it cannot keep up where queries come faster than they can be answered', async () => {
    const over = await simulate({ traffic: poisson(150), offeredPerSecond: 150 });
    expect(over.point.overloaded).toBe(true);
    expect(over.point.unfinished).toBeGreaterThan(400);
    expect(over.point.queriesPerSecond).toBeCloseTo(100, 0);
    const latencies = over.log.latenciesMs.slice();
    expect(latencies[latencies.length - 1]).toBeGreaterThan(20 * (latencies[20] as number));
    const under = await simulate({ traffic: poisson(70), offeredPerSecond: 70 });
    expect(under.point.overloaded).toBe(false);
  });

  it('joins what waits, shared among the sessions that are free', async () => {
    const { bank, point } = await simulate({
      traffic: offlineTraffic(10),
      sessions: 2,
      maxBatch: 8,
    });
    expect(bank.given.map(({ count }) => count)).toEqual([5, 5]);
    expect(point.perSession).toEqual([5, 5]);
    expect(point.batchCounts).toEqual([0, 0, 0, 0, 2]);
  });

  it('lets the first of a batch wait for others no longer than the delay', async () => {
    const { bank, log } = await simulate({
      traffic: everyMs(3, 30),
      durationMs: 30,
      maxBatch: 100,
      batchDelayMs: 7,
      serviceMs: () => 1,
    });
    expect(bank.given.map(({ count }) => count)).toEqual([3, 3, 3, 1]);
    expect(log.latenciesMs.at(0)).toBeCloseTo(8);
  });

  it('keeps what it has when it is stopped, and answers what is in work', async () => {
    let looks = 0;
    const { point } = await simulate({ traffic: poisson(90), stopAsked: () => (looks += 1) > 200 });
    expect(point.completed).toBeGreaterThan(20);
    expect(point.completed).toBeLessThan(800);
    expect(point.latencyMs?.count).toBe(point.completed);
  });

  it('answers every query once and in order, whatever the policy', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          sessions: fc.integer({ min: 1, max: 5 }),
          maxBatch: fc.integer({ min: 1, max: 9 }),
          batchDelayMs: fc.constantFrom(0, 0.5, 20),
          ahead: fc.integer({ min: 0, max: 1 }),
        }),
        fc.constantFrom(
          () => offlineTraffic(200),
          () => poisson(500, 300),
          () => closedTraffic(13, 300),
        ),
        async (policy, traffic) => {
          const { bank, log, point } = await simulate({ ...policy, traffic: traffic(), durationMs: 1e6 });
          const given = bank.given.flatMap(({ first, count }) =>
            Array.from({ length: count }, (_query, place) => first + place),
          );
          expect(given).toEqual(Array.from({ length: log.scheduledMs.length }, (_query, index) => index));
          expect(point.completed).toBe(given.length);
          expect(point.perSession.reduce((sum, count) => sum + count, 0)).toBe(given.length);
          for (const { count } of bank.given) expect(count).toBeLessThanOrEqual(policy.maxBatch);
          for (const latency of log.latenciesMs.slice()) expect(latency).toBeGreaterThanOrEqual(10 - 1e-9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives each session its share', async () => {
    const { point } = await simulate({ traffic: poisson(300), sessions: 4, offeredPerSecond: 300 });
    const fewest = Math.min(...point.perSession);
    expect(Math.max(...point.perSession) - fewest).toBeLessThan(fewest * 0.1);
  });

  it('gives a slow session less to do', async () => {
    const { point } = await simulate({
      traffic: offlineTraffic(1000),
      sessions: 2,
      ahead: 1,
      serviceMs: ({ session }) => (session === 0 ? 30 : 10),
    });
    expect((point.perSession[1] ?? 0) / (point.perSession[0] ?? 1)).toBeCloseTo(3, 1);
  });
});

function everyMs(gapMs: number, untilMs: number): Traffic {
  let next = 0;
  return {
    get nextAtMs() {
      return next < untilMs ? next : Number.POSITIVE_INFINITY;
    },
    take() {
      next += gapMs;
      return next - gapMs;
    },
    answered: () => undefined,
  };
}
