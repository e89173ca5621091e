import { createBirpc, type BirpcReturn } from 'birpc';
import { decodeFrame, encodeFrame } from './codec.ts';
import { DynoError } from './errors.ts';

/** One way to speak over any message channel that clones structured data. */
export interface Channel {
  post(frame: unknown): void;
  onMessage(listener: (frame: unknown) => void): void;
}

export interface Connection<Remote extends object, Local extends object> {
  readonly remote: BirpcReturn<Remote, Local>;
  /** Rejects every pending call; birpc itself does not notice that a peer died. */
  close(reason?: DynoError): void;
}

/** The functions table gets a null prototype: else a hostile peer could call "constructor" or "__proto__". */
export function bareTable<T extends object>(functions: T): T {
  return Object.freeze(Object.assign(Object.create(null) as object, functions)) as T;
}

export function connect<Remote extends object, Local extends object>(
  channel: Channel,
  local: Local,
  options: { readonly peer: string; readonly events?: readonly (keyof Remote)[] },
): Connection<Remote, Local> {
  let closed = false;
  const remote = createBirpc<Remote, Local>(bareTable(local), {
    post: (frame: unknown) => {
      // A peer that is gone is no fault of the sender: its close() has been or will be called.
      if (!closed) channel.post(encodeFrame(frame));
    },
    on: (listener: (frame: unknown) => void) => {
      channel.onMessage((frame) => listener(decodeFrame(frame)));
    },
    // Long calls (a benchmark) end by themselves or with the peer; close() covers the second.
    timeout: -1,
    bind: 'functions',
    eventNames: [...(options.events ?? [])],
  });
  return {
    remote,
    close(reason = connectionLost(options.peer)) {
      if (closed) return;
      closed = true;
      void remote.$rejectPendingCalls(({ reject }) => reject(reason));
      remote.$close(reason);
    },
  };
}

export function connectionLost(peer: string): DynoError {
  return new DynoError({
    code: 'CONNECTION_LOST',
    message: `The connection to ${peer} ended.`,
    subject: peer,
    nextStep: 'Wait for it to come back, or start it again.',
  });
}
