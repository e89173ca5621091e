/** The peer: JSON.parse of a generated trace, in pieces that fit a string, and nothing done with what it gives. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { answer, argumentOf } from '../fresh-process.ts';

export interface ParseJsonAnswer {
  readonly parseMs: number;
  readonly events: number;
}

const PIECE_BYTES = 64 * 2 ** 20;
const LIST_BEGINS = '"traceEvents": [\n';
const EVENT_ENDS = '\n  },\n';

const { path } = argumentOf<{ readonly path: string }>();
const began = performance.now();
const file = openSync(path, 'r');
const { size } = fstatSync(file);
const bytes = Buffer.allocUnsafe(PIECE_BYTES);
let [at, events] = [0, 0];
while (at < size) {
  const text = bytes.toString('latin1', 0, readSync(file, bytes, 0, PIECE_BYTES, at));
  const isLast = at + text.length >= size;
  const from = at === 0 ? text.indexOf(LIST_BEGINS) + LIST_BEGINS.length : 0;
  const to = isLast ? text.lastIndexOf('\n  ],') : text.lastIndexOf(EVENT_ENDS) + EVENT_ENDS.length - 2;
  events += (JSON.parse(`[${text.slice(from, to)}]`) as unknown[]).length;
  at = isLast ? size : at + to + 2;
}
closeSync(file);
answer({ parseMs: performance.now() - began, events } satisfies ParseJsonAnswer);
