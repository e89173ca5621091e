import { describe, expect, it } from 'vitest';
import type { GateFormat, GateReport } from '../../../contract/gate.ts';
import type { Run } from '../../../contract/run.ts';
import { fakeLatency } from '../../targets/target-run.fixture.ts';
import { aRun } from '../../store/run.fixture.ts';
import { FAILING, gateCheck, gateReport, dossier, NASTY } from './gate-report.fixture.ts';
import { gateAs } from './index.ts';
import { parseXml, type Element } from './xml.fixture.ts';

const RUN = aRun('a1b2c3d4e5f6');
const NAMED_BADLY: Run = { ...RUN, model: { ...RUN.model, name: NASTY } };

const written = (id: GateFormat, report: GateReport, run = RUN): string =>
  gateAs(id, dossier(report, run)).text;
const failing = gateReport({
  state: 'fail',
  checks: [FAILING, gateCheck({ metric: 'mean', label: 'mean latency' })],
  notMeasured: [{ metric: 'memory', label: 'peak memory', reason: 'Not known of both.' }],
  sentence: `Fails against main: ${NASTY}`,
});

describe('JUnit', () => {
  const suiteOf = (report: GateReport, run = RUN): Element => {
    const root = parseXml(written('junit', report, run));
    expect(root.name).toBe('testsuites');
    const [suite] = root.children as [Element];
    expect(suite.name).toBe('testsuite');
    // The order that the common schema asks for.
    const order = suite.children.map(({ name }) => name);
    expect(order.join(' ')).toMatch(/^properties( testcase)* system-out$/);
    const cases = suite.children.filter(({ name }) => name === 'testcase');
    const count = (name: string): string =>
      String(cases.filter(({ children }) => children.some((child) => child.name === name)).length);
    expect(suite.attributes).toMatchObject({
      tests: String(cases.length),
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
      timestamp: '2023-11-14T22:13:20',
    });
    return suite;
  };

  it('has a case for each check: a failure beyond the line, skipped where nothing was measured', () => {
    const suite = suiteOf(failing);
    expect(suite.attributes).toMatchObject({ tests: '3', failures: '1', errors: '0', skipped: '1' });
    const failed = suite.children.flatMap(({ children }) => children).find(({ name }) => name === 'failure');
    expect(failed?.attributes).toMatchObject({ type: 'regression' });
    expect(failed?.text).toBe(FAILING.sentence);
  });

  it.each(['not-comparable', 'not-measured', 'undecided', 'pass'] as const)(
    'is whole where it is %s',
    (state) => {
      const reasons: GateReport['reasons'] =
        state === 'not-comparable'
          ? [{ kind: 'other-machine', blocks: true, text: NASTY, nextStep: NASTY }]
          : [];
      const checks = { undecided: [gateCheck({ isOpen: true })], pass: [gateCheck()] }[state as string] ?? [];
      const suite = suiteOf(gateReport({ state, reasons, checks }));
      expect(suite.attributes['errors']).toBe(state === 'pass' ? '0' : '1');
    },
  );

  it('keeps names as they are, but for what XML cannot hold', () => {
    const suite = suiteOf(failing, NAMED_BADLY);
    const [first] = suite.children.filter(({ name }) => name === 'testcase') as [Element];
    expect(first.attributes['classname']).toContain('<b>&"\'|`x`](http://e.vil)@all');
    expect(first.attributes['classname']).toContain('شبكة عصبية');
    expect(suite.children.at(-1)?.text).toContain('\ufffd');
  });
});

