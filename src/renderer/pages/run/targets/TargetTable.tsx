import { formatTarget, type TargetResult } from '../../../../contract/target.ts';
import { Cell, HeadCell, Row, RowHead, Table } from '../../../components/Table.tsx';
import { MarginBar } from './MarginBar.tsx';
import { TargetMark } from './TargetMark.tsx';
import styles from './TargetsTab.module.css';

export function TargetTable({ results }: { readonly results: readonly TargetResult[] }) {
  return (
    <Table caption="Each target with what was measured" className={styles.table}>
      <thead>
        <tr>
          <HeadCell>Target</HeadCell>
          <HeadCell>Verdict</HeadCell>
          <HeadCell numeric>Asked</HeadCell>
          <HeadCell numeric>Measured</HeadCell>
          <HeadCell className={styles.marginCell}>Margin</HeadCell>
        </tr>
      </thead>
      <tbody>
        {results.map((result, index) => (
          <TargetRow key={`${result.item.metric} ${index}`} result={result} />
        ))}
      </tbody>
    </Table>
  );
}

function TargetRow({ result }: { readonly result: TargetResult }) {
  const { item, state, measured, interval, margin, detail } = result;
  return (
    <Row>
      <RowHead>
        {item.label}
        {detail !== '' && <span className={styles.reason}>{detail}</span>}
      </RowHead>
      <Cell>
        <TargetMark state={state} />
      </Cell>
      <Cell numeric>
        {item.bound === 'at-most' ? '≤' : '≥'} {formatTarget(item.value, item.unit)}
      </Cell>
      <Cell numeric>
        {formatTarget(measured, item.unit)}
        {interval !== null && (
          <span className={styles.interval}>
            {formatTarget(interval[0], item.unit)} to {formatTarget(interval[1], item.unit)}
          </span>
        )}
      </Cell>
      <Cell className={styles.marginCell}>
        <MarginBar margin={margin} />
      </Cell>
    </Row>
  );
}
