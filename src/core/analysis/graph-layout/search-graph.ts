import type { ModelGraph } from '../../../contract/model-graph.ts';

const MOST_HITS = 5_000;

/** Nodes whose operator, name or tensors hold the words, in the order of the file; empty for no words. */
export function searchGraph({ nodes, tensors }: ModelGraph, words: string): readonly number[] {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const holds = tensors.map(({ name }) => {
    const lower = name.toLowerCase();
    return wanted.map((word) => lower.includes(word));
  });
  const hits: number[] = [];
  for (let node = 0; node < nodes.length && hits.length < MOST_HITS; node += 1) {
    const { name, op, inputs, outputs } = nodes[node] as ModelGraph['nodes'][number];
    const own = `${op} ${name}`.toLowerCase();
    const isHit = wanted.every(
      (word, at) =>
        own.includes(word) ||
        inputs.some((tensor) => holds[tensor]?.[at] === true) ||
        outputs.some((tensor) => holds[tensor]?.[at] === true),
    );
    if (isHit) hits.push(node);
  }
  return hits;
}
