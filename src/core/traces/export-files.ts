import type { TraceExport } from '../../contract/trace.ts';

interface ExportFile {
  readonly extension: string;
  readonly mediaType: string;
  readonly isText: boolean;
}

export const EXPORT_FILES: Readonly<Record<TraceExport, ExportFile>> = {
  'chrome-trace': { extension: '.trace.json', mediaType: 'application/json', isText: true },
  speedscope: { extension: '.speedscope.json', mediaType: 'application/json', isText: true },
  folded: { extension: '.folded.txt', mediaType: 'text/plain', isText: true },
  arrow: { extension: '.arrow', mediaType: 'application/vnd.apache.arrow.file', isText: false },
  csv: { extension: '.csv', mediaType: 'text/csv', isText: true },
};
