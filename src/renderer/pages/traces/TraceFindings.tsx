import { CircleAlert, Info, OctagonAlert } from 'lucide-react';
import type { TraceFinding } from '../../../contract/trace-report.ts';
import { formatCount } from '../../../contract/units.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { Panel } from '../../components/Panel.tsx';
import type { TraceRoute } from '../../state/routes.ts';
import { showInTimeline } from './Reported.tsx';
import { durationOfUs } from './trace-words.ts';
import styles from './TracePage.module.css';

const SEVERITY = {
  critical: { tone: 'bad', icon: <OctagonAlert />, words: 'high' },
  warning: { tone: 'warning', icon: <CircleAlert />, words: 'medium' },
  info: { tone: 'info', icon: <Info />, words: 'low' },
} as const;

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
  const { tone, icon, words } = SEVERITY[severity];
  return (
    <li className={styles.finding}>
      <div className={styles.findingHead}>
        <Badge tone={tone} icon={icon}>
          {words}
        </Badge>
        <h3 className={styles.findingTitle}>{title}</h3>
        {costUs !== null && <span className={styles.quiet}>at most {durationOfUs(costUs)}</span>}
        {at !== null && (
          <Button kind="quiet" onClick={() => showInTimeline(route, at.fromUs, at.toUs)}>
            Show where
          </Button>
        )}
      </div>
      <p>{text}</p>
      <p>{nextStep}</p>
      <Disclosure title="Evidence" summary={evidence[0] && `${evidence[0].label}: ${evidence[0].value}`}>
        <dl className={styles.evidence}>
          {evidence.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
    </li>
  );
}
