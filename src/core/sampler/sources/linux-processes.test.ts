import { describe, expect, it } from 'vitest';
import { MARKS } from '../../../contract/hardware-channels.ts';
import { openTick } from '../open-source.test-support.ts';
import { WrittenMachine } from '../written-machine.test-support.ts';
import { processesSource } from './processes.ts';
import { processTreeSource } from './process-tree.ts';

const { NaN } = Number;

interface Written {
  readonly pid: number;
  readonly parent?: number;
  readonly name?: string;
  readonly ticks?: number;
  readonly pages?: number;
  readonly startedAt?: number;
  readonly uid?: number;
}

function processFiles(written: Written): Record<string, string> {
  const { pid, parent = 1, name = 'w', ticks = 0, pages = 10, startedAt = 5, uid = 1000 } = written;
  return {
    [`/proc/${pid}/stat`]: `${pid} (${name}) S ${parent} 1 1 0 -1 0 0 0 0 0 ${ticks} 0 7 7 20 0 4 0 ${startedAt} 4096 ${pages} 18446744073709551615\n`,
    [`/proc/${pid}/status`]: `Name:\tx\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`,
    [`/proc/${pid}/io`]: 'rchar: 1\nread_bytes: 0\nwrite_bytes: 0\ncancelled_write_bytes: 0\n',
    [`/proc/${pid}/task/${pid}/children`]: '',
  };
}

const machineOf = (...processes: readonly Written[]): WrittenMachine => {
  const machine = new WrittenMachine({
    '/proc/self/stat': 'x',
    '/etc/passwd': 'root:x:0:0::/:/bin/sh\nada:x:1000:1000::/:/bin/sh\n',
  });
  for (const written of processes) machine.write(processFiles(written));
  return machine;
};

describe('the run’s own processes', () => {
  it('are unknown while none is watched, and their columns stay', () => {
    const source = openTick(processTreeSource, machineOf());
    expect(source.read(100)).toEqual([NaN, NaN, NaN, NaN, NaN, NaN]);
  });

  it('are the watched one and all that it started, at the full rate', () => {
    const machine = machineOf({ pid: 7 }, { pid: 8, name: 'a) b (c' }, { pid: 9 }, { pid: 10 });
    machine.write({ '/proc/7/task/70/children': '8 ', '/proc/8/task/8/children': '9 ' });
    machine.watched = 7;
    const source = openTick(processTreeSource, machine);
    expect(source.read(NaN)).toEqual([NaN, 3 * 10 * 4096, 12, 3, NaN, NaN]);
    machine.write({
      ...processFiles({ pid: 7, ticks: 10 }),
      ...processFiles({ pid: 9, ticks: 5, pages: 20 }),
    });
    machine.write({
      '/proc/9/io': 'read_bytes: 500\nwrite_bytes: 100\n',
      '/proc/7/task/70/children': '8 ',
      '/proc/8/task/8/children': '9 ',
    });
    expect(source.read(100)).toEqual([150, 4 * 10 * 4096, 12, 3, 5000, 1000]);
    expect(source.read(100).slice(4)).toEqual([0, 0]);
  });

  it('are rated over a tenth of a second where ticks are closer than the kernel counts', () => {
    const machine = machineOf({ pid: 7 });
    machine.watched = 7;
    const source = openTick(processTreeSource, machine);
    source.read(NaN);
    const told: number[] = [];
    for (let tick = 1; tick <= 30; tick += 1) {
      machine.write(processFiles({ pid: 7, ticks: Math.floor(tick / 2) }));
      told.push(source.read(10)[0] ?? NaN);
    }
    expect(told.slice(0, 9).every(Number.isNaN)).toBe(true);
    for (const percent of told.slice(9)) expect(percent).toBeCloseTo(50, 6);
    expect(source.marks().slice(4)).toEqual([MARKS.fresh, MARKS.fresh]);
  });

  it('may end between two readings, and take nothing back', () => {
    const machine = machineOf({ pid: 7 }, { pid: 8, ticks: 1000 });
    machine.write({ '/proc/7/task/7/children': '8' });
    machine.watched = 7;
    const source = openTick(processTreeSource, machine);
    source.read(NaN);
    machine.remove('/proc/8');
    expect(source.read(100).slice(0, 4)).toEqual([0, 10 * 4096, 4, 1]);
    machine.remove('/proc/7');
    expect(source.read(100)).toEqual([NaN, NaN, NaN, NaN, NaN, NaN]);
    expect(machine.opened).toBe(0);
  });

  it('begin anew with another one', () => {
    const machine = machineOf({ pid: 7, ticks: 5000 }, { pid: 9, ticks: 90 });
    machine.watched = 7;
    const source = openTick(processTreeSource, machine);
    source.read(NaN);
    machine.watched = 9;
    expect(source.read(100)[0]).toBeNaN();
    expect(source.read(100)[0]).toBe(0);
    source.close();
    expect(machine.opened).toBe(0);
  });

  it('are found by their parents where the kernel tells no children', () => {
    const machine = machineOf(
      { pid: 7 },
      { pid: 8, parent: 7, name: '1 2) 3' },
      { pid: 9, parent: 8 },
      { pid: 10 },
    );
    for (const pid of [7, 8, 9, 10]) machine.contents.delete(`/proc/${pid}/task/${pid}/children`);
    machine.watched = 7;
    expect(openTick(processTreeSource, machine).read(NaN)[3]).toBe(3);
  });
});

