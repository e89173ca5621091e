import type { ByName } from './shape-table.ts';

/** Names of one graph over those around it. What this graph makes itself is never looked up outside. */
export class Layer<Value> implements ByName<Value> {
  readonly #own = new Map<string, Value>();
  readonly #outer: ByName<Value> | null;
  readonly #local: ReadonlySet<string>;

  constructor(outer: ByName<Value> | null, local: ReadonlySet<string>) {
    this.#outer = outer;
    this.#local = local;
  }

  get(name: string): Value | undefined {
    const own = this.#own.get(name);
    if (own !== undefined || this.#outer === null || this.#local.has(name)) return own;
    return this.#outer.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(name: string, value: Value): void {
    if (name !== '') this.#own.set(name, value);
  }
}
