import { CircleAlert, Info, OctagonAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from './Badge.tsx';
import { Disclosure } from './Disclosure.tsx';
import styles from './FindingCard.module.css';

const SEVERITY = {
  high: { tone: 'bad', icon: <OctagonAlert /> },
  medium: { tone: 'warning', icon: <CircleAlert /> },
  low: { tone: 'info', icon: <Info /> },
} as const;

export interface FindingCardProps {
  readonly severity: keyof typeof SEVERITY;
  readonly title: string;
  /** What it costs at most; empty where that cannot be said. */
  readonly cost: string;
  /** Beside the title. */
  readonly action?: ReactNode;
  /** What it is, and the next step. */
  readonly children: ReactNode;
  readonly evidence: readonly { readonly label: string; readonly value: string }[];
  /** Under the evidence: where it was seen. */
  readonly where?: ReactNode;
}

/** One thing that was found: how bad, what, what to do, and folded away what shows it. */
export function FindingCard({ severity, title, cost, action, children, evidence, where }: FindingCardProps) {
  const { tone, icon } = SEVERITY[severity];
  return (
    <li className={styles.finding}>
      <div className={styles.head}>
        <Badge tone={tone} icon={icon}>
          {severity}
        </Badge>
        <h3 className={styles.title}>{title}</h3>
        {cost !== '' && <span className={styles.cost}>at most {cost}</span>}
        {action}
      </div>
      {children}
      <Disclosure title="Evidence" summary={evidence[0] && `${evidence[0].label}: ${evidence[0].value}`}>
        <dl className={styles.evidence}>
          {evidence.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {where}
      </Disclosure>
    </li>
  );
}
