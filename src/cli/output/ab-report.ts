import type { AbAnswer, AbComparison, AbPair, AbVerdict, AbWithRuns } from '../../contract/ab.ts';
import type { OutputAgreement } from '../../contract/outputs.ts';
import type { Run } from '../../contract/run.ts';
import { referenceSentence } from '../../core/analysis/reference-words.ts';
import { formatCount, formatDuration, formatNumber, NOT_MEASURED } from '../../contract/units.ts';
import { formatRatio } from '../../core/analysis/ab/sentence.ts';
import type { Paint } from '../host/terminal.ts';
import { ellipsize, printable } from './table.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;
const LABEL_WIDTH = 8;
const NAME_WIDTH = 30;
const DRAWING_WIDTH = 64;
/** A drawing of less than this to either side of 1 would make nothing of much. */
const LEAST_REACH = 1.5;

/** As `ab --json` prints it: the answer's numbers on top, then what they rest on. */
export function abDocument({ comparison, a, b }: AbWithRuns): Record<string, unknown> {
  const { answer, pairs, id, name, status, error } = comparison;
  return {
    verdict: answer?.verdict ?? 'undecided',
    ratio: answer?.ratio ?? null,
    ratioCi95: answer?.ratioCi95 ?? null,
    pairs: answer?.pairs ?? 0,
    needPairs: answer?.needPairs ?? null,
    minimumDetectable: answer?.minimumDetectable ?? null,
    margin: answer?.margin ?? comparison.request.margin ?? null,
    spread: answer?.spread ?? null,
    sentence: answer?.sentence ?? 'Undecided: no pair was measured to its end.',
    comparison: { id, name, status, createdAt: comparison.createdAt, endedAt: comparison.endedAt },
    a: sideDocument(comparison.aRunId, a),
    b: sideDocument(comparison.bRunId, b),
    cautions: comparison.cautions,
    agreement: comparison.agreement,
    lostPairs: comparison.lostPairs,
    measuredPairs: pairs,
    ...(error && { error }),
  };
}

function sideDocument(runId: string, run: Run | null): Record<string, unknown> {
  if (run === null) return { runId };
  const { model, config, latencyMs, environment } = run;
  return { runId, model, config, latencyMs, environment };
}

/** The sentence first, then the interval as a drawing, what it rests on, and what to mind. */
export function formatAb(result: AbWithRuns, paint: Paint): string {
  const { comparison } = result;
  const { answer, pairs, agreement, cautions, error } = comparison;
  const sections: readonly (readonly string[])[] = [
    sentenceLines(answer, paint),
    sides(result, paint),
    answer === null ? [] : drawing(answer, pairs, paint),
    agreement === null ? [] : [`${paint.dim('outputs ')}${agreementLine(agreement)}`, ...reasons(agreement)],
    losses(comparison, paint),
    cautions.flatMap((caution) => wrap(`! ${caution}`, WIDTH).map((line) => paint.yellow(line))),
    error === null ? [] : wrap(`${error.message} ${error.nextStep}`, WIDTH).map((line) => paint.red(line)),
    [paint.dim(`comparison ${comparison.id} · runs ${comparison.aRunId} and ${comparison.bRunId}`)],
  ];
  return sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n');
}

function sentenceLines(answer: AbAnswer | null, paint: Paint): readonly string[] {
  const sentence = answer?.sentence ?? 'Undecided: no pair was measured to its end.';
  const colours: Readonly<Record<AbVerdict, (text: string) => string>> = {
    faster: paint.green,
    slower: paint.red,
    same: String,
    undecided: paint.yellow,
  };
  const colour = colours[answer?.verdict ?? 'undecided'];
  return wrap(sentence, WIDTH).map((line) => paint.bold(colour(line)));
}

function sides({ comparison: { pairs }, a, b }: AbWithRuns, paint: Paint): readonly string[] {
  const names = [a, b].map((run) => printable(run?.model.name ?? 'deleted'));
  const width = Math.min(NAME_WIDTH, Math.max(...names.map((name) => name.length)));
  const line = (letter: string, run: Run | null, name: string, medians: readonly number[]): string => {
    const time = medians.length === 0 ? NOT_MEASURED : formatDuration(middle(medians));
    const left = `${letter}  ${ellipsize(name, width).padEnd(width)}  ${time.padStart(9)}  `;
    return paint.bold(left) + paint.dim(ellipsize(run === null ? '' : settingsOf(run), WIDTH - left.length));
  };
  const [nameA = '', nameB = ''] = names;
  const medians = { a: pairs.flatMap(({ aMs }) => aMs), b: pairs.flatMap(({ bMs }) => bMs) };
  return [line('A', a, nameA, medians.a), line('B', b, nameB, medians.b)];
}

