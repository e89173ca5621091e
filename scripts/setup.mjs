import { inCheckout, say } from './checkout.mjs';
import { build, buildUpToDate } from './build.mjs';
import { ADDON, STAND_INS, buildNative, nativeUpToDate } from './build-native.mjs';
import { installPackages, packagesUpToDate } from './install-packages.mjs';
import { acquireLock } from './set-up-lock.mjs';

const LOCK = inCheckout('.dyno', 'set-up.lock');

/**
 * Brings packages, native addon and build up to date, and costs a moment where they are. Whatever it says goes to
 * stderr. Two set-ups in one checkout go one after the other; one that was broken off is done again. Without a
 * compiler there is no native addon: that is said once, and all else goes on.
 *
 * @param {{ withBuild?: boolean, withNative?: boolean, withStandIns?: boolean }} [options]
 */
export async function setUp({ withBuild = true, withNative = true, withStandIns = false } = {}) {
  const parts = [...(withNative ? [ADDON] : []), ...(withStandIns ? [STAND_INS] : [])];
  const staleParts = () => parts.filter((part) => !nativeUpToDate(part));
  const ready = () => packagesUpToDate() && staleParts().length === 0 && (!withBuild || buildUpToDate());
  if (ready()) return;
  await inTurn(async () => {
    if (!packagesUpToDate()) await installPackages();
    for (const part of staleParts()) {
      const { state, reason, nextStep } = await buildNative(part);
      if (state !== 'built') say(`Going on without the ${part.title}: ${reason}. ${nextStep}`);
    }
    if (withBuild && !buildUpToDate()) await build();
  });
}

/** Alone in this checkout. */
export async function inTurn(work) {
  const release = await acquireLock(LOCK, {
    onWait: (pid) => say(`Another set-up is at work here (process ${pid}): waiting for it …`),
  });
  try {
    return await work();
  } finally {
    release();
  }
}
