import { useState } from 'react';
import type { OperandFact, RunProfile, TensorLife } from '../../../../contract/profile.ts';
import { formatBytes, formatCount } from '../../../../contract/units.ts';
import { Button } from '../../../components/Button.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../../../components/Table.tsx';
import { nameEnd, OperatorLink } from '../operators/OperatorLink.tsx';
import styles from './LargestTensors.module.css';

const SHOWN = 15;
const NAME_LENGTH = 26;

export interface LargestTensorsProps {
  readonly profile: RunProfile;
  readonly lives: readonly TensorLife[];
}

export function LargestTensors({ profile, lives }: LargestTensorsProps) {
  const [isWhole, setWhole] = useState(false);
  if (lives.length === 0) return null;
  const shown = isWhole ? lives : lives.slice(0, SHOWN);
  const common = { runId: profile.runId, operators: profile.operators };
  return (
    <Panel title="Largest values">
      <Table caption="The largest values of the executed graph" className={styles.table}>
        <thead>
          <tr>
            <HeadCell>Value</HeadCell>
            <HeadCell>Shape</HeadCell>
            <HeadCell numeric>Size</HeadCell>
            <HeadCell numeric>Alive for</HeadCell>
            <HeadCell>Made by</HeadCell>
            <HeadCell>Last read by</HeadCell>
          </tr>
        </thead>
        <tbody>
          {shown.map((life, index) => (
            <Row key={index}>
              <RowHead className={styles.name} title={life.tensor.slice(0, 400)}>
                {life.tensor === '' ? 'without a name' : nameEnd(life.tensor, NAME_LENGTH)}
              </RowHead>
              <Cell className={styles.shape}>{shapeOf(profile, life)}</Cell>
              <Cell numeric>{formatBytes(life.bytes)}</Cell>
              <Cell numeric>
                {formatCount(life.to - life.from + 1)} {life.to === life.from ? 'operator' : 'operators'}
              </Cell>
              <Cell className={styles.name}>
                <OperatorLink {...common} place={life.from} length={NAME_LENGTH} />
              </Cell>
              <Cell className={styles.name}>
                <OperatorLink {...common} place={life.to} length={NAME_LENGTH} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      {lives.length > SHOWN && (
        <p className={styles.more}>
          <Button kind="quiet" onClick={() => setWhole(!isWhole)}>
            {isWhole ? `Show the largest ${SHOWN}` : `Show all ${formatCount(lives.length)}`}
          </Button>
        </p>
      )}
    </Panel>
  );
}

/** As the operator recorded the output of this name; where it has one alone, that one. */
function shapeOf({ operators }: RunProfile, { from, tensor }: TensorLife): string {
  const outputs: readonly OperandFact[] = operators[from]?.outputs ?? [];
  const fact =
    outputs.find((output) => output.tensor === tensor) ?? (outputs.length === 1 ? outputs[0] : undefined);
  if (fact === undefined) return '—';
  return `${fact.type} ${fact.shape.length === 0 ? 'scalar' : fact.shape.join(' × ')}`;
}
