import type { Finding } from '../../../../contract/finding.ts';
import type { RunProfile } from '../../../../contract/profile.ts';
import { formatCount, formatDuration } from '../../../../contract/units.ts';
import { Disclosure } from '../../../components/Disclosure.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { FindingCard } from '../../../components/FindingCard.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { useFindings } from '../../../state/queries.ts';
import { OperatorLink } from './OperatorLink.tsx';
import styles from './OperatorsTab.module.css';

const LINKS = 5;
/** The dearest; the others wait folded, so that the operators come into sight. */
const OPEN = 3;

/** What the profile shows that can be done something about, each with its numbers and the next step. */
export function FindingList({ profile }: { readonly profile: RunProfile }) {
  const { data: findings, error, isPending, refetch } = useFindings(profile.runId);
  return (
    <Panel title={findings == null ? 'Findings' : `Findings (${formatCount(findings.length)})`}>
      {isPending ? (
        <Loading label="Looking for findings">
          <Skeleton count={2} />
        </Loading>
      ) : error !== null && findings === undefined ? (
        <ErrorState error={error} inline onRetry={() => void refetch()} />
      ) : findings == null || findings.length === 0 ? (
        <p className={styles.quiet}>Nothing was found that costs time without need.</p>
      ) : (
        <>
          <Cards findings={findings.slice(0, OPEN)} profile={profile} />
          {findings.length > OPEN && (
            <Disclosure
              title={`${formatCount(findings.length - OPEN)} more`}
              summary={findings
                .slice(OPEN)
                .map(({ title }) => title)
                .join(' ')
                .slice(0, 90)}
            >
              <Cards findings={findings.slice(OPEN)} profile={profile} />
            </Disclosure>
          )}
        </>
      )}
    </Panel>
  );
}

interface CardsProps {
  readonly findings: readonly Finding[];
  readonly profile: RunProfile;
}

function Cards({ findings, profile }: CardsProps) {
  return (
    <ul className={styles.findings}>
      {findings.map((finding) => (
        <Card key={`${finding.kind} ${finding.title}`} finding={finding} profile={profile} />
      ))}
    </ul>
  );
}

function Card({ finding, profile }: { readonly finding: Finding; readonly profile: RunProfile }) {
  const { severity, title, costMs, evidence, operators, nextStep } = finding;
  return (
    <FindingCard
      severity={severity}
      title={title}
      cost={costMs === null ? '' : `${formatDuration(costMs)} an iteration`}
      evidence={evidence}
      where={
        operators.length > 0 && (
          <p className={styles.where}>
            {operators.slice(0, LINKS).map((place) => (
              <OperatorLink key={place} runId={profile.runId} place={place} operators={profile.operators} />
            ))}
            {operators.length > LINKS && (
              <span className={styles.quiet}>and {formatCount(operators.length - LINKS)} more</span>
            )}
          </p>
        )
      }
    >
      <p>{nextStep}</p>
    </FindingCard>
  );
}
