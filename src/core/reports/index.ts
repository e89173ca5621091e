import type { ExportedFile } from '../../contract/exported-file.ts';
import { csvFormat } from './csv.ts';
import { jsonFormat } from './json.ts';
import { exportRun, type RunDossier, type RunFormat } from './types.ts';

const FORMATS: readonly RunFormat[] = [jsonFormat, csvFormat];

export type { RunDossier } from './types.ts';

export function exportAs(id: RunFormat['id'], dossier: RunDossier): ExportedFile {
  const format = FORMATS.find((candidate) => candidate.id === id) ?? jsonFormat;
  return exportRun(format, dossier);
}
