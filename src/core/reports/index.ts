import type { ExportedFile } from '../../contract/exported-file.ts';
import type { ProfileFormat } from '../../contract/profile.ts';
import { chromeTraceFormat } from './chrome-trace.ts';
import { csvFormat } from './csv.ts';
import { foldedFormat } from './folded.ts';
import { jsonFormat } from './json.ts';
import { speedscopeFormat } from './speedscope.ts';
import {
  exportRun,
  fileStem,
  type ProfileDossier,
  type ProfileWriter,
  type RunDossier,
  type RunFormat,
} from './types.ts';

const FORMATS: readonly RunFormat[] = [jsonFormat, csvFormat];

const PROFILE_WRITERS: Readonly<Record<ProfileFormat, ProfileWriter>> = {
  'chrome-trace': chromeTraceFormat,
  speedscope: speedscopeFormat,
  folded: foldedFormat,
};

export type { RunDossier } from './types.ts';

export function exportAs(id: RunFormat['id'], dossier: RunDossier): ExportedFile {
  const format = FORMATS.find((candidate) => candidate.id === id) ?? jsonFormat;
  return exportRun(format, dossier);
}

/** The file that it becomes, its text in pieces. */
export function profileAs(
  id: ProfileFormat,
  dossier: ProfileDossier,
): Omit<ExportedFile, 'text'> & { readonly pieces: Iterable<string> } {
  const { extension, mediaType, write } = PROFILE_WRITERS[id];
  return { fileName: `${fileStem(dossier.run)}.${extension}`, mediaType, pieces: write(dossier) };
}
