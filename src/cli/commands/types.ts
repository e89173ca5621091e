import type { Command } from 'commander';
import type { Core } from '../../core/index.ts';
import type { Log } from '../../core/ports.ts';
import type { Invocation } from '../host/invocation.ts';
import type { StopRequest } from '../host/stop-request.ts';
import type { Terminal } from '../host/terminal.ts';

/** Everything a command may touch. The core opens on first use, so that usage errors never touch the store. */
export interface CommandHost {
  readonly terminal: Terminal;
  readonly invocation: Invocation;
  readonly json: boolean;
  readonly stop: StopRequest & { stay(): void };
  readonly log: Log;
  readonly paths: { readonly data: string; readonly models: string };
  readonly monotonic: () => number;
  /** Null where nobody is there to answer. */
  askYesNo(question: string): Promise<boolean | null>;
  openCore(): Promise<Core>;
}

/** Does the work and gives the exit code; throws DynoError. */
export type Work = (host: CommandHost) => Promise<number>;

/**
 * Given by the program: runs the work of the command that the user chose. A command that heeds `host.stop` itself
 * says so; any other is left where it stands when the user wants to stop.
 */
export type Act = (command: Command, work: Work, how?: { readonly stopsItself: boolean }) => Promise<void>;

/** Adds one command to the program. */
export type AddCommand = (program: Command, act: Act) => void;
