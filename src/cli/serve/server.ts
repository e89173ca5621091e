import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import fastifyWebsocket from '@fastify/websocket';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { DynoApi } from '../../contract/api.ts';
import type { OutsideMetric } from '../../contract/hardware-api.ts';
import { asDynoError, DynoError, type ErrorCode } from '../../contract/errors.ts';
import type { ModelRef } from '../../contract/model.ts';
import type { Core } from '../../core/index.ts';
import type { Log } from '../../core/ports.ts';
import { CONTENT_TYPE } from '../prometheus/exposition.ts';
import { refusalOf } from './access-pages.ts';
import type { Door } from './access.ts';
import { SECURITY_HEADERS } from './headers.ts';
import type { Limits } from './limits.ts';
import { attachPage, type PageSocket } from './page-socket.ts';
import type { Uploads } from './uploads.ts';

const SOCKET_PATH = '/api/socket';
const UPLOAD_PATH = '/api/models';
const TRACE_UPLOAD_PATH = '/api/traces';
const OUTSIDE_PATH = '/api/metrics';
const METRICS_PATH = '/metrics';
const MOST_OUTSIDE_BYTES = 64 * 1024;
const FAREWELL_MS = 500;

export interface ServerParts {
  readonly core: Pick<Core, 'subscribe'> & { readonly api: DynoApi };
  readonly door: Door;
  readonly uploads: Uploads;
  readonly traceUploads: Uploads;
  readonly limits: Limits;
  readonly log: Log;
  /** All figures of this program, as Prometheus reads them. */
  metrics(): Promise<string>;
  /** The built interface. */
  readonly rendererFolder: string;
}

/** The workstation over HTTP: the page's files, one WebSocket for all calls and events, one path for each kind of upload. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { limits, log } = parts;
  const app = fastify({
    forceCloseConnections: true,
    connectionTimeout: limits.idleMs,
    // No limit on a whole request: an upload may take hours, but never fall silent.
    requestTimeout: 0,
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: Math.min(1000, limits.headersMs / 2),
    },
    frameworkErrors: (error, request, reply) => {
      if (guard(parts.door, request, reply)) fail(reply, 400, usageError(error.message));
    },
  });
  // Before the guard: it marks requests for a socket, so that one that is refused is closed and not left open.
  await registerWebsocket(app, limits, log);
  app.addHook('onRequest', (request, reply, done) => {
    if (!guard(parts.door, request, reply)) return;
    if (request.ws && pathOf(request) !== SOCKET_PATH)
      return void fail(reply, 404, notFound(pathOf(request)));
    done();
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const known = error instanceof DynoError ? error : null;
    if (known) return fail(reply, HTTP_STATUS[known.code] ?? 500, known);
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return fail(reply, error.statusCode, usageError(error.message));
    }
    log.error('A request failed', error);
    return fail(reply, 500, asDynoError(error));
  });
  app.setNotFoundHandler((request, reply) => {
    if (request.method === 'GET' || request.method === 'HEAD')
      return fail(reply, 404, notFound(pathOf(request)));
    const takesPosts = [UPLOAD_PATH, TRACE_UPLOAD_PATH, OUTSIDE_PATH].includes(pathOf(request));
    void reply.header('allow', takesPosts ? 'POST' : 'GET, HEAD');
    return fail(reply, 405, usageError(`${request.method} is not answered there.`));
  });

  serveSocket(app, parts);
  serveUploads(app, parts);
  serveFigures(app, parts);
  serveFiles(app, parts.rendererFolder);
  return app;
}

/** True where the request may go on; otherwise it has been answered. */
function guard(door: Door, request: FastifyRequest, reply: FastifyReply): boolean {
  void reply.headers(SECURITY_HEADERS);
  const verdict = door.judge(request.raw);
  const refusal = refusalOf(verdict);
  if (refusal) {
    // Whatever else it wanted to send is not read.
    void reply.headers({ 'cache-control': 'no-store', connection: 'close' });
    void reply.code(refusal.status).type('text/html; charset=utf-8').send(refusal.html);
    return false;
  }
  if (verdict.kind === 'welcome') {
    void reply.headers({ 'set-cookie': verdict.cookie, 'cache-control': 'no-store' });
    void reply.redirect(verdict.location, 303);
    return false;
  }
  return true;
}

async function registerWebsocket(app: FastifyInstance, limits: Limits, log: Log): Promise<void> {
  await app.register(fastifyWebsocket, {
    options: { maxPayload: limits.messageBytes, perMessageDeflate: false },
    errorHandler: (error, socket) => {
      log.debug(`socket: ${error.message}`);
      socket.terminate();
    },
    preClose: (closed) => {
      for (const client of app.websocketServer.clients) sayGoodbye(client);
      app.websocketServer.close();
      closed();
    },
  });
}

