import type { Milliseconds } from '../../../contract/units.ts';
import { Rates } from '../rates.ts';
import type { Freshness, TickReader, TickSource } from './types.ts';

/** What watching costs, by the kernel's account of this very process and all its threads. */
export const samplerSource: TickSource = {
  id: 'sampler',
  title: 'The sampler itself',
  platforms: ['linux', 'darwin', 'win32', 'freebsd'],
  placement: 'tick',
  periodMs: 500,
  open(from) {
    const rates = new Rates(1);
    const reader: TickReader = {
      read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
        out[offset] = rates.perSecond(0, from.ownCpuMs(), passedMs) / 10;
        return 'fresh';
      },
      close: () => undefined,
    };
    return {
      devices: [{ id: 'machine', kind: 'machine', name: 'The machine', totalBytes: null, partOf: null }],
      channels: [{ device: 'machine', metric: 'sampler.cpu', detail: '' }],
      reader,
    };
  },
};
