import { describe, expect, it } from 'vitest';
import { told } from './disk-file.ts';

function failing(code: string): unknown {
  try {
    told('/data/traces/f00d', () => {
      throw Object.assign(new Error(`${code}: no`), { code });
    });
  } catch (thrown) {
    return thrown;
  }
  return null;
}

describe('what the disk refuses', () => {
  it.each([
    ['ENOSPC', 'STORE_FULL'],
    ['EDQUOT', 'STORE_FULL'],
    ['EFBIG', 'STORE_FULL'],
    ['EROFS', 'STORE_READ_ONLY'],
    ['EIO', 'STORE_FAILED'],
  ])('says %s as %s, with the path and the next step', (code, told) => {
    expect(failing(code)).toMatchObject({
      code: told,
      subject: '/data/traces/f00d',
      nextStep: expect.stringMatching(/./) as string,
    });
  });
});
