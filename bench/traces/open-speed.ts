import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mebibytes, milliseconds, type Figure } from '../figure.ts';
import { openDynoPage } from './dyno-page.ts';
import { writeTrace } from './generate.ts';
import { PeakWatch } from './peak-watch.ts';
import { openInSpeedscope } from './speedscope-page.ts';

const FILE_BYTES = 200e6;
const LEAST_RATIO = 5;
const MOST_MEMORY = 1 / 3;

/** From a file to its first flame chart, and the memory that it takes, beside speedscope with the same file. */
export async function benchTraceOpen(say: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-trace-'));
  try {
    const path = join(folder, 'trace.json');
    const generated = writeTrace(path, { bytes: FILE_BYTES, hasBase: true });
    const ours = await openInDyno(path, join(folder, 'data'));
    say(`Dyno: chart after ${milliseconds(ours.chartMs)}, all of it after ${milliseconds(ours.readyMs)}`);
    say(`  memory at most ${mebibytes(ours.bytes)}; then ${ours.parts}`);
    const peer = await openInSpeedscope(path);
    say(
      `speedscope: chart after ${milliseconds(peer.chartMs)}, at most ${mebibytes(peer.peakBytes)}, ${peer.complaints} complaints`,
    );
    const ratio = peer.chartMs / ours.chartMs;
    const whole = peer.chartMs / ours.readyMs;
    const memory = ours.bytes / peer.peakBytes;
    return [
      {
        name: `file to first chart, ${mebibytes(generated.bytes)}: speedscope over Dyno`,
        target: `≥ ${LEAST_RATIO}`,
        measured: `${ratio.toFixed(1)} (${milliseconds(peer.chartMs)} over ${milliseconds(ours.chartMs)}; all read: ${whole.toFixed(1)})`,
        met: ratio >= LEAST_RATIO && whole >= LEAST_RATIO,
        detail: { ours, peer, generated },
      },
      {
        name: 'its memory: Dyno’s page, importer and host over speedscope’s page',
        target: `≤ ${MOST_MEMORY.toFixed(2)}`,
        measured: `${memory.toFixed(2)} (${mebibytes(ours.bytes)} over ${mebibytes(peer.peakBytes)}, most of the resident at once)`,
        met: memory <= MOST_MEMORY,
        detail: {},
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openInDyno(path: string, dataFolder: string) {
  const dyno = await openDynoPage(dataFolder);
  try {
    const peak = new PeakWatch(() => dyno.memory().allBytes);
    const opened = await dyno.open(path);
    const bytes = peak.end();
    const { pageBytes, importerBytes, hostBytes } = dyno.memory();
    const parts = `page ${mebibytes(pageBytes)}, importer ${mebibytes(importerBytes)}, host +${mebibytes(hostBytes)}`;
    return { ...opened, bytes, parts };
  } finally {
    await dyno.end();
  }
}
