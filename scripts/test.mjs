/** `npm test`: installs what it needs, then every check and test. The last line is the sum over all of them. */
import { runScript, say } from './checkout.mjs';
import { ensureChromium } from './chromium.mjs';
import { endWithParent } from './guarded.mjs';
import { report, timed } from './report-results.mjs';
import { runChecks } from './run-checks.mjs';
import { runPlaywright, runVitest } from './runners.mjs';
import { setUp } from './setup.mjs';

await runScript(async () => {
  endWithParent();
  await setUp();
  const chromium = await ensureChromium();
  say(`Chromium: ${chromium.origin}, ${chromium.path}`);
  process.env['DYNO_CHROMIUM'] = chromium.path;
  const results = await runChecks();
  // One after the other: their tests start processes and wait for them.
  results.push(await timed(runVitest));
  results.push(await timed(runPlaywright));
  return report(results);
});
