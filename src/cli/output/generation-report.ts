import type { GenerationResult, GenerationTimes } from '../../contract/generation.ts';
import { formatDuration, formatScaled } from '../../contract/units.ts';
import { generationSentence } from '../../core/analysis/generation-sentence.ts';
import type { Paint } from '../host/terminal.ts';
import { formatTable } from './table.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;

/** What a generation gave, with past keys and values and without. 80 columns. */
export function formatGeneration(result: GenerationResult, paint: Paint): string {
  const ways: readonly (readonly [string, GenerationTimes | null])[] = [
    ['with', result.withCache],
    ['without', result.withoutCache],
  ];
  const rows = ways.flatMap(([name, times]) => (times === null ? [] : [rowOf(name, times)]));
  const titles = [
    'cache',
    'first token',
    'each token',
    'prefill tok/s',
    'decode tok/s',
    'all tok/s',
    'repeats',
  ];
  const { head, body } = formatTable(
    titles.map((title, index) => ({ title, align: index === 0 ? 'left' : 'right' })),
    rows,
    WIDTH,
  );
  const differs =
    'With and without the cache the model wrote different tokens: near ties in the logits, or a cache that it reads otherwise than it writes it.';
  return [
    `${paint.bold('generation')}  ${result.promptTokens} tokens of prompt · ${result.newTokens} new`,
    '',
    paint.dim(head),
    ...body,
    '',
    ...wrap(generationSentence(result), WIDTH),
    ...(result.sameTokens === false ? wrap(differs, WIDTH).map((line) => paint.yellow(line)) : []),
    ...(result.sameTokens === true ? [paint.dim('Both ways wrote the same tokens.')] : []),
  ].join('\n');
}

function rowOf(name: string, times: GenerationTimes): string[] {
  return [
    name,
    formatDuration(times.firstTokenMs.p50),
    formatDuration(times.perTokenMs?.p50),
    formatScaled(times.prefillTokensPerSecond),
    formatScaled(times.decodeTokensPerSecond),
    formatScaled(times.tokensPerSecond),
    String(times.repeats),
  ];
}
