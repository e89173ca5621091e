import type { ExportedFile } from '../../../contract/exported-file.ts';
import type { GateFormat } from '../../../contract/gate.ts';
import { benchmarkJson, biggerBenchmarkJson } from './benchmark-json.ts';
import { githubAnnotations, githubOutputs } from './github.ts';
import { junitFormat } from './junit.ts';
import { markdownFormat } from './markdown.ts';
import type { GateDossier, GateWriter } from './types.ts';

const WRITERS: Readonly<Record<GateFormat, GateWriter>> = {
  junit: junitFormat,
  markdown: markdownFormat,
  github: githubAnnotations,
  'github-outputs': githubOutputs,
  'benchmark-json': benchmarkJson,
  'benchmark-json-bigger': biggerBenchmarkJson,
};

/** The gate's answer in one of its formats. */
export function gateAs(id: GateFormat, dossier: GateDossier): ExportedFile {
  const { extension, mediaType, write } = WRITERS[id];
  const fileName = `dyno-gate-${dossier.report.id}-${id}.${extension}`;
  return { fileName, mediaType, text: write(dossier) };
}
