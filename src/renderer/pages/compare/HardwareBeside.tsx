import { Cpu } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import type { HardwareSeries } from '../../../contract/hardware.ts';
import type { SideBySide } from '../../../contract/side-by-side.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { HARDWARE_BESIDE, hardwareBeside } from '../../../core/charts/hardware-beside.ts';
import { sideLabel } from '../../../core/analysis/side-by-side/side-label.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useHardwareOf } from '../../state/queries.ts';
import { ChartSurface } from '../run/ChartSurface.tsx';
import { hardwareWithin, measuredRange } from '../run/time-range.ts';
import styles from './ComparePage.module.css';

/** What the machine did under each run, on one axis of time since its first measured iteration. */
export function HardwareBeside({ compared: { runs, series } }: { readonly compared: SideBySide }) {
  const { data, error, isPending, retry } = useHardwareOf(runs.map(({ id }) => id));
  const range = useMemo(() => measuredRange(series.filter((each) => each !== null)), [series]);
  const sides = useMemo(
    () =>
      data.flatMap((hardware: HardwareSeries | null, index) => {
        if (hardware === null) return [];
        // Each to the end of its own measured part: what was profiled behind it is not what is compared.
        const measured = series[index] ?? null;
        const within = hardwareWithin(hardware, measuredRange(measured === null ? [] : [measured]));
        return within.atSeconds.length < 2 ? [] : [{ label: sideLabel(index), place: index, series: within }];
      }),
    [data, series],
  );
  if (isPending) {
    return (
      <Loading label="Reading the hardware">
        <div className={styles.loading}>
          <Skeleton shape="chart" count={2} />
        </div>
      </Loading>
    );
  }
  if (error !== null) return <ErrorState error={error} onRetry={retry} />;
  if (sides.length === 0) {
    return (
      <EmptyState icon={<Cpu />} title="No hardware recorded beside these runs">
        Runs of less than a second see too few samples of the machine. Measure longer to have them here.
      </EmptyState>
    );
  }
  const missing = runs.length - sides.length;
  return (
    <div className={styles.view}>
      <ChartSurface>
        {HARDWARE_BESIDE.map((metric, index) => (
          <Beside
            key={metric}
            metric={metric}
            sides={sides}
            range={range}
            isLast={index === HARDWARE_BESIDE.length - 1}
          />
        ))}
      </ChartSurface>
      {missing > 0 && (
        <p className={styles.described}>
          {missing === 1 ? 'One run has' : `${missing} runs have`} no hardware of its measured part: too
          short.
        </p>
      )}
    </div>
  );
}

type BesideProps = Omit<Parameters<typeof hardwareBeside>[0], 'namelessTime'> & { readonly isLast: boolean };

function Beside({ isLast, metric, sides, range }: BesideProps) {
  const build = useCallback(
    (palette: ChartPalette) => hardwareBeside({ metric, sides, range, namelessTime: !isLast }, palette),
    [metric, sides, range, isLast],
  );
  const group = `beside ${sides.map(({ series }) => series.runId).join(' ')}`;
  return (
    <ChartView
      build={build}
      height={isLast ? 156 : 140}
      headingLevel={2}
      group={group}
      exportName={`${sides.length} runs`}
    />
  );
}
