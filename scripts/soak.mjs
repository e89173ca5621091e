/** `npm run soak -- [--rounds N] [--upkeep N] [--seed N] [--only WORDS]`: kill series, files over 2 GB, full disks, long names. */
import { inCheckout, projectNode, root, runScript } from './checkout.mjs';
import { endWithParent, runGuarded } from './guarded.mjs';
import { setUp } from './setup.mjs';

await runScript(async () => {
  endWithParent();
  await setUp();
  const args = [inCheckout('bench', 'soak', 'index.ts'), ...process.argv.slice(2)];
  return (await runGuarded(projectNode(), args, { cwd: root })).code;
});
