export interface ClockRate {
  readonly cpuMHz: number;
  readonly cpuFastestMHz: number;
}

/** The cores' clocks as /proc/cpuinfo tells them; null where the kernel does not (ARM, some containers). */
export function parseClockRate(cpuinfo: string): ClockRate | null {
  return clockRate([...cpuinfo.matchAll(/^cpu MHz\s*:\s*([\d.]+)/gm)].map((match) => Number(match[1])));
}

/** The same from cpufreq's files, one a core, in kHz; null for a core that is off or a machine that has none. */
export function parseFrequencies(texts: readonly (string | null)[]): ClockRate | null {
  return clockRate(texts.map((text) => (text === null ? 0 : Number(text.trim()) / 1000)));
}

function clockRate(rates: readonly number[]): ClockRate | null {
  const known = rates.filter((rate) => Number.isFinite(rate) && rate > 0);
  if (known.length === 0) return null;
  return {
    cpuMHz: known.reduce((sum, rate) => sum + rate, 0) / known.length,
    cpuFastestMHz: known.reduce((most, rate) => Math.max(most, rate)),
  };
}
