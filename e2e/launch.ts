import type { Browser, Page } from '@playwright/test';
import { startInBrowser } from './hosts/browser.ts';
import { startOnDouble } from './hosts/electron-double.ts';
import type { HostKind, Started } from './hosts/host.ts';
import { findElectron } from './hosts/program.ts';
import { startOnElectron } from './hosts/real-electron.ts';

export interface LaunchOptions {
  readonly host: HostKind;
  readonly dataFolder: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The runner's Chromium, for the host "browser". */
  readonly browser: Browser;
}

/** The application as a user has it: started, with its page. It can be ended and started again on the same data. */
export interface Dyno extends Pick<Started, 'evaluate' | 'errors' | 'reattach'> {
  readonly host: HostKind;
  readonly runtime: Started['runtime'];
  readonly dataFolder: string;
  readonly page: Page;
  /** The program itself, as it runs now. */
  readonly started: Started;
  close(): Promise<void>;
  relaunch(args?: readonly string[]): Promise<Page>;
}

export async function launchDyno(options: LaunchOptions): Promise<Dyno> {
  let started = await start(options);
  return {
    host: options.host,
    dataFolder: options.dataFolder,
    get runtime() {
      return started.runtime;
    },
    get page() {
      return started.page;
    },
    get started() {
      return started;
    },
    evaluate: (run, argument) => started.evaluate(run, argument),
    errors: () => started.errors(),
    reattach: () => started.reattach(),
    async close() {
      await started.quit();
    },
    async relaunch(args = options.args ?? []) {
      await started.quit();
      started = await start({ ...options, args });
      return started.page;
    },
  };
}

async function start({ host, dataFolder, args = [], env = {}, browser }: LaunchOptions): Promise<Started> {
  const options = { dataFolder, args, env };
  if (host === 'browser') return startInBrowser(browser, options);
  const electron = await findElectron();
  return electron ? startOnElectron(electron, options) : startOnDouble(options);
}
