import { decodeUtf8 } from '../../model/utf8.ts';
import { EventStream } from '../trace-events/event-stream.ts';
import { eventScanner } from '../trace-events/native-event-scanner.ts';
import type { FileHead, StreamImporter } from './types.ts';

const HEAD_BYTES = 64 * 1024;
/** Byte order mark, spaces and NULs. */
const FIRST_BRACKET = /^[\uFEFF\s\0]*([[{])/;
const HAS_PHASE = /"ph"\s*:/;
/** Keys that stand before the list where it is long in coming. */
const HAS_KEYS = /"(?:traceEvents|deviceProperties|distributedInfo|baseTimeNanoseconds)"\s*:/;
/** Of ONNX Runtime's own profiler, whose events have another meaning. */
const IS_RUNTIME_PROFILE = /"cat"\s*:\s*"Session"/;

/**
 * Chrome's trace events and what writes like it, PyTorch's profiler foremost: a list of events, or an object with one
 * called traceEvents anywhere among its keys.
 */
export const traceEvents: StreamImporter = {
  format: 'trace-events',
  source: 'bytes',
  title: 'trace events (Chrome, PyTorch)',
  sniff,
  read: (sink, native = null) => new EventStream(sink, eventScanner(native)),
};

function sniff({ bytes, isWhole }: FileHead): boolean {
  const head = decodeUtf8(bytes.subarray(0, HEAD_BYTES));
  const bracket = FIRST_BRACKET.exec(head);
  if (bracket === null) return false;
  if (IS_RUNTIME_PROFILE.test(head) && bracket[1] === '[') return false;
  const next = head.slice(bracket[0].length).trimStart();
  // The list may stand behind anything: an object of which more is to come is given the chance, after all others.
  if (bracket[1] === '{') return HAS_KEYS.test(head) || (!isWhole && next.startsWith('"'));
  if (HAS_PHASE.test(head)) return true;
  return next.startsWith(']') || (bytes.length > HEAD_BYTES && next.startsWith('{'));
}
