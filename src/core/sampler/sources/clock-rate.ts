/** Mean of the cores' clocks as /proc/cpuinfo tells them; null where the kernel does not (ARM, some containers). */
export function parseClockRate(cpuinfo: string): number | null {
  const rates = [...cpuinfo.matchAll(/^cpu MHz\s*:\s*([\d.]+)/gm)].map((match) => Number(match[1]));
  const known = rates.filter((rate) => Number.isFinite(rate) && rate > 0);
  return known.length === 0 ? null : known.reduce((sum, rate) => sum + rate, 0) / known.length;
}
