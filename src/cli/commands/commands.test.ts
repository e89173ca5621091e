import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DynoApi } from '../../contract/api.ts';
import { DynoError } from '../../contract/errors.ts';
import type { InspectedModel } from '../../contract/model.ts';
import type { BenchRequest, Run } from '../../contract/run.ts';
import { NO_RUNS, packRuns } from '../../core/analysis/run-list/pack-runs.ts';
import { runFacts } from '../../core/analysis/run-list/run-facts.ts';
import { HERE, sideOf } from '../../core/analysis/side-by-side/runs.fixture.ts';
import { sideBySide } from '../../core/analysis/side-by-side/side-by-side.ts';
import { evenLatencies, fakeRun } from '../output/fake-run.fixture.ts';
import { exitCodeOf } from './bench.ts';
import { changed, createFakeHost } from './fake-host.fixture.ts';

const error = {
  code: 'WORKER_CRASHED',
  message: 'It died.',
  subject: 'the worker',
  nextStep: 'Again.',
} as const;

/** A core with one run, which is as `states` says at each look. */
function benchHost(states: readonly Run[]) {
  const requests: BenchRequest[] = [];
  const stopped: string[] = [];
  let look = 0;
  const api: Partial<DynoApi> = {
    startBench: (request) => {
      requests.push(request);
      return Promise.resolve(states[0] as Run);
    },
    getRun: () => Promise.resolve(states[Math.min(look++, states.length - 1)] as Run),
    stopRun: (id) => {
      stopped.push(id);
      host.emit(changed(states[0] as Run));
      return Promise.resolve();
    },
  };
  const host = createFakeHost(api);
  return { host, requests, stopped };
}

