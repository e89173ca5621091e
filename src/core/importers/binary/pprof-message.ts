import { decodeUtf8 } from '../../model/utf8.ts';
import { WireFields } from './wire-fields.ts';

/** A field of pprof's Profile whose numbers point into the string table, which comes last. */
export interface ValueType {
  readonly type: number;
  readonly unit: number;
}

export interface PprofLine {
  readonly func: number;
  readonly line: number;
}

export interface PprofLocation {
  readonly mapping: number;
  readonly address: number;
  /** The innermost first: what was inlined before what it was inlined into. */
  readonly lines: readonly PprofLine[];
}

export interface PprofSample {
  /** The innermost first. */
  readonly locations: readonly number[];
  readonly values: readonly number[];
}

/** perftools.profiles.Profile, field by field as they come. */
export class PprofMessage {
  readonly sampleTypes: ValueType[] = [];
  readonly strings: string[] = [];
  readonly functions = new Map<number, { readonly name: number; readonly file: number }>();
  readonly locations = new Map<number, PprofLocation>();
  readonly mappings = new Map<number, number>();
  /** Of each sample its message, to be read once everything is known. */
  readonly samples: Uint8Array[] = [];
  readonly comments: number[] = [];
  periodType: ValueType | null = null;
  period = 0;
  timeNs = 0;
  durationNs = 0;
  defaultType = 0;

  /** Takes a piece of whole fields. Throws BadWire. */
  take(bytes: Uint8Array): void {
    const fields = new WireFields(bytes);
    while (fields.next()) this.#field(fields);
  }

  #field(fields: WireFields): void {
    const { field, wire, bytes, from, to, value } = fields;
    if (wire === 2) {
      if (field === 1) this.sampleTypes.push(valueType(bytes, from, to));
      else if (field === 2) this.samples.push(bytes.slice(from, to));
      else if (field === 3) {
        const [id = 0, , , , file = 0] = numbersOf(bytes, from, to, [1, 2, 3, 4, 5]);
        this.mappings.set(id, file);
      } else if (field === 4) this.#location(bytes, from, to);
      else if (field === 5) {
        const [id = 0, name = 0, , file = 0] = numbersOf(bytes, from, to, [1, 2, 3, 4]);
        this.functions.set(id, { name, file });
      } else if (field === 6) this.strings.push(decodeUtf8(bytes.subarray(from, to)));
      else if (field === 11) this.periodType = valueType(bytes, from, to);
      else if (field === 13) fields.numbers(this.comments);
    } else if (wire === 0) {
      if (field === 9) this.timeNs = value;
      else if (field === 10) this.durationNs = value;
      else if (field === 12) this.period = value;
      else if (field === 13) this.comments.push(value);
      else if (field === 14) this.defaultType = value;
    }
  }

  #location(bytes: Uint8Array, from: number, to: number): void {
    const [id = 0, mapping = 0, address = 0] = numbersOf(bytes, from, to, [1, 2, 3]);
    const lines: PprofLine[] = [];
    const fields = new WireFields(bytes, from, to);
    while (fields.next()) {
      if (fields.field !== 4 || fields.wire !== 2) continue;
      const [func = 0, line = 0] = numbersOf(bytes, fields.from, fields.to, [1, 2]);
      lines.push({ func, line });
    }
    this.locations.set(id, { mapping, address, lines });
  }
}

/** Throws BadWire. */
export function pprofSample(message: Uint8Array): PprofSample {
  const locations: number[] = [];
  const values: number[] = [];
  const fields = new WireFields(message);
  while (fields.next()) {
    if (fields.wire !== 0 && fields.wire !== 2) continue;
    if (fields.field === 1) fields.numbers(locations);
    else if (fields.field === 2) fields.numbers(values);
  }
  return { locations, values };
}

function valueType(bytes: Uint8Array, from: number, to: number): ValueType {
  const [type = 0, unit = 0] = numbersOf(bytes, from, to, [1, 2]);
  return { type, unit };
}

/** The varints of these fields; 0 where one is missing. */
function numbersOf(bytes: Uint8Array, from: number, to: number, wanted: readonly number[]): number[] {
  const found = wanted.map(() => 0);
  const fields = new WireFields(bytes, from, to);
  while (fields.next()) {
    const place = wanted.indexOf(fields.field);
    if (place >= 0 && fields.wire === 0) found[place] = fields.value;
  }
  return found;
}
