import { availableParallelism, arch, cpus, hostname, release, totalmem, type as osType } from 'node:os';
import { dirname } from 'node:path';
import type { Environment } from '../../contract/hardware.ts';
import type { ModelRef } from '../../contract/model.ts';
import type { Inventory } from '../../contract/sampler-api.ts';
import { gitCommitOf } from './git-commit.ts';

export interface EnvironmentSources {
  readonly version: string;
  inventory(): Promise<Inventory | null>;
}

export interface EnvironmentQuestion {
  readonly onnxRuntime: string | null;
  /** Where the command was typed, and the model: the first of the two that is in a git checkout counts. */
  readonly workingFolder?: string | undefined;
  readonly model?: ModelRef | undefined;
}

/** Where a run is made. What only vendors' tools can tell is missing where they do not answer in time. */
export async function describeEnvironment(
  { version, inventory }: EnvironmentSources,
  { onnxRuntime, workingFolder, model }: EnvironmentQuestion,
): Promise<Environment> {
  const [known, git] = await Promise.all([inventory(), commitOf(workingFolder, model)]);
  return {
    cpu: {
      model: known?.cpuModel ?? cpus()[0]?.model.trim() ?? 'unknown',
      cores: Math.max(cpus().length, availableParallelism()),
      physicalCores: known?.physicalCores ?? null,
    },
    memoryBytes: totalmem(),
    os: { name: known?.osName ?? osType(), kernel: release(), arch: arch() },
    gpus: known?.gpus ?? [],
    node: process.versions.node,
    electron: process.versions['electron'] ?? null,
    onnxRuntime,
    dyno: version,
    git,
    host: hostname(),
  };
}

async function commitOf(workingFolder?: string, model?: ModelRef): Promise<Environment['git']> {
  const here = workingFolder === undefined ? null : await gitCommitOf(workingFolder);
  if (here !== null || model?.kind !== 'file') return here;
  return gitCommitOf(dirname(model.location));
}
