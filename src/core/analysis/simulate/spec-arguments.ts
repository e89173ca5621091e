import { DynoError } from '../../../contract/errors.ts';
import type { Bytes, Milliseconds } from '../../../contract/units.ts';

/** One argument as it stands in the text. */
export interface WrittenArgument {
  readonly name: string | null;
  readonly text: string;
  readonly at: number;
}

const DURATIONS: Readonly<Record<string, Milliseconds>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  min: 60_000,
};
const SIZES: Readonly<Record<string, Bytes>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};
const NUMBER = String.raw`([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)`;

/** Reads the arguments of one term, by name or in order; what nobody asked for is an error. */
export class SpecArguments {
  readonly #term: string;
  readonly #at: number;
  readonly #example: string;
  readonly #left: WrittenArgument[];

  constructor(term: string, at: number, written: readonly WrittenArgument[], example: string) {
    this.#term = term;
    this.#at = at;
    this.#example = example;
    this.#left = [...written];
  }

  duration(name: string, otherwise?: Milliseconds): Milliseconds {
    return this.#read(name, otherwise, 'a duration such as 10ms', durationOf);
  }

  /** Also below nothing. */
  signedDuration(name: string): Milliseconds {
    return this.#read(name, undefined, 'a duration such as 5s or -20ms', signedDurationOf);
  }

  size(name: string, otherwise?: Bytes): Bytes {
    return this.#read(name, otherwise, 'a size such as 48MB', (text) => withUnit(text, SIZES));
  }

  /** A number of 0 or more. */
  amount(name: string, otherwise?: number): number {
    return this.#read(name, otherwise, 'a number such as 0.5', (text) => numberOf(text, ''));
  }

  /** From -1 to 1, both excluded. */
  correlation(name: string): number {
    return this.#read(name, undefined, 'a number between -1 and 1', (text) => {
      const value = Number(text);
      return text !== '' && Math.abs(value) < 1 ? value : null;
    });
  }

  count(name: string): number {
    return this.#read(name, undefined, 'a whole number', (text) =>
      /^\d+$/.test(text) ? Number(text) : null,
    );
  }

  /** "x5", or 5. */
  factor(name: string): number {
    return this.#read(name, undefined, 'a factor such as x5', (text) => {
      const value = numberOf(text.replace(/^x/, ''), '');
      return value === null || value === 0 ? null : value;
    });
  }

  /** "5%", 0.05 or "1/20"; 0 to 1. */
  share(name: string, otherwise?: number): number {
    return this.#read(name, otherwise, 'a share such as 5%, 0.05 or 1/20', (text) => {
      const value = shareOf(text);
      return value !== null && value <= 1 ? value : null;
    });
  }

  /** "5%" of the whole run, or "5%/min"; below nothing is faster and faster. */
  drift(name: string): { readonly share: number; readonly over: 'run' | 'minute' } {
    return this.#read(name, undefined, 'a share such as 5% (over the run) or 5%/min', (text) => {
      const perMinute = text.endsWith('/min');
      const share = numberOf(perMinute ? text.slice(0, -4) : text, '%', true);
      return share === null || share <= -100
        ? null
        : { share: share / 100, over: perMinute ? 'minute' : 'run' };
    });
  }

  /** All that remains without a name: "10ms@70%". */
  modes(): { readonly ms: Milliseconds; readonly share: number }[] {
    const found: { ms: Milliseconds; share: number }[] = [];
    while (this.#left.some(({ name }) => name === null)) {
      found.push(
        this.#read(`mode ${found.length + 1}`, undefined, 'a mode such as 10ms@70%', (text) => {
          const [time = '', part = ''] = text.split('@');
          const ms = durationOf(time);
          const share = shareOf(part);
          return ms === null || ms === 0 || share === null || share === 0 ? null : { ms, share };
        }),
      );
    }
    if (found.length < 2) throw this.#wrong('takes two modes or more', this.#at);
    const total = found.reduce((sum, { share }) => sum + share, 0);
    if (Math.abs(total - 1) > 1e-6) throw this.#wrong('takes shares that add up to 100 %', this.#at);
    return found;
  }

  end(): void {
    const [rest] = this.#left;
    if (rest === undefined) return;
    const what = rest.name === null ? `"${rest.text}"` : `"${rest.name}"`;
    throw this.#wrong(`does not take ${what}`, rest.at);
  }

  #read<T>(name: string, otherwise: T | undefined, wanted: string, parse: (text: string) => T | null): T {
    const named = this.#left.findIndex((written) => written.name === name);
    const place = named >= 0 ? named : this.#left.findIndex((written) => written.name === null);
    const [written] = place < 0 ? [] : this.#left.splice(place, 1);
    if (written === undefined) {
      if (otherwise !== undefined) return otherwise;
      throw this.#wrong(`lacks its ${name}, ${wanted}`, this.#at);
    }
    const value = parse(written.text);
    if (value === null)
      throw this.#wrong(`takes as its ${name} ${wanted}, not "${written.text}"`, written.at);
    return value;
  }

  #wrong(what: string, at: number): DynoError {
    return specError(`${this.#term} ${what}`, at, this.#example);
  }
}

/** `at` is the place in the text after "fake:", from 0. */
export function specError(what: string, at: number, example: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: `The fake executor cannot be understood at character ${at + 1}: ${what}.`,
    subject: '--executor',
    nextStep: `Write it as in ${example}.`,
  });
}

function numberOf(text: string, unit: string, signed = false): number | null {
  const [, digits = ''] = new RegExp(`^${NUMBER}${unit}$`).exec(text) ?? [];
  const value = digits === '' ? Number.NaN : Number(digits);
  return Number.isFinite(value) && (signed || value >= 0) ? value : null;
}

function withUnit(text: string, units: Readonly<Record<string, number>>, signed = false): number | null {
  const [, digits = '', unit = ''] = new RegExp(`^${NUMBER}([A-Za-zµ]+)$`).exec(text) ?? [];
  const scale = Object.hasOwn(units, unit) ? units[unit] : undefined;
  const value = numberOf(digits, '', signed);
  return value === null || scale === undefined ? null : value * scale;
}

function durationOf(text: string): Milliseconds | null {
  return withUnit(text, DURATIONS);
}

function signedDurationOf(text: string): Milliseconds | null {
  return withUnit(text, DURATIONS, true);
}

function shareOf(text: string): number | null {
  const percent = numberOf(text, '%');
  if (percent !== null) return percent / 100;
  const [over = '', under = ''] = text.split('/');
  if (text.includes('/')) {
    const [part, whole] = [numberOf(over, ''), numberOf(under, '')];
    return part === null || whole === null || whole === 0 ? null : part / whole;
  }
  return numberOf(text, '');
}
