/** Times as Kineto prints them: microseconds of our era with three decimals, from whole nanoseconds of a trace. */
const FIRST_SECOND = 1_712_195_495;
const THREE = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'));

export function clockText(ns: number): string {
  const second = Math.floor(ns / 1e9);
  const rest = ns - second * 1e9;
  const milli = Math.floor(rest / 1e6);
  const micro = Math.floor((rest - milli * 1e6) / 1e3);
  return `${FIRST_SECOND + second}${three(milli)}${three(micro)}.${three(rest - milli * 1e6 - micro * 1e3)}`;
}

export function lengthText(ns: number): string {
  const micro = Math.floor(ns / 1e3);
  return `${micro}.${three(ns - micro * 1e3)}`;
}

const three = (value: number): string => THREE[value] as string;
