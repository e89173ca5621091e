import type { GraphSide } from './graph-side.ts';

/** Which node of A is which of B. Each has one counterpart at most. */
export class Matches {
  readonly a: GraphSide;
  readonly b: GraphSide;
  /** For each node of A that of B, or −1; and the other way round. */
  readonly toB: Int32Array;
  readonly toA: Int32Array;
  /** Pairs whose neighbours were not looked at yet. */
  readonly fresh: (readonly [number, number])[] = [];
  /** Pairs that have neighbours without a counterpart. */
  readonly edge: (readonly [number, number])[] = [];
  count = 0;

  constructor(a: GraphSide, b: GraphSide) {
    this.a = a;
    this.b = b;
    this.toB = new Int32Array(a.nodes.length).fill(-1);
    this.toA = new Int32Array(b.nodes.length).fill(-1);
  }

  /** False where either has a counterpart already, or they stand in graphs that are none of each other's. */
  pair(a: number, b: number): boolean {
    if (!this.isFree(a, b) || !this.sameScope(a, b)) return false;
    this.toB[a] = b;
    this.toA[b] = a;
    this.count += 1;
    this.fresh.push([a, b]);
    return true;
  }

  isFree(a: number, b: number): boolean {
    return this.toB[a] === -1 && this.toA[b] === -1;
  }

  sameScope(a: number, b: number): boolean {
    const outerA = this.a.nodes[a]?.parent ?? -1;
    const outerB = this.b.nodes[b]?.parent ?? -1;
    if (outerA < 0 || outerB < 0) return outerA < 0 && outerB < 0;
    return this.toB[outerA] === outerB;
  }

  sameCore(a: number, b: number): boolean {
    return this.a.core[a] === this.b.core[b] && this.a.isConstant[a] === this.b.isConstant[b];
  }

  /** Of those without a counterpart, that do something while the model runs. */
  openA(): number[] {
    return open(this.a, this.toB);
  }

  openB(): number[] {
    return open(this.b, this.toA);
  }
}

function open({ nodes, isConstant }: GraphSide, to: Int32Array): number[] {
  const places: number[] = [];
  for (let place = 0; place < nodes.length; place += 1)
    if (to[place] === -1 && isConstant[place] === 0) places.push(place);
  return places;
}
