import type { KernelCheck } from '../../../contract/prober-api.ts';
import { askProber } from '../ask-child.ts';
import { judged, notJudged } from '../checks.ts';
import type { Check, Section } from '../types.ts';

/** Every kernel against a reference in doubles: right is right, on a stand-in as on a card. */
export const kernels: Section = {
  id: 'kernels',
  title: 'Kernels against a float64 reference',
  limitMs: 100_000,
  async run({ ports, surroundings, say }) {
    const results = await askProber(ports, (prober) => prober.checkKernels(), say);
    return {
      sentences: [],
      tables: [
        {
          head: ['kernel', 'where', 'type', 'size', 'error', 'allowed', ''],
          rows: results.map((result) => [
            result.kernel,
            result.where === 'gpu' ? result.device : `CPU, ${result.device}`,
            result.type,
            result.size,
            result.maxError.toExponential(2),
            result.tolerance.toExponential(2),
            result.isRight ? 'right' : 'WRONG',
          ]),
        },
      ],
      checks: [
        ofAll(
          'CPU kernels',
          results.filter(({ where }) => where === 'cpu'),
        ),
        ofAll(
          'GPU kernels',
          results.filter(({ where }) => where === 'gpu'),
        ),
      ],
      data: results,
      standIn: surroundings.standIn,
    };
  },
};

function ofAll(what: string, results: readonly KernelCheck[]): Check {
  const promised = { what: `${what} within what rounding allows`, target: 'all' };
  if (results.length === 0)
    return notJudged({ ...promised, measured: 'none' }, 'none of them could run here');
  const right = results.filter(({ isRight }) => isRight).length;
  return judged({ ...promised, measured: `${right} of ${results.length}` }, right === results.length);
}
