import { formatBytes, formatDuration } from '../../contract/units.ts';
import { shortLabel } from '../../core/charts/model-graph/short-label.ts';
import type { NodeFate } from '../../core/analysis/graph-heat/node-costs.ts';
import { costOfSubject, providersOfSubject, titleOfSubject, type GraphDocument } from './graph-document.ts';
import type { GraphSubject } from './graph-subject.ts';
import { formatFlops, formatShare, formatTensor } from './graph-words.ts';
import styles from './GraphView.module.css';

const NAME_WIDTH = 320;

export interface BoxFactsProps {
  readonly document: GraphDocument;
  readonly subject: GraphSubject;
}

/** What a pointer over a box tells. */
export function BoxFacts({ document, subject }: BoxFactsProps) {
  const title = shortLabel(titleOfSubject(document, subject), NAME_WIDTH, 12);
  if (subject.kind === 'terminal') {
    const [tensor = -1] = document.terminals[subject.terminal]?.tensors ?? [];
    const facts = document.graph.tensors[tensor];
    return (
      <>
        <p className={styles.tipTitle}>{title}</p>
        {facts !== undefined && <p>{formatTensor(facts)}</p>}
      </>
    );
  }
  const cost = costOfSubject(document, subject);
  const node = subject.kind === 'node' ? document.graph.nodes[subject.node] : undefined;
  const group = subject.kind === 'group' ? document.tree.groups[subject.group] : undefined;
  const output = document.graph.tensors[node?.outputs[0] ?? -1];
  const providers = providersOfSubject(document, subject);
  return (
    <>
      <p className={styles.tipTitle}>{title}</p>
      {node !== undefined && node.name !== '' && (
        <p className={styles.tipName}>{shortLabel(node.name, NAME_WIDTH, 12)}</p>
      )}
      {group !== undefined && <p className={styles.tipName}>{group.nodeCount} nodes</p>}
      <dl className={styles.tipFacts}>
        <Fact
          term="Time"
          value={`${formatDuration(cost.selfMs)} · ${formatShare(cost.share)}`}
          isKnown={cost.selfMs !== null}
        />
        <Fact term="FLOPs" value={formatFlops(cost.flops)} isKnown={cost.flops !== null} />
        <Fact term="Read" value={formatBytes(cost.bytesRead)} isKnown={cost.bytesRead !== null} />
        <Fact term="Written" value={formatBytes(cost.bytesWritten)} isKnown={cost.bytesWritten !== null} />
        {output !== undefined && <Fact term="Output" value={formatTensor(output)} isKnown />}
        {providers.length > 0 && (
          <Fact
            term="Ran on"
            value={providers.map(({ provider, nodes }) => `${provider} (${nodes})`).join(', ')}
            isKnown
          />
        )}
      </dl>
      {subject.kind === 'node' && <FateWords document={document} node={subject.node} />}
    </>
  );
}

function Fact({
  term,
  value,
  isKnown,
}: {
  readonly term: string;
  readonly value: string;
  readonly isKnown: boolean;
}) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{isKnown ? value : '—'}</dd>
    </>
  );
}

const REASON: Readonly<Record<NodeFate, string | null>> = {
  own: null,
  fused: null,
  folded: 'The runtime worked its value out once, while it loaded the model.',
  eliminated: 'The runtime took it out: nothing needed it, or it changed nothing.',
  opened: 'The runtime runs the nodes of its body in its place.',
  'not-reached': 'Nothing ran for this node: no run came by, as in a branch that is not taken.',
  unmeasured: null,
};

/** What became of a node of the file, where that is not plain. */
export function FateWords({ document, node }: { readonly document: GraphDocument; readonly node: number }) {
  const fate = document.costs.fates[node];
  const reason = REASON[fate ?? 'unmeasured'];
  if (reason !== null) return <p className={styles.tipNote}>{reason}</p>;
  if (fate !== 'fused') return null;
  const [place = -1] = document.costs.operators[node] ?? [];
  const operator = document.profile?.operators[place];
  if (operator === undefined) return null;
  return (
    <p className={styles.tipNote}>
      One of {operator.sources.length} nodes that ran as one {operator.op}; its time is that of all of them.
    </p>
  );
}
