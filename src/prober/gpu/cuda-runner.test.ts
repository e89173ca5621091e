import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CudaNative } from '../../../native/cuda.d.ts';
import { Card } from './card.ts';
import { cosineBy, stream } from './launches.ts';
import { openCards } from './open-cards.ts';
import { cudaOrNull, useStandIn, WITHOUT } from './stand-in-cuda.test-support.ts';

const PTX = readFileSync(join(import.meta.dirname, '../../../resources/kernels/bandwidth.sm_75.ptx'), 'utf8');

/** What a failure says of itself. */
function failureOf(action: () => unknown): { code: unknown; message: string } {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof Error)
      return { code: (thrown as { code?: unknown }).code, message: thrown.message };
  }
  throw new Error('It did not fail.');
}

describe.skipIf(cudaOrNull === null)(`the CUDA runner on a stand-in ${WITHOUT}`, () => {
  const cuda = cudaOrNull as CudaNative;

  function openCard(script = '', library = 'stand_in_cuda') {
    useStandIn(library, script);
    const { driver, devices } = openCards(cuda);
    const [device] = devices;
    if (device === undefined) throw new Error('The stand-in has a card.');
    return { driver, device, card: new Card(driver, device) };
  }

  it('says of a stand-in that it is one, and describes its card', () => {
    const { driver, device } = openCard('devices=2');
    expect(driver).toMatchObject({ isStandIn: true, version: 13_000, missing: [] });
    expect(driver.devices()).toHaveLength(2);
    expect(device).toMatchObject({
      ordinal: 0,
      major: 8,
      minor: 0,
      memoryBytes: 256 * 2 ** 20,
      l2Bytes: 65_536,
    });
    expect(device.name).toContain('stand-in');
    expect(device.uuid).toMatch(/^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('carries bytes to the card and back, with offsets, pinned or not, and keeps within bounds', () => {
    const { card } = openCard();
    const values = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);
    const memory = card.allocate(1000);
    memory.fill(7);
    memory.write(values.subarray(0, 100), 900);
    const back = new Uint8Array(101);
    memory.read(back, 899);
    expect([back[0], ...back.subarray(1)]).toEqual([7, ...values.subarray(0, 100)]);
    const pinned = card.allocatePinned(1000);
    pinned.write(values);
    expect(memory.timeUpload(pinned, card.stream, 2)).toHaveLength(2);
    pinned.write(new Uint8Array(1000));
    expect(memory.timeDownload(pinned, card.stream, 1)).toHaveLength(1);
    const again = new Uint8Array(1000);
    pinned.read(again);
    expect(again).toEqual(values);
    for (const past of [
      () => memory.write(values, 1),
      () => memory.read(values, 1001),
      () => memory.timeUpload(new Uint8Array(1001), card.stream, 1),
      () => pinned.write(values, 1),
    ]) {
      expect(failureOf(past).code).toBe('CUDA_OUT_OF_RANGE');
    }
  });

  it('launches a captured graph as often as it is asked, with the arguments of the capture', () => {
    const { card } = openCard();
    const n = 2000;
    const a = card.upload(new Float32Array(4 * n).fill(1));
    const b = card.upload(new Float32Array(4 * n).fill(2));
    const triad = stream('bandwidth_triad', 2, [a, a, b, { f32: 10 }, { i64: n }]);
    const graph = card.capture([triad, triad]);
    graph.launch(card.stream);
    graph.launch(card.stream);
    card.stream.synchronize();
    const values = new Float32Array(4 * n);
    a.read(values);
    expect(values).toEqual(new Float32Array(4 * n).fill(81));
    expect([...graph.time(card.stream, 3, 2)].every((ms) => ms >= 0)).toBe(true);
  });

  it('leaves no stream capturing when what is captured fails', () => {
    const { card } = openCard();
    const failing = () =>
      card.context.capture(card.stream, () => {
        throw new Error('on the way');
      });
    expect(failureOf(failing).message).toContain('on the way');
    const memory = card.allocate(16);
    card.run(stream('bandwidth_write', 1, [memory, { f32: 3 }, { i64: 1 }]));
    const values = new Float32Array(4);
    memory.read(values);
    expect([...values]).toEqual([3, 3, 3, 3]);
  });

  it('orders events, and times what lies between', () => {
    const { card } = openCard();
    const [first, second] = [card.context.createEvent(), card.context.createEvent()];
    first.record(card.stream);
    second.record(card.stream);
    second.wait();
    expect(second.isDone()).toBe(true);
    expect(second.msSince(first)).toBeGreaterThanOrEqual(0);
  });

  it('gives memory back on close, at the latest when a card is released', () => {
    const { card } = openCard();
    const before = card.context.memory().freeBytes;
    const memory = card.allocate(1 << 20);
    card.allocate(1 << 20);
    expect(before - card.context.memory().freeBytes).toBe(2 << 20);
    memory.close();
    memory.close();
    expect(failureOf(() => memory.fill(0)).code).toBe('CUDA_CLOSED');
    card.release();
    expect(card.context.memory().freeBytes).toBe(before);
  });

  it('passes on what the driver says, by its own codes', () => {
    const { card } = openCard('memory=1000000');
    expect(failureOf(() => card.allocate(2_000_000))).toEqual({
      code: 'CUDA_ERROR_OUT_OF_MEMORY',
      message: 'cuMemAlloc failed on GPU 0: out of memory',
    });
    expect(failureOf(() => card.context.loadModule('nonsense'))).toMatchObject({
      code: 'CUDA_ERROR_INVALID_PTX',
      message: expect.stringContaining('ptxas application ptx input') as string,
    });
    expect(failureOf(() => card.context.loadModule(PTX).kernel('none')).code).toBe('CUDA_ERROR_NOT_FOUND');
    expect(card.context.fault()).toBeNull();
  });

  it('refuses what it can’t pass on', () => {
    const { card } = openCard();
    const memory = card.allocate(64);
    const kernel = card.kernel('bandwidth_write');
    const shape = { grid: 1, block: 32 };
    for (const wrong of [
      () => kernel.launch({ grid: 0, block: 32 }, [], card.stream),
      () => kernel.launch({ grid: [1, 2, 3, 4] as never, block: 32 }, [], card.stream),
      () => kernel.launch(shape, [{ i32: 2 ** 31 }], card.stream),
      () => kernel.launch(shape, [{ i32: 0.5 }], card.stream),
      () => kernel.launch(shape, [{ f64: 1 } as never], card.stream),
      () => kernel.launch(shape, [card.stream as never], card.stream),
      () => kernel.launch(shape, [], memory as never),
      () => memory.write('text' as never),
      () => card.context.allocate(0),
      () => card.context.allocate(Number.NaN),
    ]) {
      expect(failureOf(wrong).code).toBe('CUDA_WRONG_ARGUMENT');
    }
    const swapped = stream('bandwidth_write', 1, [memory, { i64: 4 }, { f32: 1 }]);
    expect(failureOf(() => card.launch(swapped)).message).toContain(
      'takes (u64, f32, u64), not (u64, u64, f32)',
    );
  });

  it('remembers the fault that ruined a context, and asks nothing of it any more', () => {
    const { card } = openCard('lose=cuLaunchKernel:719@2');
    const memory = card.allocate(64);
    const write = stream('bandwidth_write', 1, [memory, { f32: 1 }, { i64: 4 }]);
    card.run(write);
    expect(failureOf(() => card.run(write)).code).toBe('CUDA_ERROR_LAUNCH_FAILED');
    expect(card.context.fault()).toBe('CUDA_ERROR_LAUNCH_FAILED');
    expect(failureOf(() => card.context.memory())).toEqual({
      code: 'CUDA_ERROR_LAUNCH_FAILED',
      message: 'The context of GPU 0 is lost since CUDA_ERROR_LAUNCH_FAILED; start a new process.',
    });
    card.close();
  });

  it('notices a kernel that writes past its memory', () => {
    const { card } = openCard();
    const memory = card.allocate(64);
    const write = stream('bandwidth_write', 1, [memory, { f32: 1 }, { i64: 5 }]);
    expect(failureOf(() => card.run(write)).code).toBe('CUDA_ERROR_ILLEGAL_ADDRESS');
  });

  it('does without what an older driver lacks, and names it where it is needed', () => {
    const { driver, card } = openCard('', 'stand_in_cuda_old');
    expect(driver.version).toBe(11_000);
    expect(driver.missing).toEqual([
      'cuStreamBeginCapture',
      'cuStreamEndCapture',
      'cuGraphLaunch',
      'cuGraphExecDestroy',
      'cuGraphDestroy',
      'cuGraphInstantiate',
    ]);
    const [query, rows, out] = [card.allocate(64), card.allocate(64), card.allocate(64)];
    const launch = cosineBy(card, 'cosine_f32', { query, rows, out, n: 2, d: 3 });
    card.run(launch);
    expect(failureOf(() => card.capture([launch]))).toEqual({
      code: 'CUDA_FUNCTION_MISSING',
      message: 'This driver (CUDA 11.0) has no cuStreamBeginCapture; a newer one has.',
    });
  });

  it('says what is missing where there is no driver, no card, or only an old one', () => {
    useStandIn('no_such_library');
    expect(failureOf(() => cuda.open()).code).toBe('CUDA_LIBRARY_NOT_FOUND');
    useStandIn('stand_in_nvml');
    expect(failureOf(() => cuda.open())).toMatchObject({
      code: 'CUDA_FUNCTION_MISSING',
      message: expect.stringContaining('cuInit') as string,
    });
    useStandIn('stand_in_cuda', 'devices=0');
    expect(failureOf(() => cuda.open()).code).toBe('CUDA_ERROR_NO_DEVICE');
    useStandIn('stand_in_cuda', 'capability=61');
    expect(openCards(cuda)).toMatchObject({ devices: [], reason: expect.stringContaining('6.1') as string });
  });

  it('takes of each kernel the text for the highest capability that the card has', () => {
    expect(openCard('capability=75').card.has('arithmetic_bf16')).toBe(false);
    expect(openCard('capability=89').card.has('arithmetic_bf16')).toBe(true);
    const has = (capability: number) =>
      openCard(`capability=${capability}`).card.has('tensor_peak_hopper_f16');
    expect([80, 90, 100, 120].map(has)).toEqual([false, true, false, false]);
  });
});
