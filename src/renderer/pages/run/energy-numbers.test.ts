import { describe, expect, it } from 'vitest';
import type { RunEnergy } from '../../../contract/energy.ts';
import { energyNumbers } from './energy-numbers.ts';

const energy: RunEnergy = {
  ...{ devices: [], unmetered: [], joules: 120, errorPercent: 5, meanWatts: 60 },
  ...{ perInferenceJoules: 0.0452, perSampleJoules: 0.0452, perTokenJoules: null },
  ...{ operationsPerJoule: 2.5e9, aboveIdle: { joules: 80, perInferenceJoules: 0.03 } },
};

describe('a run’s energy among its key numbers', () => {
  it('has the meter’s error and what was above idle beside it', () => {
    const [inference, operations] = energyNumbers(energy);
    expect(inference).toMatchObject({
      label: 'Energy per inference',
      value: '45.2 mJ',
      interval: '± 5.0 %, 30.0 mJ above idle',
    });
    expect(operations).toMatchObject({ label: 'Operations per joule', value: '2.50 G' });
  });

  it('names what it is without', () => {
    const unmetered = [{ deviceName: 'NVIDIA T4', reason: 'Its driver tells no power.' }];
    expect(energyNumbers({ ...energy, unmetered })[0]?.note).toBe('without NVIDIA T4');
  });

  it('is no number where nothing has a meter', () => {
    expect(energyNumbers({ ...energy, joules: null, perInferenceJoules: null })).toEqual([]);
    expect(energyNumbers(null)).toEqual([]);
  });
});
