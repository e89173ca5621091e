import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Alert } from '../../contract/alert.ts';
import type { DynoApi } from '../../contract/api.ts';
import type { Activity } from './activity.ts';
import { exposition, type Family } from './exposition.ts';
import { hardwareFamilies } from './hardware-families.ts';

const STORE_FILE = 'dyno.db';

export interface MetricsSources {
  readonly api: Pick<DynoApi, 'hardwareNow' | 'listAlerts'>;
  readonly activity: Pick<Activity, 'families'>;
  readonly version: string;
  readonly dataFolder: string;
}

/** All that this program knows, as Prometheus reads it. */
export async function metricsPage({ api, activity, version, dataFolder }: MetricsSources): Promise<string> {
  const [now, alerts] = await Promise.all([api.hardwareNow(), api.listAlerts()]);
  return exposition([
    {
      name: 'dyno_build_info',
      help: 'This Dyno.',
      type: 'gauge',
      samples: [{ labels: { version }, value: 1 }],
    },
    ...hardwareFamilies(now),
    ...activity.families,
    alertFamily(alerts),
    storeFamily(join(dataFolder, STORE_FILE)),
    ...processFamilies(),
  ]);
}

function alertFamily(alerts: readonly Alert[]): Family {
  return {
    name: 'dyno_alert_open',
    help: 'Thresholds that are crossed now, by how far.',
    type: 'gauge',
    samples: alerts
      .filter(({ closedAt }) => closedAt === null)
      .map(({ threshold, channel, deviceName, severity }) => ({
        labels: { metric: threshold.metric, channel, name: deviceName, severity },
        value: 1,
      })),
  };
}

function storeFamily(file: string): Family {
  const parts = [
    { part: 'database', size: sizeOf(file) },
    { part: 'journal', size: sizeOf(`${file}-wal`) },
  ];
  return {
    name: 'dyno_store_bytes',
    help: 'Size of the store’s files.',
    type: 'gauge',
    samples: parts.flatMap(({ part, size }) => (size === null ? [] : [{ labels: { part }, value: size }])),
  };
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}

/** By the names that every Prometheus client uses for its own process. */
function processFamilies(): Family[] {
  const { user, system } = process.cpuUsage();
  return [
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time of this process.',
      type: 'counter',
      samples: [{ labels: {}, value: (user + system) / 1e6 }],
    },
    {
      name: 'process_resident_memory_bytes',
      help: 'Resident memory of this process.',
      type: 'gauge',
      samples: [{ labels: {}, value: process.memoryUsage.rss() }],
    },
    {
      name: 'process_start_time_seconds',
      help: 'When this process began, in seconds since 1970.',
      type: 'gauge',
      samples: [{ labels: {}, value: Math.round(Date.now() / 1000 - process.uptime()) }],
    },
  ];
}
