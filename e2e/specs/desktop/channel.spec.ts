import type { Page } from '@playwright/test';
import { expect, test } from '../../test.ts';
import { runDemo } from '../../command-line.ts';

/** Takes a port of its own, as any page does that loads. */
const OPEN_PORT = `new Promise((resolve) => {
  addEventListener('message', (event) => {
    if (event.data === 'dyno:port') resolve(window.testPort = event.ports[0]);
  });
  postMessage('dyno:connect', location.origin);
}).then(() => true)`;

/** birpc's frames, written by hand: the channel is tested, not the client. */
const ASK = `((method, args) => new Promise((resolve) => {
  const id = 'test-' + Math.random();
  testPort.addEventListener('message', ({ data }) => { if (data.i === id) resolve(data); });
  testPort.start();
  testPort.postMessage({ m: method, a: args, i: id, t: 'q' });
}))`;

/** A document of the application without a program in it, so that nobody else wants the page's only port. */
async function openQuietPage(page: Page): Promise<void> {
  await page.evaluate(`void location.assign('/dyno.svg')`);
  await page.waitForURL('**/dyno.svg');
  await page.evaluate(OPEN_PORT);
}

test.describe('the channel between page and main process', () => {
  test.beforeEach(async ({ dyno }) => {
    await openQuietPage(dyno.page);
  });

  test('carries answers, and errors with what, to what and the next step', async ({ dyno }) => {
    const about = await dyno.page.evaluate<{ r: { host: string } }>(`${ASK}('about', [])`);
    expect(about.r.host).toBe('desktop');
    const missing = await dyno.page.evaluate<{ e: { nextStep: string } }>(
      `${ASK}('getRun', ['01hzzzzzzzzzzzzzzzzzzzzzzz'])`,
    );
    expect(missing.e).toMatchObject({ $dynoError: true, code: 'RUN_NOT_FOUND' });
    expect(missing.e.nextStep).not.toBe('');
  });

  test('carries typed arrays as such', async ({ dyno }) => {
    await runDemo(dyno.dataFolder);
    const arrays = await dyno.page.evaluate(
      `${ASK}('listRuns', [{}])
        .then(({ r: [run] }) => ${ASK}('getSeries', [run.id]))
        .then(({ r }) => [r.latencyMs instanceof Float64Array, r.latencyMs.length > 1, r.latencyMs.every((ms) => ms > 0)])`,
    );
    expect(arrays).toEqual([true, true, true]);
  });

  test('refuses a call that is not in the contract', async ({ dyno }) => {
    const answer = await dyno.page.evaluate<{ e: { message: string } }>(`${ASK}('constructor', [])`);
    expect(answer.e.message).toContain('not found');
  });

  test('tells the page of its end, and a page that asks again gets a new one', async ({ dyno }) => {
    await dyno.page.evaluate(
      `testPort.start(), void testPort.addEventListener('close', () => (window.portEnded = true))`,
    );
    await expect
      .poll(async () => {
        await dyno.page.evaluate(`postMessage('dyno:connect', location.origin)`);
        return dyno.page.evaluate('window.portEnded === true');
      })
      .toBe(true);
    await dyno.page.reload();
    await dyno.page.evaluate(OPEN_PORT);
    expect(await dyno.page.evaluate(`${ASK}('liveRuns', []).then(({ r }) => r)`)).toEqual([]);
  });
});
