import type { RunProfile } from '../../contract/profile.ts';
import type { SpanTable } from '../../contract/spans.ts';
import { operatorFrames } from '../analysis/operators/operator-frames.ts';
import {
  eventedProfile,
  speedscopeDocument,
  type OpenSpan,
  type SpeedscopeFrames,
} from './spans/speedscope-document.ts';
import type { ProfileWriter } from './types.ts';

/** First one clean iteration by module, corrected, then each track as it was recorded. */
export const speedscopeFormat: ProfileWriter = {
  id: 'speedscope',
  extension: 'speedscope.json',
  mediaType: 'application/json',
  *write({ run, profile, spans }) {
    yield* speedscopeDocument(run.name || run.model.name, function* (frames) {
      yield [JSON.stringify(cleanIteration(profile, frames))];
      for (const track of spans.tracks.keys()) {
        const [start, end] = extentOf(spans, track);
        if (end < start) continue;
        const { name = '', group = '' } = spans.tracks[track] ?? {};
        const head = { name: `${group}: ${name}, as recorded`, unit: 'microseconds', start, end } as const;
        yield eventedProfile(head, spansOf(spans, track, frames));
      }
    });
  },
};

function cleanIteration(profile: RunProfile, frames: SpeedscopeFrames): object {
  const shown = profile.operators
    .map(({ selfMs }, place) => ({ selfMs, place }))
    .filter(({ selfMs }) => selfMs > 0);
  const outside = profile.outsideMs > 0 ? [frames.of('outside the operators')] : null;
  const weights = [...shown.map(({ selfMs }) => selfMs), ...(outside ? [profile.outsideMs] : [])];
  return {
    type: 'sampled',
    name: 'one iteration, corrected to the clean time',
    unit: 'milliseconds',
    startValue: 0,
    endValue: weights.reduce((sum, weight) => sum + weight, 0),
    samples: [
      ...shown.map(({ place }) => operatorFrames(profile.operators, place).map((name) => frames.of(name))),
      ...(outside ? [outside] : []),
    ],
    weights,
  };
}

function* spansOf(spans: SpanTable, track: number, frames: SpeedscopeFrames): Generator<OpenSpan> {
  for (let span = 0; span < spans.startUs.length; span += 1) {
    if (spans.track[span] !== track) continue;
    const start = spans.startUs[span] as number;
    yield {
      frame: frames.of(spans.names[spans.name[span] as number] ?? ''),
      depth: spans.depth[span] as number,
      start,
      end: start + (spans.durationUs[span] as number),
    };
  }
}

function extentOf({ track: tracks, startUs, durationUs }: SpanTable, track: number): [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  tracks.forEach((each, span) => {
    if (each !== track) return;
    first = Math.min(first, startUs[span] as number);
    last = Math.max(last, (startUs[span] as number) + (durationUs[span] as number));
  });
  return [first, last];
}
