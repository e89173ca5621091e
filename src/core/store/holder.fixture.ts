import { join } from 'node:path';
import { MachineLock } from './machine-lock.ts';

/** Another program: takes the lock of a folder and keeps it until it is told to let go, or killed. */
const lock = new MachineLock(join(process.argv[2] ?? '', 'lock'));
const taken = lock.tryAcquire({ pid: process.pid, what: 'demo:mlp-tiny' });
process.on('message', () => {
  lock.release();
  process.send?.('released');
});
process.on('disconnect', () => process.exit(0));
process.send?.(taken);
