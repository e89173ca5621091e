import { CircleStop, Ruler } from 'lucide-react';
import type { CalibratedMetric, Calibration } from '../../../contract/calibration.ts';
import { formatNumber } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Progress } from '../../components/Progress.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { calibrate, stopCalibration, useCalibrations, useCalibrationStep } from '../../state/calibration.ts';
import { useAbout } from '../../state/queries.ts';
import { FactTable } from '../run/FactTable.tsx';
import { shortTime } from '../runs/when.ts';
import styles from './SettingsPage.module.css';

const NAMES: Readonly<Record<CalibratedMetric, string>> = {
  p50: 'Median',
  mean: 'Mean',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  load: 'Load',
  'first-run': 'First run',
  memory: 'Memory',
};

/** How much two processes of the same model differ here, and the button that finds it out. */
export function CalibrationPanel() {
  const { data, error, isPending, refetch } = useCalibrations();
  const { data: about } = useAbout();
  const step = useCalibrationStep();
  const host = about?.environment.host;
  // What was drawn instead of measured, or elsewhere, says nothing of this machine.
  const here = data?.filter(
    ({ machine }) => machine.startsWith(`${host} · `) && !machine.includes('simulated:'),
  );
  return (
    <Panel
      title="Noise of this machine"
      actions={
        step === null ? (
          <Button icon={<Ruler />} onClick={() => void calibrate()}>
            Calibrate
          </Button>
        ) : (
          <Button kind="danger" icon={<CircleStop />} onClick={stopCalibration}>
            Stop
          </Button>
        )
      }
    >
      {step !== null && (
        <div className={styles.calibrating}>
          <Progress label="Progress of the calibration" value={step.done / step.wanted} text={step.step} />
          <p className={styles.checkDetail}>
            {step.waitingFor === null ? step.step : `Waiting for ${step.waitingFor}`}
          </p>
        </div>
      )}
      {isPending ? (
        <Loading label="Loading calibrations">
          <Skeleton count={3} />
        </Loading>
      ) : error !== null ? (
        <ErrorState error={error} inline onRetry={() => void refetch()} />
      ) : here === undefined || here.length === 0 ? (
        <p className={styles.checkDetail}>
          Not calibrated: comparisons of single runs take two processes of the same model to differ by up to 3
          %. Calibrating takes about a minute.
        </p>
      ) : (
        here.map((calibration) => <Floors key={calibration.id} calibration={calibration} />)
      )}
    </Panel>
  );
}

function Floors({ calibration: { provider, at, floors, machine } }: { readonly calibration: Calibration }) {
  return (
    <>
      <p className={styles.checkDetail} title={machine}>
        Two processes of the same model differ by up to, 19 times in 20 ({provider},{' '}
        {shortTime(at, Date.now())}):
      </p>
      <FactTable
        caption={`Noise floors on ${provider}`}
        facts={floors.map(({ metric, floor, pairs }) => ({
          id: metric,
          label: NAMES[metric],
          value: `${formatNumber(floor * 100)} %, from ${pairs} pairs`,
        }))}
      />
    </>
  );
}
