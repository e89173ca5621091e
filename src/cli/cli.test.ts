import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  childrenOf,
  commandLineOf,
  createSandbox,
  follow,
  isAlive,
  type Sandbox,
  type Started,
} from './dyno.fixture.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox();
});
afterAll(() => sandbox.end());

interface BenchDocument {
  readonly run: { readonly id: string; readonly status: string };
  readonly model: { readonly parameters: number };
  readonly iterations: number;
  readonly latencyMs: Readonly<Record<string, number>> | null;
  readonly samplesPerSecond: number;
  readonly phases: { readonly loadMs: number; readonly firstRunMs: number };
  readonly error?: { readonly code: string };
}

const parse = (text: string): BenchDocument => JSON.parse(text) as BenchDocument;
const LONG = ['bench', 'demo:mlp-tiny', '--duration', '60', '--iterations', '50000000', '--json'];

describe('a benchmark from the command line', { timeout: 60_000 }, () => {
  it('is measured, stored, found again and exported', async () => {
    const { code, out } = await sandbox.run(
      'bench',
      'demo:mlp-tiny',
      '--iterations',
      '200',
      '--tag',
      'first',
      '--json',
    );
    const bench = parse(out);
    expect(code).toBe(0);
    expect(bench).toMatchObject({ run: { status: 'done' }, iterations: 200 });
    const { mean, std, min, max, p50, p90, p95, p99 } = bench.latencyMs ?? {};
    // 200 iterations are enough for p95, not for p99.
    expect(p99).toBeNull();
    const ascending = [min, p50, p90, p95, max] as number[];
    expect(ascending).toEqual([...ascending].sort((a, b) => a - b));
    expect(min).toBeGreaterThan(0);
    expect(mean).toBeGreaterThanOrEqual(min as number);
    expect(std).toBeGreaterThan(0);
    expect(bench.model.parameters).toBeGreaterThan(4000);
    expect(bench.samplesPerSecond).toBeGreaterThan(0);
    expect(bench.phases.loadMs).toBeGreaterThan(0);
    expect(bench.phases.firstRunMs).toBeGreaterThan(0);

    const shown = await sandbox.run('show', bench.run.id.slice(0, 12));
    expect(shown.out).toContain(bench.run.id);
    expect(shown.out).toContain('#first');
    const listed = await sandbox.json('runs');
    expect(listed.document['runs']).toMatchObject([{ run: { id: bench.run.id } }]);
    const last = await sandbox.run('show', 'last', '--json');
    expect(parse(last.out)).toEqual(bench);
    const csv = await sandbox.run('export', bench.run.id, '--format', 'csv');
    expect(csv.out.trimEnd().split('\n').length).toBeGreaterThan(200);
  });

  it('says on stderr where it is, and on stdout only the result', async () => {
    const { code, out, err } = await sandbox.run('bench', 'demo:mlp-tiny', '--iterations', '50');
    expect(code).toBe(0);
    expect(err).toMatch(/measuring/);
    expect(err).toMatch(/dyno show \S+/);
    expect(out).toContain('median');
    expect(out + err).not.toContain('\u001b');
    for (const line of (out + err).split('\n')) expect([line, line.length <= 80]).toEqual([line, true]);
  });

  it('takes files from where it was typed', async () => {
    const { code, document } = await sandbox.json('model', './gone.onnx');
    expect(code).toBe(2);
    expect(document.error?.subject).toContain(join(sandbox.folder, 'gone.onnx'));
  });

  it('is stored as stopped with what it has on Ctrl-C, and leaves no child', async () => {
    const bench = sandbox.start(LONG);
    const children = await measuring(bench);
    bench.process.kill('SIGINT');
    const { code, out } = await bench.ended;
    const document = parse(out);
    expect([code, document.run.status]).toEqual([130, 'stopped']);
    expect(document.iterations).toBeGreaterThan(0);
    await expect.poll(() => children.filter(isAlive)).toEqual([]);
    const shown = await sandbox.run('show', document.run.id, '--json');
    expect(parse(shown.out)).toEqual(document);
  });

  it('is stored as stopped when its starter lets go of the channel', async () => {
    const bench = sandbox.start(LONG, { ipc: true });
    const children = await measuring(bench);
    bench.process.disconnect();
    const { code, out } = await bench.ended;
    expect([code, parse(out).run.status]).toEqual([143, 'stopped']);
    await expect.poll(() => children.filter(isAlive)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'is stored as crashed when its worker is killed; the next one works',
    async () => {
      const bench = sandbox.start(LONG);
      const children = await measuring(bench);
      const worker = children.find((pid) => /worker/.test(commandLineOf(pid)));
      process.kill(worker as number, 'SIGKILL');
      const { code, out } = await bench.ended;
      expect([code, parse(out)]).toMatchObject([
        3,
        { run: { status: 'crashed' }, error: { code: 'WORKER_CRASHED' } },
      ]);
      const next = await sandbox.run('bench', 'demo:mlp-tiny', '--iterations', '20', '--json');
      expect([next.code, parse(next.out).iterations]).toEqual([0, 20]);
    },
  );

  it('refuses with --no-wait while another one measures', async () => {
    const first = sandbox.start(LONG);
    await measuring(first);
    const { code, document } = await sandbox.json('bench', 'demo:mlp-tiny', '--no-wait');
    expect([code, document.error?.code]).toEqual([2, 'MEASUREMENT_BUSY']);
    first.process.kill('SIGTERM');
    expect((await first.ended).code).toBe(143);
  });

  it('says nothing when nobody reads', async () => {
    const runs = sandbox.start(['runs', '--limit', '1000']);
    runs.process.stdout?.destroy();
    const { code, err } = await runs.ended;
    expect([code, err]).toEqual([0, '']);
  });
});

/** The program's children, once it measures. */
async function measuring(bench: Started): Promise<number[]> {
  await bench.saw(/measuring/);
  return childrenOf(bench.process.pid as number);
}

describe('dyno serve', { timeout: 60_000 }, () => {
  it('prints one line, answers, moves on from a busy usual port, and ends in order', async () => {
    const first = sandbox.start(['serve', '--port', '0', '--json']);
    const [, line] = await first.saw(/^(\{.*\})\n/);
    const { url, port } = JSON.parse(line as string) as { url: string; port: number };
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(401);
    const entered = await fetch(url, { redirect: 'manual' });
    expect(entered.status).toBe(303);
    const children = childrenOf(first.process.pid as number);
    first.process.kill('SIGINT');
    const { code, out } = await first.ended;
    expect([code, out.trimEnd().split('\n').length]).toEqual([130, 1]);
    await expect.poll(() => children.filter(isAlive)).toEqual([]);
  });

  it('says its address to a person', async () => {
    const serve = sandbox.start(['serve', '--port', '0', '--token', 'a-token-of-my-own']);
    await serve.saw(/^Dyno is at http:\/\/127\.0\.0\.1:\d+\/\?token=a-token-of-my-own\n/);
    serve.process.kill('SIGTERM');
    expect((await serve.ended).code).toBe(143);
  });

  it.runIf(process.platform === 'linux')('ends when whoever started it is killed', async () => {
    const script = `const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, [process.argv[1], 'serve', '--port', '0'], { stdio: 'inherit' });
      console.error('pid ' + child.pid);`;
    const program = fileURLToPath(new URL('./index.ts', import.meta.url));
    const starter = spawn(process.execPath, ['-e', script, program], {
      env: { ...process.env, DYNO_DATA: sandbox.data },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = follow(starter);
    const [, pid] = await started.saw(/pid (\d+)/);
    await started.saw(/Dyno is at/);
    starter.kill('SIGKILL');
    // Resolves only when the last process that holds the pipes has let go of them; its number goes a moment later.
    await started.ended;
    await expect.poll(() => isAlive(Number(pid))).toBe(false);
  });

  it('refuses a token that can be guessed', async () => {
    const { code, document } = await sandbox.json('serve', '--token', '1234');
    expect([code, document.error]).toMatchObject([2, { code: 'USAGE', subject: '--token' }]);
  });
});

describe('a file that is no store', () => {
  it('is set aside and never overwritten', { timeout: 60_000 }, async () => {
    const other = createSandbox();
    await other.run('runs');
    const path = join(other.data, 'dyno.db');
    writeFileSync(path, 'These are my notes.\n'.repeat(500));
    const { code, out } = await other.run('doctor');
    expect(code).toBe(0);
    const [, aside] = /(dyno\.db\.\S*[\w-])/.exec(out.replaceAll(/\s+/g, ' ')) ?? [];
    expect(readFileSync(join(other.data, aside ?? 'nothing'), 'utf8')).toMatch(/^These are my notes\./);
    other.end();
  });
});
