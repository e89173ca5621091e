import { appendFile } from 'node:fs/promises';
import type { DynoApi } from '../../contract/api.ts';
import type { GateFormat, GateReport } from '../../contract/gate.ts';
import type { GateOptions } from './gate-options.ts';
import type { CommandHost } from './types.ts';
import { writeExport } from './write-export.ts';

/** Every form that was asked for; what goes to stdout takes the place of the report there. */
export async function writeGateFiles(
  { terminal, invocation, json }: CommandHost,
  api: Pick<DynoApi, 'exportGate'>,
  { id }: GateReport,
  options: GateOptions,
): Promise<{ readonly ontoStdout: boolean }> {
  const textOf = async (format: GateFormat): Promise<string> => (await api.exportGate(id, format)).text;
  const write = async (format: GateFormat, file: string | undefined): Promise<void> => {
    if (file === undefined || file === '-') return;
    await writeExport(invocation.path(file), await api.exportGate(id, format));
  };
  await write('junit', options.junit);
  await write('markdown', options.markdown);
  await write('benchmark-json', options.benchmarkJson);
  await write('benchmark-json-bigger', options.benchmarkJsonBigger);
  if (options.github === true) {
    // GitHub reads both streams; stdout stays one document where a document was asked for.
    (json ? terminal.say : terminal.data)((await textOf('github')).trimEnd());
    await append(invocation.variable('GITHUB_STEP_SUMMARY'), await textOf('markdown'));
    await append(invocation.variable('GITHUB_OUTPUT'), await textOf('github-outputs'));
  }
  const ontoStdout = options.markdown === '-' && !json;
  if (ontoStdout) terminal.data(await textOf('markdown'));
  return { ontoStdout };
}

async function append(file: string | undefined, text: string): Promise<void> {
  if (file !== undefined) await appendFile(file, text);
}
