import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { GateRequest } from '../../contract/gate.ts';
import { gateReport } from '../../core/reports/gate/gate-report.fixture.ts';
import { gateAs } from '../../core/reports/gate/index.ts';
import { evenLatencies, fakeRun } from '../output/fake-run.fixture.ts';
import { createFakeHost } from './fake-host.fixture.ts';

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly 'continue-on-error'?: unknown;
}

interface Workflow {
  readonly on: {
    readonly push?: unknown;
    readonly pull_request?: unknown;
    readonly schedule?: readonly { readonly cron: string }[];
    readonly workflow_dispatch?: { readonly inputs: { readonly fail: { readonly default: boolean } } };
  };
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const FILE = join(import.meta.dirname, '../../../docs/github-workflow.yml');
const workflow = parse(readFileSync(FILE, 'utf8')) as Workflow;
const steps = workflow.jobs['gate']?.steps ?? [];
const using = (action: string): readonly Step[] => steps.filter(({ uses }) => uses?.startsWith(action));
const named = (id: string): Step => steps.find((step) => step.id === id) ?? {};

/** The words of the one command that a step runs by this name, its lines joined. */
function commandIn({ run = '' }: Step, name: string): readonly string[] {
  const line = run
    .replaceAll('\\\n', ' ')
    .split('\n')
    .find((text) => text.trim().startsWith(name));
  const [command = ''] = (line ?? '').split(/\s>\s/);
  return command.trim().split(/\s+/);
}

describe('the workflow for GitHub', () => {
  it('runs on pushes, on pull requests and once a week', () => {
    expect(workflow.on).toHaveProperty('push');
    expect(workflow.on).toHaveProperty('pull_request');
    const [weekly] = workflow.on.schedule ?? [];
    expect(weekly?.cron).toMatch(/^\d+ \d+ \* \* [0-6]$/);
  });

  it('sees the whole history, and keeps its store between builds', () => {
    expect(using('actions/checkout')[0]?.with).toMatchObject({ 'fetch-depth': 0 });
    const [restored, saved] = [using('actions/cache/restore')[0], using('actions/cache/save')[0]];
    expect(restored?.with?.['path']).toBe(saved?.with?.['path']);
    expect(workflow.env['DYNO_DATA']).toContain(String(saved?.with?.['path']));
    expect(saved?.if).toBe('always()');
  });

  it('writes every form of the gate’s answer, by a command that Dyno understands', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dyno-workflow-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const [report, run] = [gateReport(), fakeRun(evenLatencies(10))];
    const asked: GateRequest[] = [];
    const host = createFakeHost({
      listBaselines: async () => [report.baseline, { ...report.baseline, name: 'before' }],
      checkGate: async (request) => {
        asked.push(request);
        return report;
      },
      exportGate: async (_id, format) => gateAs(format, { report, run, baseline: null }),
    });
    const [, ...words] = commandIn(named('gate'), 'dyno gate');
    const { out } = await host.run(...words.map((word) => word.replace('performance', folder)));
    expect(asked).toEqual([{ runId: 'last', baseline: 'before', wait: true }]);
    expect(JSON.parse(out)).toMatchObject({ state: 'pass' });
    expect(readdirSync(folder).sort()).toEqual(['bigger.json', 'comment.md', 'gate.xml', 'smaller.json']);
  });

  it('comments on the pull request, and keeps results, report and history as artifacts', () => {
    const [comment] = using('actions/github-script');
    expect(comment?.if).toContain("github.event_name == 'pull_request'");
    expect(String(comment?.with?.['script'])).toContain('performance/comment.md');
    const [upload] = using('actions/upload-artifact');
    expect(upload).toMatchObject({ if: 'always()', with: { path: 'performance' } });
    const written = steps.map(({ run = '' }) => run).join('\n');
    const files = ['run.json', 'samples.csv', 'gate.xml', 'gate.json', 'comment.md', 'history.md'];
    for (const file of files) expect(written).toContain(`performance/${file}`);
    const [chart] = using('benchmark-action/github-action-benchmark');
    expect(chart?.with).toMatchObject({
      tool: 'customSmallerIsBetter',
      'output-file-path': 'performance/smaller.json',
    });
    expect(chart?.with).not.toHaveProperty('fail-on-alert');
  });

  it('fails nothing unless it is asked to', () => {
    expect(workflow.on.workflow_dispatch?.inputs.fail.default).toBe(false);
    expect(workflow.env['FAIL']).toContain('vars.FAIL_ON_REGRESSION');
    expect(named('measure')['continue-on-error']).toContain("env.FAIL != 'true'");
    expect(named('before')['continue-on-error']).toBe(true);
    expect(named('gate').run).toContain('|| code=$?');
    const failing = steps.filter(({ run = '' }) => /\bexit\b/.test(run.replace(/exec node.*/, '')));
    expect(failing.map((step) => step.if?.startsWith("env.FAIL == 'true'"))).toEqual([true]);
  });
});
