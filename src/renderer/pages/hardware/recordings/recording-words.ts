import type { ClockAlignment } from '../../../../contract/hardware-channels.ts';
import type { Recording } from '../../../../contract/recording.ts';
import { formatCount, formatDuration } from '../../../../contract/units.ts';

/** "0:07", "12:30", "1:02:05": a clock, which does not jump about. */
export function elapsedWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':').replace(/^0/, '');
}

/** "10 min, 10 Hz, 6 000 samples". */
export function extentWords({ startedAt, endedAt, hertz, sampleCount }: Recording): string {
  const length = endedAt === null ? 'goes on' : formatDuration(endedAt - startedAt);
  return `${length}, ${hertz} Hz, ${formatCount(sampleCount)} ${sampleCount === 1 ? 'sample' : 'samples'}`;
}

/** How well the clocks behind a recording were seen to agree; empty where none could be asked. */
export function clockWords({ sampler, worker }: Recording['clocks']): string {
  const known = [sampler, worker].filter((clock): clock is ClockAlignment => clock !== null);
  if (known.length === 0) return '';
  const within = known.reduce((sum, { errorMs }) => sum + errorMs, 0);
  const whose =
    worker === null ? 'The sampler’s clock agrees' : 'The sampler’s and the worker’s clocks agree';
  return `${whose} within ±${formatDuration(within)}`;
}
