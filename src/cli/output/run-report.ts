import type { RunEnergy } from '../../contract/energy.ts';
import type { IntervalOf, LatencySummary } from '../../contract/latency.ts';
import type { Run } from '../../contract/run.ts';
import type { TrustBadge } from '../../contract/trust.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatScaled,
  NOT_MEASURED,
} from '../../contract/units.ts';
import { missingIntervalWords, noticedIn } from '../../core/analysis/series-words.ts';
import { coldCacheWords, stopWords, warmupWords, workWords } from '../../core/analysis/run-words.ts';
import type { Paint } from '../host/terminal.ts';
import { energyLines } from './energy-report.ts';
import { drawHistogram } from './histogram.ts';
import { resourceRows } from './resource-rows.ts';
import { missing } from './run-document.ts';
import { ellipsize, printable } from './table.ts';
import { trustLines } from './trust-report.ts';

const LABEL_WIDTH = 12;
const HISTOGRAM_ROWS = 4;
const CELL_WIDTH = 11;

/** One run for a person: the answer first, then the spread, then where it was measured. 80 columns. */
export function formatRun(run: Run, paint: Paint): string {
  const sections = [
    heading(run, paint),
    run.latencyMs ? latency(run.latencyMs, paint) : [],
    run.latencyMs ? distribution(run, run.latencyMs, paint) : [],
    run.trust ? trust(run.trust, paint) : [],
    run.energy ? energy(run.energy, paint) : [],
    facts(run, paint),
    run.error ? problem(run, paint) : [],
  ];
  return sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n');
}

export function statusWord(run: Pick<Run, 'status'>, paint: Paint): string {
  const colours = {
    queued: paint.dim,
    running: paint.cyan,
    done: paint.green,
    stopped: paint.yellow,
    failed: paint.red,
    crashed: paint.red,
  } as const;
  return colours[run.status](run.status);
}

function heading(run: Run, paint: Paint): string[] {
  const { config } = run;
  const shape = config.sequence === null ? `batch ${config.batch}` : `${config.batch} × ${config.sequence}`;
  const cold = config.coldCache ? 'cold caches' : null;
  const parts = [config.level, config.provider, shape, threadCount(config.threads), cold].filter(
    (part) => part !== null,
  );
  const simulated = config.executor === null ? '' : `${paint.yellow('SIMULATED')}  `;
  const name = ellipsize(printable(run.model.name), simulated === '' ? 44 : 33);
  const lines = [`${simulated}${paint.bold(name)}  ${parts.join(' · ')}  ${statusWord(run, paint)}`];
  const title = run.name === run.model.name ? '' : ellipsize(printable(run.name), 60);
  const tags = run.tags.map((tag) => `#${printable(tag)}`).join(' ');
  if (title || tags) lines.push(paint.dim([title, tags].filter(Boolean).join('  ')));
  return lines;
}

function threadCount(threads: number | null): string | null {
  if (threads === null) return null;
  return threads === 1 ? '1 thread' : `${threads} threads`;
}

function latency(summary: LatencySummary, paint: Paint): string[] {
  const short = missing(summary.count);
  const cells: readonly (readonly [string, string])[] = [
    ['min', formatDuration(summary.min)],
    ['p50', formatDuration(summary.p50)],
    ['p90', summary.p90 === null ? '— *' : formatDuration(summary.p90)],
    ['p95', summary.p95 === null ? '— *' : formatDuration(summary.p95)],
    ['p99', summary.p99 === null ? '— *' : formatDuration(summary.p99)],
    ['max', formatDuration(summary.max)],
  ];
  const lines = [
    label('median', paint) + paint.bold(formatDuration(summary.p50)) + certainty('p50', summary, paint),
    label('mean', paint) +
      `${formatDuration(summary.mean)} ± ${formatDuration(summary.std)}` +
      certainty('mean', summary, paint),
    '',
    paint.dim(
      cells
        .map(([title]) => title.padStart(CELL_WIDTH))
        .join('  ')
        .trimEnd(),
    ),
    cells.map(([, value]) => value.padStart(CELL_WIDTH)).join('  '),
  ];
  const unsure = (['p90', 'p95', 'p99'] as const).filter((name) => short[name] > 0);
  if (unsure.length > 0) {
    const wants = unsure.map((name) => `${name} ${formatCount(short[name])}`).join(', ');
    lines.push(paint.dim(`* too few samples to say; needs more: ${wants}`));
  }
  return lines;
}

