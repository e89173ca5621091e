import { operatorFrames } from '../analysis/operators/operator-frames.ts';
import { foldedFrame } from './spans/folded-frame.ts';
import type { ProfileWriter } from './types.ts';

/** Lines between two pieces. */
const AT_ONCE = 1000;

/**
 * One line an operator, as flamegraph.pl, speedscope and inferno read them: frames joined by ";", and a whole number.
 * The number is its own time of one clean iteration in nanoseconds, since operators of small models take less than a
 * microsecond.
 */
export const foldedFormat: ProfileWriter = {
  id: 'folded',
  extension: 'folded.txt',
  mediaType: 'text/plain',
  *write({ profile }) {
    let lines: string[] = [];
    for (const [place, { selfMs }] of profile.operators.entries()) {
      const nanoseconds = Math.round(selfMs * 1e6);
      if (nanoseconds <= 0) continue;
      lines.push(`${operatorFrames(profile.operators, place).map(foldedFrame).join(';')} ${nanoseconds}\n`);
      if (lines.length < AT_ONCE) continue;
      yield lines.join('');
      lines = [];
    }
    yield lines.join('');
  },
};
