/**
 * Dimensions that exporters write as sums and products of symbols: "past_sequence_length + sequence_length",
 * "2*s0", "(h // 2)". Whatever does not read as arithmetic is one symbol, odd characters and all.
 */
export type DimensionExpression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'symbol'; readonly name: string }
  | {
      readonly kind: 'operation';
      readonly operator: '+' | '-' | '*' | '/';
      readonly left: DimensionExpression;
      readonly right: DimensionExpression;
    };

const TOKEN = /\s*(\d+(?![\w.])|[A-Za-z_][\w.:]*|\/\/|[-+*/()])/y;
const LONGEST = 200;

export function parseDimension(text: string): DimensionExpression {
  const whole: DimensionExpression = { kind: 'symbol', name: text };
  const tokens = text.length > LONGEST ? null : tokenize(text);
  if (tokens === null || tokens.length < 3) return whole;
  const parser = { tokens, at: 0 };
  const expression = parseSum(parser);
  return expression === null || parser.at < tokens.length ? whole : expression;
}

/** Null where a symbol has no value. */
export function evaluateDimension(
  expression: DimensionExpression,
  valueOf: (symbol: string) => number | undefined,
): number | null {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind === 'symbol') return valueOf(expression.name) ?? null;
  const left = evaluateDimension(expression.left, valueOf);
  const right = evaluateDimension(expression.right, valueOf);
  if (left === null || right === null) return null;
  switch (expression.operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      return right === 0 ? null : Math.floor(left / right);
  }
}

export function symbolsOf(expression: DimensionExpression): readonly string[] {
  if (expression.kind === 'number') return [];
  if (expression.kind === 'symbol') return [expression.name];
  return [...symbolsOf(expression.left), ...symbolsOf(expression.right)];
}

interface Parser {
  readonly tokens: readonly string[];
  at: number;
}

function tokenize(text: string): string[] | null {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.trim();
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (match === null) return null;
    tokens.push(match[1] as string);
  }
  return tokens;
}

function parseSum(parser: Parser): DimensionExpression | null {
  let left = parseProduct(parser);
  while (left !== null) {
    const operator = parser.tokens[parser.at];
    if (operator !== '+' && operator !== '-') return left;
    parser.at += 1;
    const right = parseProduct(parser);
    if (right === null) return null;
    left = { kind: 'operation', operator, left, right };
  }
  return left;
}

function parseProduct(parser: Parser): DimensionExpression | null {
  let left = parseAtom(parser);
  while (left !== null) {
    const operator = parser.tokens[parser.at];
    if (operator !== '*' && operator !== '/' && operator !== '//') return left;
    parser.at += 1;
    const right = parseAtom(parser);
    if (right === null) return null;
    left = { kind: 'operation', operator: operator === '*' ? '*' : '/', left, right };
  }
  return left;
}

function parseAtom(parser: Parser): DimensionExpression | null {
  const token = parser.tokens[parser.at++];
  if (token === undefined) return null;
  if (token === '(') {
    const inner = parseSum(parser);
    return inner !== null && parser.tokens[parser.at++] === ')' ? inner : null;
  }
  if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
  return /^[A-Za-z_]/.test(token) ? { kind: 'symbol', name: token } : null;
}
