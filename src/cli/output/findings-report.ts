import type { Finding } from '../../contract/finding.ts';
import type { RunProfile } from '../../contract/profile.ts';
import { formatDuration, formatPercent } from '../../contract/units.ts';
import type { Paint } from '../host/terminal.ts';
import { printable } from './table.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;
const INDENT = '        ';

/** What was found, how much it costs, by what it is seen, and what to try. 80 columns. */
export function formatFindings(profile: RunProfile, findings: readonly Finding[], paint: Paint): string {
  if (findings.length === 0) return paint.dim('Nothing was found that the time could be cut by.');
  return findings.map((finding) => oneFinding(finding, profile, paint).join('\n')).join('\n\n');
}

function oneFinding(finding: Finding, { cleanMeanMs }: RunProfile, paint: Paint): string[] {
  const { severity, title, costMs, evidence, nextStep } = finding;
  const marks = {
    high: paint.red('high    '),
    medium: paint.yellow('medium  '),
    low: paint.dim('low     '),
  } as const;
  const lines = wrap(printable(title), WIDTH - INDENT.length);
  const cost =
    costMs === null
      ? []
      : [
          {
            label: 'costs at most',
            value: `${formatDuration(costMs)} (${formatPercent((100 * costMs) / cleanMeanMs)})`,
          },
        ];
  return [
    ...lines.map((line, index) => (index === 0 ? marks[severity] : INDENT) + paint.bold(line)),
    ...[...cost, ...evidence].flatMap(({ label, value }) =>
      wrap(`${printable(label)}: ${printable(value)}`, WIDTH - INDENT.length - 2).map(
        (line, index) => `${INDENT}${index === 0 ? '' : '  '}${line}`,
      ),
    ),
    ...wrap(`→ ${nextStep}`, WIDTH - INDENT.length).map((line) => INDENT + paint.dim(line)),
  ];
}
