/** What one client may ask of the server; tests make them small. */
export interface Limits {
  /** Largest message from a page. Answers have no limit: a page asked for them. */
  readonly messageBytes: number;
  /** Calls of one page that are being answered at the same time. */
  readonly callsAtOnce: number;
  /** Unsent bytes from which a slow page misses samples and progress, and from which it is let go. */
  readonly lagBytes: number;
  readonly lostBytes: number;
  readonly uploadBytes: number;
  /** Of a trace; the disk has the last word. */
  readonly traceBytes: number;
  /** For the head of a request to arrive. */
  readonly headersMs: number;
  /** Silence on a connection that is not a WebSocket. */
  readonly idleMs: number;
  /** Between two pings; a page that misses one is gone. */
  readonly pingMs: number;
}

const MIB = 1024 ** 2;

export const DEFAULT_LIMITS: Limits = {
  messageBytes: MIB,
  callsAtOnce: 256,
  lagBytes: MIB,
  lostBytes: 64 * MIB,
  uploadBytes: 8 * 1024 * MIB,
  traceBytes: 1024 ** 2 * MIB,
  headersMs: 10_000,
  idleMs: 60_000,
  pingMs: 15_000,
};
