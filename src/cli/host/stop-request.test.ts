import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchForStop } from './stop-request.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched(connected = false) {
  const self = Object.assign(new EventEmitter(), { ppid: 100, connected });
  const exits: number[] = [];
  const stop = watchForStop({
    process: self as unknown as Pick<NodeJS.Process, 'on' | 'off' | 'ppid' | 'connected'>,
    exit: (code) => exits.push(code),
    pollMs: 500,
  });
  return { self, exits, stop };
}

describe('the wish to stop', () => {
  it('comes from Ctrl-C; a second one ends at once', async () => {
    const { self, exits, stop } = watched();
    expect(stop.cause).toBeNull();
    self.emit('SIGINT');
    expect(await stop.asked).toBe('ctrl-c');
    expect(exits).toEqual([]);
    self.emit('SIGINT');
    expect(exits).toEqual([130]);
  });

  it('comes from SIGTERM and SIGHUP, repeated or not', async () => {
    for (const [signal, cause] of [
      ['SIGTERM', 'terminated'],
      ['SIGHUP', 'hung-up'],
    ] as const) {
      const { self, exits, stop } = watched();
      self.emit(signal);
      self.emit(signal);
      expect(await stop.asked).toBe(cause);
      expect(exits).toEqual([]);
    }
  });

  it('comes when the parent is another one than before', async () => {
    const { self, stop } = watched();
    vi.advanceTimersByTime(5000);
    expect(stop.cause).toBeNull();
    self.ppid = 1;
    vi.advanceTimersByTime(500);
    expect(await stop.asked).toBe('parent-gone');
  });

  it('comes when the starter’s channel closes, where there is one', async () => {
    const started = watched(true);
    started.self.emit('disconnect');
    expect(await started.stop.asked).toBe('parent-gone');
    expect(watched(false).self.listenerCount('disconnect')).toBe(0);
  });

  it('keeps its first cause', async () => {
    const { self, stop } = watched();
    self.emit('SIGTERM');
    self.emit('SIGINT');
    expect(await stop.asked).toBe('terminated');
    expect(stop.cause).toBe('terminated');
  });

  it('outlives parent and terminal where it was told to stay, but not Ctrl-C', () => {
    const { self, stop } = watched(true);
    stop.stay();
    self.emit('SIGHUP');
    self.emit('disconnect');
    self.ppid = 1;
    vi.advanceTimersByTime(1000);
    expect(stop.cause).toBeNull();
    self.emit('SIGINT');
    expect(stop.cause).toBe('ctrl-c');
  });

  it('leaves nothing behind when released', () => {
    const { self, stop } = watched(true);
    stop.release();
    expect(self.eventNames()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
