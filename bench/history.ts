import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChangePoints } from '../src/core/analysis/change-points/find-change-points.ts';
import { RandomStream } from '../src/core/analysis/simulate/random-stream.ts';
import { median, milliseconds, type Figure } from './figure.ts';
import { annotationScore } from './history/annotation-score.ts';
import { NOISES } from './history/noises.ts';

const HISTORIES = 1000;
const RUNS = 100;
const LONGEST_MS = 200;

const placesOf = (values: Float64Array): number[] =>
  findChangePoints(values).changes.map(({ index }) => index);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Change points: how quick, how many false alarms, how soon a step is found, and what others say of real series. */
export function benchHistory(say: (text: string) => void): Figure[] {
  return [speed(), falseAlarms(say), stepFound(say), ...referenceFigures(say)];
}

function speed(): Figure {
  const random = new RandomStream(1);
  const shapes = [
    () => 0,
    (at: number) => Math.floor(at / 500) % 2,
    (at: number) => Math.floor(at / 20) % 2,
  ].map((level) =>
    Float64Array.from({ length: 10_000 }, (_, at) => 100 + 5 * level(at) + 2 * random.normal()),
  );
  const slowest = Math.max(
    ...shapes.map((values) =>
      median(
        Array.from({ length: 7 }, () => {
          const since = performance.now();
          findChangePoints(values);
          return performance.now() - since;
        }),
      ),
    ),
  );
  return {
    name: 'change points of 10,000 runs',
    target: `≤ ${LONGEST_MS} ms`,
    measured: milliseconds(slowest),
    met: slowest <= LONGEST_MS,
    detail: { slowestMs: slowest },
  };
}

function falseAlarms(say: (text: string) => void): Figure {
  const random = new RandomStream(2);
  const names = Object.keys(NOISES);
  const alarms = new Map<string, number>(names.map((name) => [name, 0]));
  for (let at = 0; at < HISTORIES; at += 1) {
    const name = names[at % names.length] as string;
    const draw = NOISES[name]?.(random) ?? (() => 0);
    const values = Float64Array.from({ length: RUNS }, () => 100 + 2 * draw());
    if (placesOf(values).length > 0) alarms.set(name, (alarms.get(name) ?? 0) + 1);
  }
  for (const [name, count] of alarms) say(`false alarms, ${name}: ${count}`);
  const share = [...alarms.values()].reduce((a, b) => a + b, 0) / HISTORIES;
  return {
    name: `${HISTORIES} histories of ${RUNS} runs without a change`,
    target: '≤ 1 % with an alarm',
    measured: percent(share),
    met: share <= 0.01,
    detail: { share, ...Object.fromEntries(alarms) },
  };
}

/** The history ends with the fifth run after the step; from 20 to 200 runs come before it. */
function stepFound(say: (text: string) => void): Figure {
  const random = new RandomStream(3);
  let found = 0;
  for (let at = 0; at < HISTORIES; at += 1) {
    const before = 20 + Math.floor(random.uniform() * 181);
    const values = Float64Array.from(
      { length: before + 5 },
      (_, place) => 100 + 2 * random.normal() + (place < before ? 0 : 5),
    );
    if (placesOf(values).some((place) => Math.abs(place - before) <= 5)) found += 1;
  }
  const share = found / HISTORIES;
  say(`5 % in 2 % noise, five runs after: ${percent(share)}`);
  return {
    name: 'a 5 % step in 2 % noise, by its fifth run',
    target: '≥ 95 % found',
    measured: percent(share),
    met: share >= 0.95,
    detail: { share, histories: HISTORIES },
  };
}

function referenceFigures(say: (text: string) => void): Figure[] {
  const folder = join(process.env['DYNO_REFERENCE'] ?? '', 'changepoint');
  if (process.env['DYNO_REFERENCE'] === undefined || !existsSync(folder)) {
    say('Real series are left out: DYNO_REFERENCE names no folder with them.');
    return [];
  }
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return [tigerbeetle(read('tigerbeetle.json')), ...annotated(folder, read, say)];
}

function tigerbeetle(document: unknown): Figure {
  const { series, expected } = document as { series: number[]; expected: Record<string, number[]> };
  const large = findChangePoints(Float64Array.from(series)).changes.filter(
    ({ before, after }) => Math.abs(after.value / before.value - 1) >= 0.05,
  );
  const found = large.map(({ index }) => index).join(', ');
  const wanted = [...new Set(Object.values(expected).map((places) => places.join(', ')))];
  return {
    name: 'tigerbeetle.json, changes of 5 % and more',
    target: wanted.join(' or '),
    measured: found,
    met: wanted.length === 1 && found === wanted[0],
    detail: { found, wanted },
  };
}

const LEAST_F1: Readonly<Record<string, number>> = {
  quality_control_1: 0.95,
  quality_control_3: 0.95,
  run_log: 0.65,
};

function annotated(folder: string, read: (file: string) => unknown, say: (text: string) => void): Figure[] {
  const people = read('tcpd/annotations.json') as Record<string, Record<string, number[]>>;
  const scores = new Map<string, number>();
  let ofNothing = 0;
  for (const file of readdirSync(join(folder, 'tcpd')).filter((name) => name !== 'annotations.json')) {
    const name = file.replace('.json', '');
    const { series } = read(`tcpd/${file}`) as { series: { raw: (number | null)[] }[] };
    const values = Float64Array.from(series[0]?.raw ?? [], (value) => value ?? Number.NaN);
    const annotations = Object.values(people[name] ?? {});
    scores.set(name, annotationScore(placesOf(values), annotations));
    ofNothing += annotationScore([], annotations);
    say(`${name}: F1 ${(scores.get(name) ?? 0).toFixed(3)}`);
  }
  const mean = [...scores.values()].reduce((a, b) => a + b, 0) / scores.size;
  say(`Finding nothing at all would score ${(ofNothing / scores.size).toFixed(3)}.`);
  const figure = (name: string, f1: number, least: number): Figure => ({
    name: `F1 at margin 5, ${name}`,
    target: `≥ ${least}`,
    measured: f1.toFixed(3),
    met: f1 >= least,
    detail: { f1 },
  });
  return [
    figure('mean of the annotated series', mean, 0.82),
    ...Object.entries(LEAST_F1).map(([name, least]) => figure(name, scores.get(name) ?? 0, least)),
  ];
}
