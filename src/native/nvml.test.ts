import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { NvmlField, NvmlNative, NvmlSession } from '../../native/nvml.d.ts';
import {
  FULL_CARD,
  NEEDS_STAND_IN,
  nvmlOrNull,
  standInEnvironment,
  withStandIn,
} from './stand-in-nvml.test-support.ts';

const SOON_MS = 20_000;
const nvml = nvmlOrNull as NvmlNative;
let ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.reverse()) end();
  ends = [];
});

function open(script: string, driver: 'new' | 'old' = 'new'): NvmlSession {
  const standIn = withStandIn(script, driver);
  const session = new nvml.Session();
  ends.push(
    () => standIn.end(),
    () => session.close(SOON_MS),
  );
  expect(session.wait(SOON_MS)).toBe(true);
  return session;
}

function read(session: NvmlSession, device = 0): Readonly<Record<NvmlField, number>> {
  session.request(Object.values(nvml.groups).reduce((all, group) => all | group, 0));
  expect(session.wait(SOON_MS)).toBe(true);
  const out = new Float64Array(nvml.fields.length + 2).fill(-1);
  expect(session.read(device, out, 1)).toBe(true);
  expect([out[0], out.at(-1)]).toEqual([-1, -1]);
  return Object.fromEntries(nvml.fields.map((field, slot) => [field, out[slot + 1]])) as Record<
    NvmlField,
    number
  >;
}

