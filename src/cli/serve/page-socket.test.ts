import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { CoreEvent, DynoApi, PageApi } from '../../contract/api.ts';
import { createByteCodec } from '../../contract/codec.ts';
import { DynoError } from '../../contract/errors.ts';
import { connect, type Connection } from '../../contract/rpc.ts';
import type { RunProgress } from '../../contract/run.ts';
import type { Limits } from './limits.ts';
import { serveForTest, type Served } from './served.fixture.ts';

const open: { served: Served[]; sockets: WebSocket[] } = { served: [], sockets: [] };
afterEach(async () => {
  for (const socket of open.sockets.splice(0)) socket.terminate();
  for (const served of open.served.splice(0)) await served.close();
});

async function start(limits: Partial<Limits> = {}): Promise<Served> {
  const served = await serveForTest(limits);
  open.served.push(served);
  return served;
}

async function openSocket(served: Served): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${served.host}/api/socket`, { headers: { cookie: served.cookie } });
  open.sockets.push(socket);
  await once(socket, 'open');
  return socket;
}

/** The page's side, as the page makes it. */
function speak(
  socket: WebSocket,
  onEvent: PageApi['onEvent'] = () => undefined,
): Connection<DynoApi, PageApi> {
  const codec = createByteCodec();
  const connection = connect<DynoApi, PageApi>(
    {
      post: (frame) => socket.send(codec.pack(frame)),
      onMessage: (listener) => socket.on('message', (data: Buffer) => listener(codec.unpack(data))),
    },
    { onEvent },
    { peer: 'the engine' },
  );
  socket.once('close', () => connection.close());
  return connection;
}

async function page(served: Served, onEvent?: PageApi['onEvent']): Promise<Connection<DynoApi, PageApi>> {
  return speak(await openSocket(served), onEvent);
}

async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

function progress(status: RunProgress['status'], points = 0): CoreEvent {
  return {
    type: 'run-progress',
    progress: {
      runId: 'r1',
      status,
      phase: 'measuring',
      iterationsDone: 1,
      iterationsWanted: null,
      warmupDone: 0,
      elapsedMs: 1,
      remainingMs: null,
      running: null,
      profiling: null,
      atSeconds: new Float64Array(points),
      latencyMs: new Float64Array(points),
      waitingFor: null,
    },
  };
}

describe('a page on the socket', () => {
  it('gets typed arrays, null and undefined as they are', async () => {
    const served = await start();
    const { remote } = await page(served);
    const series = await remote.getSeries('r1');
    expect(series).toEqual(served.core.series);
    expect(series?.latencyMs).toBeInstanceOf(Float64Array);
    expect(Object.is(series?.latencyMs[1], -0)).toBe(true);
    expect(await remote.getHardware('r1')).toBeNull();
    expect(await remote.stopRun('r1')).toBeUndefined();
  });

  it('gets the core’s DynoError, whole', async () => {
    const { remote } = await page(await start());
    const error: unknown = await remote.getRun('x7').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DynoError);
    expect((error as DynoError).details()).toEqual({
      code: 'RUN_NOT_FOUND',
      message: 'There is no run x7.',
      subject: 'x7',
      nextStep: 'See dyno runs.',
    });
  });

  it('hears events, and so does every other page', async () => {
    const served = await start();
    const heard: CoreEvent[][] = [[], [], []];
    const pages = await Promise.all(
      heard.map((list) => page(served, (event) => list.push(event as CoreEvent))),
    );
    served.core.emit(progress('running', 3));
    await Promise.all(pages.map(({ remote }) => remote.listRuns({})));
    for (const list of heard) expect(list).toEqual([progress('running', 3)]);
  });

  it('has its pending calls rejected when the server goes', async () => {
    const served = await start();
    const { remote } = await page(served);
    await remote.listRuns({});
    const pending = expect(remote.doctor()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await served.app.close();
    await pending;
  });

  it('is forgotten when it goes', async () => {
    const served = await start();
    const socket = await openSocket(served);
    const [peer] = served.app.websocketServer.clients;
    socket.terminate();
    await once(peer as WebSocket, 'close');
    expect(served.app.websocketServer.clients.size).toBe(0);
    served.core.emit(progress('running'));
    expect(served.errors).toEqual([]);
  });

  it('is let go when it answers no ping', async () => {
    const served = await start({ pingMs: 40 });
    const socket = new WebSocket(`ws://${served.host}/api/socket`, {
      headers: { cookie: served.cookie },
      autoPong: false,
    });
    open.sockets.push(socket);
    expect(await closeCode(socket)).toBe(1006);
  });
});

