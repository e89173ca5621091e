import { describe, expect, it, vi } from 'vitest';
import type { CoreEvent } from '../../../contract/api.ts';
import { DynoError } from '../../../contract/errors.ts';
import { benchWithFakes, PATIENT } from '../bench.test-support.ts';
import { Calibrator } from './calibrator.ts';
import { died, ScriptedExecutor, type Script } from './scripted-executor.test-support.ts';

const ONE = { models: ['demo:mlp-tiny'], pairs: 6 } as const;

/** Processes that differ by a few per cent, the same way at each run of the test. */
const spreading: Script = (_job, opened) => {
  const own = 1 + 0.02 * Math.sin(opened * 2.7);
  return Array.from({ length: 80 }, (_, index) => own * (1 + index / 1000));
};

function calibratorWith(script: Script) {
  const fakes = benchWithFakes();
  const executor = new ScriptedExecutor(() => 'A', script);
  const calibrator = new Calibrator({ ...fakes.surroundings, executor, queue: fakes.bench.queue });
  return { ...fakes, executor, calibrator };
}

const thrownBy = async (promise: Promise<unknown>): Promise<DynoError> => {
  const thrown: unknown = await promise.then(
    () => new Error('Nothing was thrown.'),
    (error: unknown) => error,
  );
  if (thrown instanceof DynoError) return thrown;
  throw thrown;
};

describe('a calibration', () => {
  it('keeps a floor for each metric that its samples allow', async () => {
    const { calibrator, store, executor, events } = calibratorWith(spreading);
    const calibration = await calibrator.calibrate(ONE);
    expect(store.listCalibrations()).toEqual([calibration]);
    expect(calibration.machine).toBe('here · a CPU, 2 cores · ONNX Runtime 9.9.9 · cpu');
    const floors = new Map(calibration.floors.map((known) => [known.metric, known]));
    expect(floors.get('p50')).toMatchObject({ pairs: 6 });
    expect(floors.get('p50')?.floor).toBeGreaterThan(0.01);
    expect(floors.get('p50')?.floor).toBeLessThan(0.15);
    // 160 samples a side are enough for p95, and far too few for p99.
    expect(floors.has('p95')).toBe(true);
    expect(floors.has('p99')).toBe(false);
    expect(floors.get('load')?.floor).toBe(0);
    expect(executor.alive).toBe(0);
    const steps = events.filter((event): event is Extract<CoreEvent, { type: 'calibration-progress' }> => {
      return event.type === 'calibration-progress';
    });
    expect(steps.at(-1)?.progress).toMatchObject({ done: 6, wanted: 6, status: 'done' });
  });

  it('holds for runs of this machine and this runtime alone', async () => {
    const { calibrator, store } = calibratorWith(spreading);
    const { floors } = await calibrator.calibrate(ONE);
    const { surroundings, bench } = { ...benchWithFakes() };
    const environment = await surroundings.environment(await surroundings.plan({ model: MLP }));
    const { config } = await surroundings.plan({ model: MLP });
    const run = { environment: { ...environment, onnxRuntime: '9.9.9' }, config };
    const p50 = floors.find(({ metric }) => metric === 'p50')?.floor;
    expect(calibrator.noiseFloorOf(run)).toBe(p50);
    expect(calibrator.noiseOf(run)).toMatchObject({ metric: 'p50', floor: p50 });
    const elsewhere = { ...run, environment: { ...run.environment, host: 'there' } };
    expect(calibrator.noiseFloorOf(elsewhere)).toBeNull();
    expect(calibrator.noiseFloorOf({ ...run, config: { ...config, executor: 'fake:x' } })).toBeNull();
    expect(calibrator.noiseFloorOf({ ...run, environment: null })).toBeNull();
    expect(bench.isMeasuring).toBe(false);
    expect(store.listCalibrations()).toHaveLength(1);
  });

  it('is broken off when it is stopped, and keeps nothing', async () => {
    const { calibrator, store, executor } = calibratorWith(() => 'hangs');
    const calibrating = thrownBy(calibrator.calibrate(ONE));
    await vi.waitFor(() => expect(executor.alive).toBe(2), PATIENT);
    calibrator.stop();
    expect((await calibrating).message).toContain('stopped');
    expect(store.listCalibrations()).toEqual([]);
    expect(executor.alive).toBe(0);
  });

  it('goes on after one death, and fails at the third', async () => {
    const once = calibratorWith((job, opened) => (opened === 3 ? died() : spreading(job, opened)));
    const { floors } = await once.calibrator.calibrate(ONE);
    expect(floors.find(({ metric }) => metric === 'p50')?.pairs).toBe(5);
    const always = calibratorWith(() => died());
    expect((await thrownBy(always.calibrator.calibrate(ONE))).code).toBe('WORKER_CRASHED');
  });

  it('is made once at a time', async () => {
    const { calibrator, executor } = calibratorWith(() => 'hangs');
    const first = thrownBy(calibrator.calibrate(ONE));
    await vi.waitFor(() => expect(executor.alive).toBe(2), PATIENT);
    expect((await thrownBy(calibrator.calibrate(ONE))).code).toBe('MEASUREMENT_BUSY');
    calibrator.stop();
    await first;
  });
});

const MLP = { kind: 'demo', location: 'demo:mlp-tiny' } as const;
