import { join } from 'node:path';
import { checkExactly, checkNumber, checkText, type Check } from './check.ts';
import { openReference, type OpenedReference } from './open-reference.ts';

/** Kernels, count and total µs. */
const STATED = [
  ['nccl_data.json.gz', 2700, 162532],
  ['rank-0.Apr_03_18_51_38.1102.pt.trace.json.gz', 4350, 468154],
  ['rank_non_gpu.json.gz', 0, 0],
  ['trace_diff/control.json.gz', 8568, 446813],
  ['trace_diff/test.json.gz', 9876, 801858],
] as const;

export async function htaChecks(reference: string): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [name, count, totalUs] of STATED) {
    const opened = await openReference(join(reference, 'traces', 'hta', ...name.split('/')));
    const file = `hta/${name}`;
    checks.push(checkExactly(file, 'kernels', count, opened.report.kernelCount));
    checks.push(checkExactly(file, 'kernel µs', totalUs, opened.report.kernelUs));
    if (name.startsWith('nccl')) checks.push(...collectiveChecks(file, opened));
    if (name.startsWith('rank-0')) checks.push(...resolutionChecks(file, opened));
    if (name.startsWith('rank_non_gpu')) checks.push(...withoutGpuChecks(file, opened));
  }
  return checks;
}

function collectiveChecks(file: string, { report }: OpenedReference): Check[] {
  const reduces = report.collectives.filter(({ name }) => name === 'allreduce');
  const earliest = [...reduces].sort((a, b) => a.firstUs - b.firstUs)[0];
  return [
    checkExactly(file, 'first allreduce, elements', 2049000, earliest?.elements ?? undefined),
    checkText(file, 'its group', 'default_pg', earliest?.groupName),
    checkText(file, 'its ranks', '[0, 1]', spaced(earliest?.ranks)),
  ];
}

const spaced = (ranks: string | null | undefined): string | undefined =>
  ranks?.replaceAll(/\s/g, '').replaceAll(',', ', ');

/** What is stated: timestamps need nanoseconds, and users' annotations lie over GPU work. */
function resolutionChecks(file: string, { info, report }: OpenedReference): Check[] {
  const carried = report.annotations.filter(({ kernels }) => kernels > 0).length;
  const isFine = report.kernels.some(({ minUs }) => !Number.isInteger(minUs));
  return [
    checkText(file, 'resolution', 'ns', isFine ? 'ns' : 'µs'),
    checkText(file, 'base keeps its digits', 'yes', info.baseNs.length >= 19 ? 'yes' : info.baseNs),
    checkText(file, 'annotations with kernels', 'some', carried > 0 ? 'some' : 'none'),
  ];
}

function withoutGpuChecks(file: string, { info, report }: OpenedReference): Check[] {
  return [
    checkText(file, 'loads', 'yes', info.spans > 0 ? 'yes' : 'no'),
    checkNumber(file, 'busy µs', 0, report.busyUs),
    checkText(file, 'says so', 'no-gpu', report.warnings.find(({ kind }) => kind === 'no-gpu')?.kind),
  ];
}
