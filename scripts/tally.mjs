/**
 * What a runner came to. A runner that died or that ran nothing is a failure itself: silence never passes.
 *
 * @typedef {{ name: string, note?: string, passed: number, failed: { name: string, why: string }[],
 *   skipped: { name: string, why: string }[] }} Result
 */

/** @returns {Result} */
export function resultOfCheck(name, code, output) {
  if (code === 0) return { name, passed: 1, failed: [], skipped: [] };
  return {
    name,
    passed: 0,
    failed: [{ name, why: output.trim() || `ended with code ${code}` }],
    skipped: [],
  };
}

/** From vitest's JSON report. @returns {Result} */
export function resultOfVitest(name, report, code, output) {
  const result = emptyResult(name);
  for (const file of report?.testResults ?? []) {
    const path = shortened(file.name);
    if (file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed')) {
      result.failed.push({ name: path, why: file.message || 'the file could not be run' });
    }
    for (const test of file.assertionResults) {
      const title = `${path} › ${[...test.ancestorTitles, test.title].join(' › ')}`;
      if (test.status === 'passed') result.passed += 1;
      else if (test.status === 'failed')
        result.failed.push({ name: title, why: test.failureMessages.join('\n') });
      else result.skipped.push({ name: title, why: test.meta?.skipReason ?? test.status });
    }
  }
  return withRunner(result, code, output);
}

/**
 * From Playwright's JSON report: a result for each project, which says what its tests ran in.
 *
 * @returns {Result[]}
 */
export function resultsOfPlaywright(name, report, code, output) {
  const projects = new Map();
  const resultOf = (project) => {
    if (!projects.has(project)) projects.set(project, { ...emptyResult(project), runtimes: new Set() });
    return projects.get(project);
  };
  for (const { test, title } of testsOf(report)) {
    const result = resultOf(test.projectName);
    for (const { type, description } of test.annotations) {
      if (type === 'runtime' && description) result.runtimes.add(description);
    }
    if (test.status === 'expected') result.passed += 1;
    else if (test.status === 'flaky') {
      result.passed += 1;
      result.flaky = [...(result.flaky ?? []), title];
    } else if (test.status === 'skipped') {
      const why = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
      result.skipped.push({ name: title, why: why || notRun(test) });
    } else result.failed.push({ name: title, why: messagesOf(test) });
  }
  const results = [...projects.values()].map(({ runtimes, ...result }) =>
    runtimes.size > 0 ? { ...result, note: `in ${[...runtimes].join(' and ')}` } : result,
  );
  const overall = emptyResult(name);
  for (const error of report?.errors ?? []) {
    overall.failed.push({ name: 'playwright', why: plain(error.message ?? 'no word why') });
  }
  if (overall.failed.length > 0) return [...results, overall];
  if (results.length === 0) return [withRunner(overall, code, output)];
  if (code !== 0 && results.every(({ failed }) => failed.length === 0)) {
    return [...results, { ...overall, failed: [endedBadly(name, code, output)] }];
  }
  return results;
}

const emptyResult = (name) => ({ name, passed: 0, failed: [], skipped: [] });

function* testsOf(suiteOrReport, above = []) {
  for (const suite of suiteOrReport?.suites ?? []) {
    const titles = suite.title ? [...above, suite.title] : above;
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        yield { test, title: `[${test.projectName}] ${[...titles, spec.title].join(' › ')}` };
      }
    }
    yield* testsOf(suite, titles);
  }
}

const notRun = (test) =>
  test.results.length === 0 ? 'not run, since one before it failed' : 'skipped without a reason';

const messagesOf = (test) =>
  plain(
    test.results
      .flatMap(({ errors }) => errors ?? [])
      .map(({ message }) => message ?? '')
      .join('\n'),
  ) || `ended as ${test.results.at(-1)?.status ?? 'not run'}`;

function withRunner(result, code, output) {
  const ran = result.passed + result.failed.length + result.skipped.length;
  if (ran === 0)
    result.failed.push({ name: result.name, why: `nothing ran (code ${code})\n${tail(output)}` });
  else if (code !== 0 && result.failed.length === 0)
    result.failed.push(endedBadly(result.name, code, output));
  return result;
}

const endedBadly = (name, code, output) => ({
  name,
  why: `the runner ended with code ${code}\n${tail(output)}`,
});

const tail = (output) => plain(output).trim().split('\n').slice(-30).join('\n');

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');
const plain = (text) => text.replace(ESCAPES, '');

const shortened = (path) => path.replaceAll('\\', '/').replace(/^.*\/(?=(src|scripts|e2e|bench)\/)/, '');

/** The last line of every run: the true sum over all runners. */
export function totalLine(results) {
  const sum = (count) => results.reduce((total, result) => total + count(result), 0);
  const skipped = sum((result) => result.skipped.length);
  const line = `${sum((result) => result.passed)} passed, ${sum((result) => result.failed.length)} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

export const allPassed = (results) => results.every((result) => result.failed.length === 0);
