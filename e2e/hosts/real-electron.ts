import { _electron } from '@playwright/test';
import { attach, forgetPort } from './devtools.ts';
import { stopAndQuit } from './electron-double.ts';
import type { Started, StartOptions } from './host.ts';
import { appFolder, cleanEnvironment, endingOf, endInTime, keepText } from './program.ts';

export async function startOnElectron(executablePath: string, options: StartOptions): Promise<Started> {
  const { dataFolder, args, env } = options;
  forgetPort(dataFolder);
  const electron = await _electron.launch({
    executablePath,
    args: [appFolder, '--data', dataFolder, ...args],
    env: cleanEnvironment(env),
  });
  const child = electron.process();
  const exited = endingOf(child);
  const errors = keepText(child.stderr);
  const kill = (): void => void child.kill('SIGKILL');
  let page = await electron.firstWindow();
  return {
    runtime: 'electron',
    pid: child.pid ?? 0,
    get page() {
      return page;
    },
    evaluate: (run, argument) => electron.evaluate(run as never, argument),
    exited,
    errors,
    kill,
    async reattach() {
      ({ page } = await attach(dataFolder, exited, errors));
      return page;
    },
    async quit() {
      void electron.evaluate(stopAndQuit).catch(() => undefined); // it may be gone before it answers
      return endInTime(exited, kill, errors);
    },
  };
}
