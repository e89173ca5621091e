import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Recording } from '../../contract/recording.ts';
import type { BlockCursor, BlockWish, RecordingBlock } from './recording-blocks.ts';
import { currentOwner } from './owner.ts';
import { aRun } from './run.fixture.ts';
import { codeOf, emptyFolder, open, thrownBy } from './store.fixture.ts';
import type { Store } from './store.ts';

const DEAD = { pid: 2 ** 22 + 7, startedAt: 'another boot:1' };

function aRecording(id: string, change: Partial<Recording> = {}): Recording {
  return {
    id,
    name: `the ${id}`,
    runId: null,
    startedAt: 1000,
    endedAt: 2000,
    hertz: 10,
    sampleCount: 3,
    originMs: 5.5,
    clocks: { sampler: { offsetMs: 0.1, errorMs: 0.2, exchanges: 8 }, worker: null },
    devices: [{ id: 'cpu', kind: 'cpu', name: 'CPU', totalBytes: null, partOf: null }],
    channels: [],
    sources: [],
    health: null,
    deletedAt: null,
    ...change,
  };
}

/** So many ticks a tenth of a second apart; a column's values are its place and the tick. */
function aBlock(fromMs: number, ticks: number, columns: readonly number[]): RecordingBlock {
  return {
    columns,
    atMs: Float64Array.from({ length: ticks }, (_, tick) => fromMs + tick * 100),
    values: Float64Array.from(
      columns.flatMap((column) => Array.from({ length: ticks }, (_, t) => column * 100 + t)),
    ),
    marks: Uint8Array.from(columns.flatMap((column) => Array.from({ length: ticks }, () => column % 3))),
  };
}

function readAll(
  store: Store,
  id: string,
  wish: Partial<BlockWish> & Pick<BlockWish, 'columns'>,
): RecordingBlock[] {
  const blocks: RecordingBlock[] = [];
  let after: BlockCursor | null | undefined;
  do {
    const page = store.readRecordingBlocks(id, {
      fromMs: Number.NEGATIVE_INFINITY,
      toMs: Number.POSITIVE_INFINITY,
      most: 2,
      ...wish,
      ...(after && { after }),
    });
    blocks.push(...page.blocks);
    after = page.next;
  } while (after !== null);
  return blocks;
}

function storeWith(...recordings: readonly Recording[]): Store {
  const store = open(emptyFolder());
  for (const recording of recordings) store.insertRecording(recording, currentOwner());
  return store;
}

describe('a recording', () => {
  it('comes back as it was put in, by id, the beginning of it, its name and "last"', () => {
    const [old, young] = [aRecording('aa11'), aRecording('ab22', { startedAt: 1500 })];
    const store = storeWith(old, young);
    expect(store.resolveRecording('aa11')).toEqual(old);
    expect(store.resolveRecording('AA')).toEqual(old);
    expect(store.resolveRecording('the ab22')).toEqual(young);
    expect(store.resolveRecording(' last ')).toEqual(young);
    expect(store.listRecordings()).toEqual([young, old]);
    expect(thrownBy(() => store.resolveRecording('a')).message).toMatch('More than one');
    expect(codeOf(() => store.resolveRecording('zz'))).toBe('RECORDING_NOT_FOUND');
    expect(codeOf(() => store.resolveRecording(''))).toBe('RECORDING_NOT_FOUND');
  });

  it('keeps what two programs change of it', () => {
    const store = storeWith(aRecording('r', { endedAt: null }));
    const other = open(store.folder);
    other.updateRecording('r', { name: 'renamed' });
    store.updateRecording('r', { endedAt: 9000, sampleCount: 7 });
    expect(other.resolveRecording('r')).toMatchObject({ name: 'renamed', endedAt: 9000, sampleCount: 7 });
    expect(codeOf(() => store.updateRecording('nobody', {}))).toBe('RECORDING_NOT_FOUND');
  });

  it('goes to the bin and comes back, and is gone when the bin is emptied', () => {
    const store = storeWith(aRecording('a'), aRecording('b'));
    store.appendRecordingBlock('a', aBlock(0, 3, [0]));
    store.setRecordingsDeleted(['a', 'b'], 100);
    expect(store.listRecordings()).toEqual([]);
    store.setRecordingsDeleted(['b'], null);
    expect(store.listRecordings().map(({ id }) => id)).toEqual(['b']);
    store.purgeRecordings(101);
    expect(codeOf(() => store.resolveRecording('a'))).toBe('RECORDING_NOT_FOUND');
    expect(store.recordingExtent('a').ticks).toBe(0);
  });

  it('of a run is found by the run alone, and goes with it', () => {
    const store = open(emptyFolder());
    store.insertRun(aRun('run1'), currentOwner());
    store.insertRecording(aRecording('a', { runId: 'run1' }), currentOwner());
    expect(store.recordingOfRun('run1')?.id).toBe('a');
    expect(store.recordingOfRun('run2')).toBeNull();
    expect(store.listRecordings()).toEqual([]);
    store.setRecordingsDeleted(['a'], 1);
    expect(store.recordingOfRun('run1')?.deletedAt).toBeNull();
    store.setDeleted(['run1'], 1);
    store.purgeRuns(store.binnedBefore(2, 10));
    expect(store.recordingOfRun('run1')).toBeNull();
  });

  it('says while it goes on how much there is, and is an orphan once its program is dead', () => {
    const store = open(emptyFolder());
    store.insertRecording(aRecording('dead', { endedAt: null, sampleCount: 0 }), DEAD);
    store.insertRecording(aRecording('alive', { endedAt: null }), currentOwner());
    store.appendRecordingBlock('dead', aBlock(100, 10, [0]));
    store.appendRecordingBlock('dead', aBlock(1100, 4, [0]));
    expect(store.resolveRecording('dead').sampleCount).toBe(14);
    expect(store.orphanedRecordings().map(({ id }) => id)).toEqual(['dead']);
    expect(store.recordingExtent('dead')).toEqual({ ticks: 14, fromMs: 100, toMs: 1400 });
  });
});

