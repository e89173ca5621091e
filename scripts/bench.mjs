/** `npm run bench -- [NAME …] [--pairs N] [--json]`: the figures that Dyno promises, measured here. */
import { ensureChromium } from './chromium.mjs';
import { inCheckout, projectNode, root, runScript } from './checkout.mjs';
import { endWithParent, runGuarded } from './guarded.mjs';
import { setUp } from './setup.mjs';

await runScript(async () => {
  endWithParent();
  await setUp();
  const chromium = await ensureChromium();
  const args = [inCheckout('bench', 'index.ts'), ...process.argv.slice(2)];
  return (
    await runGuarded(projectNode(), args, {
      cwd: root,
      env: { ...process.env, DYNO_CHROMIUM: chromium.path },
    })
  ).code;
});