describe.skipIf(nvmlOrNull === null)(`the reader of NVIDIA’s library (${NEEDS_STAND_IN})`, () => {
  it('reads all that a card has, in base units', () => {
    const session = open(`library 560.28\n${FULL_CARD}`);
    expect(session.devices()[0]).toEqual({
      uuid: 'GPU-aaaa',
      name: 'NVIDIA Stand-in A',
      pciBus: '00000000:01:00.0',
      computeCapability: '9.0',
      memoryBytes: 85899345920,
      parent: null,
      hasMigEnabled: false,
      isLost: false,
      refused: {},
    });
    const before = Number(process.hrtime.bigint()) / 1e6;
    expect(read(session)).toMatchObject({
      gpuPercent: 40,
      memoryBusyPercent: 25,
      memoryUsedBytes: 8589934592,
      memoryTotalBytes: 85899345920,
      memoryReservedBytes: 536870912,
      graphicsClockMegahertz: 1755,
      smClockMegahertz: 1740,
      memoryClockMegahertz: 2619,
      temperatureCelsius: 51,
      memoryTemperatureCelsius: 63,
      powerWatts: 250,
      powerInstantWatts: 260.5,
      powerAverageWatts: 250,
      energyJoules: 1000,
      throttleReasons: 4,
      powerLimitWatts: 700,
      pcieGeneration: 5,
      pcieWidth: 16,
      fanPercent: 35,
      encoderPercent: 7,
      decoderPercent: 8,
      eccUncorrected: 3,
      pcieReceivedBytesPerSecond: 2000 * 1024,
      pcieSentBytesPerSecond: 1000 * 1024,
      smActivePercent: 80,
      smOccupancyPercent: 40,
      tensorActivePercent: 60,
      dramActivePercent: 70,
      fp16ActivePercent: 33,
      fp32ActivePercent: 22,
      fp64ActivePercent: 1,
      isLost: 0,
    });
    const { fastAtMs } = read(session);
    expect(fastAtMs).toBeGreaterThanOrEqual(before);
    expect(fastAtMs).toBeLessThanOrEqual(Number(process.hrtime.bigint()) / 1e6);
  });

  it('says that it is a stand-in, so that nobody takes its figures for a card’s', () => {
    expect(open(FULL_CARD).describe()).toMatchObject({ isStandIn: true, driver: 'stand-in' });
  });

  it('keeps each card’s readings apart, and what one lacks missing', () => {
    const session = open(
      `${FULL_CARD}card GPU-bbbb A small one\n  utilization.gpu 99\n  utilization.memory 1\n  temperature 80\n`,
    );
    expect(read(session, 0).temperatureCelsius).toBe(51);
    const small = read(session, 1);
    expect([small.gpuPercent, small.temperatureCelsius]).toEqual([99, 80]);
    for (const field of ['powerWatts', 'energyJoules', 'fanPercent', 'smActivePercent'] as const) {
      expect(small[field], field).toBeNaN();
      expect(session.devices()[1]?.refused[field], field).toBe('this card does not tell it');
    }
    expect(session.devices()[1]).toMatchObject({ memoryBytes: null, computeCapability: null });
  });

  it('does not take nought for the temperature of a memory that has no sensor', () => {
    const session = open(FULL_CARD.replace('field.82 63', 'field.82 0'));
    expect(session.devices()[0]?.refused.memoryTemperatureCelsius).toBeDefined();
    expect(read(session).memoryTemperatureCelsius).toBeNaN();
  });

  it('leaves a value out while it fails, and has it again afterwards', () => {
    const session = open(FULL_CARD.replace('temperature 51', 'temperature 51 !999 !3 52'));
    expect(read(session).temperatureCelsius).toBeNaN();
    // Told once, it is known to be there: "not supported" later on is no last word.
    expect(read(session).temperatureCelsius).toBeNaN();
    expect(read(session).temperatureCelsius).toBe(52);
    expect(session.devices()[0]?.refused.temperatureCelsius).toBeUndefined();
  });

  it('reads what this user may, and says of the rest that he may not', () => {
    const session = open(FULL_CARD.replace('ecc 3', 'ecc !4').replace('gpm 1\n', 'gpm !4\n'));
    expect(session.devices()[0]?.refused).toMatchObject({
      eccUncorrected: 'this user may not read it',
      smActivePercent: 'this user may not read it',
    });
    expect(read(session)).toMatchObject({ temperatureCelsius: 51, eccUncorrected: Number.NaN });
  });

  it('says of a card that fell off the bus that it is lost, goes on with the others, and sees it come back', () => {
    const other = FULL_CARD.replace('GPU-aaaa', 'GPU-bbbb');
    const session = open(`${FULL_CARD}  lost-after 2\n  back-after 4\n${other}`);
    expect(read(session, 0)).toMatchObject({ isLost: 0, gpuPercent: 40 });
    const lost = read(session, 0);
    expect(lost.isLost).toBe(1);
    for (const field of ['gpuPercent', 'powerInstantWatts', 'energyJoules', 'memoryUsedBytes'] as const)
      expect(lost[field], field).toBeNaN();
    expect(session.devices().map(({ isLost }) => isLost)).toEqual([true, false]);
    expect(read(session, 1)).toMatchObject({ isLost: 0, gpuPercent: 40 });
    expect(read(session, 0)).toMatchObject({ isLost: 0, gpuPercent: 40, powerInstantWatts: 260.5 });
  });

  it('goes without what a driver of long ago lacks', () => {
    const session = open(`${FULL_CARD}  process 7 1048576 compute\n`, 'old');
    expect(session.describe()?.missingFunctions).toContain('nvmlDeviceGetTotalEnergyConsumption');
    expect(session.devices()[0]?.refused).toMatchObject({
      energyJoules: 'this driver is too old to tell it',
      powerInstantWatts: 'this driver is too old to tell it',
      smActivePercent: 'this driver is too old to tell it',
    });
    expect(read(session)).toMatchObject({
      gpuPercent: 40,
      memoryUsedBytes: 8589934592,
      powerWatts: 250,
      throttleReasons: 4,
      energyJoules: Number.NaN,
    });
    const pairs = new Float64Array(8);
    expect([session.readProcesses(0, pairs), pairs[0], pairs[1]]).toEqual([1, 7, 1048576]);
  });

  it.each(['', '  wide-processes\n'])(
    'lists who uses a card once each, in whichever width the driver writes it %j',
    (width) => {
      const many = Array.from({ length: 200 }, (_, index) => `  process ${index + 1} 4096 compute\n`).join(
        '',
      );
      const session = open(
        `${FULL_CARD}${width}${many}  process 3 8192 graphics\n  process 999 unknown graphics\n`,
      );
      read(session);
      const pairs = new Float64Array(1024);
      expect(session.readProcesses(0, pairs)).toBe(201);
      const listed = new Map(
        Array.from({ length: 201 }, (_, index) => [pairs[2 * index], pairs[2 * index + 1]]),
      );
      expect([listed.size, listed.get(1), listed.get(3), listed.get(200)]).toEqual([201, 4096, 8192, 4096]);
      expect(listed.get(999)).toBeNaN();
      expect(session.readProcesses(0, new Float64Array(10))).toBe(5);
    },
  );

  it('shows MIG instances as parts of their card, with what they tell of themselves', () => {
    const session = open(`${FULL_CARD}  mig 1
  process 1 4096 compute
mig MIG-1111 NVIDIA Stand-in A MIG 3g.40gb
  memory.total 42949672960
  memory.used 1073741824
  memory.reserved 0
  gpu-instance 2
  gpm.2 91
  gpm.10 55
  process 42 1048576 compute
`);
    const [card, instance] = session.devices();
    expect(card).toMatchObject({ hasMigEnabled: true, parent: null });
    expect(instance).toMatchObject({ uuid: 'MIG-1111', parent: 'GPU-aaaa', memoryBytes: 42949672960 });
    expect(read(session, 1)).toMatchObject({
      memoryUsedBytes: 1073741824,
      smActivePercent: 91,
      dramActivePercent: 55,
      gpuPercent: Number.NaN,
      powerInstantWatts: Number.NaN,
    });
    expect(read(session, 0)).toMatchObject({ powerInstantWatts: 260.5, smActivePercent: Number.NaN });
    const pairs = new Float64Array(8);
    expect([session.readProcesses(0, pairs), session.readProcesses(1, pairs), pairs[0]]).toEqual([0, 1, 42]);
  });

  it.each([
    ['NVML_DRIVER_NOT_LOADED', 'init !9', 'NVIDIA’s driver is not loaded'],
    ['NVML_NO_PERMISSION', 'init !4', 'this user may not read it'],
    ['NVML_VERSION_MISMATCH', 'init !18', 'of another version'],
    ['NVML_UNKNOWN', 'init !77', 'error 77'],
  ])('says with a code why the driver can’t be reached: %s', (code, line, words) => {
    const session = open(`library 1\n  ${line}\n${FULL_CARD}`);
    expect(session.state()).toMatchObject({ phase: 'failed', code });
    expect(session.state().reason).toContain(words);
    expect(session.devices()).toEqual([]);
  });

  it('names a card that can’t be opened, and reads the others', () => {
    const session = open(`card GPU-x Broken\n  open !8\n${FULL_CARD}`);
    expect(session.describe()?.problems).toEqual([
      'GPU 0 can’t be opened: its power cables are not attached',
    ]);
    expect(session.devices().map(({ uuid }) => uuid)).toEqual(['GPU-aaaa']);
  });

  it('counts energy only as it is renewed, and never asks for it every time', () => {
    const session = open(FULL_CARD.replace('energy 1000000', 'energy counts 5000000 250 100'));
    const first = read(session);
    const second = read(session);
    expect(first.energyJoules).toBeGreaterThanOrEqual(5000);
    expect(second.energyAtMs - first.energyAtMs === 0 || second.energyAtMs - first.energyAtMs >= 90).toBe(
      true,
    );
    expect(second.fastAtMs).toBeGreaterThan(first.fastAtMs);
  });

  it('says where the library should be, when it is not', () => {
    process.env['DYNO_NVML_LIBRARY'] = '/nowhere/libnvidia-ml.so.1';
    ends.push(() => delete process.env['DYNO_NVML_LIBRARY']);
    const session = new nvml.Session();
    expect(session.wait(SOON_MS)).toBe(true);
    expect(session.state()).toMatchObject({ phase: 'failed', code: 'NVML_LIBRARY_NOT_FOUND' });
    expect(session.state().reason).toContain('/nowhere/libnvidia-ml.so.1');
    expect(() => nvml.find()).toThrow(expect.objectContaining({ code: 'NVML_LIBRARY_NOT_FOUND' }) as Error);
    expect(session.describe()).toBeNull();
  });

  it('keeps nobody waiting for a driver that hangs: not its caller, nor the end of the process', async () => {
    const { env, remove } = standInEnvironment(
      FULL_CARD.replace('temperature 51', 'temperature 51 51 ~600:51'),
    );
    ends.push(remove);
    const program = join(import.meta.dirname, 'held-by-driver.fixture.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [program], {
      env: { ...process.env, ...env },
    });
    expect(JSON.parse(stdout)).toEqual({ isHeld: true, phase: 'reading' });
  });

  it('refuses what can’t be meant, by a code', () => {
    const session = open(FULL_CARD);
    const calls: [string, () => unknown][] = [
      ['NVML_BUFFER_TOO_SMALL', () => session.read(0, new Float64Array(3), 0)],
      ['NVML_BUFFER_TOO_SMALL', () => session.read(0, new Float64Array(nvml.fields.length), 1)],
      ['NVML_BAD_ARGUMENT', () => session.read(0, new Float32Array(99) as unknown as Float64Array, 0)],
      ['NVML_BAD_ARGUMENT', () => session.read(Number.NaN, new Float64Array(99), 0)],
      ['NVML_BAD_ARGUMENT', () => session.read(0, new Float64Array(99), -1)],
      ['NVML_BAD_ARGUMENT', () => session.wait('soon' as unknown as number)],
    ];
    for (const [code, call] of calls) expect(call).toThrow(expect.objectContaining({ code }) as Error);
    expect(session.read(7, new Float64Array(99), 0)).toBe(false);
    session.close(SOON_MS);
    expect(session.phase()).toBe('closed');
    session.request(nvml.groups.fast);
    session.close();
  });
});
