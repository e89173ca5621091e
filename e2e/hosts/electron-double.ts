import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Answer, Question } from '../electron-double/evaluate.ts';
import { attach, forgetPort } from './devtools.ts';
import type { Ending, Evaluate, Started, StartOptions } from './host.ts';
import { appFolder, cleanEnvironment, endingOf, endInTime, findChromium, keepText } from './program.ts';

const START = join(import.meta.dirname, '../electron-double/start.ts');

export interface DoubleProcess {
  readonly pid: number;
  readonly evaluate: Evaluate;
  readonly exited: Promise<Ending>;
  errors(): string;
  kill(): void;
}

/** The built main bundle under Node, or any other application folder. */
export async function startDouble(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<DoubleProcess> {
  const child = fork(START, [folder, ...args], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: cleanEnvironment({ ...env, ELECTRON_DOUBLE_CHROMIUM: await findChromium() }),
  });
  return {
    pid: child.pid ?? 0,
    evaluate: evaluateIn(child),
    exited: endingOf(child),
    errors: keepText(child.stderr),
    kill: () => void child.kill('SIGKILL'),
  };
}

function evaluateIn(child: ChildProcess): Evaluate {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  child.on('message', ({ id, value, error }: Answer) => {
    const call = pending.get(id);
    pending.delete(id);
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(error));
  });
  child.once('exit', () => {
    for (const call of pending.values()) call.reject(new Error('The program ended before it answered.'));
  });
  return <Result, Argument>(run: unknown, argument: Argument) =>
    new Promise<Result>((resolve, reject) => {
      const question: Question = { id: (lastId += 1), source: String(run), argument };
      pending.set(question.id, { resolve: resolve as (value: unknown) => void, reject });
      child.send(question, (error) => {
        if (error) reject(error);
      });
    });
}

export async function startOnDouble({ dataFolder, args, env }: StartOptions): Promise<Started> {
  forgetPort(dataFolder);
  const program = await startDouble(appFolder, ['--data', dataFolder, ...args], env);
  const { evaluate, exited, errors, kill } = program;
  let attached = await attach(dataFolder, exited, errors).catch((error: unknown) => {
    kill();
    throw error;
  });
  return {
    runtime: 'electron double',
    pid: program.pid,
    get page() {
      return attached.page;
    },
    evaluate,
    exited,
    errors,
    kill,
    async reattach() {
      await attached.browser.close();
      attached = await attach(dataFolder, exited, errors);
      return attached.page;
    },
    async quit() {
      void evaluate(stopAndQuit, null).catch(() => undefined); // it may be gone before it answers
      return endInTime(exited, kill, errors);
    },
  };
}

export function stopAndQuit({ app, dialog }: typeof Electron.CrossProcessExports): void {
  dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
  app.quit();
}
