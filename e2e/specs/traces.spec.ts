import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../test.ts';

/** Three steps on a thread, each with a launch and its kernel on a stream. */
function writeTrace(folder: string): string {
  const events: object[] = [];
  for (let step = 0; step < 3; step += 1) {
    const ts = 1_700_000_000_000_000 + step * 1000;
    const args = { correlation: step + 1, device: 0, stream: 7 };
    events.push(
      { ph: 'X', cat: 'user_annotation', name: `ProfilerStep#${step}`, pid: 1, tid: 1, ts, dur: 900 },
      { ph: 'X', cat: 'cuda_runtime', name: 'cudaLaunchKernel', pid: 1, tid: 1, ts: ts + 100, dur: 10, args },
      { ph: 'X', cat: 'kernel', name: 'volta_sgemm_128x64', pid: 0, tid: 7, ts: ts + 150, dur: 600, args },
    );
  }
  const path = join(folder, 'three-steps.pt.trace.json');
  writeFileSync(path, JSON.stringify({ schemaVersion: 1, traceEvents: events }));
  return path;
}

async function openByPath(page: Page, path: string): Promise<void> {
  await page.getByRole('link', { name: 'Traces' }).click();
  const field = page.getByRole('textbox', { name: 'Path of a trace on the machine that runs Dyno' });
  await field.fill(path);
  await field.press('Enter');
}

test('a trace is read, drawn, and opened from its index ever after', async ({ host, launch, dataFolder }) => {
  const path = writeTrace(dataFolder);
  const dyno = await launch(host === 'desktop' ? { args: [path] } : {});
  if (host === 'browser') {
    const letter = join(dataFolder, 'letter.txt');
    writeFileSync(letter, 'Dear all,');
    await openByPath(dyno.page, letter);
    await expect(dyno.page.getByText('it begins, at byte 0, with “Dear all,”')).toBeVisible();
    await openByPath(dyno.page, path);
  }
  await dyno.page.waitForURL(/#\/traces\/[0-9a-f]{32}/);
  const drawn = async (page: Page): Promise<void> => {
    const timeline = page.getByRole('region', { name: 'Timeline', exact: true });
    await expect(timeline.getByText('stream 7')).toBeVisible();
    await timeline.getByRole('button', { name: 'Visible spans as a table' }).click();
    await expect(timeline.getByText('volta_sgemm_128x64').first()).toBeVisible();
  };
  await drawn(dyno.page);
  await dyno.page.reload();
  await drawn(dyno.page);

  if (host === 'browser') return;
  // Read anew it would be refused: what opens is the index.
  writeFileSync(path, 'gone');
  const page = await dyno.relaunch([]);
  await page.getByRole('link', { name: 'Traces' }).click();
  await page.getByText('three-steps.pt.trace.json').first().click();
  await drawn(page);
});
