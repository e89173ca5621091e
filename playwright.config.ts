import { defineConfig } from '@playwright/test';
import type { HostKind } from './e2e/hosts/host.ts';
import { findChromium } from './e2e/hosts/program.ts';

/** Two hosts, the same specs; what only a desktop has lies in specs/desktop. */
export default defineConfig<object, { readonly host: HostKind }>({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  // Each test has a data folder and a machine lock of its own, and none asserts a time: two share a machine well, since
  // most of a test is waiting for programs and windows.
  workers: 2,
  fullyParallel: true,
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
    { name: 'browser', use: { host: 'browser' }, testIgnore: '**/desktop/**' },
  ],
});
