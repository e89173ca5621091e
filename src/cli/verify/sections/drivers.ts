import { arch, cpus, hostname, release, totalmem, type } from 'node:os';
import { formatBytes } from '../../../contract/units.ts';
import { judged } from '../checks.ts';
import type { Section } from '../types.ts';

/** What machine this is, and which drivers answer. */
export const drivers: Section = {
  id: 'drivers',
  title: 'Machine and drivers',
  limitMs: 20_000,
  async run({ ports, surroundings }) {
    const { native, words, standIn } = surroundings;
    const sampler = ports.launchSampler({
      onCatalog: () => undefined,
      onFrames: () => undefined,
      onProcesses: () => undefined,
      onHealth: () => undefined,
    });
    const inventory = await sampler.connection.remote.inventory().catch(() => null);
    const gpus = (inventory?.gpus ?? []).map(
      ({ name, memoryBytes, driver }) =>
        `${name}${memoryBytes === null ? '' : `, ${formatBytes(memoryBytes)}`}${driver === null ? '' : `, driver ${driver}`}`,
    );
    const cpu = inventory?.cpuModel ?? cpus()[0]?.model ?? 'unknown';
    const missing = native?.missing ?? null;
    return {
      sentences: [words],
      tables: [
        {
          head: ['what', 'here'],
          rows: [
            ['host', hostname()],
            ['system', `${inventory?.osName ?? type()}, kernel ${release()}, ${arch()}`],
            ['CPU', `${cpu}, ${cpus().length} logical cores`],
            ['memory', formatBytes(totalmem())],
            ['cards by vendors’ tools', gpus.length === 0 ? 'none' : gpus.join('; ')],
            ['native addon', native === null ? 'unknown' : (native.version ?? missing?.reason ?? 'unknown')],
            ['instruction set', native?.simd ?? 'unknown'],
            ['CUDA', native?.cuda.detail ?? 'unknown'],
            ['NVML', native?.nvml.detail ?? 'unknown'],
            ['Node', process.versions.node],
          ],
        },
      ],
      checks: [
        judged(
          {
            what: 'The native addon loads',
            measured: native === null ? 'no answer' : (missing?.reason ?? 'it does'),
            target: 'loads',
          },
          native !== null && missing === null,
        ),
      ],
      data: { native, inventory, kernel: release() },
      standIn,
    };
  },
};
