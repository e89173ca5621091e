import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { checkExactly, checkNumber, checkText, type Check } from './check.ts';
import { openReference, type OpenedReference } from './open-reference.ts';

/** What the TensorBoard plugin of the PyTorch profiler made of the first span of each run. */
const SUMMARY = z.record(
  z.string(),
  z.object({
    steps_columns: z.array(z.string()),
    steps: z.array(z.tuple([z.string()]).rest(z.number())),
    performance: z.array(
      z.object({
        value: z.number(),
        children: z.array(z.object({ name: z.string(), value: z.number(), extra: z.number() })),
      }),
    ),
    gpu_metrics: z.object({ data: z.array(z.object({ title: z.string(), value: z.string() })) }),
    recommendations: z.string(),
    kernel_totals: z.object({ n_kernel_names: z.number(), calls: z.number(), total_us: z.number() }),
  }),
);
type Summary = z.infer<typeof SUMMARY>[string];

/** Count and total µs as the README has them: the earlier span of each run, then the later. */
const KERNELS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  resnet50_num_workers_0: [
    [8772, 591532],
    [8772, 591209],
  ],
  resnet50_num_workers_4: [
    [8868, 594868],
    [8868, 594263],
  ],
};

const PARTS = {
  Kernel: 'kernelUs',
  Memcpy: 'memcpyUs',
  Memset: 'memsetUs',
  Communication: 'communicationUs',
  Runtime: 'runtimeUs',
  DataLoader: 'dataLoaderUs',
  'CPU Exec': 'cpuUs',
  Other: 'otherUs',
} as const;

const isPart = (name: string): name is keyof typeof PARTS => name in PARTS;

export async function kinetoChecks(reference: string): Promise<Check[]> {
  const folder = join(reference, 'traces', 'kineto-v100-resnet50');
  const summaries = SUMMARY.parse(JSON.parse(readFileSync(join(folder, 'expected_summary.json'), 'utf8')));
  const checks: Check[] = [];
  for (const [run, summary] of Object.entries(summaries)) {
    const files = readdirSync(join(folder, run)).sort();
    for (const [at, name] of files.entries()) {
      const opened = await openReference(join(folder, run, name));
      const file = `${run}, ${at === 0 ? 'earlier' : 'later'} span`;
      const [count, totalUs] = KERNELS[run]?.[at] ?? [];
      if (count !== undefined) checks.push(checkExactly(file, 'kernels', count, opened.report.kernelCount));
      if (totalUs !== undefined)
        checks.push(checkExactly(file, 'kernel µs', totalUs, opened.report.kernelUs));
      if (at === 0) checks.push(...summaryChecks(file, summary, opened));
    }
  }
  return checks;
}

function summaryChecks(file: string, summary: Summary, { info, report }: OpenedReference): Check[] {
  return [
    ...stepChecks(file, summary, report),
    ...meanChecks(file, summary, report),
    ...deviceChecks(file, summary, { info, report }),
    checkNumber(file, 'kernel names', summary.kernel_totals.n_kernel_names, report.kernels.length),
    ...recommendationChecks(file, summary, report),
  ];
}

function stepChecks(file: string, summary: Summary, report: OpenedReference['report']): Check[] {
  const checks = [checkNumber(file, 'steps', summary.steps.length, report.steps.length)];
  for (const [number, ...values] of summary.steps) {
    const step = report.steps.find(({ name }) => name === `ProfilerStep#${number}`);
    values.forEach((stated, at) => {
      const part = summary.steps_columns[at + 1] ?? '';
      const got = isPart(part) ? step?.[PARTS[part]] : undefined;
      checks.push(checkNumber(file, `step ${number} ${part} µs`, stated, got));
    });
  }
  return checks;
}

function meanChecks(file: string, summary: Summary, { meanStep }: OpenedReference['report']): Check[] {
  const [performance] = summary.performance;
  if (performance === undefined) return [];
  const checks = [checkNumber(file, 'mean step µs', performance.value, meanStep?.durationUs)];
  for (const { name, value, extra } of performance.children) {
    const got = isPart(name) ? meanStep?.[PARTS[name]] : undefined;
    const share = got === undefined ? undefined : (100 * got) / (meanStep?.durationUs ?? 1);
    checks.push(checkNumber(file, `mean ${name} µs`, value, got));
    checks.push(checkNumber(file, `mean ${name} %`, extra, share, 0.01));
  }
  return checks;
}

function deviceChecks(file: string, summary: Summary, { info, report }: OpenedReference): Check[] {
  const [device] = report.devices;
  const known = info.devices.find(({ id }) => id === device?.device);
  const stated = (title: string): string =>
    summary.gpu_metrics.data.find((entry) => entry.title === title)?.value ?? '';
  const number = (title: string): number => Number.parseFloat(stated(title));
  const tensorShare = device?.tensorCoreShare ?? null;
  return [
    checkText(file, 'GPU', stated('Name'), device?.name),
    checkText(file, 'compute capability', stated('Compute Capability'), known?.computeCapability),
    checkNumber(file, 'memory GiB', number('Memory'), (known?.memoryBytes ?? 0) / 2 ** 30, 0.01),
    checkNumber(file, 'GPU utilisation %', number('GPU Utilization'), device?.utilizationPercent, 0.01),
    checkNumber(file, 'SM efficiency %', number('Est. SM Efficiency'), device?.smEfficiencyPercent, 0.01),
    checkNumber(file, 'occupancy %', number('Est. Achieved Occupancy'), device?.occupancyPercent, 0.01),
    checkNumber(
      file,
      'tensor cores %',
      number('Kernel Time using Tensor Cores'),
      tensorShare === null ? null : 100 * tensorShare,
      0.1,
    ),
  ];
}

/** Numbers that the plugin's advice holds, as Dyno's findings have them. */
function recommendationChecks(file: string, summary: Summary, report: OpenedReference['report']): Check[] {
  const checks: Check[] = [];
  const loading = /([\d.]+)% of the step time is in DataLoader/.exec(summary.recommendations)?.[1];
  const finding = report.findings.find(({ kind }) => kind === 'data-loader-wait');
  if (loading !== undefined && report.meanStep !== null) {
    const share = ((finding?.costUs ?? 0) / report.steps.length / report.meanStep.durationUs) * 100;
    checks.push(checkNumber(file, 'advice: DataLoader %', Number(loading), share, 0.1));
  } else checks.push(checkText(file, 'advice: DataLoader', 'none', finding === undefined ? 'none' : 'some'));
  const eligible = /Kernels with (\d+)% time/.exec(summary.recommendations)?.[1];
  const tensor = report.findings.find(({ kind }) => kind === 'tensor-cores-unused');
  if (eligible !== undefined) {
    checks.push(
      checkText(file, 'advice: tensor cores', `${eligible} %`, /^\d+ %/.exec(tensor?.title ?? '')?.[0]),
    );
  }
  return checks;
}
