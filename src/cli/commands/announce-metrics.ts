import type { Core } from '../../core/index.ts';
import { programVersion } from '../host/program-files.ts';
import { token as readToken } from '../options.ts';
import { Activity } from '../prometheus/activity.ts';
import { metricsPage } from '../prometheus/metrics-page.ts';
import { serveMetrics, type MetricsServer } from '../prometheus/serve-metrics.ts';
import { createToken } from '../serve/access.ts';
import { isLoopback, openableHost, ownHostNames } from '../serve/host-names.ts';
import type { CommandHost } from './types.ts';

export interface MetricsOptions {
  readonly host: string;
  readonly token?: string;
  readonly allowHost?: readonly string[];
}

/** Serves the figures and says where. */
export async function announceMetrics(
  host: CommandHost,
  core: Core,
  options: MetricsOptions,
  port: number,
): Promise<MetricsServer> {
  const { terminal, monotonic, log, paths } = host;
  const fromEnvironment = process.env['DYNO_TOKEN'];
  const given = options.token ?? (fromEnvironment ? readToken(fromEnvironment) : null);
  const token = given ?? (isLoopback(options.host) ? null : createToken());
  const activity = new Activity(core, monotonic);
  const unfollow = activity.follow((error) => log.debug(`A run could not be counted: ${String(error)}`));
  const sources = {
    api: core.api,
    activity,
    version: programVersion,
    dataFolder: paths.data,
  };
  const server = await serveMetrics(
    { host: options.host, port, token, hostNames: ownHostNames(options.host, options.allowHost ?? []) },
    () => metricsPage(sources),
  );
  terminal.say(`Prometheus: http://${openableHost(options.host)}:${server.port}/metrics`);
  if (token !== null) terminal.say(`Bearer token: ${token}`);
  return {
    port: server.port,
    close() {
      unfollow();
      return server.close();
    },
  };
}
