import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import type { Started, StartOptions } from './host.ts';
import { appFolder, cleanEnvironment, endingOf, endInTime, keepText } from './program.ts';

const PROGRAM = join(appFolder, 'out/main/cli.js');

/** `dyno serve` and a page of its own in the runner's Chromium. */
export async function startInBrowser(browser: Browser, options: StartOptions): Promise<Started> {
  const { dataFolder, args, env } = options;
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--port', '0', '--data', dataFolder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(env),
  });
  const exited = endingOf(child);
  const errors = keepText(child.stderr);
  const printed = keepText(child.stdout);
  const kill = (): void => void child.kill('SIGKILL');
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const url = /http:\/\/\S+/.exec(printed())?.[0];
      if (url && printed().includes('\n')) resolve(url);
    });
    void exited.then(({ code }) => reject(new Error(`dyno serve ended with code ${code}:\n${errors()}`)));
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(address);
  return {
    runtime: 'browser',
    pid: child.pid ?? 0,
    page,
    evaluate: () => Promise.reject(new Error('There is no Electron in a browser.')),
    reattach: () => Promise.resolve(page),
    exited,
    errors,
    kill,
    async quit() {
      await context.close();
      child.kill('SIGTERM');
      return endInTime(exited, kill, errors);
    },
  };
}
