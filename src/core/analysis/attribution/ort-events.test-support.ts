import type { OrtEvent } from '../../importers/ort-profile.ts';
import { ProfileTally } from './profile-tally.ts';

const PLAIN: OrtEvent = {
  kind: 'node',
  name: 'a',
  op: 'MatMul',
  kernel: '',
  provider: 'cpu',
  nodeIndex: 0,
  thread: 1,
  startUs: 0,
  durationUs: 10,
  inputs: [],
  outputs: [],
  memory: null,
};

export const node = (
  name: string,
  startUs: number,
  durationUs: number,
  more: Partial<OrtEvent> = {},
): OrtEvent => ({
  ...PLAIN,
  name,
  startUs,
  durationUs,
  ...more,
});

export const kernel = (name: string, startUs: number, durationUs: number): OrtEvent => ({
  ...node(name, startUs, durationUs, { provider: '', nodeIndex: -1, thread: -1 }),
  kind: 'kernel',
});

/** What ends an iteration: its executor, then the run. */
export const ends = (startUs: number, executeUs: number, runUs = executeUs): readonly OrtEvent[] =>
  [node('SequentialExecutor::Execute', startUs, executeUs), node('model_run', startUs, runUs)].map(
    (event) => ({ ...event, kind: 'session', op: '', provider: '' }),
  );

export function tallied(
  slices: readonly (readonly OrtEvent[])[],
  skip = 0,
  mostSpans?: number,
): ProfileTally {
  const tally = new ProfileTally(mostSpans);
  for (const events of slices) {
    tally.beginSlice(skip);
    for (const event of events) tally.take(event);
  }
  tally.settle();
  return tally;
}
