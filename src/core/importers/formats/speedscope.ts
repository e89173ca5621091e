import { invalidTrace } from '../invalid-trace.ts';
import { jsonHas } from '../json/json-has.ts';
import { list, number, numbers, object, text, type JsonShape } from '../json/json-shape.ts';
import { JsonStream } from '../json/json-stream.ts';
import { fileName, FrameTable } from '../stacks/frame-table.ts';
import { SpeedscopeProfile } from '../stacks/speedscope-profile.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { StreamImporter, TraceReading } from './types.ts';

const TITLE = 'speedscope';

/** speedscope's own format, from its version 0.0.1 on: profiles of calls and returns, or of samples. */
export const speedscope: StreamImporter = {
  format: 'speedscope',
  source: 'bytes',
  title: TITLE,
  sniff: (head) =>
    jsonHas(head, (found) =>
      object({
        $schema: text((schema) => {
          if (schema.includes('speedscope')) found();
        }),
        exporter: text((exporter) => {
          if (exporter.startsWith('speedscope')) found();
        }),
        shared: object({ frames: list(object({ name: text(found) })) }),
        profiles: list(
          object({
            type: text((type) => {
              if (type === 'evented' || type === 'sampled') found();
            }),
          }),
        ),
      }),
    ),
  read: (sink) => new SpeedscopeReading(sink),
};

class SpeedscopeReading implements TraceReading {
  readonly #sink: TraceSink;
  readonly #frames: FrameTable;
  readonly #stream: JsonStream;
  /** The file's frames by their place in it. */
  readonly #places: number[] = [];
  readonly #profiles: SpeedscopeProfile[] = [];
  #frame = { name: '', file: '' };
  #hasFrames = false;
  #isBegun = false;
  /** All places are told from where the first profile begins. */
  #originNs = 0;

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.#frames = new FrameTable(sink);
    this.#stream = new JsonStream(this.#shape(), TITLE);
  }

  push(bytes: Uint8Array): void {
    this.#stream.push(bytes);
  }

  end(): void {
    const { isWhole, length } = this.#stream.end();
    if (this.#profiles.length === 0 || this.#places.length === 0) {
      const what = this.#profiles.length === 0 ? 'profiles' : 'frames';
      throw invalidTrace(TITLE, `The file ends without any ${what}`, length);
    }
    if (!isWhole) this.#sink.warn('cut', 'The file is cut; what stands before that was read.', length);
    this.#hasFrames = true;
    const kept = this.#ofOneUnit();
    kept.forEach((profile, place) => profile.draw(this.#places, place, this.#originNs, true));
  }

  /** All lie on one axis: where some count time and others bytes, those of the first's sort are kept. */
  #ofOneUnit(): readonly SpeedscopeProfile[] {
    const first = this.#profiles[0];
    const unit = first?.unit ?? 'ns';
    if (!this.#isBegun) {
      this.#isBegun = true;
      this.#originNs = first?.start ?? 0;
      this.#sink.unit(unit);
      if (unit === 'ns') this.#sink.base(String(BigInt(this.#originNs)));
    }
    return this.#profiles.filter((profile) => {
      if (profile.unit === unit) return true;
      this.#sink.warn(
        'limits',
        `{count} profiles do not count ${unit} as the first one does; they are left out.`,
        null,
      );
      return false;
    });
  }

  #shape(): JsonShape {
    let profile = new SpeedscopeProfile(this.#sink, this.#frames);
    let type = '';
    let frame = Number.NaN;
    let at = Number.NaN;
    const events = object(
      {
        type: text((told) => (type = told)),
        frame: number((told) => (frame = told)),
        at: number((told) => (at = told)),
      },
      {
        open: () => {
          type = '';
          frame = Number.NaN;
          at = Number.NaN;
        },
        close: () => {
          profile.event(type, frame, at);
          if (this.#hasFrames && profile.isLong && this.#profiles.length === 1) {
            this.#ofOneUnit();
            profile.draw(this.#places, 0, this.#originNs, false);
          }
        },
      },
    );
    const profiles = object(
      {
        name: text((name) => (profile.name = name)),
        unit: text((unit) => (profile.unitWord = unit)),
        startValue: number((value) => (profile.startValue = value)),
        endValue: number((value) => (profile.endValue = value)),
        events: list(events),
        samples: list(numbers((frame) => profile.sampleFrame(frame), { close: () => profile.endSample() })),
        weights: numbers((weight) => profile.weight(weight)),
      },
      {
        open: () => {
          profile = new SpeedscopeProfile(this.#sink, this.#frames);
          this.#profiles.push(profile);
        },
      },
    );
    const frames = object(
      { name: text((name) => (this.#frame.name = name)), file: text((file) => (this.#frame.file = file)) },
      {
        open: () => (this.#frame = { name: '', file: '' }),
        close: () => {
          const { name, file } = this.#frame;
          this.#places.push(this.#frames.of(name === '' ? '(no name)' : name, fileName(file)));
        },
      },
    );
    return object({
      name: text((name) => this.#sink.fact('Name', name)),
      exporter: text((exporter) => this.#sink.fact('Exporter', exporter)),
      shared: object({ frames: list(frames, { close: () => (this.#hasFrames = true) }) }),
      profiles: list(profiles),
    });
  }
}
