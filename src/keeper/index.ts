import { parentChannel } from '../child/parent-channel.ts';
import { endAtOnce } from '../child/process-manners.ts';
import type { KeeperApi, KeeperEvents } from '../contract/keeper-api.ts';
import { connect, type Connection } from '../contract/rpc.ts';
import { createKeeperApi } from '../core/store/upkeep/keeper-api.ts';

const connection: Connection<KeeperEvents, KeeperApi> = connect<KeeperEvents, KeeperApi>(
  parentChannel(endAtOnce),
  createKeeperApi((share, text) => void connection.remote.onStep(share, text)),
  { peer: 'the host', events: ['onStep'] },
);