function serveSocket(app: FastifyInstance, { core, limits, log }: ServerParts): void {
  const pages = new Set<PageSocket>();
  app.get(SOCKET_PATH, { websocket: true }, (socket) => {
    const page = attachPage(socket, core.api, limits, log);
    pages.add(page);
    socket.once('close', () => pages.delete(page));
  });
  const unsubscribe = core.subscribe((event) => {
    for (const page of pages) page.send(event);
  });
  app.addHook('onClose', (_instance, done) => {
    unsubscribe();
    done();
  });
}

/** Whoever does not answer the farewell must not keep the program from ending. */
function sayGoodbye(client: WebSocket): void {
  client.close(1001, 'Dyno ends.');
  setTimeout(() => client.terminate(), FAREWELL_MS).unref();
}

type UploadRequest = FastifyRequest<{ Querystring: { name?: unknown } }>;

function serveUploads(app: FastifyInstance, { uploads, traceUploads }: ServerParts): void {
  void app.register((scope, _options, done) => {
    // The body stays a stream, whatever it calls itself: models and traces do not fit into memory.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, parsed) => parsed(null));
    const receive = async (request: UploadRequest, by: Uploads): Promise<ModelRef> => {
      const { name } = request.query;
      const announced = request.headers['content-length'];
      try {
        const bytes = announced === undefined ? null : Number(announced);
        return await by.receive(request.raw, typeof name === 'string' ? name : '', bytes);
      } catch (error) {
        // The rest is read and dropped: a connection closed on the sender would take the reason with it.
        request.raw.resume();
        throw error;
      }
    };
    scope.post(UPLOAD_PATH, async (request: UploadRequest) => ({ ref: await receive(request, uploads) }));
    scope.post(TRACE_UPLOAD_PATH, async (request: UploadRequest) => ({
      path: (await receive(request, traceUploads)).location,
    }));
    done();
  });
}

/** Out to Prometheus, and in from whoever has figures of their own. */
function serveFigures(app: FastifyInstance, { core, metrics }: ServerParts): void {
  app.get(METRICS_PATH, async (_request, reply) => {
    const text = await metrics();
    return reply.header('cache-control', 'no-store').type(CONTENT_TYPE).send(text);
  });
  app.post<{ Body: unknown }>(OUTSIDE_PATH, { bodyLimit: MOST_OUTSIDE_BYTES }, async (request) => {
    const { body } = request;
    if (body === undefined || body === null)
      throw usageError('Figures come as JSON: {"name": …, "value": …}.');
    // The call checks every field; one value is as good as a list of one.
    const metricsGiven = (Array.isArray(body) ? body : [body]) as readonly OutsideMetric[];
    await core.api.recordOutside(metricsGiven);
    return { recorded: metricsGiven.length };
  });
}

function serveFiles(app: FastifyInstance, root: string): void {
  if (!existsSync(root)) {
    app.get('/', (_request, reply) => fail(reply, 503, notBuilt()));
    return;
  }
  void app.register(fastifyStatic, {
    root,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (response, path) => {
      // Names of built assets hold their hash; the page itself must always be the newest.
      const hashed = /[\\/]assets[\\/]/.test(path);
      void response.header('cache-control', hashed ? 'private, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

const HTTP_STATUS: Partial<Readonly<Record<ErrorCode, number>>> = {
  USAGE: 400,
  MODEL_INVALID: 422,
  TRACE_INVALID: 422,
  UPLOAD_TOO_LARGE: 413,
  STORE_FULL: 507,
  STORE_READ_ONLY: 507,
  CONNECTION_LOST: 400,
};

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '/';
}

function fail(reply: FastifyReply, status: number, error: DynoError): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').send({ error: error.details() });
}

function usageError(message: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message,
    subject: 'the request',
    nextStep: 'Open the address that Dyno printed.',
  });
}

function notFound(path: string): DynoError {
  return new DynoError({
    code: 'FILE_NOT_FOUND',
    message: 'There is nothing at this address.',
    subject: path,
    nextStep: 'Open the address that Dyno printed.',
  });
}

function notBuilt(): DynoError {
  return new DynoError({
    code: 'FILE_NOT_FOUND',
    message: 'The interface has not been built.',
    subject: 'out/renderer',
    nextStep: 'Run npm start in the checkout, or npm run build.',
  });
}
