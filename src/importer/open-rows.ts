import { traceInvalid } from './trace-invalid.ts';
import type { OpenRows } from './index-building.ts';

/** The rows of a SQLite file, for importers that read those. */
export const openRows: OpenRows = (path) =>
  Promise.reject(
    traceInvalid('This version of Dyno reads no SQLite files.', path, 'Install a newer version.'),
  );
