import type { KernelCheck } from '../../contract/prober-api.ts';

/** One size of one kernel, run and held against the reference. */
export interface Judged {
  readonly size: string;
  readonly error: number;
  /** What rounding allows for this type and length. */
  readonly tolerance: number;
}

/** The largest distance; one that is NaN where the other is not is infinitely far off. */
export function farOff(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  let most = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const left = got[index] as number;
    const right = expected[index] as number;
    if (Object.is(left, right) || (Number.isNaN(left) && Number.isNaN(right))) continue;
    const error = Math.abs(left - right);
    most = Math.max(most, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
  }
  return most;
}

/** One line for all sizes of a kernel: the one that is furthest off, measured by what it may be. */
export function worst(
  all: readonly Judged[],
): Pick<KernelCheck, 'size' | 'maxError' | 'tolerance' | 'isRight'> {
  // What has to be exact has no tolerance to measure by.
  const share = ({ error, tolerance }: Judged): number => (error === 0 ? 0 : error / tolerance);
  const furthest = all.reduce((most, one) => (share(one) > share(most) ? one : most));
  const isRight = furthest.error <= furthest.tolerance;
  return {
    size: isRight ? `${all.length} sizes; furthest off at ${furthest.size}` : furthest.size,
    maxError: furthest.error,
    tolerance: furthest.tolerance,
    isRight,
  };
}
