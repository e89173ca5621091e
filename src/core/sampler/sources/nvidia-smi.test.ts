import { describe, expect, it } from 'vitest';
import { MARKS } from '../../../contract/hardware-channels.ts';
import { SourceLost } from '../source-lost.ts';
import { nvidiaSmiSource } from './nvidia-smi.ts';
import { QUERY_FIELDS } from './nvidia-smi/meters.ts';
import type { Opened, ProgramEars, ProgramOutcome, Surroundings, ThreadReader } from './types.ts';

type Cells = Readonly<Record<string, string>>;

const CARD: Cells = {
  index: '0',
  uuid: 'GPU-a',
  'pci.bus_id': '00000000:83:00.0',
  driver_version: '590.48.01',
  'memory.total': '143771',
  'memory.used': '32362',
  'utilization.gpu': '100',
  'power.draw': '627.40',
  name: 'NVIDIA H200',
};
const said = (stdout: string, more: Partial<ProgramOutcome> = {}): ProgramOutcome => ({
  code: 0,
  stdout,
  stderr: '',
  failure: null,
  ...more,
});
const line = (cells: Cells, fields: readonly string[] = QUERY_FIELDS): string =>
  fields.map((field) => cells[field] ?? '[N/A]').join(', ');
const log = (parts: string, processes = ''): string =>
  `<nvidia_smi_log><gpu id="00000000:83:00.0"><uuid>GPU-a</uuid><pci><rx_util>1500 KB/s</rx_util></pci>` +
  `<mig_devices>${parts}</mig_devices><processes>${processes}</processes></gpu></nvidia_smi_log>`;
const part = (place: number, used: number): string =>
  `<mig_device><gpu_instance_id>${place}</gpu_instance_id><compute_instance_id>0</compute_instance_id>` +
  `<fb_memory_usage><total>100 MiB</total><used>${used} MiB</used></fb_memory_usage></mig_device>`;

/** A scripted nvidia-smi: what it answers, and an ear to each program that is followed. */
class Program {
  cards: readonly Cells[] = [CARD];
  refused: readonly string[] = [];
  outcome: ProgramOutcome | null = null;
  xml = log('');
  readonly followed: { words: readonly string[]; ears: ProgramEars; stopped: boolean }[] = [];
  readonly asked: (readonly string[])[] = [];

  readonly from = {
    files: { read: () => null },
    runProgram: async (_program: string, words: readonly string[]) => {
      this.asked.push(words);
      if (words[0] === '-q') return said(this.xml);
      if (this.outcome !== null) return this.outcome;
      const fields = words[0]?.replace('--query-gpu=', '').split(',') ?? [];
      const unknown = fields.find((field) => this.refused.includes(field));
      if (unknown !== undefined)
        return said(`Field "${unknown}" is not a valid field to query.\n`, { code: 2 });
      return said(`${this.cards.map((cells) => line(cells, fields)).join('\n')}\n`);
    },
    followProgram: (_program: string, words: readonly string[], ears: ProgramEars) => {
      const entry = { words, ears, stopped: false };
      this.followed.push(entry);
      return { pid: 4242, stop: () => (entry.stopped = true) };
    },
  } as unknown as Surroundings;

  get last(): (typeof this.followed)[number] {
    const last = this.followed.at(-1);
    if (last === undefined) throw new Error('Nothing was followed.');
    return last;
  }

  tell(cells: Cells): void {
    const fields = this.last.words[0]?.replace('--query-gpu=', '').split(',') ?? [];
    this.last.ears.onLine(line(cells, fields));
  }
}

async function open(program: Program): Promise<Opened<ThreadReader>> {
  const answer = await nvidiaSmiSource.open(program.from);
  if ('absent' in answer) throw new Error(answer.absent);
  return answer;
}

async function row(
  { channels, reader }: Opened<ThreadReader>,
  passedMs = 1000,
): Promise<Record<string, [number, string]>> {
  const out = new Float64Array(channels.length);
  await reader.read(out, 0, passedMs);
  const words = Object.keys(MARKS);
  return Object.fromEntries(
    channels.map(({ device, metric }, index) => [
      `${device} ${metric}`,
      [out[index] as number, words[reader.marks?.[index] ?? -1] ?? ''],
    ]),
  );
}

