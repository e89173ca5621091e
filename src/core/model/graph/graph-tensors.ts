import type { GraphTensor } from '../../../contract/model-graph.ts';
import { describePort } from '../describe-port.ts';
import { tensorTypeOf } from '../element-type.ts';
import type { GraphProto, OnnxModel, ValueInfoProto } from '../onnx-messages.ts';
import type { KnownTensor } from '../shapes/shape-table.ts';
import type { GraphScope } from './graph-scopes.ts';

export interface FoundTensor {
  readonly name: string;
  readonly role: GraphTensor['role'];
  /** Where it is made, or comes in. */
  readonly scope: GraphScope;
  /** Undefined where nobody tells its shape. */
  readonly known: KnownTensor | undefined;
}

interface Names {
  /** What is made in this scope, or comes into it. */
  readonly own: ReadonlyMap<string, GraphTensor['role']>;
  /** Types and shapes that the graph itself declares, without symbols. */
  readonly declared: ReadonlyMap<string, KnownTensor>;
  readonly places: Map<string, number>;
}

/** A tensor for each name of each scope, in the order in which they are met. Scopes are entered outermost first. */
export class GraphTensors {
  readonly #names = new Map<GraphScope, Names>();
  readonly #found: FoundTensor[] = [];
  readonly #isMain: (graph: GraphProto | null) => boolean;

  constructor(model: OnnxModel) {
    this.#isMain = (graph) => graph === model.graph;
  }

  list(): readonly FoundTensor[] {
    return this.#found;
  }

  enter(scope: GraphScope): void {
    const { graph } = scope;
    const isMain = this.#isMain(graph);
    const own = new Map<string, GraphTensor['role']>();
    for (const { output } of scope.nodes) for (const name of output) own.set(name, 'value');
    if (graph !== null) {
      for (const { name = '' } of graph.input) own.set(name, isMain ? 'input' : 'value');
      for (const { name = '' } of graph.initializer) own.set(name, 'weight');
      for (const { values } of graph.sparseInitializer) own.set(values?.name ?? '', 'weight');
      for (const { name = '' } of isMain ? graph.output : []) {
        if ((own.get(name) ?? 'value') === 'value') own.set(name, 'output');
      }
    }
    const declared = graph === null || isMain ? new Map<string, KnownTensor>() : declaredIn(graph);
    this.#names.set(scope, { own, declared, places: new Map() });
    if (graph === null || !isMain) return;
    for (const { name = '' } of [...graph.input, ...graph.output]) this.placeOf(name, scope);
  }

  /** −1 for an operand that is left out. */
  placeOf(name: string, from: GraphScope): number {
    let [wanted, scope] = [name, from];
    for (;;) {
      if (wanted === '') return -1;
      const bound = scope.bound.get(wanted);
      if (bound !== undefined) {
        ({ name: wanted, scope } = bound);
        continue;
      }
      // Of what nobody makes, the outermost scope that could have made it is taken for its maker.
      if (scope.outer === null || this.#namesOf(scope).own.has(wanted)) return this.#place(wanted, scope);
      scope = scope.outer;
    }
  }

  /** What was met under this name in this very scope; −1 where nothing was. */
  find(name: string, scope: GraphScope): number {
    return this.#names.get(scope)?.places.get(name) ?? -1;
  }

  #place(name: string, scope: GraphScope): number {
    const { own, declared, places } = this.#namesOf(scope);
    const before = places.get(name);
    if (before !== undefined) return before;
    const place = this.#found.length;
    const known = scope.shapes?.tensors.get(name) ?? declared.get(name);
    this.#found.push({ name, scope, role: own.get(name) ?? 'value', known });
    places.set(name, place);
    return place;
  }

  #namesOf(scope: GraphScope): Names {
    const names = this.#names.get(scope);
    if (names === undefined) throw new Error('A graph was read before the one around it.');
    return names;
  }
}

function declaredIn(graph: GraphProto): ReadonlyMap<string, KnownTensor> {
  const declared = new Map<string, KnownTensor>();
  const declare = (value: ValueInfoProto): void => {
    const { name, type, shape, kind } = describePort(value);
    const sizes = shape?.filter((size) => typeof size === 'number' && size >= 0);
    if (kind === 'tensor' && sizes !== undefined && sizes.length === shape?.length) {
      declared.set(name, { type, shape: sizes as number[] });
    }
  };
  for (const value of [...graph.valueInfo, ...graph.input, ...graph.output]) declare(value);
  for (const { name = '', dims, dataType } of graph.initializer) {
    declared.set(name, { type: tensorTypeOf(dataType), shape: dims });
  }
  return declared;
}
