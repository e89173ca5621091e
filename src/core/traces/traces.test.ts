import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CoreEvent } from '../../contract/api.ts';
import type { TraceState } from '../../contract/trace.ts';
import { DynoError } from '../../contract/errors.ts';
import type { TraceProgress } from '../../contract/trace.ts';
import { playImporters, traceInfo, writeIndex } from './importer.fixture.ts';
import { traceFile } from './trace-id.ts';
import { Traces } from './traces.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function start() {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-traces-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const { launched, launch } = playImporters();
  const events: CoreEvent[] = [];
  const warnings: string[] = [];
  const machine = { isMeasuring: false };
  const data = join(folder, 'data');
  const log = {
    debug: () => undefined,
    warn: (text: string) => void warnings.push(text),
    error: () => undefined,
  };
  const begin = (): Traces => {
    const traces = new Traces({
      ports: {
        launchImporter: launch,
        log,
        clock: { monotonic: () => performance.now(), wall: () => Date.now() },
        paths: { data, models: data, machineLock: join(folder, 'lock') },
      },
      emit: (event) => events.push(event),
      isMeasuring: () => machine.isMeasuring,
    });
    undo.push(() => traces.close());
    return traces;
  };
  const source = (name = 'a.folded', content = 'a;b 1\n'): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const lying = (): readonly string[] =>
    existsSync(join(data, 'traces')) ? readdirSync(join(data, 'traces')) : [];
  const phases = (id: string): readonly string[] =>
    progressOf(events)
      .filter((progress) => progress.id === id)
      .map(({ phase }) => phase);
  return { traces: begin(), begin, launched, events, machine, source, lying, phases, data, warnings };
}

function progressOf(events: readonly CoreEvent[]): readonly TraceProgress[] {
  return events.flatMap((event) => (event.type === 'trace-progress' ? [event.progress] : []));
}

async function until(isSo: () => boolean): Promise<void> {
  await expect.poll(isSo, { interval: 2 }).toBe(true);
}

/** Opens a source and lets it be read to its end. */
async function read({ traces, launched }: ReturnType<typeof start>, path: string): Promise<string> {
  const before = launched.length;
  const { id } = await traces.open({ path });
  await until(() => (launched[before]?.jobs.length ?? 0) > 0);
  await launched[before]?.finish();
  await traces.ready(id);
  return id;
}

describe('opening a trace', () => {
  it('answers at once, tells how it goes, and then answers about the trace by the process that read it', async () => {
    const world = start();
    const { traces, launched, phases, events } = world;
    const { id, info, progress } = await traces.open({ path: world.source() });
    expect(info).toBeNull();
    expect(progress).toMatchObject({ readBytes: 0, totalBytes: 6, error: null });
    await until(() => launched[0]?.jobs.length === 1);
    launched[0]?.events.onProgress({ phase: 'reading', readBytes: 3, totalBytes: 6, spans: 1 });
    expect(await traces.state(id)).toMatchObject({
      info: null,
      progress: { phase: 'reading', readBytes: 3 },
    });
    await launched[0]?.finish();
    expect(await traces.ready(id)).toMatchObject({ id, format: 'folded' });
    expect(await traces.ask(id, (importer) => importer.spanSourceText(4))).toBe('span 4');
    expect(launched).toHaveLength(1);
    expect(phases(id)).toEqual(['waiting', 'reading', 'reading', 'ready']);
    expect(events).toContainEqual({ type: 'traces-changed' });
    expect(await traces.state(id)).toMatchObject({ id, progress: null, info: { id } });
  });

  it('of a file seen before is over before the answer, in another program too', async () => {
    const world = start();
    const path = world.source();
    const id = await read(world, path);
    await world.traces.close();
    const traces = world.begin();
    expect(await traces.open({ path })).toMatchObject({ id, info: { id }, progress: null });
    expect(await traces.ask(id, (importer) => importer.spanSourceText(1))).toBe('span 1');
    expect(world.launched).toHaveLength(2);
    expect(world.launched[1]?.jobs).toEqual([]);
  });

  it('twice at the same time reads it once', async () => {
    const world = start();
    const path = world.source();
    const [a, b] = await Promise.all([world.traces.open({ path }), world.traces.open({ path })]);
    expect(a.id).toBe(b.id);
    await until(() => world.launched[0]?.jobs.length === 1);
    await world.launched[0]?.finish();
    await world.traces.ready(a.id);
    expect(world.launched).toHaveLength(1);
  });

  it('tells changed files, other windows and other files apart', async () => {
    const world = start();
    const path = world.source();
    const { id } = await traceFile(path, null);
    const other = await traceFile(world.source('b.folded'), null);
    const part = await traceFile(path, { fromUs: 0, toUs: 10 });
    utimesSync(path, 1, 1);
    const changed = await traceFile(path, null);
    expect(new Set([id, other.id, part.id, changed.id]).size).toBe(4);
    for (const one of [id, part.id]) expect(one).toMatch(/^[0-9a-f]{32}$/);
  });

  it('again reads it again, and keeps what was noted', async () => {
    const world = start();
    const path = world.source();
    const id = await read(world, path);
    const notes = { text: 'slow', bookmarks: [{ id: '1', label: 'here', fromUs: 1, toUs: null }] };
    await world.traces.saveNotes(id, notes);
    expect((await world.traces.open({ path, again: true })).info).toBeNull();
    await until(() => world.launched[1]?.jobs.length === 1);
    rmSync(join(world.data, 'traces', id), { recursive: true });
    await world.launched[1]?.finish();
    await world.traces.ready(id);
    expect(world.launched[0]?.isGone).toBe(true);
    expect(await world.traces.notes(id)).toEqual(notes);
  });

  it.each([
    ['nothing', '/nowhere/a.json', 'FILE_NOT_FOUND'],
    ['a folder', tmpdir(), 'FILE_NOT_READABLE'],
    ['a device', '/dev/null', 'FILE_NOT_READABLE'],
    ['half a path', 'a.json', 'USAGE'],
  ])('refuses %s', async (_what, path, code) => {
    await expect(start().traces.open({ path })).rejects.toMatchObject({ code });
  });
});

