const SHORT: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** The text of a JSON string from what stands between its quotes. What is no escape stands for itself. */
export function unescapeJson(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_whole, code?: string, character?: string) =>
    code === undefined
      ? (SHORT[character ?? ''] ?? character ?? '')
      : String.fromCharCode(parseInt(code, 16)),
  );
}
