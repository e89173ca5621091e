import { hostname, networkInterfaces } from 'node:os';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'] as const;
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** The names by which a browser may call this server. Loopback ones always: a forwarded port arrives so. */
export function ownHostNames(host: string, allowed: readonly string[]): ReadonlySet<string> {
  const names = [...LOOPBACK, inUrl(host), ...allowed];
  if (EVERYWHERE.has(host)) names.push(hostname(), ...ownAddresses());
  return new Set(names.map((name) => name.toLowerCase()));
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** What to type into a browser on this machine. */
export function openableHost(host: string): string {
  return EVERYWHERE.has(host) ? LOOPBACK[0] : inUrl(host);
}

export function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address }) => inUrl(address.split('%')[0] as string));
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
