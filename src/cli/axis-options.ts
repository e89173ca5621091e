import { doubling } from '../contract/size-list.ts';
import { usage } from './options.ts';

/** Values of one axis: "1,4,8"; each kept once, in the order given. */
export function listOf<T>(read: (text: string) => T): (text: string) => readonly T[] {
  return (text) => [...new Set(text.split(',').map((part) => read(part.trim())))];
}

/** As listOf, of numbers; "1..16" stands for 1,2,4,8,16: the first doubled as long as it is within the last. */
export function numbersOf(
  option: string,
  read: (text: string) => number,
): (text: string) => readonly number[] {
  return (text) => [
    ...new Set(
      text.split(',').flatMap((part) => {
        const ends = /^(\d+)\.\.(\d+)$/.exec(part.trim());
        return ends === null ? [read(part.trim())] : range(option, read(ends[1] ?? ''), read(ends[2] ?? ''));
      }),
    ),
  ];
}

function range(option: string, from: number, to: number): readonly number[] {
  const sizes = doubling(from, to);
  if (sizes.length > 0) return sizes;
  throw usage(
    `${option} ${from}..${to} goes nowhere.`,
    option,
    `Write the smaller first, as in ${option} 1..16.`,
  );
}
