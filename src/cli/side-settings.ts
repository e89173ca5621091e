import type { BenchRequest } from '../contract/run.ts';
import {
  executor,
  graphLevel,
  inputFile,
  level,
  provider,
  shape,
  usage,
  wholeNumber,
  type Named,
} from './options.ts';

/** What one side of a comparison is asked for beyond what both are. */
export type Setting = Partial<BenchRequest>;

type Option = '--a' | '--b';

const LARGEST = 2 ** 31 - 1;

/** key=value, with the keys of the bench's own options. */
export function setting(option: Option, toPath: (path: string) => string): (words: string) => Setting {
  return (words) => {
    const at = words.indexOf('=');
    const key = words.slice(0, Math.max(0, at));
    const value = words.slice(at + 1);
    if (key === '' || value === '') throw unknown(option, words);
    const [group, ...rest] = key.split('.');
    const name = rest.join('.');
    if (group === 'shape' && name !== '') return { shapes: entry(shape(`${name}=${value}`)) };
    if (group === 'input' && name !== '') {
      return { inputFiles: { [name]: toPath(inputFile(`${name}=${value}`).value) } };
    }
    return plain(option, key, value);
  };
}

function plain(option: Option, key: string, value: string): Setting {
  const number = (least: number, most: number): number => wholeNumber(`${option} ${key}`, least, most)(value);
  switch (key) {
    case 'level':
      return { level: level(value) };
    case 'provider':
      return { provider: provider(value) };
    case 'batch':
      return { batch: number(1, LARGEST) };
    case 'seq':
      return { sequence: number(1, LARGEST) };
    case 'threads':
      return { threads: number(1, 1024) };
    case 'graph-level':
      return { graphLevel: graphLevel(value) };
    case 'warmup':
      return { warmup: number(0, 50_000_000) };
    case 'seed':
      return { seed: number(0, 2 ** 32 - 1) };
    case 'executor':
      return { executor: executor(value) };
    default:
      throw unknown(option, `${key}=${value}`);
  }
}

/** The later one wins; shapes and files add up. */
export function mergeSettings(settings: readonly Setting[]): Setting {
  return settings.reduce(
    (before, next) => ({
      ...before,
      ...next,
      ...((before.shapes ?? next.shapes) && { shapes: { ...before.shapes, ...next.shapes } }),
      ...((before.inputFiles ?? next.inputFiles) && {
        inputFiles: { ...before.inputFiles, ...next.inputFiles },
      }),
    }),
    {},
  );
}

function entry<T>({ name, value }: Named<T>): Readonly<Record<string, T>> {
  return { [name]: value };
}

function unknown(option: Option, words: string) {
  return usage(
    `${option} does not know "${words}".`,
    option,
    `Write key=value, with provider, level, batch, seq, threads, graph-level, warmup, seed, executor, shape.NAME or input.NAME, as in ${option} threads=2.`,
  );
}
