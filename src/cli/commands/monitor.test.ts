import { describe, expect, it } from 'vitest';
import type { HardwareNow } from '../../contract/hardware-api.ts';
import type { Recording } from '../../contract/recording.ts';
import { catalog, frames } from '../output/monitor.fixture.ts';
import { createFakeHost } from './fake-host.fixture.ts';

const NOW: HardwareNow = {
  catalog: null,
  frames: null,
  processes: null,
  health: null,
  alignment: null,
  wallMinusMonotonicMs: 0,
  recording: null,
};

const recording: Recording = {
  id: 'rec-1',
  name: 'load test',
  runId: null,
  startedAt: 1_760_000_000_000,
  endedAt: 1_760_000_012_000,
  hertz: 10,
  sampleCount: 120,
  originMs: 0,
  clocks: { sampler: null, worker: null },
  devices: catalog.devices,
  channels: catalog.channels,
  sources: catalog.sources,
  health: null,
  deletedAt: null,
};

function monitored(...argv: string[]) {
  const asked: string[] = [];
  const fake = createFakeHost({
    hardwareNow: async () => NOW,
    watchHardware: async () => undefined,
    setHardwareRate: async (hertz) => void asked.push(`rate ${hertz}`),
    startRecording: async (name) => {
      asked.push(`record ${name}`);
      return recording;
    },
    stopRecording: async () => recording,
    listRecordings: async () => [recording],
  });
  const ended = fake.run('monitor', ...argv);
  return { fake, asked, ended };
}

/** The command has subscribed once it listens. */
async function listening({ listeners }: { readonly listeners: ReadonlySet<unknown> }): Promise<void> {
  while (listeners.size === 0) await new Promise((resolve) => setImmediate(resolve));
}

describe('dyno monitor', () => {
  it('prints a document a line: null where nothing could be read, and what is a repeat', async () => {
    const { fake, ended } = monitored('--json', '--hertz', '50');
    await listening(fake);
    fake.emit({ type: 'hardware-catalog', catalog });
    const seen = frames([20, 10, 30, 0, 4, 50, Number.NaN, 0]);
    seen.marks[0] = 1;
    fake.emit({ type: 'hardware-frames', frames: seen, wallMinusMonotonicMs: 5000 });
    fake.askToStop('ctrl-c');
    const { code, out } = await ended;
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ type }) => type)).toEqual(['catalog', 'sample', 'end']);
    expect(lines[1]).toMatchObject({
      at: 6000,
      monotonicMs: 1000,
      values: { 'cpu/cpu.use': 20, 'gpu:GPU-1/gpu.power': null },
      repeats: ['cpu/cpu.use'],
    });
    expect(code).toBe(130);
  });

  it('takes the rate, ends after its time, and says where the recording is', async () => {
    const { asked, ended } = monitored('--record', 'load test', '--for', '20ms', '--hertz', '25');
    const { code, err } = await ended;
    expect(asked).toEqual(['rate 25', 'record load test']);
    expect(err).toContain('dyno monitor --show rec-1');
    expect(code).toBe(0);
  });

  it('lists what was recorded', async () => {
    const { out, code } = await monitored('--list').ended;
    expect(out).toMatch(/rec-1 +load test .*12\.0 s +10 Hz/);
    expect(code).toBe(0);
  });

  it.each([['0'], ['101'], ['ten'], ['1.5']])('refuses a rate of %s', async (rate) => {
    await expect(createFakeHost({}).run('monitor', '--hertz', rate)).rejects.toMatchObject({
      code: 'USAGE',
      subject: '--hertz',
    });
  });
});
