import { fileURLToPath } from 'node:url';
import { isMainThread, workerData } from 'node:worker_threads';
import { parentChannel } from '../child/parent-channel.ts';
import { endAtOnce, mindManners } from '../child/process-manners.ts';
import type { ImporterApi, ImporterEvents } from '../contract/importer-api.ts';
import { connect, type Connection } from '../contract/rpc.ts';
import { createImporterApi } from './importer-api.ts';
import { isScanThreadTask } from './trace-events/scan-thread-task.ts';

/** One thread reads and answers; beside it this same program scans parts of a large file. */
if (isMainThread) serveHost();
else if (isScanThreadTask(workerData)) {
  const { serveScan } = await import('./trace-events/scan-thread.ts');
  serveScan(workerData);
}

function serveHost(): void {
  mindManners();
  const connection: Connection<ImporterEvents, ImporterApi> = connect<ImporterEvents, ImporterApi>(
    parentChannel(endAtOnce),
    createImporterApi(
      {
        onProgress: (progress) => void connection.remote.onProgress(progress),
        onPreview: (spans) => void connection.remote.onPreview(spans),
      },
      fileURLToPath(import.meta.url),
    ),
    { peer: 'the host', events: ['onProgress', 'onPreview'] },
  );
}
