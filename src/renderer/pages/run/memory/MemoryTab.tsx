import type { Run } from '../../../../contract/run.ts';
import { formatBytes } from '../../../../contract/units.ts';
import { Panel } from '../../../components/Panel.tsx';
import { ProfiledTab } from '../ProfiledTab.tsx';

export interface MemoryTabProps {
  readonly run: Run;
  /** Place in RunProfile.operators. */
  readonly selected: number | null;
}

/** Which values the run held, from when to when, and whether it grew. */
export function MemoryTab({ run }: MemoryTabProps) {
  return (
    <ProfiledTab run={run} what="which values are alive when, and whether memory grows">
      {({ memory }) => (
        <Panel title="Values alive">
          <p>
            {memory === null
              ? 'Nothing is known of this run’s values.'
              : `At most ${formatBytes(memory.peakBytes)}.`}
          </p>
        </Panel>
      )}
    </ProfiledTab>
  );
}
