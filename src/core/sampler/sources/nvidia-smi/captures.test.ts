import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HardwareMetric } from '../../../../contract/hardware-channels.ts';
import { captures, referenceFiles, referenceFolder } from './captures.test-support.ts';
import { cardOfRow } from './card.ts';
import { parseCsv } from './csv.ts';
import { parseDeviceLog } from './device-log.ts';
import { QUERY_FIELDS } from './meters.ts';
import { parseQuantity } from './quantity.ts';

/** From the exporter's base units to the channels', by the ending of its metric. */
const FACTORS: readonly (readonly [RegExp, number])[] = [
  [/_hz$/, 1e-6],
  [/_ratio$/, 100],
];
const inOurUnit = (name: string, value: number): number =>
  value * (FACTORS.find(([ending]) => ending.test(name))?.[1] ?? 1);

const OURS: readonly (readonly [HardwareMetric, string])[] = [
  ['gpu.use', 'nvidia_smi_utilization_gpu_ratio'],
  ['gpu.memory-busy', 'nvidia_smi_utilization_memory_ratio'],
  ['gpu.encoder', 'nvidia_smi_utilization_encoder_ratio'],
  ['gpu.decoder', 'nvidia_smi_utilization_decoder_ratio'],
  ['gpu.memory-used', 'nvidia_smi_memory_used_bytes'],
  ['gpu.clock', 'nvidia_smi_clocks_current_graphics_clock_hz'],
  ['gpu.sm-clock', 'nvidia_smi_clocks_current_sm_clock_hz'],
  ['gpu.memory-clock', 'nvidia_smi_clocks_current_memory_clock_hz'],
  ['gpu.temperature', 'nvidia_smi_temperature_gpu'],
  ['gpu.memory-temperature', 'nvidia_smi_temperature_memory'],
  ['gpu.power', 'nvidia_smi_power_draw_watts'],
  ['gpu.power-limit', 'nvidia_smi_enforced_power_limit_watts'],
  ['gpu.fan', 'nvidia_smi_fan_speed_ratio'],
  ['gpu.pcie-generation', 'nvidia_smi_pcie_link_gen_current'],
  ['gpu.pcie-width', 'nvidia_smi_pcie_link_width_current'],
  ['gpu.throttle', 'nvidia_smi_clocks_event_reasons_active'],
  ['gpu.ecc-errors', 'nvidia_smi_ecc_errors_uncorrected_volatile_total'],
];

/** Columns that the exporter makes numbers of though they are words or names. */
const WORDY =
  /^(name|pstate|persistence_mode|accounting|display|compute_mode|ecc\.mode|mig\.mode|gsp|c2c|gom)/;

describe.skipIf(referenceFolder === null)('captures of nvidia-smi (DYNO_REFERENCE)', () => {
  it('are there', () => {
    expect(captures().length).toBeGreaterThan(0);
    for (const { csv, metrics } of captures()) expect([csv.length, metrics.length]).not.toContain(0);
  });

  it.each(captures())('$title: every number of a column is the exporter’s', ({ csv, metrics }) => {
    const rows = parseCsv(csv);
    let compared = 0;
    for (const { name, column, labels, value } of metrics) {
      const row = rows.find(
        (candidate) => labels.uuid !== undefined && candidate.get('uuid')?.endsWith(labels.uuid),
      );
      const cell = row?.get(column);
      if (cell === undefined || WORDY.test(column)) continue;
      const ours = parseQuantity(cell);
      if (ours === null) continue;
      expect(ours, column).toBeCloseTo(inOurUnit(name, value), 6);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(40);
  });

  it.each(captures())(
    '$title: a card has what the exporter has, and nothing where it has none',
    (capture) => {
      for (const row of parseCsv(capture.csv)) {
        const card = cardOfRow(row);
        const of = (name: string): number | undefined =>
          capture.metrics.find(
            (metric) => metric.name === name && card.uuid?.endsWith(metric.labels.uuid ?? '-'),
          )?.value;
        for (const [metric, name] of OURS) {
          const expected = of(name);
          const ours = card.values.get(metric);
          if (expected === undefined) expect(ours, metric).toBeUndefined();
          else expect(ours, metric).toBeCloseTo(inOurUnit(name, expected), 6);
        }
        expect(card.memoryBytes).toBe(of('nvidia_smi_memory_total_bytes'));
        const info = capture.metrics.find(({ name }) => name === 'nvidia_smi_gpu_info');
        expect(card.name).toBe(info?.labels.name);
        expect(card.driver).toBe(info?.labels.driver_version);
      }
    },
  );

  it.each(captures())(
    '$title: the fields that we ask for are answered alike without header and units',
    ({ csv }) => {
      const full = parseCsv(csv);
      const cells = full.map((row) => QUERY_FIELDS.map((field) => row.get(field) ?? '[N/A]'));
      const bare = cells
        .map((row) => row.map((cell) => cell.replace(/ (MiB|W|%|MHz)$/, '')).join(', '))
        .join('\n');
      expect(parseCsv(bare, QUERY_FIELDS).map(cardOfRow)).toEqual(full.map(cardOfRow));
    },
  );

  it.each(captures())('$title: processes hold what the exporter says', ({ apps, metrics }) => {
    const held = metrics.filter(({ name }) => name === 'nvidia_smi_compute_app_used_memory_bytes');
    const ours = parseCsv(apps).map((row) => ({
      pid: row.get('pid'),
      name: row.get('process_name'),
      bytes: parseQuantity(row.get('used_gpu_memory') ?? ''),
    }));
    expect(new Set(ours)).toEqual(
      new Set(
        held.map(({ labels, value }) => ({ pid: labels.pid, name: labels.process_name, bytes: value })),
      ),
    );
  });
});

describe.skipIf(referenceFolder === null)('logs of nvidia-smi in XML (DYNO_REFERENCE)', () => {
  it.each(referenceFiles('nvidia-smi-xml', '.xml').map((file) => [basename(file), file]))(
    '%s: all that it holds as plain text is read',
    (_name, file) => {
      const source = readFileSync(file, 'utf8');
      const cards = parseDeviceLog(source) ?? [];
      expect(cards).toHaveLength([...source.matchAll(/<gpu id=/g)].length);
      for (const card of cards) {
        // Held against the text by plain search, which knows nothing of the parser.
        const first = (tag: string): number | undefined => {
          const text = new RegExp(`<${tag}>\\s*([\\d.]+) ?(?:%|MHz|C|W)</${tag}>`).exec(source)?.[1];
          return text === undefined ? undefined : Number(text);
        };
        expect(card.values.get('gpu.use')).toBe(first('gpu_util'));
        expect(card.values.get('gpu.temperature')).toBe(first('gpu_temp'));
        expect(card.values.get('gpu.memory-temperature')).toBe(first('memory_temp'));
        expect(card.values.get('gpu.power')).toBe(first('power_draw'));
        expect(card.values.get('gpu.fan')).toBe(first('fan_speed'));
        expect(card.values.get('gpu.clock')).toBe(first('graphics_clock'));
        const memory = /<fb_memory_usage>[^]*?<total>(\d+) MiB/.exec(source)?.[1];
        expect(card.memoryBytes).toBe(Number(memory) * 1024 ** 2);
        expect(card.processes).toHaveLength([...source.matchAll(/<process_info>/g)].length);
        expect(card.values.get('gpu.throttle') === undefined).toBe(!/_gpu_idle>(Not )?Active/.test(source));
      }
    },
  );
});
