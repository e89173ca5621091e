import { ArrowUpRight, X } from 'lucide-react';
import { formatBytes, formatDuration, NOT_MEASURED } from '../../contract/units.ts';
import { familyWords } from '../../core/charts/family-hue.ts';
import { shortLabel } from '../../core/charts/model-graph/short-label.ts';
import { IconButton } from '../components/IconButton.tsx';
import { FateWords } from './BoxFacts.tsx';
import { costOfSubject, titleOfSubject, type GraphDocument } from './graph-document.ts';
import type { GraphSubject } from './graph-subject.ts';
import { formatFlops, formatShare, formatTensor } from './graph-words.ts';
import styles from './GraphDetail.module.css';

const LONGEST_NAME = 300;
/** Operands listed; a node with thousands says how many more there are. */
const MOST_OPERANDS = 60;

export interface GraphDetailProps {
  readonly document: GraphDocument;
  readonly subject: GraphSubject;
  /** Where an operator of the profile is shown; null where there is no such place. */
  readonly operatorHref: ((operator: number) => string) | null;
  readonly onSelect: (subject: GraphSubject) => void;
  readonly onClose: () => void;
}

/** All that is known of what is selected. */
export function GraphDetail({ document, subject, operatorHref, onSelect, onClose }: GraphDetailProps) {
  const cost = costOfSubject(document, subject);
  const group = subject.kind === 'group' ? document.tree.groups[subject.group] : undefined;
  // Of an inside, the node that holds it tells what it is.
  const place = subject.kind === 'node' ? subject.node : (group?.owner ?? -1);
  const node = document.graph.nodes[place];
  const terminal = subject.kind === 'terminal' ? document.terminals[subject.terminal] : undefined;
  const facts: (readonly [string, string])[] = [];
  if (node !== undefined) {
    if (node.domain !== '' && node.domain !== 'ai.onnx') facts.push(['Domain', node.domain]);
    facts.push(['Family', familyWords(node.family)]);
    if (node.module.length > 0) facts.push(['Module', node.module.join(' / ')]);
  }
  if (group !== undefined) facts.push(['Nodes', String(group.nodeCount)]);
  if (terminal === undefined) {
    facts.push(
      [
        'Time',
        cost.selfMs === null ? NOT_MEASURED : `${formatDuration(cost.selfMs)} · ${formatShare(cost.share)}`,
      ],
      ['FLOPs', formatFlops(cost.flops)],
      ['Bytes read', cost.bytesRead === null ? '—' : formatBytes(cost.bytesRead)],
      ['Bytes written', cost.bytesWritten === null ? '—' : formatBytes(cost.bytesWritten)],
    );
  }
  return (
    <aside className={styles.detail} aria-label="Selected in the graph">
      <header className={styles.head}>
        <h2 className={styles.title}>{cut(titleOfSubject(document, subject))}</h2>
        <IconButton label="Close the details" onClick={onClose}>
          <X />
        </IconButton>
      </header>
      {node !== undefined && node.name !== '' && (
        <p className={styles.name} dir="auto">
          {cut(node.name)}
        </p>
      )}
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{cut(value)}</dd>
          </div>
        ))}
      </dl>
      {node !== undefined && <FateWords document={document} node={place} />}
      {node !== undefined && operatorHref !== null && (
        <Operators document={document} node={place} href={operatorHref} />
      )}
      {node !== undefined && node.attributes !== '' && (
        <section>
          <h3 className={styles.section}>Attributes</h3>
          <p className={styles.attributes}>{node.attributes.slice(0, 2000)}</p>
        </section>
      )}
      {node !== undefined && (
        <>
          <Tensors
            title="Inputs"
            tensors={node.inputs}
            document={document}
            onSelect={onSelect}
            side="maker"
          />
          <Tensors
            title="Outputs"
            tensors={node.outputs}
            document={document}
            onSelect={onSelect}
            side="readers"
          />
        </>
      )}
      {terminal !== undefined && (
        <Tensors
          title={terminal.kind === 'input' ? 'Model inputs' : 'Model outputs'}
          tensors={terminal.tensors}
          document={document}
          onSelect={onSelect}
          side={terminal.kind === 'input' ? 'readers' : 'maker'}
        />
      )}
    </aside>
  );
}

interface OperatorsProps {
  readonly document: GraphDocument;
  readonly node: number;
  readonly href: (operator: number) => string;
}

function Operators({ document, node, href }: OperatorsProps) {
  const places = document.costs.operators[node] ?? [];
  if (places.length === 0) return null;
  return (
    <section>
      <h3 className={styles.section}>Ran as</h3>
      <ul className={styles.list}>
        {places.slice(0, MOST_OPERANDS).map((place) => {
          const operator = document.profile?.operators[place];
          return (
            operator !== undefined && (
              <li key={place}>
                <a href={href(place)} className={styles.operator}>
                  {operator.op} <ArrowUpRight aria-hidden="true" />
                </a>
                <span className={styles.muted}>
                  {formatDuration(operator.selfMs)} on {operator.provider}
                </span>
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}

interface TensorsProps {
  readonly title: string;
  readonly tensors: readonly number[];
  readonly document: GraphDocument;
  readonly onSelect: (subject: GraphSubject) => void;
  /** Which nodes at the tensor's other end are led to. */
  readonly side: 'maker' | 'readers';
}

function Tensors({ title, tensors, document, onSelect, side }: TensorsProps) {
  if (tensors.length === 0) return null;
  const nodes = (tensor: number): readonly number[] => {
    const maker = document.makerOf[tensor] ?? -1;
    if (side === 'readers') return document.readersOf[tensor] ?? [];
    return maker === -1 ? [] : [maker];
  };
  return (
    <section>
      <h3 className={styles.section}>
        {title} <span className={styles.muted}>{tensors.length}</span>
      </h3>
      <ul className={styles.list}>
        {tensors.slice(0, MOST_OPERANDS).map((tensor, at) => {
          const facts = document.graph.tensors[tensor];
          if (facts === undefined) {
            return (
              <li key={at} className={styles.muted}>
                left out
              </li>
            );
          }
          const ends = nodes(tensor);
          const isConstant = side === 'maker' && ends.some((node) => document.skeleton.isHidden[node] === 1);
          return (
            <li key={at}>
              <span className={styles.tensor} dir="auto" title={facts.name.slice(0, LONGEST_NAME)}>
                {shortLabel(facts.name, 250, 12)}
              </span>
              <span className={styles.muted}>
                {facts.role === 'weight' ? 'weight · ' : isConstant ? 'constant · ' : ''}
                {formatTensor(facts)}
              </span>
              {!isConstant &&
                ends.slice(0, 4).map((node) => (
                  <button
                    key={node}
                    type="button"
                    className={styles.end}
                    onClick={() => onSelect({ kind: 'node', node })}
                  >
                    {side === 'maker' ? 'from ' : 'to '}
                    {shortLabel(document.graph.nodes[node]?.op ?? '', 160, 12)}
                  </button>
                ))}
              {ends.length > 4 && <span className={styles.muted}>and {ends.length - 4} more</span>}
            </li>
          );
        })}
      </ul>
      {tensors.length > MOST_OPERANDS && (
        <p className={styles.muted}>and {tensors.length - MOST_OPERANDS} more</p>
      )}
    </section>
  );
}

function cut(text: string): string {
  return text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME)}…`;
}
