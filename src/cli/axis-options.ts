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
        const range = /^(\d+)\.\.(\d+)$/.exec(part.trim());
        return range === null
          ? [read(part.trim())]
          : doubling(option, read(range[1] ?? ''), read(range[2] ?? ''));
      }),
    ),
  ];
}

function doubling(option: string, from: number, to: number): readonly number[] {
  if (from > to || from === 0) {
    throw usage(
      `${option} ${from}..${to} goes nowhere.`,
      option,
      `Write the smaller first, as in ${option} 1..16.`,
    );
  }
  return Array.from({ length: Math.floor(Math.log2(to / from)) + 1 }, (_, step) => from * 2 ** step);
}
