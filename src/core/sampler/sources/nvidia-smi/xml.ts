export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const LARGEST = 16 * 1024 * 1024;
const DEEPEST = 64;
const NAME = /[A-Za-z_][\w.:-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*("[^"<]*"|'[^'<]*')/y;
const TAG_END = /\s*(\/?)>/y;
const ENTITY = /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The root element of a small document; null for all that is not well-formed, as when a program was cut off. No
 * entity but XML's own five and characters by number is replaced, and nothing of a document type is read.
 */
export function parseXml(source: string): XmlElement | null {
  if (source.length > LARGEST) return null;
  const open: OpenElement[] = [];
  let root: XmlElement | null = null;
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < source.length) {
    const next = source.indexOf('<', at);
    const text = source.slice(at, next < 0 ? source.length : next);
    const inside = open.at(-1);
    if (inside !== undefined) inside.text += unescape(text);
    else if (text.trim() !== '') return null;
    if (next < 0) break;
    const skipped = skipAside(source, next, open);
    if (skipped === null) return null;
    if (skipped > next) {
      at = skipped;
      continue;
    }
    if (source.startsWith('</', next)) {
      const end = endTag(source, next + 2);
      const closed = open.pop();
      if (end === null || closed?.name !== end.name) return null;
      const parent = open.at(-1);
      if (parent === undefined) root = closed;
      else parent.children.push(closed);
      at = end.at;
      continue;
    }
    const start = startTag(source, next + 1);
    if (start === null || open.length >= DEEPEST || (open.length === 0 && root !== null)) return null;
    if (start.isEmpty) {
      const parent = open.at(-1);
      if (parent === undefined) root = start.element;
      else parent.children.push(start.element);
    } else open.push(start.element);
    at = start.at;
  }
  return open.length === 0 ? root : null;
}

/** Past a comment, an instruction, a document type or verbatim text; where it stood if there is none; null if it never ends. */
function skipAside(source: string, at: number, open: readonly OpenElement[]): number | null {
  const past = (closing: string, from: number): number | null => {
    const end = source.indexOf(closing, from);
    return end < 0 ? null : end + closing.length;
  };
  if (source.startsWith('<!--', at)) return past('-->', at + 4);
  if (source.startsWith('<?', at)) return past('?>', at + 2);
  if (source.startsWith('<![CDATA[', at)) {
    const end = past(']]>', at + 9);
    const inside = open.at(-1);
    if (end === null || inside === undefined) return null;
    inside.text += source.slice(at + 9, end - 3);
    return end;
  }
  if (!source.startsWith('<!', at)) return at;
  const bracket = source.indexOf('[', at);
  const close = source.indexOf('>', at);
  if (bracket < 0 || close < bracket) return past('>', at);
  const subset = past(']', bracket);
  return subset === null ? null : past('>', subset);
}

function startTag(
  source: string,
  at: number,
): { readonly element: OpenElement; readonly isEmpty: boolean; readonly at: number } | null {
  const name = matchAt(NAME, source, at);
  if (name === null) return null;
  const attributes = new Map<string, string>();
  let position = at + name[0].length;
  for (;;) {
    const attribute = matchAt(ATTRIBUTE, source, position);
    if (attribute === null) break;
    attributes.set(attribute[1] ?? '', unescape((attribute[2] ?? '').slice(1, -1)));
    position += attribute[0].length;
  }
  const end = matchAt(TAG_END, source, position);
  if (end === null) return null;
  return {
    element: { name: name[0], attributes, children: [], text: '' },
    isEmpty: end[1] === '/',
    at: position + end[0].length,
  };
}

function endTag(source: string, at: number): { readonly name: string; readonly at: number } | null {
  const name = matchAt(NAME, source, at);
  if (name === null) return null;
  const end = matchAt(TAG_END, source, at + name[0].length);
  return end === null || end[1] === '/' ? null : { name: name[0], at: at + name[0].length + end[0].length };
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (whole, hex?: string, decimal?: string, named?: string) => {
    if (named !== undefined) return NAMED[named.toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
