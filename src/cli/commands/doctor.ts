import type { Command } from 'commander';
import type { CheckState, DoctorReport } from '../../contract/hardware.ts';
import { formatDuration } from '../../contract/units.ts';
import { EXIT } from '../exit-codes.ts';
import type { Paint } from '../host/terminal.ts';
import { jsonDocument } from '../output/schema.ts';
import { printable } from '../output/table.ts';
import { wrap } from '../output/wrap.ts';
import type { AddCommand } from './types.ts';

const SIGNS: Readonly<Record<CheckState, string>> = { ok: '✓', warning: '!', missing: '–' };
const TITLE_WIDTH = 22;

export const addDoctor: AddCommand = (program, act) => {
  program
    .command('doctor')
    .summary('what this machine has and lacks')
    .description('Checks what this machine has and lacks for Dyno, each with the next step.')
    .addHelpText('after', '\nExamples:\n  dyno doctor\n  dyno doctor --json\n\nExit codes: 0 the checks ran')
    .action((_options: object, command: Command) =>
      act(command, async ({ openCore, terminal, json }) => {
        const { api } = await openCore();
        const report = await api.doctor();
        terminal.data(json ? jsonDocument({ ...report }) : formatReport(report, terminal.paint));
        return EXIT.done;
      }),
    );
};

function formatReport(report: DoctorReport, paint: Paint): string {
  const colours = { ok: paint.green, warning: paint.yellow, missing: paint.dim } as const;
  const indent = ' '.repeat(TITLE_WIDTH + 4);
  const lines = report.checks.flatMap((check) => {
    const detail = wrap(printable(check.detail), 80 - indent.length);
    const first = `${colours[check.state](SIGNS[check.state])} ${check.title.padEnd(TITLE_WIDTH)}  ${detail[0] ?? ''}`;
    const step = check.nextStep === '' ? [] : wrap(`→ ${check.nextStep}`, 80 - indent.length);
    return [
      first,
      ...detail.slice(1).map((line) => indent + line),
      ...step.map((line) => paint.dim(indent + line)),
    ];
  });
  return [...lines, '', paint.dim(`Checked in ${formatDuration(report.tookMs)}.`)].join('\n');
}
