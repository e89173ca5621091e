import { join } from 'node:path';
import type { DifferencePart } from '../../src/contract/difference.ts';
import { differenceOfTraces } from '../../src/core/analysis/difference/difference-of-traces.ts';
import type { TracedSide } from '../../src/core/analysis/difference/traces/traced-side.ts';
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
  const sides: TracedSide[] = [];
  for (const [name, count, totalUs] of STATED) {
    const opened = await openReference(join(reference, 'traces', 'hta', ...name.split('/')));
    const file = `hta/${name}`;
    checks.push(checkExactly(file, 'kernels', count, opened.report.kernelCount));
    checks.push(checkExactly(file, 'kernel µs', totalUs, opened.report.kernelUs));
    if (name.startsWith('trace_diff')) sides.push({ name, unit: 'ns', report: opened.report, names: [] });
    if (name.startsWith('nccl')) checks.push(...collectiveChecks(file, opened));
    if (name.startsWith('rank-0')) checks.push(...resolutionChecks(file, opened));
    if (name.startsWith('rank_non_gpu')) checks.push(...withoutGpuChecks(file, opened));
  }
  return [...checks, ...differenceChecks(sides)];
}

/** The parts of the difference of two traces hold all of their kernels, and add up with the rest. */
function differenceChecks([a, b]: readonly TracedSide[]): Check[] {
  if (a === undefined || b === undefined) return [];
  const steps = differenceOfTraces(a, b, { per: 'trace', by: 'kernels' });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  const difference = step.value;
  if (difference.kind === 'none')
    return [checkText('hta/trace_diff', 'difference', 'there', difference.reason)];
  const kernels = difference.parts.filter(({ op }) => op === 'kernel');
  const sum = (of: (part: DifferencePart) => number): number =>
    kernels.reduce((total, part) => total + of(part), 0);
  const rest = difference.parts.reduce((left, { deltaMs }) => left - deltaMs, difference.deltaMs);
  const usOf = (ms: number): number => Math.round(1000 * ms);
  return [
    checkExactly(
      'hta/trace_diff',
      'kernels of A',
      8568,
      sum((part) => part.a?.count ?? 0),
    ),
    checkExactly(
      'hta/trace_diff',
      'kernels of B',
      9876,
      sum((part) => part.b?.count ?? 0),
    ),
    checkExactly('hta/trace_diff', 'kernel µs of A', 446813, usOf(sum((part) => part.a?.ms ?? 0))),
    checkExactly('hta/trace_diff', 'kernel µs of B', 801858, usOf(sum((part) => part.b?.ms ?? 0))),
    checkExactly('hta/trace_diff', 'what is left, µs', usOf(rest), usOf(difference.residualMs)),
  ];
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
