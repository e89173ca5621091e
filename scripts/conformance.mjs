/** `npm run conformance -- [--json]`: what others state of their traces, and what Dyno reads from them. */
import { inCheckout, projectNode, root, runScript } from './checkout.mjs';
import { endWithParent, runGuarded } from './guarded.mjs';
import { setUp } from './setup.mjs';

await runScript(async () => {
  endWithParent();
  await setUp();
  const args = [inCheckout('bench', 'conformance', 'index.ts'), ...process.argv.slice(2)];
  return (await runGuarded(projectNode(), args, { cwd: root, env: process.env })).code;
});
