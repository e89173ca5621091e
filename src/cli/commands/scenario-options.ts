import type { Command } from 'commander';
import {
  SCENARIOS,
  SEQUENCE_LENGTHS,
  type ScenarioKind,
  type ScenarioWish,
  type SequenceLengths,
} from '../../contract/scenario.ts';
import { milliseconds, oneOf, positiveNumber, usage, wholeNumber } from '../options.ts';

export interface ScenarioOptions {
  readonly scenario?: ScenarioKind;
  readonly sessions?: number;
  readonly streams?: number;
  readonly qps?: number;
  readonly maxBatch?: number;
  readonly batchDelay?: number;
  readonly lengths?: SequenceLengths;
  readonly sweep?: readonly number[] | true;
}

const NEEDED_BY = ['sessions', 'streams', 'qps', 'maxBatch', 'batchDelay', 'lengths', 'sweep'] as const;

export function addScenarioOptions(command: Command): Command {
  return command
    .optionsGroup('Scenario (many queries instead of one call after the other):')
    .option('--scenario <kind>', SCENARIOS.join(', '), oneOf('--scenario', SCENARIOS))
    .option('--sessions <n>', 'sessions of the model, a thread each', wholeNumber('--sessions', 1, 256))
    .option('--streams <n>', 'multi-stream: queries in flight', wholeNumber('--streams', 1, 10_000))
    .option('--qps <n>', 'server: arrivals a second; without: 70 % of capacity', positiveNumber('--qps'))
    .option('--max-batch <n>', 'queries joined into one run at most', wholeNumber('--max-batch', 1, 4096))
    .option('--batch-delay <ms>', 'how long a query waits to be joined', milliseconds('--batch-delay'))
    .option('--lengths <how>', 'fixed or mixed sequence lengths', oneOf('--lengths', SEQUENCE_LENGTHS))
    .option('--sweep [values]', 'one point for each of 1,2,4,8: streams, sessions or qps', sweepValues);
}

/** Undefined where none of its options was given. */
export function scenarioWish(options: ScenarioOptions): ScenarioWish | undefined {
  const { scenario, sessions, streams, qps, maxBatch, batchDelay, lengths, sweep } = options;
  if (scenario === undefined) {
    const orphan = NEEDED_BY.find((name) => options[name] !== undefined);
    if (orphan === undefined) return undefined;
    const option = `--${orphan.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw usage(`${option} belongs to a scenario.`, option, `Add --scenario ${scenarioFor(options)}.`);
  }
  return {
    kind: scenario,
    ...(sessions !== undefined && { sessions }),
    ...(streams !== undefined && { streams }),
    ...(qps !== undefined && { queriesPerSecond: qps }),
    ...(maxBatch !== undefined && { maxBatch }),
    ...(batchDelay !== undefined && { batchDelayMs: batchDelay }),
    ...(lengths !== undefined && { lengths }),
    ...(sweep !== undefined && { sweep: sweep === true ? 'auto' : sweep }),
  };
}

function scenarioFor({ streams, qps }: ScenarioOptions): ScenarioKind {
  if (qps !== undefined) return 'server';
  return streams === undefined ? 'offline' : 'multi-stream';
}

function sweepValues(text: string): readonly number[] {
  const values = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (values.every((value) => Number.isFinite(value) && value > 0) && values.length <= 64) return values;
  throw usage(
    `--sweep takes up to 64 numbers above 0 with commas between them, not "${text}".`,
    '--sweep',
    'Write --sweep 1,2,4,8, or --sweep alone.',
  );
}
