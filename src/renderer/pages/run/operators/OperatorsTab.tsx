import type { Run } from '../../../../contract/run.ts';
import { Panel } from '../../../components/Panel.tsx';
import { ProfiledTab } from '../ProfiledTab.tsx';
import { profileHeadline } from './profile-headline.ts';

export interface OperatorsTabProps {
  readonly run: Run;
  /** Place in RunProfile.operators. */
  readonly selected: number | null;
}

/** Where the time of the run went, operator by operator. */
export function OperatorsTab({ run }: OperatorsTabProps) {
  return (
    <ProfiledTab run={run} what="which operators took the time, where they ran and what they moved">
      {(profile) => (
        <Panel title="Where the time went">
          <p>{profileHeadline(profile)}</p>
        </Panel>
      )}
    </ProfiledTab>
  );
}
