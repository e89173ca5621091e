import { asDynoError, type DynoError } from '../../../contract/errors.ts';
import type { TraceInfo } from '../../../contract/trace.ts';
import type { Core } from '../../../core/index.ts';
import { EXIT } from '../../exit-codes.ts';
import { jsonDocument } from '../../output/schema.ts';
import { reportFailure } from '../../failure.ts';
import type { CommandHost } from '../types.ts';
import { openTrace, StoppedReading, type OpeningOptions } from './open-trace.ts';

export interface Told {
  /** For --json. */
  document(): Readonly<Record<string, unknown>>;
  /** For the terminal. */
  text(): string;
}

/**
 * One trace after the other. A single one that cannot be read ends the command; among several it is told, the others
 * are shown, and the exit code is that of the first failure.
 */
export async function eachFile(
  host: CommandHost,
  files: readonly string[],
  options: OpeningOptions,
  tell: (core: Core, info: TraceInfo) => Promise<Told>,
): Promise<number> {
  const core = await host.openCore();
  const documents: Readonly<Record<string, unknown>>[] = [];
  let exitCode: number = EXIT.done;
  for (const [place, file] of files.entries()) {
    try {
      const told = await tell(core, await openTrace(host, core, file, options));
      if (host.json) documents.push(told.document());
      else host.terminal.data(place === 0 ? told.text() : `\n${told.text()}`);
    } catch (thrown) {
      if (thrown instanceof StoppedReading) return thrown.exitCode;
      if (files.length === 1) throw thrown;
      const failure = asDynoError(thrown, file);
      if (exitCode === EXIT.done) exitCode = failure.exitCode;
      if (host.json) documents.push({ path: host.invocation.path(file), error: failure.details() });
      else sayFailure(host, failure);
    }
  }
  if (host.json)
    host.terminal.data(jsonDocument(documents.length === 1 ? (documents[0] ?? {}) : { traces: documents }));
  return exitCode;
}

function sayFailure(host: CommandHost, failure: DynoError): void {
  reportFailure(failure, host.terminal, false, false);
}
