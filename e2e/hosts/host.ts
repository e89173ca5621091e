import type { Page } from '@playwright/test';

export type HostKind = 'desktop' | 'browser';

/** Runs in the application's main process, with the module "electron": the test's hand in the real thing. */
export type Evaluate = <Result, Argument>(
  run: (electron: typeof Electron.CrossProcessExports, argument: Argument) => Result | Promise<Result>,
  argument: Argument,
) => Promise<Result>;

export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
}

/** One started program. */
export interface Started {
  readonly runtime: 'electron' | 'electron double' | 'browser';
  readonly pid: number;
  readonly page: Page;
  readonly evaluate: Evaluate;
  /** Attaches anew: a page object does not survive the crash of its renderer. */
  reattach(): Promise<Page>;
  /** What it wrote to stderr so far. */
  errors(): string;
  readonly exited: Promise<Ending>;
  /** Asks it to quit; a question about runs that go on is answered with "stop". */
  quit(): Promise<Ending>;
  /** At once, as a crash or a power cut would. */
  kill(): void;
}

export interface StartOptions {
  readonly dataFolder: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}
