import { describe, expect, it } from 'vitest';
import { WrittenMachine } from '../written-machine.test-support.ts';
import { amdgpuSource } from './amdgpu.ts';
import { intelGpuSource } from './intel-gpu.ts';
import type { Absent, Opened, ThreadReader, ThreadSource } from './types.ts';

type Texts = Record<string, string>;

function open(
  source: ThreadSource,
  texts: Texts,
): {
  opened: Opened<ThreadReader>;
  machine: WrittenMachine;
  row: (passedMs?: number) => Record<string, number>;
} {
  const machine = new WrittenMachine(texts);
  const answer = source.open(machine) as Opened<ThreadReader> | Absent;
  if ('absent' in answer) throw new Error(answer.absent);
  const row = (passedMs = 100): Record<string, number> => {
    const values = new Float64Array(answer.channels.length);
    void answer.reader.read(values, 0, passedMs);
    return Object.fromEntries(
      answer.channels.map(({ device, metric }, index) => [`${device} ${metric}`, values[index] as number]),
    );
  };
  return { opened: answer, machine, row };
}

function absence(source: ThreadSource, texts: Texts): Absent {
  const answer = source.open(new WrittenMachine(texts));
  if (!('absent' in answer)) throw new Error('It reads something.');
  return answer;
}

const card = (name: string, driver: string, address: string, more: Texts): Texts => ({
  [`/sys/class/drm/${name}/device/uevent`]: `DRIVER=${driver}\nPCI_CLASS=30000\nPCI_ID=1002:73DF\nPCI_SLOT_NAME=${address}\n`,
  ...Object.fromEntries(Object.entries(more).map(([file, text]) => [`/sys/class/drm/${name}/${file}`, text])),
});

const NAVI = card('card1', 'amdgpu', '0000:03:00.0', {
  'device/gpu_busy_percent': '37\n',
  'device/mem_busy_percent': '12\n',
  'device/mem_info_vram_total': '12868124672\n',
  'device/mem_info_vram_used': '3217031168\n',
  'device/pp_dpm_sclk': '0: 500Mhz\n1: 1200Mhz *\n2: 2855Mhz\n',
  'device/pp_dpm_mclk': '0: 96Mhz *\n1: 1000Mhz\n',
  'device/current_link_speed': '16.0 GT/s PCIe\n',
  'device/current_link_width': '16\n',
  'device/power/runtime_status': 'active\n',
  'device/hwmon/hwmon4/power1_average': '61000000\n',
  'device/hwmon/hwmon4/power1_cap': '211000000\n',
  'device/hwmon/hwmon4/temp1_input': '45000\n',
  'device/hwmon/hwmon4/temp1_label': 'edge\n',
  'device/hwmon/hwmon4/temp2_input': '47000\n',
  'device/hwmon/hwmon4/temp2_label': 'junction\n',
  'device/hwmon/hwmon4/temp3_input': '46000\n',
  'device/hwmon/hwmon4/temp3_label': 'mem\n',
  'device/hwmon/hwmon4/freq1_input': '1210000000\n',
  'device/hwmon/hwmon4/freq1_label': 'sclk\n',
  'device/hwmon/hwmon4/fan1_input': '900\n',
  'device/hwmon/hwmon4/fan1_max': '3600\n',
});

describe('an AMD card by sysfs', () => {
  it('tells in the channels’ units', () => {
    const { opened, row } = open(amdgpuSource, { ...NAVI, '/sys/class/drm/card1-DP-1/status': 'connected' });
    expect(opened.devices).toEqual([
      {
        id: 'gpu:0000:03:00.0',
        kind: 'gpu',
        name: 'AMD GPU 1002:73df',
        totalBytes: 12_868_124_672,
        partOf: null,
      },
    ]);
    const of: Record<string, number> = Object.fromEntries(
      Object.entries(row()).map(([name, value]) => [name.split(' ')[1] ?? '', value] as const),
    );
    expect(of).toEqual({
      'gpu.use': 37,
      'gpu.memory-busy': 12,
      'gpu.memory-used': 3_217_031_168,
      'gpu.memory-use': 25,
      'gpu.clock': 1210,
      'gpu.memory-clock': 96,
      'gpu.pcie-generation': 4,
      'gpu.pcie-width': 16,
      'gpu.power': 61,
      'gpu.power-limit': 211,
      'gpu.temperature': 45,
      'gpu.memory-temperature': 46,
      'gpu.fan': 25,
    });
  });

  it('has no channel for what its driver does not tell, and none becomes nought when it stops', () => {
    const { opened, row, machine } = open(
      amdgpuSource,
      card('card0', 'amdgpu', '0000:06:00.0', {
        'device/gpu_busy_percent': '3',
        'device/hwmon/hwmon1/power1_input': '9000000',
      }),
    );
    expect(opened.channels.map(({ metric }) => metric)).toEqual(['gpu.use', 'gpu.power']);
    machine.remove('/sys/class/drm/card0/device/gpu_busy_percent');
    machine.write({ '/sys/class/drm/card0/device/hwmon/hwmon1/power1_input': '' });
    expect(Object.values(row())).toEqual([Number.NaN, Number.NaN]);
  });

  it('is not woken when it sleeps', () => {
    const { row, machine } = open(amdgpuSource, { ...NAVI });
    machine.write({ '/sys/class/drm/card1/device/power/runtime_status': 'suspended\n' });
    expect(Object.values(row()).every(Number.isNaN)).toBe(true);
  });

  it('that is pulled out makes the source open anew', () => {
    const { opened, machine } = open(amdgpuSource, { ...NAVI });
    expect(opened.reader.isOutdated?.()).toBe(false);
    machine.remove('/sys/class/drm/card1/device/uevent');
    expect(opened.reader.isOutdated?.()).toBe(true);
  });

  it('is absent with a reason where there is none, and none but others’', () => {
    expect(absence(amdgpuSource, {}).nextStep).not.toBe('');
    expect(absence(amdgpuSource, card('card0', 'i915', '0000:00:02.0', {})).absent).toMatch(/amdgpu/);
    expect(absence(amdgpuSource, card('card0', 'amdgpu', '0000:03:00.0', {})).absent).toMatch(
      /none of its files/,
    );
  });
});

