/** `npm run gpu:verify [-- --out DIR]`: kernels, probes, sensors and a model on this machine's GPU, as a report. */
import { inCheckout, projectNode, runScript } from './checkout.mjs';
import { endWithParent, runGuarded } from './guarded.mjs';
import { setUp } from './setup.mjs';

await runScript(async () => {
  endWithParent();
  await setUp({ withStandIns: true });
  return (
    await runGuarded(projectNode(), [inCheckout('out', 'main', 'verify.js'), ...process.argv.slice(2)], {
      stdin: 'inherit',
    })
  ).code;
});
