import type { Command } from 'commander';
import type { Calibration, CalibrationProgress } from '../../contract/calibration.ts';
import type { Provider } from '../../contract/run.ts';
import { formatNumber } from '../../contract/units.ts';
import { EXIT } from '../exit-codes.ts';
import { STOP_EXIT_CODES } from '../host/stop-request.ts';
import type { Paint } from '../host/terminal.ts';
import { executor, many, provider, wholeNumber } from '../options.ts';
import { dateTime } from '../output/date-time.ts';
import { jsonDocument } from '../output/schema.ts';
import { ellipsize, formatTable, printable } from '../output/table.ts';
import type { AddCommand, CommandHost } from './types.ts';

interface CalibrateOptions {
  readonly provider?: Provider;
  readonly pairs?: number;
  readonly model?: readonly string[];
  readonly executor?: string;
  readonly show?: boolean;
  readonly wait: boolean;
}

const HELP = `
Measures demo models of three sizes against themselves, in pairs of fresh
processes, and keeps by how much two of them differ, 19 times in 20. Comparisons
of single runs made on this machine then use that, instead of 3 %.

Examples:
  dyno calibrate
  dyno calibrate --provider webgpu --pairs 20
  dyno calibrate --show --json

Exit codes: 0 done, 2 bad input, 3 a process failed, 4 nothing calibrated yet
  (--show), 130 stopped by Ctrl-C`;

export const addCalibrate: AddCommand = (program, act) => {
  program
    .command('calibrate')
    .summary('measure the noise of this machine')
    .description('Measures how much two runs of the same model differ on this machine.')
    .option('-p, --provider <provider>', 'cpu, webgpu or cuda', provider)
    .option('-n, --pairs <n>', 'pairs for each model: 12 unless said', wholeNumber('--pairs', 3, 1000))
    .option('-m, --model <model>', 'what to measure, instead of demo models (repeatable)', many(String))
    .option('--executor <fake:SPEC>', 'draw the times instead of measuring them', executor)
    .option('--show', 'only print what is known')
    .option('--no-wait', 'refuse where the machine is measuring already, instead of queueing')
    .addHelpText('after', HELP)
    .action((options: CalibrateOptions, command: Command) =>
      act(command, (host) => (options.show === true ? show(host) : calibrate(host, options)), {
        stopsItself: true,
      }),
    );
};

async function show({ openCore, terminal, json }: CommandHost): Promise<number> {
  const calibrations = await (await openCore()).api.listCalibrations();
  if (json) terminal.data(jsonDocument({ calibrations }));
  else if (calibrations.length === 0) terminal.say('No machine is calibrated yet. Run: dyno calibrate');
  else terminal.data(calibrations.map((known) => formatCalibration(known, terminal.paint)).join('\n'));
  return calibrations.length === 0 ? EXIT.notEnoughEvidence : EXIT.done;
}

async function calibrate(host: CommandHost, options: CalibrateOptions): Promise<number> {
  const { terminal, json, stop, invocation } = host;
  const { api, subscribe } = await host.openCore();
  const unsubscribe = subscribe((event) => {
    if (event.type === 'calibration-progress') terminal.redraw(describe(event.progress));
  });
  void stop.asked.then(() => api.stopCalibration());
  try {
    const calibration = await api.calibrate({
      wait: options.wait,
      ...(options.provider !== undefined && { provider: options.provider }),
      ...(options.pairs !== undefined && { pairs: options.pairs }),
      ...(options.executor !== undefined && { executor: options.executor }),
      ...(options.model !== undefined && {
        models: options.model.map((model) => (model.startsWith('demo:') ? model : invocation.path(model))),
      }),
    });
    terminal.redraw('');
    terminal.data(json ? jsonDocument({ calibration }) : formatCalibration(calibration, terminal.paint));
    return EXIT.done;
  } catch (error) {
    if (stop.cause !== null) return STOP_EXIT_CODES[stop.cause];
    throw error;
  } finally {
    terminal.redraw('');
    unsubscribe();
  }
}

function describe({ step, done, wanted, waitingFor }: CalibrationProgress): string {
  return waitingFor === null ? `${done} of ${wanted} pairs  ${step}` : `waiting for ${printable(waitingFor)}`;
}

function formatCalibration({ machine, at, models, floors }: Calibration, paint: Paint): string {
  const table = formatTable(
    [
      { title: 'metric' },
      { title: 'two processes differ by up to', align: 'right' },
      { title: 'pairs', align: 'right' },
    ],
    floors.map(({ metric, floor, pairs }) => [metric, `${formatNumber(floor * 100)} %`, String(pairs)]),
    80,
  );
  return [
    '',
    paint.bold(ellipsize(printable(machine), 80)),
    paint.dim(`${dateTime(at)} · ${ellipsize(printable(models.join(', ')), 60)}`),
    '',
    paint.dim(table.head),
    ...table.body,
    '',
  ].join('\n');
}
