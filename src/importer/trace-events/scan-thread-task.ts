const ROLE = 'scan-trace-events';

/** What a thread is started with: the file that its process has open. */
export interface ScanThreadTask {
  readonly role: typeof ROLE;
  readonly file: number;
  readonly size: number;
}

export function scanThreadTask(file: number, size: number): ScanThreadTask {
  return { role: ROLE, file, size };
}

export function isScanThreadTask(data: unknown): data is ScanThreadTask {
  return typeof data === 'object' && data !== null && 'role' in data && data.role === ROLE;
}
