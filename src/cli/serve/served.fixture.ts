import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../core/ports.ts';
import { createDoor } from './access.ts';
import { createFakeCore } from './fake-core.fixture.ts';
import { ownHostNames } from './host-names.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { createServer } from './server.ts';
import { createUploads, TRACE_UPLOAD } from './uploads.ts';

export const TOKEN = 'a-token-that-only-tests-know';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A real server on a real port, over a fake core and a page of one file. */
export async function serveForTest(limits: Partial<Limits> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-serve-'));
  const rendererFolder = join(folder, 'renderer');
  mkdirSync(join(rendererFolder, 'assets'), { recursive: true });
  writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html><title>Dyno page</title>');
  writeFileSync(join(rendererFolder, 'assets', 'index-abc.js'), 'export {};');
  writeFileSync(join(rendererFolder, '.secret'), 'hidden');
  const all: Limits = { ...DEFAULT_LIMITS, ...limits };
  const core = createFakeCore();
  const errors: string[] = [];
  const log: Log = {
    debug: () => undefined,
    warn: () => undefined,
    error: (message, error) => void errors.push(`${message}: ${String(error)}`),
  };
  const uploadFolder = join(folder, 'uploads');
  const traceFolder = join(folder, 'traces');
  const app = await createServer({
    core,
    rendererFolder,
    log,
    metrics: async () => '# HELP dyno_x X.\n# TYPE dyno_x gauge\ndyno_x 1\n',
    limits: all,
    door: createDoor({ token: TOKEN, hostNames: ownHostNames('127.0.0.1', ['gpu-box.lan']) }),
    uploads: createUploads(uploadFolder, all.uploadBytes),
    traceUploads: createUploads(traceFolder, all.traceBytes, TRACE_UPLOAD),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const host = `127.0.0.1:${port}`;
  const cookie = `dyno-${port}=${TOKEN}`;
  return {
    app,
    core,
    errors,
    port,
    host,
    cookie,
    uploadFolder,
    call: (call: Call) => httpCall(port, call),
    async close() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Served = Awaited<ReturnType<typeof serveForTest>>;

/** Not fetch: that sets Host and Origin by itself, which are what these tests are about. */
function httpCall(port: number, { method = 'GET', path = '/', headers = {}, body }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
