import { parentChannel } from '../child/parent-channel.ts';
import type { ImporterApi, ImporterEvents } from '../contract/importer-api.ts';
import { connect, type Connection } from '../contract/rpc.ts';
import { createImporterApi } from './importer-api.ts';

const connection: Connection<ImporterEvents, ImporterApi> = connect<ImporterEvents, ImporterApi>(
  parentChannel(),
  createImporterApi(),
  { peer: 'the host', events: ['onProgress', 'onPreview'] },
);
void connection;
