import { DISTRIBUTIONS, MODIFIERS } from '../../core/analysis/simulate/spec-terms.ts';
import { wrap } from './wrap.ts';

const EXAMPLE_WIDTH = 26;
const SAYS_WIDTH = 80 - EXAMPLE_WIDTH - 2;

/** What "--executor fake:SPEC" understands, from the very table that it is read with. */
export function executorHelp(): string {
  return [
    'Simulated runs (--executor fake:SPEC) draw their times instead of measuring.',
    'SPEC is a distribution …',
    ...Object.values(DISTRIBUTIONS).flatMap(entry),
    '… and any of these after it, joined by "+":',
    ...Object.values(MODIFIERS).flatMap(entry),
  ].join('\n');
}

function entry({ example, says }: { readonly example: string; readonly says: string }): string[] {
  const lines = wrap(says, SAYS_WIDTH).map((line) => `  ${''.padEnd(EXAMPLE_WIDTH)}${line}`);
  const head = `  ${example.padEnd(EXAMPLE_WIDTH)}`;
  const [first = '', ...rest] = lines;
  return example.length < EXAMPLE_WIDTH ? [head + first.slice(head.length), ...rest] : [head, ...lines];
}
