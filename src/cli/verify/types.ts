import type { Probe } from '../../contract/probe.ts';
import type { NativeDescription } from '../../contract/prober-api.ts';
import type { Milliseconds } from '../../contract/units.ts';
import type { CorePorts } from '../../core/ports.ts';

export type Verdict = 'met' | 'not met' | 'not judged';

/** One promise, and what was found. */
export interface Check {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
  readonly verdict: Verdict;
  /** Why it could not be judged; empty where it was. */
  readonly why: string;
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a section brings home. */
export interface Findings {
  readonly sentences: readonly string[];
  readonly tables: readonly Table[];
  readonly checks: readonly Check[];
  /** For the JSON report, as it was measured. */
  readonly data: unknown;
  /** What stood in for a card here; empty where a real one answered. */
  readonly standIn: string;
}

export interface SectionReport extends Findings {
  readonly id: string;
  readonly title: string;
  readonly outcome: 'done' | 'failed' | 'cut off';
  /** Of one that failed. */
  readonly reason: string;
  readonly tookMs: Milliseconds;
}

/** Where it all happens: a real card, or libraries built to stand in for one. */
export interface Surroundings {
  readonly hasCard: boolean;
  /** What stands in for CUDA and NVML; empty where the drivers are real. */
  readonly standIn: string;
  readonly native: NativeDescription | null;
  /** How the card was looked for, in words. */
  readonly words: string;
}

/** What a section may use. Its children end with it, however it ends. */
export interface SectionContext {
  readonly ports: CorePorts;
  readonly surroundings: Surroundings;
  /** What earlier sections found that later ones need. */
  readonly shared: { probe: Probe | null };
  say(text: string): void;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly limitMs: Milliseconds;
  run(context: SectionContext): Promise<Findings>;
}
