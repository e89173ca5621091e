import { binomialCdf } from './distributions/binomial.ts';

const CONFIDENCE = 0.99;

/**
 * MLPerf's early-stopping rule (MLCommons inference rules, appendix "Early stopping"): fewest under-latency samples
 * beside so many over-latency ones for which it is certain, at that confidence, that the percentile lies under the
 * latency. The tolerance d of the rule is 0.
 */
export function fewestUnderLatency(percentile: number, overLatency: number, confidence = CONFIDENCE): number {
  const isCertain = (under: number): boolean =>
    binomialCdf(overLatency, under + overLatency, 1 - percentile) <= 1 - confidence;
  let known = 1;
  while (!isCertain(known)) known *= 2;
  let low = Math.floor(known / 2);
  while (known - low > 1) {
    const middle = Math.floor((low + known) / 2);
    if (isCertain(middle)) known = middle;
    else low = middle;
  }
  return known;
}
