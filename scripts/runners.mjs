/** What `npm run check` and `npm test` run. Each runner gives its results: one, or one for each of its projects. */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { inCheckout, projectNode, readJsonOr, root } from './checkout.mjs';
import { runGuarded } from './guarded.mjs';
import { resultOfCheck, resultsOfPlaywright, resultOfVitest } from './tally.mjs';

const module = (...parts) => inCheckout('node_modules', ...parts);
const TSC = module('typescript', 'bin', 'tsc');
const CACHE = inCheckout('node_modules', '.cache');

/** Tests start hundreds of processes: each would strip and compile the same files. */
const COMPILED = { NODE_COMPILE_CACHE: `${CACHE}/dyno-compiled` };

const tsc = (layer) => [
  TSC,
  '-p',
  `tsconfig.${layer}.json`,
  '--incremental',
  '--tsBuildInfoFile',
  `${CACHE}/dyno-tsc-${layer}.tsbuildinfo`,
];

/** Each counts as one in the sum. */
export const STATIC_CHECKS = [
  // No cache: its rules look at types, which change with other files than the one that is cached.
  { name: 'lint', args: [module('eslint', 'bin', 'eslint.js'), '--max-warnings=0', '.'] },
  {
    name: 'format',
    args: [
      module('prettier', 'bin', 'prettier.cjs'),
      '--check',
      '--log-level=warn',
      '--cache',
      `--cache-location=${CACHE}/dyno-prettier`,
      '.',
    ],
  },
  { name: 'types: pure', args: tsc('pure') },
  { name: 'types: node', args: tsc('node') },
  { name: 'types: web', args: tsc('web') },
  {
    name: 'directions',
    args: [
      module('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      '--output-type',
      'err',
      'src',
      'e2e',
      'bench',
      'scripts',
    ],
  },
];

/** Runs one check; its words are kept for the case that it fails. */
export async function runCheck({ name, args }) {
  const { code, output } = await run(args);
  return [resultOfCheck(name, code, output)];
}

/** @param {NodeJS.ProcessEnv} env */
export async function runVitest(env = {}) {
  const report = freshReport('vitest.json');
  const { code, output } = await run(
    [
      module('vitest', 'vitest.mjs'),
      'run',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { NODE_ENV: 'test', ...COMPILED, ...env },
  );
  return [resultOfVitest('unit', readJsonOr(report), code, output)];
}

export async function runPlaywright(env) {
  const report = freshReport('playwright.json');
  const { code, output } = await run(
    [module('@playwright', 'test', 'cli.js'), 'test', '--reporter=json,line'],
    { ...env, ...COMPILED, PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_HTML_OPEN: 'never' },
  );
  return resultsOfPlaywright('end to end', readJsonOr(report), code, output);
}

/** A report of an earlier run must never be read as this one's. */
function freshReport(name) {
  const path = inCheckout('.dyno', 'reports', name);
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  return path;
}

async function run(args, env = {}) {
  let output = '';
  const { code } = await runGuarded(projectNode(), args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
    stdout: 'pipe',
    stderr: 'pipe',
    onOutput: (text) => (output += text),
  });
  if (code === 130 || code === 143) process.exit(code);
  return { code, output };
}
