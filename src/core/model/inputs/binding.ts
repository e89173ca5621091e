import { DynoError } from '../../../contract/errors.ts';
import { evaluateDimension, parseDimension, symbolsOf } from '../dimension-expression.ts';
import { roleOfDimension, roleOfSymbol } from '../dimension-role.ts';
import type { DimensionExpression } from '../dimension-expression.ts';
import type { DimensionRole } from '../dimension-role.ts';
import type { InputWishes } from './wishes.ts';
import type { TensorPort } from '../../../contract/model.ts';

const DEFAULT_SEQUENCE = 128;
const DEFAULT_PIXELS = 224;

/** What each free dimension of a model's inputs is set to: the same symbol is the same size everywhere. */
export interface Binding {
  readonly batch: number;
  readonly sequence: number;
  /** Tokens already in the key/value cache. */
  readonly past: number;
  sizeOf(port: TensorPort, axis: number): number;
  valueOf(symbol: string): number | undefined;
}

export function bindDimensions(ports: readonly TensorPort[], wishes: InputWishes): Binding {
  const roles = rolesOfSymbols(ports);
  const given = givenSizes(ports, wishes.shapes ?? {});
  const firstGiven = (role: DimensionRole): number | undefined =>
    [...given].find(([symbol]) => roles.get(symbol) === role)?.[1].size;

  const batch = firstGiven('batch') ?? wishes.batch ?? 1;
  const sequence = firstGiven('sequence') ?? wishes.sequence ?? DEFAULT_SEQUENCE;
  const total = firstGiven('total');
  const past =
    firstGiven('past') ?? (total === undefined ? (fixedPast(ports) ?? 0) : Math.max(0, total - sequence));
  const byRole: Readonly<Record<DimensionRole, number>> = {
    batch,
    sequence,
    past,
    total: past + sequence,
    pixels: DEFAULT_PIXELS,
    other: 1,
  };
  const valueOf = (symbol: string): number | undefined =>
    given.get(symbol)?.size ?? byRole[roles.get(symbol) ?? roleOfSymbol(symbol)];
  const sizeOf = (port: TensorPort, axis: number): number => {
    const dimension = port.shape?.[axis];
    if (typeof dimension === 'number') return dimension;
    if (typeof dimension !== 'string') return byRole[roleOfDimension(port, axis)];
    const size = evaluateDimension(parseDimension(dimension), valueOf);
    return size === null || size < 0 ? 1 : size;
  };
  return { batch, sequence, past, sizeOf, valueOf };
}

function rolesOfSymbols(ports: readonly TensorPort[]): ReadonlyMap<string, DimensionRole> {
  const roles = new Map<string, DimensionRole>();
  for (const port of ports) {
    for (const [axis, dimension] of (port.shape ?? []).entries()) {
      if (typeof dimension !== 'string') continue;
      const symbols = symbolsOf(parseDimension(dimension));
      for (const symbol of symbols) {
        const role = symbols.length > 1 ? roleOfSymbol(symbol) : roleOfDimension(port, axis);
        if ((roles.get(symbol) ?? 'other') === 'other') roles.set(symbol, role);
      }
    }
  }
  return roles;
}

/** Values of the symbols in input shapes, from the sizes that they have in a run. */
export function bindSymbols(
  ports: readonly TensorPort[],
  shapes: Readonly<Record<string, readonly number[]>>,
): (symbol: string) => number | undefined {
  const given = givenSizes(ports, shapes);
  return (symbol) => given.get(symbol)?.size;
}

interface GivenSize {
  readonly size: number;
  readonly by: string;
}

/** Symbols whose size follows from shapes that the user gave. */
function givenSizes(
  ports: readonly TensorPort[],
  shapes: Readonly<Record<string, readonly number[]>>,
): ReadonlyMap<string, GivenSize> {
  const given = new Map<string, GivenSize>();
  const equations: { readonly left: DimensionExpression; readonly size: number; readonly by: string }[] = [];
  for (const port of ports) {
    const wanted = shapes[port.name];
    if (wanted === undefined) continue;
    for (const [axis, dimension] of (port.shape ?? []).entries()) {
      const size = wanted[axis];
      if (typeof dimension !== 'string' || size === undefined) continue;
      const left = parseDimension(dimension);
      if (left.kind === 'symbol') bind(given, left.name, { size, by: port.name });
      else equations.push({ left, size, by: port.name });
    }
  }
  for (const { left, size, by } of equations) solve(given, left, size, by);
  return given;
}

/** A sum or difference with one unknown gives that unknown. */
function solve(given: Map<string, GivenSize>, left: DimensionExpression, size: number, by: string): void {
  const unknown = symbolsOf(left).filter((symbol) => !given.has(symbol));
  const known = (symbol: string): number | undefined => given.get(symbol)?.size;
  const [symbol] = unknown;
  if (symbol === undefined) {
    const value = evaluateDimension(left, known);
    if (value !== null && value !== size) {
      throw new DynoError({
        code: 'SHAPE_INVALID',
        message: `The shape given for ${by} has ${size} where the other shapes make it ${value}.`,
        subject: by,
        nextStep: `Give shapes that agree, for instance ${value} instead of ${size}.`,
      });
    }
    return;
  }
  if (unknown.length > 1 || left.kind !== 'operation' || (left.operator !== '+' && left.operator !== '-'))
    return;
  const at = (value: number): number =>
    evaluateDimension(left, (name) => (name === symbol ? value : known(name))) ?? Number.NaN;
  const slope = at(1) - at(0);
  const value = (size - at(0)) / slope;
  if (Number.isInteger(value) && value >= 0) bind(given, symbol, { size: value, by });
}

function bind(given: Map<string, GivenSize>, symbol: string, next: GivenSize): void {
  const before = given.get(symbol);
  if (before !== undefined && before.size !== next.size) {
    throw new DynoError({
      code: 'SHAPE_INVALID',
      message: `"${symbol}" cannot be ${before.size} for ${before.by} and ${next.size} for ${next.by}.`,
      subject: next.by,
      nextStep: `Give both inputs the same size for "${symbol}".`,
    });
  }
  given.set(symbol, next);
}

/** Models with a cache of fixed length say it only in the shapes of the cache: …, length, head size. */
function fixedPast(ports: readonly TensorPort[]): number | null {
  for (const { name, shape } of ports) {
    const length = shape?.at(-2);
    if (/past/i.test(name) && shape !== null && shape.length >= 4 && typeof length === 'number')
      return length;
  }
  return null;
}
