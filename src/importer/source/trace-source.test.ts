import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { filePieces } from './file-pieces.ts';
import { openSource } from './trace-source.ts';
import { unfold, type Folding } from './unfold.ts';

const folder = mkdtempSync(join(tmpdir(), 'dyno-source-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = Array.from(
  { length: 60_000 },
  (_, line) => `{"ts":${line * 7919},"name":"n${line % 97}"},\n`,
).join('');
const content = Buffer.from(text);

async function read(bytes: Uint8Array, mostBytes = 1e9) {
  const path = join(folder, 'trace');
  writeFileSync(path, bytes);
  const warnings: string[] = [];
  const source = await openSource(path, mostBytes, (kind, text, atByte) =>
    warnings.push(`${kind} ${atByte} ${text}`),
  );
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of source.pieces()) pieces.push(piece);
  } finally {
    await source.close();
  }
  return { bytes: Buffer.concat(pieces), warnings, source };
}

const folded: Readonly<Record<Folding, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: (bytes) => gzipSync(bytes),
  zstd: (bytes) => zstdCompressSync(bytes),
};

describe('the bytes of a trace', () => {
  it('come as they are, in order, with their head ahead', async () => {
    const { bytes, source } = await read(content);
    expect(bytes.equals(content)).toBe(true);
    expect(source).toMatchObject({
      compression: 'none',
      isPlain: true,
      headIsWhole: false,
      readBytes: content.length,
    });
    expect(Buffer.from(source.head).equals(content.subarray(0, 65_536))).toBe(true);
    expect((await read(content.subarray(0, 100))).source).toMatchObject({ headIsWhole: true });
  });

  it.each(['gzip', 'zstd'] as const)('unfold from %s, in one piece or several', async (folding) => {
    const fold = folded[folding];
    const parts = [content.subarray(0, 10), content.subarray(10, 900_000), content.subarray(900_000)];
    for (const whole of [
      fold(content),
      Buffer.concat(parts.map(fold)),
      Buffer.concat([fold(content), Buffer.alloc(512)]),
    ]) {
      const { bytes, warnings, source } = await read(whole);
      expect(bytes.equals(content)).toBe(true);
      expect(warnings).toEqual([]);
      expect(source).toMatchObject({ compression: folding, isPlain: false, readBytes: whole.length });
    }
  });

  it.each(['gzip', 'zstd'] as const)(
    'of %s that was cut are read as far as they go, with the place',
    async (folding) => {
      const whole = folded[folding](content);
      const { bytes, warnings } = await read(whole.subarray(0, Math.floor(whole.length * 0.7)));
      expect(bytes.length).toBeGreaterThan(content.length * 0.5);
      expect(content.subarray(0, bytes.length).equals(bytes)).toBe(true);
      expect(warnings).toEqual([
        expect.stringMatching(new RegExp(`^cut ${bytes.length} .*ends too early, at byte`)),
      ]);
    },
  );

  it('leave out what follows, and say so', async () => {
    const { bytes, warnings } = await read(Buffer.concat([gzipSync(content), Buffer.from('and then some')]));
    expect(bytes.equals(content)).toBe(true);
    expect(warnings).toEqual([expect.stringContaining('was left out')]);
  });

  it('whose checksum does not match are doubted', async () => {
    const whole = gzipSync(content);
    whole[whole.length - 6] = (whole[whole.length - 6] ?? 0) ^ 1;
    expect((await read(whole)).warnings).toEqual([expect.stringContaining('checksum')]);
  });

  it.each([
    ['at the header', 8],
    ['in the first block', 20],
  ])('that nothing can be made of are refused: cut %s', async (_where, length) => {
    await expect(read(gzipSync(content).subarray(0, length))).rejects.toMatchObject({
      code: 'TRACE_INVALID',
    });
  });

  it('survive any cut and any damage without hanging', async () => {
    for (const folding of ['gzip', 'zstd'] as const) {
      const whole = folded[folding](content.subarray(0, 300_000));
      for (let cut = 1; cut < whole.length; cut += Math.ceil(whole.length / 20)) {
        const damaged = Buffer.from(whole);
        damaged[cut] = (damaged[cut] ?? 0) ^ 0x55;
        for (const bytes of [whole.subarray(0, cut), damaged]) {
          await read(bytes).catch((error: unknown) => expect(error).toMatchObject({ code: 'TRACE_INVALID' }));
        }
      }
    }
  });

  it('are turned from UTF-16 into UTF-8', async () => {
    const words = `main;läuft;🦊 ${'x'.repeat(70_000)} 3\r\n`;
    const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(words, 'utf16le')]);
    const big = Buffer.from(little).swap16();
    for (const encoded of [little, big, gzipSync(little)]) {
      const { bytes, source } = await read(encoded);
      expect(bytes.toString()).toBe(words);
      expect(source.isPlain).toBe(false);
    }
  });
});

describe('a file that unfolds to too much', () => {
  const bomb = async (
    folding: Folding,
    bytes: Uint8Array,
    limits: Parameters<typeof unfold>[2],
  ): Promise<number> => {
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += 128 * 1024) yield bytes.subarray(at, at + 128 * 1024);
    }
    let largest = 0;
    for await (const piece of unfold(pieces(), folding, limits, () => undefined, 'bomb'))
      largest = Math.max(largest, piece.length);
    return largest;
  };
  const zeros = Buffer.alloc(64 * 1024 ** 2);

  it.each(['gzip', 'zstd'] as const)('is refused by its size and by its growth: %s', async (folding) => {
    const bytes = folded[folding](zeros);
    const byGrowth = { mostBytes: 1e12, ratioFrom: 8 * 1024 ** 2, mostRatio: 200 };
    await expect(bomb(folding, bytes, byGrowth)).rejects.toThrow(
      /unfold to .* times its size, where 200 times is the limit/,
    );
    const bySize = { mostBytes: 32 * 1024 ** 2, ratioFrom: 1e12, mostRatio: 200 };
    await expect(bomb(folding, bytes, bySize)).rejects.toThrow(/more than the 32\.0 MiB/);
    expect(await bomb(folding, bytes, { ...bySize, mostBytes: 1e12 })).toBeLessThanOrEqual(4 * 1024 ** 2);
  });
});

describe('the pieces of a file', () => {
  it('may be left before the end', async () => {
    const source = await openSource(join(folder, 'trace'), 1e9, () => undefined);
    for await (const piece of filePieces(source.file, { pieceBytes: 10, from: 2 })) {
      expect(piece.length).toBe(10);
      break;
    }
    await source.close();
  });
});
