import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardOfRow } from './card.ts';
import { parseCsv } from './csv.ts';
import { parseDeviceLog } from './device-log.ts';
import { faultIn, refusedField } from './fault.ts';
import { otherName, QUERY_FIELDS } from './meters.ts';
import { parseQuantity } from './quantity.ts';
import { parseXml } from './xml.ts';

const NOTHING = [
  '',
  'N/A',
  '[N/A]',
  '[Not Supported]',
  '[Unknown Error]',
  'Unknown Error',
  'ERR!',
  'Unknown',
  'None',
  '[GPU requires reset]',
  '[Insufficient Permissions]',
  '[Requested functionality has been deprecated]',
  '-',
  'nan',
  'Infinity',
  '12 parsecs',
  '0x',
  '1e999',
  'constructor',
  '12 toString',
];

describe('a cell', () => {
  it.each(NOTHING)('of "%s" is no number', (cell) => {
    expect(parseQuantity(cell, 'W')).toBeNull();
  });

  it('has the unit that it names, else the one expected', () => {
    expect(parseQuantity('614 MiB')).toBe(614 * 1024 ** 2);
    expect(parseQuantity('614', 'MiB')).toBe(614 * 1024 ** 2);
    expect(parseQuantity('2 GiB', 'MiB')).toBe(2 * 1024 ** 3);
    expect(parseQuantity('16x')).toBe(16);
    expect(parseQuantity('221310321 us')).toBe(221.310321);
    expect(parseQuantity('0x00000000000001FF')).toBe(511);
    expect(parseQuantity('-4 C')).toBe(-4);
  });

  it('is never other than finite or null, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('', 'MiB', 'W', '%'), (cell, unit) => {
        const value = parseQuantity(cell, unit);
        expect(value === null || Number.isFinite(value)).toBe(true);
      }),
    );
  });
});

const row = (over: Readonly<Record<string, string>>): string =>
  QUERY_FIELDS.map((field) => over[field] ?? '[N/A]').join(', ');
const cards = (text: string): ReturnType<typeof cardOfRow>[] => parseCsv(text, QUERY_FIELDS).map(cardOfRow);

describe('lines of numbers', () => {
  it('hold several cards, and one that tells nothing tells no zeros', () => {
    const [first, second] = cards(
      [
        row({ uuid: 'GPU-a', 'utilization.gpu': '97', name: 'Tesla T4' }),
        row({ uuid: 'GPU-b', name: 'NVIDIA H200' }),
      ].join('\n'),
    );
    expect(first?.values.get('gpu.use')).toBe(97);
    expect(first?.name).toBe('NVIDIA Tesla T4');
    expect([...(second?.values ?? [])]).toEqual([]);
  });

  it('may end in the middle, or hold words of failure among them', () => {
    const whole = row({ uuid: 'GPU-a', name: 'A' });
    const text = `${whole}\nUnable to determine the device handle for GPU0: GPU is lost.\n${whole.slice(0, 20)}`;
    expect(cards(text)).toHaveLength(1);
  });

  it('keep a name with a comma whole', () => {
    expect(cards(row({ uuid: 'GPU-a', 'memory.total': '16', name: 'NVIDIA Strange, very' }))).toMatchObject([
      { name: 'NVIDIA Strange, very', memoryBytes: 16 * 1024 ** 2 },
    ]);
  });

  it('take a power limit from its other name where the first has none', () => {
    const [card] = parseCsv('uuid, power.limit [W]\nGPU-a, 250.00 W').map(cardOfRow);
    expect(card?.values.get('gpu.power-limit')).toBe(250);
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (lines) => {
        for (const card of cards(lines.join('\n'))) {
          for (const value of card.values.values()) expect(Number.isFinite(value)).toBe(true);
        }
      }),
    );
  });
});

