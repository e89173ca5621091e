import { describe, expect, it } from 'vitest';
import { exportAs, type RunDossier } from './index.ts';
import { aRun as run } from './run.fixture.ts';

const dossier: RunDossier = {
  run,
  series: null,
  hardware: {
    runId: run.id,
    atSeconds: Float64Array.of(0, 0.5),
    cpuPercent: Float64Array.of(12.5, Number.NaN),
    workerCpuPercent: Float64Array.of(1, 2),
    workerBytes: Float64Array.of(3, 4),
    memoryUsedBytes: Float64Array.of(5, 6),
  },
  samples: {
    endsMs: Float64Array.of(0.1, 0.30000000000000004, 1 / 3),
    latenciesMs: Float64Array.of(0.1, 0.2, 1e-7),
  },
};

describe('a run as JSON', () => {
  it('reads back to the last digit', () => {
    const document = JSON.parse(exportAs('json', dossier).text) as Record<string, unknown>;
    expect(document).toMatchObject({ schemaVersion: 1, kind: 'dyno-run', run: structuredClone(run) });
    expect(document['samples']).toEqual({
      endsMs: [...dossier.samples.endsMs],
      latenciesMs: [...dossier.samples.latenciesMs],
    });
  });

  it('has null where nothing was measured', () => {
    const document = JSON.parse(exportAs('json', dossier).text) as { hardware: { cpuPercent: unknown } };
    expect(document.hardware.cpuPercent).toEqual([12.5, null]);
  });
});

describe('a run as CSV', () => {
  it('is a table from its first line, in full precision', () => {
    const rows = exportAs('csv', dossier)
      .text.trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    expect(rows[0]).toEqual(['iteration', 'end_ms', 'latency_ms']);
    expect(rows.slice(1).map((cells) => cells.map(Number))).toEqual([
      [1, 0.1, 0.1],
      [2, 0.30000000000000004, 0.2],
      [3, 1 / 3, 1e-7],
    ]);
  });

  it('is a header alone for a run without samples', () => {
    const empty = { ...dossier, samples: { endsMs: new Float64Array(), latenciesMs: new Float64Array() } };
    expect(exportAs('csv', empty).text).toBe('iteration,end_ms,latency_ms\r\n');
  });
});

describe('the name of the file', () => {
  it('holds nothing that a file system or a shell could trip over', () => {
    expect(exportAs('csv', dossier).fileName).toBe('dyno-cmd-A1-..-e-te-b-01234567.csv');
    const nameless = exportAs('json', { ...dossier, run: { ...run, name: '…' } });
    expect(nameless.fileName).toMatch(/^dyno-[A-Za-z0-9._-]+-01234567\.json$/);
  });
});
