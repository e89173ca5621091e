import type { NameTotals } from '../../contract/span-source.ts';
import type { StepSplit, TraceFinding, TraceReport } from '../../contract/trace-report.ts';
import type { TraceInfo } from '../../contract/trace.ts';
import { formatCount, formatNumber, formatPercent } from '../../contract/units.ts';
import { durationOfUs, lengthWords, traceFacts } from '../../core/analysis/trace/trace-words.ts';
import type { Paint } from '../host/terminal.ts';
import { ellipsize, printable, type Column } from './table.ts';
import { REPORT_WIDTH, section, type ReportShown } from './trace-report-section.ts';
import { kernels, names as namesOf, operators } from './trace-report-work.ts';
import { collectives, copies, criticalPath, devices, idle, launches } from './trace-report-device.ts';
import { warningLines } from './trace-info.ts';
import { wrap } from './wrap.ts';

/** What took the time, the answer first. */
export function formatTraceReport(
  info: TraceInfo,
  report: TraceReport,
  names: readonly NameTotals[],
  shown: ReportShown,
): string {
  const { paint } = shown;
  return [
    [
      paint.bold(ellipsize(printable(info.name), REPORT_WIDTH)),
      ...wrap(traceFacts(info).join(' · '), REPORT_WIDTH).map(paint.dim),
    ],
    wrap(summaryOf(info, report), REPORT_WIDTH).map((line) => paint.bold(ellipsize(line, REPORT_WIDTH))),
    hasSplit(report) ? steps(report, shown) : [],
    namesOf(info, names, shown),
    devices(report, shown),
    kernels(report, shown),
    operators(report, shown),
    idle(report, shown),
    launches(report, shown),
    copies(report, shown),
    collectives(report, shown),
    criticalPath(report, shown),
    findings(report.findings, paint),
    warningLines(report.warnings, paint),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** One step of no device is the whole, and nothing of it is told apart. */
const hasSplit = ({ hasGpu, steps: all }: TraceReport): boolean => hasGpu || all.length > 1;

/** What dominates, in one or two sentences. */
function summaryOf(info: TraceInfo, report: TraceReport): string {
  const { spanUs, busyUs, hasGpu, kernels: list, operators: ops } = report;
  const whole = lengthWords(info.toNs - info.fromNs, info.unit);
  const [first] = list;
  const [operator] = [...ops].sort((a, b) => b.hostOwnUs - a.hostOwnUs);
  if (hasGpu && spanUs > 0) {
    const busy = `GPU busy ${formatPercent((100 * busyUs) / spanUs)} of ${durationOfUs(spanUs)}`;
    if (first === undefined) return `${busy}.`;
    const name = ellipsize(printable(first.name), 48);
    return `${busy}; ${formatPercent(100 * first.share)} of the kernels' time is ${name}.`;
  }
  const most =
    operator === undefined
      ? ''
      : ` Most own time: ${ellipsize(printable(operator.name), 48)}, ${durationOfUs(operator.hostOwnUs)}.`;
  return `${whole}, no GPU work in it.${most}`;
}

function steps({ steps: all, meanStep }: TraceReport, { top, paint }: ReportShown): string[] {
  if (meanStep === null) return [];
  const rows = [
    stepCells({ ...meanStep, name: `mean of ${formatCount(all.length)}` }),
    ...(all.length > 1 ? all.slice(0, top).map(stepCells) : []),
  ];
  const columns: readonly Column[] = [
    { title: 'step', shrinks: true },
    ...['time', 'kernel', 'copy', 'comm.', 'runtime', 'loader', 'CPU', 'other'].map((title) => ({
      title,
      align: 'right' as const,
    })),
  ];
  return section(
    'Where the steps spend their time',
    columns,
    rows,
    all.length > 1 ? all.length - top : 0,
    paint,
  );
}

function stepCells(step: StepSplit): string[] {
  const share = (us: number): string =>
    step.durationUs > 0 ? formatPercent((100 * us) / step.durationUs) : formatNumber(null);
  return [
    printable(step.name),
    durationOfUs(step.durationUs),
    share(step.kernelUs),
    share(step.memcpyUs + step.memsetUs),
    share(step.communicationUs),
    share(step.runtimeUs),
    share(step.dataLoaderUs),
    share(step.cpuUs),
    share(step.otherUs),
  ];
}

const MARKS: Readonly<Record<TraceFinding['severity'], string>> = { critical: '!!', warning: '!', info: '·' };

function findings(list: readonly TraceFinding[], paint: Paint): string[] {
  if (list.length === 0) return [];
  const colours = { critical: paint.red, warning: paint.yellow, info: String } as const;
  return [
    paint.bold('Findings'),
    ...list.flatMap(({ severity, title, text, nextStep, costUs }) => {
      const cost = costUs === null ? '' : `  (${durationOfUs(costUs)})`;
      const indented = (words: string): string[] =>
        wrap(printable(words), REPORT_WIDTH - 3).map((line) => `   ${ellipsize(line, REPORT_WIDTH - 3)}`);
      return [
        colours[severity](ellipsize(`${MARKS[severity].padEnd(3)}${printable(title)}${cost}`, REPORT_WIDTH)),
        ...indented(text),
        ...indented(`→ ${nextStep}`).map((line) => paint.dim(line)),
      ];
    }),
  ];
}
