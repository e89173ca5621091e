import { describe, expect, it } from 'vitest';
import { columnsOf } from './columns.test-support.ts';
import { aDevice, launch, operator, step, work } from './gpu-spans.test-support.ts';
import { traceReport } from './trace-report.ts';

describe('kernels', () => {
  it('are added up by name, with means weighted by duration', () => {
    const details = (blocks: number, occupancy: number) => ({
      'blocks-per-sm': blocks,
      'occupancy-percent': occupancy,
    });
    const { kernels, kernelCount, kernelUs } = traceReport(
      columnsOf([
        work({ name: 'a', startUs: 0, durationUs: 10, details: details(1, 20) }),
        work({ name: 'a', startUs: 20, durationUs: 30, details: details(3, 60) }),
        work({ name: 'volta_h884gemm', startUs: 60, durationUs: 10 }),
      ]),
      null,
    );
    expect({ kernelCount, kernelUs }).toEqual({ kernelCount: 3, kernelUs: 50 });
    expect(kernels).toMatchObject([
      { name: 'a', count: 2, totalUs: 40, meanUs: 20, minUs: 10, maxUs: 30, share: 0.8, blocksPerSm: 2.5 },
      { name: 'volta_h884gemm', usesTensorCores: true, blocksPerSm: null, occupancyPercent: null },
    ]);
    expect(kernels[0]).toMatchObject({ occupancyPercent: 50, usesTensorCores: false });
  });
});

describe('a device', () => {
  it('is busy while any of its streams works, and says what hides behind computation', () => {
    const { devices, busyUs, idleUs, spanUs } = traceReport(
      columnsOf([
        work({ startUs: 0, durationUs: 40 }),
        work({ name: 'ncclKernel_AllReduce', startUs: 30, durationUs: 40, stream: 8 }),
        work({ startUs: 80, durationUs: 20, kind: 'memcpy', stream: 9 }),
        work({ startUs: 20, durationUs: 80, device: 1 }),
      ]),
      null,
    );
    expect({ spanUs, busyUs, idleUs }).toEqual({ spanUs: 100, busyUs: 100, idleUs: 0 });
    expect(devices).toMatchObject([
      {
        device: 0,
        busyUs: 90,
        idleUs: 10,
        computeUs: 40,
        communicationUs: 40,
        memoryUs: 20,
        overlapShare: 0.25,
      },
      { device: 1, fromUs: 20, toUs: 100, busyUs: 80, idleUs: 0, overlapShare: null },
    ]);
  });

  it('fills multiprocessors by the blocks of all kernels that run, at most wholly', () => {
    const details = { 'blocks-per-sm': 0.6, 'occupancy-percent': 40 };
    const [device] = traceReport(
      columnsOf(
        [
          step(1, 0, 100),
          ...launch({ callUs: 0, startUs: 10, durationUs: 40, details }),
          ...launch({ callUs: 1, startUs: 30, durationUs: 40, stream: 8, details }),
        ],
        { devices: [aDevice()] },
      ),
      null,
    ).devices;
    // 20 µs of 0.6, 20 of 1 (1.2 at most 1), 20 of 0.6
    expect(device?.smEfficiencyPercent).toBeCloseTo(44, 9);
    expect(device).toMatchObject({ name: 'A card', occupancyPercent: 40, utilizationPercent: 60 });
  });
});

describe('a gap', () => {
  it('is the host’s where the next was launched too late, the device’s where it is tiny', () => {
    const { streams, gaps } = traceReport(
      columnsOf([
        ...launch({ callUs: 0, startUs: 10, durationUs: 10, name: 'first' }),
        ...launch({ callUs: 25, startUs: 40, durationUs: 10, name: 'late' }),
        ...launch({ callUs: 31, startUs: 51, durationUs: 10, name: 'at once' }),
        ...launch({ callUs: 37, startUs: 66, durationUs: 5, name: 'after an event' }),
        work({ startUs: 81, durationUs: 5, name: 'unknown' }),
      ]),
      null,
    );
    expect(streams).toMatchObject([
      {
        stream: 7,
        busyUs: 40,
        byReason: [
          { reason: 'host-wait', count: 1, totalUs: 20 },
          { reason: 'kernel-wait', count: 1, totalUs: 1 },
          { reason: 'other', count: 2, totalUs: 15 },
        ],
      },
    ]);
    expect(gaps[0]).toMatchObject({
      fromUs: 20,
      toUs: 40,
      reason: 'host-wait',
      before: 'first',
      after: 'late',
    });
  });

  it('keeps the longest 200 of many', () => {
    const spans = Array.from({ length: 1000 }, (_, at) =>
      work({ startUs: at * 100 + (at % 50), durationUs: 1 }),
    );
    const { gaps } = traceReport(columnsOf(spans), null);
    expect(gaps).toHaveLength(200);
    expect(Math.min(...gaps.map(({ fromUs, toUs }) => toUs - fromUs))).toBe(100);
  });
});

