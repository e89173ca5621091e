import { familyOf } from '../../analysis/operators/family.ts';
import { inlinedName } from './inlined-name.ts';
import { producersOf, readersOf } from './producers.ts';
import { handsOn, sameValues } from './same-values.ts';
import type { GraphScope } from './graph-scopes.ts';
import type { WholeGraph, WholeNode } from './whole-graph.ts';

const AMBIGUOUS = -2;
/** Of a value that more nodes read, none is found by what it reads. */
const MOST_READERS = 100;

/** They give a value another form or place; where an optimizer puts one in, what comes out is what went in. */
const FORMS = new Set(
  'Transpose Cast Reshape Squeeze Unsqueeze Flatten Identity ReorderInput ReorderOutput'.split(' '),
);

/** Of a convolution in blocks of channels: the value that it makes, as the file calls it. */
const BLOCKED = /^(.*)_nchwc(_token_\d+)?$/;

/** What the optimizer writes behind the name of the node that it rewrote or made twice. */
const REWRITTEN =
  /(_token_\d+|\/duplicated(_\d+)?|\/qdq_utils_dup(_\d+)?|[/_][A-Za-z]*(Fusion|fused)(_\d+)?)$/i;

/**
 * Which of the file's values the values of the executed graph are. Most keep their names; the others follow from
 * what is known: an inserted node hands on a value, the same operator reads the same operands.
 */
export class TensorMatches {
  /** For each tensor of the executed graph that of the file, or −1. */
  readonly fileTensor: Int32Array;
  /** For each executed node whether the optimizer put it in, to give a value another form. */
  readonly isInserted: boolean[];
  /** For each executed node the file's operator whose own definition, as a function, it is a part of; or −1. */
  readonly partOf: Int32Array;
  readonly producers: Int32Array;
  readonly classes: Int32Array;
  readonly #executed: WholeGraph;
  readonly #file: WholeGraph;
  readonly #readers: readonly (readonly number[])[];
  readonly #named = new Map<string, number>();
  readonly #nodesNamed = new Map<string, number>();
  readonly #callees = new Set<string>();
  readonly #scopes = new Map<GraphScope, GraphScope>();
  readonly #fileScopes = new Map<string, GraphScope>();
  readonly #bodies = new Map<string, GraphScope>();
  readonly #openedOperators = new Map<string, number>();

  constructor(executed: WholeGraph, file: WholeGraph) {
    this.#executed = executed;
    this.#file = file;
    this.fileTensor = new Int32Array(executed.tensors.length).fill(-1);
    this.partOf = new Int32Array(executed.nodes.length).fill(-1);
    this.isInserted = executed.nodes.map(() => false);
    this.producers = producersOf(file);
    this.classes = sameValues(file);
    this.#readers = readersOf(file);
    for (const [place, { name }] of file.tensors.entries()) addUnique(this.#named, name, place);
    for (const [place, { proto, scope }] of file.nodes.entries()) {
      const { name = '', opType = '' } = proto;
      if (name !== '') addUnique(this.#nodesNamed, name, place);
      this.#callees.add(opType);
      this.#fileScopes.set(scopeKey(scope.parent, scope.through), scope);
    }
    // Each round may open graphs inside of what the one before it has found.
    for (let round = 0; round < 3; round += 1) {
      this.#matchScopes();
      this.#matchNames();
      this.#matchBackwards();
    }
    this.#matchForwards();
    this.#findInserted();
  }

  /** The file's node that makes what this node of the executed graph makes, or −1. */
  producerOf({ outputs }: WholeNode): number {
    for (const place of outputs) {
      const tensor = place < 0 ? -1 : (this.fileTensor[place] ?? -1);
      const producer = tensor < 0 ? -1 : (this.producers[tensor] ?? -1);
      if (producer >= 0) return producer;
    }
    return -1;
  }

  #set(place: number, tensor: number): void {
    if (place >= 0 && tensor >= 0 && this.fileTensor[place] === -1) this.fileTensor[place] = tensor;
  }

  #matchScopes(): void {
    const { nodes } = this.#executed;
    for (const { scope } of nodes) {
      if (this.#scopes.has(scope)) continue;
      const around = nodes[scope.parent];
      const parent = around === undefined ? -1 : this.#counterpart(around);
      if (around !== undefined && parent < 0) continue;
      const found = this.#fileScopes.get(scopeKey(parent, scope.through));
      if (found !== undefined) this.#scopes.set(scope, found);
    }
  }

  #counterpart(node: WholeNode): number {
    const producer = this.producerOf(node);
    if (this.#file.nodes[producer]?.proto.opType === node.proto.opType) return producer;
    const named = this.#nodesNamed.get(node.proto.name ?? '') ?? -1;
    return this.#file.nodes[named]?.proto.opType === node.proto.opType ? named : -1;
  }

  #matchNames(): void {
    const { nodes, tensors } = this.#executed;
    for (const [place, { name, scope }] of tensors.entries()) {
      if (this.fileTensor[place] === -1) this.#set(place, this.#lookUp(name, scope));
    }
    for (const { proto, scope, outputs } of nodes) {
      const [first = -1] = outputs;
      const base = BLOCKED.exec((proto.name ?? '').slice(0, 1000))?.[1];
      if (base !== undefined && first >= 0) this.#set(first, this.#lookUp(base, scope));
    }
  }

