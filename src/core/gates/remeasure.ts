import type { AbWithRuns } from '../../contract/ab.ts';
import { asDynoError, type ErrorDetails } from '../../contract/errors.ts';
import type { GateAfresh, GateCheck, GateConfirmation, GateProgress } from '../../contract/gate.ts';
import type { BenchRequest, Run } from '../../contract/run.ts';
import type { BaselineSide } from '../analysis/baseline-report.ts';
import { isCheck, judgeAccuracy } from '../analysis/gate/accuracy.ts';
import { confirmationOf } from '../analysis/gate/confirmation.ts';
import { judgeByPairs, judgeByRuns, withFreshOutputs } from '../analysis/gate/judge-afresh.ts';
import { rulesOf, type GateQuestion } from '../analysis/gate/judge-gate.ts';
import { again } from './again.ts';
import type { GateSources } from './gate-sources.ts';

/** For each time that a repeated run would be measured, so many pairs; with fewer than eight nothing would show. */
const PAIRS_A_TIME = 4;
const FEWEST_PAIRS = 8;

export interface RemeasureOptions {
  readonly times: number;
  readonly wait: boolean;
  tell(progress: Pick<GateProgress, 'step' | 'done' | 'wanted' | 'waitingFor'>): void;
}

interface Outcome {
  readonly checks: readonly GateCheck[];
  readonly confirmation: GateConfirmation;
  readonly error: ErrorDetails | null;
}

/**
 * Measures afresh what alarmed. Where the baseline's model is there as it was, both sides in turns decide; what such
 * pairs cannot say, and everything where it is gone, repeated runs of the judged model do.
 */
export class Remeasure {
  readonly #sources: GateSources;
  readonly #question: GateQuestion;
  readonly #options: RemeasureOptions;
  readonly #runIds: string[] = [];
  readonly #remarks: string[] = [];
  #comparisonId: string | null = null;
  #measuring: { stop(): void } | null = null;
  #stopAsked = false;
  #error: ErrorDetails | null = null;
  #waits = true;

  constructor(sources: GateSources, question: GateQuestion, options: RemeasureOptions) {
    this.#sources = sources;
    this.#question = question;
    this.#options = options;
    this.#waits = options.wait;
  }

  stop(): void {
    this.#stopAsked = true;
    this.#measuring?.stop();
  }

