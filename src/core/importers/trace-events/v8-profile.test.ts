import { expect, it } from 'vitest';
import { encodeUtf8 } from '../../model/utf8.ts';
import { traceEvents } from '../formats/trace-events.ts';
import { RecordingSink } from '../recording-sink.test-support.ts';

const part = (name: string, data: object): object => ({
  ph: 'P',
  name,
  id: '0x1',
  pid: 1,
  tid: 2,
  ts: 1000,
  args: { data },
});
const node = (id: number, functionName: string, parent?: number): object => ({
  id,
  callFrame: { functionName, url: 'a.js' },
  parent,
});

it('makes a track of the stacks that V8 sampled, whose parts come by and by', () => {
  const events = [
    part('Profile', { startTime: 1000 }),
    part('ProfileChunk', {
      cpuProfile: {
        nodes: [node(1, '(root)'), node(2, 'outer', 1), node(3, 'inner', 2)],
        samples: [2, 3, 3],
      },
      timeDeltas: [0, 10, 10],
    }),
    part('ProfileChunk', {
      cpuProfile: { nodes: [node(4, '(garbage collector)', 1), node(5, '(idle)', 1)], samples: [4, 2, 5] },
      timeDeltas: [10, 10, 10],
    }),
  ];
  const sink = new RecordingSink();
  const reading = traceEvents.read(sink);
  reading.push(encodeUtf8(JSON.stringify({ traceEvents: events })));
  reading.end();
  expect(sink.tree()).toBe(
    [
      'Process 1 / JavaScript samples (stack)',
      '  outer -30000+50000 [a.js]',
      '    inner -20000+30000 [a.js]',
      '      (garbage collector) 0+10000 [a.js]',
    ].join('\n'),
  );
});
