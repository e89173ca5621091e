import { Flame, Workflow, X } from 'lucide-react';
import type { OperandFact, OperatorProfile, RunProfile } from '../../../../contract/profile.ts';
import { formatBytes, formatCount, formatDuration, formatScaled } from '../../../../contract/units.ts';
import { typeWords } from '../../../../core/analysis/operators/group-operators.ts';
import { familyWords } from '../../../../core/charts/family-hue.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { useModelGraph } from '../../../state/queries.ts';
import { FactTable, type Fact } from '../FactTable.tsx';
import { COLUMNS, GPU_COLUMNS, type ColumnId } from './operator-columns.ts';
import { OperatorLink } from './OperatorLink.tsx';
import type { OperatorRow } from './operator-rows.ts';
import styles from './OperatorDetail.module.css';

const NODES_SHOWN = 12;
/** Names may be as long as a book. */
const LONGEST = 1000;

export interface OperatorDetailProps {
  readonly profile: RunProfile;
  /** Of an operator, never of a group. */
  readonly row: OperatorRow & { readonly place: number };
  readonly onClose: () => void;
}

/** All that is known of one operator, and the ways to where else it is shown. */
export function OperatorDetail({ profile, row, onClose }: OperatorDetailProps) {
  const operator = profile.operators[row.place] as OperatorProfile;
  const common = { runId: profile.runId, operators: profile.operators };
  return (
    <aside className={styles.detail} aria-label="Selected operator">
      <header className={styles.head}>
        <h3 className={styles.name}>{row.label.slice(0, LONGEST)}</h3>
        <IconButton label="Close" onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <p className={styles.quiet}>
        {typeWords(operator)}, {familyWords(operator.family)}, on {operator.provider}
      </p>
      <p className={styles.links}>
        <Flame aria-hidden="true" />
        <OperatorLink {...common} place={row.place} tab="flame" words="In the flame chart" />
        <Workflow aria-hidden="true" />
        <OperatorLink {...common} place={row.place} tab="graph" words="In the graph" />
      </p>
      <FactTable caption="Numbers of the operator" facts={factsOf(operator, row)} />
      <Operands title="Inputs" facts={operator.inputs} />
      <Operands title="Outputs" facts={operator.outputs} />
      {operator.module.length > 0 && (
        <>
          <h4 className={styles.title}>Module</h4>
          <p className={styles.words}>{operator.module.join(' / ').slice(0, LONGEST)}</p>
        </>
      )}
      {operator.parent >= 0 && (
        <>
          <h4 className={styles.title}>Ran inside of</h4>
          <OperatorLink {...common} place={operator.parent} />
        </>
      )}
      <h4 className={styles.title}>Nodes of the file that it stands for</h4>
      {operator.sources.length === 0 ? (
        <p className={styles.quiet}>Nobody can tell: the runtime made it, or its name matches no node.</p>
      ) : (
        <SourceNodes runId={profile.runId} sources={operator.sources} />
      )}
    </aside>
  );
}

const NUMBERS: readonly ColumnId[] = [
  'self',
  'interval',
  'share',
  'total',
  'kernel',
  'launch',
  'wait',
  'intensity',
  'rate',
  'bandwidth',
  'attained',
];

function factsOf(operator: OperatorProfile, row: OperatorRow): readonly Fact[] {
  const { memory, gpu } = operator;
  const fact = (label: string, value: string): Fact => ({ id: label, label, value });
  return [
    ...NUMBERS.filter((id) => gpu !== null || !GPU_COLUMNS.has(id)).map((id) =>
      fact(COLUMNS[id].title, COLUMNS[id].text(row)),
    ),
    fact('Recorded', formatDuration(operator.recordedMs)),
    fact('Executions', `${formatCount(operator.count)} in the pass, ${COLUMNS.count.text(row)} an iteration`),
    fact('Multiply-adds', formatScaled(operator.macs)),
    fact('FLOPs', formatScaled(operator.flops)),
    fact('Bytes read', formatBytes(operator.bytesRead)),
    fact('Bytes written', formatBytes(operator.bytesWritten)),
    fact('Allocated', formatBytes(memory?.allocatedBytes)),
    fact('In use after it', formatBytes(memory?.liveBytes)),
    fact('Highest until then', formatBytes(memory?.peakBytes)),
  ];
}

function Operands({ title, facts }: { readonly title: string; readonly facts: readonly OperandFact[] }) {
  if (facts.length === 0) return null;
  return (
    <>
      <h4 className={styles.title}>{title}</h4>
      <ul className={styles.operands}>
        {facts.map(({ tensor, type, shape }, index) => (
          <li key={index}>
            {tensor !== '' && (
              <span className={styles.tensor} title={tensor.slice(0, LONGEST)}>
                {tensor.slice(0, LONGEST)}
              </span>
            )}
            <span className={styles.shape}>
              {type} {shape.length === 0 ? 'scalar' : shape.join(' × ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function SourceNodes({ runId, sources }: { readonly runId: string; readonly sources: readonly number[] }) {
  const { data: graph, isPending } = useModelGraph(runId);
  const rest = sources.length - NODES_SHOWN;
  if (isPending) return <p className={styles.quiet}>Reading the graph</p>;
  if (graph === undefined) return <p className={styles.quiet}>{formatCount(sources.length)} nodes</p>;
  return (
    <ul className={styles.operands}>
      {sources.slice(0, NODES_SHOWN).map((place) => {
        const node = graph.nodes[place];
        if (node === undefined) return null;
        return (
          <li key={place}>
            <span className={styles.tensor}>
              {node.name === '' ? `node ${place}` : node.name.slice(0, LONGEST)}
            </span>
            <span className={styles.shape}>{node.op}</span>
          </li>
        );
      })}
      {rest > 0 && <li className={styles.quiet}>and {formatCount(rest)} more</li>}
    </ul>
  );
}
