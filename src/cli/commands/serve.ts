import { join } from 'node:path';
import type { Command } from 'commander';
import { programVersion, rendererFolder } from '../host/program-files.ts';
import { STOP_EXIT_CODES } from '../host/stop-request.ts';
import { many, text, token, wholeNumber } from '../options.ts';
import { SCHEMA_VERSION } from '../output/schema.ts';
import { Activity } from '../prometheus/activity.ts';
import { metricsPage } from '../prometheus/metrics-page.ts';
import { createDoor, createToken } from '../serve/access.ts';
import { isLoopback, openableHost, ownAddresses, ownHostNames } from '../serve/host-names.ts';
import { DEFAULT_LIMITS } from '../serve/limits.ts';
import { DEFAULT_PORT, listen } from '../serve/listen.ts';
import { openBrowser } from '../serve/open-browser.ts';
import { createUploads, TRACE_UPLOAD } from '../serve/uploads.ts';
import type { AddCommand, CommandHost } from './types.ts';

interface ServeOptions {
  readonly host: string;
  readonly port?: number;
  readonly token?: string;
  readonly allowHost?: readonly string[];
  readonly open?: boolean;
  readonly stay?: boolean;
}

const HELP = `
The token is new at every start; DYNO_TOKEN gives a lasting one. It travels in
plain HTTP: from another machine use a tunnel, as in
  ssh -L 4600:127.0.0.1:4600 gpu-box

Prometheus reads /metrics there, with the token as its bearer token. Programs
report figures of their own by POST /api/metrics, with a JSON list of
  {"name": "queue_length", "value": 12, "at": 1790000000000}

Examples:
  dyno serve --open
  dyno serve --port 8080
  dyno serve --host 0.0.0.0 --allow-host gpu-box.lan

Exit codes: 2 the port is in use or the store cannot be opened,
  130 ended by Ctrl-C, 143 by SIGTERM or with the program that started it`;

export const addServe: AddCommand = (program, act) => {
  program
    .command('serve')
    .summary('the workstation in the browser')
    .description('Serves the workstation to browsers, on this machine only unless told otherwise.')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--port <n>',
      `port (default: ${DEFAULT_PORT} or the next free one; 0: any)`,
      wholeNumber('--port', 0, 65_535),
    )
    .option('--token <token>', 'this token instead of a fresh one', token)
    .option(
      '--allow-host <name>',
      'another name by which browsers call it (repeatable)',
      many(text('--allow-host', 253)),
    )
    .option('--open', "open the system's browser")
    .option('--stay', 'go on when the program or terminal that started it ends')
    .addHelpText('after', HELP)
    .action((options: ServeOptions, command: Command) =>
      act(command, (host) => serve(host, options), { stopsItself: true }),
    );
};

async function serve(host: CommandHost, options: ServeOptions): Promise<number> {
  if (options.stay) host.stop.stay();
  const fromEnvironment = process.env['DYNO_TOKEN'];
  const secret = options.token ?? (fromEnvironment ? token(fromEnvironment) : createToken());
  // The web server is a third of this program's code: no other command waits for it.
  const [core, { createServer }] = await Promise.all([host.openCore(), import('../serve/server.ts')]);
  core.upkeep.stay();
  const activity = new Activity(core, host.monotonic);
  const unfollow = activity.follow((error) => host.log.debug(`A run could not be counted: ${String(error)}`));
  const uploads = createUploads(join(host.paths.models, 'uploads'), DEFAULT_LIMITS.uploadBytes);
  const traceFolder = join(host.paths.data, 'traces', 'uploads');
  const traceUploads = createUploads(traceFolder, DEFAULT_LIMITS.traceBytes, TRACE_UPLOAD);
  const app = await createServer({
    core: { api: activity.api, subscribe: (listener) => core.subscribe(listener) },
    uploads,
    traceUploads,
    rendererFolder,
    door: createDoor({ token: secret, hostNames: ownHostNames(options.host, options.allowHost ?? []) }),
    limits: DEFAULT_LIMITS,
    log: host.log,
    metrics: () =>
      metricsPage({
        api: core.api,
        activity,
        version: programVersion,
        dataFolder: host.paths.data,
      }),
  });
  try {
    const port = await listen(app, { host: options.host, port: options.port });
    const url = `http://${openableHost(options.host)}:${port}/?token=${secret}`;
    announce(host, options.host, port, url);
    void uploads.sweep(Date.now());
    void traceUploads.sweep(Date.now());
    if (options.open && !(await openBrowser(url)))
      host.terminal.say('No browser could be opened here: use the address.');
    return STOP_EXIT_CODES[await host.stop.asked];
  } finally {
    unfollow();
    await app.close();
  }
}

function announce(host: CommandHost, address: string, port: number, url: string): void {
  const { terminal, json, paths } = host;
  if (json) {
    const facts = {
      schemaVersion: SCHEMA_VERSION,
      url,
      host: address,
      port,
      pid: process.pid,
      dataFolder: paths.data,
    };
    terminal.data(JSON.stringify(facts));
  } else {
    terminal.data(`Dyno is at ${url}`);
  }
  if (isLoopback(address)) return;
  terminal.say('Reachable from other machines, unencrypted: whoever has the token can use it.');
  if (openableHost(address) !== address)
    terminal.say(`Listening on ${ownAddresses().join(', ')}, port ${port}.`);
}
