import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DynoApi } from '../../contract/api.ts';
import type {
  Baseline,
  BaselineReport,
  TargetReport,
  TargetSet,
  TargetState,
} from '../../contract/target.ts';
import { evenLatencies, fakeRun } from '../output/fake-run.fixture.ts';
import { createFakeHost } from './fake-host.fixture.ts';

const SET: TargetSet = {
  name: 'mine',
  title: 'Mine',
  description: 'Of my own.',
  builtIn: false,
  items: [{ metric: 'p99', label: 'p99 latency', bound: 'at-most', value: 1000, unit: 'ms' }],
};

function report(state: TargetState): TargetReport {
  const measured = state === 'pass' ? 500 : state === 'fail' ? 1500 : null;
  const [item] = SET.items as [TargetSet['items'][number]];
  const detail = measured === null ? 'p99 needs 12 more iterations.' : '';
  return {
    runId: 'r4k2m9',
    set: SET,
    state,
    results: [{ item, state, measured, interval: null, margin: measured && 1 - measured / 1000, detail }],
    cautions: [],
  };
}

const checking = (state: TargetState): Partial<DynoApi> => ({ checkTargets: async () => report(state) });

describe('targets check', () => {
  it.each([
    ['pass', 0, '✓ pass  p99 latency  ≤ 1.00 s    500 ms   +50 %'],
    ['fail', 1, '✗ fail  p99 latency  ≤ 1.00 s    1.50 s   −50 %'],
    ['not-enough-samples', 4, 'p99 latency: p99 needs 12 more iterations.'],
    ['not-measured', 4, '– not measured'],
  ] as const)('%s ends with %i', async (state, code, line) => {
    const done = await createFakeHost(checking(state)).run('targets', 'check', 'last', '--set', 'mine');
    expect(done.code).toBe(code);
    expect(done.out).toContain(line);
    for (const each of done.out.split('\n')) expect(each.length).toBeLessThanOrEqual(80);
  });

  it('is one document with --json', async () => {
    const argv = ['--json', 'targets', 'check', 'last', '--set', 'mine'];
    const { out } = await createFakeHost(checking('fail')).run(...argv);
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, state: 'fail', results: [{ measured: 1500 }] });
  });
});

describe('targets', () => {
  it('lists, shows and gives a set as YAML', async () => {
    const api: Partial<DynoApi> = {
      listTargets: async () => [SET],
      readTargets: async () => 'name: mine\n',
    };
    expect((await createFakeHost(api).run('targets')).out).toContain('mine  own');
    expect((await createFakeHost(api).run('targets', 'show', 'mine')).out).toContain('≤ 1.00 s  p99');
    expect((await createFakeHost(api).run('targets', 'show', 'mine', '--yaml')).out).toBe('name: mine\n');
  });

  it('adds what the file says, and names a file that is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dyno-targets-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, 'name: mine\n');
    const saved: string[] = [];
    const host = createFakeHost({
      saveTargets: async (yaml) => {
        saved.push(yaml);
        return SET;
      },
    });
    expect((await host.run('targets', 'add', file)).code).toBe(0);
    expect(saved).toEqual(['name: mine\n']);
    await expect(host.run('targets', 'add', join(folder, 'none.yaml'))).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  });
});

describe('baseline', () => {
  const run = fakeRun(evenLatencies(100));
  const main: Baseline = { name: 'main', runId: run.id, setAt: 1_700_000_000_000 };
  const against: BaselineReport = {
    baseline: main,
    runId: run.id,
    speedUp: 1.25,
    noiseFloor: null,
    memoryReduction: null,
    flopsRatio: null,
    agreement: null,
    sentences: ['By the medians of two single runs, 1.25× faster than main.'],
    cautions: ['Different machines: there in the baseline, here in this run.'],
  };
  const api: Partial<DynoApi> = {
    listBaselines: async () => [main],
    setBaseline: async () => main,
    getRun: async () => run,
    holdAgainst: async () => against,
  };

  it('is set, listed with its run, and held against in words and in JSON', async () => {
    expect((await createFakeHost(api).run('baseline', 'set', 'main', 'last')).err).toContain(
      'main is run r4k2m9',
    );
    expect((await createFakeHost(api).run('baseline', 'list')).out).toMatch(/main\s+r4k2m9\s+encoder-tiny/);
    const shown = await createFakeHost(api).run('show', 'last', '--baseline', 'main');
    expect(shown.out).toContain('Against main (run r4k2m9)\nBy the medians');
    expect(shown.out).toContain('! Different machines');
    const { out } = await createFakeHost(api).run('--json', 'show', 'last', '--baseline', 'main');
    expect(JSON.parse(out)).toMatchObject({ against: { speedUp: 1.25 } });
  });

  it('is looked for before the run, not after it', async () => {
    const host = createFakeHost({ ...api, listBaselines: async () => [] });
    await expect(host.run('bench', 'demo:mlp-tiny', '--baseline', 'main')).rejects.toMatchObject({
      code: 'BASELINE_NOT_FOUND',
    });
  });
});
