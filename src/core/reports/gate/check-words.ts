import type { GateReport } from '../../../contract/gate.ts';
import type { Run } from '../../../contract/run.ts';

/** What was measured, in the words that tell two benchmarks of one model apart. */
export function benchmarkWords({ model, config }: Run): string {
  const { provider, batch, sequence, threads, scenario, executor } = config;
  return [
    model.name,
    provider,
    `batch ${batch}`,
    ...(sequence === null ? [] : [`sequence ${sequence}`]),
    ...(threads === null ? [] : [`${threads} threads`]),
    ...(scenario === null ? [] : [scenario.kind]),
    ...(executor === null ? [] : ['simulated']),
  ].join(', ');
}

/** Everything that was recorded about where it was measured, one fact a line. */
export function placeWords({
  environment,
  config,
}: Run): readonly (readonly [fact: string, value: string])[] {
  if (environment === null) return [];
  const { host, cpu, os, gpus, onnxRuntime, dyno, git } = environment;
  return [
    ['machine', host],
    ['CPU', `${cpu.model}, ${cpu.cores} cores`],
    ...gpus.map(({ name }) => ['GPU', name] as const),
    ['system', `${os.name} (${os.kernel}, ${os.arch})`],
    ['ONNX Runtime', onnxRuntime ?? 'unknown'],
    ['Dyno', dyno],
    ...(git === null
      ? []
      : [['commit', `${git.commit.slice(0, 12)}${git.dirty ? ', changed' : ''}`] as const]),
    ...(config.executor === null ? [] : [['simulated', config.executor] as const]),
  ];
}

/** Of several lines of text one: a name may hold line ends and what no terminal and no document should obey. */
export function oneLine(text: string): string {
  return wellFormed(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ')
    .trim();
}

/** Halves of surrogate pairs are in no encoding: a file's name may hold them. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

export function sentencesOf({ checks, reasons, notMeasured }: GateReport): readonly string[] {
  return [
    ...checks.map(({ sentence }) => sentence),
    ...reasons.map(({ text, nextStep }) => `${text} ${nextStep}`),
    ...notMeasured.map(({ label, reason }) => `${label}, not measured: ${reason}`),
  ];
}
