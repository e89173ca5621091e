import type { MeterSeries, Span } from './series.ts';

/** Watts at a time, and the joules up to it from 0: signals of which the truth is known. */
export interface Signal {
  readonly watts: (seconds: number) => number;
  readonly joulesUntil: (seconds: number) => number;
}

export function constant(watts: number): Signal {
  return { watts: () => watts, joulesUntil: (seconds) => watts * seconds };
}

export function ramp(from: number, perSecond: number): Signal {
  return {
    watts: (seconds) => from + perSecond * seconds,
    joulesUntil: (seconds) => from * seconds + (perSecond * seconds * seconds) / 2,
  };
}

/** High for the first `duty` of each period. */
export function square(low: number, high: number, period: number, duty: number, phase = 0): Signal {
  const isHigh = (seconds: number): boolean =>
    (((seconds + phase) % period) + period) % period < duty * period;
  const until = (seconds: number): number => {
    const whole = Math.floor(seconds / period);
    const rest = seconds - whole * period;
    return (
      whole * (duty * high + (1 - duty) * low) * period +
      Math.min(rest, duty * period) * high +
      Math.max(0, rest - duty * period) * low
    );
  };
  return {
    watts: (seconds) => (isHigh(seconds) ? high : low),
    joulesUntil: (seconds) => until(seconds + phase) - until(phase),
  };
}

export function trueJoules(signal: Signal, { fromSeconds, toSeconds }: Span): number {
  return signal.joulesUntil(toSeconds) - signal.joulesUntil(fromSeconds);
}

interface Look {
  readonly from: number;
  readonly to: number;
  readonly every: number;
  readonly offset?: number;
}

function times({ from, to, every, offset = 0 }: Look): Float64Array {
  const count = Math.max(0, Math.floor((to - from - offset) / every) + 1);
  return Float64Array.from({ length: count }, (_, index) => from + offset + index * every);
}

/** A counter that the hardware updates now and then, in whole steps, read at its own times. */
export function readCounter(
  signal: Signal,
  look: Look,
  {
    update,
    step,
    startsAt = 0,
    wrapsAt,
  }: { update: number; step: number; startsAt?: number; wrapsAt?: number },
): MeterSeries {
  const atSeconds = times(look);
  const values = atSeconds.map((at) => {
    const updatedAt = update === 0 ? at : Math.floor(at / update) * update;
    const counted = Math.floor((startsAt + signal.joulesUntil(updatedAt)) / step) * step;
    return wrapsAt === undefined ? counted : ((counted % wrapsAt) + wrapsAt) % wrapsAt;
  });
  return { atSeconds, values };
}

/** A sensor that tells the mean over the window before, of which it looks at the last part alone. */
export function readPower(signal: Signal, look: Look, window: number, coverage = 1): MeterSeries {
  const atSeconds = times(look);
  const looked = window * coverage;
  const values = atSeconds.map((at) =>
    looked === 0 ? signal.watts(at) : (signal.joulesUntil(at) - signal.joulesUntil(at - looked)) / looked,
  );
  return { atSeconds, values };
}
