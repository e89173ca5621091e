import { expect, test } from '../../test.ts';

/** Takes a port of its own, as any page does that loads. */
const OPEN_PORT = `new Promise((resolve) => {
  addEventListener('message', (event) => {
    if (event.data === 'dyno:port') resolve(window.testPort = event.ports[0]);
  });
  postMessage('dyno:connect', location.origin);
}).then(() => true)`;

/** birpc's frames, written by hand: the channel is tested, not the client. */
const ASK = `(method, args) => new Promise((resolve) => {
  const id = 'test-' + Math.random();
  testPort.addEventListener('message', ({ data }) => { if (data.i === id) resolve(data); });
  testPort.start();
  testPort.postMessage({ m: method, a: args, i: id, t: 'q' });
})`;

test.describe('the channel between page and main process', () => {
  test('carries calls, and errors with what, to what and the next step', async ({ dyno }) => {
    expect(await dyno.page.evaluate(OPEN_PORT)).toBe(true);
    const about = await dyno.page.evaluate<{ r: { host: string } }>(`(${ASK})('about', [])`);
    expect(about.r.host).toBe('desktop');
    const missing = await dyno.page.evaluate<{ e: object }>(`(${ASK})('getRun', ['no-such-run'])`);
    expect(missing.e).toMatchObject({
      code: 'RUN_NOT_FOUND',
      subject: expect.stringContaining('no-such-run') as string,
    });
  });
});
