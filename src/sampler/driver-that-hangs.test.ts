import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { HardwareCatalog, HardwareFrames, HardwareSourceReport } from '../contract/hardware-channels.ts';
import { connect } from '../contract/rpc.ts';
import type { SamplerApi, SamplerEvents } from '../contract/sampler-api.ts';
import {
  FULL_CARD,
  NEEDS_STAND_IN,
  nvmlOrNull,
  standInEnvironment,
} from '../native/stand-in-nvml.test-support.ts';

const PROGRAM = fileURLToPath(new URL('./index.ts', import.meta.url));
let child: ChildProcess | undefined;
let remove = (): void => undefined;
afterEach(() => {
  child?.kill('SIGKILL');
  remove();
});

/** The real sampler with a scripted driver, until what it tells satisfies somebody. */
function launch(script: string) {
  const standIn = standInEnvironment(script);
  remove = () => standIn.remove();
  const started = fork(PROGRAM, { serialization: 'advanced', env: { ...process.env, ...standIn.env } });
  child = started;
  const catalogs: HardwareCatalog[] = [];
  const waiting: (() => void)[] = [];
  let frames: HardwareFrames | null = null;
  const heard = (): void => waiting.forEach((look) => look());
  const { remote } = connect<SamplerApi, SamplerEvents>(
    {
      post: (frame) => void started.send(frame as object),
      onMessage: (listener) => void started.on('message', listener),
    },
    {
      onCatalog: (catalog) => void (catalogs.push(catalog), heard()),
      onFrames: (latest) => void ((frames = latest), heard()),
      onProcesses: () => undefined,
      onHealth: () => undefined,
    },
    { peer: 'the sampler' },
  );
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => waiting.push(() => condition() && resolve()));
  const report = (): HardwareSourceReport | undefined =>
    catalogs.at(-1)?.sources.find(({ id }) => id === 'nvml');
  /** The newest value of a channel; undefined where there is none. */
  const latest = (id: string): number | undefined => {
    const catalog = catalogs.at(-1);
    if (frames === null || catalog?.revision !== frames.revision) return undefined;
    const column = catalog.channels.findIndex((channel) => channel.id === id);
    return column < 0 ? undefined : frames.values[frames.values.length - catalog.channels.length + column];
  };
  return { started, remote, until, report, latest };
}

/** Two processes start, and a watchdog's seconds pass. */
const AMPLE_MS = 60_000;

describe.skipIf(nvmlOrNull === null)(
  `the sampler above a driver (${NEEDS_STAND_IN})`,
  { timeout: AMPLE_MS },
  () => {
    it('shows what the driver tells', async () => {
      const { remote, until, report, latest } = launch(FULL_CARD);
      void remote.start(20);
      await until(() => latest('gpu:GPU-aaaa/gpu.power') === 260.5);
      expect(report()).toMatchObject({ state: 'reading', reason: '' });
    });

    it('cuts a driver that hangs off, goes on with the others, and still ends with its host', async () => {
      const { started, remote, until, report, latest } = launch(
        FULL_CARD.replace('temperature 51', 'temperature 51 51 51 ~600:51'),
      );
      void remote.start(20);
      await until(() => report()?.state === 'reading');
      await until(() => report()?.state === 'cut-off');
      expect(report()?.reason).toMatch(/cut off/);
      expect(report()?.nextStep).not.toBe('');
      // Both of one frame: the next catalog may come before its first frame does.
      let power: number | undefined;
      await until(() => {
        if ((latest('cpu/cpu.use') ?? -1) >= 0) power ??= latest('gpu:GPU-aaaa/gpu.power');
        return power !== undefined;
      });
      expect(power).toBeNaN();
      const ended = once(started, 'exit');
      started.disconnect();
      await ended;
    });
  },
);
