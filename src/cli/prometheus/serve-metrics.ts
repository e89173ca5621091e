import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { DynoError } from '../../contract/errors.ts';
import { createDoor, parseHost, type Door } from '../serve/access.ts';
import { CONTENT_TYPE } from './exposition.ts';

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
  /** Null: whoever reaches the address may read, as is the custom on a machine's own loopback. */
  readonly token: string | null;
  readonly hostNames: ReadonlySet<string>;
}

/** /metrics and nothing else. */
export async function serveMetrics(
  address: MetricsAddress,
  page: () => Promise<string>,
): Promise<MetricsServer> {
  const door =
    address.token === null ? null : createDoor({ token: address.token, hostNames: address.hostNames });
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 10_000 }, (request, response) => {
    void answer(request, response, page, allows(request, door, address.hostNames));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, address)));
    server.listen(address.port, address.host, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A foreign name that leads to this address is a stranger's page (DNS rebinding). */
function allows(
  request: IncomingMessage,
  door: Door | null,
  hostNames: ReadonlySet<string>,
): 401 | 403 | null {
  if (door === null) return hostNames.has(parseHost(request.headers.host)?.name ?? '') ? null : 403;
  const verdict = door.judge(request);
  if (verdict.kind === 'no-token') return 401;
  return verdict.kind === 'foreign' ? 403 : null;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  page: () => Promise<string>,
  refusal: 401 | 403 | null,
): Promise<void> {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isThere = request.url?.split('?')[0] === '/metrics';
  const status = refusal ?? (isRead ? (isThere ? 200 : 404) : 405);
  let text = REFUSALS[status] ?? '';
  let sent = status;
  if (status === 200) {
    try {
      text = await page();
    } catch {
      // Prometheus marks the target as down, which is the truth.
      [sent, text] = [503, 'Dyno could not read its own figures just now.\n'];
    }
  }
  response.writeHead(sent, {
    'content-type': sent === 200 ? CONTENT_TYPE : 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(sent === 401 && { 'www-authenticate': 'Bearer' }),
    ...(sent === 405 && { allow: 'GET, HEAD' }),
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

const REFUSALS: Readonly<Record<number, string>> = {
  401: 'This Dyno asks for its token: send "Authorization: Bearer TOKEN".\n',
  403: 'This Dyno does not answer to that host. Start it with --allow-host NAME.\n',
  404: 'There is nothing at this address: metrics are at /metrics.\n',
  405: 'Only GET is answered here.\n',
};

function listenError(error: NodeJS.ErrnoException, { host, port }: MetricsAddress): Error {
  if (error.code === 'EADDRINUSE') {
    return new DynoError({
      code: 'PORT_IN_USE',
      message: `Port ${port} is in use by another program.`,
      subject: `${host}:${port}`,
      nextStep: 'Choose another with --prometheus N, or end that program.',
    });
  }
  return new DynoError({
    code: 'USAGE',
    message: `Nothing can be served at ${host}, port ${port}: ${error.message}.`,
    subject: `${host}:${port}`,
    nextStep: 'Choose a port above 1023, and an address of this machine.',
  });
}