describe('nvidia-smi, followed', () => {
  it('tells what its newest line says, and says when that is old', async () => {
    const program = new Program();
    const opened = await open(program);
    expect(opened.devices).toMatchObject([
      { id: 'gpu:GPU-a', name: 'NVIDIA H200', totalBytes: 143_771 * 1024 ** 2 },
    ]);
    expect((await row(opened))['gpu:GPU-a gpu.power']).toEqual([627.4, 'fresh']);
    expect((await row(opened))['gpu:GPU-a gpu.power']).toEqual([627.4, 'repeat']);
    program.tell({ ...CARD, 'power.draw': '91.5', 'utilization.gpu': '[Unknown Error]' });
    const now = await row(opened);
    expect(now['gpu:GPU-a gpu.power']).toEqual([91.5, 'fresh']);
    expect(now['gpu:GPU-a gpu.use']?.[0]).toBeNaN();
    expect(program.followed).toHaveLength(1);
  });

  it('asks a driver that does not know a field for its older name, then without it', async () => {
    const program = new Program();
    program.refused = ['clocks_event_reasons.active', 'temperature.memory', 'utilization.encoder'];
    program.cards = [{ ...CARD, 'clocks_throttle_reasons.active': '0x0000000000000004' }];
    const opened = await open(program);
    expect((await row(opened))['gpu:GPU-a gpu.throttle']?.[0]).toBe(4);
    expect(program.last.words[0]).not.toContain('temperature.memory');
  });

  it('starts another when one dies, and gives up on what always dies', async () => {
    const program = new Program();
    const opened = await open(program);
    program.tell(CARD);
    program.last.ears.onEnd({ code: 1, stderr: '', failure: null });
    await row(opened);
    expect(program.followed).toHaveLength(2);
    for (let start = 2; start < 4; start += 1) {
      program.last.ears.onEnd({ code: 1, stderr: '', failure: null });
      await row(opened);
    }
    program.last.ears.onEnd({ code: 1, stderr: '', failure: null });
    await expect(row(opened)).rejects.toThrow(SourceLost);
  });

  it('that knows no loop is started for each line', async () => {
    const program = new Program();
    const opened = await open(program);
    for (let times = 1; times <= 8; times += 1) {
      program.tell({ ...CARD, 'power.draw': String(times) });
      program.last.ears.onEnd({ code: 0, stderr: '', failure: null });
      expect((await row(opened))['gpu:GPU-a gpu.power']).toEqual([times, 'fresh']);
    }
  });

  it('is cut off when it hangs, and no old value stands in', async () => {
    const program = new Program();
    const opened = await open(program);
    for (let second = 0; second < 5; second += 1) await row(opened);
    expect((await row(opened))['gpu:GPU-a gpu.power']?.[0]).toBeNaN();
    expect(program.followed[0]?.stopped).toBe(true);
    await row(opened);
    expect(program.followed).toHaveLength(2);
  });

  it('that says a card is lost is opened anew, with what it said', async () => {
    const program = new Program();
    const opened = await open(program);
    program.last.ears.onLine(
      'Unable to determine the device handle for GPU0000:83:00.0: GPU is lost.  Reboot',
    );
    await expect(row(opened)).rejects.toMatchObject({ name: 'SourceLost', message: /lost/ });
  });

  it('has parts of a card, traffic and processes from its log, and sees others come', async () => {
    const program = new Program();
    program.xml = log(
      part(1, 10),
      '<process_info><pid>77</pid><used_memory>5 MiB</used_memory></process_info>',
    );
    const opened = await open(program);
    expect(opened.devices[1]).toMatchObject({ id: 'gpu:GPU-a/mig:1.0', partOf: 'gpu:GPU-a' });
    const first = await row(opened);
    expect(first['gpu:GPU-a/mig:1.0 gpu.memory-use']).toEqual([10, 'fresh']);
    expect(first['gpu:GPU-a gpu.pcie-received']).toEqual([1500 * 1024, 'fresh']);
    expect(opened.reader.gpuBytes?.().get(77)).toBe(5 * 1024 ** 2);
    expect(opened.reader.isOutdated?.()).toBe(false);
    program.xml = log(part(1, 10) + part(2, 3));
    for (let second = 0; second < 31; second += 1) {
      program.tell(CARD);
      await row(opened);
    }
    expect(opened.reader.isOutdated?.()).toBe(true);
  });

  it('keeps cards apart that tell one UUID', async () => {
    const program = new Program();
    program.cards = [CARD, { ...CARD, index: '1', 'pci.bus_id': '00000000:84:00.0', 'power.draw': '70' }];
    const opened = await open(program);
    expect(opened.devices.map(({ id }) => id)).toEqual(['gpu:0000:83:00.0', 'gpu:0000:84:00.0']);
    program.tell({ ...CARD, 'pci.bus_id': '00000000:84:00.0', 'power.draw': '71' });
    const now = await row(opened);
    expect(now['gpu:0000:83:00.0 gpu.power']?.[0]).toBe(627.4);
    expect(now['gpu:0000:84:00.0 gpu.power']?.[0]).toBe(71);
  });

  it.each([
    ['is not there', said('', { code: null, failure: 'missing' }), /not on the path/],
    ['hangs', said('', { code: null, failure: 'late' }), /did not answer/],
    ['sees no card', said('No devices were found\n', { code: 6 }), /sees no card/],
    [
      'has no driver',
      said('', { code: 9, stderr: "couldn't communicate with the NVIDIA driver" }),
      /not loaded/,
    ],
    ['says something new', said('Segmentation fault', { code: 139 }), /139: "Segmentation fault"/],
  ])('is absent with the next step where it %s', async (_what, outcome, reason) => {
    const program = new Program();
    program.outcome = outcome;
    const answer = await nvidiaSmiSource.open(program.from);
    expect('absent' in answer && answer.absent).toMatch(reason);
    expect('absent' in answer && answer.nextStep).not.toBe('');
    expect(program.followed).toEqual([]);
  });
});