describe('bench', () => {
  const done = fakeRun(evenLatencies(100));
  const running = { ...done, status: 'running', latencyMs: null } as const;

  describe('above a day', () => {
    const takesLong = new DynoError({
      code: 'TAKES_LONG',
      message: 'This would take about 3.20 days.',
      subject: 'm.onnx',
      nextStep: 'Agree to it.',
      takesMs: 276_480e3,
    });
    const askedHost = (answer: boolean | null) => {
      const requests: BenchRequest[] = [];
      const api: Partial<DynoApi> = {
        startBench: (request) => {
          requests.push(request);
          return request.longAgreed === true ? Promise.resolve(done) : Promise.reject(takesLong);
        },
        getRun: () => Promise.resolve(done),
      };
      return { host: createFakeHost(api, answer), requests };
    };

    it('asks first, with the estimate in words', async () => {
      const { host, requests } = askedHost(true);
      expect((await host.run('bench', 'm.onnx')).code).toBe(0);
      expect(host.questions).toEqual(['This would take about 3.20 days. Start anyway?']);
      expect(requests.at(-1)?.longAgreed).toBe(true);
    });

    it.each([false, null])('does not start where the answer is %s', async (answer) => {
      const { host, requests } = askedHost(answer);
      await expect(host.run('bench', 'm.onnx')).rejects.toBe(takesLong);
      expect(requests).toHaveLength(1);
    });

    it('takes --yes for an answer', async () => {
      const { host } = askedHost(null);
      expect((await host.run('bench', 'm.onnx', '--yes')).code).toBe(0);
      expect(host.questions).toEqual([]);
    });
  });

  it('asks for exactly what was typed', async () => {
    const { host, requests } = benchHost([done]);
    await host.run(
      ...['bench', 'm.onnx', '--level', 'expert', '--provider', 'cpu', '--batch', '4', '--seq', '64'],
      ...[
        '--shape',
        'x=1x3',
        '--shape',
        'y=2',
        '--input',
        'ids=a.npy',
        '--iterations',
        '50',
        '--warmup',
        '0',
      ],
      ...['--duration', '1.5', '--threads', '2', '--graph-level', 'basic', '--seed', '7', '--name', 'first'],
      ...['--tag', 'a', '--tag', 'b', '--no-wait'],
    );
    expect(requests).toEqual([
      {
        model: { kind: 'file', location: '/typed/here/m.onnx' },
        level: 'expert',
        provider: 'cpu',
        batch: 4,
        sequence: 64,
        shapes: { x: [1, 3], y: [2] },
        inputFiles: { ids: '/typed/here/a.npy' },
        iterations: 50,
        warmup: 0,
        durationMs: 1500,
        threads: 2,
        graphLevel: 'basic',
        seed: 7,
        name: 'first',
        tags: ['a', 'b'],
        wait: false,
        workingFolder: '/typed/here',
      },
    ]);
  });

  it('leaves out what was not typed', async () => {
    const { host, requests } = benchHost([done]);
    await host.run('bench', 'demo:mlp-tiny');
    expect(requests).toEqual([
      { model: { kind: 'demo', location: 'demo:mlp-tiny' }, wait: true, workingFolder: '/typed/here' },
    ]);
  });

  it('waits for the end and prints the run', async () => {
    const { host } = benchHost([running, running, done]);
    const result = host.run('bench', 'demo:mlp-tiny', '--json');
    await expect.poll(() => host.listeners.size).toBe(1);
    host.emit({ type: 'runs-changed', runIds: ['another'] });
    host.emit(changed(done));
    host.emit({ type: 'runs-changed', runIds: 'unknown' });
    const { code, out, err } = await result;
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      run: { id: done.id, status: 'done' },
      iterations: 100,
    });
    expect(err).toBe('');
    expect(host.listeners.size).toBe(0);
  });

  it('says where to find the run again', async () => {
    const { out, err } = await benchHost([done]).host.run('bench', 'demo:mlp-tiny');
    expect(out).toContain('median');
    expect(err).toContain(`dyno show ${done.id}`);
  });

  it('stops the run when asked to, prints what it has, and gives the signal’s code', async () => {
    for (const [cause, expected] of [
      ['ctrl-c', 130],
      ['terminated', 143],
    ] as const) {
      const { host, stopped } = benchHost([running, { ...done, status: 'stopped' }]);
      const result = host.run('bench', 'demo:mlp-tiny', '--json');
      await expect.poll(() => host.listeners.size).toBe(1);
      host.askToStop(cause);
      const { code, out } = await result;
      expect([code, stopped]).toEqual([expected, [done.id]]);
      expect(JSON.parse(out)).toMatchObject({ run: { status: 'stopped' }, iterations: 100 });
    }
  });

  it('that ended as it was being stopped counts as done', async () => {
    const { host } = benchHost([running, done]);
    const api: Partial<DynoApi> = {
      startBench: () => Promise.resolve(running),
      getRun: () => Promise.resolve(calls++ === 0 ? running : done),
      stopRun: () => Promise.reject(new DynoError({ ...error, code: 'RUN_NOT_FOUND' })),
    };
    let calls = 0;
    const racing = createFakeHost(api);
    const result = racing.run('bench', 'demo:mlp-tiny', '--json');
    await expect.poll(() => racing.listeners.size).toBe(1);
    racing.askToStop('ctrl-c');
    expect((await result).code).toBe(0);
    expect(host.listeners.size).toBe(0);
  });

  it('throws what the start refused, and listens no longer', async () => {
    const refusal = new DynoError({ ...error, code: 'DOES_NOT_FIT' });
    const host = createFakeHost({ startBench: () => Promise.reject(refusal) });
    await expect(host.run('bench', 'demo:mlp-tiny')).rejects.toBe(refusal);
    expect(host.listeners.size).toBe(0);
  });

  it('has one exit code for each way a run can end', () => {
    expect(exitCodeOf(done, null)).toBe(0);
    expect(exitCodeOf({ ...done, latencyMs: null }, null)).toBe(4);
    expect(exitCodeOf({ ...done, status: 'stopped' }, null)).toBe(130);
    expect(exitCodeOf({ ...done, status: 'crashed', error }, null)).toBe(3);
    expect(exitCodeOf({ ...done, status: 'failed', error: { ...error, code: 'SHAPE_INVALID' } }, null)).toBe(
      2,
    );
    expect(exitCodeOf({ ...done, status: 'failed' }, null)).toBe(3);
  });
});

