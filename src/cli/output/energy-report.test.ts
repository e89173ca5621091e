import pico from 'picocolors';
import { describe, expect, it } from 'vitest';
import type { RunEnergy } from '../../contract/energy.ts';
import { evenLatencies, fakeRun } from './fake-run.fixture.ts';
import { runDocument } from './run-document.ts';
import { formatRun } from './run-report.ts';

const METERED: RunEnergy = {
  devices: [
    {
      device: 'cpu',
      deviceName: 'Processor',
      source: 'rapl',
      method: 'counter',
      seconds: 20,
      joules: 1230,
      errorJoules: 75,
      errorWords:
        '±5 % of the counter, by comparison with plug meters; 9.00 J since it begins and ends between two readings',
      idleWatts: 11.5,
      aboveIdleJoules: 1000,
    },
  ],
  unmetered: [{ deviceName: 'NVIDIA H200', reason: 'The card is lost.' }],
  joules: 1230,
  errorPercent: 6.1,
  meanWatts: 61.5,
  perInferenceJoules: 1.23,
  perSampleJoules: 1.23,
  perTokenJoules: 0.0123,
  operationsPerJoule: 3.4e9,
  aboveIdle: { joules: 1000, perInferenceJoules: 1 },
};
const UNMETERED: RunEnergy = {
  devices: [],
  unmetered: [
    {
      deviceName: 'Processor',
      reason: 'RAPL is readable by root only. Allow reading of /sys/class/powercap.',
    },
  ],
  joules: null,
  errorPercent: null,
  meanWatts: null,
  perInferenceJoules: null,
  perSampleJoules: null,
  perTokenJoules: null,
  operationsPerJoule: null,
  aboveIdle: null,
};

const printed = (energy: RunEnergy | null): string =>
  formatRun(fakeRun(evenLatencies(1000), { energy }), pico.createColors(false));

describe('a run’s energy in the terminal', () => {
  it('begins with joules an inference and their error, and says whose they are', () => {
    const text = printed(METERED);
    expect(text).toMatch(/^energy +1\.23 J an inference ±6\.1 %, 61\.5 W on average$/m);
    expect(text).toContain('1.00 J above idle · 12.3 mJ a token · 3.40 G operations a joule');
    expect(text).toMatch(/of Processor by its counter, 11\.5 W idle \(±5 %/);
    expect(text).toContain('Without a meter: NVIDIA H200: The card is lost.');
  });

  it('says why there is none, and never nought', () => {
    expect(printed(UNMETERED)).toMatch(
      /^energy +not measurable here: Processor: RAPL is readable by root only\./m,
    );
    expect(printed(UNMETERED)).not.toMatch(/\b0 J/);
    expect(printed(null)).not.toMatch(/^energy/m);
  });

  it('fits eighty columns', () => {
    for (const text of [printed(METERED), printed(UNMETERED)]) {
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  it('is whole in JSON', () => {
    expect(runDocument(fakeRun([1, 2, 3], { energy: METERED })).energy).toEqual(METERED);
  });
});
