import { expect, test } from '../test.ts';
import { chooseDemo } from '../bench.ts';
import { dynoCommand, runDemo } from '../command-line.ts';

/** Workers are started two by two, on machines that do much else at the time. */
const A_FEW_PAIRS = { timeout: 90_000 };

test('A or B is tested from the page, pair by pair, and kept with its verdict', async ({ dyno }) => {
  const { page } = dyno;
  await page.evaluate(`location.hash = '#/compare/ab'`);
  await page.getByLabel('Model of A').selectOption({ label: 'mlp-tiny' });
  await page.getByLabel('Threads of B').fill('1');
  await page.getByLabel('Pairs at most').fill('2');
  await page.getByRole('button', { name: 'Test it: A or B?' }).click();
  await page.waitForURL(/#\/compare\/ab\/\w+$/);
  // Two pairs are too few for any verdict: it says so, and what would be needed.
  await expect(page.getByText(/^Undecided after 2 pairs/)).toBeVisible(A_FEW_PAIRS);
  await expect(page.getByRole('figure', { name: /interval closing/i })).toBeVisible();

  const again = await dyno.relaunch();
  await again.evaluate(`location.hash = '#/compare/ab'`);
  await again.getByRole('button', { name: /Undecided after 2 pairs/ }).click();
  await expect(again.getByRole('heading', { name: /A or B/, level: 1 })).toBeVisible();
});

test('a run shows whether it can be trusted, with the evidence one click away', async ({
  dataFolder,
  launch,
}) => {
  // Load is counted in ticks of 10 ms: a run under 200 ms cannot tell, and the page rightly sets it aside.
  const id = await runDemo(dataFolder, '--iterations', '100000');
  const { page } = await launch();
  await page.evaluate(`location.hash = '#/runs/${id}'`);
  await page.getByRole('button', { name: /^(trusted|caution|not trusted): show the evidence$/ }).click();
  const evidence = page.getByRole('dialog', { name: 'Can these numbers be trusted?' });
  await expect(evidence.getByRole('row', { name: /Other load/ })).toContainText(/ok|warning|bad/);
  await expect(
    evidence.getByRole('row', { name: /There are (only )?\d+ samples|^\w+ Samples / }),
  ).toContainText(/ok|warning|bad/);
});

test('a simulated run says so where it is listed and where it is opened', async ({ dataFolder, launch }) => {
  const id = await runDemo(dataFolder, '--executor', 'fake:normal(10ms,0.2ms)');
  const { page } = await launch();
  await page.getByRole('link', { name: 'Runs' }).click();
  await expect(page.getByRole('row', { name: /^Select mlp-tiny/ })).toContainText('simulated');
  await page.evaluate(`location.hash = '#/runs/${id}'`);
  await expect(page.getByRole('main')).toContainText(/simulated/i);
});

test('a run is held against targets, each with its margin or the reason why not', async ({
  dataFolder,
  launch,
}) => {
  const id = await runDemo(dataFolder, '--executor', 'fake:normal(10ms,0.2ms)', '--iterations', '200');
  const { page } = await launch();
  await page.evaluate(`location.hash = '#/runs/${id}'`);
  await page.getByRole('tab', { name: 'Targets' }).click();
  const targets = page.getByRole('table', { name: 'Each target with what was measured' });
  await expect(targets.getByRole('row', { name: /^p50 latency/ })).toContainText('Pass');
  await expect(targets.getByRole('row', { name: /^p95 latency/ })).toContainText('Pass');
  // Two hundred iterations are too few for p99 by MLPerf's rule.
  await expect(targets.getByRole('row', { name: /^p99 latency/ })).toContainText('Needs more samples');
});

test('a sweep of two batches is planned, measured and drawn, each cell a run', async ({ dyno }) => {
  const { page } = dyno;
  await page.evaluate(`location.hash = '#/sweep'`);
  await chooseDemo(page, 'mlp-tiny');
  // Four sizes are chosen to begin with.
  for (const size of ['2', '8']) await page.getByRole('button', { name: size, exact: true }).first().click();
  await page.getByLabel('Iterations').fill('40');
  await page.getByRole('button', { name: 'Measure 2 cells' }).click();
  await page.waitForURL(/#\/sweep\/\w+$/);
  const cells = page.getByRole('list', { name: 'Cells in the order in which they are measured' });
  await expect(cells.getByText(/: done$/)).toHaveCount(2, A_FEW_PAIRS);
  await page.getByRole('link', { name: 'Runs' }).click();
  await expect(page.getByRole('row', { name: /^Select mlp-tiny .* done / })).toHaveCount(2);
});

test('a sweep of the command line is there for the page, with its law in words', async ({
  dataFolder,
  launch,
}) => {
  const printed = await dynoCommand(
    ...['sweep', 'demo:mlp-tiny', '--batch', '1,2,4,8', '--data', dataFolder, '--json'],
    ...['--executor', 'fake:normal(1ms,0.01ms)+per(sample=0.5ms)'],
  );
  const { id } = (JSON.parse(printed) as { sweep: { id: string } }).sweep;
  const { page } = await launch();
  await page.evaluate(`location.hash = '#/sweep/${id}'`);
  await expect(page.getByRole('main')).toContainText(/per sample/);
});
