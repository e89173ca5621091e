import type { RunDossier, RunFormat } from './types.ts';

/** Raised when a field changes its meaning or goes; new fields do not raise it. */
export const EXPORT_SCHEMA_VERSION = 1;

/** The whole run: what was asked, where it ran, what came out, every sample. */
export const jsonFormat: RunFormat = {
  id: 'json',
  extension: 'json',
  mediaType: 'application/json',
  write({ run, series, hardware, samples }: RunDossier): string {
    const document = {
      schemaVersion: EXPORT_SCHEMA_VERSION,
      kind: 'dyno-run',
      run,
      samples: { endsMs: [...samples.endsMs], latenciesMs: [...samples.latenciesMs] },
      quantiles: series && { levels: [...series.quantileLevels], latenciesMs: [...series.quantilesMs] },
      hardware: hardware && {
        atSeconds: [...hardware.atSeconds],
        cpuPercent: measured(hardware.cpuPercent),
        workerCpuPercent: measured(hardware.workerCpuPercent),
        workerBytes: measured(hardware.workerBytes),
        memoryUsedBytes: measured(hardware.memoryUsedBytes),
      },
    };
    return `${JSON.stringify(document, null, 1)}\n`;
  },
};

/** What was not measured is null in the file: JSON knows no NaN. */
function measured(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}
