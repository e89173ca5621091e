import { describe, expect, it } from 'vitest';
import { openTick } from '../open-source.test-support.ts';
import { SourceLost } from '../source-lost.ts';
import { WrittenMachine } from '../written-machine.test-support.ts';
import { batterySource } from './battery.ts';
import { cpuClockSource } from './cpu-clock.ts';
import { raplSource } from './rapl.ts';
import { thermalSource } from './thermal.ts';

const { NaN } = Number;

describe('the processor’s clock', () => {
  it('is cpufreq’s where it is, of the cores that are on', () => {
    const folder = '/sys/devices/system/cpu';
    const machine = new WrittenMachine({
      [`${folder}/online`]: '0,2-3\n',
      [`${folder}/cpu0/cpufreq/scaling_cur_freq`]: '2000000\n',
      [`${folder}/cpu2/cpufreq/scaling_cur_freq`]: '3000500\n',
      [`${folder}/cpu3/cpufreq/scaling_cur_freq`]: '<unknown>\n',
    });
    expect(cpuClockSource.missing?.(machine)).toBeNull();
    const source = openTick(cpuClockSource, machine);
    expect(source.channels).toEqual([
      'cpu.clock',
      'cpu.clock-fastest',
      'cpu.core-clock/0',
      'cpu.core-clock/2',
      'cpu.core-clock/3',
    ]);
    expect(source.read(NaN)).toEqual([2500.25, 3000.5, 2000, 3000.5, NaN]);
    machine.write({ [`${folder}/online`]: '0-3\n' });
    expect(source.isOutdated()).toBe(true);
  });

  it('is cpuinfo’s else, each core’s at its number', () => {
    const machine = new WrittenMachine({
      '/proc/cpuinfo':
        'processor\t: 4\nmodel name : a 5000 MHz CPU\ncpu MHz\t\t: 1200.5\n\nprocessor\t: 0\ncpu MHz\t\t: 800.000\n',
    });
    expect(openTick(cpuClockSource, machine).read(NaN)).toEqual([1000.25, 1200.5, 1200.5, 800]);
  });

  it('is not measurable on an ARM machine that tells none', () => {
    const machine = new WrittenMachine({ '/proc/cpuinfo': 'processor : 0\nBogoMIPS : 48.00\n' });
    expect(cpuClockSource.missing?.(machine)).toHaveProperty('absent');
  });
});

describe('energy', () => {
  const zone = (folder: string, name: string, microjoules: number | { refused: string }) => ({
    [`/sys/class/powercap/${folder}/name`]: `${name}\n`,
    [`/sys/class/powercap/${folder}/max_energy_range_uj`]: '1000000000\n',
    [`/sys/class/powercap/${folder}/energy_uj`]:
      typeof microjoules === 'number' ? `${microjoules}\n` : microjoules,
  });

  it('is counted of packages and their memory, not of the cores inside, nor twice by two drivers', () => {
    const machine = new WrittenMachine({
      ...zone('intel-rapl:0', 'package-0', 5_000_000),
      ...zone('intel-rapl:0:0', 'core', 1),
      ...zone('intel-rapl:0:1', 'dram', 1_000_000),
      ...zone('intel-rapl:1', 'psys', 9),
      ...zone('intel-rapl-mmio:0', 'package-0', 5_000_000),
    });
    const source = openTick(raplSource, machine);
    expect(source.channels).toEqual([
      'cpu.energy/package-0',
      'cpu.power/package-0',
      'cpu.energy/package-0 dram',
      'cpu.power/package-0 dram',
    ]);
    expect(source.read(NaN)).toEqual([0, NaN, 0, NaN]);
    machine.write({
      ...zone('intel-rapl:0', 'package-0', 25_000_000),
      ...zone('intel-rapl:0:1', 'dram', 2_000_000),
    });
    expect(source.read(500)).toEqual([20, 40, 1, 2]);
  });

  it('goes on where the counter wraps around', () => {
    const machine = new WrittenMachine(zone('intel-rapl:0', 'package-0', 999_000_000));
    const source = openTick(raplSource, machine);
    source.read(NaN);
    machine.write(zone('intel-rapl:0', 'package-0', 4_000_000));
    expect(source.read(100)).toEqual([5, 50]);
  });

  it('believes no jump that no machine could draw, nor one over a sleep', () => {
    const machine = new WrittenMachine(zone('intel-rapl:0', 'package-0', 900_000_000));
    const source = openTick(raplSource, machine);
    source.read(NaN);
    machine.write(zone('intel-rapl:0', 'package-0', 5));
    expect(source.read(1)).toEqual([NaN, NaN]);
    machine.write(zone('intel-rapl:0', 'package-0', 1_000_005));
    expect(source.read(100)).toEqual([1, 10]);
    machine.write(zone('intel-rapl:0', 'package-0', 500_000_000));
    expect(source.read(NaN)).toEqual([NaN, NaN]);
  });

  it('says who may read it where this user may not', () => {
    const machine = new WrittenMachine(zone('intel-rapl:0', 'package-0', { refused: 'EACCES' }));
    expect(raplSource.open(machine)).toMatchObject({
      absent: expect.stringMatching(/Only root/) as string,
      nextStep: expect.stringMatching(/chmod a\+r/) as string,
    });
    expect(raplSource.open(new WrittenMachine())).toHaveProperty('absent');
  });

  it('is opened anew when its meter goes', () => {
    const machine = new WrittenMachine(zone('intel-rapl:0', 'package-0', 1));
    const source = openTick(raplSource, machine);
    source.read(NaN);
    machine.remove('/sys/class/powercap');
    expect(() => source.read(100)).toThrow(SourceLost);
  });
});

