import type { GateReport } from '../../../contract/gate.ts';
import { nowOf, STATE_WORDS, stateOfCheck } from '../../analysis/gate/gate-state.ts';
import { oneLine } from './check-words.ts';
import type { GateWriter } from './types.ts';

/** Workflow commands, which GitHub shows as annotations of the run: one for each check that is not as it should be. */
export const githubAnnotations: GateWriter = {
  id: 'github',
  extension: 'txt',
  mediaType: 'text/plain',
  write({ report }) {
    const lines = report.checks.flatMap((check) => {
      const state = stateOfCheck(check);
      if (state === 'pass') return [];
      const title = `${report.model}: ${check.label}`;
      return [command(state === 'fail' ? 'error' : 'warning', title, check.sentence)];
    });
    const whole = `Gate against ${report.baseline.name}: ${STATE_WORDS[report.state][1]}`;
    const level = { pass: 'notice', fail: 'error' }[report.state as string] ?? 'warning';
    return [...lines, command(level, whole, report.sentence), ''].join('\n');
  },
};

/** For the file that GITHUB_OUTPUT names: what later steps ask for. No value holds a line end. */
export const githubOutputs: GateWriter = {
  id: 'github-outputs',
  extension: 'txt',
  mediaType: 'text/plain',
  write: ({ report }) => outputsOf(report),
};

function outputsOf(report: GateReport): string {
  const worst = report.checks.reduce((most, check) => Math.max(most, nowOf(check)), 0);
  const values: readonly (readonly [string, string])[] = [
    ['state', report.state],
    ['run', report.runId],
    ['baseline', report.baseline.name],
    ['worst-ratio', worst === 0 ? '' : worst.toFixed(4)],
    ['sentence', report.sentence],
  ];
  return values.map(([name, value]) => `${name}=${oneLine(value)}\n`).join('');
}

function command(level: string, title: string, message: string): string {
  return `::${level} title=${escapedProperty(oneLine(title))}::${escapedData(oneLine(message))}`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
