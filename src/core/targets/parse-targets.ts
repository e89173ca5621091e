import { isMap, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { DynoError } from '../../contract/errors.ts';
import type { TargetItem, TargetSet } from '../../contract/target.ts';
import { BUILT_IN_SETS } from './sets/index.ts';
import { parseTarget, writeTarget } from './target-expression.ts';

const EXAMPLE = 'name: mine, then targets: with lines such as "- p95 <= 500 ms"';
const MOST_TARGETS = 200;

const written = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, { error: 'takes small letters, digits and "-", 60 at most' })
    .refine((name) => BUILT_IN_SETS.every((set) => set.name !== name), {
      error: 'is the name of a built-in set',
    }),
  title: z.string().max(100).optional(),
  description: z.string().max(1000).optional(),
  targets: z.array(z.string().max(200)).min(1).max(MOST_TARGETS),
});

/** A user's set from its YAML. Throws TARGETS_INVALID with the line. */
export function parseTargets(yaml: string): TargetSet {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const [slip] = document.errors;
  if (slip !== undefined) {
    const [reason = ''] = slip.message.split(' at line ');
    throw invalid(slip.linePos?.[0].line ?? 1, reason.toLowerCase());
  }
  const lineOf = (path: readonly PropertyKey[]): number => lines.linePos(placeOf(document, path)).line;
  const { data, error } = written.safeParse(toPlain(document));
  if (data === undefined) {
    const [issue] = error.issues;
    const path = issue?.path ?? [];
    throw invalid(lineOf(path), describe(path, issue?.message ?? 'is wrong'));
  }
  const { name, title = '', description = '', targets } = data;
  const items = targets.map((text, index) => itemOf(text, () => lineOf(['targets', index])));
  return { name, title: title || name, description, builtIn: false, items };
}

/** A set as its user would have written it: to begin one's own from. */
export function writeTargets({ name, title, description, items }: TargetSet): string {
  return [
    `name: ${name}`,
    `title: ${JSON.stringify(title)}`,
    `description: ${JSON.stringify(description)}`,
    'targets:',
    ...items.map((item) => `  - ${writeTarget(item)}`),
    '',
  ].join('\n');
}

function itemOf(text: string, line: () => number): TargetItem {
  const item = parseTarget(text);
  if (typeof item === 'string') throw invalid(line(), item);
  return item;
}

function toPlain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch {
    // An alias: nothing in so small a file needs one, and a few can stand for millions of lines.
    return null;
  }
}

/** Of the innermost thing on the way that is there: of something missing, where it should stand. */
function placeOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const key = keyRange(document, path.slice(0, length)) ?? rangeOf(node);
    if (key !== null) return key;
  }
  return 0;
}

/** Where a key stands: its value may be on the next line. */
function keyRange(document: Document, path: readonly PropertyKey[]): number | null {
  if (path.length === 0) return null;
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return null;
  const pair = parent.items.find(({ key }) => String(key) === String(path.at(-1)));
  return pair === undefined ? null : rangeOf(pair.key);
}

function rangeOf(node: unknown): number | null {
  const range = (node as { readonly range?: readonly number[] | null } | null)?.range;
  return range?.[0] ?? null;
}

function describe(path: readonly PropertyKey[], message: string): string {
  const what = path[0] === undefined ? 'the file' : path.length === 1 ? String(path[0]) : 'a target';
  return `${what}: ${message.replace(/^Invalid input: /, '')}`;
}

function invalid(line: number, what: string): DynoError {
  return new DynoError({
    code: 'TARGETS_INVALID',
    message: `Line ${line}: ${what.replace(/\.$/, '')}.`,
    subject: `line ${line}`,
    nextStep: `Write ${EXAMPLE}. "dyno targets metrics" lists what a target can be set on.`,
  });
}
