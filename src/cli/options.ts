import { findLevel, LEVEL_NAMES, type LevelName } from '../contract/level.ts';
import { DynoError } from '../contract/errors.ts';
import type { ModelRef } from '../contract/model.ts';
import { PROFILE_FORMATS, type ProfileFormat } from '../contract/profile.ts';
import { GRAPH_LEVELS, PROVIDERS, type GraphLevel, type Provider } from '../contract/run.ts';
import type { Milliseconds } from '../contract/units.ts';
import { parseFakeSpec } from '../core/analysis/simulate/parse-spec.ts';

/** Readers of option values. Each gives the value or a DynoError that names the option and what it takes. */

export function usage(message: string, subject: string, nextStep: string): DynoError {
  return new DynoError({ code: 'USAGE', message, subject, nextStep });
}

export function wholeNumber(option: string, least: number, most = 1e9): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw usage(
      `${option} takes a whole number from ${least} to ${most}, not "${text}".`,
      option,
      `Give a number, as in ${option} ${Math.max(least, 8)}.`,
    );
  };
}

export function positiveNumber(option: string, most = 10_000_000): (text: string) => number {
  return (text) => {
    const value = /^(\d+(\.\d+)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
    if (value > 0 && value <= most) return value;
    throw usage(
      `${option} takes a number above 0 and up to ${most}, not "${text}".`,
      option,
      `Write ${option} 100.`,
    );
  };
}

/** A short wait in milliseconds; 0 is none. */
export function milliseconds(option: string, most: Milliseconds = 60_000): (text: string) => Milliseconds {
  return (text) => {
    const value = /^\d+(\.\d+)?(ms)?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
    if (value >= 0 && value <= most) return value;
    throw usage(
      `${option} takes milliseconds from 0 to ${most}, not "${text}".`,
      option,
      `Write ${option} 2.`,
    );
  };
}

const DURATION_UNITS: Readonly<Record<string, Milliseconds>> = { ms: 1, s: 1000, m: 60_000, min: 60_000 };
const LONGEST_MS = 24 * 3600e3;

/** Seconds, or a number with its unit: 30, 1.5s, 500ms, 2min. */
export function duration(option: string): (text: string) => Milliseconds {
  return (text) => {
    const [, digits = '', unit = 's'] = /^(\d+(?:\.\d+)?|\.\d+)(ms|s|m|min)?$/.exec(text) ?? [];
    const value = digits === '' ? Number.NaN : Number(digits) * (DURATION_UNITS[unit] as number);
    if (value > 0 && value <= LONGEST_MS) return value;
    throw usage(
      `${option} takes seconds above 0 and up to a day, not "${text}".`,
      option,
      `Write ${option} 10, ${option} 500ms or ${option} 2min.`,
    );
  };
}

/** A share, written as one or in percent: 0.01 and 1% are the same. */
export function share(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const [, digits = '', percent = ''] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text.trim()) ?? [];
    const value = digits === '' ? Number.NaN : Number(digits) / (percent === '' ? 1 : 100);
    if (value >= least && value <= most) return value;
    throw usage(
      `${option} takes a share from ${least * 100} % to ${most * 100} %, not "${text}".`,
      option,
      `Write ${option} 1% or ${option} 0.01.`,
    );
  };
}

export function level(text: string): LevelName {
  const known = findLevel(text);
  if (known) return known.name;
  throw new DynoError({
    code: 'LEVEL_UNKNOWN',
    message: `There is no level "${text}".`,
    subject: '--level',
    nextStep: `Choose one of ${LEVEL_NAMES.join(', ')}.`,
  });
}

export function oneOf<T extends string>(option: string, values: readonly T[]): (text: string) => T {
  return (text) => {
    const found = values.find((value) => value === text);
    if (found !== undefined) return found;
    throw usage(`${option} does not know "${text}".`, option, `Choose one of ${values.join(', ')}.`);
  };
}

export const provider: (text: string) => Provider = oneOf('--provider', PROVIDERS);
export const graphLevel: (text: string) => GraphLevel = oneOf('--graph-level', GRAPH_LEVELS);
export const exportFormat: (text: string) => 'json' | 'csv' | ProfileFormat = oneOf('--format', [
  'json',
  'csv',
  ...PROFILE_FORMATS,
]);
export const profileFormat: (text: string) => ProfileFormat = oneOf('--export', PROFILE_FORMATS);

/** Read here already, so that a slip in it is told before the store is opened. */
export function executor(value: string): string {
  parseFakeSpec(value);
  return value;
}

export function text(option: string, longest: number): (value: string) => string {
  return (value) => {
    const clean = value.trim();
    if (clean !== '' && clean.length <= longest) return clean;
    throw usage(`${option} takes 1 to ${longest} characters.`, option, `Write ${option} "a few words".`);
  };
}

/** Of serve and of Prometheus: long enough not to be guessed, and fit for a header. */
export function token(value: string): string {
  if (/^[\w.~-]{16,256}$/.test(value)) return value;
  throw usage(
    'A token has 16 to 256 letters, digits and any of - . _ ~.',
    '--token',
    'Leave it out for a fresh one, or make one: openssl rand -hex 32.',
  );
}

/** For options that may be given several times. */
export function many<T>(read: (value: string) => T): (value: string, before: readonly T[]) => readonly T[] {
  return (value, before = []) => [...before, read(value)];
}

export interface Named<T> {
  readonly name: string;
  readonly value: T;
}

/** name=1x3x224x224. Tensor names may hold "=" and ":", so the last "=" parts the two. */
export function shape(value: string): Named<readonly number[]> {
  const { name, value: sizes } = splitNamed('--shape', value, 'pixels=1x3x224x224');
  // A scalar has no sizes: "name=" says so.
  const parts = sizes === '' ? [] : sizes.split(/[x×,]/i).map(Number);
  if (parts.every((size) => Number.isSafeInteger(size) && size >= 0)) return { name, value: parts };
  throw usage(
    `--shape ${value} holds a size that is not a whole number.`,
    '--shape',
    'Write sizes with x between them, as in --shape pixels=1x3x224x224.',
  );
}

export function inputFile(value: string): Named<string> {
  const named = splitNamed('--input', value, 'input_ids=tokens.npy');
  if (named.value !== '') return named;
  throw usage(`--input ${value} names no file.`, '--input', 'Write --input input_ids=tokens.npy.');
}

function splitNamed(option: string, value: string, example: string): Named<string> {
  const at = option === '--shape' ? value.lastIndexOf('=') : value.indexOf('=');
  if (at > 0) return { name: value.slice(0, at), value: value.slice(at + 1) };
  throw usage(`${option} ${value} lacks the input's name.`, option, `Write ${option} ${example}.`);
}

export function byName<T>(entries: readonly Named<T>[]): Readonly<Record<string, T>> {
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
}

/** A file's path, or the name of a demo model. */
export function modelRef(argument: string, toPath: (argument: string) => string): ModelRef {
  if (argument.startsWith('demo:')) return { kind: 'demo', location: argument };
  return { kind: 'file', location: toPath(argument) };
}