  async measure(checks: readonly GateCheck[]): Promise<Outcome> {
    const own = await again(this.#question.run.run, 'this run', this.#sources, () => this.#stopAsked);
    if (own.kind === 'impossible')
      return this.#outcome(checks, `It was not measured again, since ${own.reason}.`);
    let judged = await this.#byPairs(checks, own.request);
    if (!this.#stopAsked && judged.some(isAlarm)) judged = await this.#byRuns(judged, own.request);
    // Whoever stops it has no answer; what was decided before stays decided.
    if (this.#stopAsked)
      judged = judged.map((check) => (isAlarm(check) ? { ...check, fails: false, isOpen: true } : check));
    return this.#outcome(judged, null);
  }

  #outcome(checks: readonly GateCheck[], impossible: string | null): Outcome {
    const confirmation = confirmationOf(checks, {
      runIds: this.#runIds,
      comparisonId: this.#comparisonId,
      remarks: this.#remarks,
      isStopped: this.#stopAsked,
      impossible,
    });
    return { checks, confirmation, error: this.#error };
  }

  async #byPairs(checks: readonly GateCheck[], own: BenchRequest): Promise<readonly GateCheck[]> {
    const { baseline, run, thresholds, calibration } = this.#question;
    if (!checks.some((check) => isAlarm(check) && check.kind !== 'memory')) return checks;
    if (own.scenario !== undefined || own.generation !== undefined) return checks;
    const before = await again(baseline.run, 'the baseline', this.#sources, () => this.#stopAsked);
    if (before.kind === 'impossible') {
      this.#remarks.push(`No pairs were measured, since ${before.reason}.`);
      return checks;
    }
    const measured = await this.#orRemark('The pairs could not be measured', () =>
      this.#pairs(before.request, own, run.run),
    );
    const answer = measured?.comparison.answer ?? null;
    if (measured === null || answer === null || measured.a === null || measured.b === null) return checks;
    if (measured.comparison.status !== 'done') return checks;
    const pairs = { answer, a: measured.a, b: measured.b };
    return checks.map((check) => {
      if (!isAlarm(check)) return check;
      return check.kind === 'accuracy'
        ? this.#byOutputs(check, this.#sideOf(pairs.a), this.#sideOf(pairs.b), 'pairs')
        : judgeByPairs(check, pairs, thresholds, calibration);
    });
  }

  #sideOf(run: Run): BaselineSide {
    return { run, outputs: this.#sources.store.getDetails(run.id).outputs };
  }

  #byOutputs(check: GateCheck, baseline: BaselineSide, fresh: BaselineSide, by: GateAfresh['by']): GateCheck {
    const accuracy = judgeAccuracy(baseline, fresh, rulesOf(this.#question));
    return isCheck(accuracy) ? withFreshOutputs(check, accuracy, by, this.#question.thresholds) : check;
  }

  async #pairs(a: BenchRequest, b: BenchRequest, run: Run): Promise<AbWithRuns> {
    const { tests, hear } = this.#sources;
    const wanted = Math.max(FEWEST_PAIRS, PAIRS_A_TIME * this.#options.times);
    const { id } = await tests.start({
      a,
      b,
      pairs: wanted,
      name: `gate: ${run.model.name}`.slice(0, 150),
      tags: b.tags ?? [],
      ...this.#turn(),
    });
    this.#comparisonId = id;
    const unhear = hear((event) => {
      if (event.type !== 'ab-progress' || event.progress.comparisonId !== id) return;
      const { step, pairsDone, waitingFor } = event.progress;
      this.#options.tell({ step, done: pairsDone, wanted, waitingFor });
    });
    try {
      return await this.#attended(
        () => tests.stop(id),
        () => tests.ended(id),
      );
    } finally {
      unhear();
    }
  }

  async #byRuns(checks: readonly GateCheck[], own: BenchRequest): Promise<readonly GateCheck[]> {
    const { baseline, thresholds, calibration } = this.#question;
    const fresh: Run[] = [];
    for (let time = 0; time < this.#options.times && !this.#stopAsked; time += 1) {
      const ended = await this.#orRemark('A fresh run failed', () => this.#freshRun(own, time));
      // What is refused once is refused again.
      if (ended === null) break;
      if (ended.status === 'done' && ended.latencyMs !== null) fresh.push(ended);
      else if (!this.#stopAsked) this.#error = ended.error ?? this.#error;
    }
    if (this.#stopAsked || fresh.length === 0) return checks;
    return checks.map((check) => {
      if (!isAlarm(check)) return check;
      if (check.kind !== 'accuracy') return judgeByRuns(check, baseline.run, fresh, thresholds, calibration);
      return this.#byOutputs(check, baseline, this.#sideOf(fresh.at(-1) as Run), 'runs');
    });
  }

  async #freshRun(own: BenchRequest, time: number): Promise<Run> {
    const { bench, hear } = this.#sources;
    const wanted = this.#options.times;
    const step = `fresh run ${time + 1} of ${wanted}`;
    this.#options.tell({ step, done: time, wanted, waitingFor: null });
    // The same seed would draw the very same times again.
    const seed = own.executor === undefined ? own.seed : ((own.seed ?? 1) + time + 1) % 2 ** 32;
    const run = await bench.start({ ...own, ...(seed !== undefined && { seed }), ...this.#turn() });
    this.#runIds.push(run.id);
    const unhear = hear((event) => {
      if (event.type !== 'run-progress' || event.progress.runId !== run.id) return;
      this.#options.tell({ step, done: time, wanted, waitingFor: event.progress.waitingFor });
    });
    try {
      return await this.#attended(
        () => bench.stop(run.id),
        () => bench.ended(run.id),
      );
    } finally {
      unhear();
    }
  }

  async #attended<T>(stop: () => void, ended: () => Promise<T>): Promise<T> {
    this.#measuring = { stop };
    if (this.#stopAsked) stop();
    try {
      return await ended();
    } finally {
      this.#measuring = null;
    }
  }

  /** Who does not want to wait is refused once, before anything was measured; what follows takes its turn. */
  #turn(): { readonly wait: boolean } {
    const wait = this.#waits;
    this.#waits = true;
    return { wait };
  }

  async #orRemark<T>(what: string, measure: () => Promise<T>): Promise<T | null> {
    try {
      return await measure();
    } catch (thrown) {
      const error = asDynoError(thrown, this.#question.run.run.model.name);
      if (error.code === 'MEASUREMENT_BUSY') throw error;
      this.#remarks.push(`${what}: ${error.message}`);
      return null;
    }
  }
}

function isAlarm({ fails, isOpen, afresh }: GateCheck): boolean {
  return (fails || isOpen) && afresh === null;
}
