import { create } from 'zustand';
import { type CoreEvent, type DynoApi, type PageApi, type ShellEvent } from '../../contract/api.ts';
import { DynoError } from '../../contract/errors.ts';
import { connect, type Connection } from '../../contract/rpc.ts';
import { backoffMs } from './backoff.ts';
import { desktop } from './desktop.ts';
import { openPort, openSocket, Refused, type Line } from './transport.ts';

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'online' }
  | { readonly kind: 'lost'; readonly attempt: number; readonly retryAt: number }
  /** The server wants its token: only the address that it printed helps. */
  | { readonly kind: 'refused' };

export const useConnection = create<ConnectionState>(() => ({ kind: 'connecting' }));

type AnyEvent = CoreEvent | ShellEvent;

const listeners = new Set<(event: AnyEvent) => void>();
const onlineListeners = new Set<() => void>();
let waiting: ((api: DynoApi) => void)[] = [];
let connection: Connection<DynoApi, PageApi> | null = null;
let wake: (() => void) | null = null;

export function onCoreEvent(listener: (event: AnyEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Called at each (re)connection: what was missed meanwhile has to be asked for. */
export function onOnline(listener: () => void): () => void {
  onlineListeners.add(listener);
  return () => onlineListeners.delete(listener);
}

/**
 * The core's calls. Made before the line stands, they wait for it; made on a line that then breaks, they reject with
 * CONNECTION_LOST and are not repeated: only the caller knows whether that would be harmless.
 */
export const api: DynoApi = new Proxy(Object.create(null) as DynoApi, {
  // A promise that resolves to this would ask for its "then".
  get: (_, name) => (typeof name === 'string' && name !== 'then' ? call(name as keyof DynoApi) : undefined),
});

/** As a hook, so that a component says that it speaks with the core. */
export function useApi(): DynoApi {
  return api;
}

function call(name: keyof DynoApi): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => {
    const remote = connection?.remote ?? (await online());
    const method = remote[name] as (...values: unknown[]) => Promise<unknown>;
    return method(...args);
  };
}

function online(): Promise<DynoApi> {
  if (useConnection.getState().kind === 'refused') return Promise.reject(unknownBrowser());
  return new Promise((resolve) => waiting.push(resolve));
}

function unknownBrowser(): DynoError {
  return new DynoError({
    code: 'CONNECTION_LOST',
    message: 'The server does not know this browser.',
    subject: location.host,
    nextStep: 'Open the address with its token that "dyno serve" printed.',
  });
}

/** Tries at once instead of waiting out the pause. */
export function reconnectNow(): void {
  wake?.();
}

/** Runs for the life of the page. */
export async function keepConnected(): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const line = await (desktop() === null ? openSocket() : openPort());
      attempt = 0;
      await serveLine(line);
    } catch (error) {
      if (error instanceof Refused) {
        useConnection.setState({ kind: 'refused' }, true);
        return;
      }
    }
    const wait = backoffMs(attempt + 1, Math.random());
    useConnection.setState({ kind: 'lost', attempt: attempt + 1, retryAt: Date.now() + wait }, true);
    await pause(wait);
  }
}

async function serveLine(line: Line): Promise<void> {
  const own = connect<DynoApi, PageApi>(
    line,
    { onEvent: (event) => listeners.forEach((listener) => listener(event)) },
    { peer: 'the measuring engine' },
  );
  connection = own;
  useConnection.setState({ kind: 'online' }, true);
  const callers = waiting;
  waiting = [];
  callers.forEach((resolve) => resolve(own.remote as unknown as DynoApi));
  onlineListeners.forEach((listener) => listener());
  await line.closed;
  connection = null;
  own.close();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
