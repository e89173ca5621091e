import type { GraphTensor } from '../../contract/model-graph.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  NOT_MEASURED,
} from '../../contract/units.ts';
import { heatOf, type HeatMetric } from '../../core/analysis/graph-heat/heat-metric.ts';
import type { Cost, NodeFate } from '../../core/analysis/graph-heat/node-costs.ts';
import { costOfSubject, lastPart, providersOfSubject, type GraphDocument } from './graph-document.ts';
import type { GraphSubject } from './graph-subject.ts';

export const METRIC_WORDS: Readonly<Record<HeatMetric, { readonly label: string; readonly says: string }>> = {
  time: { label: 'Time', says: 'own time of one iteration' },
  memory: { label: 'Memory', says: 'bytes written in one iteration' },
  flops: { label: 'FLOPs', says: 'floating-point operations of one iteration' },
  intensity: { label: 'Intensity', says: 'FLOPs for each byte moved' },
  placement: { label: 'Placement', says: 'the provider that ran it' },
};

export function formatHeat(metric: HeatMetric, value: number | null): string {
  if (value === null) return NOT_MEASURED;
  switch (metric) {
    case 'time':
      return formatDuration(value);
    case 'memory':
      return formatBytes(value);
    case 'flops':
      return formatFlops(value);
    default:
      return `${formatNumber(value)} FLOP/B`;
  }
}

export function formatFlops(flops: number | null): string {
  if (flops === null) return NOT_MEASURED;
  const step = [
    [1e12, 'TFLOP'],
    [1e9, 'GFLOP'],
    [1e6, 'MFLOP'],
    [1e3, 'kFLOP'],
  ].find(([size]) => flops >= (size as number)) as [number, string] | undefined;
  return step === undefined ? `${formatNumber(flops)} FLOP` : `${formatNumber(flops / step[0])} ${step[1]}`;
}

export function formatShare(share: number | null): string {
  return share === null ? NOT_MEASURED : `${formatNumber(share * 100)} %`;
}

/** As short as a box is narrow. */
function roundShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '<0.1 %';
  return `${percent >= 10 ? percent.toFixed(0) : percent.toFixed(1)} %`;
}

export function formatTensor({ type, shape, bytes }: GraphTensor): string {
  const size = bytes === null ? '' : ` · ${formatBytes(bytes)}`;
  return `${type === 'undefined' ? NOT_MEASURED : type} ${shape === null ? '[?]' : `[${shape.join(' × ')}]`}${size}`;
}

/** Of a node that ran, nothing. */
const FATE_WORDS: Readonly<Record<NodeFate, string | null>> = {
  own: null,
  fused: null,
  folded: 'folded',
  eliminated: 'taken out',
  opened: 'runs as its body',
  'not-reached': 'not reached',
  unmeasured: null,
};

export function countOfGroup({ tree }: GraphDocument, group: number): string {
  return `${formatCount(tree.groups[group]?.nodeCount ?? 0)} nodes`;
}

/** The second line of a box. */
export function detailOfSubject(document: GraphDocument, subject: GraphSubject, metric: HeatMetric): string {
  if (subject.kind === 'terminal') return '';
  const cost = costOfSubject(document, subject);
  const amount = amountOf(document, subject, metric, cost);
  if (subject.kind === 'group') return amount ?? countOfGroup(document, subject.group);
  const words = FATE_WORDS[document.costs.fates[subject.node] ?? 'unmeasured'];
  if (words !== null) return words;
  return amount ?? lastPart(document.graph.nodes[subject.node]?.name ?? '');
}

function amountOf(
  document: GraphDocument,
  subject: GraphSubject,
  metric: HeatMetric,
  cost: Cost,
): string | null {
  if (metric === 'placement') {
    const shares = providersOfSubject(document, subject);
    if (shares.length <= 1) return shares[0]?.provider ?? null;
    return shares.map(({ provider, nodes }) => `${provider} ${nodes}`).join(', ');
  }
  const value = heatOf(metric, cost);
  if (value === null) return null;
  const words = formatHeat(metric, value);
  return metric === 'time' && cost.share !== null ? `${words} · ${roundShare(cost.share)}` : words;
}
