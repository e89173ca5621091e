import { bareApp } from './app.ts';

/** What the test runner asks: a function's source, run here with the electron module, as Playwright does it. */
export interface Question {
  readonly id: number;
  readonly source: string;
  readonly argument: unknown;
}

export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

export function listenForTests(): void {
  if (!process.send) return;
  process.on('message', (question: Question) => {
    void answer(question).then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => bareApp.exit(1));
}

async function answer({ id, source, argument }: Question): Promise<Answer> {
  try {
    // Late, since the module makes the double's parts: not before the hooks stand.
    const { default: electron } = await import('./electron.ts');
    const run = (0, eval)(`(${source})`) as (electron: unknown, argument: unknown) => unknown;
    return { id, value: await run(electron, argument) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
