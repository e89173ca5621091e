import type { OperandFact, OperatorProfile } from '../../contract/profile.ts';
import { completeEvent, trackMetadata, trackPlaces, type TrackPlace } from './spans/trace-events.ts';
import type { ProfileDossier, ProfileWriter } from './types.ts';

const AT_ONCE = 1000;

/**
 * The recorded spans in the Trace Event Format, which Perfetto and chrome://tracing open: complete events in
 * microseconds, a process for each group of tracks and a thread for each track.
 */
export const chromeTraceFormat: ProfileWriter = {
  id: 'chrome-trace',
  extension: 'trace.json',
  mediaType: 'application/json',
  *write(dossier) {
    const { spans, profile } = dossier;
    const places = trackPlaces(spans.tracks);
    const details = profile.operators.map((operator) => `,"args":${JSON.stringify(detailsOf(operator))}`);
    yield `{"displayTimeUnit":"ms","otherData":${JSON.stringify(origin(dossier))},"traceEvents":[\n`;
    yield trackMetadata(spans.tracks, places)
      .map((event) => JSON.stringify(event))
      .join(',\n');
    const names = spans.names.map((name) => JSON.stringify(name));
    const categories = spans.categories.map((category) => JSON.stringify(category));
    for (let from = 0; from < spans.startUs.length; from += AT_ONCE) {
      const until = Math.min(from + AT_ONCE, spans.startUs.length);
      let piece = '';
      for (let span = from; span < until; span += 1) {
        const place = places[spans.track[span] as number] as TrackPlace;
        const name = names[spans.name[span] as number] ?? '""';
        const category = categories[spans.category[span] as number] ?? '""';
        const [startUs, durationUs] = [spans.startUs[span] as number, spans.durationUs[span] as number];
        const event = completeEvent(place, name, category, rounded(startUs), rounded(durationUs));
        piece += `,\n${event}${details[spans.subject[span] as number] ?? ''}}`;
      }
      yield piece;
    }
    yield '\n]}\n';
  },
};

/** What a reader of the trace must know: these are times while recording, not the time of the model. */
function origin({ run, profile }: ProfileDossier): object {
  return {
    exporter: 'Dyno',
    run: run.id,
    model: run.model.name,
    provider: profile.placement.provider,
    times: 'as recorded, the cost of recording included',
    cleanMeanMs: profile.cleanMeanMs,
    profiledMeanMs: profile.profiledMeanMs,
    overheadFactor: profile.overheadFactor,
    eventCostMs: profile.eventCostMs,
  };
}

function detailsOf(operator: OperatorProfile): object {
  const { name, op, provider, module, inputs, outputs, selfMs, flops, bytesRead, bytesWritten } = operator;
  return {
    node: name,
    op,
    provider,
    ...(module.length > 0 && { module: module.join('/') }),
    inputs: inputs.map(shapeWords),
    outputs: outputs.map(shapeWords),
    correctedMs: selfMs,
    ...(flops !== null && { flops }),
    ...(bytesRead !== null && bytesWritten !== null && { bytes: bytesRead + bytesWritten }),
  };
}

function shapeWords({ type, shape }: OperandFact): string {
  return `${type}[${shape.join('×')}]`;
}

/** Nanoseconds are as fine as any clock here. */
function rounded(us: number): number {
  return Math.round(us * 1000) / 1000;
}
