import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const BAR = /^#{80}\n/m;

export const referenceFolder = process.env.DYNO_REFERENCE ?? null;

export function referenceFiles(folder: string, ending: string): string[] {
  if (referenceFolder === null) return [];
  const path = join(referenceFolder, 'gpu', folder);
  return readdirSync(path)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(path, name));
}

export interface Capture {
  readonly title: string;
  /** "idle" or "load". */
  readonly phase: string;
  readonly csv: string;
  readonly apps: string;
  readonly metrics: readonly ExportedMetric[];
}

export interface ExportedMetric {
  readonly name: string;
  /** The column that it was made from, as its help says. */
  readonly column: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Each phase of each capture, with the metrics that another program made of it. */
export function captures(): Capture[] {
  return referenceFiles('nvidia-smi', '.txt').flatMap((file) => {
    const parts = readFileSync(file, 'utf8').split(BAR);
    return referenceFiles('nvidia-smi', '.metrics')
      .filter((name) => name.startsWith(file.replace(/\.txt$/, '__')))
      .map((name) => {
        const phase = /__(\w+)\.metrics$/.exec(name)?.[1] ?? '';
        const answer = (query: string): string => {
          const at = parts.findIndex((part) => part.startsWith(`# ${phase} :: ${query}`));
          return at < 0 ? '' : (parts[at + 1] ?? '');
        };
        return {
          title: name.split('/').at(-1) ?? name,
          phase,
          csv: answer('query-gpu '),
          apps: answer('query-compute-apps'),
          metrics: parseMetrics(readFileSync(name, 'utf8')),
        };
      });
  });
}

function parseMetrics(text: string): ExportedMetric[] {
  const help = new Map<string, string>();
  return text.split('\n').flatMap((line) => {
    const told = /^# HELP (\S+) (.*)$/.exec(line);
    if (told !== null) help.set(told[1] ?? '', told[2] ?? '');
    const sample = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (sample === null) return [];
    const labels = [...(sample[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
    return [
      {
        name: sample[1] ?? '',
        column: (help.get(sample[1] ?? '') ?? '').replace(/ \[.*\]$/, ''),
        labels: Object.fromEntries(labels.map(([, key = '', value = '']) => [key, value])),
        value: Number(sample[3]),
      },
    ];
  });
}
