import { TriangleAlert } from 'lucide-react';
import { OVERHEAD_INDICATIVE, type RunProfile } from '../../../../contract/profile.ts';
import type { Run } from '../../../../contract/run.ts';
import { formatDuration } from '../../../../contract/units.ts';
import { placementWords } from '../../../../core/analysis/attribution/placement-words.ts';
import { Badge } from '../../../components/Badge.tsx';
import { Callout } from '../../../components/Callout.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Stat } from '../../../components/Stat.tsx';
import { Tooltip } from '../../../components/Tooltip.tsx';
import { isAllInOnePlace } from './PlacementPanel.tsx';
import { shareWords } from './operator-columns.ts';
import { cleanWords, dearestTypes, factorWords, passWords, typesInWords } from './profile-words.ts';
import styles from './OperatorsTab.module.css';

export interface ProfileHeadlineProps {
  readonly run: Run;
  readonly profile: RunProfile;
}

/** The answer in a sentence, and how far it can be trusted. */
export function ProfileHeadline({ run, profile }: ProfileHeadlineProps) {
  const { outsideMs, cleanMeanMs, eventCostMs, profiledMeanMs, placement, coverage, notes } = profile;
  return (
    <Panel title="Where the time went" actions={profile.isIndicative && <Indicative profile={profile} />}>
      <p className={styles.sentence}>
        {profile.operators.length === 0
          ? `No operator was recorded in ${cleanWords(run, profile)} an iteration.`
          : `Of ${cleanWords(run, profile)} an iteration: ${typesInWords(dearestTypes(profile), 4)}.`}
        {profile.operators.length > 0 && isAllInOnePlace(placement) && (
          <span className={styles.place}> {placementWords(placement)}</span>
        )}
      </p>
      <div className={styles.numbers}>
        <Stat
          size="small"
          label="Profiled pass"
          value={formatDuration(profiledMeanMs)}
          interval={passWords(profile)}
          detail={`Mean iteration while the runtime recorded, ${profiledMeanMs} ms. It is never reported as the time.`}
        />
        <Stat
          size="small"
          label="Overhead"
          value={factorWords(profile)}
          interval={`${formatDuration(eventCostMs)} an event`}
          detail="The profiled mean over the clean one. What recording one event costs inside an operator’s own time was fitted, and is taken off each."
        />
        <Stat
          size="small"
          label="Outside operators"
          value={formatDuration(outsideMs)}
          interval={shareWords(cleanMeanMs > 0 ? outsideMs / cleanMeanMs : null)}
          detail="Of the clean mean, what no operator accounts for: the runtime’s own, and handing values over."
        />
        <Stat
          size="small"
          label="FLOPs known"
          value={shareWords(coverage.flops)}
          interval={`bytes ${shareWords(coverage.bytes)}`}
          detail="Of the operators’ time. The rest belongs to operators for whose work there is no rule, or whose shapes are not known."
        />
      </div>
      {notes.length > 0 && (
        <div className={styles.notes}>
          {notes.map(({ kind, message, nextStep }) => (
            <Callout
              key={kind}
              tone={kind === 'nothing-recorded' || kind === 'disk-full' ? 'warning' : 'info'}
            >
              {message} {nextStep}
            </Callout>
          ))}
        </div>
      )}
    </Panel>
  );
}

function Indicative({ profile }: { readonly profile: RunProfile }) {
  return (
    <Tooltip
      text={`Recording made an iteration ${factorWords(profile)} as long; above ×${OVERHEAD_INDICATIVE} the shares are a hint, not a measurement: many small operators cost more to record than to run.`}
    >
      <button type="button" className={styles.mark}>
        <Badge tone="warning" icon={<TriangleAlert />}>
          Shares are indicative
        </Badge>
      </button>
    </Tooltip>
  );
}
