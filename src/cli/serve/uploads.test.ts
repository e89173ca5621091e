import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { ModelRef } from '../../contract/model.ts';
import { serveForTest, type Served } from './served.fixture.ts';
import { createUploads, safeName } from './uploads.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

async function start(uploadBytes = 1_000_000): Promise<Served> {
  const served = await serveForTest({ uploadBytes });
  undo.push(() => served.close());
  return served;
}

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-upload-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));

function leftovers(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('.partial')) : [];
}

describe('an uploaded model', () => {
  it('lies under its content hash, by its own name', async () => {
    const served = await start();
    const path = '/api/models?name=my%20model.onnx';
    const answer = await served.call({
      method: 'POST',
      path,
      headers: { cookie: served.cookie },
      body: bytes,
    });
    expect(answer.status).toBe(200);
    const { ref } = JSON.parse(answer.text) as { ref: ModelRef };
    expect(ref.kind).toBe('file');
    expect(basename(ref.location)).toBe('my model.onnx');
    expect(ref.location).toContain(createHash('sha256').update(bytes).digest('hex').slice(0, 16));
    expect(readFileSync(ref.location).equals(bytes)).toBe(true);
    const again = await served.call({
      method: 'POST',
      path,
      headers: { cookie: served.cookie },
      body: bytes,
    });
    expect(JSON.parse(again.text)).toEqual({ ref });
    expect(leftovers(served.uploadFolder)).toEqual([]);
  });

  it('of a trace goes to the traces, keeps its name, and is told by its path', async () => {
    const served = await start(10);
    const upload = (name: string, body: Uint8Array) =>
      served.call({
        method: 'POST',
        path: `/api/traces?name=${encodeURIComponent(name)}`,
        headers: { cookie: served.cookie },
        body,
      });
    const { path } = JSON.parse((await upload('../../run.pt.trace.json.gz', bytes)).text) as { path: string };
    expect(basename(path)).toBe('run.pt.trace.json.gz');
    expect(path.startsWith(join(served.uploadFolder, '..', 'traces'))).toBe(true);
    utimesSync(path, 1, 1);
    const again = await upload('run.pt.trace.json.gz', bytes);
    expect(JSON.parse(again.text)).toEqual({ path });
    expect(statSync(path).mtimeMs).toBe(1000);
    const empty = await upload('a.json', Buffer.alloc(0));
    expect(empty.status).toBe(422);
    expect(JSON.parse(empty.text)).toMatchObject({ error: { code: 'TRACE_INVALID', subject: 'a.json' } });
    const stranger = await served.call({ method: 'POST', path: '/api/traces?name=a', body: bytes });
    expect(stranger.status).toBe(401);
  });

  it('may call itself what it likes: it stays bytes', async () => {
    const served = await start();
    for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/plain']) {
      const headers = { cookie: served.cookie, 'content-type': type };
      const answer = await served.call({
        method: 'POST',
        path: '/api/models?name=a.onnx',
        headers,
        body: '{"broken',
      });
      expect(answer.status).toBe(200);
    }
  });

  it('is refused over the limit, announced or not, and leaves nothing', async () => {
    const served = await start(1000);
    const headers = { cookie: served.cookie };
    const announced = await served.call({
      method: 'POST',
      path: '/api/models?name=a.onnx',
      headers: { ...headers, 'content-length': '1001' },
      body: Buffer.alloc(1001),
    });
    expect(announced.status).toBe(413);
    expect(JSON.parse(announced.text)).toMatchObject({
      error: { code: 'UPLOAD_TOO_LARGE', subject: 'a.onnx' },
    });
    const chunked = await served.call({
      method: 'POST',
      path: '/api/models?name=a.onnx',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
      body: Buffer.alloc(1001),
    });
    expect(chunked.status).toBe(413);
    const large = await served.call({
      method: 'POST',
      path: '/api/models?name=a.onnx',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
      body: Buffer.alloc(20_000_000),
    });
    expect(JSON.parse(large.text)).toMatchObject({ error: { code: 'UPLOAD_TOO_LARGE' } });
    expect(leftovers(served.uploadFolder)).toEqual([]);
  });

  it('that breaks off leaves nothing', async () => {
    const served = await start();
    const outgoing = request({
      host: '127.0.0.1',
      port: served.port,
      method: 'POST',
      path: '/api/models?name=a.onnx',
      headers: { cookie: served.cookie, 'content-length': '900000' },
    });
    outgoing.on('error', () => undefined);
    outgoing.write(bytes);
    await expect.poll(() => leftovers(served.uploadFolder).length).toBe(1);
    outgoing.destroy();
    await expect.poll(() => leftovers(served.uploadFolder).length).toBe(0);
    expect(readdirSync(served.uploadFolder)).toEqual([]);
    expect(served.errors).toEqual([]);
  });

  it('that is larger than the free disk is refused before it is read', async () => {
    const uploads = createUploads(tempFolder(), Number.MAX_SAFE_INTEGER);
    const body = new Readable({
      read() {
        throw new Error('It was read.');
      },
    });
    await expect(uploads.receive(body, 'vast.onnx', 2 ** 52)).rejects.toMatchObject({
      code: 'STORE_FULL',
      subject: 'vast.onnx',
    });
  });

  it('fails with the reason where the disk does', async () => {
    const folder = tempFolder();
    for (const [errno, code] of [
      ['ENOSPC', 'STORE_FULL'],
      ['EROFS', 'STORE_READ_ONLY'],
      ['EIO', 'INTERNAL'],
    ] as const) {
      const failure = Object.assign(new Error(errno), { code: errno });
      const body = new Readable({
        read() {
          this.destroy(failure);
        },
      });
      await expect(createUploads(folder, 1e6).receive(body, 'a.onnx', null)).rejects.toMatchObject({ code });
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('cannot be empty', async () => {
    const receive = createUploads(tempFolder(), 1e6).receive(Readable.from([]), 'a.onnx', 0);
    await expect(receive).rejects.toMatchObject({ code: 'MODEL_INVALID' });
  });
});

describe('what broken-off uploads of former days left', () => {
  it('is swept away, the rest stays', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'abc'));
    for (const name of ['.partial-old', '.partial-new', 'abc/model.onnx'])
      writeFileSync(join(folder, name), 'x');
    const now = Date.now();
    utimesSync(join(folder, '.partial-old'), new Date(now - 2 * 86_400e3), new Date(now - 2 * 86_400e3));
    await createUploads(folder, 1).sweep(now);
    expect(readdirSync(folder).sort()).toEqual(['.partial-new', 'abc']);
  });

  it('needs no folder', async () => {
    await expect(createUploads(join(tempFolder(), 'none'), 1).sweep(0)).resolves.toBeUndefined();
  });
});

describe('a name from outside', () => {
  it.each([
    ['model.onnx', 'model.onnx'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\models\\a.onnx', 'a.onnx'],
    ['..', 'model.onnx'],
    ['', 'model.onnx'],
    ['.hidden.onnx', 'hidden.onnx'],
    ['a\u0000b\u001b[31m.onnx', 'a_b_[31m.onnx'],
    ['größe 2.onnx', 'größe 2.onnx'],
  ])('%j becomes %j', (name, expected) => {
    expect(safeName(name)).toBe(expected);
  });

  it('is never longer than a file system takes', () => {
    expect(Buffer.byteLength(safeName('é'.repeat(5000)))).toBeLessThan(255);
  });
});
