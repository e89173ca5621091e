import { Cell, Row, RowHead, Table } from '../../components/Table.tsx';
import styles from './FactTable.module.css';

export interface Fact {
  readonly id: string;
  readonly label: string;
  readonly value: string;
}

export function FactTable({ caption, facts }: { readonly caption: string; readonly facts: readonly Fact[] }) {
  return (
    <Table caption={caption}>
      <tbody>
        {facts.map(({ id, label, value }) => (
          <Row key={id}>
            <RowHead className={styles.label ?? ''}>{label}</RowHead>
            <Cell className={styles.value ?? ''}>{value}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
