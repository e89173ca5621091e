import { writeSync } from 'node:fs';
import { parentChannel } from '../../child/parent-channel.ts';
import { DynoError } from '../../contract/errors.ts';
import { connect, type Connection } from '../../contract/rpc.ts';

export interface EchoApi {
  echo(value: unknown): unknown;
  tick(values: Float64Array): Promise<void>;
  fail(): void;
  never(): Promise<void>;
  die(words: string): Promise<void>;
  environment(name: string): string | undefined;
}

export interface EchoEvents {
  onTick(values: Float64Array): void;
}

const connection: Connection<EchoEvents, EchoApi> = connect(
  parentChannel(),
  {
    echo: (value) => value,
    tick: (values) => connection.remote.onTick(values),
    fail() {
      throw new DynoError({
        code: 'MODEL_REFUSED',
        message: 'No such operator.',
        subject: 'model.onnx',
        nextStep: 'Use another.',
      });
    },
    never: () => new Promise(() => undefined),
    async die(words) {
      await connection.remote.onTick(Float64Array.of(7));
      writeSync(2, `${words}\n`);
      process.exit(7);
    },
    environment: (name) => process.env[name],
  },
  { peer: 'the host', events: ['onTick'] },
);
