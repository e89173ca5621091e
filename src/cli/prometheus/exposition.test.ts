import { describe, expect, it } from 'vitest';
import { exposition, type Family } from './exposition.ts';

const family = (more: Partial<Family>): Family => ({
  name: 'dyno_x',
  help: 'X.',
  type: 'gauge',
  samples: [{ labels: {}, value: 1 }],
  ...more,
});

describe('the exposition', () => {
  it('has help, type and a line for each sample, with labels in braces', () => {
    const text = exposition([
      family({
        samples: [
          { labels: {}, value: 0.5 },
          { labels: { device: 'gpu:0', core: '3' }, value: 12 },
        ],
      }),
    ]);
    expect(text).toBe(
      '# HELP dyno_x X.\n# TYPE dyno_x gauge\ndyno_x 0.5\ndyno_x{device="gpu:0",core="3"} 12\n',
    );
  });

  it('leaves out what has no sample: absent is not zero', () => {
    expect(exposition([family({ samples: [] })])).toBe('');
  });

  it('escapes names that would end a label, a line or a help text', () => {
    const text = exposition([
      family({ help: 'a\\b\nc', samples: [{ labels: { name: 'x"} 1\nevil{y="\\' }, value: 1 }] }),
    ]);
    expect(text.split('\n')).toEqual([
      '# HELP dyno_x a\\\\b\\nc',
      '# TYPE dyno_x gauge',
      'dyno_x{name="x\\"} 1\\nevil{y=\\"\\\\"} 1',
      '',
    ]);
  });

  it('writes what is no number as Prometheus reads it', () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e21, 5e-7];
    const text = exposition([family({ samples: values.map((value) => ({ labels: {}, value })) })]);
    expect(text.match(/^dyno_x .*$/gm)).toEqual([
      'dyno_x NaN',
      'dyno_x +Inf',
      'dyno_x -Inf',
      'dyno_x 1e+21',
      'dyno_x 5e-7',
    ]);
  });
});
