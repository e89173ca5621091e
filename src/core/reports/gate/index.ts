import { benchmarkJson, biggerBenchmarkJson } from './benchmark-json.ts';
import { githubAnnotations } from './github.ts';
import { junitFormat } from './junit.ts';
import { markdownFormat } from './markdown.ts';
import type { GateDossier, GateFormat, GateFormatId } from './types.ts';

const FORMATS: readonly GateFormat[] = [
  junitFormat,
  markdownFormat,
  githubAnnotations,
  benchmarkJson,
  biggerBenchmarkJson,
];

export type { GateDossier, GateFormatId } from './types.ts';

/** The gate's answer in one of its formats. */
export function gateAs(
  id: GateFormatId,
  dossier: GateDossier,
): { readonly mediaType: string; readonly text: string } {
  const format = FORMATS.find((candidate) => candidate.id === id) ?? markdownFormat;
  return { mediaType: format.mediaType, text: format.write(dossier) };
}
