import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { serveForTest, TOKEN, type Served } from './served.fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await serveForTest({ headersMs: 300 });
});
afterAll(() => served.close());

/** Every way in. Each is asked without the token, with it, and with it from a foreign place. */
const DOORS = [
  { name: 'the page', method: 'GET', path: '/', open: 200 },
  { name: 'its head', method: 'HEAD', path: '/', open: 200 },
  { name: 'a file', method: 'GET', path: '/assets/index-abc.js', open: 200 },
  { name: 'a missing file', method: 'GET', path: '/nothing-here', open: 404 },
  { name: 'an address that is none', method: 'GET', path: '/%E0%A4%A', open: 400 },
  { name: 'the socket without an upgrade', method: 'GET', path: '/api/socket', open: 404 },
  { name: 'an upload', method: 'POST', path: '/api/models?name=a.onnx', open: 422 },
  { name: 'Prometheus’ page', method: 'GET', path: '/metrics', open: 200 },
  { name: 'figures from outside', method: 'POST', path: '/api/metrics', open: 400 },
  { name: 'a method that nothing answers', method: 'DELETE', path: '/', open: 405 },
  { name: 'a preflight', method: 'OPTIONS', path: '/api/models', open: 405 },
] as const;

describe.each(DOORS)('$name', ({ method, path, open }) => {
  it('stays shut without the token', async () => {
    const { status, headers } = await served.call({ method, path });
    expect(status).toBe(401);
    expect(headers['content-security-policy']).toContain("default-src 'self'");
  });

  it('stays shut with a wrong token, however it comes', async () => {
    const mark = path.includes('?') ? '&' : '?';
    const wrong = [
      { path: `${path}${mark}token=${TOKEN}x` },
      { headers: { cookie: `dyno-${served.port}=${TOKEN.slice(1)}` } },
      { headers: { cookie: `dyno-1=${TOKEN}` } },
      { headers: { authorization: `Basic ${TOKEN}` } },
    ];
    for (const call of wrong) expect((await served.call({ method, path, ...call })).status).toBe(401);
  });

  it('opens with the cookie or the header', async () => {
    const { cookie } = served;
    expect((await served.call({ method, path, headers: { cookie } })).status).toBe(open);
    const authorization = `Bearer ${TOKEN}`;
    expect((await served.call({ method, path, headers: { authorization } })).status).toBe(open);
  });

  it('is closed to a foreign host, even with the token', async () => {
    for (const host of [
      `evil.example:${served.port}`,
      'evil.example',
      '10.11.12.13',
      '127.0.0.1.evil.example',
    ]) {
      const cookie = `dyno-${host.split(':')[1] ?? '80'}=${TOKEN}`;
      expect((await served.call({ method, path, headers: { cookie, host } })).status).toBe(403);
    }
  });

  it('is closed to a foreign origin, even with the token', async () => {
    const origins = [
      'https://evil.example',
      'null',
      'http://localhost:1',
      `http://127.0.0.1.evil.example:${served.port}`,
      'file://',
      'chrome-extension://abc',
    ];
    for (const origin of origins) {
      const headers = { cookie: served.cookie, origin };
      expect((await served.call({ method, path, headers })).status).toBe(403);
    }
  });
});

describe('figures', () => {
  const authorization = `Bearer ${TOKEN}`;

  it('are given in the form that Prometheus reads', async () => {
    const { text, headers } = await served.call({ path: '/metrics', headers: { authorization } });
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain('dyno_x 1\n');
  });

  const post = (body: string) =>
    served.call({
      method: 'POST',
      path: '/api/metrics',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    });

  it('are taken from outside, one or several', async () => {
    const both = [
      { name: 'queue', value: 12 },
      { name: 'hits', value: 0.5, at: 1_760_000_000_000 },
    ];
    expect(JSON.parse((await post(JSON.stringify(both))).text)).toEqual({ recorded: 2 });
    expect((await post('{"name":"alone","value":1}')).status).toBe(200);
    expect(served.core.outside).toEqual([...both, { name: 'alone', value: 1 }]);
  });

  it('are refused where they are no JSON, or too many at once', async () => {
    expect((await post('{"name":')).status).toBe(400);
    expect((await post(JSON.stringify([{ name: 'x'.repeat(70_000), value: 1 }]))).status).toBe(413);
  });
});

