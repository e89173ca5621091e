import {
  GATE_DEFAULTS,
  type GateKind,
  type GateLevels,
  type GateRequest,
  type GateThresholds,
} from '../../contract/gate.ts';
import { GATE_METRIC_IDS } from '../../core/analysis/gate/gate-metrics.ts';
import { usage } from '../options.ts';

export interface GateOptions {
  readonly baseline: string;
  readonly failOn?: NonNullable<GateRequest['failOn']>;
  readonly alert?: number;
  readonly speed?: GateLevels;
  readonly memory?: GateLevels;
  readonly accuracy?: GateLevels;
  readonly learned?: true;
  readonly metric?: readonly string[];
  readonly remeasure?: number;
  readonly setBaselineIfMissing?: true;
  readonly junit?: string;
  readonly markdown?: string;
  readonly github?: true;
  readonly benchmarkJson?: string;
  readonly benchmarkJsonBigger?: string;
  readonly wait: boolean;
}

const NUMBER = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/;

/** 1.2 and 120% are the same line. */
export function alertRatio(text: string): number {
  const [, digits = '', percent = ''] = NUMBER.exec(text.trim()) ?? [];
  const value = digits === '' ? Number.NaN : Number(digits) / (percent === '' ? 1 : 100);
  if (value >= 1 && value <= 1000) return value;
  throw usage(
    `--alert takes a ratio to the baseline from 1 on, not "${text}".`,
    '--alert',
    'Write --alert 1.2 or --alert 120%.',
  );
}

/** "15,25": percent by which a warning and a critical regression are worse. */
export function levels(option: string): (text: string) => GateLevels {
  return (text) => {
    const [warning = Number.NaN, critical = Number.NaN, ...more] = text.split(',').map((part) => {
      const [, digits] = NUMBER.exec(part.trim()) ?? [];
      return digits === undefined ? Number.NaN : Number(digits) / 100;
    });
    if (more.length === 0 && warning >= 0 && critical >= warning && critical <= 1000)
      return { warning, critical };
    throw usage(
      `${option} takes percents for warning and critical, the smaller first, not "${text}".`,
      option,
      `Write ${option} 15,25.`,
    );
  };
}

export function gateMetric(text: string): string {
  const found = GATE_METRIC_IDS.find((id) => id.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  throw usage(`--metric does not know "${text}".`, '--metric', `Choose among ${GATE_METRIC_IDS.join(', ')}.`);
}

export function gateRequest(runId: string, options: GateOptions): GateRequest {
  const given: Partial<Record<GateKind, GateLevels>> = {
    ...(options.speed && { speed: options.speed }),
    ...(options.memory && { memory: options.memory }),
    ...(options.accuracy && { accuracy: options.accuracy }),
  };
  const thresholds: Partial<GateThresholds> = {
    ...(options.learned === true && { mode: 'learned' as const }),
    ...(options.alert !== undefined && { alertRatio: options.alert }),
    ...(Object.keys(given).length > 0 && { levels: { ...GATE_DEFAULTS.levels, ...given } }),
  };
  return {
    runId,
    baseline: options.baseline,
    wait: options.wait,
    ...(Object.keys(thresholds).length > 0 && { thresholds }),
    ...(options.failOn !== undefined && { failOn: options.failOn }),
    ...(options.metric !== undefined && { metrics: options.metric }),
    ...(options.remeasure !== undefined && { remeasure: options.remeasure }),
  };
}
