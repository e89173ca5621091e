import { describe, expect, it } from 'vitest';
import { reasonIn, whyNoWindow } from './electron-runtime.mjs';
import { explainNpmFailure } from './npm.mjs';
import { readStartOptions } from './start-options.mjs';

const read = (line: string): ReturnType<typeof readStartOptions> =>
  readStartOptions(line.split(' ').filter(Boolean), '/home/me');

describe('what npm start is asked for', () => {
  it('is the window where it can be had, opened, unless something else is said', () => {
    expect(read('')).toMatchObject({ way: 'either', open: true, rest: [] });
    expect(read('--electron').way).toBe('electron');
    expect(read('--browser').way).toBe('browser');
  });

  it('is the browser way with --no-open, a port or an address, which are handed on', () => {
    expect(read('--no-open --port 4700')).toMatchObject({
      way: 'browser',
      open: false,
      rest: ['--port', '4700'],
    });
    expect(read('--host=0.0.0.0')).toMatchObject({ way: 'browser', rest: ['--host', '0.0.0.0'] });
  });

  it('takes paths from where the command was typed, and keeps what it does not know', () => {
    expect(read('--data runs models/a.onnx --stay')).toMatchObject({
      rest: ['--data', '/home/me/runs', '--stay'],
      models: ['/home/me/models/a.onnx'],
    });
  });

  it.each(['--port', '--data --no-open'])('refuses %s without its value', (line) => {
    expect(() => read(line)).toThrow(/wants a value/);
  });
});

describe('why there is no window of Electron’s', () => {
  it('is said where the machine cannot show one', () => {
    expect(whyNoWindow({}, 'linux', 1000)).toMatch(/no display/);
    expect(whyNoWindow({ DISPLAY: ':0' }, 'linux', 0)).toMatch(/root/);
    expect(whyNoWindow({ WAYLAND_DISPLAY: 'w' }, 'linux', 1000)).toBeNull();
    expect(whyNoWindow({}, 'darwin', 501)).toBeNull();
  });

  it.each([
    ['Error: getaddrinfo ENOTFOUND github.com\n at x', 'its download page cannot be reached, ENOTFOUND'],
    ['TypeError: fetch failed', 'its download page cannot be reached'],
    ['HTTPError: Response code 403 (Forbidden) for https://x', 'its download page answered 403'],
    ['Error: ENOSPC: no space left on device, write', 'the disk is full, ENOSPC'],
    ['', 'the fetch failed'],
  ])('is one line out of what the fetch said: %s', (output, reason) => {
    expect(reasonIn(output)).toBe(reason);
  });
});

describe('an install that failed', () => {
  it.each([
    ['npm error code ENOTFOUND\nnpm error network …', /registry cannot be reached \(ENOTFOUND\)/],
    ['npm error code ENOSPC', /disk is full/],
    ['npm error nospc ENOSPC: no space left on device, write', /disk is full/],
    ['npm error code EACCES', /not writable/],
    ['npm error code EINTEGRITY', /not the one that the lock file names/],
    ['npm error code EUSAGE', /do not fit together/],
    ['something new', /something new/],
  ])('is explained, with a next step: %s', (output, message) => {
    const explained = explainNpmFailure(output);
    expect(explained.message).toMatch(message);
    expect(explained.nextStep).not.toBe('');
  });
});
