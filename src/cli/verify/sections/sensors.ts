import { setTimeout as delay } from 'node:timers/promises';
import type { HardwareCatalog, SamplerHealth } from '../../../contract/hardware-channels.ts';
import { METRICS } from '../../../contract/hardware-channels.ts';
import { formatDuration, formatNumber, formatPercent } from '../../../contract/units.ts';
import { judgedOnCard } from '../checks.ts';
import type { Check, Section, Surroundings, Table } from '../types.ts';
import { ChannelTally } from './channel-tally.ts';

/** Rates at which it is looked at, with what a rate may cost of one core. */
const RATES = [
  { hertz: 10, mostPercent: 1 },
  { hertz: 100, mostPercent: 5 },
] as const;
/** Sources that are slow to open have come by then. */
const SETTLE_MS = 3000;
const LOOK_MS = 6000;
const MOST_JITTER_MS = 2;

interface Look {
  readonly hertz: number;
  readonly health: SamplerHealth | null;
}

/** The sampler as runs use it, with all its sources, at two rates. */
export const sensors: Section = {
  id: 'sensors',
  title: 'Sampler and NVML',
  limitMs: 40_000,
  async run({ ports, surroundings, say }) {
    const heard: { catalog: HardwareCatalog | null; health: SamplerHealth | null } = {
      catalog: null,
      health: null,
    };
    const tally = new ChannelTally();
    const sampler = ports.launchSampler({
      onCatalog: (next) => {
        heard.catalog = next;
        tally.begin(next);
      },
      onFrames: (frames) => tally.add(frames),
      onProcesses: () => undefined,
      onHealth: (next) => (heard.health = next),
    });
    const looks: Look[] = [];
    for (const { hertz } of RATES) {
      say(`sampling at ${hertz} Hz`);
      await sampler.connection.remote.start(hertz);
      await delay(SETTLE_MS);
      heard.health = null;
      await delay(LOOK_MS);
      looks.push({ hertz, health: heard.health });
    }
    const { catalog } = heard;
    const sources = looks.at(-1)?.health?.sources ?? catalog?.sources ?? [];
    return {
      sentences: [],
      tables: [
        {
          head: ['rate', 'ticks', 'missed', 'late p50', 'late p99', 'late most', 'cost of one core'],
          rows: looks.map(({ hertz, health }) => [
            `${hertz} Hz`,
            String(health?.ticks ?? '—'),
            String(health?.missedTicks ?? '—'),
            formatDuration(health?.jitterMs?.p50),
            formatDuration(health?.jitterMs?.p99),
            formatDuration(health?.jitterMs?.max),
            formatPercent(health?.cpuPercent),
          ]),
        },
        {
          head: ['source', 'state', 'a reading takes', 'why not'],
          rows: sources.map(({ title, state, readMs, reason }) => [
            title,
            state,
            formatDuration(readMs),
            reason,
          ]),
        },
        gpuTable(catalog, tally),
      ].filter(({ rows }) => rows.length > 0),
      checks: [...timeChecks(looks, surroundings), nvmlCheck(catalog, tally, surroundings)],
      data: { looks, catalog, channels: tally.all() },
      standIn: surroundings.standIn,
    };
  },
};

function timeChecks(looks: readonly Look[], surroundings: Surroundings): Check[] {
  return looks.flatMap(({ hertz, health }, index) => {
    const most = RATES[index]?.mostPercent ?? 0;
    const cost = health?.cpuPercent ?? null;
    const late = health?.jitterMs?.p99 ?? null;
    return [
      judgedOnCard(
        surroundings,
        {
          what: `The sampler at ${hertz} Hz, of one core`,
          measured: formatPercent(cost),
          target: `under ${most} %`,
        },
        cost !== null && cost < most,
      ),
      ...(hertz > 10
        ? []
        : [
            judgedOnCard(
              surroundings,
              {
                what: `Ticks at ${hertz} Hz, late p99`,
                measured: formatDuration(late),
                target: 'under 2 ms',
              },
              late !== null && late < MOST_JITTER_MS,
            ),
          ]),
    ];
  });
}

function gpuTable(catalog: HardwareCatalog | null, tally: ChannelTally): Table {
  const gpus = new Map(
    (catalog?.devices ?? []).filter(({ kind }) => kind === 'gpu').map((gpu) => [gpu.id, gpu.name]),
  );
  const channels = (catalog?.channels ?? []).filter(({ device }) => gpus.has(device));
  return {
    head: ['card', 'metric', 'source', 'least', 'most', 'last', 'missing'],
    rows: channels.map(({ id, device, metric, detail, source }) => {
      const seen = tally.of(id);
      const { title, unit } = METRICS[metric];
      return [
        gpus.get(device) ?? device,
        `${title}${detail === '' ? '' : ` ${detail}`} (${unit})`,
        source,
        formatNumber(seen?.least),
        formatNumber(seen?.most),
        formatNumber(seen?.last),
        seen === undefined ? '—' : formatPercent((seen.missing / Math.max(1, seen.frames)) * 100),
      ];
    }),
  };
}

function nvmlCheck(catalog: HardwareCatalog | null, tally: ChannelTally, surroundings: Surroundings): Check {
  const channels = (catalog?.channels ?? []).filter(({ source }) => source === 'nvml');
  const read = channels.filter(({ id }) => Number.isFinite(tally.of(id)?.last)).length;
  const state = catalog?.sources.find(({ id }) => id === 'nvml');
  return judgedOnCard(
    surroundings,
    {
      what: 'NVML is read',
      measured:
        channels.length === 0 ? (state?.reason ?? 'no channels') : `${read} of ${channels.length} channels`,
      target: 'at least one channel',
    },
    read > 0,
  );
}
