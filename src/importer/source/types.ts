import type { TraceWarning } from '../../contract/trace.ts';

export type SourceWarn = (kind: TraceWarning['kind'], text: string, atByte: number | null) => void;
