import type { Command } from 'commander';
import type { ProbeProgress } from '../../contract/probe.ts';
import { EXIT } from '../exit-codes.ts';
import { STOP_EXIT_CODES } from '../host/stop-request.ts';
import { oneOf } from '../options.ts';
import { formatProbe, formatProbes } from '../output/probe-report.ts';
import { probeProgressLine } from '../output/probe-progress.ts';
import { jsonDocument } from '../output/schema.ts';
import type { AddCommand, CommandHost } from './types.ts';

interface ProbeOptions {
  readonly only?: 'cpu' | 'gpu';
  readonly show?: boolean;
  readonly list?: boolean;
  readonly wait: boolean;
}

const HELP = `
Measures in under 30 s what this machine can do at most: bandwidth by level of
the memory, arithmetic by type, and on a GPU launches and transfers as well. The
newest is kept, and the interface draws the roofline from it.

Examples:
  dyno probe
  dyno probe --only cpu --json     cpu.readGBs, cpu.triadGBs, cpu.fp32Gflops …
  dyno probe --show                what was measured last, without measuring

Exit codes: 0 done, 2 the native addon or the machine is not to be had, 3 it
  broke down, 4 nothing measured yet (--show, --list), 130 stopped by Ctrl-C`;

const NEVER = 'This machine was never probed. Run: dyno probe';

export const addProbe: AddCommand = (program, act) => {
  program
    .command('probe')
    .summary('measure what this machine can do at most')
    .description('Measures the ceilings of this machine’s CPU and GPUs, and keeps them.')
    .option('--only <part>', 'cpu or gpu; the other part is kept as it was', oneOf('--only', ['cpu', 'gpu']))
    .option('--show', 'only print what was measured last')
    .option('--list', 'the newest of each machine that is known')
    .option('--no-wait', 'refuse where the machine is measuring already, instead of queueing')
    .addHelpText('after', HELP)
    .action((options: ProbeOptions, command: Command) =>
      act(
        command,
        (host) => {
          if (options.list === true) return list(host);
          return options.show === true ? show(host) : probe(host, options);
        },
        { stopsItself: true },
      ),
    );
};

async function list({ openCore, terminal, json }: CommandHost): Promise<number> {
  const probes = await (await openCore()).api.listProbes();
  if (json) terminal.data(jsonDocument({ probes }));
  else if (probes.length === 0) terminal.say('No machine was probed yet. Run: dyno probe');
  else terminal.data(formatProbes(probes, terminal.paint));
  return probes.length === 0 ? EXIT.notEnoughEvidence : EXIT.done;
}

async function show({ openCore, terminal, json }: CommandHost): Promise<number> {
  const known = await (await openCore()).api.probeOfThisMachine();
  if (known === null) {
    if (json) terminal.data(jsonDocument({ cpu: null, gpus: [], gpuReason: NEVER }));
    else terminal.say(NEVER);
    return EXIT.notEnoughEvidence;
  }
  terminal.data(json ? jsonDocument({ ...known }) : formatProbe(known, terminal.paint));
  return EXIT.done;
}

async function probe(host: CommandHost, { only, wait }: ProbeOptions): Promise<number> {
  const { terminal, json, stop, monotonic } = host;
  const { api, subscribe } = await host.openCore();
  const line = probeProgressLine(terminal, monotonic);
  const unsubscribe = subscribe((event) => {
    if (event.type === 'probe-progress' && !isOver(event.progress)) line.show(event.progress);
  });
  void stop.asked.then(() => api.stopProbe());
  try {
    const measured = await api.probe({ wait, ...(only !== undefined && { only }) });
    line.clear();
    terminal.data(json ? jsonDocument({ ...measured }) : formatProbe(measured, terminal.paint));
    return EXIT.done;
  } catch (error) {
    if (stop.cause !== null) return STOP_EXIT_CODES[stop.cause];
    throw error;
  } finally {
    line.clear();
    unsubscribe();
  }
}

function isOver({ done, of }: ProbeProgress): boolean {
  return done >= of;
}
