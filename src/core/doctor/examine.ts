import { execFile } from 'node:child_process';
import { access, constants, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { CheckState, DoctorCheck, DoctorReport, Environment } from '../../contract/hardware.ts';
import type { HardwareSourceReport } from '../../contract/hardware-channels.ts';
import type { RuntimeDescription } from '../../contract/worker-api.ts';
import { asDynoError } from '../../contract/errors.ts';
import { formatBytes } from '../../contract/units.ts';
import type { CorePorts } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { kernelFiles } from '../engine/fitness/kernel-files.ts';
import type { RuntimeFacts } from '../engine/runtime-facts.ts';
import type { NativeDescription } from '../../contract/prober-api.ts';
import { sourceChecks } from './hardware-sources.ts';
import { classify } from './machine-class.ts';
import { machineFacts } from './machine-facts.ts';
import { checkFitness } from './fitness.ts';
import { checkNative } from './native.ts';
import { availableMemory } from '../engine/available-memory.ts';

const LITTLE_SPACE_BYTES = 2 * 1024 ** 3;
const LITTLE_MEMORY_BYTES = 2 * 1024 ** 3;
const OLDEST_NODE = 22;

export interface Patient {
  readonly ports: Pick<CorePorts, 'clock' | 'host' | 'checks'>;
  readonly store: Pick<Store, 'folder' | 'notices'>;
  readonly runtime: RuntimeFacts;
  /** What of the native addon loads; asked of a process of its own. */
  readonly describeNative: () => Promise<NativeDescription>;
  readonly hardwareSources: () => Promise<readonly HardwareSourceReport[] | null>;
  readonly environment: Environment;
}

/** What this machine has and lacks, each with the next step. */
export async function examine({
  ports,
  store,
  runtime,
  describeNative,
  hardwareSources,
  environment,
}: Patient): Promise<DoctorReport> {
  const began = ports.clock.monotonic();
  const [providers, folder, memory, git, ofHost, fitness, native, facts, sources] = await Promise.all([
    checkRuntime(runtime),
    checkFolder(store),
    checkMemory(environment),
    checkGit(),
    ports.checks?.() ?? Promise.resolve([]),
    checkFitness(ports.clock),
    checkNative(describeNative),
    machineFacts(kernelFiles, environment, store.folder),
    hardwareSources(),
  ]);
  return {
    checks: [
      checkNode(environment),
      ...providers,
      checkCpu(environment),
      memory,
      checkGpu(environment),
      ...native,
      folder,
      ...store.notices.map((notice, index) =>
        check(
          `notice-${index}`,
          'Store',
          'warning',
          notice,
          'Keep the file that was set aside until you know what is in it.',
        ),
      ),
      ...ofHost,
      git,
      ...fitness,
      ...classify(facts),
      ...sourceChecks(sources),
    ],
    environment,
    tookMs: ports.clock.monotonic() - began,
  };
}

function check(id: string, title: string, state: CheckState, detail: string, nextStep = ''): DoctorCheck {
  return { id, title, state, detail, nextStep };
}

function checkNode({ node, electron }: Environment): DoctorCheck {
  const detail = electron === null ? `Node ${node}` : `Node ${node} in Electron ${electron}`;
  return Number.parseInt(node, 10) >= OLDEST_NODE
    ? check('node', 'Node', 'ok', detail)
    : check('node', 'Node', 'warning', detail, 'Start Dyno with "npm start": it brings its own Node 24.');
}

async function checkRuntime(runtime: RuntimeFacts): Promise<readonly DoctorCheck[]> {
  let known: RuntimeDescription;
  try {
    known = await runtime.describe();
  } catch (thrown) {
    const { message, nextStep } = asDynoError(thrown);
    return [check('onnxruntime', 'ONNX Runtime', 'missing', message, nextStep)];
  }
  const steps = {
    cpu: 'Install Dyno again: its runtime is damaged.',
    webgpu:
      'For GPU runs install a Vulkan driver (libvulkan and the vendor’s own); without one the CPU serves.',
    cuda: 'For CUDA runs add ONNX Runtime’s CUDA libraries and an NVIDIA driver; without them WebGPU or the CPU serve.',
  } as const;
  return [
    check('onnxruntime', 'ONNX Runtime', 'ok', `version ${known.onnxRuntime}`),
    ...known.providers.map(({ name, available, reason }) =>
      available
        ? check(`provider-${name}`, `Provider ${name}`, 'ok', 'a small model was loaded on it')
        : check(`provider-${name}`, `Provider ${name}`, 'missing', reason, steps[name]),
    ),
  ];
}

function checkCpu({ cpu }: Environment): DoctorCheck {
  const physical = cpu.physicalCores === null ? '' : `, ${cpu.physicalCores} physical`;
  return check('cpu', 'CPU', 'ok', `${cpu.model}, ${cpu.cores} logical cores${physical}`);
}

async function checkMemory({ memoryBytes }: Environment): Promise<DoctorCheck> {
  const available = await availableMemory();
  const detail = `${formatBytes(available)} available of ${formatBytes(memoryBytes)}`;
  return available >= LITTLE_MEMORY_BYTES
    ? check('memory', 'Memory', 'ok', detail)
    : check('memory', 'Memory', 'warning', detail, 'Close other programs, or raise the container’s limit.');
}

function checkGpu({ gpus }: Environment): DoctorCheck {
  if (gpus.length === 0) {
    return check('gpu', 'GPU', 'missing', 'none found', 'Nothing to do: models run on the CPU.');
  }
  const words = gpus.map(
    ({ name, memoryBytes, driver }) =>
      `${name}${memoryBytes === null ? '' : `, ${formatBytes(memoryBytes)}`}${driver === null ? '' : `, driver ${driver}`}`,
  );
  return check('gpu', 'GPU', 'ok', words.join('; '));
}

async function checkFolder({ folder }: Pick<Store, 'folder'>): Promise<DoctorCheck> {
  try {
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const detail = `${folder}, ${formatBytes(free)} free`;
    return free >= LITTLE_SPACE_BYTES
      ? check('data-folder', 'Data folder', 'ok', detail)
      : check(
          'data-folder',
          'Data folder',
          'warning',
          detail,
          'Free some space, or name another folder with --data DIR or DYNO_DATA.',
        );
  } catch (thrown) {
    return check(
      'data-folder',
      'Data folder',
      'missing',
      `${folder}: ${(thrown as Error).message}`,
      'Allow writing there, or name another folder with --data DIR or DYNO_DATA.',
    );
  }
}

async function checkGit(): Promise<DoctorCheck> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version'], { timeout: 2000, windowsHide: true });
    return check('git', 'git', 'ok', stdout.trim().replace(/^git /, ''));
  } catch {
    return check(
      'git',
      'git',
      'missing',
      'not found',
      'Install git, and each run records the commit that it was made at.',
    );
  }
}
