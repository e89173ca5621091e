import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sweep } from '../contract/sweep.ts';
import { listOf, numbersOf } from './axis-options.ts';
import { createSandbox, type Sandbox } from './dyno.fixture.ts';
import { wholeNumber } from './options.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox();
});
afterAll(() => sandbox.end());

interface SweepDocument extends Pick<Sweep, 'cells' | 'scaling' | 'efficiency'> {
  readonly sweep: Pick<Sweep, 'id' | 'status' | 'name'>;
}

const sweep = async (...argv: string[]) => {
  const { code, document } = await sandbox.json('sweep', ...argv);
  return { code, ...(document as unknown as SweepDocument) };
};

describe('a list of values', () => {
  const batches = numbersOf('--batch', wholeNumber('--batch', 1, 4096));

  it('takes ranges that double, and keeps each value once', () => {
    expect(batches('1..16')).toEqual([1, 2, 4, 8, 16]);
    expect(batches('3..20, 12,5')).toEqual([3, 6, 12, 5]);
    expect(listOf((word) => word)('a,b,a')).toEqual(['a', 'b']);
  });

  it.each(['', '1,,2', '16..1', '0..4', '1..', 'x', '5000'])('refuses "%s"', (text) => {
    expect(() => batches(text)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
  });
});

describe('a sweep from the command line', { timeout: 120_000 }, () => {
  it('measures each cell in a worker of its own and tells the law', async () => {
    const { code, cells, scaling, ...rest } = await sweep(
      'demo:mlp-tiny',
      ...['--batch', '1..8', '--threads', '1', '-n', '50', '--name', 'small'],
    );
    expect(code).toBe(0);
    expect(rest.sweep).toMatchObject({ status: 'done', name: 'small' });
    expect(cells.map(({ batch, threads, state }) => [batch, threads, state])).toEqual(
      [1, 2, 4, 8].map((batch) => [batch, 1, 'done']),
    );
    for (const cell of cells) {
      expect(cell.p50Ms).toBeGreaterThan(0);
      expect(cell.peakBytes).toBeGreaterThan(10e6);
    }
    expect(scaling.map(({ metric, variable }) => `${metric} ${variable}`)).toEqual([
      'latency batch',
      'memory batch',
    ]);
    const shown = await sandbox.run('sweep', 'show', 'small');
    expect(shown.out).toContain('time by batch (cpu, 1 thread)');
    expect(Math.max(...shown.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect((await sandbox.run('sweep', '--list')).out).toContain('small');
  });

  it('compares providers in words of speed-up, and says that it is only played', async () => {
    const { code, out } = await sandbox.run(
      ...['sweep', 'demo:encoder-tiny', '--provider', 'cpu,webgpu', '--batch', '1,2', '-n', '50'],
      ...['--executor', 'fake:normal(10ms,0.2ms)'],
    );
    expect(code).toBe(0);
    expect(out).toContain('× CPU');
    expect(out).toContain('simulated');
  });

  it('refuses what can nowhere fit with both numbers, and skips it where others do fit', async () => {
    const alone = await sandbox.json('sweep', 'demo:encoder-tiny', '--level', 'perfect');
    expect(alone.code).toBe(2);
    expect(alone.document.error).toMatchObject({ code: 'DOES_NOT_FIT' });
    const { code, cells } = await sweep('demo:encoder-tiny', '--level', 'basic,perfect', '-n', '20');
    expect(code).toBe(0);
    expect(cells.map(({ level, state }) => [level, state])).toEqual([
      ['basic', 'done'],
      ['perfect', 'skipped'],
    ]);
    const refused = cells.find(({ state }) => state === 'skipped')?.error;
    expect(refused?.needBytes).toBeGreaterThan(refused?.haveBytes ?? Infinity);
  });

  it('stopped by Ctrl-C keeps what is done and says how to go on', async () => {
    const started = sandbox.start([
      'sweep',
      'demo:mlp-tiny',
      '--batch',
      '1,2,4',
      '-d',
      '0.7',
      '--name',
      'cut',
    ]);
    await started.saw(/1 of 3/);
    started.process.kill('SIGINT');
    const { code, out, err } = await started.ended;
    expect(code).toBe(130);
    expect(out).toContain('waiting');
    const id = /sweep resume ([0-9a-f]{12})/.exec(err)?.[1] ?? '';
    const resumed = await sweep('resume', id);
    expect(resumed.code).toBe(0);
    expect(resumed.cells.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });

  it('whose program was killed is crashed, and goes on where it was', async () => {
    const started = sandbox.start([
      'sweep',
      'demo:mlp-tiny',
      '--batch',
      '1,2,4',
      '-d',
      '0.7',
      '--name',
      'hit',
    ]);
    await started.saw(/1 of 3/);
    started.process.kill('SIGKILL');
    await started.ended;
    expect((await sweep('show', 'hit')).sweep.status).toBe('crashed');
    const resumed = await sweep('resume', 'hit');
    expect(resumed.sweep.status).toBe('done');
    expect(new Set(resumed.cells.map(({ runId }) => runId)).size).toBe(3);
  });

  it('names the sweep that there is not', async () => {
    const { code, document } = await sandbox.json('sweep', 'show', 'nothing');
    expect(code).toBe(2);
    expect(document.error?.code).toBe('SWEEP_NOT_FOUND');
  });
});
