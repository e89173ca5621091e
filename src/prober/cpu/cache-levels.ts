import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../../contract/units.ts';

export interface CacheLevel {
  /** "L1", "L2", "L3". */
  readonly level: string;
  /** Of one of them. */
  readonly bytes: Bytes;
  /** How many of the processors that this process may use share one. */
  readonly sharedBy: number;
  /** Of all that this process may use. */
  readonly totalBytes: Bytes;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** The caches that hold data, nearest first; empty where the kernel tells none, as in some sandboxes. */
export function readCacheLevels(
  folder = '/sys/devices/system/cpu',
  allowed = allowedProcessors(),
): CacheLevel[] {
  const found = new Map<string, { bytes: Bytes; sharedBy: number; instances: Set<string> }>();
  for (const cpu of entriesOf(folder).filter((name) => /^cpu\d+$/.test(name))) {
    if (allowed !== null && !allowed.has(Number(cpu.slice(3)))) continue;
    for (const index of entriesOf(join(folder, cpu, 'cache'))) {
      const text = (name: string): string => textOf(join(folder, cpu, 'cache', index, name));
      const bytes = parseSize(text('size'));
      if (!['Data', 'Unified'].includes(text('type')) || bytes === null) continue;
      const level = `L${text('level')}`;
      const sharers = text('shared_cpu_list');
      const known = found.get(level) ?? { bytes: 0, sharedBy: 1, instances: new Set() };
      known.instances.add(sharers || cpu);
      // Processors of two kinds have caches of two sizes: the larger one, which its kind's figures come from.
      found.set(level, {
        bytes: Math.max(known.bytes, bytes),
        sharedBy: Math.max(known.sharedBy, usableOf(sharers, allowed)),
        instances: known.instances,
      });
    }
  }
  return [...found]
    .map(([level, { bytes, sharedBy, instances }]) => ({
      level,
      bytes,
      sharedBy,
      totalBytes: bytes * instances.size,
    }))
    .sort((a, b) => a.level.localeCompare(b.level));
}

/** By the affinity mask, which a container's set of processors is part of; null where nobody says. */
function allowedProcessors(): ReadonlySet<number> | null {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(textOf('/proc/self/status'))?.[1];
  return list === undefined ? null : new Set(parseList(list));
}

function usableOf(sharers: string, allowed: ReadonlySet<number> | null): number {
  return parseList(sharers).filter((cpu) => allowed?.has(cpu) ?? true).length || 1;
}

/** "0-3,8" */
function parseList(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const [first, last = first] = part.split('-').map((text) => Number.parseInt(text, 10));
    if (first === undefined || last === undefined || !(last >= first) || last - first > 65_536) return [];
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}

/** "32K" */
function parseSize(text: string): Bytes | null {
  const [, digits, unit] = /^(\d+)([KMG]?)$/.exec(text) ?? [];
  const bytes = Number(digits) * (UNITS[unit ?? ''] ?? Number.NaN);
  return bytes > 0 ? bytes : null;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
