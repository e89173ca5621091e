import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CorePorts } from '../../core/ports.ts';
import { forkedPorts } from '../../core/engine/forked-ports.test-support.ts';
import { isAlive } from '../dyno.fixture.ts';
import { readVerifyOptions } from './options.ts';
import { runSection } from './run-section.ts';
import { ceilings } from './sections/ceilings.ts';
import { ChannelTally } from './sections/channel-tally.ts';
import { kernels } from './sections/kernels.ts';
import { SECTIONS } from './sections/index.ts';
import type { Findings, Section, SectionContext, Surroundings } from './types.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'dyno-verify-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROBER = join(root, 'src', 'core', 'engine', 'probe', 'scripted-prober.fixture.ts');
const onCard: Surroundings = { hasCard: true, standIn: '', native: null, words: '' };

const contextWith = (script: string, surroundings = onCard): SectionContext => ({
  ports: forkedPorts(mkdtempSync(join(folder, 'data-')), {
    proberFile: PROBER,
    env: { ...process.env, PROBER_SCRIPT: script },
  }),
  surroundings,
  shared: { probe: null },
  say: () => undefined,
});
const now = (): number => performance.now();
const nothing: Findings = { sentences: [], tables: [], checks: [], data: 1, standIn: '' };
const sectionOf = (run: Section['run'], limitMs = 20_000): Section => ({ id: 'x', title: 'X', limitMs, run });

describe('a section', () => {
  it('that hangs is cut off, and its processes end with it', async () => {
    const pids: (number | undefined)[] = [];
    const section = sectionOf(async ({ ports }) => {
      const child = ports.launchProber({ onStep: () => undefined });
      pids.push(child.pid);
      return (await new Promise(() => undefined)) as Findings;
    }, 50);
    const report = await runSection(section, contextWith(''), now);
    expect(report).toMatchObject({ outcome: 'cut off', checks: [{ verdict: 'not met' }] });
    expect(pids.map((pid) => isAlive(pid as number))).toEqual([false]);
  });

  it('that fails says why, and counts as not met', async () => {
    const failing = sectionOf(() => Promise.reject(new Error('it rained')));
    const report = await runSection(failing, contextWith(''), now);
    expect(report).toMatchObject({ outcome: 'failed', checks: [{ verdict: 'not met' }] });
    expect(report.reason).toContain('it rained');
  });

  it('that is done hands on what it found', async () => {
    const report = await runSection(
      sectionOf(async () => nothing),
      contextWith(''),
      now,
    );
    expect(report).toMatchObject({ id: 'x', outcome: 'done', data: 1 });
    expect(report.tookMs).toBeGreaterThanOrEqual(0);
  });

  it('has its time, and all together less than eight minutes', () => {
    expect(SECTIONS.reduce((sum, { limitMs }) => sum + limitMs, 0)).toBeLessThan(8 * 60_000);
  });
});

describe('the section of ceilings', () => {
  it('holds the kernels against the copy bandwidth of the same probe, and keeps it for PyTorch', async () => {
    const context = contextWith('');
    const { checks } = await runSection(ceilings, context, now);
    expect(checks.map(({ what, verdict }) => [what, verdict])).toEqual([
      ['The probe is quick', 'met'],
      ['A GPU was measured', 'met'],
      ['Cosine FP32 on a GPU of the test, of the copy bandwidth', 'met'],
      ['Comparison on a GPU of the test, of the copy bandwidth', 'met'],
      ['Cosine on a GPU of the test against one thread a row', 'met'],
    ]);
    expect(checks[2]?.measured).toBe('94 % (2.60 TB/s)');
    expect(context.shared.probe?.gpus).toHaveLength(1);
  });

  it('judges nothing that a stand-in measured', async () => {
    const standIn = { ...onCard, hasCard: false, standIn: 'libcuda' };
    const { checks } = await runSection(ceilings, contextWith('', standIn), now);
    expect(new Set(checks.map(({ verdict }) => verdict))).toEqual(new Set(['not judged']));
  });

  it('does not pass on a card whose driver breaks down', async () => {
    const { checks, sentences } = await runSection(ceilings, contextWith('gpu-dies'), now);
    expect(checks.find(({ what }) => what === 'A GPU was measured')?.verdict).toBe('not met');
    expect(sentences.join()).toContain('SIGSEGV');
  });
});

