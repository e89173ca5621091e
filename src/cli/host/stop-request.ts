export type StopCause = 'ctrl-c' | 'terminated' | 'hung-up' | 'parent-gone';

/** As shells count: 128 and the number of the signal. */
export const STOP_EXIT_CODES: Readonly<Record<StopCause, number>> = {
  'ctrl-c': 130,
  terminated: 143,
  'hung-up': 129,
  'parent-gone': 143,
};

/** What a command needs to know of the wish to stop: whether, when, and why. */
export interface StopRequest {
  readonly cause: StopCause | null;
  readonly asked: Promise<StopCause>;
}

export interface StopWatch extends StopRequest {
  /** The program goes on after the terminal or program that started it (serve --stay). */
  stay(): void;
  release(): void;
}

interface Watched {
  /** Ends the program at once: the second Ctrl-C. */
  exit(code: number): void;
  readonly process: Pick<NodeJS.Process, 'on' | 'off' | 'ppid' | 'connected'>;
  readonly pollMs: number;
}

/**
 * Turns Ctrl-C, SIGTERM and the death of whoever started this program into one request to stop in order. The
 * parent is watched in two ways: by the channel that our own start scripts open, and by its process number,
 * which changes when it dies (a shell or a test runner opens no channel).
 */
export function watchForStop({ exit, process: self, pollMs }: Watched): StopWatch {
  let resolve: (cause: StopCause) => void = () => undefined;
  const asked = new Promise<StopCause>((settle) => {
    resolve = settle;
  });
  let cause: StopCause | null = null;
  let staying = false;
  const ask = (next: StopCause): void => {
    if (cause !== null && next === 'ctrl-c') exit(STOP_EXIT_CODES[next]);
    if (cause !== null) return;
    cause = next;
    resolve(next);
  };
  const onInterrupt = (): void => ask('ctrl-c');
  const onTerminate = (): void => ask('terminated');
  const onHangUp = (): void => void (staying || ask('hung-up'));
  const onParentGone = (): void => void (staying || ask('parent-gone'));

  const parent = self.ppid;
  const poll = setInterval(() => {
    if (self.ppid !== parent) onParentGone();
  }, pollMs);
  poll.unref();
  self.on('SIGINT', onInterrupt);
  self.on('SIGTERM', onTerminate);
  self.on('SIGHUP', onHangUp);
  if (self.connected) self.on('disconnect', onParentGone);

  return {
    get cause() {
      return cause;
    },
    asked,
    stay() {
      staying = true;
    },
    release() {
      clearInterval(poll);
      self.off('SIGINT', onInterrupt);
      self.off('SIGTERM', onTerminate);
      self.off('SIGHUP', onHangUp);
      self.off('disconnect', onParentGone);
    },
  };
}
