import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { asDynoError, DynoError } from '../../contract/errors.ts';
import { formatBytes } from '../../contract/units.ts';
import { EXIT } from '../exit-codes.ts';
import { exportFormat, usage } from '../options.ts';
import { jsonDocument } from '../output/schema.ts';
import { RUN_ARGUMENT } from './show.ts';
import type { AddCommand, CommandHost } from './types.ts';

interface ExportOptions {
  readonly format: 'json' | 'csv';
  readonly output?: string;
}

const HELP = `
JSON holds the run whole; CSV one line per iteration.

Examples:
  dyno export last --format csv -o latencies.csv
  dyno export last --format json | jq .run

Exit codes: 0 done, 2 no such run or no way to write there, 3 the disk is full`;

export const addExport: AddCommand = (program, act) => {
  program
    .command('export')
    .summary('write a run as JSON or CSV')
    .description('Writes one stored run to a file or to stdout.')
    .argument('<run>', RUN_ARGUMENT)
    .requiredOption('-f, --format <format>', 'json or csv', exportFormat)
    .option('-o, --output <file>', 'write here instead of stdout')
    .addHelpText('after', HELP)
    .action((reference: string, options: ExportOptions, command: Command) =>
      act(command, (host) => exportRun(host, reference, options)),
    );
};

async function exportRun(host: CommandHost, reference: string, options: ExportOptions): Promise<number> {
  const { api } = await host.openCore();
  const { id } = await api.getRun(reference);
  const file = await api.exportRun(id, options.format);
  if (options.output === undefined) {
    host.terminal.data(host.json ? jsonDocument({ run: { id }, ...file }) : file.text);
    return EXIT.done;
  }
  const path = host.invocation.path(options.output);
  await writeOut(path, file.text);
  const bytes = Buffer.byteLength(file.text);
  if (host.json) host.terminal.data(jsonDocument({ run: { id }, path, bytes, mediaType: file.mediaType }));
  else host.terminal.say(`Wrote ${path} (${formatBytes(bytes)}).`);
  return EXIT.done;
}

async function writeOut(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): DynoError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DynoError({
      code: 'STORE_FULL',
      message: 'The disk is full: the export is not whole.',
      subject: path,
      nextStep: 'Free some space, or write to another disk.',
    });
  }
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'Its folder does not exist.',
    ENOTDIR: 'A part of the path is a file, not a folder.',
    EISDIR: 'It is a folder, not a file.',
    EACCES: 'Writing there is not permitted.',
    EPERM: 'Writing there is not permitted.',
    EROFS: 'That disk is read-only.',
  };
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined) return asDynoError(error, path);
  return usage(`The export cannot be written. ${reason}`, path, 'Choose another place with -o FILE.');
}
