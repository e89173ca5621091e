import { Check, CircleSlash, OctagonAlert, Scissors } from 'lucide-react';
import type { HardwareSourceReport, SourceState } from '../../../../contract/hardware-channels.ts';
import { formatDuration, formatPercent, NOT_MEASURED } from '../../../../contract/units.ts';
import { Panel } from '../../../components/Panel.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../../../components/Table.tsx';
import { useHardwareLive } from '../../../state/hardware-live.ts';
import styles from './LiveTab.module.css';

const STATES: Readonly<Record<SourceState, { readonly word: string; readonly sign: typeof Check }>> = {
  reading: { word: 'reading', sign: Check },
  absent: { word: 'not here', sign: CircleSlash },
  failed: { word: 'failed', sign: OctagonAlert },
  'cut-off': { word: 'cut off', sign: Scissors },
};

/** What is read, how often and at what cost; and what is not measurable here, why, and what would change that. */
export function SourcesPanel() {
  const fromHealth = useHardwareLive((live) => live.health?.sources);
  const fromCatalog = useHardwareLive((live) => live.catalog?.sources);
  const sources = inOrder(fromHealth ?? fromCatalog ?? []);
  if (sources.length === 0) return null;
  return (
    <Panel title="What is read, and what is not">
      <Table caption="Sources of hardware readings">
        <thead>
          <tr>
            <HeadCell>State</HeadCell>
            <HeadCell>Source</HeadCell>
            <HeadCell>Why not, and what to do</HeadCell>
            <HeadCell numeric>Every</HeadCell>
            <HeadCell numeric>One reading</HeadCell>
            <HeadCell numeric>Cost, of a core</HeadCell>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <SourceLine key={source.id} source={source} />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function SourceLine({ source }: { readonly source: HardwareSourceReport }) {
  const { title, state, reason, nextStep, periodMs, readMs, costPercent } = source;
  const { word, sign: Sign } = STATES[state];
  const isRead = state === 'reading';
  return (
    <Row className={styles.wrap ?? ''}>
      <Cell>
        <span className={styles.state} data-state={state}>
          <Sign aria-hidden="true" />
          {word}
        </span>
      </Cell>
      <RowHead className={styles.nowrap ?? ''}>{title}</RowHead>
      <Cell>
        {reason !== '' && <span className={styles.reason}>{reason}</span>}
        {nextStep !== '' && <span className={styles.next}>{nextStep}</span>}
      </Cell>
      <Cell numeric className={styles.nowrap ?? ''}>
        {isRead ? formatDuration(periodMs) : NOT_MEASURED}
      </Cell>
      <Cell numeric className={styles.nowrap ?? ''}>
        {formatDuration(readMs)}
      </Cell>
      <Cell numeric className={styles.nowrap ?? ''}>
        {costOf(costPercent)}
      </Cell>
    </Row>
  );
}

function costOf(percent: number | null): string {
  return percent !== null && percent > 0 && percent < 0.05 ? '< 0.1 %' : formatPercent(percent);
}

/** What reads first, dearest first; then what fails; then what is not here. */
function inOrder(sources: readonly HardwareSourceReport[]): readonly HardwareSourceReport[] {
  const order: readonly SourceState[] = ['failed', 'cut-off', 'reading', 'absent'];
  return [...sources].sort(
    (one, other) =>
      order.indexOf(one.state) - order.indexOf(other.state) ||
      (other.costPercent ?? 0) - (one.costPercent ?? 0),
  );
}
