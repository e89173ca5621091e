import type { ComparisonReason, RunVerdict } from '../../../contract/side-by-side.ts';
import { Callout } from '../../components/Callout.tsx';
import styles from './Reasons.module.css';

/** What people compare on purpose: what differs, and nothing to warn of. */
const ON_PURPOSE: readonly ComparisonReason['kind'][] = [
  'other-model',
  'other-provider',
  'other-settings',
  'other-runtime',
];

/** Why there is no verdict, with the next step, above all else; then what to mind; then what is compared. */
export function Reasons({ verdicts }: { readonly verdicts: readonly RunVerdict[] }) {
  const all = distinct(verdicts.flatMap(({ reasons }) => reasons));
  const blocking = all.filter(({ blocks }) => blocks);
  const minded = all.filter(({ kind, blocks }) => !blocks && !ON_PURPOSE.includes(kind));
  const meant = all.filter(({ kind, blocks }) => !blocks && ON_PURPOSE.includes(kind));
  return (
    <>
      {blocking.length > 0 && (
        <Callout tone="bad" title="Not comparable as they are">
          <List reasons={blocking} withNextStep />
        </Callout>
      )}
      {minded.length > 0 && (
        <Callout tone="warning" title="Mind when reading this">
          <List reasons={minded} />
        </Callout>
      )}
      {meant.length > 0 && (
        <Callout tone="info" title="What differs between them">
          <List reasons={meant} />
        </Callout>
      )}
    </>
  );
}

function List({
  reasons,
  withNextStep = false,
}: {
  readonly reasons: readonly ComparisonReason[];
  readonly withNextStep?: boolean;
}) {
  return (
    <ul className={styles.list}>
      {reasons.map(({ text, nextStep }) => (
        <li key={text} dir="auto" {...(withNextStep ? {} : { title: nextStep })}>
          {text}
          {withNextStep && <span className={styles.next}> {nextStep}</span>}
        </li>
      ))}
    </ul>
  );
}

function distinct(reasons: readonly ComparisonReason[]): readonly ComparisonReason[] {
  return [...new Map(reasons.map((reason) => [reason.text, reason])).values()];
}
