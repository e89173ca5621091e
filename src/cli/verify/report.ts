import type { SectionReport, Surroundings, Table, Verdict } from './types.ts';

export interface VerificationReport {
  readonly program: string;
  readonly at: string;
  readonly host: string;
  /** The card's name, or that there was none. */
  readonly card: string;
  readonly hasCard: boolean;
  readonly standIn: string;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly tookMs: number;
  readonly sections: readonly SectionReport[];
}

export interface Made {
  readonly version: string;
  readonly at: Date;
  readonly host: string;
  readonly card: string;
  readonly tookMs: number;
}

export function summarize(
  sections: readonly SectionReport[],
  surroundings: Surroundings,
  { version, at, host, card, tookMs }: Made,
): VerificationReport {
  const checks = sections.flatMap((section) => section.checks);
  const count = (verdict: Verdict): number => checks.filter((check) => check.verdict === verdict).length;
  return {
    program: `Dyno ${version}`,
    at: at.toISOString(),
    host,
    card,
    hasCard: surroundings.hasCard,
    standIn: surroundings.standIn,
    verdicts: { met: count('met'), 'not met': count('not met'), 'not judged': count('not judged') },
    tookMs,
    sections,
  };
}

export function verdictSentence({ verdicts }: VerificationReport): string {
  const { met } = verdicts;
  return `${met} checks met, ${verdicts['not met']} not met, ${verdicts['not judged']} not judged.`;
}

/** The same for people: what was promised first, then each section. */
export function asMarkdown(report: VerificationReport): string {
  const { program, at, host, card, sections, tookMs } = report;
  const checks = sections.flatMap((section) => section.checks);
  return [
    `# ${escape(card)}`,
    '',
    `${program} on ${escape(host)}, ${at.slice(0, 16).replace('T', ' ')} UTC, in ${Math.round(tookMs / 1000)} s.`,
    ...warning(report.standIn),
    ...(report.hasCard || report.standIn !== ''
      ? []
      : ['', '> **No card**, and nothing that stands in for one: nothing here says anything of a card.']),
    '',
    `**${verdictSentence(report)}**`,
    '',
    ...table({
      head: ['check', 'measured', 'target', 'verdict'],
      rows: checks.map(({ what, measured, target, verdict, why }) => [
        what,
        measured,
        target,
        why === '' ? verdict : `${verdict}: ${why}`,
      ]),
    }),
    ...sections.flatMap(sectionLines),
    '',
  ].join('\n');
}

function sectionLines({
  title,
  outcome,
  reason,
  sentences,
  tables,
  standIn,
  tookMs,
}: SectionReport): string[] {
  return [
    '',
    `## ${escape(title)}`,
    '',
    outcome === 'done' ? `Done in ${(tookMs / 1000).toFixed(1)} s.` : `**${outcome}**: ${escape(reason)}`,
    ...warning(standIn),
    ...sentences.flatMap((sentence) => ['', escape(sentence)]),
    ...tables.flatMap((one) => ['', ...table(one)]),
  ];
}

function warning(standIn: string): string[] {
  return standIn === ''
    ? []
    : ['', `> **Stand-in** (${escape(standIn)}): these figures say nothing of a card.`];
}

function table({ head, rows }: Table): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** A driver's words must not become markup, or a table of their own. */
function escape(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\\|<>`]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
    );
}
