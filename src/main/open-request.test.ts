import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openingOf, readHandOver, readLaunch } from './open-request.ts';

describe('what the program was started with', () => {
  it('are models, and other files that are there, relative to where it was typed', () => {
    const isFile = (path: string): boolean => path === '/home/me/run.pt.trace.json.gz';
    const typed = ['a.onnx', 'serve', '/b/C.ONNX', 'run.pt.trace.json.gz', ''];
    expect(readLaunch(typed, '/home/me', isFile)).toEqual({
      dataFolder: undefined,
      files: ['/home/me/a.onnx', '/b/C.ONNX', '/home/me/run.pt.trace.json.gz'],
    });
    expect(readLaunch([tmpdir(), 'package.json'], process.cwd()).files).toEqual([resolve('package.json')]);
  });

  it('goes to the bench or to the traces', () => {
    expect(openingOf('/a.onnx')).toEqual({ type: 'open-model', ref: { kind: 'file', location: '/a.onnx' } });
    expect(openingOf('/a.json')).toEqual({ type: 'open-trace', path: '/a.json' });
  });

  it('is a data folder, in either spelling', () => {
    expect(readLaunch(['--data', 'd', 'm.onnx'], '/w')).toEqual({
      dataFolder: '/w/d',
      files: ['/w/m.onnx'],
    });
    expect(readLaunch(['--data=/d'], '/w').dataFolder).toBe('/d');
    expect(readLaunch(['--data'], '/w').dataFolder).toBeUndefined();
  });

  it('is not a switch of Chromium', () => {
    expect(readLaunch(['--remote-debugging-port=0', '--user=x.onnx'], '/w').files).toEqual([]);
  });
});

describe('what a second start hands over', () => {
  it('are absolute paths and nothing else', () => {
    expect(readHandOver({ files: ['/a.onnx', 'b.onnx', 7, '/t.json', '--x.onnx'] })).toEqual([
      '/a.onnx',
      '/t.json',
    ]);
    for (const junk of [null, undefined, 'x', {}, { files: 'x' }, { files: {} }]) {
      expect(readHandOver(junk)).toEqual([]);
    }
  });
});
