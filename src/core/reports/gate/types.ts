import type { GateFormat, GateReport } from '../../../contract/gate.ts';
import type { Run } from '../../../contract/run.ts';

/** A gate with the two runs that it is about. */
export interface GateDossier {
  readonly report: GateReport;
  readonly run: Run;
  /** Null where it left the store since. */
  readonly baseline: Run | null;
}

/** One format that a gate's answer can leave Dyno in. */
export interface GateWriter {
  readonly id: GateFormat;
  readonly extension: string;
  readonly mediaType: string;
  write(dossier: GateDossier): string;
}
