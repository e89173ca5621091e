import type { ExportedFile } from '../../contract/exported-file.ts';
import type { HardwareSeries } from '../../contract/hardware.ts';
import type { ProfileFormat, RunProfile } from '../../contract/profile.ts';
import type { Run, RunSeries } from '../../contract/run.ts';
import type { SpanTable } from '../../contract/spans.ts';

/** Everything that the store knows of one run. */
export interface RunDossier {
  readonly run: Run;
  readonly series: RunSeries | null;
  readonly hardware: HardwareSeries | null;
  readonly samples: {
    /** End of each iteration, in ms since the first one began. */
    readonly endsMs: Float64Array;
    readonly latenciesMs: Float64Array;
  };
}

/** One format that a run can leave Dyno in. */
export interface RunFormat {
  readonly id: 'json' | 'csv';
  readonly extension: string;
  readonly mediaType: string;
  write(dossier: RunDossier): string;
}

export interface ProfileDossier {
  readonly run: Run;
  readonly profile: RunProfile;
  readonly spans: SpanTable;
}

/** One format that a profile can leave Dyno in; in pieces, so that nobody waits long for any of them. */
export interface ProfileWriter {
  readonly id: ProfileFormat;
  readonly extension: string;
  readonly mediaType: string;
  write(dossier: ProfileDossier): Iterable<string>;
}

/** The file as it is offered for saving. */
export function exportRun(format: RunFormat, dossier: RunDossier): ExportedFile {
  return {
    fileName: `${fileStem(dossier.run)}.${format.extension}`,
    mediaType: format.mediaType,
    text: format.write(dossier),
  };
}

/** A name that every file system takes: letters, digits, dot, dash and underscore; never a reserved or hidden one. */
export function fileStem(run: Run): string {
  const name = run.name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 60);
  return `dyno-${name === '' ? 'run' : name}-${run.id.slice(0, 8)}`;
}
