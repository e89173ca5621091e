import { describe, expect, it } from 'vitest';
import { readHandOver, readLaunch } from './open-request.ts';

describe('what the program was started with', () => {
  it('are models, relative to where it was typed', () => {
    expect(readLaunch(['a.onnx', '/b/C.ONNX', 'notes.txt'], '/home/me')).toEqual({
      dataFolder: undefined,
      models: ['/home/me/a.onnx', '/b/C.ONNX'],
    });
  });

  it('is a data folder, in either spelling', () => {
    expect(readLaunch(['--data', 'd', 'm.onnx'], '/w')).toEqual({
      dataFolder: '/w/d',
      models: ['/w/m.onnx'],
    });
    expect(readLaunch(['--data=/d'], '/w').dataFolder).toBe('/d');
    expect(readLaunch(['--data'], '/w').dataFolder).toBeUndefined();
  });

  it('is not a switch of Chromium', () => {
    expect(readLaunch(['--remote-debugging-port=0', '--user=x.onnx'], '/w').models).toEqual([]);
  });
});

describe('what a second start hands over', () => {
  it('are absolute paths of models and nothing else', () => {
    expect(readHandOver({ models: ['/a.onnx', 'b.onnx', 7, '/etc/passwd', '--x.onnx'] })).toEqual([
      '/a.onnx',
    ]);
    for (const junk of [null, undefined, 'x', {}, { models: 'x' }, { models: {} }]) {
      expect(readHandOver(junk)).toEqual([]);
    }
  });
});
