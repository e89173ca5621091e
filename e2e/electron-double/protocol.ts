import { bareApp } from './app.ts';
import { onlyKnownKeys, refusal, strict } from './strict.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const registered = new Set<string>();
const handlers = new Map<string, Handler>();

interface CustomScheme {
  readonly scheme: string;
  readonly privileges: Readonly<Record<string, boolean>>;
}

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes: readonly CustomScheme[]): void {
    if (bareApp.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const { scheme, privileges } of schemes) {
      // A scheme that passes over the page's policy would have to be tested with that; we use none.
      onlyKnownKeys('a privileged scheme', privileges, [
        'standard',
        'secure',
        'supportFetchAPI',
        'codeCache',
      ]);
      if (!privileges['standard'] || !privileges['secure']) {
        throw refusal(
          'a scheme that is not standard and secure is not implemented: its pages have no origin',
        );
      }
      registered.add(scheme);
    }
  },
});

/** The protocol of a session, of which there is one. */
export const sessionProtocol = strict('session.protocol', {
  handle(scheme: string, handler: Handler): void {
    if (!bareApp.isReady()) throw refusal('protocol.handle cannot be used before the application is ready');
    if (!registered.has(scheme)) throw refusal(`the scheme "${scheme}" was not registered as privileged`);
    if (handlers.has(scheme)) throw refusal(`the scheme "${scheme}" is handled already`);
    handlers.set(scheme, handler);
  },
});

/** Chromium has no scheme of ours, so "dyno://app/x" is "https://app.dyno.double/x" in there, and back. */
const SUFFIX = '.double';

export function toChromium(address: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/.exec(address);
  if (!match || !registered.has(match[1] ?? '')) return address;
  return `https://${match[2]}.${match[1]}${SUFFIX}${match[3]}`;
}

export function fromChromium(address: string): string {
  const match = /^https:\/\/(.+)\.([a-z0-9+-]+)\.double(?=[/?#]|$)(.*)$/.exec(address);
  if (!match || !registered.has(match[2] ?? '')) return address;
  return `${match[2]}://${match[1]}${match[3]}`;
}

export function isHandled(address: string): boolean {
  return handlers.has(schemeOf(address));
}

export async function handle(
  address: string,
  method: string,
  headers: Record<string, string>,
): Promise<Response> {
  const handler = handlers.get(schemeOf(address));
  if (!handler) throw refusal(`nobody handles ${address}`);
  return handler(new Request(address, { method, headers }));
}

function schemeOf(address: string): string {
  return address.slice(0, address.indexOf(':'));
}
