import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HARDWARE_SOURCES } from '../../../contract/hardware-channels.ts';
import { sourcesFor } from './index.ts';

const PLATFORMS = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' } as const;
const page = readFileSync(new URL('../../../../docs/hardware-sources.md', import.meta.url), 'utf8');
const rows = new Map(
  [...page.matchAll(/^\| `([a-z-]+)`\s*\|(.*)\|$/gm)].map(([, id = '', cells = '']) => [
    id,
    cells.split('|').map((cell) => cell.trim()),
  ]),
);
const sources = new Map(
  Object.keys(PLATFORMS).flatMap((platform) =>
    sourcesFor(platform).map((source) => [source.id, source] as const),
  ),
);

describe('docs/hardware-sources.md', () => {
  it('has a row for each source, and none for what is none', () => {
    expect([...rows.keys()].sort()).toEqual([...sources.keys()].sort());
    // Values from outside come by the API and are read from nowhere.
    expect([...sources.keys(), 'outside'].sort()).toEqual([...HARDWARE_SOURCES].sort());
  });

  it.each([...sources.values()])(
    'says of $id where it is, how often and in which place it is read',
    (source) => {
      const systems = Object.entries(PLATFORMS)
        .filter(([platform]) => source.platforms.includes(platform))
        .map(([, name]) => name);
      const said = systems.length === Object.keys(PLATFORMS).length ? 'all' : systems.join(', ');
      const every = source.periodMs === 0 ? 'each tick' : `${source.periodMs} ms`;
      expect(rows.get(source.id)?.slice(0, 3)).toEqual([said, every, source.placement]);
      expect(rows.get(source.id)?.slice(3)).not.toContain('');
    },
  );
});
