import type { GateCheck, GateFormat } from '../../../contract/gate.ts';
import type { Interval } from '../../../contract/latency.ts';
import type { Unit } from '../../../contract/units.ts';
import { GATE_METRICS } from '../../analysis/gate/gate-metrics.ts';
import { benchmarkWords, oneLine, placeWords } from './check-words.ts';
import type { GateDossier, GateWriter } from './types.ts';

/** What github-action-benchmark reads as "customSmallerIsBetter". */
export const benchmarkJson = formatOf('benchmark-json', 'lower');
/** And as "customBiggerIsBetter": one file holds the one kind only. */
export const biggerBenchmarkJson = formatOf('benchmark-json-bigger', 'higher');

const UNITS: Readonly<Record<Unit, string>> = {
  ms: 'ms',
  bytes: 'bytes',
  percent: '%',
  joules: 'J',
  watts: 'W',
  'per-second': '/s',
  count: '',
  text: '',
};

function formatOf(id: GateFormat, better: GateCheck['better']): GateWriter {
  return {
    id,
    extension: 'json',
    mediaType: 'application/json',
    write(dossier) {
      const { checks } = dossier.report;
      // What could not be held against the baseline was measured all the same, and is a point of the trend.
      const values = checks.length > 0 ? checks.map((check) => checked(check, dossier)) : measured(dossier);
      const entries = values
        .filter((value) => value.better === better)
        .map((value) => entryOf(value, dossier));
      return `${JSON.stringify(entries, null, 2)}\n`;
    },
  };
}

interface Value extends Pick<GateCheck, 'label' | 'better' | 'value'> {
  readonly unit: string;
  readonly interval: Interval | null;
  readonly sentence: string;
}

function checked(
  { metric, label, better, value, kind, unit, sentence }: GateCheck,
  { run }: GateDossier,
): Value {
  const interval = GATE_METRICS.find(({ id }) => id === metric)?.read(run)?.interval ?? null;
  return { label, better, value, unit: kind === 'accuracy' ? 'cosine' : UNITS[unit], interval, sentence };
}

function measured({ run, report: { sentence } }: GateDossier): readonly Value[] {
  return GATE_METRICS.flatMap(({ label, better, unit, read }) => {
    const reading = read(run);
    return reading === null ? [] : [{ ...reading, label, better, unit: UNITS[unit], sentence }];
  });
}

/** By its name an entry is found again in the next build's file, so nothing in it may change from run to run. */
function entryOf({ label, unit, value, interval, sentence }: Value, { run, report }: GateDossier) {
  const half = interval === null ? null : (interval[1] - interval[0]) / 2;
  return {
    name: oneLine(`${benchmarkWords(run)}: ${label}`),
    unit,
    value,
    ...(half !== null && { range: `± ${Number(half.toPrecision(3))}` }),
    extra: [
      oneLine(sentence),
      `run ${report.runId}, baseline ${report.baseline.name} (run ${report.baseline.runId})`,
      ...placeWords(run).map(([fact, words]) => oneLine(`${fact}: ${words}`)),
    ].join('\n'),
  };
}
