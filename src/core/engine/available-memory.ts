import { readFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import type { Bytes } from '../../contract/units.ts';
import { controlGroupFolders } from './control-group-folders.ts';

export type ReadText = (path: string) => Promise<string | null>;

const readText: ReadText = (path) => readFile(path, 'utf8').catch(() => null);

/** What a new process can take: what the kernel thinks is available, or less where a container's limit is nearer. */
export async function availableMemory(read: ReadText = readText): Promise<Bytes> {
  const [machine, group] = await Promise.all([ofMachine(read), ofControlGroup(read)]);
  return Math.min(machine ?? freemem(), group ?? Infinity);
}

async function ofMachine(read: ReadText): Promise<Bytes | null> {
  const kib = /^MemAvailable:\s+(\d+) kB$/m.exec((await read('/proc/meminfo')) ?? '')?.[1];
  return kib === undefined ? null : Number(kib) * 1024;
}

/** The tightest limit on the way from this process's group up to the root, in version 2 or 1 of control groups. */
async function ofControlGroup(read: ReadText): Promise<Bytes | null> {
  const { unified, legacy } = controlGroupFolders((await read('/proc/self/cgroup')) ?? '', 'memory');
  const places = [
    ...unified.map((folder) => ({
      limit: `${folder}/memory.max`,
      used: `${folder}/memory.current`,
      stat: `${folder}/memory.stat`,
      reclaimable: /^inactive_file (\d+)$/m,
    })),
    ...legacy.map((folder) => ({
      limit: `${folder}/memory.limit_in_bytes`,
      used: `${folder}/memory.usage_in_bytes`,
      stat: `${folder}/memory.stat`,
      reclaimable: /^total_inactive_file (\d+)$/m,
    })),
  ];
  const free = await Promise.all(
    places.map(async (place) => {
      const [limit, used, stat] = await Promise.all([read(place.limit), read(place.used), read(place.stat)]);
      const most = Number.parseInt(limit ?? '', 10);
      const now = Number.parseInt(used ?? '', 10);
      // Version 1 writes a number near 2^63 for "no limit", version 2 the word "max".
      if (!Number.isFinite(most) || !Number.isFinite(now) || most > 2 ** 60) return null;
      // Cached files count as used, but the kernel gives them up before anything is killed.
      const cached = Number(place.reclaimable.exec(stat ?? '')?.[1] ?? 0);
      return Math.max(0, most - now + cached);
    }),
  );
  const known = free.filter((bytes) => bytes !== null);
  return known.length === 0 ? null : Math.min(...known);
}
