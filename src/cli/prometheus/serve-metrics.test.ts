import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { ownHostNames } from '../serve/host-names.ts';
import { serveMetrics, type MetricsServer } from './serve-metrics.ts';

const TOKEN = 'a-token-that-only-tests-know';
const open: MetricsServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function start(token: string | null, page: () => Promise<string> = async () => 'dyno_x 1\n') {
  const server = await serveMetrics(
    { host: '127.0.0.1', port: 0, token, hostNames: ownHostNames('127.0.0.1', []) },
    page,
  );
  open.push(server);
  return (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    new Promise<{ status: number; text: string; type: string }>((resolve, reject) => {
      const outgoing = request(
        { port: server.port, host: '127.0.0.1', path, method, headers },
        (incoming) => {
          let text = '';
          incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
          incoming.on('end', () =>
            resolve({
              status: incoming.statusCode ?? 0,
              text,
              type: incoming.headers['content-type'] ?? '',
            }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end();
    });
}

describe('the server of metrics', () => {
  it('gives the page in the type that Prometheus asks for', async () => {
    const get = await start(null);
    expect(await get('/metrics')).toEqual({
      status: 200,
      text: 'dyno_x 1\n',
      type: 'text/plain; version=0.0.4; charset=utf-8',
    });
  });

  it('asks for the token where it has one', async () => {
    const get = await start(TOKEN);
    expect((await get('/metrics')).status).toBe(401);
    expect((await get('/metrics', { authorization: `Bearer ${TOKEN}x` })).status).toBe(401);
    expect((await get('/metrics', { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  it('does not answer a stranger’s name for this address', async () => {
    const get = await start(null);
    expect((await get('/metrics', { host: 'evil.example' })).status).toBe(403);
  });

  it('has nothing else, and takes nothing', async () => {
    const get = await start(null);
    expect((await get('/')).status).toBe(404);
    expect((await get('/metrics', {}, 'POST')).status).toBe(405);
  });

  it('says that it is down where the figures cannot be read', async () => {
    const get = await start(null, () => Promise.reject(new Error('the store is closed')));
    const answer = await get('/metrics');
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('store is closed');
  });

  it('says which port is taken', async () => {
    await start(null);
    const taken = open[0]?.port ?? 0;
    const again = serveMetrics(
      { host: '127.0.0.1', port: taken, token: null, hostNames: ownHostNames('127.0.0.1', []) },
      async () => '',
    );
    await expect(again).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  });
});