describe('words instead of numbers', () => {
  it.each([
    ['No devices were found', /sees no card/],
    [
      'Unable to determine the device handle for GPU0000:83:00.0: GPU is lost.  Reboot the system to recover this GPU',
      /lost/,
    ],
    ["NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.", /not loaded/],
    ['Failed to initialize NVML: Driver/library version mismatch', /updated/],
    ['Failed to initialize NVML: Unknown Error', /does not answer/],
    ['Failed to initialize NVML: Insufficient Permissions', /may not ask/],
  ])('%s', (text, reason) => {
    expect(faultIn(text)?.reason).toMatch(reason);
    expect(faultIn(text)?.nextStep).not.toBe('');
    expect(cards(text)).toEqual([]);
  });

  it('name the field that an older driver does not know, and what it was called then', () => {
    const text = 'Field "clocks_event_reasons.active" is not a valid field to query.\n';
    expect(refusedField(text)).toBe('clocks_event_reasons.active');
    expect(otherName('clocks_event_reasons.active')).toBe('clocks_throttle_reasons.active');
    expect(otherName('temperature.memory')).toBeNull();
  });
});

const log = (inside: string): string =>
  `<?xml version="1.0" ?>\n<!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">\n<nvidia_smi_log>` +
  `<driver_version>550.1</driver_version>${inside}</nvidia_smi_log>`;

describe('a log in XML', () => {
  it('has parts of a card with what each holds', () => {
    const part = (gi: number): string =>
      `<mig_device><index>0</index><gpu_instance_id>${gi}</gpu_instance_id><compute_instance_id>0</compute_instance_id>` +
      '<fb_memory_usage><total>9728 MiB</total><used>12 MiB</used></fb_memory_usage></mig_device>';
    const [card] =
      parseDeviceLog(
        log(
          `<gpu id="00000000:01:00.0"><uuid>GPU-a</uuid><mig_devices>${part(1)}${part(2)}</mig_devices></gpu>`,
        ),
      ) ?? [];
    expect(card?.busId).toBe('0000:01:00.0');
    expect(card?.parts.map(({ place }) => place)).toEqual(['1.0', '2.0']);
    expect(card?.parts[0]?.values.get('gpu.memory-used')).toBe(12 * 1024 ** 2);
  });

  it('has the same reasons under their old and their new name', () => {
    for (const sort of ['throttle', 'event']) {
      const reasons =
        `<clocks_${sort}_reasons><clocks_${sort}_reason_sw_power_cap>Active</clocks_${sort}_reason_sw_power_cap>` +
        `<clocks_${sort}_reason_gpu_idle>Not Active</clocks_${sort}_reason_gpu_idle></clocks_${sort}_reasons>`;
      expect(parseDeviceLog(log(`<gpu>${reasons}</gpu>`))?.[0]?.values.get('gpu.throttle')).toBe(4);
    }
  });

  it('reads power under each of its names', () => {
    for (const [list, item] of [
      ['power_readings', 'power_draw'],
      ['gpu_power_readings', 'power_draw'],
      ['gpu_power_readings', 'average_power_draw'],
      ['gpu_power_readings', 'instant_power_draw'],
    ]) {
      const text = log(`<gpu><${list}><${item}>61.5 W</${item}></${list}></gpu>`);
      expect(parseDeviceLog(text)?.[0]?.values.get('gpu.power')).toBe(61.5);
    }
  });

  it('is none where it was cut off anywhere, or is something else', () => {
    const whole = log('<gpu id="0"><uuid>GPU-a</uuid></gpu>');
    for (let end = 0; end < whole.length; end += 1) expect(parseDeviceLog(whole.slice(0, end))).toBeNull();
    for (const text of ['No devices were found', '<html/>', '{}', '<a><b></a></b>', '<a/><b/>']) {
      expect(parseDeviceLog(text)).toBeNull();
    }
  });

  it('expands no entity of its own, and is not deep without end', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;&amp;&#65;&x;</a>';
    expect(parseXml(bomb)?.text).toBe('&c;&A&x;');
    expect(parseXml('<a>'.repeat(100_000))).toBeNull();
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      '<gpu>',
      '</gpu>',
      '<!--',
      ']]>',
      '<![CDATA[',
      '&#x',
      '"',
      '=',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const element = parseXml(pieces.join(''));
        expect(element === null || typeof element.name === 'string').toBe(true);
      }),
    );
  });
});
