import { openStore } from './open-store.ts';
import { currentOwner } from './owner.ts';
import { aRun } from './run.fixture.ts';

/** Another program on the same store: writes as many runs as it is told to, each with samples, and says when. */
const [folder = '', name = ''] = process.argv.slice(2);
const store = openStore({ folder, wallNow: () => 0 });

process.on('message', (count: number) => {
  for (let index = 0; index < count; index += 1) {
    const id = `${name}-${index}`;
    store.insertRun(aRun(id, { status: 'running' }), currentOwner());
    store.appendSamples(id, { startMs: 0, endMs: 1, latenciesMs: Float64Array.of(index) });
  }
  process.send?.('written');
});
process.on('disconnect', () => process.exit(0));
process.send?.('open');
