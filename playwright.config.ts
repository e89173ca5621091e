import { defineConfig } from '@playwright/test';
import type { HostKind } from './e2e/hosts/host.ts';
import { findChromium } from './e2e/hosts/program.ts';

/**
 * Two hosts, the same pages; what only a desktop has lies in specs/desktop. Evidence, hardware and profiles are driven
 * on the desktop alone: what they stream goes through the browser's channel with every run of the other specs as well.
 */
export default defineConfig<object, { readonly host: HostKind }>({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  // Measurements keep all cores busy: two at once on a small machine take longer than one after the other.
  workers: 1,
  fullyParallel: false,
  // A retry would hide a fault.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    trace: 'retain-on-failure',
    actionTimeout: 10_000,
    launchOptions: {
      executablePath: await findChromium(),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-sync',
        '--disable-component-update',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { host: 'desktop' } },
    {
      name: 'browser',
      use: { host: 'browser' },
      testIgnore: ['**/desktop/**', '**/evidence.spec.ts', '**/hardware.spec.ts', '**/profile.spec.ts'],
    },
  ],
});
