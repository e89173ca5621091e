/**
 * What is wanted of a JSON document: everything else in it is passed over unread. A shape is asked only where the
 * document has what it stands for; a text where a number is expected is passed over as well.
 */
export type JsonShape =
  | JsonObjectShape
  | JsonListShape
  | JsonNumbersShape
  | { readonly kind: 'number'; readonly take: (value: number) => void }
  | { readonly kind: 'text'; readonly take: (text: string) => void }
  | { readonly kind: 'value'; readonly take: (value: unknown) => void };

export interface JsonObjectShape {
  readonly kind: 'object';
  /** May be added to, so that a shape can hold itself. */
  readonly keys: Map<string, JsonShape>;
  readonly open: (() => void) | null;
  readonly close: (() => void) | null;
  /** Keys in the order in which the first such object had them: others of its kind mostly have the same. */
  readonly guesses: KeyGuess[];
}

export interface KeyGuess {
  readonly key: Uint8Array;
  readonly shape: JsonShape | null;
}

export interface JsonListShape {
  readonly kind: 'list';
  readonly each: JsonShape;
  readonly open: (() => void) | null;
  readonly close: (() => void) | null;
}

/** A list of numbers, however long; what in it is none, such as null, is told as NaN. */
export interface JsonNumbersShape {
  readonly kind: 'numbers';
  readonly take: (value: number) => void;
  readonly open: (() => void) | null;
  readonly close: (() => void) | null;
}

interface Ends {
  readonly open?: () => void;
  readonly close?: () => void;
}

export function object(keys: Readonly<Record<string, JsonShape>>, ends: Ends = {}): JsonObjectShape {
  return {
    kind: 'object',
    keys: new Map(Object.entries(keys)),
    open: ends.open ?? null,
    close: ends.close ?? null,
    guesses: [],
  };
}

export function list(each: JsonShape, ends: Ends = {}): JsonListShape {
  return { kind: 'list', each, open: ends.open ?? null, close: ends.close ?? null };
}

export function numbers(take: (value: number) => void, ends: Ends = {}): JsonNumbersShape {
  return { kind: 'numbers', take, open: ends.open ?? null, close: ends.close ?? null };
}

export function number(take: (value: number) => void): JsonShape {
  return { kind: 'number', take };
}

export function text(take: (text: string) => void): JsonShape {
  return { kind: 'text', take };
}

/** Small parts alone: it is held as bytes, then as what JSON.parse makes of it. */
export function value(take: (value: unknown) => void): JsonShape {
  return { kind: 'value', take };
}
