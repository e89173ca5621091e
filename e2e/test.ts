import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import type { HostKind } from './hosts/host.ts';
import { launchDyno, type Dyno, type LaunchOptions } from './launch.ts';

interface Fixtures {
  /** Empty at the start and gone at the end. */
  readonly dataFolder: string;
  /** Starts the application on the test's data folder; ended when the test ends. */
  readonly launch: (options?: Partial<Pick<LaunchOptions, 'args' | 'env'>>) => Promise<Dyno>;
  /** The application, started without arguments. */
  readonly dyno: Dyno;
}

export const test = base.extend<Fixtures, { readonly host: HostKind }>({
  host: ['desktop', { option: true, scope: 'worker' }],
  dataFolder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'dyno-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  launch: async ({ host, dataFolder, browser }, use, testInfo) => {
    const launched: Dyno[] = [];
    // The lock that lets one measurement run at a time lies there: a test waits for no stranger's.
    const own = { TMPDIR: join(dataFolder, 'tmp') };
    mkdirSync(own.TMPDIR, { recursive: true });
    await use(async ({ args = [], env = {} } = {}) => {
      const dyno = await launchDyno({ host, dataFolder, browser, args, env: { ...own, ...env } });
      testInfo.annotations.push({ type: 'runtime', description: dyno.runtime });
      launched.push(dyno);
      return dyno;
    });
    for (const dyno of launched) {
      if (testInfo.status !== testInfo.expectedStatus) await attachEvidence(dyno, testInfo);
      await dyno.close();
    }
  },
  dyno: async ({ launch }, use) => {
    await use(await launch());
  },
});

export { expect } from '@playwright/test';

async function attachEvidence(dyno: Dyno, testInfo: ReturnType<typeof test.info>): Promise<void> {
  await testInfo.attach('what the program wrote', { body: dyno.errors(), contentType: 'text/plain' });
  const picture = await dyno.page.screenshot().catch(() => null);
  if (picture) await testInfo.attach('the page', { body: picture, contentType: 'image/png' });
}
