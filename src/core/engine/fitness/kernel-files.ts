import { readdirSync, readFileSync } from 'node:fs';

/** /proc and /sys, or what a test puts in their place. */
export interface KernelFiles {
  /** Null for what is not there, or not for us. */
  read(path: string): string | null;
  /** Names in a folder; none where it is not there. */
  list(path: string): readonly string[];
}

/** These files are made by the kernel when they are read: no disk is waited for. */
export const kernelFiles: KernelFiles = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  },
  list(path) {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  },
};

/** The first number in a file; null where there is none. */
export function numberIn(text: string | null): number | null {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) ? value : null;
}
