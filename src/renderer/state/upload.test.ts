import { describe, expect, it } from 'vitest';
import { failure, pathOf, refOf } from './upload.ts';

describe('an upload’s answer', () => {
  it('is the model’s place', () => {
    expect(refOf('{"ref":{"kind":"file","location":"/data/m.onnx"}}')).toEqual({
      kind: 'file',
      location: '/data/m.onnx',
    });
  });

  it('is the path of a trace', () => {
    expect(pathOf('{"path":"/data/t.json"}')).toBe('/data/t.json');
    for (const text of ['', 'x', 'null', '{}', '{"path":7}', '{"path":""}']) expect(pathOf(text)).toBeNull();
  });

  it('is nothing when it is not what it should be', () => {
    for (const text of ['', 'x', 'null', '{}', '{"ref":{"kind":"url","location":"x"}}']) {
      expect(refOf(text)).toBeNull();
    }
  });

  it('keeps the words of the server’s error', () => {
    const error = {
      code: 'UPLOAD_TOO_LARGE',
      message: 'Too large.',
      subject: 'm.onnx',
      nextStep: 'Smaller.',
    };
    expect(failure(JSON.stringify({ error }), 'm.onnx').details()).toEqual(error);
  });

  it('has words of its own for what is no error of ours', () => {
    expect(failure('<html>', 'm.onnx')).toMatchObject({ code: 'CONNECTION_LOST', subject: 'm.onnx' });
    expect(failure('{"code":"constructor"}', 'm.onnx').code).toBe('CONNECTION_LOST');
  });
});
