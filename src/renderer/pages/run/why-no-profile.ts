import type { Run } from '../../../contract/run.ts';
import { isLive } from '../runs/run-menu.tsx';

export interface WhyNot {
  readonly title: string;
  readonly words: string;
}

/** Why a run has no profile and running it again would not make one; null where it would. */
export function whyNoProfile(run: Run): WhyNot | null {
  const { executor, scenario, generation, profile } = run.config;
  if (executor !== null) {
    return {
      title: 'A simulated run has no operators',
      words: 'Its times are drawn from a description; no model ran that could be profiled.',
    };
  }
  if (scenario !== null || generation !== null) {
    const what = scenario === null ? 'A generation' : 'A scenario';
    return {
      title: `${what} is not profiled`,
      words: 'Profile the model by itself, in a run of its own: operators take the same time there.',
    };
  }
  if (isLive(run) && profile !== null) {
    return {
      title: 'The profile comes after the measurement',
      words: 'First the model runs without being recorded, for the time; then once more, for the shares.',
    };
  }
  return null;
}
