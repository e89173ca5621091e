export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const NAME = '[A-Za-z_][\\w.-]*';
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const ENTITY = /&(?:(lt|gt|amp|quot|apos)|#(\d+)|#x([0-9a-f]+));/gi;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Strict: throws at whatever XML 1.0 does not allow of the little that is written here. */
export function parseXml(xml: string): Element {
  if (ILLEGAL.test(xml)) throw new Error('a character that XML 1.0 cannot hold');
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/, '');
  if (body === xml) throw new Error('no declaration');
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  const token = new RegExp(`<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>|([^<]+)|(<)`, 'g');
  for (const [, closes, name = '', attributes = '', isEmpty, text, stray] of body.matchAll(token)) {
    const here = open.at(-1) as Element;
    if (stray !== undefined) throw new Error('a stray <');
    if (text !== undefined) here.text += unescaped(text);
    else if (closes === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      const element: Element = { name, attributes: attributesOf(attributes), children: [], text: '' };
      here.children.push(element);
      if (isEmpty !== '/') open.push(element);
    }
  }
  const [only, ...more] = root.children;
  if (open.length !== 1 || only === undefined || more.length > 0) throw new Error('not one element');
  return only;
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))) {
    if (Object.hasOwn(found, name)) throw new Error(`${name} twice`);
    found[name] = unescaped(value);
  }
  return found;
}

function unescaped(text: string): string {
  const rest = text.replaceAll(ENTITY, '');
  if (rest.includes('&') || rest.includes(']]>')) throw new Error(`not escaped: ${text}`);
  return text.replaceAll(ENTITY, (_all, name?: string, decimal?: string, hex?: string) =>
    name === undefined
      ? String.fromCodePoint(Number.parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10))
      : (ENTITIES[name.toLowerCase()] as string),
  );
}
