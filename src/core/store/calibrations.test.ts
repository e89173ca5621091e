import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../contract/calibration.ts';
import { emptyFolder, open } from './store.fixture.ts';

const calibration = (id: string, machine: string, at: number): Calibration => ({
  id,
  machine,
  provider: 'cpu',
  models: ['demo:mlp-tiny'],
  at,
  floors: [{ metric: 'p50', floor: 0.021, spread: 0.01, pairs: 12 }],
});

describe('calibrations', () => {
  it('are found by their machine, the newest of each', () => {
    const store = open(emptyFolder());
    store.putCalibration(calibration('old', 'here', 1));
    store.putCalibration(calibration('new', 'here', 2));
    store.putCalibration(calibration('other', 'there', 3));
    expect(store.calibrationOf('here')).toEqual(calibration('new', 'here', 2));
    expect(store.calibrationOf('nowhere')).toBeNull();
    expect(store.listCalibrations().map(({ id }) => id)).toEqual(['other', 'new']);
  });
});
