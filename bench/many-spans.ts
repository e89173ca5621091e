import { OPERATOR_FAMILIES } from '../src/contract/operator-family.ts';
import type { SpanTable } from '../src/contract/spans.ts';

const NODES = 2_000;
const LAYERS = 24;

/**
 * Iterations of a large model as a profile has them: modules inside of modules, then operators, a few of them long and
 * most of them short. The same each time.
 */
export function manySpans(count: number): SpanTable {
  const names = ['iteration', ...Array.from({ length: LAYERS }, (_, layer) => `encoder/layer.${layer}`)];
  const firstNode = names.length;
  for (let node = 0; node < NODES; node += 1) {
    names.push(`/encoder/layer.${node % LAYERS}/attention/self/MatMul_${node}`);
  }
  const table = {
    names,
    categories: [...OPERATOR_FAMILIES],
    tracks: [{ name: 'operators', group: 'cpu' }],
    name: new Uint32Array(count),
    category: new Uint8Array(count),
    track: new Uint16Array(count),
    depth: new Uint16Array(count),
    startUs: new Float64Array(count),
    durationUs: new Float64Array(count),
    subject: new Int32Array(count).fill(-1),
  };
  let [at, clockUs, node] = [0, 0, 0];
  const put = (name: number, depth: number, startUs: number, durationUs: number): void => {
    if (at === count) return;
    table.name[at] = name;
    table.category[at] = depth < 2 ? OPERATOR_FAMILIES.indexOf('other') : name % 8;
    table.depth[at] = depth;
    table.startUs[at] = startUs;
    table.durationUs[at] = durationUs;
    at += 1;
  };
  while (at < count) {
    const iteration = at;
    put(0, 0, clockUs, 0);
    for (let layer = 0; layer < LAYERS && at < count; layer += 1) {
      const own = at;
      put(1 + layer, 1, clockUs, 0);
      for (let each = 0; each < NODES / LAYERS / 2; each += 1) {
        node = (node * 1_103_515_245 + 12_345) % 2 ** 31;
        const lastsUs = 2 + (node % 17) ** 2;
        put(firstNode + (node % NODES), 2, clockUs, lastsUs);
        put(firstNode + ((node + 7) % NODES), 3, clockUs, lastsUs * 0.7);
        clockUs += lastsUs + 1;
      }
      table.durationUs[own] = clockUs - (table.startUs[own] as number);
    }
    table.durationUs[iteration] = clockUs - (table.startUs[iteration] as number);
    clockUs += 20;
  }
  return table;
}
