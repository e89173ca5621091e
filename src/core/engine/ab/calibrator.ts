import { randomInt } from 'node:crypto';
import type {
  CalibratedMetric,
  Calibration,
  CalibrationRequest,
  NoiseFloor,
} from '../../../contract/calibration.ts';
import { DynoError } from '../../../contract/errors.ts';
import type { Run } from '../../../contract/run.ts';
import { machineKey } from '../../analysis/machine-key.ts';
import { newId } from '../new-run.ts';
import type { AbSurroundings } from './ab-tests.ts';
import { CalibrationSession } from './calibration-session.ts';
import { SIDE_WARMUP } from './pair-plan.ts';

/** Microseconds, most of a millisecond, some milliseconds. */
const MODELS = ['demo:mlp-tiny', 'demo:encoder-tiny', 'demo:encoder-small'] as const;
const PAIRS = 12;
const LARGEST_SEED = 2 ** 32;

type Made = Pick<Run, 'environment' | 'config'>;

/** How much two measurements of the same thing differ on this machine. */
export class Calibrator {
  readonly #around: Omit<AbSurroundings, 'card'>;
  #session: CalibrationSession | null = null;

  constructor(around: Omit<AbSurroundings, 'card'>) {
    this.#around = around;
  }

  async calibrate(request: CalibrationRequest): Promise<Calibration> {
    if (this.#session !== null && !this.#session.isOver) throw underWay();
    const plans = await Promise.all(
      (request.models ?? MODELS).map(async (location) => {
        const plan = await this.#around.plan({
          model: { kind: location.startsWith('demo:') ? 'demo' : 'file', location },
          ...(request.provider !== undefined && { provider: request.provider }),
          ...(request.executor !== undefined && { executor: request.executor }),
        });
        if (plan.refusal !== null) throw new DynoError(plan.refusal);
        const config = { ...plan.config, ...SIDE_WARMUP, iterations: null, durationMs: null };
        return { ...plan, config };
      }),
    );
    const pairs = request.pairs ?? PAIRS;
    const seed = request.executor === undefined ? randomInt(LARGEST_SEED) : 1;
    const session = new CalibrationSession(this.#around, newId(), plans, pairs, seed);
    if (request.wait === false) this.#around.queue.claimNow(session.what);
    this.#session = session;
    this.#around.queue.add(session);
    return session.ended;
  }

  stop(): void {
    this.#session?.stop();
    this.#around.queue.tellOrder();
  }

  /** Share by which medians of two runs like this one differ, on its machine; null where that was never calibrated. */
  noiseFloorOf(run: Made): number | null {
    return this.noiseOf(run)?.floor ?? null;
  }

  /** The same with what it was found by. */
  noiseOf(run: Made, of: CalibratedMetric = 'p50'): NoiseFloor | null {
    return this.calibrationOf(run)?.floors.find(({ metric }) => metric === of) ?? null;
  }

  /** The newest where this run was made; null where that was never calibrated. */
  calibrationOf(run: Made): Calibration | null {
    const machine = machineOf(run);
    return machine === null ? null : this.#around.store.calibrationOf(machine);
  }

  /** Null as well where the two were made on two machines, or by two runtimes. */
  noiseBetween(a: Made, b: Made): NoiseFloor | null {
    return machineOf(a) === machineOf(b) ? this.noiseOf(a) : null;
  }
}

function machineOf({ environment, config }: Made): string | null {
  return environment === null ? null : machineKey(environment, config);
}

function underWay(): DynoError {
  return new DynoError({
    code: 'MEASUREMENT_BUSY',
    message: 'This machine is being calibrated already.',
    subject: 'the calibration',
    nextStep: 'Wait until it has ended, or stop it.',
  });
}
