import type { Milliseconds } from '../../../contract/units.ts';
import type { Assignment, Dispatch } from './dispatch.ts';
import type { Answer, PointLog } from './point-log.ts';
import type { Traffic } from './traffic.ts';

/** Between two turns of the event loop, in which samples are handed over and a wish to stop is heard. */
const TURN_EVERY_MS = 80;
/** Offered at one go: a million at the very beginning must not keep the sessions waiting. */
const MOST_AT_ONCE = 1024;

/** The sessions, and the clock that they share. Threads in the worker; arithmetic in a test. */
export interface Bank {
  /** Since the point's start. */
  now(): Milliseconds;
  give(assignment: Assignment): void;
  /** The next answer that has come in; null where none has. */
  takeAnswer(): Answer | null;
  /** Sleeps until a time, or until there is an answer. */
  wait(untilMs: Milliseconds): void;
  /** A turn of the event loop. */
  turn(): Promise<void>;
}

export interface DriveLimits {
  /** Queries come until then. */
  readonly untilMs: Milliseconds;
  /** What waits after that is given up: a queue that grew for a minute may take hours to empty. */
  readonly giveUpAtMs: Milliseconds;
  stopAsked(): boolean;
  /** Before each turn of the event loop, and once at the end. */
  onTurn(nowMs: Milliseconds): void;
}

export interface DriveEnd {
  /** Waiting or in work when the time was over. */
  readonly unfinished: number;
}

/** Offers queries when they are due, joins them, gives them to sessions and takes their answers, for one point. */
export async function drive(
  bank: Bank,
  traffic: Traffic,
  dispatch: Dispatch,
  log: PointLog,
  limits: DriveLimits,
): Promise<DriveEnd> {
  let turnAtMs = TURN_EVERY_MS;
  let unfinished: number | null = null;
  let givenUp = false;
  for (;;) {
    for (let answer = bank.takeAnswer(); answer !== null; answer = bank.takeAnswer()) {
      log.answered(answer);
      dispatch.answered(answer.session);
      for (let query = 0; query < answer.count; query += 1) traffic.answered(answer.answeredAtMs);
    }
    const nowMs = bank.now();
    if (unfinished === null && nowMs >= limits.untilMs) unfinished = dispatch.waiting + dispatch.inWork;
    for (let left = MOST_AT_ONCE; left > 0 && !givenUp && traffic.nextAtMs <= nowMs; left -= 1) {
      const dueMs = traffic.nextAtMs;
      log.offered(traffic.take(nowMs), nowMs - dueMs);
      dispatch.offer();
    }
    for (let batch = dispatch.next(nowMs); batch !== null; batch = dispatch.next(nowMs)) bank.give(batch);
    log.waiting(dispatch.waiting, nowMs);

    if (!givenUp && (limits.stopAsked() || nowMs >= limits.giveUpAtMs)) {
      givenUp = true;
      unfinished ??= dispatch.waiting + dispatch.inWork;
      dispatch.drop();
    }
    const moreToCome = !givenUp && traffic.nextAtMs !== Number.POSITIVE_INFINITY;
    if (!moreToCome && dispatch.waiting === 0 && dispatch.inWork === 0) {
      limits.onTurn(nowMs);
      return { unfinished: unfinished ?? 0 };
    }
    if (nowMs >= turnAtMs) {
      limits.onTurn(nowMs);
      await bank.turn();
      turnAtMs = bank.now() + TURN_EVERY_MS;
      continue;
    }
    bank.wait(Math.min(givenUp ? Infinity : traffic.nextAtMs, dispatch.wakeAtMs, turnAtMs));
  }
}
