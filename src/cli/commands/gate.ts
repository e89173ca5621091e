import type { Command } from 'commander';
import type { GateReport, GateRequest, GateState } from '../../contract/gate.ts';
import type { Core } from '../../core/index.ts';
import { baselineOfBranch } from '../../core/analysis/gate/baseline-name.ts';
import { backOf, lastAsked, LOOKED_BACK } from '../../core/analysis/gate/last-asked.ts';
import { EXIT } from '../exit-codes.ts';
import { STOP_EXIT_CODES } from '../host/stop-request.ts';
import { many, oneOf, text, wholeNumber } from '../options.ts';
import { formatGate } from '../output/gate-report.ts';
import { createGateProgressLine } from '../output/gate-progress-line.ts';
import { jsonDocument } from '../output/schema.ts';
import { alertRatio, gateMetric, gateRequest, levels, type GateOptions } from './gate-options.ts';
import { writeGateFiles } from './gate-files.ts';
import { RUN_ARGUMENT } from './show.ts';
import type { AddCommand, CommandHost } from './types.ts';

const HELP = `
A check alarms where it is beyond its line and its 95 % interval holds no "not
worse": 120 % of the baseline unless said. An alarm is then measured again in
fresh processes, in turns with the baseline's model where that is still there
as it was, before it is told. Metrics: p50, mean, p95, p99, load, firstRun,
samplesPerSecond, tokensPerSecond, memory, accuracy.

Examples:
  dyno bench model.onnx && dyno gate --baseline main
  dyno gate last --baseline main --fail-on warning --speed 10,20
  dyno gate --baseline main --junit gate.xml --markdown comment.md --github

Exit codes: 0 passes (a warning as well), 1 fails, 2 bad input or no such run or
  baseline, 4 not comparable or not enough evidence, 130 stopped by Ctrl-C`;

export const addGate: AddCommand = (program, act) => {
  program
    .command('gate')
    .summary('pass or fail a run against a baseline')
    .description('Holds a run against a baseline, with an exit code for a build to act on.')
    .argument('[run]', RUN_ARGUMENT, 'last')
    .requiredOption('-b, --baseline <name>', 'name of the baseline, or the branch it was set for')
    .option(
      '--fail-on <what>',
      'alert (unless said), warning or critical',
      oneOf('--fail-on', ['alert', 'warning', 'critical']),
    )
    .option('--alert <ratio>', 'the line, as a ratio to the baseline: 1.2 or 120%', alertRatio)
    .option('--speed <w,c>', 'percent slower for warning and critical: 15,25', levels('--speed'))
    .option('--memory <w,c>', 'percent more memory: 20,50', levels('--memory'))
    .option('--accuracy <w,c>', 'percent of the output agreement lost: 2,5', levels('--accuracy'))
    .option('--learned', 'lines learnt from this machine’s noise (dyno calibrate)')
    .option('--metric <name>', 'look at this one only (repeatable)', many(gateMetric))
    .option(
      '--remeasure <n>',
      'fresh runs before an alarm, or four pairs for each: 3; 0 for none',
      wholeNumber('--remeasure', 0, 100),
    )
    .option('--set-baseline-if-missing', 'make the run the baseline where there is none yet')
    .option('--junit <file>', 'write JUnit XML', text('--junit', 4096))
    .option('--markdown <file>', 'write a comment for a pull request; - for stdout', text('--markdown', 4096))
    .option('--github', 'print annotations; fill in the step’s summary and outputs')
    .option(
      '--benchmark-json <file>',
      'for github-action-benchmark: customSmallerIsBetter',
      text('--benchmark-json', 4096),
    )
    .option(
      '--benchmark-json-bigger <file>',
      'the same of rates: customBiggerIsBetter',
      text('--benchmark-json-bigger', 4096),
    )
    .option('--no-wait', 'refuse where the machine is measuring already, instead of queueing')
    .addHelpText('after', HELP)
    .action((run: string, options: GateOptions, command: Command) =>
      act(command, (host) => gate(host, run, options), { stopsItself: true }),
    );
};

const CODES: Readonly<Record<GateState, number>> = {
  pass: EXIT.done,
  warning: EXIT.done,
  fail: EXIT.gateFailed,
  undecided: EXIT.notEnoughEvidence,
  'not-comparable': EXIT.notEnoughEvidence,
  'not-measured': EXIT.notEnoughEvidence,
};

async function gate(host: CommandHost, runId: string, options: GateOptions): Promise<number> {
  const core = await host.openCore();
  if (options.setBaselineIfMissing === true) await setIfMissing(host, core, runId, options.baseline);
  const report = await follow(host, core, gateRequest(runId, options));
  const written = await writeGateFiles(host, core.api, report, options);
  if (host.json) host.terminal.data(jsonDocument({ ...report }));
  else if (!written.ontoStdout) host.terminal.data(`\n${formatGate(report, host.terminal.paint)}\n`);
  return host.stop.cause === null ? CODES[report.state] : STOP_EXIT_CODES[host.stop.cause];
}

async function setIfMissing(
  { terminal }: CommandHost,
  { api }: Core,
  runId: string,
  name: string,
): Promise<void> {
  const wanted = baselineOfBranch(name);
  const known = await api.listBaselines();
  if (known.some((baseline) => baseline.name === name || baseline.name === wanted)) return;
  const newest = backOf(runId) === null ? [] : await api.listRuns({ limit: LOOKED_BACK });
  const made = await api.setBaseline(wanted, lastAsked(runId, newest));
  terminal.say(`There was no baseline ${made.name} yet: run ${made.runId} is it from now on.`);
}

async function follow(
  { terminal, monotonic, stop }: CommandHost,
  core: Core,
  request: GateRequest,
): Promise<GateReport> {
  const line = createGateProgressLine(terminal, monotonic);
  let gateId: string | null = null;
  const unsubscribe = core.subscribe((event) => {
    if (event.type !== 'gate-progress') return;
    gateId = event.progress.id;
    if (event.progress.report === null) line.show(event.progress);
  });
  // One that ended just then cannot be stopped any more, and that is well.
  void stop.asked.then(() =>
    gateId === null ? undefined : core.api.stopGate(gateId).catch(() => undefined),
  );
  try {
    return await core.api.checkGate(request);
  } finally {
    line.clear();
    unsubscribe();
  }
}
