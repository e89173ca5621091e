/** Of several samples the best, as in STREAM: what slows one down is never the machine's ceiling. */
export function bestOf(samples: Float64Array): number {
  return samples.reduce((best, sample) => Math.max(best, sample), 0);
}

/** Half the width of the middle half, over the median. */
export function spreadOf(samples: Float64Array): number {
  const ascending = samples.toSorted();
  const at = (level: number): number => {
    const place = level * (ascending.length - 1);
    const [low, high] = [ascending[Math.floor(place)] ?? 0, ascending[Math.ceil(place)] ?? 0];
    return low + (high - low) * (place - Math.floor(place));
  };
  return at(0.5) > 0 ? (at(0.75) - at(0.25)) / 2 / at(0.5) : 0;
}