describe('a hostile page', () => {
  const HOSTILE_FRAMES: readonly unknown[] = [
    null,
    7,
    'text',
    [],
    {},
    { t: 'q' },
    { t: 'q', m: 7, a: [], i: '1' },
    { t: 'q', m: { toString: null }, a: [], i: '1' },
    { t: 'q', m: 'listRuns', a: 7, i: '1' },
    { t: 'q', m: 'listRuns', a: [{}], i: 7 },
    { t: 's' },
    { t: 's', i: {} },
    { t: 'x', i: '1' },
  ];

  it('is let go for what is no frame, and nobody else notices', async () => {
    const served = await start();
    const { remote } = await page(served);
    const codec = createByteCodec();
    for (const frame of HOSTILE_FRAMES) {
      const socket = await openSocket(served);
      socket.send(codec.pack(frame));
      expect([frame, await closeCode(socket)]).toEqual([frame, 1007]);
    }
    expect(await remote.listRuns({})).toEqual([]);
    expect(served.errors).toEqual([]);
  });

  it('is let go for bytes that are no message', async () => {
    const served = await start();
    // Truncated, nested beyond any stack, arrays and texts that claim four billion entries, unknown extensions.
    const garbage = [
      Buffer.alloc(0),
      Buffer.from([0xc1]),
      Buffer.from([0x81, 0xa1]),
      Buffer.alloc(200_000, 0x91),
      Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff]),
      Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff]),
      Buffer.from([0xdb, 0xff, 0xff, 0xff, 0xff, 0x41]),
      Buffer.from([0xc9, 0xff, 0xff, 0xff, 0xff, 0x74]),
      Buffer.from([0xd4, 0x69, 0x00]),
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)),
    ];
    for (const bytes of garbage) {
      const socket = await openSocket(served);
      socket.send(bytes);
      expect([bytes.subarray(0, 8), await closeCode(socket)]).toEqual([bytes.subarray(0, 8), 1007]);
    }
    expect(await (await page(served)).remote.listRuns({})).toEqual([]);
  });

  it('is let go for text and for a message over the limit', async () => {
    const served = await start({ messageBytes: 10_000 });
    const talker = await openSocket(served);
    talker.send('{"t":"q"}');
    expect(await closeCode(talker)).toBe(1003);
    const shouter = await openSocket(served);
    shouter.on('error', () => undefined);
    shouter.send(Buffer.alloc(10_001));
    expect(await closeCode(shouter)).toBe(1009);
    expect(await (await page(served)).remote.listRuns({})).toEqual([]);
  });

  it('reaches no function but those of the contract', async () => {
    const { remote } = await page(await start());
    const names = [
      'constructor',
      '__proto__',
      'toString',
      'hasOwnProperty',
      'then',
      '$close',
      'subscribe',
      '',
    ];
    for (const name of names) {
      await expect(remote.$call(name as 'about')).rejects.toThrow(/not found/);
    }
  });

  it('with thousands of calls waits only for as many as are allowed', async () => {
    const served = await start({ callsAtOnce: 100 });
    const { remote } = await page(served);
    let refused = 0;
    const calls = Array.from({ length: 5000 }, () => remote.doctor());
    for (const call of calls) call.catch((error: DynoError) => (refused += error.code === 'USAGE' ? 1 : 0));
    await expect(remote.listRuns({})).rejects.toMatchObject({ code: 'USAGE' });
    expect(refused).toBe(4900);
    expect(await (await page(served)).remote.listRuns({})).toEqual([]);
  });
});

describe('a page that reads too slowly', () => {
  it('misses samples and steps, but never the end, and costs bounded memory', async () => {
    const lagBytes = 100_000;
    const served = await start({ lagBytes });
    const heard: string[] = [];
    const socket = await openSocket(served);
    const { remote } = speak(socket, (event) => {
      if (event.type === 'run-progress') heard.push(event.progress.status);
    });
    socket.pause();
    const [peer] = served.app.websocketServer.clients;
    const sent = 600;
    for (let step = 0; step < sent; step += 1) served.core.emit(progress('running', 5000));
    expect((peer as WebSocket).bufferedAmount).toBeLessThan(lagBytes + 2 * 80_000 + 1000);
    served.core.emit(progress('done'));
    socket.resume();
    await remote.listRuns({});
    expect(heard.at(-1)).toBe('done');
    expect(heard.length).toBeLessThan(sent);
  });

  it('is let go when it lets answers pile up', async () => {
    const served = await start({ lostBytes: 1_000_000 });
    served.core.series.latencyMs.set([1, 2, 3]);
    Object.assign(served.core.series, { latencyMs: new Float64Array(100_000) });
    const socket = await openSocket(served);
    const { remote } = speak(socket);
    const [peer] = served.app.websocketServer.clients;
    const gone = once(peer as WebSocket, 'close');
    socket.pause();
    const calls = Array.from({ length: 200 }, () =>
      remote.getSeries('r1').catch((error: DynoError) => error.code),
    );
    await gone;
    socket.resume();
    expect(await Promise.all(calls)).toContain('CONNECTION_LOST');
  });
});
