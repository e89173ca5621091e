import { loadAddon } from './load-addon.ts';

/** Longer than any answer of a scripted driver takes that does not hang. */
const LONG_MS = 1000;

/** A program that ends in order while a driver holds a thread of the addon: started by a test, which waits for it. */
const { addon } = loadAddon();
if (addon === null) throw new Error('no addon');
const session = new addon.nvml.Session();
const { fast } = addon.nvml.groups;
session.wait(20_000);
while (session.heldMs() < LONG_MS) {
  session.request(fast);
  session.wait(LONG_MS / 5);
}
process.stdout.write(JSON.stringify({ isHeld: !session.wait(LONG_MS), phase: session.phase() }));