function certainty(of: IntervalOf, summary: LatencySummary, paint: Paint): string {
  const between = summary.intervals[of];
  const words = between
    ? `${formatDuration(between[0])} to ${formatDuration(between[1])}, 95 %`
    : missingIntervalWords(of, summary);
  return paint.dim(`  (${words})`);
}

function distribution(run: Run, summary: LatencySummary, paint: Paint): string[] {
  const bars = drawHistogram(run.spark, HISTOGRAM_ROWS, 2);
  if (bars.length === 0 || summary.max === summary.min) return [];
  const width = run.spark.length * 2;
  const low = formatDuration(summary.min);
  const high = `${formatDuration(summary.p99 ?? summary.max)}${summary.p99 === null ? '' : ' and above'}`;
  const axis = low + high.padStart(Math.max(high.length + 1, width - low.length));
  return [...bars.map((bar) => paint.blue(`  ${bar}`)), paint.dim(`  ${axis}`)];
}

function facts(run: Run, paint: Paint): string[] {
  const { phases, throughput, hardware, environment, signals, work } = run;
  const noticed = noticedIn(signals);
  const coldCacheBytes = run.resources?.coldCacheBytes ?? null;
  const rows: (readonly [string, string] | null)[] = [
    throughput && [
      'throughput',
      `${formatScaled(throughput.samplesPerSecond)} samples/s` +
        (throughput.tokensPerSecond === null
          ? ''
          : ` · ${formatScaled(throughput.tokensPerSecond)} tokens/s`),
    ],
    work?.flops == null ? null : ['work', workWords(work)],
    [
      'phases',
      `load ${formatDuration(phases.loadMs)} · first run ${formatDuration(phases.firstRunMs)}` +
        (signals?.warmup ? '' : ` · warm-up ${formatDuration(phases.warmupMs)}`),
    ],
    signals?.warmup ? ['warm-up', warmupWords(signals.warmup)] : null,
    ['measured', measuredWords(run)],
    noticed.length === 0 ? null : ['series', noticed.join(' · ')],
    coldCacheBytes === null ? null : ['cold cache', coldCacheWords(coldCacheBytes)],
    ...resourceRows(run),
    [
      'model',
      `${formatScaled(run.model.parameters)} parameters · ${formatBytes(run.model.weightBytes)} weights`,
    ],
    // The sampler looks now and then: what the worker knows of itself is exact.
    hardware === null || run.resources?.cpuCores != null
      ? null
      : [
          'worker',
          `CPU ${formatPercent(hardware.workerCpuMeanPercent)} of a core · peak ${formatBytes(hardware.workerPeakBytes)}`,
        ],
    environment && ['machine', `${environment.cpu.model || NOT_MEASURED}, ${environment.cpu.cores} cores`],
    environment && [
      'software',
      `ONNX Runtime ${environment.onnxRuntime ?? NOT_MEASURED} · Node ${environment.node} · Dyno ${environment.dyno}`,
    ],
    run.config.executor === null ? null : ['drawn from', run.config.executor],
    ['run', run.id],
  ];
  return rows
    .filter((row) => row !== null)
    .map(([title, value]) => label(title, paint) + ellipsize(printable(value), 80 - LABEL_WIDTH));
}

function trust(badge: TrustBadge, paint: Paint): string[] {
  const [first = '', ...rest] = trustLines(badge, paint, LABEL_WIDTH);
  return [label('trust', paint) + first, ...rest];
}

function energy(drawn: RunEnergy, paint: Paint): string[] {
  const [first = '', ...rest] = energyLines(drawn, paint, LABEL_WIDTH);
  return [label('energy', paint) + first, ...rest];
}

function measuredWords({ latencyMs, phases, signals, config }: Run): string {
  const ended = stopWords(signals?.endedBy ?? null, config);
  const count = formatCount(latencyMs?.count ?? 0);
  if (config.scenario !== null) return `${count} queries, of the point that is shown above`;
  const measured = `${count} iterations in ${formatDuration(phases.measuredMs)}`;
  return ended === '' ? measured : `${measured} (${ended})`;
}

function problem(run: Run, paint: Paint): string[] {
  const error = run.error;
  if (!error) return [];
  return [`${paint.red(paint.bold(error.code))}  ${error.message}`, `${paint.dim('→')} ${error.nextStep}`];
}

function label(title: string, paint: Paint): string {
  return paint.dim(title.padEnd(LABEL_WIDTH));
}
