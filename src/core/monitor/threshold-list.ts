import { DynoError } from '../../contract/errors.ts';
import type { Threshold } from '../../contract/alert.ts';
import type { Store } from '../store/store.ts';
import { DEFAULT_THRESHOLDS } from './default-thresholds.ts';

const MOST_OWN = 200;

type ThresholdStore = Pick<Store, 'thresholds' | 'putThreshold' | 'removeThreshold'>;

/** Dyno's own lines as the user has left them, then the user's. */
export function listThresholds(store: Pick<Store, 'thresholds'>): readonly Threshold[] {
  const stored = new Map(store.thresholds().map((threshold) => [threshold.id, threshold]));
  const builtIn = DEFAULT_THRESHOLDS.map((line) => stored.get(line.id) ?? line);
  const own = [...stored.values()].filter(({ id }) => !isBuiltIn(id));
  return [...builtIn, ...own];
}

/** A built-in one stays what it watches; only its line, its window, its device and whether it is on can be changed. */
export function saveThreshold(store: ThresholdStore, threshold: Threshold): void {
  const builtIn = DEFAULT_THRESHOLDS.find(({ id }) => id === threshold.id);
  if (builtIn !== undefined && (builtIn.metric !== threshold.metric || builtIn.side !== threshold.side)) {
    throw usage(
      threshold.id,
      `The built-in threshold "${threshold.id}" watches ${builtIn.metric} ${builtIn.side} its limit.`,
      'Give a threshold of your own another id.',
    );
  }
  const stored = store.thresholds();
  const isNew = builtIn === undefined && !stored.some(({ id }) => id === threshold.id);
  if (isNew && stored.filter(({ id }) => !isBuiltIn(id)).length >= MOST_OWN) {
    throw usage(
      threshold.id,
      `There are ${MOST_OWN} thresholds of your own already.`,
      'Delete one that you no longer need.',
    );
  }
  store.putThreshold({ ...threshold, isBuiltIn: builtIn !== undefined });
}

/** A built-in one goes back to its default. */
export function deleteThreshold(store: ThresholdStore, id: string): void {
  if (store.removeThreshold(id) || isBuiltIn(id)) return;
  throw new DynoError({
    code: 'THRESHOLD_NOT_FOUND',
    message: 'There is no such threshold.',
    subject: id,
    nextStep: 'List the thresholds to see which there are.',
  });
}

function isBuiltIn(wanted: string): boolean {
  return DEFAULT_THRESHOLDS.some(({ id }) => id === wanted);
}

function usage(subject: string, message: string, nextStep: string): DynoError {
  return new DynoError({ code: 'USAGE', message, subject, nextStep });
}
