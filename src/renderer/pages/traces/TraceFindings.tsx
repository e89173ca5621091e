import type { TraceFinding } from '../../../contract/trace-report.ts';
import { formatCount } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { FindingCard } from '../../components/FindingCard.tsx';
import { Panel } from '../../components/Panel.tsx';
import type { TraceRoute } from '../../state/routes.ts';
import { showInTimeline } from './Reported.tsx';
import { durationOfUs } from './trace-words.ts';
import styles from './TracePage.module.css';

const SEVERITY = { critical: 'high', warning: 'medium', info: 'low' } as const;

export interface TraceFindingsProps {
  readonly findings: readonly TraceFinding[];
  readonly route: TraceRoute;
}

/** What costs time and can be changed, each with its numbers, its place and the next step. */
export function TraceFindings({ findings, route }: TraceFindingsProps) {
  return (
    <Panel title={`Findings (${formatCount(findings.length)})`}>
      <ul className={styles.findings}>
        {findings.map((finding) => (
          <Card key={`${finding.kind} ${finding.title}`} finding={finding} route={route} />
        ))}
      </ul>
    </Panel>
  );
}

function Card({ finding, route }: { readonly finding: TraceFinding; readonly route: TraceRoute }) {
  const { severity, title, text, nextStep, costUs, evidence, at } = finding;
  return (
    <FindingCard
      severity={SEVERITY[severity]}
      title={title}
      cost={costUs === null ? '' : durationOfUs(costUs)}
      evidence={evidence}
      action={
        at !== null && (
          <Button kind="quiet" onClick={() => showInTimeline(route, at.fromUs, at.toUs)}>
            Show where
          </Button>
        )
      }
    >
      <p>{text}</p>
      <p>{nextStep}</p>
    </FindingCard>
  );
}
