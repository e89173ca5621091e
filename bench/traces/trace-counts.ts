/** What a generated trace holds, to hold against what was read of it. */
export interface TraceCounts {
  events: number;
  spans: number;
  kernels: number;
  kernelNs: number;
}

export const countOf = (): TraceCounts => ({ events: 0, spans: 0, kernels: 0, kernelNs: 0 });
