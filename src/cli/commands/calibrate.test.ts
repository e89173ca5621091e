import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../dyno.fixture.ts';

const sandbox = createSandbox();
afterAll(() => sandbox.end());

const FAKE = 'fake:normal(1ms,0.02ms)+spread(0.5%)';

describe('dyno calibrate', () => {
  it('keeps what it found, and comparisons of single runs say so', async () => {
    const none = await sandbox.json('calibrate', '--show');
    expect([none.code, none.document['calibrations']]).toEqual([4, []]);
    const words = ['--model', 'demo:mlp-tiny', '--executor', FAKE, '--pairs', '6'];
    const { code, document } = await sandbox.json('calibrate', ...words);
    expect(code).toBe(0);
    expect(document['calibration']).toMatchObject({ provider: 'cpu', models: ['demo:mlp-tiny'] });
    const bench = ['bench', 'demo:mlp-tiny', '--executor', FAKE, '-n', '200', '--seed'];
    for (const seed of ['1', '2']) await sandbox.run(...bench, seed);
    const compared = await sandbox.json('compare', 'last~1', 'last');
    expect(compared.document['sentence']).toContain('on this machine (calibrated)');
    expect((await sandbox.run('calibrate', '--show')).out).toMatch(/p50 +\d\.\d+ % +6/);
  });
});
