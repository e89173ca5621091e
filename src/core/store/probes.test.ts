import { describe, expect, it } from 'vitest';
import { aGpu, aProbe } from '../../contract/probe.fixture.ts';
import { emptyFolder, open } from './store.fixture.ts';

describe('probes', () => {
  it('are found by their machine, the newest of each, as they were put', () => {
    const folder = emptyFolder();
    const store = open(folder);
    const newest = aProbe({ id: 'new', machine: 'here', at: 2, gpus: [aGpu], gpuReason: '' });
    store.putProbe(newest);
    store.putProbe(aProbe({ id: 'old', machine: 'here', at: 1 }));
    store.putProbe(aProbe({ id: 'other', machine: 'there', at: 3 }));
    store.close();
    const again = open(folder);
    expect(again.probeOf('here')).toEqual(newest);
    expect(again.probeOf('nowhere')).toBeNull();
    expect(again.listProbes().map(({ id }) => id)).toEqual(['other', 'new']);
  });
});
