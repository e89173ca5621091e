import { CircleStop, Mountain } from 'lucide-react';
import { useState } from 'react';
import type { Probe } from '../../../../contract/probe.ts';
import { formatDuration } from '../../../../contract/units.ts';
import { Button } from '../../../components/Button.tsx';
import { Callout } from '../../../components/Callout.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Progress } from '../../../components/Progress.tsx';
import { Select } from '../../../components/Select.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import {
  measureCeilings,
  stopMeasuringCeilings,
  useOwnProbe,
  useProbes,
  useProbing,
} from '../../../state/probe.ts';
import { shortTime } from '../../runs/when.ts';
import { CpuCeilings } from './CpuCeilings.tsx';
import { GpuCeilings } from './GpuCeilings.tsx';
import styles from './CeilingsTab.module.css';

/** What this machine can do at most, measured: the roofs under which every model runs. */
export function CeilingsTab() {
  const own = useOwnProbe();
  const { data: all = [] } = useProbes();
  const { isProbing, error } = useProbing();
  const [chosen, setChosen] = useState<string | null>(null);
  if (own.isPending) {
    return (
      <Loading label="Reading the ceilings">
        <div className={styles.loading}>
          <Skeleton shape="chart" count={2} />
        </div>
      </Loading>
    );
  }
  if (own.error !== null) return <ErrorState error={own.error} onRetry={() => void own.refetch()} />;
  const shown = all.find(({ machine }) => machine === chosen) ?? own.data ?? null;
  return (
    <div className={styles.stack}>
      {error !== null && <ErrorState error={error} onRetry={() => void measureCeilings()} inline />}
      {isProbing && <Progressing />}
      {shown === null ? (
        !isProbing && error === null && <NeverMeasured others={all} onChoose={setChosen} />
      ) : (
        <>
          <Bar probe={shown} all={all} isBusy={isProbing} onChoose={setChosen} />
          <Ceilings probe={shown} />
        </>
      )}
    </div>
  );
}

function Progressing() {
  const progress = useProbing((state) => state.progress);
  const share = progress === null || progress.of === 0 ? null : progress.done / progress.of;
  const step = progress?.step ?? 'starting';
  return (
    <div className={styles.progress} role="status">
      <div className={styles.steps}>
        <Progress label="Progress of the measurement" value={share} text={step} />
        <p className={styles.step}>{step}</p>
      </div>
      <Button kind="danger" icon={<CircleStop />} onClick={stopMeasuringCeilings}>
        Stop
      </Button>
    </div>
  );
}

interface OthersProps {
  readonly others: readonly Probe[];
  readonly onChoose: (machine: string) => void;
}

function NeverMeasured({ others, onChoose }: OthersProps) {
  return (
    <EmptyState
      icon={<Mountain />}
      title="This machine’s ceilings were not measured yet"
      action={
        <>
          <Button kind="primary" onClick={() => void measureCeilings()}>
            Measure the ceilings
          </Button>
          {others.map(({ machine, host }) => (
            <Button key={machine} kind="quiet" onClick={() => onChoose(machine)}>
              Show those of {host}
            </Button>
          ))}
        </>
      }
    >
      How fast memory and each cache can be read, how much arithmetic each type allows, what a launch and a
      transfer cost: under half a minute, in which nothing else is measured. They are drawn as a roofline
      here.
    </EmptyState>
  );
}

interface BarProps {
  readonly probe: Probe;
  readonly all: readonly Probe[];
  readonly isBusy: boolean;
  readonly onChoose: (machine: string) => void;
}

function Bar({ probe, all, isBusy, onChoose }: BarProps) {
  return (
    <div className={styles.bar}>
      <p className={styles.when}>
        {probe.host}, measured {shortTime(probe.at, Date.now())} in {formatDuration(probe.tookMs)}
      </p>
      {all.length > 1 && (
        <Select
          label="Machine"
          labelHidden
          value={probe.machine}
          options={all.map(({ machine, host, cpu }) => ({ value: machine, label: `${host} · ${cpu.name}` }))}
          onChange={onChoose}
        />
      )}
      {!isBusy && <Button onClick={() => void measureCeilings()}>Measure the ceilings</Button>}
    </div>
  );
}

function Ceilings({ probe }: { readonly probe: Probe }) {
  return (
    <>
      {probe.warnings.length > 0 && (
        <Callout tone="warning" title="These figures are doubtful">
          <ul>
            {probe.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Callout>
      )}
      <CpuCeilings cpu={probe.cpu} />
      {probe.gpus.map((gpu) => (
        <GpuCeilings key={gpu.device} gpu={gpu} />
      ))}
      {probe.gpus.length === 0 && (
        <Callout tone="info" title="No GPU was measured">
          <p>{probe.gpuReason}</p>
        </Callout>
      )}
    </>
  );
}
