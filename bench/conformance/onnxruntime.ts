import { join } from 'node:path';
import { checkExactly, type Check } from './check.ts';
import { openReference } from './open-reference.ts';

/** Of three runs each: all nodes, and the runs, µs. */
const STATED = [
  ['light_resnet50.ort1.30_cpu.json', 224908, 226150],
  ['light_squeezenet.ort1.30_cpu.json', 23856, 24411],
] as const;

export async function onnxRuntimeChecks(reference: string): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [name, nodesUs, runsUs] of STATED) {
    const { report } = await openReference(join(reference, 'profiles', 'ort', name));
    const file = `ort/${name}`;
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    checks.push(checkExactly(file, 'runs', 3, report.steps.length));
    checks.push(checkExactly(file, 'nodes µs', nodesUs, sum(report.steps.map(({ cpuUs }) => cpuUs))));
    checks.push(checkExactly(file, 'runs µs', runsUs, sum(report.steps.map(({ durationUs }) => durationUs))));
  }
  return checks;
}