describe('runs', () => {
  const long = fakeRun(evenLatencies(100), { id: 'r9', status: 'crashed', tags: ['odd'], archivedAt: null });
  const list = [
    fakeRun(evenLatencies(100)),
    { ...long, model: { ...long.model, name: 'x'.repeat(200), contentHash: 'ff' } },
  ];
  const edits: unknown[] = [];
  const api: Partial<DynoApi> = {
    listRunFacts: () =>
      Promise.resolve({
        runs: packRuns(list.map(runFacts)),
        gone: [],
        isAnew: false,
        next: null,
        revision: 1,
        total: 2,
      }),
    getRun: (id) => Promise.resolve(list.find((run) => run.id === id) ?? (list[0] as Run)),
    editRuns: (ids, edit) => {
      edits.push([ids, edit]);
      return Promise.resolve([]);
    },
  };
  const host = () => createFakeHost(api);

  it('shows a table that fits 80 columns, in groups as well', async () => {
    const lines = (await host().run('runs')).out.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^r4k2m9 +encoder-tiny +cpu +1×128 +1\.50 ms .* done$/);
    const grouped = (await host().run('runs', '--group', 'version')).out.trimEnd().split('\n');
    expect(grouped).toHaveLength(4);
    expect(grouped[0]).toContain('1 run · best 1.50 ms');
    for (const line of [...lines, ...grouped]) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('filters, sorts and limits, and prints every run for a program', async () => {
    const one = await host().run('runs', 'encoder', 'p50<1s', 'status:done', '--json');
    expect(JSON.parse(one.out)).toMatchObject({ matched: 1, runs: [{ run: { id: 'r4k2m9' } }] });
    const limited = await host().run('runs', '--sort', 'status', '--limit', '1', '--json');
    expect(JSON.parse(limited.out)).toMatchObject({ matched: 2, runs: [{ run: { id: 'r9' } }] });
    expect((await host().run('runs', '--tag', 'odd')).out).toContain('crashed');
    const nothing = await host().run('runs', 'p50<fast', 'nowhere');
    expect([nothing.out, nothing.code]).toEqual(['', 0]);
    expect(nothing.err).toContain('is not a time');
    expect(nothing.err).toContain('No run fits');
  });

  it('says what to do where there is none, and prints nothing for a pipe', async () => {
    const empty: Partial<DynoApi> = {
      listRunFacts: () =>
        Promise.resolve({ runs: NO_RUNS, gone: [], isAnew: false, next: null, revision: 1, total: 0 }),
    };
    const { out, err, code } = await createFakeHost(empty).run('runs');
    expect([out, code]).toEqual(['', 0]);
    expect(err).toContain('dyno bench demo:encoder-tiny');
  });

  it('are tagged, archived and pinned by name or by what they have in common', async () => {
    await host().run('tag', 'r9', '--add', 'a', '--add', 'b', '--remove', 'odd');
    await host().run('archive', '--filter', 'status:crashed');
    const { err } = await host().run('pin', 'r9', 'r4k2m9', 'r9', '--undo');
    expect(err).toContain('No longer pinned: 2 runs.');
    expect(edits).toEqual([
      [['r9'], { addTags: ['a', 'b'], removeTags: ['odd'] }],
      [['r9'], { archived: true }],
      [['r9', 'r4k2m9'], { pinned: false }],
    ]);
    for (const wrong of [
      ['archive'],
      ['tag', 'r9'],
      ['pin', '--filter', 'p50<'],
      ['pin', '--filter', 'zzz'],
    ]) {
      await expect(host().run(...wrong)).rejects.toBeInstanceOf(DynoError);
    }
    expect(edits).toHaveLength(3);
  });
});

describe('export', () => {
  const run = fakeRun(evenLatencies(3));
  const api: Partial<DynoApi> = {
    getRun: () => Promise.resolve(run),
    exportRun: (id, format) =>
      Promise.resolve({ fileName: `${id}.${format}`, mediaType: 'text/csv', text: 'iteration,ms\n0,1\n' }),
  };

  it('prints the file as it is', async () => {
    const { out } = await createFakeHost(api).run('export', 'last', '--format', 'csv');
    expect(out).toBe('iteration,ms\n0,1\n');
  });

  it('writes it where it was told to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dyno-export-'));
    const path = join(folder, 'a.csv');
    const { out } = await createFakeHost(api).run('export', 'last', '-f', 'csv', '-o', path, '--json');
    expect(JSON.parse(out)).toEqual({
      schemaVersion: 1,
      run: { id: run.id },
      path,
      bytes: 17,
      mediaType: 'text/csv',
    });
    expect(readFileSync(path, 'utf8')).toBe('iteration,ms\n0,1\n');
    rmSync(folder, { recursive: true });
  });

  it('says why a file cannot be written', async () => {
    const write = (path: string): Promise<unknown> =>
      createFakeHost(api).run('export', 'last', '-f', 'csv', '-o', path);
    await expect(write(tmpdir())).rejects.toMatchObject({ code: 'USAGE', subject: tmpdir() });
    await expect(write(join(tmpdir(), 'no', 'such', 'a.csv'))).rejects.toMatchObject({ code: 'USAGE' });
  });

  it.runIf(process.platform === 'linux')('says that the disk is full', async () => {
    const write = createFakeHost(api).run('export', 'last', '-f', 'csv', '-o', '/dev/full');
    await expect(write).rejects.toMatchObject({ code: 'STORE_FULL', exitCode: 3, subject: '/dev/full' });
  });
});

describe('delete', () => {
  it('deletes nothing when one of the runs is not there', async () => {
    const deleted: unknown[] = [];
    const host = createFakeHost({
      getRun: (id) =>
        id === 'a'
          ? Promise.resolve(fakeRun([1]))
          : Promise.reject(new DynoError({ ...error, code: 'RUN_NOT_FOUND' })),
      deleteRuns: (ids) => Promise.resolve(void deleted.push(ids)),
    });
    await expect(host.run('delete', 'a', 'b')).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
    expect(deleted).toEqual([]);
    const { err } = await host.run('delete', 'a', 'a');
    expect(deleted).toEqual([['r4k2m9']]);
    expect(err).toContain('dyno restore r4k2m9');
  });
});

