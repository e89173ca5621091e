import { describe, expect, it } from 'vitest';
import type { OutputSummary } from '../../../../contract/outputs.ts';
import type { TrustCheck, TrustState } from '../../../../contract/trust.ts';
import { AFTER, conditions, tick, type Change } from '../conditions.fixture.ts';
import { RULES } from './index.ts';

function judge(check: TrustCheck, change: Change) {
  return RULES[check].judge(conditions(change));
}

const output = (change: Partial<OutputSummary>): OutputSummary => ({
  name: 'logits',
  type: 'float32',
  shape: [4],
  count: 4,
  notANumber: 0,
  infinite: 0,
  stride: 1,
  values: [],
  ...change,
});

/** What is changed in a well measured run, what must come of it, and words that its detail must hold. */
type Case = readonly [check: TrustCheck, what: string, change: Change, state: TrustState, words: RegExp];

const ON_BATTERY: Change = { state: { power: 'battery' } };
const DRIFT = (change: number): Change => ({ signals: { drift: { detected: true, change, pValue: 0 } } });

const CASES: readonly Case[] = [
  ['simulated', 'a real model', {}, 'ok', /real/],
  [
    'simulated',
    'a described distribution',
    { config: { executor: 'fake:normal' } },
    'bad',
    /Nothing was measured.*fake:normal/,
  ],

  ['suspended', 'a machine that stayed awake', {}, 'ok', /not suspended/],
  [
    'suspended',
    'boot time that ran on for 30 s while the monotonic clock stood',
    { after: { bootMs: 122_000, wallMs: AFTER.wallMs + 30_000 } },
    'bad',
    /suspended for 30\.0 s/,
  ],
  [
    'suspended',
    'a process that was stopped for two seconds',
    { latencyMs: { max: 2000 } },
    'warning',
    /2\.00 s, 1000 times the median/,
  ],
  [
    'suspended',
    'a slow model whose iterations all take a second',
    { latencyMs: { p50: 1000, max: 2000 } },
    'ok',
    /not suspended/,
  ],
  ['suspended', 'a system without that clock', { before: { bootMs: null } }, 'unknown', /does not tell/],

  ['outputs', 'finite values', {}, 'ok', /All 10/],
  [
    'outputs',
    'some that are no number',
    { outputs: [output({ notANumber: 1 })] },
    'warning',
    /1 of 4.*NaN.*logits/,
  ],
  ['outputs', 'nothing but NaN', { outputs: [output({ notANumber: 4 })] }, 'bad', /4 of 4/],
  ['outputs', 'infinite ones', { outputs: [output({ infinite: 2 })] }, 'warning', /2 of 4.*infinite/],
  ['outputs', 'none kept', { outputs: null }, 'unknown', /kept/],

  ['throttling', 'a cool processor', {}, 'ok', /did not slow/],
  ['throttling', 'one event', { stateBefore: { throttleEvents: 6 } }, 'warning', /once/],
  [
    'throttling',
    'many events',
    { stateBefore: { throttleEvents: 0 }, state: { throttleEvents: 40 } },
    'bad',
    /40 times/,
  ],
  ['throttling', 'a GPU that is not asked', { config: { provider: 'cuda' } }, 'unknown', /GPU/],
  ['throttling', 'no counters', { state: { throttleEvents: null } }, 'unknown', /does not count/],

  ['other-load', 'nobody else', {}, 'ok', /0\.01 of 4 cores busy; somebody waited for one during 0\.5 %/],
  [
    'other-load',
    'a quarter of a core',
    { after: { cpu: { busyMs: 32_540, stolenMs: 100 } } },
    'warning',
    /0\.25 of 4/,
  ],
  ['other-load', 'two cores', { after: { cpu: { busyMs: 36_040, stolenMs: 100 } } }, 'bad', /2\.00 of 4/],
  [
    'other-load',
    'a quarter of a core among 64',
    { after: { cpu: { busyMs: 32_540, stolenMs: 100 } }, state: { cores: 64 } },
    'ok',
    /of 64/,
  ],
  ['other-load', 'processes that cannot be followed', { after: { dynoCpuMs: null } }, 'ok', /0\.01 of 4/],
  ['other-load', 'a run of 20 ms', { after: { monotonicMs: 50_020 } }, 'unknown', /too short.*20\.0 ms/],

  ['steal', 'a hypervisor that takes nothing', {}, 'ok', /0\.0 %/],
  [
    'steal',
    'five percent of four cores',
    { after: { cpu: { busyMs: 32_050, stolenMs: 500 } } },
    'warning',
    /5\.0 %/,
  ],
  [
    'steal',
    'a quarter of the machine',
    { after: { cpu: { busyMs: 32_050, stolenMs: 2100 } } },
    'bad',
    /25 %/,
  ],

  ['cpu-wait', 'threads that ran at once', {}, 'ok', /worker.*0\.3 %/],
  [
    'cpu-wait',
    'threads that waited a fifth of the time',
    { after: { worker: { cpuMs: 3000, majorFaults: 3, waitedMs: 440 } } },
    'warning',
    /20 %/,
  ],
  [
    'cpu-wait',
    'threads that waited half of the time',
    { after: { worker: { cpuMs: 3000, majorFaults: 3, waitedMs: 1040 } } },
    'bad',
    /50 %/,
  ],
  ['cpu-wait', 'workers that take turns', { after: { worker: null } }, 'unknown', /Nothing tells/],

  ['cgroup', 'no limits', {}, 'ok', /No limit/],
  [
    'cgroup',
    'a quota below the threads',
    { state: { groupCores: 1.5 } },
    'warning',
    /4 threads.*1\.50 cores/,
  ],
  [
    'cgroup',
    'a quota that suffices',
    { state: { groupCores: 2 }, config: { threads: 2 } },
    'ok',
    /2 cores.*not reached/,
  ],
  [
    'cgroup',
    'a quota used up for a fifth of the time',
    { state: { groupCores: 4 }, after: { groupThrottledMs: 400 } },
    'bad',
    /stopped.*20 %/,
  ],
  ['cgroup', 'half of the cores', { state: { allowedCores: 2 } }, 'warning', /only 2 cores/],
  [
    'cgroup',
    'memory near its limit',
    { state: { groupMemory: { usedBytes: 95, limitBytes: 100 } } },
    'warning',
    /95 %/,
  ],
  ['cgroup', 'a system without groups', { state: { allowedCores: null } }, 'unknown', /no control groups/],

  ['swap', 'nothing swapped', {}, 'ok', /Nothing was swapped/],
  ['swap', 'ten MiB', { after: { swappedBytes: 4096 + 10 * 1024 ** 2 } }, 'warning', /10\.0 MiB/],
  ['swap', 'a GiB', { after: { swappedBytes: 4096 + 1024 ** 3 } }, 'bad', /1\.00 GiB/],
  [
    'swap',
    'pages of the worker from a disk',
    { after: { worker: { cpuMs: 1, majorFaults: 503, waitedMs: 40 } } },
    'warning',
    /500 pages/,
  ],

  ['samples', 'a thousand', {}, 'ok', /1.000 samples, worth 400/],
  [
    'samples',
    'three',
    { latencyMs: { count: 3, effectiveSize: null } },
    'bad',
    /only 3 samples: needs 3 more/,
  ],
  [
    'samples',
    'twenty',
    { latencyMs: { count: 20, effectiveSize: null } },
    'warning',
    /only 20 samples: needs 30 more/,
  ],
  [
    'samples',
    'many that repeat each other',
    { latencyMs: { count: 1000, effectiveSize: 25 } },
    'warning',
    /worth 25.*needs 1.000 more/,
  ],

  ['spread', 'a few percent', {}, 'ok', /3\.7 %/],
  ['spread', 'a third', { latencyMs: { mad: 0.5 } }, 'warning', /37 %/],
  ['spread', 'all noise', { latencyMs: { mad: 1.39 } }, 'bad', /103 %/],
  ['spread', 'one sample', { latencyMs: { count: 1 } }, 'unknown', /too few/],

  ['drift', 'none', {}, 'ok', /neither/],
  ['drift', 'ten percent slower', DRIFT(0.1), 'warning', /10 % slower/],
  ['drift', 'a third faster', DRIFT(-0.33), 'bad', /33 % faster/],
  ['drift', 'one found, but tiny', DRIFT(0.004), 'ok', /0\.4 % slower/],
  ['drift', 'not looked at', { signals: { drift: null } }, 'unknown', /not looked at/],

  ['clock-rate', 'a steady clock', {}, 'ok', /below its highest of 3010 MHz/],
  [
    'clock-rate',
    'a clock that falls',
    { ticks: [3000, 3000, 2601, 2601].map((mhz) => tick({ cpuFastestMHz: mhz })) },
    'warning',
    /2601 MHz.*13 %/,
  ],
  [
    'clock-rate',
    'a clock that halves',
    { ticks: [3000, 2900, 1500, 1500].map((mhz) => tick({ cpuFastestMHz: mhz })) },
    'bad',
    /50 %/,
  ],
  [
    'clock-rate',
    'the nominal rate of a virtual machine',
    { ticks: [1, 2, 3, 4].map(() => tick()) },
    'unknown',
    /nominal.*3000/,
  ],
  ['clock-rate', 'too few looks', { ticks: [tick()] }, 'unknown', /1 of 4/],
  [
    'clock-rate',
    'a system that does not tell',
    { ticks: [1, 2, 3, 4].map(() => tick({ cpuFastestMHz: null })) },
    'unknown',
    /does not tell/,
  ],

  ['battery', 'mains', {}, 'ok', /plugged in/],
  ['battery', 'a battery', ON_BATTERY, 'warning', /battery/],
  [
    'battery',
    'unplugged on the way',
    { stateBefore: { power: 'mains' }, ...ON_BATTERY },
    'warning',
    /battery/,
  ],
  ['battery', 'a desktop', { state: { power: 'no-battery' } }, 'ok', /no battery/],
  ['battery', 'a system that does not tell', { state: { power: null } }, 'unknown', /does not tell/],

  ['governor', 'performance', {}, 'ok', /performance, turbo on/],
  ['governor', 'powersave', { state: { governors: ['powersave'] } }, 'warning', /powersave/],
  [
    'governor',
    'a driver’s powersave that prefers performance',
    { state: { governors: ['powersave'], energyPreferences: ['performance'] } },
    'ok',
    /preferring performance/,
  ],
  [
    'governor',
    'a driver’s powersave that prefers power',
    { state: { governors: ['powersave'], energyPreferences: ['balance_power'] } },
    'warning',
    /balance_power/,
  ],
  [
    'governor',
    'one core of many saving',
    { state: { governors: ['performance', 'ondemand'] } },
    'warning',
    /ondemand/,
  ],
  ['governor', 'a virtual machine', { state: { governors: null, isVirtual: true } }, 'unknown', /virtual/],

  ['interface-cost', 'a quiet host', {}, 'ok', /1\.6 %.*browser/],
  ['interface-cost', 'a page that draws all the time', { after: { dynoCpuMs: 5200 } }, 'warning', /60 %/],
  [
    'interface-cost',
    'only the program itself',
    { after: { dynoCpuMs: null } },
    'ok',
    /1\.5 %.*windows are not counted/,
  ],

  ['sampler-cost', 'half a percent', {}, 'ok', /0\.4 %/],
  ['sampler-cost', 'five percent', { ticks: [tick({ samplerCpuPercent: 5 })] }, 'warning', /5\.0 %/],
  [
    'sampler-cost',
    'its own start, and little after it',
    { ticks: [41, 1, 1.2, 0.9].map((samplerCpuPercent) => tick({ samplerCpuPercent })) },
    'ok',
    /1\.0 %.*at most 41 %/,
  ],
  ['sampler-cost', 'no tick', { ticks: [] }, 'unknown', /none/],

  ['warm-up', 'found steady', {}, 'ok', /steady after 40/],
  [
    'warm-up',
    'given up, and the measured series drifts',
    {
      signals: {
        drift: { detected: true, change: 0.1, pValue: 0 },
        warmup: { iterations: 500, durationMs: 1, steady: false, endedBy: 'cap', transient: null },
      },
    },
    'warning',
    /given up after 500/,
  ],
  [
    'warm-up',
    'given up, but what was measured then is even',
    {
      signals: {
        drift: { detected: false, change: 0.001, pValue: 0.5 },
        warmup: { iterations: 500, durationMs: 1, steady: false, endedBy: 'cap', transient: null },
      },
    },
    'ok',
    /given up after 500.*does not drift/,
  ],
  [
    'warm-up',
    'a model too slow for it',
    {
      signals: {
        warmup: { iterations: 30, durationMs: 3000, steady: false, endedBy: 'cap', transient: null },
      },
    },
    'unknown',
    /Only 30 iterations.*too few to tell/,
  ],
  [
    'outliers',
    'many that are hardly slower',
    { signals: { outliers: { count: 140, share: 0.14, timeShare: 0.18, slowestMs: 3 } } },
    'ok',
    /cost 4\.\d % of the time/,
  ],
  [
    'warm-up',
    'too short by the user’s word',
    {
      signals: {
        drift: null,
        warmup: { iterations: 2, durationMs: 1, steady: false, endedBy: 'fixed', transient: 9 },
      },
    },
    'warning',
    /not steady after 2/,
  ],

  ['modes', 'one', {}, 'ok', /one speed/],
  [
    'modes',
    'two',
    { signals: { modes: { detected: true, centresMs: [2, 3], shares: [0.7, 0.3], switches: 8 } } },
    'warning',
    /2\.00 ms and 3\.00 ms.*30 %/,
  ],

  ['outliers', 'few', {}, 'ok', /3 outliers/],
  [
    'outliers',
    'a fifth of the time',
    { signals: { outliers: { count: 9, share: 0.009, timeShare: 0.2, slowestMs: 80 } } },
    'warning',
    /cost (19|20) % of the time beyond.*, the slowest 80\.0 ms/,
  ],

  ['timer', 'a fine clock', {}, 'ok', /100 ns/],
  ['timer', 'a step of a twentieth', { timerStepMs: 0.1 }, 'warning', /5\.0 % of the median/],
  ['timer', 'a step as long as the model takes', { timerStepMs: 2 }, 'bad', /100 %/],
  ['timer', 'a step not seen', { timerStepMs: null }, 'unknown', /not seen/],

  ['wall-clock', 'an even clock', {}, 'ok', /evenly/],
  [
    'wall-clock',
    'a clock set back by an hour',
    { after: { wallMs: AFTER.wallMs - 3_600_000 } },
    'warning',
    /set back by 1 h/,
  ],
  [
    'wall-clock',
    'a clock set forward by a second',
    { after: { wallMs: AFTER.wallMs + 1000 } },
    'warning',
    /set forward by 1\.00 s/,
  ],
  [
    'wall-clock',
    'a suspend, which is not a set clock',
    { after: { bootMs: 122_000, wallMs: AFTER.wallMs + 30_000 } },
    'ok',
    /evenly/,
  ],
  [
    'wall-clock',
    'a jump where a suspend cannot be told',
    { before: { bootMs: null }, after: { wallMs: AFTER.wallMs + 9000 } },
    'warning',
    /suspended, or its wall clock set/,
  ],
];

describe('each check', () => {
  it.each(CASES)('%s: %s', (check, _what, change, state, words) => {
    const finding = judge(check, change);
    expect([finding.state, finding.detail]).toEqual([state, expect.stringMatching(words)]);
    expect(finding.nextStep === '').toBe(state === 'ok' || state === 'unknown');
  });

  it('knows nothing of a run that nothing was seen of, and says so', () => {
    const { run } = conditions();
    const blind = {
      run: { ...run, signals: null, resources: null },
      outputs: null,
      measuring: null,
      running: null,
      state: null,
      hardware: [],
    };
    const states = Object.entries(RULES).map(([check, { judge }]) => [check, judge(blind).state]);
    const told = states.filter(([, state]) => state !== 'unknown').map(([check]) => check);
    expect(told).toEqual(['simulated', 'samples', 'spread']);
  });

  it('is tried here at least once', () => {
    expect(new Set(CASES.map(([check]) => check)).size).toBe(Object.keys(RULES).length);
  });
});
