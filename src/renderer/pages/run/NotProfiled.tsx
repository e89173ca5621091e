import { ChartNoAxesGantt } from 'lucide-react';
import type { Run } from '../../../contract/run.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { isLive } from '../runs/run-menu.tsx';
import { profileAgain } from './run-actions.ts';
import { whyNoProfile } from './why-no-profile.ts';

export interface NotProfiledProps {
  readonly run: Run;
  /** What would stand here: "the time of each operator". */
  readonly what: string;
}

/** Stands where a profile would be, with what makes one, or why there is none to be had. */
export function NotProfiled({ run, what }: NotProfiledProps) {
  const why = whyNoProfile(run);
  if (why !== null) {
    return (
      <EmptyState icon={<ChartNoAxesGantt />} title={why.title}>
        {why.words}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<ChartNoAxesGantt />}
      title={run.config.profile === null ? 'This run was not profiled' : 'This run ended before its profile'}
      action={
        <Button kind="primary" disabled={isLive(run)} onClick={() => void profileAgain(run)}>
          Profile this model
        </Button>
      }
    >
      A profile shows {what}. The same measurement runs again, and after it once more while the runtime
      records each operator; the times stay those of the clean pass.
    </EmptyState>
  );
}
