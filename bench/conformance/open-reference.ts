import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TraceReport } from '../../src/contract/trace-report.ts';
import type { TraceInfo } from '../../src/contract/trace.ts';
import { createImporterApi } from '../../src/importer/importer-api.ts';

export interface OpenedReference {
  readonly info: TraceInfo;
  readonly report: TraceReport;
}

const MOST_BYTES = 2 ** 34;

/** Through all that a trace goes through in the product: bytes, importer, index on the disk, analysis. */
export async function openReference(path: string): Promise<OpenedReference> {
  const folder = await mkdtemp(join(tmpdir(), 'dyno-conformance-'));
  try {
    const api = createImporterApi({ onProgress: () => undefined, onPreview: () => undefined });
    const info = await api.importTrace({
      id: 'reference',
      path,
      window: null,
      folder: join(folder, 'index'),
      buildingFolder: join(folder, 'building'),
      mostBytes: MOST_BYTES,
    });
    return { info, report: await api.report(null) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
