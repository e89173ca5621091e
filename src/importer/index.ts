import { parentChannel } from '../child/parent-channel.ts';
import { endAtOnce, mindManners } from '../child/process-manners.ts';
import type { ImporterApi, ImporterEvents } from '../contract/importer-api.ts';
import { connect, type Connection } from '../contract/rpc.ts';
import { createImporterApi } from './importer-api.ts';

mindManners();
const connection: Connection<ImporterEvents, ImporterApi> = connect<ImporterEvents, ImporterApi>(
  parentChannel(endAtOnce),
  createImporterApi({
    onProgress: (progress) => void connection.remote.onProgress(progress),
    onPreview: (spans) => void connection.remote.onPreview(spans),
  }),
  { peer: 'the host', events: ['onProgress', 'onPreview'] },
);
