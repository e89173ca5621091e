import { createArena, type Allocation } from './arena.ts';
import { executionOrder } from './execution-order.ts';
import { bytesOf, countElements } from '../element-type.ts';
import type { NodeProto } from '../onnx-messages.ts';
import type { KnownTensor } from '../shapes/shape-table.ts';

export interface Workload {
  readonly nodes: readonly NodeProto[];
  /** Values that are no working memory: the model's inputs and its constants. */
  readonly given: ReadonlySet<string>;
  readonly outputs: ReadonlySet<string>;
  /** Value to the earlier one whose memory it takes over: reshaped, or changed in place. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Values that need as much again while they are made. */
  readonly scratch: ReadonlySet<string>;
  /** Undefined where the model does not tell. */
  shapeOf(name: string): KnownTensor | undefined;
}

export interface WorkingMemory {
  /** Largest sum of intermediate values and working space alive at once. */
  readonly aliveBytes: number;
  /** What the provider's arena has touched in the end, outputs included. */
  readonly arenaBytes: number;
}

/**
 * What a run takes for intermediate values and outputs. The first run allocates each by itself. What it saw becomes
 * a pattern: from the second run on there is one block for all intermediate values, which seldom finds room where
 * the first ones were, so that the arena grows once more. Null where a size is unknown.
 */
export function workingMemory(work: Workload): WorkingMemory | null {
  const buffers = planBuffers(work);
  if (buffers === null) return null;
  const arena = createArena();
  const pattern = createPattern();
  const held = new Map<Buffer, Allocation>();
  let alive = 0;
  let aliveBytes = 0;
  for (const { kind, buffer } of stepsOf(buffers)) {
    const { bytes } = buffer;
    if (kind === 'allocate') {
      held.set(buffer, arena.allocate(bytes));
      if (buffer.kind === 'planned') pattern.allocate(buffer);
      if (buffer.kind !== 'output') alive += bytes;
      aliveBytes = Math.max(aliveBytes, alive);
    } else {
      arena.free(held.get(buffer) as Allocation);
      held.delete(buffer);
      if (buffer.kind === 'planned') pattern.free(buffer);
      alive -= bytes;
    }
  }
  for (const allocation of held.values()) arena.free(allocation);
  arena.allocate(pattern.bytes);
  for (const { kind, bytes } of buffers) if (kind === 'output') arena.allocate(bytes);
  return { aliveBytes, arenaBytes: arena.touchedBytes };
}

interface Buffer {
  readonly bytes: number;
  readonly shape: string;
  /** Planned: has its place in the pattern. An output lives to the end of the run. */
  readonly kind: 'planned' | 'output' | 'scratch';
  readonly from: number;
  /** After this step it is free for good. */
  until: number;
}

/**
 * Which values share memory, as the runtime decides before the first run: a value takes over what an earlier one of
 * the same shape has left, however long ago, and until then nobody else gets it (framework/allocation_planner.cc).
 */
function planBuffers({
  nodes,
  given,
  outputs,
  aliases,
  scratch,
  shapeOf,
}: Workload): readonly Buffer[] | null {
  const order = executionOrder(nodes);
  const lastReader = new Map<string, number>();
  const owner = (name: string): string => {
    let at = name;
    for (let next = aliases.get(at); next !== undefined; next = aliases.get(at)) at = next;
    return at;
  };
  for (const [index, node] of order.entries())
    for (const name of node.input) lastReader.set(owner(name), index);
  const bufferOf = new Map<string, Buffer>();
  const buffers: Buffer[] = [];
  const left: Buffer[] = [];
  for (const [index, node] of order.entries()) {
    const dying: string[] = [];
    for (const name of node.output) {
      if (name === '' || given.has(name) || aliases.has(name)) continue;
      const known = shapeOf(name);
      if (known === undefined) return null;
      const kind = outputs.has(name) ? 'output' : 'planned';
      const bytes = bytesOf(known.type, countElements(known.shape));
      const shape = `${bytes} ${known.shape.join('x')}`;
      const again = kind === 'output' ? -1 : left.findLastIndex((buffer) => buffer.shape === shape);
      const [found] = again < 0 ? [] : left.splice(again, 1);
      const buffer: Buffer = found ?? { bytes, shape, kind, from: index, until: index };
      if (found === undefined) buffers.push(buffer);
      if (scratch.has(name)) buffers.push({ ...buffer, kind: 'scratch', from: index, until: index });
      bufferOf.set(name, buffer);
      if (!lastReader.has(name)) dying.push(name);
    }
    for (const name of new Set(node.input.map(owner))) if (lastReader.get(name) === index) dying.push(name);
    for (const name of dying) {
      const buffer = bufferOf.get(name);
      if (buffer === undefined || buffer.kind === 'output') continue;
      buffer.until = index;
      left.push(buffer);
    }
  }
  return buffers;
}

interface Step {
  readonly kind: 'allocate' | 'free';
  readonly buffer: Buffer;
}

function stepsOf(buffers: readonly Buffer[]): readonly Step[] {
  const steps = buffers.flatMap((buffer) => [
    { kind: 'allocate' as const, buffer, at: buffer.from },
    // Within one node what it makes is allocated before what it read is freed.
    ...(buffer.kind === 'output' ? [] : [{ kind: 'free' as const, buffer, at: buffer.until + 0.5 }]),
  ]);
  return steps.sort((a, b) => a.at - b.at);
}

/** One block for all: each value where the smallest gap takes it, else at the end (framework/mem_pattern_planner.h). */
function createPattern(): {
  readonly bytes: number;
  allocate(buffer: Buffer): void;
  free(buffer: Buffer): void;
} {
  const placed = new Map<Buffer, { readonly start: number; readonly end: number }>();
  let inOrder: { readonly start: number; readonly end: number }[] = [];
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    allocate(buffer) {
      const size = buffer.bytes;
      let place = { gap: Infinity, start: 0, index: inOrder.length };
      let end = 0;
      for (const [index, taken] of inOrder.entries()) {
        const gap = taken.start - end;
        if (gap >= size && gap < place.gap) place = { gap, start: end, index };
        end = Math.max(end, taken.end);
      }
      if (place.gap === Infinity) place = { gap: 0, start: end, index: inOrder.length };
      const taken = { start: place.start, end: place.start + size };
      inOrder.splice(place.index, 0, taken);
      placed.set(buffer, taken);
      bytes = Math.max(bytes, taken.end);
    },
    free(buffer) {
      const taken = placed.get(buffer);
      inOrder = inOrder.filter((other) => other !== taken);
      placed.delete(buffer);
    },
  };
}
