import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../model/utf8.ts';
import { perfFrame, perfSample } from '../text/perf-sample.ts';
import { cuts, readText, readTrace, sniffs } from '../read-trace.test-support.ts';
import { perfScript } from './perf-script.ts';

const sample = (
  at: string,
  frames: readonly string[],
  who = 'my prog 12/13 [001]',
  event = 'cycles:u',
): string =>
  `${who} ${at}:     250000 ${event}: \n${frames.map((frame) => `\t    7f00 ${frame}\n`).join('')}\n`;

const TWO =
  sample('5.000000', ['b+0x1 (/bin/x)', 'main+0x9 (/bin/x)']) +
  sample('5.001000', ['c (/lib/c.so)', 'main+0x7 (/bin/x)']) +
  sample('5.002000', ['b+0x5 (/bin/x)', 'main+0x9 (/bin/x)']);
const TREE = [
  'pid 12 / my prog 13 (stack)',
  '  main 0+3000000 [x]',
  '    b 0+1000000 [x]',
  '    c 1000000+1000000 [c.so]',
  '    b 2000000+1000000 [x]',
].join('\n');

describe('the headers of perf script', () => {
  it.each([
    [
      'swapper     0 [003] 203265.377022:    1001001 cpu-clock: ',
      'swapper',
      null,
      0,
      3,
      1001001,
      'cpu-clock',
    ],
    ['my prog x  10/11 12.5: cycles:ppp: ', 'my prog x', 10, 11, null, null, 'cycles:ppp'],
    [
      'V8 WorkerThread 25607 4794564.109216: cycles:u:',
      'V8 WorkerThread',
      null,
      25607,
      null,
      null,
      'cycles:u',
    ],
    [':4 4/4 [000] d..1. 7.000000001: sched:sched_switch: prev=a', ':4', 4, 4, 0, null, 'sched:sched_switch'],
    ['a 1/-1 [12] 3.0: 1 cpu/mem-loads,ldlat=30/P:', 'a', 1, -1, 12, 1, 'cpu/mem-loads,ldlat=30/P'],
  ])('%s', (line, command, pid, tid, cpu, period, event) => {
    expect(perfSample(line)).toMatchObject({ command, pid, tid, cpu, period, event });
  });

  it('tell times to the nanosecond, or none', () => {
    expect(perfSample('a 4 7.000000001: x:')?.timeNs).toBe(7_000_000_001);
    expect(perfSample('a b 4 [001] 250 cycles: ')).toMatchObject({
      timeNs: null,
      period: 250,
      event: 'cycles',
    });
    expect(perfSample('just a line of text')).toBeNull();
    expect(perfSample(`${' '.repeat(100_000)}a`)).toBeNull();
  });
});

describe('a frame of perf script', () => {
  it.each([
    ['copy(int, char)+0x1f (/usr/bin/my prog)', 'copy(int, char)', '/usr/bin/my prog'],
    ['f (/memfd:x (deleted))', 'f', '/memfd:x (deleted)'],
    ['[unknown] ([kernel.kallsyms])', '[unknown]', '[kernel.kallsyms]'],
    ['(/bin/x)', '', '/bin/x'],
    ['alone', 'alone', ''],
  ])('%s', (text, symbol, module) => {
    expect(perfFrame(text)).toEqual({ symbol, module });
  });
});