describe('own names and origins', () => {
  it('are welcome, with a forwarded port as well', async () => {
    for (const host of [
      served.host,
      `localhost:${served.port}`,
      'localhost:8080',
      'gpu-box.lan',
      '[::1]:9',
    ]) {
      const cookie = `dyno-${/:(\d+)$/.exec(host)?.[1] ?? '80'}=${TOKEN}`;
      const headers = { host, cookie, origin: `http://${host}` };
      expect((await served.call({ headers })).status).toBe(200);
    }
  });

  it('do not help a page on another port of this machine to fetch', async () => {
    const headers = { cookie: served.cookie, 'sec-fetch-site': 'same-site' };
    expect((await served.call({ headers: { ...headers, 'sec-fetch-mode': 'no-cors' } })).status).toBe(403);
    expect((await served.call({ headers: { ...headers, 'sec-fetch-mode': 'navigate' } })).status).toBe(200);
  });
});

describe('the token in the address', () => {
  it('becomes a cookie and leaves the address', async () => {
    const { status, headers } = await served.call({ path: `/?a=1&token=${TOKEN}` });
    expect(status).toBe(303);
    expect(headers.location).toBe('/?a=1');
    expect(headers['set-cookie']).toEqual([
      `dyno-${served.port}=${TOKEN}; Path=/; HttpOnly; SameSite=Strict`,
    ]);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('leads to no other site', async () => {
    const { headers } = await served.call({ path: `//evil.example/?token=${TOKEN}` });
    expect(headers.location).toBe('/evil.example/');
  });

  it('is in no page that refuses', async () => {
    const { text, headers } = await served.call({ path: '/?token=wrong' });
    expect(text).toContain('asks for its token');
    expect(text).not.toContain('wrong');
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('files', () => {
  it('come with headers that allow nothing foreign', async () => {
    const { headers } = await served.call({ headers: { cookie: served.cookie } });
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cache-control': 'no-cache',
    });
    const csp = headers['content-security-policy'] as string;
    expect(csp).toContain("script-src 'self';");
    expect(csp).toContain("frame-ancestors 'none'");
    expect(csp.match(/unsafe-inline/g)).toHaveLength(1);
    expect(csp).toContain("style-src 'self' 'unsafe-inline'");
  });

  it('of a build may be kept, since their names change', async () => {
    const { headers } = await served.call({
      path: '/assets/index-abc.js',
      headers: { cookie: served.cookie },
    });
    expect(headers['cache-control']).toContain('immutable');
  });

  it('outside the folder and hidden ones are not there', async () => {
    for (const path of [
      '/../uploads',
      '/..%2f..%2fetc%2fpasswd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/.secret',
      '/assets',
    ]) {
      const { status, text } = await served.call({ path, headers: { cookie: served.cookie } });
      expect([400, 403, 404]).toContain(status);
      expect(text).not.toMatch(/hidden|root:/);
    }
  });

  it('that are missing are said to be, as everywhere', async () => {
    const { text } = await served.call({ path: '/no.js?x=1', headers: { cookie: served.cookie } });
    expect(JSON.parse(text)).toEqual({
      error: {
        code: 'FILE_NOT_FOUND',
        message: 'There is nothing at this address.',
        subject: '/no.js',
        nextStep: 'Open the address that Dyno printed.',
      },
    });
  });
});

describe('the socket’s door', () => {
  const refusalOf = (headers: Readonly<Record<string, string>>, path = '/api/socket'): Promise<number> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${served.host}${path}`, { headers });
      socket.on('unexpected-response', (_request, response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      socket.on('open', () => {
        socket.terminate();
        resolve(101);
      });
      socket.on('error', reject);
    });

  it('asks the same questions', async () => {
    const { cookie, host, port } = served;
    expect(await refusalOf({})).toBe(401);
    expect(await refusalOf({ cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await refusalOf({ cookie: `dyno-80=${TOKEN}`, host: 'evil.example' })).toBe(403);
    expect(await refusalOf({ cookie, origin: `http://127.0.0.1:${port + 1}` })).toBe(403);
    expect(await refusalOf({ cookie, origin: `http://${host}` })).toBe(101);
    expect(await refusalOf({}, `/api/socket?token=${TOKEN}`)).toBe(101);
    expect(await refusalOf({ cookie }, '/elsewhere')).toBe(404);
  });
});

describe('a connection that dawdles', () => {
  it('is ended before it has sent its head', async () => {
    const socket = connect(served.port, '127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
    });
    socket.write(`GET / HTTP/1.1\r\nHost: ${served.host}\r\nX-Slow: `);
    expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is ended as well when it speaks no HTTP', async () => {
    const socket = connect(served.port, '127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
    });
    socket.write('\u0016\u0003\u0001 not http at all\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1\.1 400 /);
    expect((await served.call({ headers: { cookie: served.cookie } })).status).toBe(200);
  });
});