describe('the section of kernels', () => {
  it('is not met by one wrong kernel, on a stand-in either', async () => {
    const standIn = { ...onCard, hasCard: false, standIn: 'libcuda' };
    const { checks } = await runSection(kernels, contextWith('wrong-kernel', standIn), now);
    expect(checks.map(({ verdict, measured }) => [verdict, measured])).toEqual([
      ['met', '1 of 1'],
      ['not met', '0 of 1'],
    ]);
  });

  it('says what a prober that died was at', async () => {
    const context = contextWith('');
    const dying: CorePorts = {
      ...context.ports,
      launchProber: (events) => {
        const child = context.ports.launchProber(events);
        setTimeout(() => child.kill(), 20);
        return child;
      },
    };
    const report = await runSection(
      { ...kernels, run: (inner) => kernels.run({ ...inner, ports: dying }) },
      context,
      now,
    );
    expect(report.reason).toMatch(/WORKER_CRASHED: The prober ended \(SIGKILL\) at: its start/);
  });
});

describe('what channels said', () => {
  it('is counted by channel, over catalogs that change, and without what is missing', () => {
    const tally = new ChannelTally();
    const channels = (...ids: string[]) => ids.map((id) => ({ id }) as never);
    tally.begin({ revision: 1, channels: channels('a', 'b') });
    const frame = (revision: number, values: number[], marks: number[]) => ({
      revision,
      atMs: Float64Array.of(1),
      values: Float64Array.from(values),
      marks: Uint8Array.from(marks),
    });
    tally.add(frame(1, [5, 1], [0, 2]));
    tally.add(frame(2, [9, 9], [0, 0]));
    tally.begin({ revision: 2, channels: channels('b', 'a') });
    tally.add(frame(2, [Number.NaN, 3], [0, 1]));
    expect(tally.of('a')).toEqual({ least: 3, most: 5, last: 3, missing: 0, frames: 2 });
    expect(tally.of('b')).toBeUndefined();
    expect(tally.all()['b']).toMatchObject({ missing: 2, frames: 2 });
  });
});

describe('its options', () => {
  it('are read, and refused in words', () => {
    expect(readVerifyOptions(['--out', 'x', '--only', 'kernels', '--only', 'sensors', '--stand-in'])).toEqual(
      {
        out: 'x',
        only: ['kernels', 'sensors'],
        standIn: true,
        help: false,
      },
    );
    expect(() => readVerifyOptions(['--only', 'weather'])).toThrow('There is no section "weather".');
    expect(() => readVerifyOptions(['--nothing'])).toThrow(/nothing/);
  });
});

describe('the program', () => {
  it('writes both reports without an addon and without a card, and exits with 3', async () => {
    const out = join(folder, 'report');
    const temporary = mkdtempSync(join(folder, 'tmp-'));
    const child = spawn(
      process.execPath,
      [join(root, 'src', 'cli', 'verify', 'index.ts'), '--only', 'drivers', '--out', out],
      {
        env: { ...process.env, DYNO_NATIVE: 'off', TMPDIR: temporary, NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    expect((await once(child, 'close'))[0]).toBe(3);
    expect(said).toContain('✗ The native addon loads');
    const document = JSON.parse(readFileSync(join(out, 'gpu-verify.json'), 'utf8')) as object;
    expect(document).toMatchObject({ hasCard: false, standIn: '', verdicts: { met: 0, 'not met': 1 } });
    expect(readFileSync(join(out, 'gpu-verify.md'), 'utf8')).toContain('switched off');
    expect(readdirSync(temporary).filter((name) => name.startsWith('dyno-verify'))).toEqual([]);
  });
});
