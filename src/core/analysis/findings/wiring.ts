import type { OperandFact, OperatorProfile } from '../../../contract/profile.ts';

/** Who makes what and who reads it, among the operators that ran. */
export class Wiring {
  readonly operators: readonly OperatorProfile[];
  readonly #makers = new Map<string, number>();
  readonly #readersOf = new Map<string, number[]>();
  readonly #makersAt: (readonly number[] | undefined)[] = [];
  readonly #readersAt: (readonly number[] | undefined)[] = [];
  readonly #fed: ReadonlySet<string>;

  /** What the caller feeds is no constant, though no operator makes it. */
  constructor(operators: readonly OperatorProfile[], fed: readonly string[] = []) {
    this.operators = operators;
    this.#fed = new Set(fed);
    operators.forEach(({ inputs, outputs }, place) => {
      for (const { tensor } of outputs) if (tensor !== '') this.#makers.set(tensor, place);
      for (const { tensor } of inputs) {
        if (tensor === '') continue;
        const readers = this.#readersOf.get(tensor);
        if (readers === undefined) this.#readersOf.set(tensor, [place]);
        else if (readers.at(-1) !== place) readers.push(place);
      }
    });
  }

  op(place: number): string {
    return this.operators[place]?.op ?? '';
  }

  /** −1 for what no operator makes. */
  maker(operand: OperandFact | undefined): number {
    return operand === undefined ? -1 : (this.#makers.get(operand.tensor) ?? -1);
  }

  /** Places of the operators that made its inputs; what no operator made is left out. */
  makers(place: number): readonly number[] {
    return (this.#makersAt[place] ??= this.#findMakers(place));
  }

  readers(place: number): readonly number[] {
    return (this.#readersAt[place] ??= this.#findReaders(place));
  }

  /** The one that alone reads what it makes; −1 where there is none, or several. */
  onlyReader(place: number): number {
    const readers = this.readers(place);
    return readers.length === 1 ? (readers[0] as number) : -1;
  }

  /** A weight, or a number in the file: made by no operator and fed by nobody. */
  isConstant(operand: OperandFact): boolean {
    return operand.tensor !== '' && this.maker(operand) < 0 && !this.#fed.has(operand.tensor);
  }

  /** The makers among its inputs that are of one of these types. */
  madeBy(place: number, ...ops: readonly string[]): number {
    return this.makers(place).find((maker) => ops.includes(this.op(maker))) ?? -1;
  }

  #findMakers(place: number): readonly number[] {
    const makers: number[] = [];
    for (const input of this.operators[place]?.inputs ?? []) {
      const maker = this.maker(input);
      if (maker >= 0) makers.push(maker);
    }
    return makers;
  }

  #findReaders(place: number): readonly number[] {
    const outputs = this.operators[place]?.outputs ?? [];
    const [first] = outputs;
    if (outputs.length === 1 && first !== undefined) return this.#readersOf.get(first.tensor) ?? [];
    return [...new Set(outputs.flatMap(({ tensor }) => this.#readersOf.get(tensor) ?? []))];
  }
}
