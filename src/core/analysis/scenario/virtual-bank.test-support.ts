import type { Assignment } from './dispatch.ts';
import type { Bank } from './drive.ts';
import type { Answer } from './point-log.ts';

/** Sessions that take a described time on a clock that only moves when somebody waits. */
export class VirtualBank implements Bank {
  readonly given: Assignment[] = [];
  readonly #serviceMs: (assignment: Assignment, startMs: number) => number;
  readonly #busyUntilMs: number[];
  #answers: Answer[] = [];
  #nowMs = 0;

  constructor(sessions: number, serviceMs: (assignment: Assignment, startMs: number) => number) {
    this.#serviceMs = serviceMs;
    this.#busyUntilMs = new Array<number>(sessions).fill(0);
  }

  now(): number {
    return this.#nowMs;
  }

  give(assignment: Assignment): void {
    this.given.push(assignment);
    const startMs = Math.max(this.#nowMs, this.#busyUntilMs[assignment.session] ?? 0);
    const serviceMs = this.#serviceMs(assignment, startMs);
    this.#busyUntilMs[assignment.session] = startMs + serviceMs;
    this.#answers.push({ ...assignment, serviceMs, answeredAtMs: startMs + serviceMs });
    this.#answers.sort((left, right) => left.answeredAtMs - right.answeredAtMs);
  }

  takeAnswer(): Answer | null {
    const [first] = this.#answers;
    if (first === undefined || first.answeredAtMs > this.#nowMs) return null;
    this.#answers = this.#answers.slice(1);
    return first;
  }

  wait(untilMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, Math.min(untilMs, this.#answers[0]?.answeredAtMs ?? Infinity));
  }

  turn(): Promise<void> {
    return Promise.resolve();
  }
}
