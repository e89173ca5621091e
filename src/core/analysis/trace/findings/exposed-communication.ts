import { formatDuration, formatPercent } from '../../../../contract/units.ts';
import type { Detector } from './types.ts';

const NOTICEABLE = 0.05;

/** Communication that no computation ran beside. */
export const exposedCommunication: Detector = {
  kind: 'exposed-communication',
  find: ({ report: { devices, collectives }, wholeUs }) => {
    const exposed = devices.map(
      ({ communicationUs, overlapShare }) => communicationUs * (1 - (overlapShare ?? 0)),
    );
    const mostUs = Math.max(0, ...exposed);
    const device = devices[exposed.indexOf(mostUs)];
    if (device === undefined || wholeUs <= 0 || mostUs < NOTICEABLE * wholeUs) return null;
    const worst = collectives.reduce<(typeof collectives)[number] | null>(
      (most, each) => (most === null || each.exposedUs > most.exposedUs ? each : most),
      null,
    );
    return {
      title: `${formatDuration(mostUs / 1000)} of communication on device ${device.device} hides behind nothing.`,
      text: `Of ${formatDuration(device.communicationUs / 1000)} of communication, computation ran beside ${formatPercent(100 * (device.overlapShare ?? 0))}; the rest is ${formatPercent((100 * mostUs) / wholeUs)} of the time.`,
      nextStep:
        'Let gradients go out while the backward pass still runs (smaller buckets, no synchronisation before), accumulate gradients over several batches, send half precision, or look at which rank the others wait for.',
      costUs: mostUs,
      evidence: [
        { label: 'communication', value: formatDuration(device.communicationUs / 1000) },
        { label: 'behind computation', value: formatPercent(100 * (device.overlapShare ?? 0)) },
        ...(worst === null
          ? []
          : [
              {
                label: `${worst.name}, ${worst.count} times`,
                value: `${formatDuration(worst.exposedUs / 1000)} exposed`,
              },
            ]),
      ],
      at:
        worst === null ? null : { fromUs: worst.firstUs, toUs: worst.firstUs + worst.totalUs / worst.count },
    };
  },
};
