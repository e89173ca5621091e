import { loadAddon } from './load-addon.ts';

/** A program that ends in order while a driver holds a thread of the addon: started by a test, which waits for it. */
const { addon } = loadAddon();
if (addon === null) throw new Error('no addon');
const session = new addon.nvml.Session();
const { fast } = addon.nvml.groups;
let isSettled = session.wait(20_000);
while (isSettled) {
  session.request(fast);
  isSettled = session.wait(200);
}
process.stdout.write(JSON.stringify({ isHeld: session.heldMs() >= 100, phase: session.phase() }));
