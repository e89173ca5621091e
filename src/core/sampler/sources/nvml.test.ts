import { afterEach, describe, expect, it } from 'vitest';
import type { NvmlNative } from '../../../../native/nvml.d.ts';
import { MARKS, METRICS } from '../../../contract/hardware-channels.ts';
import {
  FULL_CARD,
  NEEDS_STAND_IN,
  nvmlOrNull,
  withStandIn,
} from '../../../native/stand-in-nvml.test-support.ts';
import { SourceLost } from '../source-lost.ts';
import { WrittenMachine } from '../written-machine.test-support.ts';
import { createNvmlSource } from './nvml.ts';
import type { Absent, Opened, ThreadReader, ThreadSource } from './types.ts';

let ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.reverse()) end();
  ends = [];
});

function machine(): WrittenMachine {
  const from = new WrittenMachine();
  from.nvml = () => nvmlOrNull as NvmlNative;
  return from;
}

/** Opened by this source, of which one that is lost is opened again. */
async function open(script: string, source: ThreadSource = createNvmlSource()) {
  if (ends.length === 0) {
    const standIn = withStandIn(script);
    ends.push(() => standIn.end());
  }
  const opened = await source.open(machine());
  if ('absent' in opened) return opened;
  ends.push(() => opened.reader.close());
  return opened;
}

function present(opened: Opened<ThreadReader> | Absent): Opened<ThreadReader> {
  if ('absent' in opened) throw new Error(opened.absent);
  return opened;
}

async function readOnce({ reader, channels }: Opened<ThreadReader>) {
  const values = new Float64Array(channels.length + 1).fill(-1);
  await reader.read(values, 1, Number.NaN);
  expect(values[0]).toBe(-1);
  const of = (device: string, metric: string) =>
    channels.findIndex((channel) => channel.device === device && channel.metric === metric);
  return {
    value: (device: string, metric: string) => values[of(device, metric) + 1],
    mark: (device: string, metric: string) => reader.marks?.[of(device, metric)],
  };
}

