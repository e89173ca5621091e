import type { KernelFiles } from './kernel-files.ts';

/** A /proc and /sys that a test writes: folders are what the paths of its files say. */
export function plantedFiles(files: Readonly<Record<string, string>>): KernelFiles {
  return {
    read: (path) => files[path] ?? null,
    list: (folder) => [
      ...new Set(
        Object.keys(files)
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''),
      ),
    ],
  };
}
