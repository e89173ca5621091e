import { Check, CircleHelp, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { TrustEvidence, TrustState } from '../../../contract/trust.ts';
import { CHECK_TITLES, evidenceNumbers } from '../../../core/analysis/trust/evidence-words.ts';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import styles from './EvidenceTable.module.css';

const SIGNS: Readonly<Record<TrustState, typeof Check>> = {
  ok: Check,
  warning: TriangleAlert,
  bad: OctagonAlert,
  unknown: CircleHelp,
};

export interface EvidenceTableProps {
  readonly caption: string;
  readonly evidence: readonly TrustEvidence[];
}

/** One line for each check: state, what was seen, the number against its limit, and what to do. */
export function EvidenceTable({ caption, evidence }: EvidenceTableProps) {
  const hasNumbers = evidence.some(({ value }) => value !== null);
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          <HeadCell>State</HeadCell>
          <HeadCell>Check</HeadCell>
          <HeadCell>What was seen</HeadCell>
          {hasNumbers && <HeadCell numeric>Measured</HeadCell>}
          {hasNumbers && <HeadCell numeric>Limit</HeadCell>}
        </tr>
      </thead>
      <tbody>
        {evidence.map((piece) => (
          <Line key={piece.check} piece={piece} hasNumbers={hasNumbers} />
        ))}
      </tbody>
    </Table>
  );
}

function Line({ piece, hasNumbers }: { readonly piece: TrustEvidence; readonly hasNumbers: boolean }) {
  const { check, state, detail, nextStep } = piece;
  const Sign = SIGNS[state];
  const { value, limit } = evidenceNumbers(piece);
  return (
    <Row className={styles.line ?? ''}>
      <Cell>
        <span className={styles.state} data-state={state}>
          <Sign aria-hidden="true" />
          {state}
        </span>
      </Cell>
      <RowHead className={styles.check ?? ''}>{CHECK_TITLES[check]}</RowHead>
      <Cell className={styles.words ?? ''}>
        {detail}
        {nextStep !== '' && <span className={styles.next}>{nextStep}</span>}
      </Cell>
      {hasNumbers && (
        <Cell numeric className={styles.number ?? ''}>
          {value}
        </Cell>
      )}
      {hasNumbers && (
        <Cell numeric className={styles.number ?? ''}>
          {limit}
        </Cell>
      )}
    </Row>
  );
}