describe('reading that does not come to its end', () => {
  it('is stopped without a trace of it', async () => {
    const world = start();
    const { traces, launched, phases } = world;
    const { id } = await traces.open({ path: world.source() });
    await until(() => launched[0]?.jobs.length === 1);
    const ready = traces.ready(id).catch((error: unknown) => error);
    await traces.stop(id);
    expect(launched[0]?.isGone).toBe(true);
    expect(world.lying()).toEqual([]);
    expect(phases(id).at(-1)).toBe('stopped');
    expect(await ready).toMatchObject({ code: 'TRACE_NOT_FOUND' });
    expect(await traces.state(id)).toMatchObject({ progress: { phase: 'stopped' } });
  });

  it('fails with what the importer says', async () => {
    const world = start();
    const { id } = await world.traces.open({ path: world.source() });
    await until(() => world.launched[0]?.jobs.length === 1);
    const error = new DynoError({
      code: 'TRACE_INVALID',
      message: 'Broken at byte 7.',
      subject: 'a',
      nextStep: 'Mend it.',
    });
    world.launched[0]?.fail(error);
    await expect(world.traces.ready(id)).rejects.toMatchObject({
      code: 'TRACE_INVALID',
      message: 'Broken at byte 7.',
    });
    expect(world.lying()).toEqual([]);
    expect((await world.traces.state(id)).progress).toMatchObject({
      phase: 'failed',
      error: { code: 'TRACE_INVALID' },
    });
  });

  it.each([
    [{ code: null, signal: 'SIGKILL', lastWords: '' }, /memory ran out/, /a window of time/],
    [
      { code: null, signal: 'SIGABRT', lastWords: 'FATAL ERROR: JavaScript heap out of memory' },
      /heap out of memory/,
      /a window of time/,
    ],
    [{ code: null, signal: 'SIGSEGV', lastWords: '' }, /native code/, /report it/],
  ])('fails when its process dies, and leaves nothing: %o', async (exit, message, nextStep) => {
    const world = start();
    const path = world.source();
    const { id } = await world.traces.open({ path });
    await until(() => world.launched[0]?.jobs.length === 1);
    world.launched[0]?.die(exit);
    const failure = { code: 'IMPORTER_CRASHED', subject: path } as const;
    await expect(world.traces.ready(id)).rejects.toMatchObject({
      ...failure,
      message: expect.stringMatching(message) as string,
      nextStep: expect.stringMatching(nextStep) as string,
    });
    expect(world.lying()).toEqual([]);
    expect((await world.traces.open({ path })).progress).toMatchObject({ error: null });
  });

  it('is swept up after a program that died, not after one that lives', async () => {
    const world = start();
    await world.traces.close();
    const [dead, alive, bare] = [
      `${'a'.repeat(32)}.building-999999999-x`,
      `${'b'.repeat(32)}.building-${process.pid}-x`,
      'c'.repeat(32),
    ];
    for (const name of [dead, alive, bare, 'uploads'])
      mkdirSync(join(world.data, 'traces', name), { recursive: true });
    await world.begin().close();
    expect([...world.lying()].toSorted()).toEqual([alive, 'uploads'].toSorted());
  });
});

describe('beside a measurement', () => {
  it('nothing is read until it is over', async () => {
    const world = start();
    world.machine.isMeasuring = true;
    const { id, progress } = await world.traces.open({ path: world.source() });
    expect(progress?.phase).toBe('waiting');
    expect(world.launched).toEqual([]);
    world.machine.isMeasuring = false;
    await until(() => world.launched[0]?.jobs.length === 1);
    await world.launched[0]?.finish();
    await world.traces.ready(id);
  });

  it('two are read at once, others wait in line, and may be given up there', async () => {
    const world = start();
    const states: TraceState[] = [];
    // One after the other: which of two that are opened at once comes first, nobody knows.
    for (const name of ['a', 'b', 'c', 'd']) {
      states.push(await world.traces.open({ path: world.source(name, name) }));
    }
    await until(() => world.launched.length === 2);
    await world.traces.stop(states[2]?.id ?? '');
    expect(world.phases(states[2]?.id ?? '')).toEqual(['waiting', 'stopped']);
    await until(() => world.launched[0]?.jobs.length === 1);
    await world.launched[0]?.finish();
    await until(() => world.launched.length === 3);
    await until(() => world.launched[2]?.jobs.length === 1);
    expect(world.launched[2]?.jobs[0]?.id).toBe(states[3]?.id);
  });
});

