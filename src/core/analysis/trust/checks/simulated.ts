import { stated } from '../finding.ts';
import type { TrustRule } from './types.ts';

export const simulated: TrustRule = {
  about: 'run',
  judge: ({ run: { config } }) =>
    config.executor === null
      ? stated('ok', 'A real model was run on this machine.')
      : stated(
          'bad',
          `Nothing was measured: the latencies were drawn from ${config.executor}.`,
          'Run a model without --executor to measure.',
        ),
};
