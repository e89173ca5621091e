import type { MachineFiles } from './sources/types.ts';

/** A machine's files as written down; change them while it is read, and remove one by null. */
export function writtenFiles(texts: Record<string, string | null>): Pick<MachineFiles, 'read' | 'list'> & {
  readonly texts: Record<string, string | null>;
} {
  return {
    texts,
    read: (path) => texts[path] ?? null,
    list(path) {
      const names = Object.keys(texts)
        .filter((file) => texts[file] !== null && file.startsWith(`${path}/`))
        .map((file) => file.slice(path.length + 1).split('/')[0] ?? '');
      return [...new Set(names)].sort();
    },
  };
}

/** Of a source that asks for nothing but files. */
export function readRow(
  reader: { read(out: Float64Array, offset: number, passedMs: number): unknown },
  count: number,
  passedMs = 100,
): number[] {
  const out = new Float64Array(count + 2).fill(-1);
  reader.read(out, 1, passedMs);
  if (out[0] !== -1 || out[count + 1] !== -1) throw new Error('It wrote outside of its own columns.');
  return [...out.subarray(1, count + 1)];
}
