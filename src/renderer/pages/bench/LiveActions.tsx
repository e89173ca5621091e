import { CircleStop, FileChartLine, RotateCw, Scale, X } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '../../../contract/run.ts';
import { Button } from '../../components/Button.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import { navigate } from '../../state/navigation.ts';
import { useRuns } from '../../state/queries.ts';
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

const LOOKED_THROUGH = 500;

function Ended({ run }: { readonly run: Run }) {
  const { data: runs = [] } = useRuns({ limit: LOOKED_THROUGH });
  const previous = previousRun(run, runs);
  return (
    <>
      <Button icon={<RotateCw />} onClick={() => void rerun(run)}>
        Re-run
      </Button>
      {previous !== null && run.latencyMs !== null && (
        <Button icon={<Scale />} onClick={() => navigate({ page: 'compare', a: previous.id, b: run.id })}>
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
