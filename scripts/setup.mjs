import { inCheckout, say } from './checkout.mjs';
import { build, buildUpToDate } from './build.mjs';
import { installPackages, packagesUpToDate } from './install-packages.mjs';
import { acquireLock } from './set-up-lock.mjs';

const LOCK = inCheckout('.dyno', 'set-up.lock');

/**
 * Brings packages and build up to date, and costs a moment where they are. Whatever it says goes to stderr.
 * Two set-ups in one checkout go one after the other; one that was broken off is done again.
 *
 * @param {{ withBuild?: boolean }} [options]
 */
export async function setUp({ withBuild = true } = {}) {
  const ready = () => packagesUpToDate() && (!withBuild || buildUpToDate());
  if (ready()) return;
  const release = await acquireLock(LOCK, {
    onWait: (pid) => say(`Another set-up is at work here (process ${pid}): waiting for it …`),
  });
  try {
    if (!packagesUpToDate()) await installPackages();
    if (withBuild && !buildUpToDate()) await build();
  } finally {
    release();
  }
}
