import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DynoError } from '../../contract/errors.ts';
import { PROFILE_DEFAULT } from '../../contract/profile.ts';
import type { RunProgress } from '../../contract/run.ts';
import { benchWithFakes, MLP } from './bench.test-support.ts';
import { makeProfileFolder } from './profile-folder.ts';

const PROFILED = { ...MLP, profile: {} };
const NO_SPANS = {
  names: [],
  categories: [],
  tracks: [],
  name: new Uint32Array(),
  category: new Uint8Array(),
  track: new Uint16Array(),
  depth: new Uint16Array(),
  startUs: new Float64Array(),
  durationUs: new Float64Array(),
  subject: new Int32Array(),
};

async function profiling(fakes = benchWithFakes()) {
  const { id } = await fakes.bench.start(PROFILED);
  const execution = await fakes.started(1);
  execution.load();
  execution.samples(2, 3, 4, 3);
  execution.profile();
  return { ...fakes, id, execution };
}

describe('a run whose profiled pass goes on', () => {
  it('tells how far that is', async () => {
    const { bench, events, execution } = await profiling();
    execution.slice({ iterationsDone: 20, iterationsWanted: 200, elapsedMs: 100, spans: NO_SPANS });
    const steps = events.flatMap((event) => (event.type === 'run-progress' ? [event.progress] : []));
    const last = steps.at(-1) as RunProgress;
    expect(last).toMatchObject({
      phase: 'profiling',
      iterationsDone: 4,
      profiling: {
        iterationsDone: 20,
        iterationsWanted: 200,
        elapsedMs: 100,
        durationMs: PROFILE_DEFAULT.durationMs,
      },
      remainingMs: 900,
    });
    expect(bench.live()[0]?.profiling?.iterationsDone).toBe(20);
    expect(events.some(({ type }) => type === 'profile-slice')).toBe(true);
  });

  it('is done with all of its clean pass where the worker dies', async () => {
    const { id, ended, execution, store } = await profiling();
    execution.kill();
    const run = await ended(id);
    expect(run).toMatchObject({ status: 'done', error: null, profile: null });
    expect(run.latencyMs).toMatchObject({ count: 4, mean: 3 });
    expect(run.environment?.onnxRuntime).toBe('9.9.9');
    expect(run.notes).toContain('The profiled pass did not come to its end');
    expect(run.notes).toContain('SIGKILL');
    expect(run.trust).not.toBeNull();
    expect(store.getSeries(id)?.sampleCount).toBe(4);
  });

  it('is done where it is stopped and the runtime does not come to its end', async () => {
    const { bench, id, ended, execution } = await profiling();
    execution.stop = () => undefined;
    bench.stop(id);
    const run = await ended(id);
    expect(run).toMatchObject({ status: 'done', latencyMs: { count: 4 } });
    expect(run.notes).toContain('was stopped before');
  });

  it('is done where the pass is refused', async () => {
    const { id, ended, execution } = await profiling();
    const error = new DynoError({ code: 'RUN_FAILED', message: 'No more.', subject: 'x', nextStep: 'y' });
    execution.end({ kind: 'refused', error });
    expect(await ended(id)).toMatchObject({ status: 'done', error: null, latencyMs: { count: 4 } });
  });

  it('has a folder for it alone, until its end', async () => {
    const { id, ended, execution } = await profiling();
    const folder = execution.job.profileFolder ?? '';
    if (process.platform !== 'win32') expect(statSync(folder).mode & 0o077).toBe(0);
    writeFileSync(join(folder, 'slice-0_now.json'), '[');
    execution.kill();
    await ended(id);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('the folder of a profiled pass', () => {
  const parentOf = (name: string): string => {
    const parent = mkdtempSync(join(tmpdir(), name));
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(parent, { recursive: true, force: true });
    });
    return parent;
  };

  it('takes the place of those whose programs are gone', () => {
    const parent = parentOf('dyno-bench-');
    vi.stubEnv(TEMPORARY, parent);
    // No process has a number above the largest that Linux gives.
    const [gone, alive] = [2 ** 22 + 7, process.pid].map((pid) => `dyno-profile-${pid}-abc`);
    for (const name of [gone, alive]) mkdirSync(join(parent, name ?? ''));
    const folder = makeProfileFolder();
    expect(readdirSync(parent).sort()).toEqual([basename(folder), alive].sort());
  });

  it('is made elsewhere where the temporary folder cannot hold it', () => {
    const parent = parentOf('dyno-bench-');
    vi.stubEnv(TEMPORARY, join(parent, 'that-is-not-there'));
    expect(dirname(makeProfileFolder(parent))).toBe(parent);
    expect(() => makeProfileFolder()).toThrow();
  });
});

const TEMPORARY = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';