describe('the table of all processes', () => {
  /** Ticks ten times a second until there is another table. */
  const nextTable = (machine: WrittenMachine, source: ReturnType<typeof openTick>, ticks = 40) => {
    const before = machine.tables.length;
    for (let tick = 0; tick < ticks && machine.tables.length === before; tick += 1) source.read(100);
    const table = machine.tables.at(-1);
    if (table === undefined || machine.tables.length === before) throw new Error('There was no table.');
    return table;
  };

  it('is made only while somebody looks, and nothing stays open after', () => {
    const machine = machineOf({ pid: 7 });
    const source = openTick(processesSource, machine);
    for (let tick = 0; tick < 30; tick += 1) source.read(100);
    expect([machine.tables.length, machine.opened]).toEqual([0, 0]);
    machine.follows = true;
    nextTable(machine, source);
    expect(machine.opened).toBe(1);
    machine.follows = false;
    source.read(100);
    expect(machine.opened).toBe(0);
  });

  it('comes every other second, and says what each used since', () => {
    const machine = machineOf(
      { pid: 7, name: 'busy' },
      { pid: 8, name: 'lazy', uid: 0 },
      { pid: 9, uid: 4242 },
    );
    machine.follows = true;
    machine.gpuBytes.set(8, 77);
    const source = openTick(processesSource, machine);
    expect(nextTable(machine, source).rows.map(({ cpuPercent }) => cpuPercent)).toEqual([null, null, null]);
    machine.write(processFiles({ pid: 7, name: 'busy', ticks: 150 }));
    for (let tick = 0; tick < 20; tick += 1) source.read(100);
    expect(machine.tables.length).toBeLessThanOrEqual(2);
    const row = machine.tables[1]?.rows.find(({ pid }) => pid === 7);
    expect(row).toMatchObject({ name: 'busy', user: 'ada', residentBytes: 40_960 });
    expect(row?.cpuPercent).toBeCloseTo(75, 0);
    const table = machine.tables.at(-1);
    expect(table?.rows.find(({ pid }) => pid === 8)).toMatchObject({ user: 'root', gpuBytes: 77 });
    expect(table?.rows.find(({ pid }) => pid === 9)).toMatchObject({ user: '4242', gpuBytes: null });
  });

  it('takes names as they are, and finds the rest of those that the kernel cut', () => {
    const hostile = 'evil) S 1 (x\n';
    const machine = machineOf(
      { pid: 7, name: hostile },
      { pid: 8, name: 'fifteen-letters' },
      { pid: 9, name: 'MainThread' },
      { pid: 10, name: '' },
    );
    machine.write({
      '/proc/8/cmdline': '/usr/bin/fifteen-letters-and-more\0--flag',
      '/proc/9/cmdline': '/opt/node\0server.js',
    });
    machine.follows = true;
    const { rows } = nextTable(machine, openTick(processesSource, machine));
    const names = new Map(rows.map(({ pid, name }) => [pid, name]));
    expect([7, 8, 9, 10].map((pid) => names.get(pid))).toEqual([
      hostile.trim(),
      'fifteen-letters-and-more',
      'node',
      '',
    ]);
  });

  it('knows Dyno’s own and their children, even where parents go round in a ring', () => {
    const machine = machineOf(
      { pid: 70 },
      { pid: 71, parent: 70 },
      { pid: 72, parent: 71 },
      { pid: 80, parent: 81 },
      { pid: 81, parent: 80 },
    );
    machine.own = [70];
    machine.follows = true;
    const { rows } = nextTable(machine, openTick(processesSource, machine));
    expect(
      rows
        .filter(({ isDyno }) => isDyno)
        .map(({ pid }) => pid)
        .sort(),
    ).toEqual([70, 71, 72]);
  });

  it('does not take another process of the same number for the one before', () => {
    const machine = machineOf({ pid: 7, name: 'old', ticks: 10 });
    machine.follows = true;
    const source = openTick(processesSource, machine);
    nextTable(machine, source);
    machine.write(processFiles({ pid: 7, name: 'new', ticks: 500, startedAt: 900 }));
    expect(nextTable(machine, source).rows[0]).toMatchObject({ name: 'new', cpuPercent: null });
    machine.remove('/proc/7');
    expect(nextTable(machine, source)).toEqual({ total: 0, rows: [] });
    expect(machine.opened).toBe(0);
  });

  it('is spread over ticks where there are thousands, counts them all and shows the busiest', () => {
    const machine = machineOf(
      ...Array.from({ length: 5000 }, (_, index) => ({ pid: 100 + index, pages: index })),
    );
    machine.follows = true;
    const source = openTick(processesSource, machine);
    let ticks = 0;
    while (machine.tables.length === 0 && ticks < 100) {
      source.read(100);
      ticks += 1;
    }
    expect(ticks).toBe(25);
    expect(machine.tables[0]?.total).toBe(5000);
    expect(machine.tables[0]?.rows.length).toBeLessThan(100);
    expect(machine.tables[0]?.rows[0]?.residentBytes).toBe(4999 * 4096);
    expect(machine.opened).toBeLessThanOrEqual(1000);
    source.close();
    expect(machine.opened).toBe(0);
  });
});