describe('perf script', () => {
  it('is a stack of time for each thread', () => {
    const sink = readText(perfScript, TWO);
    expect(sink.tree()).toBe(TREE);
    expect(sink.baseNs).toBe('5000000000');
    expect(sink.facts.get('Samples of cycles:u')).toBe('3');
    expect(sink.warnings).toEqual([]);
  });

  it.each([1, 5, 64])('comes in pieces of %d bytes, with either end of line', (piece) => {
    expect(readText(perfScript, TWO, piece).tree()).toBe(TREE);
    expect(readText(perfScript, TWO.replaceAll('\n', '\r\n'), piece).tree()).toBe(TREE);
  });

  it('does not let a stack stand while the thread sleeps', () => {
    const later = TWO + sample('9.000000', ['main (/bin/x)']);
    expect(readText(perfScript, later).tree()).toBe(`${TREE}\n  main 4000000000+1000000 [x]`);
  });

  it('takes the interval that the header tells, or the period of a clock', () => {
    const one = sample('5.0', ['f (/x)']);
    const header = '# event : name = cycles, { sample_period, sample_freq } = 100, disabled = 1, freq = 1\n';
    expect(readText(perfScript, header + one).spans[0]?.durationNs).toBe(10_000_000);
    expect(readText(perfScript, sample('5.0', ['f (/x)'], 'a 1', 'cpu-clock')).spans[0]?.durationNs).toBe(
      250_000,
    );
  });

  it('keeps threads, events and idle processors apart', () => {
    const text =
      sample('1.0', ['a (/x)'], 'p 1/1 [000]', 'cycles') +
      sample('1.1', ['a (/x)'], 'p 1/2 [000]', 'cycles') +
      sample('1.2', ['a (/x)'], 'p 1/1 [000]', 'faults') +
      sample('1.3', ['a (/x)'], 'swapper 0 [000]', 'cycles') +
      sample('1.3', ['a (/x)'], 'swapper 0 [001]', 'cycles');
    expect(readText(perfScript, text).tracks.map(({ process, name }) => `${process}|${name}`)).toEqual([
      'pid 1|p 1',
      'pid 1|p 2',
      'pid 1|p 1 · faults',
      'swapper|swapper 0 cpu 0',
      'swapper|swapper 0 cpu 1',
    ]);
  });

  it('takes samples of one frame on their line, and samples without any', () => {
    const lines = [
      '            perf  1234 [000] 1.000000: 1 cycles:  ffffffff81 native_write_msr+0x8 ([kernel.kallsyms])',
      '              dd  1234 [000] 1.001000: 1 cycles:  ffffffff82 [unknown] (/usr/lib/libc.so.6)',
      'dd 1234 [000] 1.002000: 1 cycles:',
      'dd 1234 [000] 1.003000: 1 cycles:',
    ];
    const sink = readText(perfScript, `${lines.join('\n')}\n`);
    expect(sink.spans.map(({ name }) => name)).toEqual(['[libc.so.6]', 'native_write_msr']);
    expect(sink.facts.get('Samples of cycles')).toBe('4');
  });

  it('lays samples without times one behind the other', () => {
    const sink = readText(perfScript, 'a 4 250 cycles: \n\t7f f (/x)\n\na 4 250 cycles: \n\t7f f (/x)\n\n');
    expect(sink.unitName).toBe('samples');
    expect(sink.tree()).toBe('a / a 4 (stack)\n  f 0+2 [x]');
    expect(sink.warnings.map(({ kind }) => kind)).toEqual(['without-time']);
  });

  it('moves samples that go back in time, and says so', () => {
    const sink = readText(perfScript, TWO + sample('4.0', ['a (/x)']));
    expect(sink.warningWords()).toEqual([
      'overlapping × 1: 1 samples lie before the one before them; they are moved to it.',
    ]);
  });

  it('is read up to wherever it is cut', () => {
    const bytes = encodeUtf8(TWO);
    for (const cut of cuts(bytes.length, 40)) {
      const read = (): number => readTrace(perfScript, bytes.slice(0, cut), 7).spanCount;
      if (cut < 28) expect(read).toThrow(/at byte/);
      else expect(read()).toBeLessThanOrEqual(4);
    }
  });

  it('is told by what stands in it', () => {
    expect(sniffs(perfScript, TWO)).toBe(true);
    expect(sniffs(perfScript, `# ========\n# captured on: today\n${TWO}`)).toBe(true);
    expect(sniffs(perfScript, 'a;b;c 1\na;b 5\n')).toBe(false);
    expect(sniffs(perfScript, 'fl=file1.c\nfn=main\n16 20\n')).toBe(false);
    expect(sniffs(perfScript, '[{"ph": "X", "ts": 1.5}]')).toBe(false);
  });
});
