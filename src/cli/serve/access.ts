import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What the door decides for one request. */
export type Verdict =
  | { readonly kind: 'enter' }
  /** The token came in the address of a page: keep it as a cookie and take it out of the address. */
  | { readonly kind: 'welcome'; readonly cookie: string; readonly location: string }
  | { readonly kind: 'no-token' }
  | { readonly kind: 'foreign'; readonly what: 'host' | 'origin' };

export interface Door {
  judge(request: Pick<IncomingMessage, 'headers' | 'method' | 'url'>): Verdict;
}

export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Three questions for every request, the WebSocket's included. Token: who may read this machine's runs and start
 * programs on it. Host: a foreign name that resolves to this address (DNS rebinding) would make a stranger's page
 * "same origin". Origin: a page of another origin may not speak to us with the user's cookie.
 */
export function createDoor(options: {
  readonly token: string;
  readonly hostNames: ReadonlySet<string>;
}): Door {
  const isToken = sameText(options.token);
  return {
    judge({ headers, method, url = '/' }) {
      const host = parseHost(headers.host);
      const cookieName = `dyno-${host?.port ?? ''}`;
      const query = tokenInUrl(url);
      const byQuery = query !== null && isToken(query.token);
      const byCookie = cookiesNamed(cookieName, headers.cookie).some(isToken);
      const byHeader = isToken(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '');
      if (!byQuery && !byCookie && !byHeader) return { kind: 'no-token' };

      if (host === null || !options.hostNames.has(host.name)) return { kind: 'foreign', what: 'host' };
      if (!isOwnOrigin(headers.origin, host)) return { kind: 'foreign', what: 'origin' };
      if (isForeignFetch(headers)) return { kind: 'foreign', what: 'origin' };

      if (query !== null && isPageRequest(method, headers)) {
        const cookie = `${cookieName}=${options.token}; Path=/; HttpOnly; SameSite=Strict`;
        return { kind: 'welcome', cookie, location: query.rest };
      }
      return { kind: 'enter' };
    },
  };
}

/** Equal length by hashing, so that the time says nothing about the token. */
function sameText(secret: string): (text: string) => boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const wanted = digest(secret);
  return (text) => text !== '' && timingSafeEqual(digest(text), wanted);
}

interface Host {
  readonly name: string;
  readonly port: string;
}

export function parseHost(header: string | undefined): Host | null {
  const [, name, port = '80'] = /^(\[[0-9a-f:.]+\]|[^\s:/@?#[\]]+)(?::(\d{1,5}))?$/i.exec(header ?? '') ?? [];
  return name === undefined ? null : { name: name.toLowerCase().replace(/\.$/, ''), port };
}

/** Relative to our own origin; the location that stays can never lead to another site. */
function tokenInUrl(url: string): { readonly token: string; readonly rest: string } | null {
  const at = url.indexOf('?');
  if (at < 0) return null;
  const query = new URLSearchParams(url.slice(at + 1));
  const token = query.get('token');
  if (token === null) return null;
  query.delete('token');
  const path = `/${url.slice(0, at).replace(/^[\s/\\]+/, '')}`;
  return { token, rest: query.size > 0 ? `${path}?${query.toString()}` : path };
}

function cookiesNamed(name: string, header: string | undefined): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** Without the header it is no page of another origin: browsers always send it with what could do harm. */
function isOwnOrigin(header: string | undefined, host: Host): boolean {
  if (header === undefined) return true;
  const origin = URL.canParse(header) ? new URL(header) : null;
  if (origin === null || !/^https?:$/.test(origin.protocol)) return false;
  const from = parseHost(origin.host);
  return from?.name === host.name && from.port === host.port;
}

/** Another port of localhost counts as the same site to cookies; only following a link from there is allowed. */
function isForeignFetch(headers: IncomingMessage['headers']): boolean {
  const site = headers['sec-fetch-site'];
  return (site === 'cross-site' || site === 'same-site') && headers['sec-fetch-mode'] !== 'navigate';
}

function isPageRequest(method: string | undefined, headers: IncomingMessage['headers']): boolean {
  return method === 'GET' && headers.upgrade === undefined;
}
