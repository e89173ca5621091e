import type { Finding, FindingKind } from '../../../contract/finding.ts';
import type { ModelGraph } from '../../../contract/model-graph.ts';
import type { Probe } from '../../../contract/probe.ts';
import type { RunProfile } from '../../../contract/profile.ts';
import type { Run } from '../../../contract/run.ts';
import type { HardwareSeen } from '../hardware-marks.ts';
import type { FoundPattern } from './patterns/types.ts';
import type { Wiring } from './wiring.ts';

/** What a profile is read beside. Null is "not to be had", and whatever needs it finds nothing. */
export interface FindingContext {
  readonly run: Run;
  /** Of the machine that the run was made on. */
  readonly probe: Probe | null;
  readonly graph: ModelGraph | null;
  /** Of the run's recording, second 0 being the first measured iteration. */
  readonly hardware: HardwareSeen | null;
  /** Whether the model leaves its batch to the caller. */
  readonly hasFreeBatch: boolean | null;
}

/** What several detectors look at, made once. */
export interface Examined extends FindingContext {
  readonly wiring: Wiring;
  readonly patterns: readonly FoundPattern[];
}

/** Severity follows from the cost; a detector that cannot bound the cost says how severe it is. */
export type Found = Omit<Finding, 'kind' | 'severity'> & { readonly severity?: Finding['severity'] };

/** Looks for one kind of thing; nothing found is an empty list. */
export interface Detector {
  readonly kind: FindingKind;
  find(profile: RunProfile, context: Examined): readonly Found[];
}
