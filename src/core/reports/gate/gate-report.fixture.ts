import { GATE_DEFAULTS, type GateCheck, type GateReport } from '../../../contract/gate.ts';
import type { Run } from '../../../contract/run.ts';
import type { GateDossier } from './types.ts';

export function gateCheck(change: Partial<GateCheck> = {}): GateCheck {
  return {
    metric: 'p50',
    label: 'median latency',
    kind: 'speed',
    unit: 'ms',
    better: 'lower',
    baseline: 10,
    value: 10.2,
    ratio: 1.02,
    ratioCi95: [0.99, 1.05],
    limit: 1.2,
    limitFrom: 'fixed',
    noise: { share: 0.03, source: 'assumed' },
    grade: 'fine',
    fails: false,
    isOpen: false,
    afresh: null,
    sentence: 'Median latency: 10.2 ms against 10.0 ms, 2.0 % slower, within the line of +20 %.',
    ...change,
  };
}

export const FAILING = gateCheck({
  value: 13,
  ratio: 1.3,
  ratioCi95: [1.25, 1.35],
  grade: 'critical',
  fails: true,
  sentence: 'Median latency: 13.0 ms against 10.0 ms, 30 % slower, beyond the line of +20 %.',
});

export function gateReport(change: Partial<GateReport> = {}): GateReport {
  return {
    id: 'abcdef012345',
    at: 1_700_000_000_000,
    runId: 'a1b2c3d4e5f6',
    baseline: { name: 'main', runId: '0f0f0f0f0f0f', setAt: 1 },
    model: 'encoder-tiny',
    thresholds: GATE_DEFAULTS,
    failOn: 'alert',
    state: 'pass',
    checks: [gateCheck()],
    notMeasured: [],
    reasons: [],
    confirmation: null,
    error: null,
    sentence: 'Passes against main: 1 check, none beyond its line.',
    ...change,
  };
}

/** Markup, quotes, line ends, a control character, half of a surrogate pair, right to left with an override. */
export const NASTY =
  '<b>&"\'|`x`](http://e.vil)@all #1 ::error::%0A\u0007\r\n\ud800]]> \u202eشبكة عصبية -->.onnx';

export function dossier(report: GateReport, run: Run): GateDossier {
  return { report: { ...report, model: run.model.name }, run, baseline: run };
}