describe('model', () => {
  const info: InspectedModel = {
    ref: { kind: 'file', location: '/typed/here/a.onnx' },
    name: 'a.onnx',
    irVersion: 10,
    producer: 'pytorch\u001b[2J',
    graphName: 'main',
    opsets: [{ domain: '', version: 20 }],
    metadata: {},
    inputs: [{ name: 'ids', type: 'int64', shape: ['batch', null, 8, 'past + now'], kind: 'tensor' }],
    outputs: [{ name: 'y', type: 'float32', shape: [], kind: 'tensor' }],
    nodeCount: 3,
    operators: [
      { domain: '', type: 'MatMul', count: 2 },
      { domain: 'com.microsoft', type: 'Gelu', count: 1 },
    ],
    parameters: 1_234_567,
    weightBytes: 4_938_268,
    fileBytes: 5_000_000,
    externalData: [{ path: 'a.data', bytes: null }],
    symbols: ['batch'],
    hasSequence: false,
    hasBatch: true,
    macs: 4_089_184_256,
    flops: 8_200_000_000,
    countedNodes: 2,
    runningNodes: 3,
    countedAt: [{ name: 'ids', shape: [1, 8] }],
  };

  it('shows inputs, parameters, operators and what is missing', async () => {
    const { out } = await createFakeHost({ inspectModel: () => Promise.resolve(info) }).run(
      'model',
      'a.onnx',
    );
    expect(out).toContain('1.23 M (1 234 567)');
    expect(out).toMatch(/macs +4\.09 G \(4 089 184 256\)/);
    expect(out).toMatch(/counted +2 of 3 nodes, at ids 1 × 8/);
    expect(out).toMatch(/ids +int64 +batch × \? × 8 × \(past \+ now\)/);
    expect(out).toMatch(/y +float32 +scalar/);
    expect(out).toMatch(/com\.microsoft\.Gelu +1/);
    expect(out).toContain('a.data (missing)');
    expect(out).not.toContain('\u001b');
  });
});

describe('compare', () => {
  const fastRun = fakeRun(evenLatencies(100), { id: 'a', environment: HERE });
  const NOT_PROFILED = {
    kind: 'none',
    reason: 'Neither was profiled.',
    nextStep: 'Profile both.',
    unprofiled: ['a', 'b'],
  } as const;

  it('gives the sentence, the differences and code 4 where one run measured nothing', async () => {
    const empty = fakeRun([], { id: 'b', name: 'two\u202eows' });
    const named: (readonly string[])[] = [];
    const compared = sideBySide([sideOf(fastRun), sideOf(empty)], () => null);
    const host = createFakeHost({
      compareRuns: (runs) => {
        named.push(runs);
        return Promise.resolve(compared);
      },
      getDifference: () => Promise.resolve(NOT_PROFILED),
    });
    const { code, out } = await host.run('compare', 'a', 'b');
    expect(code).toBe(4);
    expect(named).toEqual([['a', 'b']]);
    expect(out).toContain('B has measured nothing');
    expect(out).toMatch(/p50 \(median\) +\d+\.\d+ ms +—/);
    expect(out).not.toContain('\u202e');
    expect(out).toContain('Neither was profiled. Profile both.');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('says as JSON what the second run is to the first, and the others beside it', async () => {
    const runs = ['a', 'b', 'c'].map((id) => sideOf({ ...fastRun, id }));
    const host = createFakeHost({
      compareRuns: () => Promise.resolve(sideBySide(runs, () => null)),
      getDifference: () => Promise.resolve(NOT_PROFILED),
    });
    const { code, out } = await host.run('compare', 'a', 'b', 'c', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      runId: 'b',
      verdict: 'undecided',
      ratio: 1,
      comparable: true,
      others: [{ label: 'C', runId: 'c' }],
      residualMs: null,
    });
  });
});

describe('doctor', () => {
  it('lists each check with its next step', async () => {
    const doctor: DynoApi['doctor'] = () =>
      Promise.resolve({
        checks: [
          { id: 'cpu', title: 'CPU', state: 'ok', detail: '2 cores', nextStep: '' },
          {
            id: 'gpu',
            title: 'GPU',
            state: 'missing',
            detail: 'none was found '.repeat(10),
            nextStep: 'Use one.',
          },
        ],
        environment: {} as never,
        tookMs: 12,
      });
    const { out } = await createFakeHost({ doctor }).run('doctor');
    expect(out).toMatch(/✓ CPU +2 cores/);
    expect(out).toMatch(/– GPU/);
    expect(out).toContain('→ Use one.');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});
