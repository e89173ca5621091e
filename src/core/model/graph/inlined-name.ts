/** What ONNX Runtime calls a node or value of a function's body once it stands in the place of the call. */
export interface InlinedName {
  readonly callee: string;
  /** The same for all that came of one call. */
  readonly instance: string;
  /** As the body calls it. */
  readonly inner: string;
}

const PREFIX = '_inlfunc_';
const LONGEST = 1000;

/** "_inlfunc_Square_token_1_sum" is "sum" of the call "_inlfunc_Square_token_1_" of Square. */
export function inlinedName(name: string, callees: ReadonlySet<string>): InlinedName | null {
  if (!name.startsWith(PREFIX) || name.length > LONGEST) return null;
  for (let end = name.lastIndexOf('_'); end > PREFIX.length; end = name.lastIndexOf('_', end - 1)) {
    const callee = name.slice(PREFIX.length, end);
    if (!callees.has(callee)) continue;
    const rest = name.slice(end + 1);
    const token = /^token_\d+_/.exec(rest)?.[0] ?? '';
    const instance = name.slice(0, end + 1) + token;
    return { callee, instance, inner: rest.slice(token.length) };
  }
  return null;
}
