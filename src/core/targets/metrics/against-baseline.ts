import { measuredOr, notMeasured, type Metric, type Reading, type Subject } from './types.ts';

const NAME_ONE = 'Name a baseline to hold the run against.';

export const BASELINE_METRICS: readonly Metric[] = [
  {
    id: 'speedUp',
    label: 'speed-up over the baseline',
    unit: 'times',
    read: (subject) =>
      against(subject, ({ report }) => measuredOr(report.speedUp, 'One of the two has no median.')),
  },
  {
    id: 'speedUpOverCpu',
    label: 'speed-up over the CPU',
    unit: 'times',
    read: (subject) =>
      against(subject, ({ run, report }) => {
        if (subject.run.config.provider === 'cpu') return notMeasured('The run itself was on the CPU.');
        if (run.config.provider !== 'cpu') return notMeasured('The baseline was not on the CPU.');
        return measuredOr(report.speedUp, 'One of the two has no median.');
      }),
  },
  {
    id: 'memoryReduction',
    label: 'memory saved against the baseline',
    unit: 'percent',
    read: (subject) =>
      against(subject, ({ report }) =>
        measuredOr(
          report.memoryReduction === null ? null : report.memoryReduction * 100,
          'The memory of one of the two is not known.',
        ),
      ),
  },
  {
    id: 'outputAgreement',
    label: 'cosine of the outputs with the baseline’s',
    unit: 'number',
    read: (subject) =>
      against(subject, ({ report }) =>
        measuredOr(
          report.agreement?.cosine,
          report.agreement?.reasons[0] ?? 'The outputs cannot be compared.',
        ),
      ),
  },
];

function against(
  { baseline }: Subject,
  read: (baseline: NonNullable<Subject['baseline']>) => Reading,
): Reading {
  return baseline === null ? notMeasured(NAME_ONE) : read(baseline);
}
