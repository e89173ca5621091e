import type { RunEnergy } from '../../../contract/energy.ts';
import { formatNumber, formatScaled } from '../../../contract/units.ts';
import { formatJoules } from '../../../core/analysis/energy/joules.ts';
import type { KeyNumber } from './key-number.ts';

/** Joules an inference and a token, with the meter's error; nothing where nothing here has a meter. */
export function energyNumbers(energy: RunEnergy | null | undefined): readonly KeyNumber[] {
  if (energy === null || energy === undefined || energy.joules === null) return [];
  const { perInferenceJoules, perTokenJoules, operationsPerJoule, aboveIdle, errorPercent } = energy;
  const error = errorPercent === null ? '' : `± ${formatNumber(errorPercent, 2)} %`;
  const above = aboveIdle?.perInferenceJoules ?? null;
  const note =
    energy.unmetered.length === 0
      ? {}
      : { note: `without ${energy.unmetered.map(({ deviceName }) => deviceName).join(', ')}` };
  const numbers: KeyNumber[] = [];
  if (perInferenceJoules !== null) {
    numbers.push({
      label: 'Energy per inference',
      value: formatJoules(perInferenceJoules),
      interval: [error, above === null ? '' : `${formatJoules(above)} above idle`]
        .filter((part) => part !== '')
        .join(', '),
      detail: `${perInferenceJoules} J of all metered devices together.`,
      ...note,
    });
  }
  if (perTokenJoules !== null) {
    numbers.push({
      label: 'Energy per token',
      value: formatJoules(perTokenJoules),
      interval: error,
      detail: `${perTokenJoules} J of all metered devices together.`,
    });
  }
  if (operationsPerJoule !== null) {
    numbers.push({
      label: 'Operations per joule',
      value: formatScaled(operationsPerJoule),
      interval: error,
      detail: 'The same as operations per second and watt.',
    });
  }
  return numbers;
}
