import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { STOP_EXIT_CODES } from '../host/stop-request.ts';
import { duration, many, text, token, wholeNumber } from '../options.ts';
import { formatRecordings, formatReport } from '../output/recording-report.ts';
import { jsonDocument } from '../output/schema.ts';
import { followHardware } from './follow-hardware.ts';
import { announceMetrics, type MetricsOptions } from './announce-metrics.ts';
import type { AddCommand, CommandHost } from './types.ts';

interface MonitorOptions extends MetricsOptions {
  readonly hertz: number;
  readonly for?: number;
  readonly record?: string;
  readonly processes?: boolean;
  readonly prometheus?: number;
  readonly list?: boolean;
  readonly show?: string;
}

const HELP = `
On a terminal: a live table. Into a pipe: a line a second. With --json: one JSON
document a line, of type catalog, sample, health, processes, alert and end. What
cannot be read is null, never 0; dyno doctor says why.

Examples:
  dyno monitor
  dyno monitor --hertz 100 --for 10s --json > readings.jsonl
  dyno monitor --record "load test"
  dyno monitor --list
  dyno monitor --show last
  dyno monitor --prometheus 9464

Prometheus scrapes http://127.0.0.1:9464/metrics; on any other --host it must
send the token as a bearer token (DYNO_TOKEN or --token keeps it the same).
Dashboards for Grafana are in resources/grafana.

Exit codes: 0 the time (--for) is over, 2 bad input or the port is in use,
  130 ended by Ctrl-C (a recording is kept)`;

export const addMonitor: AddCommand = (program, act) => {
  program
    .command('monitor')
    .summary('watch the hardware live, record it, serve it to Prometheus')
    .description('Watches processor, memory, disks, network, sensors and graphics cards.')
    .option('--hertz <n>', 'readings a second, 1 to 100', wholeNumber('--hertz', 1, 100), 10)
    .option('--for <duration>', 'end after so long: 30, 90s, 10min', duration('--for'))
    .option('--record <name>', 'keep the readings in the store', text('--record', 200))
    .option('--processes', 'the busiest processes as well')
    .option('--prometheus <port>', 'serve /metrics on this port', wholeNumber('--prometheus', 0, 65_535))
    .option('--host <address>', 'address for --prometheus', '127.0.0.1')
    .option('--token <token>', 'token for --prometheus instead of a fresh one', token)
    .option(
      '--allow-host <name>',
      'another name by which Prometheus calls it (repeatable)',
      many(text('--allow-host', 253)),
    )
    .option('--list', 'the recordings that are kept')
    .option('--show <recording>', "a recording's summary: id, name or last")
    .addHelpText('after', HELP)
    .action((options: MonitorOptions, command: Command) =>
      act(command, (host) => chosen(host, options), { stopsItself: true }),
    );
};

function chosen(host: CommandHost, options: MonitorOptions): Promise<number> {
  if (options.list === true) return list(host);
  if (options.show !== undefined) return show(host, options.show);
  return monitor(host, options);
}

async function list({ openCore, terminal, json }: CommandHost): Promise<number> {
  const recordings = await (await openCore()).api.listRecordings();
  if (json) terminal.data(jsonDocument({ recordings }));
  else if (recordings.length === 0) terminal.say('Nothing is recorded yet. Run: dyno monitor --record NAME');
  else terminal.data(formatRecordings(recordings, terminal.paint));
  return EXIT.done;
}

async function show({ openCore, terminal, json }: CommandHost, reference: string): Promise<number> {
  const { api } = await openCore();
  const recording = await api.getRecording(reference);
  const report = await api.monitoringReport(recording.id);
  terminal.data(json ? jsonDocument({ recording, report }) : formatReport(recording, report, terminal.paint));
  return EXIT.done;
}

async function monitor(host: CommandHost, options: MonitorOptions): Promise<number> {
  const core = await host.openCore();
  const { api } = core;
  const metrics =
    options.prometheus === undefined ? null : await announceMetrics(host, core, options, options.prometheus);
  try {
    await api.setHardwareRate(options.hertz);
    const recording = options.record === undefined ? null : await api.startRecording(options.record);
    const view = followHardware(host, core, { withProcesses: options.processes === true, recording });
    const cause = await Promise.race([host.stop.asked, timeOver(options.for)]);
    const kept = recording === null ? null : await api.stopRecording();
    view.end(kept);
    return cause === 'time' ? EXIT.done : STOP_EXIT_CODES[cause];
  } finally {
    await metrics?.close();
  }
}

function timeOver(milliseconds: number | undefined): Promise<'time'> {
  return new Promise((resolve) => {
    if (milliseconds !== undefined) setTimeout(() => resolve('time'), milliseconds);
  });
}
