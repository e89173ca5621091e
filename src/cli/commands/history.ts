import { existsSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { HISTORY_METRICS, type History, type HistoryMetric } from '../../contract/history.ts';
import { formatByUnit } from '../../contract/units.ts';
import { historyMarkdown } from '../../core/analysis/history/history-markdown.ts';
import { parseGoal } from '../../core/analysis/history/parse-goal.ts';
import { EXIT } from '../exit-codes.ts';
import { usage } from '../options.ts';
import { formatHistory, formatModelLines } from '../output/history-report.ts';
import { jsonDocument } from '../output/schema.ts';
import type { AddCommand, CommandHost } from './types.ts';

interface HistoryOptions {
  readonly benchmark?: string;
  readonly metric: HistoryMetric;
  readonly markdown?: boolean;
  readonly goal?: string;
}

const HELP = `
Without a model: all that have finished runs. A model is found by a name that it
has or had, the beginning of its content hash, or the path of its file; renamed
or changed, it keeps its history. Runs that are not to be trusted are left out.

Changes are found by one method with one setting (docs/history.md); "✗ worse"
and "✓ better" are what the spread between processes cannot explain.

Examples:
  dyno history
  dyno history model.onnx
  dyno history encoder --benchmark "cuda 8" --metric p95
  dyno history model.onnx --goal 2x
  dyno history model.onnx --markdown >> CHANGELOG.md
  dyno history model.onnx --json | jq '.history.changes[].sentence'

Exit codes: 0 done, 2 no such model or benchmark, or several that it may be`;

export const addHistory: AddCommand = (program, act) => {
  program
    .command('history')
    .summary('a model through its versions: what changed, when, with what')
    .description('Follows a model through its versions, with the runs and commits that changed it.')
    .argument('[model]', 'name, path, or the beginning of a content hash')
    .option('-b, --benchmark <words>', 'which way of running it: a key, or words of its label')
    .addOption(new Option('-m, --metric <metric>', 'what to follow').choices(HISTORY_METRICS).default('p50'))
    .option('--goal <goal>', 'keep a line to reach: 2x, 4ms, or none')
    .option('--markdown', 'as a part of a changelog')
    .addHelpText('after', HELP)
    .action((model: string | undefined, options: HistoryOptions, command: Command) =>
      act(command, (host) => (model === undefined ? listAll(host) : showOne(host, model, options))),
    );
};

async function listAll({ terminal, json, invocation, openCore }: CommandHost): Promise<number> {
  const models = await (await openCore()).api.listHistories();
  if (json) terminal.data(jsonDocument({ models }));
  else if (models.length === 0)
    terminal.say(`No finished runs yet. Make one: ${invocation.command} bench MODEL`);
  else terminal.data(formatModelLines(models, terminal.paint));
  return EXIT.done;
}

async function showOne(host: CommandHost, word: string, options: HistoryOptions): Promise<number> {
  const { terminal, invocation } = host;
  const { api } = await host.openCore();
  const path = invocation.path(word);
  const { benchmark, metric, goal } = options;
  const request = {
    model: existsSync(path) ? path : word,
    metric,
    ...(benchmark !== undefined && { benchmark }),
  };
  let history = await api.getHistory(request);
  if (goal !== undefined) {
    const line = goalFor(history, goal);
    await api.setGoal(history.line.id, history.benchmark.key, metric, line);
    history = await api.getHistory(request);
    terminal.say(goalWords(history));
  }
  if (host.json) terminal.data(jsonDocument({ history }));
  else if (options.markdown === true) terminal.data(historyMarkdown(history));
  else terminal.data(formatHistory(history, terminal.paint, invocation.command));
  return EXIT.done;
}

function goalFor(history: History, text: string): number | null {
  if (text.trim() === 'none') return null;
  const parsed = parseGoal(text, history);
  if (parsed.kind === 'goal') return parsed.value;
  throw usage(
    parsed.kind === 'wrong' ? parsed.problem : '--goal is empty.',
    '--goal',
    'Write --goal 2x, a value as in --goal 4ms, or --goal none.',
  );
}

function goalWords({ goal, unit }: History): string {
  return goal === null
    ? 'There is no goal any more.'
    : `The goal is ${formatByUnit(goal, unit)} from now on.`;
}
