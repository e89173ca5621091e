import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { DynoError } from './errors.ts';
import { connect, type Channel } from './rpc.ts';

interface Echo {
  echo(value: unknown): unknown;
  fail(): void;
  never(): Promise<void>;
}

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function channelOf(port: MessagePort): Channel {
  ports.push(port);
  return { post: (frame) => port.postMessage(frame), onMessage: (listen) => port.on('message', listen) };
}

function pair() {
  const { port1, port2 } = new MessageChannel();
  const echo: Echo = {
    echo: (value) => value,
    fail() {
      throw new DynoError({ code: 'USAGE', message: 'No.', subject: 'fail', nextStep: 'Do not.' });
    },
    never: () => new Promise(() => undefined),
  };
  connect<Record<string, never>, Echo>(channelOf(port2), echo, { peer: 'the page' });
  return connect<Echo, Record<string, never>>(channelOf(port1), {}, { peer: 'the engine' });
}

describe('calls over a message port', () => {
  it('carry typed arrays and nothing', async () => {
    const { remote } = pair();
    expect(await remote.echo(Float64Array.of(1, 2))).toEqual(Float64Array.of(1, 2));
    expect(await remote.echo(undefined)).toBeUndefined();
    expect(await remote.echo(null)).toBeNull();
  });

  it('raise the far side’s DynoError here', async () => {
    await expect(pair().remote.fail()).rejects.toMatchObject({
      code: 'USAGE',
      subject: 'fail',
      nextStep: 'Do not.',
    });
  });

  it('answer nothing that is not in the table', async () => {
    const { remote } = pair();
    for (const name of ['constructor', '__proto__', 'hasOwnProperty', 'toString']) {
      await expect(remote.$call(name as 'echo', 1)).rejects.toThrow(/not found/);
    }
  });

  it('reject what is pending when the connection ends', async () => {
    const connection = pair();
    const pending = connection.remote.never();
    connection.close();
    await expect(pending).rejects.toMatchObject({ code: 'CONNECTION_LOST', subject: 'the engine' });
  });

  it('reject calls made after the end', async () => {
    const connection = pair();
    connection.close();
    await expect(connection.remote.echo(1)).rejects.toBeInstanceOf(Error);
  });
});
