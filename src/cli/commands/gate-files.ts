import { appendFile } from 'node:fs/promises';
import { gateAs, type GateDossier, type GateFormatId } from '../../core/reports/gate/index.ts';
import { githubOutputs } from '../../core/reports/gate/github.ts';
import type { GateOptions } from './gate-options.ts';
import type { CommandHost } from './types.ts';
import { writeExport } from './write-export.ts';

/** Every form that was asked for; what goes to stdout takes the place of the report there. */
export async function writeGateFiles(
  { terminal, invocation, json }: CommandHost,
  dossier: GateDossier,
  options: GateOptions,
): Promise<{ readonly ontoStdout: boolean }> {
  const textOf = (id: GateFormatId): string => gateAs(id, dossier).text;
  const write = async (id: GateFormatId, file: string | undefined): Promise<void> => {
    if (file === undefined || file === '-') return;
    await writeExport(invocation.path(file), { fileName: file, ...gateAs(id, dossier) });
  };
  await write('junit', options.junit);
  await write('markdown', options.markdown);
  await write('benchmark-json', options.benchmarkJson);
  await write('benchmark-json-bigger', options.benchmarkJsonBigger);
  if (options.github === true) {
    // GitHub reads both streams; stdout stays one document where a document was asked for.
    (json ? terminal.say : terminal.data)(textOf('github').trimEnd());
    await append(invocation.variable('GITHUB_STEP_SUMMARY'), textOf('markdown'));
    await append(invocation.variable('GITHUB_OUTPUT'), githubOutputs(dossier.report));
  }
  const ontoStdout = options.markdown === '-' && !json;
  if (ontoStdout) terminal.data(textOf('markdown'));
  return { ontoStdout };
}

async function append(file: string | undefined, text: string): Promise<void> {
  if (file !== undefined) await appendFile(file, text);
}