describe('launches', () => {
  it('are counted with their delay from the end of the call, and those without work', () => {
    const { launches } = traceReport(
      columnsOf([
        ...launch({ callUs: 0, callDurationUs: 10, startUs: 14, durationUs: 20 }),
        ...launch({ callUs: 20, callDurationUs: 10, startUs: 36, durationUs: 4 }),
        ...launch({ callUs: 40, callDurationUs: 10, startUs: 48, durationUs: 20 }),
        { name: 'cudaLaunchKernel', kind: 'runtime', startUs: 80, durationUs: 5 },
        { name: 'cudaEventRecord', kind: 'runtime', startUs: 90, durationUs: 5 },
      ]),
      null,
    );
    expect(launches).toMatchObject({ launches: 4, unmatched: 1, shorterThanLaunch: 1 });
    expect(launches?.delayUs).toMatchObject({ count: 3, min: 0, p50: 4, max: 6 });
    expect(launches?.callUs).toMatchObject({ mean: 10 });
  });

  it('are found by the trace’s arrows where no correlation tells', () => {
    const columns = columnsOf(
      [
        { name: 'cuLaunchKernel', kind: 'driver', startUs: 0, durationUs: 5, id: 'call' },
        { ...work({ startUs: 9, durationUs: 5 }), id: 'work' },
      ],
      { links: [{ from: 'call', to: 'work' }] },
    );
    expect(traceReport(columns, null).launches).toMatchObject({ unmatched: 0, delayUs: { mean: 4 } });
  });

  it('are not mixed up where two ranks have the same correlations', () => {
    const rank = (at: number, device: number) => [
      {
        ...{ name: 'cudaLaunchKernel', kind: 'runtime' as const, startUs: at, durationUs: 5 },
        ...{ track: { process: `rank ${device}`, name: 'main' }, details: { correlation: 1 } },
      },
      work({ startUs: at + 8, durationUs: 5, device, details: { correlation: 1 } }),
    ];
    const { launches } = traceReport(columnsOf([...rank(0, 0), ...rank(1000, 1)]), null);
    expect(launches).toMatchObject({ launches: 2, unmatched: 0, delayUs: { max: 3 } });
  });

  it('make a queue of what has not started', () => {
    const [queue] = traceReport(
      columnsOf([
        ...launch({ callUs: 0, callDurationUs: 1, startUs: 10, durationUs: 20 }),
        ...launch({ callUs: 2, callDurationUs: 1, startUs: 30, durationUs: 20 }),
        ...launch({ callUs: 4, callDurationUs: 1, startUs: 50, durationUs: 10 }),
      ]),
      null,
    ).queues;
    // 1 for 2 µs, 2 for 2, 3 for 6, 2 for 20, 1 for 20
    expect(queue).toMatchObject({ device: 0, stream: 7, max: 3, mean: (2 + 4 + 18 + 40 + 20) / 50 });
    expect([...(queue?.length ?? [])]).toEqual([1, 2, 3, 2, 1, 0]);
    expect([...(queue?.atUs ?? [])]).toEqual([0, 2, 4, 10, 30, 50]);
  });
});

describe('copies', () => {
  it('have the bandwidth of those that tell their bytes', () => {
    const { copies } = traceReport(
      columnsOf([
        work({ kind: 'memcpy', startUs: 0, durationUs: 10, details: { bytes: 100_000 } }),
        work({ kind: 'memcpy', startUs: 20, durationUs: 30, details: { bytes: 100_000 } }),
        work({ kind: 'memset', startUs: 60, durationUs: 1 }),
      ]),
      null,
    );
    expect(copies).toEqual([
      { name: 'Memcpy HtoD', count: 2, totalUs: 40, bytes: 200_000, gbPerSecond: 5 },
      { name: 'Memset', count: 1, totalUs: 1, bytes: null, gbPerSecond: null },
    ]);
  });
});

describe('collectives', () => {
  const sizes = {
    ...{ 'collective-elements-in': 250_000, 'collective-elements-out': 250_000 },
    ...{
      'collective-type': 'Float',
      'collective-size': 4,
      'group-name': 'dp',
      'group-ranks': '[0, 1, 2, 3]',
    },
  };

  it('have the bandwidth of nccl-tests, and what computation does not hide', () => {
    const name = 'ncclDevKernel_AllReduce_Sum_f32_RING_LL(ncclDevComm*)';
    const { collectives } = traceReport(
      columnsOf([
        work({
          name,
          startUs: 0,
          durationUs: 100,
          stream: 8,
          details: { collective: 'allreduce', ...sizes },
        }),
        work({ startUs: 50, durationUs: 500 }),
      ]),
      null,
    );
    expect(collectives).toEqual([
      {
        ...{ name: 'allreduce', count: 1, firstUs: 0, totalUs: 100, exposedUs: 50 },
        ...{ elements: 250_000, bytes: 1_000_000, groupName: 'dp', ranks: '[0, 1, 2, 3]', groupSize: 4 },
        ...{ algorithmGbPerSecond: 10, busGbPerSecond: 15 },
      },
    ]);
  });

  it('are told by the operator around the launch where the kernel says nothing', () => {
    const { collectives } = traceReport(
      columnsOf([
        operator('record_param_comms', 0, 50, { details: { collective: '_allgather_base', ...sizes } }),
        ...launch({ name: 'ncclKernel_AllGather', callUs: 10, startUs: 60, durationUs: 100, stream: 8 }),
        work({ name: 'ncclKernel_Broadcast', startUs: 200, durationUs: 10, stream: 8 }),
      ]),
      null,
    );
    expect(collectives).toMatchObject([
      { name: '_allgather_base', busGbPerSecond: 7.5 },
      { name: 'ncclKernel_Broadcast', elements: null, busGbPerSecond: null },
    ]);
  });
});
