import type { GateConfirmation, GateProgress, GateReport, GateRequest } from '../../contract/gate.ts';
import type { ErrorDetails } from '../../contract/errors.ts';
import type { Run } from '../../contract/run.ts';
import type { Baseline } from '../../contract/target.ts';
import type { BaselineSide } from '../analysis/baseline-report.ts';
import { gateReasons } from '../analysis/gate/gate-reasons.ts';
import { gateSentence, stateOf } from '../analysis/gate/gate-state.ts';
import { judgeGate, type GateQuestion, type Judged } from '../analysis/gate/judge-gate.ts';
import { fillThresholds } from '../analysis/gate/thresholds.ts';
import { newId } from '../engine/new-run.ts';
import type { GateSources } from './gate-sources.ts';
import { Remeasure } from './remeasure.ts';

const REMEASURED = 3;

/** One gate's life: the stored runs are judged, and what alarms is measured afresh before it is told. */
export class GateSession {
  readonly id = newId();
  readonly #sources: GateSources;
  readonly #request: GateRequest;
  readonly #run: Run;
  readonly #baseline: Baseline;
  #remeasure: Remeasure | null = null;
  #stopAsked = false;

  constructor(sources: GateSources, request: GateRequest, run: Run, baseline: Baseline) {
    this.#sources = sources;
    this.#request = request;
    this.#run = run;
    this.#baseline = baseline;
  }

  /** Ends what is being measured; the gate is then told as undecided where it alarmed. */
  stop(): void {
    this.#stopAsked = true;
    this.#remeasure?.stop();
  }

  async judge(): Promise<GateReport> {
    const { store, getRun, log } = this.#sources;
    const base = getRun(this.#baseline.runId);
    const side = (run: Run): BaselineSide => ({ run, outputs: store.getDetails(run.id).outputs });
    const question: GateQuestion = {
      baseline: side(base),
      run: side(this.#run),
      calibration: this.#sources.calibrationOf(this.#run) ?? this.#sources.calibrationOf(base),
      thresholds: fillThresholds(this.#request.thresholds),
      failOn: this.#request.failOn ?? 'alert',
      metrics: this.#request.metrics ?? null,
    };
    this.#tell({ step: 'judging the stored run' });
    const reasons = gateReasons(base, this.#run);
    const isBlocked = reasons.some(({ blocks }) => blocks);
    let judged: Judged = isBlocked ? { checks: [], notMeasured: [] } : judgeGate(question);
    let confirmation: GateConfirmation | null = null;
    let error: ErrorDetails | null = null;
    const times = this.#request.remeasure ?? REMEASURED;
    const alarms = judged.checks.filter(({ fails, isOpen }) => fails || isOpen);
    if (alarms.length > 0 && times > 0 && base.id !== this.#run.id) {
      const fresh = await this.#measureAgain(question, judged, times);
      ({ judged, confirmation, error } = fresh);
    }
    const report = this.#report(question, judged, { reasons, confirmation, error });
    try {
      store.putGate(report);
    } catch (thrown) {
      // What was measured is told, also where the disk is full.
      log.error(`Gate ${this.id} could not be stored`, thrown);
    }
    this.#tell({ step: 'over', report });
    return report;
  }

  async #measureAgain(
    question: GateQuestion,
    judged: Judged,
    times: number,
  ): Promise<{
    readonly judged: Judged;
    readonly confirmation: GateConfirmation;
    readonly error: ErrorDetails | null;
  }> {
    const remeasure = new Remeasure(this.#sources, question, {
      times,
      wait: this.#request.wait ?? true,
      tell: (progress) => this.#tell(progress),
    });
    this.#remeasure = remeasure;
    if (this.#stopAsked) remeasure.stop();
    const { checks, confirmation, error } = await remeasure.measure(judged.checks);
    return { judged: { ...judged, checks }, confirmation, error };
  }

  #report(
    { thresholds, failOn }: GateQuestion,
    { checks, notMeasured }: Judged,
    rest: Pick<GateReport, 'reasons' | 'confirmation' | 'error'>,
  ): GateReport {
    const state = stateOf({ checks, reasons: rest.reasons });
    const facts = { checks, baseline: this.#baseline, runId: this.#run.id, ...rest };
    return {
      id: this.id,
      at: this.#sources.clock.wall(),
      model: this.#run.model.name,
      thresholds,
      failOn,
      state,
      notMeasured,
      ...facts,
      sentence: gateSentence(state, facts),
    };
  }

  #tell(step: Partial<GateProgress> & Pick<GateProgress, 'step'>): void {
    const progress: GateProgress = {
      id: this.id,
      runId: this.#run.id,
      done: 0,
      wanted: 0,
      waitingFor: null,
      report: null,
      ...step,
    };
    this.#sources.emit({ type: 'gate-progress', progress });
  }
}
