import { describe, expect, it } from 'vitest';
import { createByteCodec, decodeFrame, encodeFrame } from './codec.ts';
import { DynoError } from './errors.ts';

const error = new DynoError({
  code: 'DOES_NOT_FIT',
  message: 'Needs 40 GiB, 12 GiB are free.',
  subject: 'demo:encoder-base',
  nextStep: 'Lower the batch.',
});

describe('bytes on a socket', () => {
  it('keep typed arrays typed and apart from the packer’s memory', () => {
    const { pack, unpack } = createByteCodec();
    const first = pack({ t: 's', r: Float64Array.of(1.5, -0, Number.NaN) });
    const decoded = unpack(first) as { r: Float64Array };
    pack({ t: 's', r: Float64Array.of(9, 9, 9) });
    expect(decoded.r).toBeInstanceOf(Float64Array);
    expect([...decoded.r]).toEqual([1.5, -0, Number.NaN]);
    const ids = unpack(pack({ r: BigInt64Array.of(2n ** 62n, -1n) })) as { r: BigInt64Array };
    expect(ids.r).toEqual(BigInt64Array.of(2n ** 62n, -1n));
  });

  it('keep null, undefined, text and nesting', () => {
    const { pack, unpack } = createByteCodec();
    const frame = { t: 'q', m: 'x', a: [null, undefined, 'µs — “”', { deep: [1, [2]] }] };
    expect(unpack(pack(frame))).toEqual(frame);
  });

  it('raise the same DynoError on the other side', () => {
    const { pack, unpack } = createByteCodec();
    const { e } = unpack(pack({ t: 's', i: '1', e: error })) as { e: unknown };
    expect(e).toBeInstanceOf(DynoError);
    expect((e as DynoError).details()).toEqual(error.details());
  });
});

describe('errors in cloned frames', () => {
  it('survive structured clone with all fields', () => {
    const { e } = decodeFrame(structuredClone(encodeFrame({ t: 's', e: error }))) as { e: unknown };
    expect(e).toBeInstanceOf(DynoError);
    expect((e as DynoError).details()).toEqual(error.details());
  });

  it('keep name and message when they are not ours', () => {
    const { e } = decodeFrame(structuredClone(encodeFrame({ t: 's', e: new RangeError('too far') }))) as {
      e: Error;
    };
    expect(e).toBeInstanceOf(Error);
    expect(e).toMatchObject({ name: 'RangeError', message: 'too far' });
  });

  it('take no code from a peer that is not in the closed set', () => {
    const forged = {
      $dynoError: true,
      name: 'DynoError',
      message: 'x',
      code: '__proto__',
      subject: '',
      nextStep: '',
    };
    const { e } = decodeFrame({ t: 's', e: forged }) as { e: unknown };
    expect(e).not.toBeInstanceOf(DynoError);
  });

  it('leave frames without an error alone', () => {
    const frame = { t: 'q', m: 'listRuns', a: [] };
    expect(encodeFrame(frame)).toBe(frame);
    expect(decodeFrame(frame)).toBe(frame);
  });
});
