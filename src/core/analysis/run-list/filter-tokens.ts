export interface FilterToken {
  readonly negated: boolean;
  /** What stands before the operator; empty for a word. */
  readonly name: string;
  readonly operator: '' | ':' | '=' | '<' | '>' | '<=' | '>=';
  readonly value: string;
  /** A quote that nobody closed. */
  readonly isOpen: boolean;
  /** Where it stands in what was typed. */
  readonly from: number;
  readonly to: number;
}

/** What was typed, parted at spaces outside of quotes. */
export function splitTokens(typed: string): readonly FilterToken[] {
  const tokens: FilterToken[] = [];
  let at = 0;
  while (at < typed.length) {
    if (/\s/.test(typed[at] as string)) {
      at += 1;
      continue;
    }
    const from = at;
    let quoted = false;
    while (at < typed.length && (quoted || !/\s/.test(typed[at] as string))) {
      if (typed[at] === '"') quoted = !quoted;
      at += 1;
    }
    tokens.push(readToken(typed.slice(from, at), quoted, from, at));
  }
  return tokens;
}

function readToken(raw: string, isOpen: boolean, from: number, to: number): FilterToken {
  const negated = raw.startsWith('-');
  const body = negated ? raw.slice(1) : raw;
  const [, name = '', operator = '', value = ''] = /^([a-z][a-z0-9]*)(<=|>=|[:=<>])(.*)$/is.exec(body) ?? [];
  const place = { negated, isOpen, from, to };
  if (name === '') return { ...place, name: '', operator: '', value: body.replaceAll('"', '') };
  return { ...place, name, operator: operator as FilterToken['operator'], value: value.replaceAll('"', '') };
}
