import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { milliseconds, type Figure } from '../figure.ts';
import { inFreshProcess } from '../fresh-process.ts';
import { openDynoPage } from './dyno-page.ts';
import { writeTrace } from './generate.ts';
import type { ImportTraceAnswer } from './import-trace.ts';
import type { ParseJsonAnswer } from './parse-json.ts';

const SIZES = [
  { bytes: 1e9, title: '1 GB', chartMs: 4_000, readyMs: Infinity },
  { bytes: 4e9, title: '4 GB', chartMs: 15_000, readyMs: 15_000 },
] as const;
const AGAIN_MS = 500;

/** What is larger than a string may be: first window, first chart, all of it, and a second time from the index. */
export async function benchTraceLarge(say: (text: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of SIZES) {
    const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-trace-'));
    try {
      figures.push(...(await ofSize(size, folder, say)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

async function ofSize(
  { bytes, title, chartMs, readyMs }: (typeof SIZES)[number],
  folder: string,
  say: (text: string) => void,
): Promise<Figure[]> {
  const path = join(folder, 'trace.json');
  const generated = writeTrace(path, { bytes });
  const { parseMs } = await inFreshProcess<ParseJsonAnswer>('traces/parse-json.ts', { path });
  const read = await inFreshProcess<ImportTraceAnswer>('traces/import-trace.ts', { path, folder });
  say(
    `${title}, importer alone: first window ${read.previewMs === null ? 'none' : milliseconds(read.previewMs)}, all ${milliseconds(read.importMs)}, JSON.parse in pieces ${milliseconds(parseMs)}`,
  );
  if (read.spans !== generated.spans) throw new Error(`${read.spans} of ${generated.spans} spans were read.`);
  const data = join(folder, 'data');
  const opened = await inPage(data, path);
  const again = await inPage(data, path);
  say(
    `${title}, in the page: chart ${milliseconds(opened.chartMs)}, ready ${milliseconds(opened.readyMs)}; again ${milliseconds(again.chartMs)}`,
  );
  return [
    {
      name: `${title} of JSON to its first chart`,
      target: `< ${milliseconds(chartMs)}`,
      measured: `${milliseconds(opened.chartMs)}, ${(opened.chartMs / parseMs).toFixed(2)} of JSON.parse in pieces`,
      met: opened.chartMs < chartMs,
      detail: { opened, read, parseMs },
    },
    {
      name: `${title}: all of it in the index`,
      target: readyMs === Infinity ? 'as measured' : `< ${milliseconds(readyMs)}`,
      measured: `${milliseconds(opened.readyMs)}, ${(opened.readyMs / parseMs).toFixed(2)} of JSON.parse in pieces`,
      met: opened.readyMs < readyMs,
      detail: {},
    },
    {
      name: `${title} a second time, in a new host`,
      target: `< ${milliseconds(AGAIN_MS)}`,
      measured: `${milliseconds(again.chartMs)} to its chart, ${(again.chartMs / opened.chartMs).toFixed(2)} of the first`,
      met: again.chartMs < AGAIN_MS,
      detail: { again },
    },
  ];
}

async function inPage(dataFolder: string, path: string) {
  const dyno = await openDynoPage(dataFolder);
  try {
    return { ...(await dyno.open(path)), memory: dyno.memory() };
  } finally {
    await dyno.end();
  }
}
