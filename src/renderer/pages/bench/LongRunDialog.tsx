import type { BenchPlan } from '../../../contract/run.ts';
import { formatDuration } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';

export interface LongRunDialogProps {
  readonly open: boolean;
  readonly estimate: BenchPlan['estimate'];
  readonly onCancel: () => void;
  readonly onStart: () => void;
}

/** Asked before a run of more than a day. */
export function LongRunDialog({ open, estimate, onCancel, onStart }: LongRunDialogProps) {
  return (
    <Dialog
      title="This takes more than a day"
      open={open}
      onClose={onCancel}
      size="narrow"
      actions={
        <>
          <Button onClick={onCancel} autoFocus>
            Cancel
          </Button>
          <Button kind="primary" onClick={onStart}>
            Start anyway
          </Button>
        </>
      }
    >
      <p>
        This would take about <strong>{formatDuration(estimate?.totalMs)}</strong>: that rests on{' '}
        {estimate?.basis}. It can be stopped at any time, and what was measured until then is kept.
      </p>
    </Dialog>
  );
}
