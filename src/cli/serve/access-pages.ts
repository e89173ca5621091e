import type { Verdict } from './access.ts';

/** What a browser shows where the door stays shut: no script, no style file, nothing of the product. */
const page = (title: string, ...paragraphs: readonly string[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Dyno</title>
<h1>${title}</h1>
${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}
</html>
`;

export interface Refusal {
  readonly status: 401 | 403;
  readonly html: string;
}

export function refusalOf(verdict: Verdict): Refusal | null {
  switch (verdict.kind) {
    case 'no-token':
      return {
        status: 401,
        html: page(
          'This Dyno asks for its token',
          'Open the whole address that <code>dyno serve</code> printed when it started, the part after <code>?token=</code> included.',
          'The token is new at every start: an old address or bookmark no longer opens.',
        ),
      };
    case 'foreign':
      return {
        status: 403,
        html: page(
          `This Dyno does not answer to that ${verdict.what}`,
          verdict.what === 'host'
            ? 'Reach it by the address that it printed, or start it with <code>--allow-host NAME</code>.'
            : 'Another page called it. Open the address that it printed in a tab of its own.',
        ),
      };
    case 'enter':
    case 'welcome':
      return null;
  }
}
