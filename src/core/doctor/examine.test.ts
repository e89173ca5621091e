import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DynoError } from '../../contract/errors.ts';
import type { DoctorCheck, Environment } from '../../contract/hardware.ts';
import type { NativeDescription } from '../../contract/prober-api.ts';
import type { RuntimeDescription } from '../../contract/worker-api.ts';
import type { RuntimeFacts } from '../engine/runtime-facts.ts';
import { examine, type Patient } from './examine.ts';

const ENVIRONMENT: Environment = {
  cpu: { model: 'Example CPU', cores: 8, physicalCores: 4 },
  memoryBytes: 16 * 1024 ** 3,
  os: { name: 'an OS', kernel: '1', arch: 'x64' },
  gpus: [],
  node: '24.1.0',
  electron: null,
  onnxRuntime: '1.30.0',
  dyno: 'test',
  git: null,
  host: 'here',
};

const RUNTIME: RuntimeDescription = {
  onnxRuntime: '1.30.0',
  providers: [
    { name: 'cpu', available: true, reason: '' },
    { name: 'webgpu', available: false, reason: 'No adapter was found.' },
    { name: 'cuda', available: false, reason: 'Its library is missing.' },
  ],
};

const LOADED = { isLoaded: true, detail: 'somewhere', isStandIn: false };
const NATIVE: NativeDescription = {
  missing: null,
  version: '1.0.0',
  simd: 'avx2',
  nvml: LOADED,
  cuda: LOADED,
};

interface Change {
  readonly environment?: Partial<Environment>;
  readonly describe?: () => Promise<RuntimeDescription>;
  readonly folder?: string;
  readonly notices?: readonly string[];
  readonly ofHost?: readonly DoctorCheck[];
}

async function report(change: Change = {}) {
  let folder = change.folder;
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'dyno-doctor-'));
    onTestFinished(() => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  const { ofHost } = change;
  const patient: Patient = {
    ports: {
      clock: { monotonic: () => performance.now(), wall: () => Date.now() },
      host: 'browser',
      ...(ofHost && { checks: () => Promise.resolve(ofHost) }),
    },
    store: { folder, notices: change.notices ?? [] },
    runtime: { describe: change.describe ?? (() => Promise.resolve(RUNTIME)) } as RuntimeFacts,
    describeNative: () => Promise.resolve(NATIVE),
    hardwareSources: async () => [],
    environment: { ...ENVIRONMENT, ...change.environment },
  };
  const { checks, environment } = await examine(patient);
  return { environment, of: (id: string) => checks.find((check) => check.id === id), checks };
}

describe('the doctor', () => {
  it('has each check once, and a next step wherever something is not well', async () => {
    const { checks, environment } = await report();
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    for (const { id, state, detail, nextStep } of checks) {
      expect(detail, id).not.toBe('');
      expect(nextStep === '', id).toBe(state === 'ok');
    }
    expect(environment.host).toBe('here');
  });

  it('tells providers that can be used from those that cannot, and why', async () => {
    const { of } = await report();
    expect(of('provider-cpu')?.state).toBe('ok');
    expect(of('provider-webgpu')).toMatchObject({ state: 'missing', detail: 'No adapter was found.' });
    expect(of('provider-cuda')?.nextStep).toContain('CUDA');
  });

  it('says what is the matter with a runtime that does not load', async () => {
    const broken = new DynoError({
      code: 'WORKER_CRASHED',
      message: 'It died.',
      subject: 'ONNX Runtime',
      nextStep: 'Install it again.',
    });
    const { of } = await report({ describe: () => Promise.reject(broken) });
    expect(of('onnxruntime')).toMatchObject({
      state: 'missing',
      detail: 'It died.',
      nextStep: 'Install it again.',
    });
    expect(of('provider-cpu')).toBeUndefined();
  });

  it('warns of a Node that is too old, and names Electron’s where it is that', async () => {
    expect((await report({ environment: { node: '20.9.0' } })).of('node')?.state).toBe('warning');
    const desktop = await report({ environment: { electron: '40.1.0' } });
    expect(desktop.of('node')).toMatchObject({ state: 'ok', detail: 'Node 24.1.0 in Electron 40.1.0' });
  });

  it('describes the cards with what they tell', async () => {
    const gpus = [
      { name: 'Example GPU', memoryBytes: 8 * 1024 ** 3, driver: '550.1' },
      { name: 'Another', memoryBytes: null, driver: null },
    ];
    const { of } = await report({ environment: { gpus } });
    expect(of('gpu')).toMatchObject({ state: 'ok', detail: 'Example GPU, 8.00 GiB, driver 550.1; Another' });
    expect((await report()).of('gpu')).toMatchObject({ state: 'missing', detail: 'none found' });
  });

  it('names the data folder that cannot be written', async () => {
    const folder = join(tmpdir(), 'dyno-doctor-that-is-not-there');
    const { of } = await report({ folder });
    expect(of('data-folder')).toMatchObject({
      state: 'missing',
      detail: expect.stringContaining(folder) as string,
    });
    expect(of('data-folder')?.nextStep).toContain('--data');
  });

  it('passes on what the store and the host have to say', async () => {
    const ofHost: DoctorCheck = {
      id: 'window',
      title: 'Window',
      state: 'ok',
      detail: 'it opens',
      nextStep: '',
    };
    const { of } = await report({ notices: ['A broken file was set aside.'], ofHost: [ofHost] });
    expect(of('notice-0')).toMatchObject({ state: 'warning', detail: 'A broken file was set aside.' });
    expect(of('window')).toEqual(ofHost);
  });
});
