import type { ScalingMetric, ScalingQuestion, ScalingVariable } from '../../../contract/scaling.ts';
import { formatBytes, formatDuration, formatNumber } from '../../../contract/units.ts';
import type { FittedLaw } from './laws/types.ts';

interface Item {
  /** Of tokens there are thousands, of samples few. */
  readonly count: number;
  readonly name: string;
  readonly of: string;
}

const ITEMS: Readonly<Record<ScalingVariable, Item>> = {
  batch: { count: 1, name: 'sample', of: 'the batch' },
  sequence: { count: 1000, name: '1k tokens', of: 'the sequence' },
  tokens: { count: 1000, name: '1k tokens', of: 'the tokens' },
  concurrency: { count: 1, name: 'session', of: 'the sessions' },
};

type Quantity = Pick<ScalingQuestion, 'metric' | 'variable'>;

/** "base 48 MiB + 0.5 MiB per 1k tokens": the law as a sum that can be worked out in the head. */
export function lawInWords({ metric, variable }: Quantity, { name, coefficients }: FittedLaw): string {
  const [base = 0, first = 0, second = 0] = coefficients;
  const { count, name: item, of } = ITEMS[variable];
  const size = (value: number): string => formatValue(metric, value);
  const constant: readonly Term[] =
    base === 0 ? [] : [{ value: base, text: `${metric === 'memory' ? 'base ' : ''}${size(base)}` }];
  if (name === 'power') {
    const power = `${size(Math.abs(first))} × ${variable}^${formatNumber(second)}`;
    return `${sum([...constant, { value: first, text: power }])}, ${bend(second)}`;
  }
  const growth = [
    { value: first, text: `${size(Math.abs(first * count))} per ${item}` },
    { value: second, text: `${size(Math.abs(second * count ** 2))} per (${item})²` },
  ].filter(({ value }) => value !== 0);
  if (growth.length === 0) return `stays at ${size(base)} whatever ${of}`;
  const words = sum([...constant, ...growth]);
  if (second !== 0) return `${second < 0 ? 'bends with' : 'grows with'} the square of ${of}: ${words}`;
  return variable === 'batch' ? `${words} (batch)` : words;
}

interface Term {
  readonly value: number;
  readonly text: string;
}

function sum(terms: readonly Term[]): string {
  return terms
    .map(({ value, text }, index) => (value < 0 ? `− ${text}` : index === 0 ? text : `+ ${text}`))
    .join(' ');
}

function bend(exponent: number): string {
  if (exponent < 0) return 'falling';
  return exponent < 1 ? 'slower than in proportion' : 'faster than in proportion';
}

export function formatValue(metric: ScalingMetric, value: number): string {
  if (metric === 'latency') return formatDuration(value);
  return metric === 'memory' ? formatBytes(value) : `${formatNumber(value)}/s`;
}
