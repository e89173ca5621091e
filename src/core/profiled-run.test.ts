import { describe, expect, it } from 'vitest';
import { openCore } from './core.test-support.ts';

const model = { kind: 'demo', location: 'demo:encoder-tiny' } as const;

describe('a profiled run', () => {
  it('keeps its operators, spans and graph beside it', async () => {
    const { bench, core } = await openCore();
    const run = await bench({ model, sequence: 8, iterations: 20, profile: { iterations: 10 } });
    expect(run).toMatchObject({ status: 'done', latencyMs: { count: 20 } });
    const [profile, spans, graph] = await Promise.all([
      core.api.getProfile(run.id),
      core.api.getProfileSpans(run.id),
      core.api.getModelGraph(run.id),
    ]);
    expect(profile).toMatchObject({ ...run.profile, runId: run.id, iterations: 10 });
    expect(spans?.subject.some((place) => profile?.operators[place] === undefined && place >= 0)).toBe(false);
    const mapped = profile?.operators.flatMap(({ sources }) => sources) ?? [];
    expect(mapped.length).toBeGreaterThan(0);
    expect(mapped.every((place) => graph.nodes[place] !== undefined)).toBe(true);
  });

  it('has its clean pass whole where its worker dies while it is profiled', async () => {
    const { core, ports, progress, ended } = await openCore();
    const profiling = progress(({ profiling: state }) => state !== null);
    const { id } = await core.api.startBench({
      model,
      sequence: 8,
      iterations: 20,
      profile: { durationMs: 60_000 },
    });
    await profiling;
    ports.workers.at(-1)?.kill();
    const run = await ended(id);
    expect(run).toMatchObject({ status: 'done', error: null, profile: null, latencyMs: { count: 20 } });
    expect(run.notes).toContain('The profiled pass did not come to its end');
    expect(await core.api.getProfile(id)).toBeNull();
    expect((await core.api.getSeries(id))?.sampleCount).toBe(20);
  });
});
