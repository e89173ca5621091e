import type { GateReport } from '../../../contract/gate.ts';
import type { Run } from '../../../contract/run.ts';

/** A gate with the two runs that it is about. */
export interface GateDossier {
  readonly report: GateReport;
  readonly run: Run;
  /** Null where it left the store since. */
  readonly baseline: Run | null;
}

export const GATE_FORMATS = [
  'junit',
  'markdown',
  'github',
  'benchmark-json',
  'benchmark-json-bigger',
] as const;
export type GateFormatId = (typeof GATE_FORMATS)[number];

/** One format that a gate's answer can leave Dyno in. */
export interface GateFormat {
  readonly id: GateFormatId;
  readonly mediaType: string;
  write(dossier: GateDossier): string;
}
