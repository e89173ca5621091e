import { DynoError } from '../../../contract/errors.ts';
import type { ResolvedInput } from '../../../contract/model.ts';
import type { BenchPlan } from '../../../contract/run.ts';
import { formatBytes, formatNumber } from '../../../contract/units.ts';

/** Throws where holding the two against each other would say nothing, or where the two do not fit side by side. */
export function checkComparable(a: BenchPlan, b: BenchPlan): void {
  for (const plan of [a, b]) {
    if (plan.refusal !== null) throw new DynoError(plan.refusal);
    if (plan.config.scenario !== null || plan.config.generation !== null) throw onlyIterations(plan);
    if (plan.config.profile !== null) throw profiled();
  }
  checkInputFiles(a, b);
  const needBytes = a.memory.totalBytes + b.memory.totalBytes;
  const haveBytes = Math.min(a.memory.availableBytes, b.memory.availableBytes);
  if (needBytes > haveBytes) throw doNotFitTogether(b, needBytes, haveBytes);
}

function profiled(): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'A comparison is decided over pairs of clean slices: its sides are not profiled.',
    subject: 'profile',
    nextStep: 'Profile each side in a run of its own, and compare those two runs.',
  });
}

/** One side with a user's values and the other with made ones: a difference would be the data's. */
function checkInputFiles(a: BenchPlan, b: BenchPlan): void {
  for (const { name } of a.config.inputs) {
    if (!b.config.inputs.some((input) => input.name === name)) continue;
    const inA = a.config.inputFiles[name] !== undefined;
    const inB = b.config.inputFiles[name] !== undefined;
    if (inA === inB) continue;
    throw new DynoError({
      code: 'RUN_NOT_COMPARABLE',
      message: `${inA ? 'A' : 'B'} takes the input ${name} from a file, ${inA ? 'B' : 'A'} makes its values: what differs could be the data.`,
      subject: name,
      nextStep: `Give the same file to both, or each side one of its own.`,
    });
  }
}

/** What stands between the two beyond what was asked for. With the ratio known, also what it is per sample. */
export function abCautions(a: BenchPlan, b: BenchPlan, ratio: number | null): readonly string[] {
  return [...inputCautions(a, b), ...batchCautions(a, b, ratio)];
}

function inputCautions({ config: a }: BenchPlan, { config: b }: BenchPlan): readonly string[] {
  const namesA = a.inputs.map(({ name }) => name);
  const namesB = b.inputs.map(({ name }) => name);
  const onlyA = namesA.filter((name) => !namesB.includes(name));
  const onlyB = namesB.filter((name) => !namesA.includes(name));
  const cautions: string[] = [];
  if (onlyA.length + onlyB.length > 0) {
    cautions.push(
      `The two take different inputs: ${listed(onlyA)} in A alone, ${listed(onlyB)} in B alone. The ratio is of one iteration of each.`,
    );
  }
  for (const left of a.inputs) {
    const right = b.inputs.find(({ name }) => name === left.name);
    if (right === undefined) continue;
    if (kindOf(left) !== kindOf(right))
      cautions.push(`Input ${left.name} differs: ${kindOf(left)} in A, ${kindOf(right)} in B.`);
    else if (a.inputFiles[left.name] !== b.inputFiles[left.name])
      cautions.push(`Input ${left.name} has other values in A and B: each side has a file of its own.`);
    else if (JSON.stringify(left.fill) !== JSON.stringify(right.fill))
      cautions.push(`Input ${left.name} has other values: ${left.values} in A, ${right.values} in B.`);
  }
  if (a.seed !== b.seed)
    cautions.push(`The values are made from other seeds: ${a.seed} in A, ${b.seed} in B.`);
  return cautions;
}

function batchCautions({ config: a }: BenchPlan, { config: b }: BenchPlan, ratio: number | null): string[] {
  if (a.batch === b.batch) return [];
  const perSample =
    ratio === null ? '' : ` Per sample B takes ${formatNumber((ratio * a.batch) / b.batch)}× A’s time.`;
  return [`An iteration is ${samples(a.batch)} in A and ${samples(b.batch)} in B.${perSample}`];
}

function kindOf({ type, shape }: ResolvedInput): string {
  return `${type} ${shape.join('×') || 'scalar'}`;
}

function samples(batch: number): string {
  return batch === 1 ? '1 sample' : `${batch} samples`;
}

function listed(names: readonly string[]): string {
  return names.join(', ') || 'none';
}

function onlyIterations({ request }: BenchPlan): DynoError {
  return new DynoError({
    code: 'RUN_NOT_COMPARABLE',
    message: 'A tested comparison measures plain iterations, no scenario and no generation.',
    subject: request.model.location,
    nextStep: 'Leave scenario and generation out.',
  });
}

function doNotFitTogether({ request }: BenchPlan, needBytes: number, haveBytes: number): DynoError {
  return new DynoError({
    code: 'DOES_NOT_FIT',
    message: `A and B are loaded side by side and need about ${formatBytes(needBytes)} together; ${formatBytes(haveBytes)} are available.`,
    subject: request.model.location,
    nextStep: 'Choose a smaller batch or sequence.',
    needBytes,
    haveBytes,
  });
}
