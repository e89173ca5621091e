/** `npm run native`: builds the native addon, and says all that the compiler says where that fails. */
import { ADDON, buildNative } from './build-native.mjs';
import { ScriptError, runScript, say } from './checkout.mjs';
import { endWithParent } from './guarded.mjs';
import { inTurn, setUp } from './setup.mjs';

await runScript(async () => {
  const endWatch = endWithParent();
  await setUp({ withBuild: false, withNative: false });
  const { state, reason, nextStep, output } = await inTurn(() => buildNative(ADDON));
  endWatch();
  if (state === 'built') return 0;
  if (output) say(output.trim());
  throw new ScriptError(
    `The native addon was not built: ${reason}.`,
    output ? 'Mend what is named above.' : nextStep,
  );
});
