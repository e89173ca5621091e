/** `npm test`: installs what it needs, then every check and test. The last line is the sum over all of them. */
import { ScriptError, inCheckout, runScript, say } from './checkout.mjs';
import { ensureChromium } from './chromium.mjs';
import { endWithParent } from './guarded.mjs';
import { report, timed } from './report-results.mjs';
import { runChecks } from './run-checks.mjs';
import { nativeResults } from './native-results.mjs';
import { runPlaywright, runVitest } from './runners.mjs';
import { setUp } from './setup.mjs';
import { resultOfCheck } from './tally.mjs';

await runScript(async () => {
  endWithParent();
  const results = [];
  const installed = await prepare('packages', () => setUp({ withBuild: false, withNative: false }), results);
  if (!installed) return report(results);
  let built = null;
  const build = async () => {
    const problems = [];
    built = await prepare('build', () => setUp({ withStandIns: true }), problems);
    return [...nativeResults(), ...problems];
  };
  results.push(...(await runChecks([build])));
  // One after the other: their tests start processes and wait for them.
  const program = built ? { DYNO_BUILT_CLI: inCheckout('out', 'main', 'cli.js') } : {};
  results.push(...(await timed(() => runVitest(program))));
  const chromium = built && (await prepare('Chromium', ensureChromium, results));
  if (chromium) {
    say(`Chromium: ${chromium.origin}, ${chromium.path}`);
    results.push(...(await timed(() => runPlaywright({ DYNO_CHROMIUM: chromium.path }))));
  }
  return report(results);
});

/** What is missing counts as a failure, and whatever can run without it still runs. */
async function prepare(name, work, results) {
  try {
    return (await work()) ?? true;
  } catch (error) {
    if (!(error instanceof ScriptError) || error.exitCode >= 128) throw error;
    results.push(resultOfCheck(name, error.exitCode, `${error.message}\n${error.nextStep}`));
    return null;
  }
}