function settingsOf({ config }: Run): string {
  const facts = [
    config.provider,
    config.sequence === null ? `batch ${config.batch}` : `${config.batch} × ${config.sequence}`,
    config.threads === null ? null : `${config.threads} ${config.threads === 1 ? 'thread' : 'threads'}`,
    config.graphLevel === 'all' ? null : `graph ${config.graphLevel}`,
    config.executor === null ? null : `simulated: ${printable(config.executor)}`,
  ];
  return facts.filter((fact) => fact !== null).join(' · ');
}

/** The whisker is the 95 % interval, the dots above it are the pairs; the band is what counts as the same. */
function drawing(answer: AbAnswer, pairs: readonly AbPair[], paint: Paint): readonly string[] {
  const logs = pairs.map(({ ratio }) => Math.log(ratio)).sort((left, right) => left - right);
  const ends = answer.ratioCi95?.map(Math.log) ?? [logs[0] ?? 0, logs.at(-1) ?? 0];
  const reach = Math.max(LEAST_REACH * Math.log1p(answer.margin), ...ends.map((end) => Math.abs(end) * 1.15));
  const column = (log: number): number =>
    Math.round(((Math.max(-reach, Math.min(reach, log)) + reach) / (2 * reach)) * (DRAWING_WIDTH - 1));
  const line = (fill: (column: number) => string): string =>
    Array.from({ length: DRAWING_WIDTH }, (_, index) => fill(index))
      .join('')
      .trimEnd();

  const counts = new Map<number, number>();
  for (const log of logs) counts.set(column(log), (counts.get(column(log)) ?? 0) + 1);
  const dots = line((at) => ['', '·', ':', '⁝'][Math.min(3, counts.get(at) ?? 0)] || ' ');
  const [low, centre, high] = [
    column(ends[0] as number),
    column(Math.log(answer.ratio)),
    column(ends[1] as number),
  ];
  const one = column(0);
  const whisker = line((at) => {
    if (at === centre) return '●';
    if (answer.ratioCi95 !== null && at === low) return '├';
    if (answer.ratioCi95 !== null && at === high) return '┤';
    if (answer.ratioCi95 !== null && at > low && at < high) return '─';
    return at === one ? '│' : ' ';
  });
  const within = Math.log1p(answer.margin);
  const axis = line((at) => {
    if (at === one) return '┼';
    return at >= column(-within) && at <= column(within) ? '═' : '─';
  });
  const label = (text: string): string => paint.dim(text.padEnd(LABEL_WIDTH));
  return [
    label('pairs') + dots,
    label('B/A') + paint.bold(whisker),
    label('') + paint.dim(axis),
    label('') + paint.dim(scale(reach)),
  ];
}

function scale(reach: number): string {
  const left = formatRatio(Math.exp(-reach));
  const right = formatRatio(Math.exp(reach));
  const middleAt = Math.round(DRAWING_WIDTH / 2) - 2;
  return `${left.padEnd(middleAt)}1.000${right.padStart(DRAWING_WIDTH - middleAt - 5)}`;
}

function agreementLine({ compared, maxError, cosine, notANumber }: OutputAgreement): string {
  if (compared === 0) return 'could not be compared';
  const parts = [
    maxError === 0 ? 'the same' : `differ by ${formatNumber(maxError)} at most`,
    cosine === null || maxError === 0 ? null : `cosine ${cosine.toFixed(6)}`,
    `over ${formatCount(compared)} values`,
    notANumber === 0 ? null : `${formatCount(notANumber)} are no numbers`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function reasons({ reasons: texts, reference }: OutputAgreement): readonly string[] {
  const source = reference === undefined ? [] : [referenceSentence(reference)];
  return [...texts, ...source].flatMap((text) =>
    wrap(text, WIDTH - LABEL_WIDTH).map((line) => ' '.repeat(LABEL_WIDTH) + line),
  );
}

function losses({ lostPairs }: AbComparison, paint: Paint): readonly string[] {
  if (lostPairs === 0) return [];
  const words = lostPairs === 1 ? '1 pair was lost' : `${lostPairs} pairs were lost`;
  return [paint.yellow(`! ${words}: a process died or gave no time. They count for neither side.`)];
}

function middle(values: readonly number[]): number {
  const ascending = [...values].sort((left, right) => left - right);
  return ascending[ascending.length >> 1] ?? Number.NaN;
}
