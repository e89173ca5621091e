/** Mean of the cores' clocks as /proc/cpuinfo tells them; null where the kernel does not (ARM, some containers). */
export function parseClockRate(cpuinfo: string): number | null {
  const rates = [...cpuinfo.matchAll(/^cpu MHz\s*:\s*([\d.]+)/gm)].map((match) => Number(match[1]));
  return mean(rates);
}

/** The same from cpufreq's files, one a core, in kHz; null for a core that is off or a machine that has none. */
export function meanFrequency(texts: readonly (string | null)[]): number | null {
  return mean(texts.map((text) => (text === null ? 0 : Number(text.trim()) / 1000)));
}

function mean(rates: readonly number[]): number | null {
  const known = rates.filter((rate) => Number.isFinite(rate) && rate > 0);
  return known.length === 0 ? null : known.reduce((sum, rate) => sum + rate, 0) / known.length;
}
