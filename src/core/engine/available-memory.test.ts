import { describe, expect, it } from 'vitest';
import { availableMemory } from './available-memory.ts';

const reading =
  (files: Readonly<Record<string, string>>) =>
  async (path: string): Promise<string | null> =>
    files[path] ?? null;

const MEMINFO = 'MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:    8000000 kB\n';

describe('the memory that a run may take', () => {
  it('is what the kernel calls available where no container limits it', async () => {
    const files = {
      '/proc/meminfo': MEMINFO,
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/memory.max': 'max\n',
    };
    expect(await availableMemory(reading(files))).toBe(8_000_000 * 1024);
  });

  it('is what a control group leaves, cached files counted as free, at the tightest of its parents', async () => {
    const files = {
      '/proc/meminfo': MEMINFO,
      '/proc/self/cgroup': '0::/user/app\n',
      '/sys/fs/cgroup/user/app/memory.max': 'max',
      '/sys/fs/cgroup/user/memory.max': '1000000',
      '/sys/fs/cgroup/user/memory.current': '700000',
      '/sys/fs/cgroup/user/memory.stat': 'anon 5\ninactive_file 200000\n',
    };
    expect(await availableMemory(reading(files))).toBe(500_000);
  });

  it('knows version 1, whose limit of nobody is a huge number', async () => {
    const group = '5:cpu:/x\n4:memory:/docker/abc\n';
    const limit = '/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes';
    const files = {
      '/proc/meminfo': MEMINFO,
      '/proc/self/cgroup': group,
      '/sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes': '40',
    };
    expect(await availableMemory(reading({ ...files, [limit]: '9223372036854771712' }))).toBe(
      8_000_000 * 1024,
    );
    expect(await availableMemory(reading({ ...files, [limit]: '100' }))).toBe(60);
  });

  it('finds a container’s own limit at the mount, where its path means nothing', async () => {
    const files = {
      '/proc/meminfo': MEMINFO,
      '/proc/self/cgroup': '0::/../../outside\n',
      '/sys/fs/cgroup/memory.max': '5000',
      '/sys/fs/cgroup/memory.current': '2000',
    };
    expect(await availableMemory(reading(files))).toBe(3000);
  });
});
