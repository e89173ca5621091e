import { describe, expect, it } from 'vitest';
import { traceText, type TraceWish } from './generate.ts';
import type { TraceCounts } from './trace-counts.ts';

interface GeneratedEvent {
  readonly ph: string;
  readonly cat?: string;
  readonly pid: number | string;
  readonly tid: number | string;
  readonly ts: number;
  readonly dur?: number;
}

function whole(wish: TraceWish): { readonly text: string; readonly counts: TraceCounts } {
  const pieces = traceText(wish);
  let text = '';
  for (;;) {
    const next = pieces.next();
    if (next.done === true) return { text, counts: next.value };
    text += next.value;
  }
}

describe.each([false, true])('a generated trace, compact: %s', (isCompact) => {
  const bytes = 1_500_000;
  const { text, counts } = whole({ bytes, isCompact, hasBase: true });
  const { traceEvents } = JSON.parse(text) as { traceEvents: GeneratedEvent[] };
  const spans = traceEvents.filter(({ ph }) => ph === 'X');

  it('is as long as was asked for, and counts what is in it', () => {
    expect(Math.abs(text.length - bytes)).toBeLessThan(bytes / 2);
    const kernels = spans.filter(({ cat }) => cat === 'kernel');
    expect([spans.length, kernels.length]).toEqual([counts.spans, counts.kernels]);
    const kernelUs = kernels.reduce((sum, { dur }) => sum + (dur ?? 0), 0);
    expect(kernelUs).toBeCloseTo(counts.kernelNs / 1e3, 2);
  });

  it('nests on every thread, and keeps the work of a stream apart', () => {
    const byThread = new Map<string, GeneratedEvent[]>();
    for (const span of spans) {
      const thread = `${span.pid}/${span.tid}/${span.cat?.startsWith('gpu_user')}`;
      byThread.set(thread, [...(byThread.get(thread) ?? []), span]);
    }
    expect(byThread.size).toBeGreaterThan(5);
    for (const own of byThread.values()) {
      const open: number[] = [];
      for (const { ts, dur = 0 } of own.sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
        while ((open.at(-1) ?? Infinity) <= ts + 0.001) open.pop();
        expect(ts + dur).toBeLessThanOrEqual((open.at(-1) ?? Infinity) + 0.001);
        open.push(ts + dur);
      }
    }
  });

  it('is the same for the same seed, and another for another', () => {
    expect(whole({ bytes, isCompact, hasBase: true }).text).toBe(text);
    expect(whole({ bytes, isCompact, hasBase: true, seed: 2 }).text).not.toBe(text);
  });
});
