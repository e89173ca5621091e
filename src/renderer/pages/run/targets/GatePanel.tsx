import { CircleStop, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import {
  GATE_DEFAULTS,
  type GateProgress,
  type GateReport,
  type GateRequest,
} from '../../../../contract/gate.ts';
import type { Run } from '../../../../contract/run.ts';
import { formatPercent } from '../../../../contract/units.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Progress } from '../../../components/Progress.tsx';
import { Select } from '../../../components/Select.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { checkGate, stopGate, useGates, useGateStep } from '../../../state/gates.ts';
import { GateView } from './GateView.tsx';
import styles from './TargetsTab.module.css';

type FailOn = NonNullable<GateRequest['failOn']>;

const LINES: readonly { readonly value: FailOn; readonly label: string }[] = [
  { value: 'alert', label: `Fails at ${formatPercent(GATE_DEFAULTS.alertRatio * 100)}` },
  { value: 'warning', label: 'Fails at a warning' },
  { value: 'critical', label: 'Fails where critical' },
];

/** The run held against the chosen baseline as a build would: with a word to act on. */
export function GatePanel({ run, baseline }: { readonly run: Run; readonly baseline: string | null }) {
  const [failOn, setFailOn] = useState<FailOn>('alert');
  const step = useGateStep(run.id);
  const isOver = run.status !== 'queued' && run.status !== 'running';
  return (
    <Panel
      title="Gate"
      actions={
        <span className={styles.actions}>
          {step === null ? (
            <>
              <Select label="What fails it" labelHidden value={failOn} options={LINES} onChange={setFailOn} />
              <Button
                icon={<ShieldCheck />}
                disabled={baseline === null || !isOver}
                onClick={() => void checkGate({ runId: run.id, baseline: baseline ?? '', failOn })}
              >
                Check gate
              </Button>
            </>
          ) : (
            <Button kind="danger" icon={<CircleStop />} onClick={() => stopGate(step.id)}>
              Stop
            </Button>
          )}
        </span>
      }
    >
      {step === null ? <Latest run={run} baseline={baseline} /> : <Measuring step={step} />}
    </Panel>
  );
}

function Measuring({ step: { step, done, wanted, waitingFor } }: { readonly step: GateProgress }) {
  const words = waitingFor === null ? step : `waiting for ${waitingFor}`;
  const isAlarmed = wanted > 0;
  return (
    <div className={styles.report}>
      <p>
        {isAlarmed
          ? `It alarmed, and is measured again in fresh processes: ${done} of ${wanted}.`
          : 'Held against the baseline.'}
      </p>
      <Progress label="Progress of the gate" value={isAlarmed ? done / wanted : null} text={words} />
      <p className={styles.faint}>{words}</p>
    </div>
  );
}

function Latest({ run, baseline }: { readonly run: Run; readonly baseline: string | null }) {
  const { data: gates, error, refetch } = useGates();
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} inline />;
  if (gates === undefined) {
    return (
      <Loading label="Reading what gates have said">
        <Skeleton count={3} />
      </Loading>
    );
  }
  const own = gates.filter(({ runId }) => runId === run.id);
  const latest = own.find((report: GateReport) => baseline === null || report.baseline.name === baseline);
  if (latest !== undefined) return <GateView report={latest} />;
  return (
    <p className={styles.faint}>
      {baseline === null
        ? 'Choose a baseline above to hold the run against it, as “dyno gate” does for a build.'
        : 'Not checked yet. What alarms is measured again in fresh processes before it is told.'}
    </p>
  );
}
