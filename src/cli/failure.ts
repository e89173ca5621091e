import { CommanderError } from 'commander';
import { asDynoError, DynoError } from '../contract/errors.ts';
import { SCHEMA_VERSION } from './output/schema.ts';
import type { Terminal } from './host/terminal.ts';

/** One shape for whatever went wrong, commander's own complaints included. */
export function asFailure(thrown: unknown, command: string): DynoError {
  if (!(thrown instanceof CommanderError)) return asDynoError(thrown);
  return new DynoError({
    code: 'USAGE',
    message:
      thrown.code === 'commander.help'
        ? 'No command was given.'
        : sentence(thrown.message.replace(/^error: /, '')),
    subject: command,
    nextStep: `See ${command} --help.`,
  });
}

/** Commander adds "(Did you mean …?)" on a line of its own. */
function sentence(message: string): string {
  const line = message.replaceAll(/\s+/g, ' ').trim();
  const capital = line.charAt(0).toUpperCase() + line.slice(1);
  return /[.?)]$/.test(capital) ? capital : `${capital}.`;
}

export function reportFailure(error: DynoError, terminal: Terminal, json: boolean, debugging: boolean): void {
  if (json) {
    terminal.data(JSON.stringify({ schemaVersion: SCHEMA_VERSION, error: error.details() }, null, 2));
  } else {
    terminal.say(describeFailure(error, terminal));
  }
  if (debugging) terminal.say(String(causeOf(error).stack));
}

export function describeFailure(error: DynoError, terminal: Terminal): string {
  const { red, bold, dim } = terminal.paintErrors;
  const message = error.message.includes(error.subject) ? '' : dim(` (${error.subject})`);
  return `${red(bold(error.code))}  ${error.message}${message}\n${dim('→')} ${error.nextStep}`;
}

function causeOf(error: Error): Error {
  return error.cause instanceof Error ? causeOf(error.cause) : error;
}
