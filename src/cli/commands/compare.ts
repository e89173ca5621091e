import type { Command } from 'commander';
import type { Comparison, MetricDifference } from '../../contract/comparison.ts';
import { formatByUnit, formatNumber } from '../../contract/units.ts';
import type { Run } from '../../contract/run.ts';
import { EXIT } from '../exit-codes.ts';
import type { Paint } from '../host/terminal.ts';
import { jsonDocument } from '../output/schema.ts';
import { ellipsize, formatTable, printable } from '../output/table.ts';
import { wrap } from '../output/wrap.ts';
import { RUN_ARGUMENT } from './show.ts';
import type { AddCommand } from './types.ts';

const HELP = `
Sets two stored runs side by side. It describes: two runs made one after the
other cannot prove which version is faster.

Examples:
  dyno compare last~1 last

Exit codes: 0 done, 2 no such run, 4 one of the runs measured nothing`;

export const addCompare: AddCommand = (program, act) => {
  program
    .command('compare')
    .summary('set two runs side by side')
    .description('Sets two stored runs side by side.')
    .argument('<a>', RUN_ARGUMENT)
    .argument('<b>', 'another one')
    .addHelpText('after', HELP)
    .action((a: string, b: string, _options: object, command: Command) =>
      act(command, async ({ openCore, terminal, json }) => {
        const { api } = await openCore();
        const [runA, runB] = [await api.getRun(a), await api.getRun(b)];
        const comparison = await api.compareRuns(runA.id, runB.id);
        terminal.data(json ? comparisonDocument(comparison) : formatComparison(comparison, terminal.paint));
        return runA.latencyMs === null || runB.latencyMs === null ? EXIT.notEnoughEvidence : EXIT.done;
      }),
    );
};

function comparisonDocument({ a, b, seriesA: _a, seriesB: _b, ...rest }: Comparison): string {
  return jsonDocument({ a: { id: a.id, name: a.name }, b: { id: b.id, name: b.name }, ...rest });
}

function formatComparison(comparison: Comparison, paint: Paint): string {
  const { a, b } = comparison;
  const differing = [...comparison.configuration, ...comparison.environment].filter(
    (metric) => metric.a !== metric.b,
  );
  const section = (title: string, metrics: readonly MetricDifference[]): string[] => {
    if (metrics.length === 0) return [];
    const table = formatTable(
      [
        { title, shrinks: true },
        { title: 'A', align: 'right', shrinks: true },
        { title: 'B', align: 'right', shrinks: true },
        { title: 'B/A', align: 'right' },
      ],
      metrics.map((metric) => [
        metric.label,
        printable(formatByUnit(metric.a, metric.unit)),
        printable(formatByUnit(metric.b, metric.unit)),
        metric.ratio === null ? '' : `${formatNumber(metric.ratio)}×`,
      ]),
      80,
    );
    return ['', paint.dim(table.head), ...table.body];
  };
  return [
    '',
    ...wrap(comparison.sentence, 80).map((line) => paint.bold(line)),
    '',
    `A  ${a.id}  ${titleOf(a)}`,
    `B  ${b.id}  ${titleOf(b)}`,
    ...section('measured', comparison.metrics),
    ...section('set up differently', differing),
    ...(comparison.profiling === null
      ? []
      : ['', ...wrap(`! ${comparison.profiling.sentence}`, 80).map((line) => paint.yellow(line))]),
    ...comparison.cautions.flatMap((caution) => [
      '',
      ...wrap(`! ${caution}`, 80).map((line) => paint.yellow(line)),
    ]),
    '',
  ].join('\n');
}

function titleOf(run: Run): string {
  return ellipsize(printable(run.name || run.model.name), 60);
}