describe('temperatures', () => {
  it('have their sensors’ names, and none is told twice or of a sensor that is not connected', () => {
    const machine = new WrittenMachine({
      '/sys/class/hwmon/hwmon0/name': 'coretemp\n',
      '/sys/class/hwmon/hwmon0/temp1_input': '55000\n',
      '/sys/class/hwmon/hwmon0/temp1_label': 'Package id 0\n',
      '/sys/class/hwmon/hwmon1/name': 'nvme\n',
      '/sys/class/hwmon/hwmon1/temp1_input': '40850\n',
      '/sys/class/hwmon/hwmon2/name': 'nvme\n',
      '/sys/class/hwmon/hwmon2/temp1_input': '41850\n',
      '/sys/class/hwmon/hwmon2/temp2_input': '-273150\n',
      '/sys/class/thermal/thermal_zone0/type': 'acpitz\n',
      '/sys/class/thermal/thermal_zone0/temp': '30000\n',
      '/sys/class/thermal/thermal_zone1/type': 'nvme\n',
      '/sys/class/thermal/thermal_zone1/temp': '40000\n',
      '/sys/class/thermal/cooling_device0/type': 'Processor\n',
    });
    const source = openTick(thermalSource, machine);
    expect(source.channels).toEqual([
      'sensor.temperature/Package id 0',
      'sensor.temperature/temp1',
      'sensor.temperature/temp1 #2',
      'sensor.temperature/acpitz',
    ]);
    expect(source.devices.map(({ id }) => id)).toEqual(['sensor:coretemp', 'sensor:nvme', 'sensor:zones']);
    expect(source.read(NaN)).toEqual([55, 40.85, 41.85, 30]);
    machine.remove('/sys/class/hwmon/hwmon1');
    expect(source.read(1000)[1]).toBeNaN();
    expect(source.isOutdated()).toBe(true);
  });

  it('come with the count of times that the processor slowed down, each package once', () => {
    const cpu = (core: number, own: number, all: number) => ({
      [`/sys/devices/system/cpu/cpu${core}/topology/physical_package_id`]: '0\n',
      [`/sys/devices/system/cpu/cpu${core}/thermal_throttle/core_throttle_count`]: `${own}\n`,
      [`/sys/devices/system/cpu/cpu${core}/thermal_throttle/package_throttle_count`]: `${all}\n`,
    });
    const machine = new WrittenMachine({ ...cpu(0, 1, 5), ...cpu(1, 2, 5) });
    const source = openTick(thermalSource, machine);
    expect(source.read(NaN)).toEqual([NaN]);
    machine.write({ ...cpu(0, 2, 7), ...cpu(1, 3, 7) });
    expect(source.read(2000)).toEqual([2]);
  });

  it('are not measurable in a virtual machine', () => {
    expect(thermalSource.missing?.(new WrittenMachine())).toHaveProperty('absent');
  });
});

describe('batteries', () => {
  const machineOf = (more: Record<string, string> = {}): WrittenMachine =>
    new WrittenMachine({
      '/sys/class/power_supply/BAT0/type': 'Battery\n',
      '/sys/class/power_supply/BAT0/status': 'Discharging\n',
      '/sys/class/power_supply/BAT0/energy_now': '30000000\n',
      '/sys/class/power_supply/BAT0/energy_full': '40000000\n',
      '/sys/class/power_supply/BAT0/current_now': '2000000\n',
      '/sys/class/power_supply/BAT0/voltage_now': '12000000\n',
      '/sys/class/power_supply/hidpp_battery_0/type': 'Battery\n',
      '/sys/class/power_supply/hidpp_battery_0/scope': 'Device\n',
      ...more,
    });

  it('tell charge, what is drawn, and whether there is mains; a mouse’s is not the machine’s', () => {
    const machine = machineOf({
      '/sys/class/power_supply/AC/type': 'Mains\n',
      '/sys/class/power_supply/AC/online': '0\n',
    });
    const source = openTick(batterySource, machine);
    expect(source.devices.map(({ id }) => id)).toEqual(['battery:BAT0']);
    expect(source.read(NaN)).toEqual([75, 24, 0]);
    machine.write({
      '/sys/class/power_supply/AC/online': '1\n',
      '/sys/class/power_supply/BAT0/status': 'Charging\n',
      '/sys/class/power_supply/BAT0/power_now': '15000000\n',
      '/sys/class/power_supply/BAT0/capacity': '80\n',
    });
    expect(source.read(5000)).toEqual([80, -15, 1]);
  });

  it('leave unknown what their firmware does not tell', () => {
    const machine = new WrittenMachine({ '/sys/class/power_supply/BAT1/type': 'Battery\n' });
    expect(openTick(batterySource, machine).read(NaN)).toEqual([NaN, NaN, NaN]);
  });

  it('are absent on a machine without one', () => {
    expect(batterySource.missing?.(new WrittenMachine())).toHaveProperty('absent');
  });
});
