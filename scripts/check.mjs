/** `npm run check`: format, lint, three typechecks, the direction rules, unit tests. */
import { runScript } from './checkout.mjs';
import { endWithParent } from './guarded.mjs';
import { nativeResults } from './native-results.mjs';
import { report, timed } from './report-results.mjs';
import { runChecks } from './run-checks.mjs';
import { runVitest } from './runners.mjs';
import { setUp } from './setup.mjs';

await runScript(async () => {
  endWithParent();
  await setUp({ withBuild: false, withStandIns: true });
  const results = [...nativeResults(), ...(await runChecks())];
  // After the checks, not beside them: its tests start processes and wait for them.
  results.push(...(await timed(runVitest)));
  return report(results);
});
