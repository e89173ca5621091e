import { stated, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** Governors that lower the clock of a core between two bursts of work, or keep it low. */
const SAVING = new Set(['powersave', 'ondemand', 'conservative']);
/** Drivers that choose the clock by themselves call it "powersave" whatever they are told to prefer. */
const WILLING = new Set(['performance', 'balance_performance', 'default']);

export const governor: TrustRule = {
  about: 'machine',
  judge({ state }) {
    const now = state?.after;
    if (now === undefined || now.governors === null || now.governors.length === 0)
      return unknown(
        now?.isVirtual === true
          ? 'A virtual machine: its host decides on the clock.'
          : 'This system does not tell how its clock is governed.',
      );
    const { governors, energyPreferences, turbo } = now;
    const turboWord = turbo === null ? '' : `, turbo ${turbo ? 'on' : 'off'}`;
    const preferenceWord =
      energyPreferences.length === 0 ? '' : ` preferring ${energyPreferences.join(', ')}`;
    const detail = `The clock’s governor is ${governors.join(', ')}${preferenceWord}${turboWord}.`;
    const saving = governors.some((name) => SAVING.has(name));
    const chosenByDriver =
      energyPreferences.length > 0 && energyPreferences.every((name) => WILLING.has(name));
    return stated(
      saving && !chosenByDriver ? 'warning' : 'ok',
      detail,
      'Set it for the time of measuring: sudo cpupower frequency-set -g performance.',
    );
  },
};