describe('traces that are open', () => {
  it('are held by four processes at most; the one not used for longest is opened again when asked', async () => {
    const world = start();
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) ids.push(await read(world, world.source(name, name)));
    const [first = ''] = ids;
    await world.traces.ask(first, (importer) => importer.spanSourceText(1));
    await read(world, world.source('e', 'e'));
    await until(() => world.launched.filter(({ isGone }) => !isGone).length === 4);
    expect(world.launched.map(({ isGone }) => isGone)).toEqual([false, true, false, false, false]);
    expect(await world.traces.ask(ids[1] ?? '', (importer) => importer.spanSourceText(2))).toBe('span 2');
    expect(world.launched).toHaveLength(6);
  });

  it('say so when their process dies over a question, and answer the next one', async () => {
    const world = start();
    const id = await read(world, world.source());
    const asking = world.traces.ask(id, (importer) => importer.spanSourceText(13));
    await until(() => world.launched[0]?.asked.length === 1);
    world.launched[0]?.die({ code: null, signal: 'SIGSEGV', lastWords: '' });
    await expect(asking).rejects.toMatchObject({ code: 'IMPORTER_CRASHED' });
    expect(await world.traces.ask(id, (importer) => importer.spanSourceText(1))).toBe('span 1');
  });

  it('answer queries in a process of their own, which can be ended without the other', async () => {
    const world = start();
    const id = await read(world, world.source());
    const asking = world.traces.query(id, 'select endlessly', 10);
    asking.catch(() => undefined);
    await until(() => world.launched[1]?.asked.length === 1);
    await world.traces.stopQuery(id);
    await expect(asking).rejects.toMatchObject({ code: 'IMPORTER_CRASHED' });
    expect(world.launched.map(({ isGone }) => isGone)).toEqual([false, true]);
    expect(await world.traces.ask(id, (importer) => importer.spanSourceText(1))).toBe('span 1');
  });

  it('are known by their index alone', async () => {
    await expect(
      start().traces.ask('f'.repeat(32), (importer) => importer.spanSourceText(1)),
    ).rejects.toMatchObject({
      code: 'TRACE_NOT_FOUND',
    });
  });
});

describe('the shelf', () => {
  it('lists what was used last first, leaves out what is damaged and says so, and makes old versions anew', async () => {
    const world = start();
    const older = await read(world, world.source('a', 'a'));
    const newer = await read(world, world.source('b', 'b'));
    utimesSync(join(world.data, 'traces', older, 'index.json'), 1, 1);
    const [damaged, former] = ['d'.repeat(32), 'e'.repeat(32)];
    mkdirSync(join(world.data, 'traces', damaged));
    writeFileSync(join(world.data, 'traces', damaged, 'index.json'), '{"version":');
    await writeIndex(join(world.data, 'traces', former), traceInfo({ id: former, path: '/x' }), 0);
    expect((await world.traces.list()).map(({ id }) => id)).toEqual([newer, older]);
    expect(world.warnings).toEqual([expect.stringContaining(damaged)]);
    expect((await world.traces.open({ path: world.source('a', 'aa') })).info).toBeNull();
  });

  it('removes index, notes and the copy that an upload made, never the user’s own file', async () => {
    const world = start();
    const own = world.source();
    mkdirSync(join(world.data, 'traces', 'uploads', 'abc'), { recursive: true });
    const uploaded = world.source(join('data', 'traces', 'uploads', 'abc', 'b.folded'));
    const ids = [await read(world, own), await read(world, uploaded)];
    await world.traces.saveNotes(ids[0] ?? '', { text: 'x', bookmarks: [] });
    await world.traces.remove(ids);
    expect([...world.lying()].toSorted()).toEqual(['notes', 'uploads']);
    expect(readdirSync(join(world.data, 'traces', 'notes'))).toEqual([]);
    expect([existsSync(own), existsSync(uploaded)]).toEqual([true, false]);
    await expect(world.traces.notes(ids[0] ?? '')).rejects.toMatchObject({ code: 'TRACE_NOT_FOUND' });
  });

  it('gives an export as one text, and names the command for what is none', async () => {
    const world = start();
    const id = await read(world, world.source('run.json.gz', 'a'));
    expect(await world.traces.export(id, 'folded')).toEqual({
      fileName: 'run.folded.txt',
      mediaType: 'text/plain',
      text: 'a;b 1\n',
    });
    await expect(world.traces.export(id, 'arrow')).rejects.toMatchObject({
      nextStep: expect.stringContaining('dyno trace convert') as string,
    });
    expect(world.lying()).toEqual([id]);
  });
});