describe('Intel graphics by sysfs', () => {
  it('of i915 is busy for as long as it did not sleep', () => {
    const { opened, row, machine } = open(
      intelGpuSource,
      card('card0', 'i915', '0000:00:02.0', {
        'gt/gt0/rc6_residency_ms': '1000\n',
        'gt/gt0/rps_act_freq_mhz': '350\n',
        gt_act_freq_mhz: '350\n',
      }),
    );
    expect(opened.devices[0]?.name).toMatch(/integrated/);
    machine.write({ '/sys/class/drm/card0/gt/gt0/rc6_residency_ms': '1075\n' });
    expect(row(100)).toEqual({ 'gpu:0000:00:02.0 gpu.use': 25, 'gpu:0000:00:02.0 gpu.clock': 350 });
    expect(row(Number.NaN)['gpu:0000:00:02.0 gpu.use']).toBeNaN();
  });

  it('of an older i915 has its files elsewhere', () => {
    const { row } = open(
      intelGpuSource,
      card('card0', 'i915', '0000:00:02.0', { 'power/rc6_residency_ms': '5', gt_act_freq_mhz: '1100' }),
    );
    expect(row(100)).toEqual({ 'gpu:0000:00:02.0 gpu.use': 100, 'gpu:0000:00:02.0 gpu.clock': 1100 });
  });

  it('of xe tells the busiest of its parts, and power from its energy', () => {
    const { opened, row, machine } = open(
      intelGpuSource,
      card('card1', 'xe', '0000:03:00.0', {
        'device/tile0/gt0/gtidle/idle_residency_ms': '500',
        'device/tile0/gt0/freq0/act_freq': '2400',
        'device/tile0/gt1/gtidle/idle_residency_ms': '500',
        'device/hwmon/hwmon2/energy1_input': '5000000',
        'device/hwmon/hwmon2/power1_max': '190000000',
      }),
    );
    expect(opened.devices[0]?.name).toMatch(/discrete/);
    machine.write({ '/sys/class/drm/card1/device/tile0/gt0/gtidle/idle_residency_ms': '510' });
    machine.write({ '/sys/class/drm/card1/device/tile0/gt1/gtidle/idle_residency_ms': '590' });
    machine.write({ '/sys/class/drm/card1/device/hwmon/hwmon2/energy1_input': '9000000' });
    expect(row(100)).toEqual({
      'gpu:0000:03:00.0 gpu.use': 90,
      'gpu:0000:03:00.0 gpu.clock': 2400,
      'gpu:0000:03:00.0 gpu.energy': 9,
      'gpu:0000:03:00.0 gpu.power': 40,
      'gpu:0000:03:00.0 gpu.power-limit': 190,
    });
  });

  it('makes no rate over the time it slept', () => {
    const { row, machine } = open(
      intelGpuSource,
      card('card1', 'xe', '0000:03:00.0', {
        'device/hwmon/hwmon2/energy1_input': '5000000',
        'device/power/runtime_status': 'active',
      }),
    );
    const power = (): number | undefined => row(100)['gpu:0000:03:00.0 gpu.power'];
    machine.write({ '/sys/class/drm/card1/device/power/runtime_status': 'suspended' });
    expect(power()).toBeNaN();
    machine.write({ '/sys/class/drm/card1/device/power/runtime_status': 'active' });
    machine.write({ '/sys/class/drm/card1/device/hwmon/hwmon2/energy1_input': '905000000' });
    expect(power()).toBeNaN();
    machine.write({ '/sys/class/drm/card1/device/hwmon/hwmon2/energy1_input': '909000000' });
    expect(power()).toBe(40);
  });
});
