import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DynoApi } from '../../contract/api.ts';
import type { GateReport, GateRequest, GateState } from '../../contract/gate.ts';
import { FAILING, gateCheck, gateReport, NASTY } from '../../core/reports/gate/gate-report.fixture.ts';
import { gateAs } from '../../core/reports/gate/index.ts';
import { evenLatencies, fakeRun } from '../output/fake-run.fixture.ts';
import { createFakeHost } from './fake-host.fixture.ts';

const RUN = fakeRun(evenLatencies(100));

function world(report: GateReport = gateReport()) {
  const asked: GateRequest[] = [];
  const set: string[][] = [];
  const api: Partial<DynoApi> = {
    getRun: async () => RUN,
    checkGate: async (request) => {
      asked.push(request);
      return report;
    },
    exportGate: async (_id, format) => gateAs(format, { report, run: RUN, baseline: null }),
    listBaselines: async () => [],
    listRuns: async () => [{ ...RUN, id: 'afresh', tags: ['gate'] }, RUN],
    setBaseline: async (name, runId) => {
      set.push([name, runId]);
      return { name, runId, setAt: 1 };
    },
  };
  return { api, asked, set };
}

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'dyno-gate-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

describe('gate', () => {
  it.each([
    ['pass', 0],
    ['warning', 0],
    ['fail', 1],
    ['undecided', 4],
    ['not-comparable', 4],
    ['not-measured', 4],
  ] as const)('%s ends with %i, in 80 columns', async (state: GateState, code) => {
    const reasons: GateReport['reasons'] = [
      {
        kind: 'other-machine',
        blocks: state === 'not-comparable',
        text: NASTY,
        nextStep: 'Measure both here.',
      },
    ];
    const checks = state === 'fail' ? [FAILING] : [gateCheck({ label: 'a metric of a rather long name' })];
    const report = gateReport({ state, checks, reasons });
    const done = await createFakeHost(world(report).api).run('gate', '-b', 'main');
    expect(done.code).toBe(code);
    for (const line of done.out.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    expect(done.out).toContain(state === 'fail' ? '✗ fail' : state.replace('-', ' '));
  });

  it('asks for what its options say, and nothing that was not said', async () => {
    const { api, asked } = world();
    await createFakeHost(api).run('gate', '-b', 'main');
    expect(asked[0]).toEqual({ runId: 'last', baseline: 'main', wait: true });
    const words = '--alert 130% --speed 10,20 --accuracy 1%,2% --learned --metric P50 --metric memory';
    await createFakeHost(api).run(
      ...['gate', 'last~1', '-b', 'main', '--fail-on', 'warning', '--remeasure', '0', '--no-wait'],
      ...words.split(' '),
    );
    expect(asked[1]).toEqual({
      runId: 'last~1',
      baseline: 'main',
      wait: false,
      failOn: 'warning',
      remeasure: 0,
      metrics: ['p50', 'memory'],
      thresholds: {
        mode: 'learned',
        alertRatio: 1.3,
        levels: {
          speed: { warning: 0.1, critical: 0.2 },
          memory: { warning: 0.2, critical: 0.5 },
          accuracy: { warning: 0.01, critical: 0.02 },
        },
      },
    });
  });

  it.each([
    ['--alert', '0.9'],
    ['--alert', 'x'],
    ['--speed', '25,15'],
    ['--speed', '15'],
    ['--metric', 'p42'],
    ['--fail-on', 'always'],
  ])('complains about %s %s', async (option, value) => {
    const words = ['gate', '-b', 'main', option, value];
    await expect(createFakeHost(world().api).run(...words)).rejects.toMatchObject({
      code: 'USAGE',
      subject: option,
    });
  });

  it('writes each form to its file, and the comment to stdout', async () => {
    const at = folder();
    const { out } = await createFakeHost(world(gateReport({ state: 'fail', checks: [FAILING] })).api).run(
      ...['gate', '-b', 'main', '--markdown', '-', '--junit', join(at, 'g.xml')],
      ...['--benchmark-json', join(at, 's.json'), '--benchmark-json-bigger', join(at, 'b.json')],
    );
    expect(out).toMatch(/^<!-- dyno-gate main/);
    expect(readFileSync(join(at, 'g.xml'), 'utf8')).toContain('<failure ');
    expect(JSON.parse(readFileSync(join(at, 's.json'), 'utf8'))).toHaveLength(1);
    expect(JSON.parse(readFileSync(join(at, 'b.json'), 'utf8'))).toEqual([]);
    const nowhere = ['gate', '-b', 'main', '--junit', join(at, 'none', 'g.xml')];
    await expect(createFakeHost(world().api).run(...nowhere)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('speaks to GitHub, and keeps stdout one document with --json', async () => {
    const at = folder();
    const variables = { GITHUB_STEP_SUMMARY: join(at, 'summary'), GITHUB_OUTPUT: join(at, 'output') };
    const words = ['gate', '-b', 'main', '--github'];
    const plain = await createFakeHost(world().api, null, {}, variables).run(...words);
    expect(plain.out).toMatch(/^::notice /);
    const json = await createFakeHost(world().api, null, {}, variables).run('--json', ...words);
    expect(JSON.parse(json.out)).toMatchObject({ schemaVersion: 1, state: 'pass' });
    expect(json.err).toMatch(/^::notice /);
    expect(readFileSync(join(at, 'summary'), 'utf8').match(/dyno-gate/g)).toHaveLength(2);
    expect(readFileSync(join(at, 'output'), 'utf8')).toMatch(/^state=pass\n/);
  });

  it('makes the run that it judges the baseline where there is none, and only then', async () => {
    const { api, set } = world();
    const words = ['gate', '-b', 'feature/#1', '--set-baseline-if-missing'];
    expect((await createFakeHost(api).run(...words)).err).toContain('There was no baseline feature/-1 yet');
    // What a gate before has measured afresh is newer, and not meant.
    expect(set).toEqual([['feature/-1', RUN.id]]);
    const known = { ...api, listBaselines: async () => [{ name: 'feature/-1', runId: 'r', setAt: 1 }] };
    await createFakeHost(known).run(...words);
    expect(set).toHaveLength(1);
  });

  it('stops what it measures on Ctrl-C', async () => {
    const stopped: string[] = [];
    const { api } = world();
    const host = createFakeHost({
      ...api,
      checkGate: () =>
        new Promise((resolve) => {
          queueMicrotask(() => {
            const step = {
              id: 'g1',
              runId: RUN.id,
              step: 'x',
              done: 0,
              wanted: 8,
              waitingFor: null,
              report: null,
            };
            host.emit({ type: 'gate-progress', progress: step });
            host.askToStop('ctrl-c');
            setImmediate(() => resolve(gateReport({ state: 'undecided' })));
          });
        }),
      stopGate: async (id) => void stopped.push(id),
    });
    expect((await host.run('gate', '-b', 'main')).code).toBe(130);
    expect(stopped).toEqual(['g1']);
  });
});

describe('baseline', () => {
  it('is named after the branch that a build server builds', async () => {
    const { api, set } = world();
    const variables = { GITHUB_REF_NAME: 'release/2.1', GITHUB_REF_TYPE: 'branch' };
    await createFakeHost(api, null, {}, variables).run('baseline', 'set', '--branch');
    await createFakeHost(api, null, {}, { ...variables, GITHUB_HEAD_REF: 'fix/#7' }).run(
      ...['baseline', 'set', '--branch', 'a1b2'],
    );
    expect(set).toEqual([
      ['release/2.1', 'last'],
      ['fix/-7', 'a1b2'],
    ]);
    const nameless = createFakeHost(api).run('baseline', 'set', 'main');
    await expect(nameless).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('is shown with its run', async () => {
    const main = { name: 'main', runId: RUN.id, setAt: 1_700_000_000_000 };
    const api = { ...world().api, listBaselines: async () => [main] };
    const { out, err } = await createFakeHost(api).run('baseline', 'show', 'main');
    expect(err).toContain(`main is run ${RUN.id}`);
    expect(out).toContain(RUN.model.name);
    const json = await createFakeHost(api).run('--json', 'baseline', 'show', 'main');
    expect(JSON.parse(json.out)).toMatchObject({ baseline: main, run: { id: RUN.id } });
    const other = createFakeHost(api).run('baseline', 'show', 'other');
    await expect(other).rejects.toMatchObject({ code: 'BASELINE_NOT_FOUND' });
  });
});
