import { afterAll, describe, expect, it } from 'vitest';
import { DynoError } from '../../contract/errors.ts';
import { aCpu, aGpu, aProbe } from '../../contract/probe.fixture.ts';
import type { Probe, ProbeRequest } from '../../contract/probe.ts';
import { createSandbox } from '../dyno.fixture.ts';
import { createFakeHost } from './fake-host.fixture.ts';

const both = aProbe({
  gpus: [aGpu],
  gpuReason: '',
  warnings: [
    'Other programs kept 1.20 of 4 cores busy. Close other programs (a browser that shows Dyno counts too), then measure again.',
  ],
});

function hostWith(probe: Probe | null = both) {
  const requests: ProbeRequest[] = [];
  const host = createFakeHost({
    probe: async (request) => {
      requests.push(request);
      return probe ?? aProbe();
    },
    probeOfThisMachine: async () => probe,
    listProbes: async () => (probe === null ? [] : [probe]),
  });
  return { ...host, requests };
}

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => [...line].length));

describe('dyno probe', () => {
  it('shows ceilings, transfers, advice and doubts within 80 columns', async () => {
    const { run, requests } = hostWith();
    const { code, out } = await run('probe');
    expect([code, requests]).toEqual([0, [{ wait: true }]]);
    expect(widest(out)).toBeLessThanOrEqual(80);
    for (const row of [
      /^here · a CPU, 4 cores$/m,
      /^CPU {2}a CPU of the test · avx2$/m,
      /^ +4 threads +one thread$/m,
      /^memory triad +31\.9 GB\/s +12\.6 GB\/s$/m,
      /^FP32 +412 Gflop\/s +104 Gflop\/s$/m,
      /^INT8 +1\.65 Top\/s$/m,
      /^L1 +32\.0 KiB +█+ +812 GB\/s$/m,
      /^GPU {2}a GPU of the test · compute capability 9\.0 · 80\.0 GiB$/m,
      /^memory read +3\.01 TB\/s +FP32 +61\.0 Tflop\/s$/m,
      /^L2 read +5\.40 TB\/s +tensor BF16 +—$/m,
      /^to the card +9\.80 GB\/s +52\.1 GB\/s$/m,
      /^launch 2\.61 µs · in a graph 0\.920 µs · two streams ×1\.71$/m,
      /^×5\.32 +Pin memory that is copied to the card$/m,
      /^! Other programs kept 1\.20 of 4 cores busy\./m,
    ])
      expect(out).toMatch(row);
    expect(out).not.toMatch(/NaN|undefined|null/);
  });

  it('says of a machine without a GPU why there is none', async () => {
    const { run } = hostWith(
      aProbe({
        cpu: { ...aCpu, threads: 1, int8Gops: null, caches: [] },
        gpuReason: 'No driver. '.repeat(12),
      }),
    );
    const { out } = await run('probe', '--only', 'cpu');
    expect(out).toMatch(/^No GPU: No driver\./m);
    expect(out).toMatch(/^INT8 +no instruction for it$/m);
    expect(out).not.toContain('4 threads');
    // Without named caches the sizes themselves are drawn.
    expect(out).toMatch(/^256 MiB +█+░+ +41\.2 GB\/s$/m);
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  it('prints the probe itself as the document', async () => {
    const { run, requests } = hostWith();
    const document = JSON.parse((await run('probe', '--json', '--only', 'gpu', '--no-wait')).out) as unknown;
    expect(requests).toEqual([{ wait: false, only: 'gpu' }]);
    expect(document).toEqual({ schemaVersion: 1, ...both });
  });

  it('draws names that would move the cursor as dots', async () => {
    const evil = '\u001b[2Jname';
    const { run } = hostWith(
      aProbe({ machine: evil, cpu: { ...aCpu, name: evil }, gpus: [{ ...aGpu, name: evil }] }),
    );
    for (const words of [['probe'], ['probe', '--list']]) {
      expect((await run(...words)).out).not.toContain('\u001b');
    }
  });

  it('shows and lists what is known without measuring', async () => {
    const { run, requests } = hostWith();
    expect((await run('probe', '--show')).out).toContain('memory triad');
    expect((await run('probe', '--list')).out).toMatch(/here · a CPU, 4 cores +31\.9 GB\/s +412 Gflop\/s/);
    expect(requests).toEqual([]);
  });

  it('says that nothing is known with the code for too little evidence', async () => {
    for (const flag of ['--show', '--list']) {
      const { code, err } = await hostWith(null).run('probe', flag);
      expect([code, err]).toEqual([4, expect.stringContaining('dyno probe')]);
    }
  });

  it('is stopped by Ctrl-C, as a stop and not as a failure', async () => {
    let reject: (error: Error) => void = () => undefined;
    const host = createFakeHost({
      probe: () => new Promise((_resolve, no) => (reject = no)),
      stopProbe: async () =>
        reject(new DynoError({ code: 'RUN_FAILED', message: 'stopped', subject: '', nextStep: '' })),
    });
    const running = host.run('probe');
    host.askToStop('ctrl-c');
    expect((await running).code).toBe(130);
  });

  it('tells for whom it waits', async () => {
    const host = createFakeHost({
      probe: async () => {
        host.emit({
          type: 'probe-progress',
          progress: { id: 'x', step: 'waiting for another program (pid 7: demo:mlp-tiny)', done: 0, of: 100 },
        });
        return both;
      },
    });
    expect((await host.run('probe')).err).toContain('waiting for another program (pid 7: demo:mlp-tiny)');
  });
});

describe('the real dyno probe', () => {
  const sandbox = createSandbox();
  afterAll(() => sandbox.end());

  it('knows nothing before it has measured', async () => {
    const { code, document } = await sandbox.json('probe', '--show');
    expect(code).toBe(4);
    expect(document).toMatchObject({ cpu: null, gpus: [] });
    expect(document['gpuReason']).toContain('never probed');
  });

  it('refuses a part that it does not know', async () => {
    const { code, document } = await sandbox.json('probe', '--only', 'tpu');
    expect([code, document.error?.code]).toEqual([2, 'USAGE']);
  });
});
