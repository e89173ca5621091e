const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Bars of counts, `rows` lines high and `barWidth` characters wide each, first line on top. */
export function drawHistogram(counts: readonly number[], rows: number, barWidth = 1): string[] {
  const highest = Math.max(0, ...counts);
  if (highest === 0) return [];
  const steps = rows * 8;
  const heights = counts.map((count) =>
    count === 0 ? 0 : Math.max(1, Math.round((count / highest) * steps)),
  );
  return Array.from({ length: rows }, (_, line) => {
    const floor = (rows - 1 - line) * 8;
    return heights
      .map((height) => (EIGHTHS[Math.min(8, Math.max(0, height - floor))] as string).repeat(barWidth))
      .join('');
  });
}
