import type { JsonShape } from './json-shape.ts';
import { JsonStream } from './json-stream.ts';

/** Whether what a format is known by stands in the head of a file, before anything that is no JSON. */
export function jsonHas(
  head: { readonly bytes: Uint8Array },
  shape: (found: () => void) => JsonShape,
): boolean {
  let isFound = false;
  try {
    const stream = new JsonStream(
      shape(() => {
        isFound = true;
      }),
      'JSON',
    );
    stream.push(head.bytes);
    stream.end();
  } catch {
    return isFound;
  }
  return isFound;
}