describe('the comment on a pull request', () => {
  it('begins with its marker, the verdict and a row for each check', () => {
    const lines = written('markdown', failing).split('\n');
    expect(lines[0]).toBe('<!-- dyno-gate main demo%3Amlp-tiny -->');
    expect(lines[1]).toContain('❌ fail');
    expect(lines.filter((line) => line.startsWith('| ❌ fail |'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('| ✅ pass |'))).toHaveLength(1);
    const cells = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|').length);
    expect(new Set(cells)).toEqual(new Set([8]));
  });

  it('lets nothing of a name become markup, a link, a mention or another marker', () => {
    const text = written('markdown', failing, NAMED_BADLY);
    const [marker = '', ...rest] = text.split('\n');
    expect(marker).toMatch(/^<!-- dyno-gate main [^<> ]* -->$/);
    expect(marker.slice(4, -3)).not.toContain('--');
    const body = rest.join('\n').replaceAll(/<\/?(details|summary)>/g, '');
    expect(body).not.toMatch(/[<>`[\]@]|:\/\/|\u202e/);
    expect(body).toContain('\u2068');
    expect(body.match(/\u2068/g)).toHaveLength(body.match(/\u2069/g)?.length ?? -1);
  });
});

describe('GitHub’s annotations', () => {
  it('are one line a check that is not fine, and one of the whole', () => {
    const lines = written('github', failing).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe(
      '::error title=demo%3Amlp-tiny%3A median latency::Median latency: 13.0 ms against 10.0 ms, 30 %25 slower, beyond the line of +20 %25.',
    );
    expect(
      written('github', gateReport({ state: 'warning', checks: [gateCheck({ grade: 'warning' })] })),
    ).toMatch(/^::warning title=.*\n::warning title=Gate against main%3A warning::/);
    expect(written('github', gateReport())).toMatch(/^::notice [^\n]*\n$/);
  });

  it('cannot be forged by a name', () => {
    const text = written('github', { ...failing, sentence: NASTY }, NAMED_BADLY);
    for (const line of text.trimEnd().split('\n')) {
      const [, title = '', data = ''] =
        /^::(?:error|notice|warning) title=([^:,\r\n]*)::(.*)$/.exec(line) ?? [];
      expect(title).not.toBe('');
      expect(data.replaceAll(/%(25|0A|0D)/g, '')).not.toContain('%');
    }
  });

  it('has outputs of one line each for later steps', () => {
    const lines = written('github-outputs', failing).trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines.slice(0, 4)).toEqual([
      'state=fail',
      'run=a1b2c3d4e5f6',
      'baseline=main',
      'worst-ratio=1.3000',
    ]);
  });
});

describe('the JSON of github-action-benchmark', () => {
  it('has what is better small in one file, and what is better large in the other', () => {
    const rate = gateCheck({
      metric: 'samplesPerSecond',
      label: 'samples a second',
      unit: 'per-second',
      better: 'higher',
    });
    const report = gateReport({ checks: [FAILING, rate] });
    const smaller: unknown = JSON.parse(written('benchmark-json', report));
    expect(smaller).toEqual([
      {
        name: 'demo:mlp-tiny, cpu, batch 1: median latency',
        unit: 'ms',
        value: 13,
        extra: expect.stringContaining('baseline main') as string,
      },
    ]);
    expect(JSON.parse(written('benchmark-json-bigger', report))).toMatchObject([{ unit: '/s', value: 10.2 }]);
  });

  it('has what the run measured where it could not be held against the baseline', () => {
    const report = gateReport({
      state: 'not-comparable',
      checks: [],
      sentence: 'Cannot be held against main.',
    });
    const run: Run = { ...RUN, latencyMs: fakeLatency({ p50: 12.5, intervals: { p50: [12, 13] } }) };
    const entries = JSON.parse(written('benchmark-json', report, run)) as readonly unknown[];
    expect(entries[0]).toMatchObject({
      name: 'demo:mlp-tiny, cpu, batch 1: median latency',
      value: 12.5,
      range: '± 0.5',
      extra: expect.stringContaining('Cannot be held against main.') as string,
    });
  });

  it('names nothing by what changes from run to run', () => {
    const names = (id: string): unknown =>
      (JSON.parse(written('benchmark-json', failing, { ...RUN, id, name: id })) as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(names('one')).toEqual(names('two'));
  });
});
