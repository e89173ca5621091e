import { formatDuration, formatPercent } from '../../../../contract/units.ts';
import { stated, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

export const modes: TrustRule = {
  about: 'series',
  judge({ run: { signals } }) {
    const modes = signals?.modes ?? null;
    if (modes === null)
      return unknown(
        'The series was not looked at for two speeds: it is too short, was cut, or of several processes.',
      );
    const [fast, slow] = modes.centresMs;
    if (!modes.detected || fast === undefined || slow === undefined)
      return stated('ok', 'There is one speed, not two.');
    const share = (modes.shares[1] ?? 0) * 100;
    return stated(
      'warning',
      `There are two speeds: ${formatDuration(fast)} and ${formatDuration(slow)}, the slower in ${formatPercent(share)} of the samples.`,
      'See what differs between them: another core, a clock step, memory being freed. One number hides both.',
    );
  },
};
