import type { DeviceEnergy, RunEnergy } from '../../../contract/energy.ts';
import { formatNumber, formatScaled } from '../../../contract/units.ts';
import { formatJoules } from './joules.ts';

/**
 * What a run drew, in sentences: the answer first, then what it is the sum of, then what has no meter. "Not
 * measurable here" with the reason where nothing has one.
 */
export function energySentences(energy: RunEnergy): readonly string[] {
  const { devices, unmetered, joules, errorPercent, meanWatts } = energy;
  const silent = unmetered.map(({ deviceName, reason }) => `${deviceName}: ${reason}`);
  if (joules === null || errorPercent === null || meanWatts === null) {
    return [`not measurable here: ${silent.join(' ') || 'nothing here has a meter.'}`];
  }
  return [
    `${amount(energy, joules)} ±${shown(errorPercent)} %, ${formatNumber(meanWatts)} W on average`,
    ...rates(energy),
    ...devices.map((device) => deviceWords(device, devices.length > 1)),
    ...(silent.length === 0 ? [] : [`Without a meter: ${silent.join(' ')}`]),
  ];
}

function amount({ perInferenceJoules, perTokenJoules }: RunEnergy, joules: number): string {
  if (perInferenceJoules !== null) return `${formatJoules(perInferenceJoules)} an inference`;
  if (perTokenJoules !== null) return `${formatJoules(perTokenJoules)} a token`;
  return formatJoules(joules);
}

function rates({ aboveIdle, perInferenceJoules, perTokenJoules, operationsPerJoule }: RunEnergy): string[] {
  const parts = [
    aboveIdle === null
      ? null
      : aboveIdle.perInferenceJoules === null
        ? `${formatJoules(aboveIdle.joules)} above idle`
        : `${formatJoules(aboveIdle.perInferenceJoules)} above idle`,
    perInferenceJoules === null || perTokenJoules === null ? null : `${formatJoules(perTokenJoules)} a token`,
    operationsPerJoule === null ? null : `${formatScaled(operationsPerJoule)} operations a joule`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

function deviceWords(
  { deviceName, joules, method, idleWatts, errorWords }: DeviceEnergy,
  isOneOfMany: boolean,
): string {
  const how = method === 'counter' ? 'by its counter' : 'by its power over time';
  const idle = idleWatts === null ? 'not seen idle' : `${formatNumber(idleWatts)} W idle`;
  const part = isOneOfMany ? `${formatJoules(joules)} ` : '';
  return `${part}of ${deviceName} ${how}, ${idle} (${errorWords})`;
}

function shown(percent: number): string {
  return percent < 10 ? formatNumber(percent, 2) : String(Math.round(percent));
}