describe.skipIf(nvmlOrNull === null)(`NVIDIA’s cards as a source (${NEEDS_STAND_IN})`, () => {
  it('gives a card its columns in the units of the contract', async () => {
    const opened = present(await open(FULL_CARD));
    expect(opened.devices).toEqual([
      { id: 'gpu:GPU-aaaa', kind: 'gpu', name: 'NVIDIA Stand-in A', totalBytes: 85899345920, partOf: null },
    ]);
    const metrics = opened.channels.map(({ metric }) => metric);
    expect(new Set(metrics)).toEqual(new Set(Object.keys(METRICS).filter((name) => name.startsWith('gpu.'))));
    const { value } = await readOnce(opened);
    for (const [metric, expected] of [
      ['gpu.use', 40],
      ['gpu.memory-use', 10],
      ['gpu.power', 260.5],
      ['gpu.energy', 1000],
      ['gpu.throttle', 4],
      ['gpu.pcie-received', 2_048_000],
      ['gpu.tensor-active', 60],
      ['gpu.ecc-errors', 3],
    ] as const)
      expect(value('gpu:GPU-aaaa', metric), metric).toBe(expected);
  });

  it('has no column for what a card does not tell, and takes the mean power where that is all', async () => {
    const opened = present(await open(FULL_CARD.replace('field.186 260500\n', '').replace('fan 35\n', '')));
    expect(opened.channels.map(({ metric }) => metric)).not.toContain('gpu.fan');
    expect((await readOnce(opened)).value('gpu:GPU-aaaa', 'gpu.power')).toBe(250);
  });

  it('marks as repeated what was not read or not renewed since', async () => {
    const opened = present(await open(FULL_CARD.replace('field.186 260500', 'field.186 1000 2000 3000')));
    await readOnce(opened);
    const { mark } = await readOnce(opened);
    const marks = ['gpu.use', 'gpu.power', 'gpu.energy', 'gpu.fan'].map((name) => mark('gpu:GPU-aaaa', name));
    expect(marks.slice(0, 3)).toEqual([MARKS.fresh, MARKS.fresh, MARKS.repeat]);
    // The instant power stands still from here on: the same to the last digit is the same reading.
    expect((await readOnce(opened)).mark('gpu:GPU-aaaa', 'gpu.power')).toBe(MARKS.repeat);
  });

  it('shows a MIG instance below its card', async () => {
    const { devices, channels } = present(
      await open(`${FULL_CARD}  mig 1\nmig MIG-1 A part\n  memory.total 1024\n  memory.used 512\n`),
    );
    expect(devices[1]).toMatchObject({ id: 'gpu:MIG-1', partOf: 'gpu:GPU-aaaa', totalBytes: 1024 });
    expect(channels.filter(({ device }) => device === 'gpu:MIG-1').map(({ metric }) => metric)).toEqual([
      'gpu.memory-use',
      'gpu.memory-used',
    ]);
  });

  it('adds up what each process holds on all cards', async () => {
    const other = FULL_CARD.replace('GPU-aaaa', 'GPU-bbbb');
    const opened = present(
      await open(
        `${FULL_CARD}  process 7 1000 compute\n${other}  process 7 500 compute\n  process 8 unknown compute\n`,
      ),
    );
    await readOnce(opened);
    expect(opened.reader.gpuBytes?.()).toEqual(new Map([[7, 1500]]));
  });

  it('says by its name which card was lost, with its columns empty, and reads the others on', async () => {
    const source = createNvmlSource();
    const other = FULL_CARD.replace('GPU-aaaa', 'GPU-bbbb');
    const before = present(await open(`${FULL_CARD}  lost-after 2\n${other}`, source));
    await readOnce(before);
    await expect(readOnce(before)).rejects.toThrow(SourceLost);
    before.reader.close();
    const after = present(await open('', source));
    expect(after.devices.map(({ name }) => name)).toEqual(['NVIDIA Stand-in A (lost)', 'NVIDIA Stand-in A']);
    expect(after.channels).toEqual(before.channels);
    const { value } = await readOnce(after);
    expect([value('gpu:GPU-aaaa', 'gpu.use'), value('gpu:GPU-bbbb', 'gpu.use')]).toEqual([Number.NaN, 40]);
  });

  it('says so when every card is lost', async () => {
    const source = createNvmlSource();
    const before = present(await open(`${FULL_CARD}  lost-after 1\n`, source));
    await expect(readOnce(before)).rejects.toThrow('NVIDIA Stand-in A was lost.');
    before.reader.close();
    expect(await open('', source)).toEqual({
      absent: 'NVIDIA Stand-in A has fallen off the bus.',
      nextStep: expect.stringContaining('Xid') as string,
    });
  });

  it.each([
    ['library 1\n  init !9\n', /driver is not loaded\.$/, /modprobe/],
    ['library 1\n  init !4\n', /may not read it\.$/, /\/dev\/nvidia/],
    ['library 1\n', /knows of no card\.$/, /nvidia-smi/],
    ['card GPU-x Dark\n  open !8\n', /power cables/, /nvidia-smi/],
  ])(
    'is absent with a reason and a next step where the driver gives nothing: %j',
    async (script, why, step) => {
      const opened = await open(script);
      if (!('absent' in opened)) throw new Error('it was opened');
      expect(opened.absent).toMatch(why);
      expect(opened.nextStep).toMatch(step);
    },
  );

  it('is not looked for where there is no library, nor without the addon', () => {
    process.env['DYNO_NVML_LIBRARY'] = '/nowhere/libnvidia-ml.so.1';
    ends.push(() => delete process.env['DYNO_NVML_LIBRARY']);
    expect(createNvmlSource().missing?.(machine())).toMatchObject({
      absent: 'NVIDIA’s driver is not installed here.',
    });
    expect(createNvmlSource().missing?.(new WrittenMachine())).toMatchObject({
      absent: 'The test has no native addon.',
    });
  });
});