  #lookUp(name: string, scope: GraphScope): number {
    for (let at = this.#scopes.get(scope) ?? null; at !== null; at = at.outer) {
      const place = this.#file.find(name, at);
      if (place >= 0) return place;
    }
    const inlined = inlinedName(name, this.#callees);
    const body = inlined === null ? undefined : this.#bodies.get(inlined.instance);
    if (inlined !== null && body !== undefined) return this.#file.find(inlined.inner, body);
    return this.#named.get(name) ?? -1;
  }

  /** From each value that is known to what it is made of, last nodes first. */
  #matchBackwards(): void {
    const { nodes } = this.#executed;
    for (let at = nodes.length - 1; at >= 0; at -= 1) {
      const node = nodes[at] as WholeNode;
      this.#matchByNodeName(node);
      const producer = this.producerOf(node);
      const maker = this.#file.nodes[producer];
      if (maker === undefined) continue;
      this.#learnInstance(node, maker, producer);
      const [first = -1] = node.inputs;
      const source = this.#file.nodes[this.#beforeHandingOn(producer)] ?? maker;
      const twin = [maker, source].find(({ proto }) => proto.opType === node.proto.opType);
      if (twin !== undefined) this.#matchOperands(node, twin);
      else if (isForm(node) && first >= 0) {
        this.#set(first, this.fileTensor[node.outputs[0] ?? -1] ?? -1);
      }
    }
  }

  #matchByNodeName({ proto, outputs }: WholeNode): void {
    const [first = -1] = outputs;
    if (first < 0 || this.fileTensor[first] !== -1) return;
    const named = this.#file.nodes[this.#nodesNamed.get(proto.name ?? '') ?? -1];
    if (named === undefined || named.proto.opType !== proto.opType) return;
    for (const [slot, place] of outputs.entries()) this.#set(place, named.outputs[slot] ?? -1);
  }

  #matchOperands(node: WholeNode, source: WholeNode): void {
    if (node.inputs.length !== source.inputs.length) return;
    for (const [slot, place] of node.inputs.entries()) this.#set(place, source.inputs[slot] ?? -1);
  }

  /** Which call an inlined name came of is known as soon as one value of its body is. */
  #learnInstance(node: WholeNode, made: WholeNode, producer: number): void {
    const { proto } = node;
    const callee = made.scope.call?.callee.name;
    for (const name of [proto.name ?? '', ...proto.input, ...proto.output]) {
      const inlined = inlinedName(name, this.#callees);
      if (inlined === null) continue;
      const { instance } = inlined;
      if (inlined.callee === callee) {
        if (!this.#bodies.has(instance)) this.#bodies.set(instance, made.scope);
      } else if (inlined.callee === made.proto.opType && !made.isCall) {
        if (!this.#openedOperators.has(instance)) this.#openedOperators.set(instance, producer);
      }
    }
  }

  #beforeHandingOn(producer: number): number {
    let at = producer;
    for (let steps = 0; steps < 100; steps += 1) {
      const node = this.#file.nodes[at];
      if (node === undefined || !handsOn(node)) return at;
      const before = this.producers[node.inputs[0] ?? -1] ?? -1;
      if (before < 0) return at;
      at = before;
    }
    return at;
  }

  /** What is still without a counterpart: by its operand, else by what its name was made of. */
  #matchForwards(): void {
    const { nodes } = this.#executed;
    const known = new Set<number>();
    for (const { outputs } of nodes) for (const place of outputs) known.add(this.#classOf(place));
    for (const [at, node] of nodes.entries()) {
      const [made = -1] = node.outputs;
      for (const name of [node.proto.name ?? '', ...node.proto.output]) {
        const instance = inlinedName(name, this.#callees)?.instance ?? '';
        this.partOf[at] = Math.max(this.partOf[at] ?? -1, this.#openedOperators.get(instance) ?? -1);
      }
      if (made < 0 || this.fileTensor[made] !== -1 || this.partOf[at] !== -1) continue;
      const twin = this.#readerOf(node, known) ?? this.#rewritten(node);
      const [first = -1] = node.inputs;
      if (twin !== undefined) {
        for (const [slot, place] of node.outputs.entries()) this.#set(place, twin.outputs[slot] ?? -1);
        known.add(this.#classOf(made));
      } else if (isForm(node) && first >= 0) {
        this.#set(made, this.fileTensor[first] ?? -1);
      }
    }
  }

  #findInserted(): void {
    for (const [at, node] of this.#executed.nodes.entries()) {
      const [first = -1] = node.inputs;
      const [made = -1] = node.outputs;
      const kind = this.#classOf(made);
      const maker = this.#file.nodes[this.producerOf(node)];
      if (!isForm(node) || maker?.proto.opType === node.proto.opType) continue;
      this.isInserted[at] = kind >= 0 && kind === this.#classOf(first);
    }
  }

  #classOf(place: number): number {
    const tensor = place < 0 ? -1 : (this.fileTensor[place] ?? -1);
    return tensor < 0 ? -1 : (this.classes[tensor] ?? -1);
  }

  /** The only node of the file that does the same with the same operand, and whose value nobody has yet. */
  #readerOf({ proto, inputs }: WholeNode, known: ReadonlySet<number>): WholeNode | undefined {
    const tensor = this.fileTensor[inputs[0] ?? -1] ?? -1;
    if (tensor < 0 || (this.#readers[tensor]?.length ?? 0) > MOST_READERS) return undefined;
    const found: WholeNode[] = [];
    for (const place of this.#readers[tensor] ?? []) {
      const node = this.#file.nodes[place];
      const made = this.classes[node?.outputs[0] ?? -1];
      if (node === undefined || made === undefined || known.has(made)) continue;
      if (node.proto.opType === proto.opType) found.push(node);
      if (found.length > 1) return undefined;
    }
    return found[0];
  }

  #rewritten({ proto }: WholeNode): WholeNode | undefined {
    let name = proto.name ?? '';
    if (name.length > 1000) return undefined;
    for (let steps = 0; steps < 4; steps += 1) {
      const shorter = name.replace(REWRITTEN, '');
      if (shorter === name) return undefined;
      const found = this.#file.nodes[this.#nodesNamed.get(shorter) ?? -1];
      if (found !== undefined) return found;
      name = shorter;
    }
    return undefined;
  }
}

function isForm({ proto: { opType = '', domain = '' } }: WholeNode): boolean {
  return FORMS.has(opType) || familyOf(opType, domain) === 'copy';
}

function scopeKey(parent: number, through: string): string {
  return `${parent} ${through}`;
}

function addUnique(map: Map<string, number>, name: string, place: number): void {
  map.set(name, map.has(name) ? AMBIGUOUS : place);
}
