const FIRST_MS = 250;
const LONGEST_MS = 8000;

/** How long to wait before attempt number `attempt` (from 1); doubles, with up to a quarter of it as jitter. */
export function backoffMs(attempt: number, jitter: number): number {
  const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(16, Math.max(0, attempt - 1)));
  return Math.round(base * (1 + jitter * 0.25));
}
