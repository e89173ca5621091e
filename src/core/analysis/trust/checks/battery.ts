import { stated, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

export const battery: TrustRule = {
  about: 'machine',
  judge({ state }) {
    const powers = [state?.before.power ?? null, state?.after.power ?? null];
    if (powers.includes('battery'))
      return stated(
        'warning',
        'The machine ran on its battery.',
        'Plug it in: on battery the clock is kept low.',
      );
    if (powers.includes(null)) return unknown('This system does not tell where its power comes from.');
    return stated(
      'ok',
      powers.includes('mains') ? 'The machine was plugged in.' : 'The machine has no battery.',
    );
  },
};
