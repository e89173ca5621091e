import { describe, expect, it } from 'vitest';
import type { DynoApi } from '../../contract/api.ts';
import type { RunFacts } from '../../contract/run-list.ts';
import { columnsOf, facts, wobble } from '../../core/analysis/history/history.fixture.ts';
import { historyApi } from '../../core/history/history-api.ts';
import { createFakeHost } from './fake-host.fixture.ts';

/** The real histories over runs of the test's own. */
function histories(all: readonly RunFacts[]): Partial<DynoApi> {
  const goals: { line: string; benchmark: string; metric: string; goal: number }[] = [];
  return historyApi({
    store: {
      getRun: () => null,
      baselines: () => [{ name: 'main', runId: 'r0003', setAt: 1 }],
      goals: (benchmark, metric) =>
        goals.filter((goal) => goal.benchmark === benchmark && goal.metric === metric),
      putGoal: (goal) => void goals.push(goal),
      removeGoal: () => void goals.splice(0),
    },
    allRuns: async () => columnsOf(all),
    noiseOf: () => null,
    identifyFile: async () => null,
    changed: () => undefined,
  });
}

const runs = Array.from({ length: 60 }, (_, at) =>
  facts(at, {
    model: at < 20 ? 'old.onnx' : 'a|<b>bold</b>|‮net.onnx',
    p50Ms: (at < 40 ? 245 : 180) * wobble(at) * (at === 10 ? 1.4 : 1),
    contentHash: (at < 40 ? 'a1' : 'b2').repeat(32),
    commit: (at < 40 ? 'c0ffee00' : 'beefbeef').repeat(5),
  }),
).concat(facts(61, { model: 'other.onnx', contentHash: 'c3'.repeat(32), benchmark: 'two' }));

describe('history', () => {
  it('lists the models, or says that there are none', async () => {
    const { out } = await createFakeHost(histories(runs)).run('history');
    expect(out).toMatch(/a\|<b>bold<\/b>\|·net\.onnx\s+a1a1a1a1\s+2\s+60\s+1\s+1[78]\d ms/);
    const none = await createFakeHost(histories([])).run('history');
    expect(none.err).toContain('No finished runs yet.');
  });

  it('shows a renamed model in 80 columns: sentence, trend, versions, changes, runs that stand out', async () => {
    const { code, out } = await createFakeHost(histories(runs)).run('history', 'old.onnx');
    expect(code).toBe(0);
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    expect(out).toContain('once old.onnx');
    expect(out).toContain('One change in 60 runs: the median became better, ');
    expect(out).toMatch(/└─+▲─+/);
    expect(out).toMatch(
      /2 {2}b2b2b2b2 .*beefbeef {4}20 {2}24\d ms → 1[78]\d ms \(−2[67] %\).*✓ better {2,}−2[67] %/,
    );
    expect(out).toContain('1 From run r0040 (commit beefbeef)');
    expect(out).toMatch(/• Run r0010 is \d+ % above the level around it/);
  });

  it('is a part of a changelog in Markdown, where a name is no markup', async () => {
    const { out } = await createFakeHost(histories(runs)).run('history', 'old.onnx', '--markdown');
    expect(out).toContain('## a\\|\\<b\\>bold');
    const [head, rule, newest] = out.split('\n').filter((line) => line.startsWith('|'));
    expect(head).toContain('| against the one before | against main |');
    const bars = (line = ''): number => line.replaceAll('\\|', '').split('|').length;
    expect([bars(rule), bars(newest)]).toEqual([bars(head), bars(head)]);
    expect(newest).toMatch(/^\| 2 · .*24\d ms → 1[78]\d ms \(−2[67] %\), better \| −2[67] % \|$/);
  });

  it('is one document with --json', async () => {
    const { out } = await createFakeHost(histories(runs)).run(
      '--json',
      'history',
      'b2b2b2',
      '--metric',
      'p95',
    );
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      history: {
        metric: 'p95',
        changes: [{ index: 40, cause: 'version' }],
        points: { leftOut: { length: 60 } },
      },
    });
  });

  it('keeps a goal and takes it away', async () => {
    const host = createFakeHost(histories(runs));
    expect((await host.run('history', 'old.onnx', '--goal', '2x')).err).toMatch(
      /The goal is 12\d ms from now on/,
    );
    expect((await host.run('history', 'old.onnx', '--goal', '0.1s')).out).toContain('goal │┄┄┄');
    expect((await host.run('history', 'old.onnx', '--goal', 'none')).err).toContain(
      'There is no goal any more.',
    );
    for (const wrong of ['fast', '4MB', '-2x', '0']) {
      await expect(host.run('history', 'old.onnx', `--goal=${wrong}`)).rejects.toMatchObject({
        code: 'USAGE',
      });
    }
  });

  it('that several models may have is an error with their names', async () => {
    await expect(createFakeHost(histories(runs)).run('history', '.onnx')).rejects.toThrow(
      /may be 2 models: .*other\.onnx \(c3c3c3c3\)/,
    );
  });
});
