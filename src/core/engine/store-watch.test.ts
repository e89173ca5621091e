import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StoreWatch } from './store-watch.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A store whose data version the test moves, as another program's writing would. */
function watched() {
  let version = 1;
  let broken = false;
  const changed = vi.fn();
  const watch = new StoreWatch(
    {
      dataVersion: () => {
        if (broken) throw new Error('The disk is away.');
        return version;
      },
    },
    changed,
  );
  return {
    watch,
    changed,
    write: () => void (version += 1),
    breaks: (now: boolean) => void (broken = now),
    pass: (ms: number) => void vi.advanceTimersByTime(ms),
  };
}

describe('watching the store', () => {
  it('tells what another program wrote within half a second, once', () => {
    const { watch, changed, write, pass } = watched();
    watch.start();
    write();
    pass(500);
    expect(changed).toHaveBeenCalledTimes(1);
    pass(5000);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('says nothing of what was written before it began, nor after it stopped', () => {
    const { watch, changed, write, pass } = watched();
    write();
    watch.start();
    pass(1000);
    watch.stop();
    write();
    pass(5000);
    expect(changed).not.toHaveBeenCalled();
  });

  it('looks at one rhythm however often it is started', () => {
    const { watch, changed, write, pass } = watched();
    watch.start();
    watch.start();
    write();
    pass(500);
    expect(changed).toHaveBeenCalledTimes(1);
    watch.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('outlives a store that cannot be read for a while, and tells what it missed', () => {
    const { watch, changed, write, breaks, pass } = watched();
    watch.start();
    breaks(true);
    write();
    pass(2000);
    expect(changed).not.toHaveBeenCalled();
    breaks(false);
    pass(500);
    expect(changed).toHaveBeenCalledTimes(1);
  });
});
