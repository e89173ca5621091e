import type { GateCheck, GateFormat } from '../../../contract/gate.ts';
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
      const entries = dossier.report.checks
        .filter((check) => check.better === better)
        .map((check) => entryOf(check, dossier));
      return `${JSON.stringify(entries, null, 2)}\n`;
    },
  };
}

/** By its name an entry is found again in the next build's file, so nothing in it may change from run to run. */
function entryOf(check: GateCheck, { run, report }: GateDossier) {
  const interval = GATE_METRICS.find(({ id }) => id === check.metric)?.read(run)?.interval ?? null;
  const half = interval === null ? null : (interval[1] - interval[0]) / 2;
  return {
    name: oneLine(`${benchmarkWords(run)}: ${check.label}`),
    unit: check.kind === 'accuracy' ? 'cosine' : UNITS[check.unit],
    value: check.value,
    ...(half !== null && { range: `± ${Number(half.toPrecision(3))}` }),
    extra: [
      oneLine(check.sentence),
      `run ${report.runId}, baseline ${report.baseline.name} (run ${report.baseline.runId})`,
      ...placeWords(run).map(([fact, value]) => oneLine(`${fact}: ${value}`)),
    ].join('\n'),
  };
}
