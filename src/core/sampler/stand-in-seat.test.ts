import { describe, expect, it } from 'vitest';
import type { SourceState } from '../../contract/hardware-channels.ts';
import type { Seat } from './seat.ts';
import type { TickSource } from './sources/types.ts';
import { StandInSeat } from './stand-in-seat.ts';
import { TickSeat } from './tick-seat.ts';
import { WrittenMachine } from './written-machine.test-support.ts';

const SOURCE: TickSource = {
  id: 'nvidia-smi',
  title: 'The program',
  platforms: [],
  placement: 'tick',
  periodMs: 0,
  open: () => ({
    devices: [],
    channels: [{ device: 'gpu:1', metric: 'gpu.use', detail: '' }],
    reader: { read: (out, offset) => ((out[offset] = 7), 'fresh'), close: () => undefined },
  }),
};

function aStandIn() {
  const better = { isSettled: false, state: 'absent' as SourceState };
  let opened = 0;
  const seat = new StandInSeat(
    SOURCE,
    {
      get isSettled() {
        return better.isSettled;
      },
      report: () => ({ title: 'The addon', state: better.state }),
    } as unknown as Seat,
    () => {
      opened += 1;
      return new TickSeat(SOURCE, new WrittenMachine(), () => 0);
    },
  );
  seat.retime(100);
  const [values, marks] = [new Float64Array(1), new Uint8Array(1)];
  const tick = (): number => {
    seat.visit(0, false);
    if (seat.isChanged) seat.place(values, marks, 0);
    seat.visit(0, false);
    return seat.channels.length;
  };
  return { seat, better, tick, values, opened: () => opened };
}

describe('a source that stands in for a better one', () => {
  it('waits until that one has found out what there is, and is not read while it reads', () => {
    const { seat, better, tick, opened } = aStandIn();
    expect(tick()).toBe(0);
    better.isSettled = true;
    better.state = 'reading';
    expect(tick()).toBe(0);
    expect(opened()).toBe(0);
    expect(seat.report()).toMatchObject({
      state: 'absent',
      reason: expect.stringMatching(/Not needed.*The addon/) as string,
    });
  });

  it.each(['absent', 'failed', 'cut-off'] as const)(
    'is read once that one is %s, until it reads again',
    (state) => {
      const { seat, better, tick, values, opened } = aStandIn();
      better.isSettled = true;
      better.state = state;
      expect(tick()).toBe(1);
      expect(values[0]).toBe(7);
      better.isSettled = false;
      expect(tick()).toBe(1);
      better.isSettled = true;
      better.state = 'reading';
      expect(tick()).toBe(0);
      expect(seat.report().state).toBe('absent');
      better.state = 'failed';
      expect(tick()).toBe(1);
      expect(opened()).toBe(2);
    },
  );
});
