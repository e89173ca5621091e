import type { RunProfile } from '../../contract/profile.ts';
import type { SpanTable } from '../../contract/spans.ts';
import { operatorFrames } from '../analysis/operators/operator-frames.ts';
import type { ProfileWriter } from './types.ts';

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';
const AT_ONCE = 1000;

/**
 * speedscope's own format: first one clean iteration by module, corrected, then each track as it was recorded. Frames
 * are shared by all of them, so that a colour and a search mean the same everywhere.
 */
export const speedscopeFormat: ProfileWriter = {
  id: 'speedscope',
  extension: 'speedscope.json',
  mediaType: 'application/json',
  *write({ run, profile, spans }) {
    const frames = new Frames();
    yield `{"$schema":"${SCHEMA}","exporter":"Dyno","name":${JSON.stringify(run.name || run.model.name)}`;
    yield ',"activeProfileIndex":0,"profiles":[';
    yield JSON.stringify(cleanIteration(profile, frames));
    for (const track of spans.tracks.keys()) yield* recordedTrack(spans, track, frames);
    yield `],"shared":{"frames":[`;
    const names = frames.names.map((name) => JSON.stringify({ name }));
    for (let from = 0; from < names.length; from += AT_ONCE) {
      yield (from === 0 ? '' : ',') + names.slice(from, from + AT_ONCE).join(',');
    }
    yield ']}}\n';
  },
};

class Frames {
  readonly names: string[] = [];
  readonly #places = new Map<string, number>();

  of(name: string): number {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

function cleanIteration(profile: RunProfile, frames: Frames): object {
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

interface Open {
  readonly frame: number;
  readonly depth: number;
  readonly endUs: number;
}

/** Opened and closed in order of time and never crossing, as the format demands, whatever the clock's rounding made. */
function* recordedTrack(spans: SpanTable, track: number, frames: Frames): Generator<string> {
  const { name = '', group = '' } = spans.tracks[track] ?? {};
  const [startUs, endUs] = extentOf(spans, track);
  if (endUs < startUs) return;
  yield `,{"type":"evented","name":${JSON.stringify(`${group}: ${name}, as recorded`)},"unit":"microseconds"`;
  yield `,"startValue":${startUs},"endValue":${endUs},"events":[`;
  const stack: Open[] = [];
  let now = startUs;
  let events: string[] = [];
  let isFirst = true;
  const take = (type: 'O' | 'C', frame: number, atUs: number): void => {
    now = Math.max(now, atUs);
    events.push(`${isFirst ? '' : ','}{"type":"${type}","frame":${frame},"at":${now}}`);
    isFirst = false;
  };
  const closeDownTo = (depth: number, atUs: number): void => {
    for (let top = stack.at(-1); top && (top.depth >= depth || top.endUs <= atUs); top = stack.at(-1)) {
      stack.pop();
      take('C', top.frame, Math.min(top.endUs, atUs));
    }
  };
  for (let span = 0; span < spans.startUs.length; span += 1) {
    if (spans.track[span] !== track) continue;
    const atUs = spans.startUs[span] as number;
    const depth = spans.depth[span] as number;
    closeDownTo(depth, atUs);
    const outerEndUs = stack.at(-1)?.endUs ?? Number.POSITIVE_INFINITY;
    const frame = frames.of(spans.names[spans.name[span] as number] ?? '');
    take('O', frame, atUs);
    stack.push({ frame, depth, endUs: Math.min(outerEndUs, atUs + (spans.durationUs[span] as number)) });
    if (events.length < AT_ONCE) continue;
    yield events.join('');
    events = [];
  }
  closeDownTo(0, Number.POSITIVE_INFINITY);
  yield `${events.join('')}]}`;
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
