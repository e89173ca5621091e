import { CircleStop, FileChartLine, RotateCw, Scale, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Run } from '../../../contract/run.ts';
import { Button } from '../../components/Button.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import { navigate } from '../../state/navigation.ts';
import { useRunList } from '../../state/run-list.ts';
import { rerun, stopRun } from '../run/run-actions.ts';
import { previousRun } from './previous-run.ts';

export function LiveActions({ run }: { readonly run: Run }) {
  return run.status === 'queued' || run.status === 'running' ? <Stop run={run} /> : <Ended run={run} />;
}

function Stop({ run }: { readonly run: Run }) {
  const [asked, setAsked] = useState(false);
  const queued = run.status === 'queued';
  const stop = async (): Promise<void> => {
    setAsked(true);
    await stopRun(run.id);
    setAsked(false);
  };
  return (
    <Tooltip text={queued ? 'Takes it out of the queue' : 'Keeps what was measured'} side="bottom">
      <Button
        kind="danger"
        icon={queued ? <X /> : <CircleStop />}
        disabled={asked}
        onClick={() => void stop()}
      >
        {asked ? 'Stopping' : queued ? 'Cancel' : 'Stop'}
      </Button>
    </Tooltip>
  );
}

function Ended({ run }: { readonly run: Run }) {
  const { table } = useRunList();
  const previous = useMemo(() => previousRun(run.id, table), [run.id, table]);
  return (
    <>
      <Button icon={<RotateCw />} onClick={() => void rerun(run)}>
        Re-run
      </Button>
      {previous !== null && run.latencyMs !== null && (
        <Button icon={<Scale />} onClick={() => navigate({ page: 'compare', runs: [previous, run.id] })}>
          Compare with previous
        </Button>
      )}
      <Button
        kind="primary"
        icon={<FileChartLine />}
        onClick={() => navigate({ page: 'run', runId: run.id })}
      >
        Open run
      </Button>
    </>
  );
}
