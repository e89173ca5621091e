import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { DynoError } from '../../contract/errors.ts';
import type { Child } from '../../core/ports.ts';
import { launchChild } from './child-process.ts';
import type { EchoApi, EchoEvents } from './echo-child.fixture.ts';

const file = fileURLToPath(new URL('./echo-child.fixture.ts', import.meta.url));
const children: Child<EchoApi, EchoEvents>[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill();
    await child.exited;
  }
});

function launch(onTick: EchoEvents['onTick'] = () => undefined): Child<EchoApi, EchoEvents> {
  const child = launchChild<EchoApi, EchoEvents>({ title: 'the echo', file }, { onTick });
  children.push(child);
  return child;
}

describe('a forked child', () => {
  it('keeps typed arrays, undefined and null in both directions', async () => {
    const { remote } = launch().connection;
    const floats = Float64Array.of(1.5, -0, Number.NaN, Number.POSITIVE_INFINITY);
    const values = {
      floats,
      ids: BigInt64Array.of(2n ** 62n, -1n),
      bytes: Uint8Array.of(0, 128, 255),
      nothing: undefined,
      empty: null,
    };
    const back = (await remote.echo(values)) as typeof values;
    expect(back).toEqual(values);
    expect(back.floats).toBeInstanceOf(Float64Array);
    expect(Object.is(back.floats[1], -0)).toBe(true);
    expect(back.ids).toBeInstanceOf(BigInt64Array);
    expect(back.bytes).toBeInstanceOf(Uint8Array);
    expect('nothing' in back).toBe(true);
    expect(await remote.echo(undefined)).toBeUndefined();
    expect(await remote.echo(null)).toBeNull();
  });

  it('sends events with typed arrays', async () => {
    const heard: Float64Array[] = [];
    const { remote } = launch((values) => heard.push(values)).connection;
    await remote.tick(Float64Array.of(3, 4));
    expect(heard).toEqual([Float64Array.of(3, 4)]);
  });

  it('raises its DynoError here, whole', async () => {
    const error: unknown = await launch()
      .connection.remote.fail()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DynoError);
    expect((error as DynoError).details()).toEqual({
      code: 'MODEL_REFUSED',
      message: 'No such operator.',
      subject: 'model.onnx',
      nextStep: 'Use another.',
    });
  });

  it('has the runtime’s telemetry switched off', async () => {
    expect(await launch().connection.remote.environment('ORT_DISABLE_TELEMETRY')).toBe('1');
  });

  it('rejects what is pending when it is killed, and says how it went', async () => {
    const child = launch();
    await child.connection.remote.echo(1);
    const pending = child.connection.remote.never();
    child.kill();
    await expect(pending).rejects.toMatchObject({ code: 'CONNECTION_LOST', subject: 'the echo' });
    expect(await child.exited).toMatchObject({ code: null, signal: 'SIGKILL' });
    await expect(child.connection.remote.echo(1)).rejects.toBeInstanceOf(Error);
  });

  it('leaves its last words and its last messages', async () => {
    const heard: Float64Array[] = [];
    const child = launch((values) => heard.push(values));
    await expect(child.connection.remote.die('the driver has gone')).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
    });
    expect(await child.exited).toEqual({ code: 7, signal: null, lastWords: 'the driver has gone' });
    expect(heard).toEqual([Float64Array.of(7)]);
  });

  it('is not stopped by the Ctrl-C that the whole terminal gets', async () => {
    const child = launch();
    await child.connection.remote.echo('up');
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(child.pid as number, signal);
    expect(await child.connection.remote.echo('still here')).toBe('still here');
  });

  it('that cannot start counts as gone', async () => {
    const child = launchChild<EchoApi, EchoEvents>(
      { title: 'the echo', file: `${file}.missing` },
      { onTick: () => undefined },
    );
    const { code, lastWords } = await child.exited;
    expect(code).not.toBe(0);
    expect(lastWords).toContain('.missing');
    await expect(child.connection.remote.echo(1)).rejects.toBeInstanceOf(Error);
  });
});