describe('blocks of a recording', () => {
  it('give back the wanted columns only, page by page in order of time', () => {
    const store = storeWith(aRecording('r'));
    for (const from of [2000, 0, 1000]) store.appendRecordingBlock('r', aBlock(from, 10, [0, 1, 2, 3]));
    store.appendRecordingBlock('r', aBlock(3000, 5, [4]));
    const whole = readAll(store, 'r', { columns: [0, 1, 2, 3, 4] });
    expect(whole).toEqual([
      ...[0, 1000, 2000].map((from) => aBlock(from, 10, [0, 1, 2, 3])),
      aBlock(3000, 5, [4]),
    ]);
    expect(readAll(store, 'r', { columns: [3, 1] })).toEqual(
      [0, 1000, 2000].map((from) => aBlock(from, 10, [1, 3])),
    );
    expect(readAll(store, 'r', { columns: [2], fromMs: 1100, toMs: 1150 })).toEqual([aBlock(1000, 10, [2])]);
    expect(readAll(store, 'r', { columns: [9] })).toEqual([]);
  });

  it('may begin at the same time as others', () => {
    const store = storeWith(aRecording('r'));
    for (let index = 0; index < 5; index += 1) store.appendRecordingBlock('r', aBlock(0, 1, [index]));
    expect(readAll(store, 'r', { columns: [0, 1, 2, 3, 4] }).flatMap(({ columns }) => columns)).toEqual([
      0, 1, 2, 3, 4,
    ]);
  });

  it('that are shorter than they say are named as damage', () => {
    const store = storeWith(aRecording('r'));
    const block = aBlock(0, 4, [0, 1]);
    store.appendRecordingBlock('r', { ...block, marks: block.marks.subarray(0, 3) });
    expect(codeOf(() => readAll(store, 'r', { columns: [0, 1] }))).toBe('STORE_CORRUPT');
  });
});

describe('a program that is killed while it records', () => {
  it('leaves what it had written readable, whole blocks of it', async () => {
    const folder = emptyFolder();
    const child = fork(join(import.meta.dirname, 'recording-program.fixture.ts'), [folder], { execArgv: [] });
    const [written] = (await once(child, 'message')) as [number];
    child.kill('SIGKILL');
    await once(child, 'exit');
    const store = open(folder);
    const [orphan] = store.orphanedRecordings();
    expect(orphan?.sampleCount).toBeGreaterThanOrEqual(written);
    const ticks = readAll(store, orphan?.id ?? '', { columns: [0] }).reduce(
      (sum, { atMs }) => sum + atMs.length,
      0,
    );
    expect(ticks).toBe(orphan?.sampleCount);
  });
});
