/** Times as Kineto prints them: microseconds with three decimals, from whole nanoseconds of a trace. */
export type ClockText = (ns: number) => string;

/**
 * Seconds before the first event. Of our era, as versions up to 2.3 do: such numbers are too large for three decimals
 * in a double. Later ones count from a base that stands beside the events.
 */
export const FIRST_SECONDS = { era: 1_712_195_495, base: 4_458_676 };
export const BASE_NS = '1711964646000000000';
const THREE = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'));

export const clockFrom =
  (firstSecond: number): ClockText =>
  (ns) => {
    const second = Math.floor(ns / 1e9);
    const rest = ns - second * 1e9;
    const milli = Math.floor(rest / 1e6);
    const micro = Math.floor((rest - milli * 1e6) / 1e3);
    return `${firstSecond + second}${three(milli)}${three(micro)}.${three(rest - milli * 1e6 - micro * 1e3)}`;
  };

export function lengthText(ns: number): string {
  const micro = Math.floor(ns / 1e3);
  return `${micro}.${three(ns - micro * 1e3)}`;
}

const three = (value: number): string => THREE[value] as string;
