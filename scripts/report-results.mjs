import { allPassed, totalLine } from './tally.mjs';

const print = (text) => void process.stdout.write(`${text}\n`);
const indent = (text) => text.replaceAll(/^(?=.)/gm, '      ');

const LONGEST_WHY_LINES = 60;

/** Runs one runner and prints the lines of its results as soon as it is done. */
export async function timed(runner) {
  const beganAt = Date.now();
  const results = await runner();
  const seconds = `${((Date.now() - beganAt) / 1000).toFixed(1)} s`;
  for (const [index, { name, note, passed, failed, skipped }] of results.entries()) {
    const facts = [`${passed} passed`];
    if (failed.length) facts.push(`${failed.length} failed`);
    if (skipped.length) facts.push(`${skipped.length} skipped`);
    if (note) facts.push(note);
    if (index === results.length - 1) facts.push(seconds);
    print(`${failed.length ? '✗' : '✓'} ${name.padEnd(12)} ${facts.join(', ')}`);
  }
  return results;
}

/** At most so many at a time; their results in the order of the list. */
export async function inLanes(lanes, tasks) {
  const results = [];
  const queue = [...tasks.entries()];
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results.flat();
}

/** Failures with their reasons, skipped ones with theirs, then the sum as the last line. Gives the exit code. */
export function report(results) {
  for (const { name, failed } of results) {
    if (failed.length) print(`\nFailed in ${name}:`);
    for (const { name: test, why } of failed) print(`  ✗ ${test}\n${indent(cut(why))}`);
  }
  const skipped = results.flatMap((result) => result.skipped);
  if (skipped.length) print('\nSkipped:');
  for (const { name, why } of skipped) print(`  - ${name}: ${why}`);
  const flaky = results.flatMap((result) => result.flaky ?? []);
  if (flaky.length) print('\nPassed only when repeated:');
  for (const name of flaky) print(`  - ${name}`);
  print('');
  print(totalLine(results));
  return allPassed(results) ? 0 : 1;
}

function cut(why) {
  const lines = why.split('\n');
  if (lines.length <= LONGEST_WHY_LINES) return why;
  return [...lines.slice(0, LONGEST_WHY_LINES), `… ${lines.length - LONGEST_WHY_LINES} more lines`].join(
    '\n',
  );
}
