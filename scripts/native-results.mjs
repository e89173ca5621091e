import { ADDON, STAND_INS, lastOutcome } from './build-native.mjs';

/**
 * What became of the native parts, for the sum: sources that do not compile fail; a machine without a compiler, or one
 * told to do without, only skips.
 */
export const nativeResults = () =>
  [ADDON, STAND_INS].map((part) => resultOfNative(part.title, lastOutcome(part)));

/** @param {{ state: string, reason: string, nextStep: string } | null} outcome */
export function resultOfNative(title, outcome) {
  const name = `build: ${title}`;
  const result = { name, passed: 0, failed: [], skipped: [] };
  if (outcome?.state === 'built') return { ...result, passed: 1 };
  if (outcome?.state === 'failed')
    return { ...result, failed: [{ name, why: `${outcome.reason}\n${outcome.nextStep}` }] };
  return { ...result, skipped: [{ name, why: outcome?.reason || 'never tried' }] };
}
