import type { CpuProbe, GpuProbe } from '../../../contract/probe.ts';
import { formatDuration, formatNumber, formatPercent } from '../../../contract/units.ts';
import { formatArithmetic, formatBandwidth, formatMicroseconds } from '../../output/rates.ts';
import { judged, judgedOnCard, notJudged } from '../checks.ts';
import type { Check, Section, Surroundings, Table } from '../types.ts';
import { withCore } from '../with-core.ts';

const OF_COPY = 0.9;
const LONGEST_PROBE_MS = 30_000;

/** The machine's ceilings, measured the way that `dyno probe` measures them. */
export const ceilings: Section = {
  id: 'ceilings',
  title: 'Ceilings',
  limitMs: 100_000,
  run: ({ ports, surroundings, shared, say }) =>
    withCore(ports, async ({ api, subscribe }) => {
      subscribe((event) => {
        if (event.type === 'probe-progress') say(event.progress.step);
      });
      const probe = await api.probe({ wait: false });
      shared.probe = probe;
      const took = {
        what: 'The probe is quick',
        measured: formatDuration(probe.tookMs),
        target: 'under 30 s',
      };
      return {
        sentences: [...probe.warnings, ...(probe.gpus.length > 0 ? [] : [`No GPU: ${probe.gpuReason}`])],
        tables: [cpuTable(probe.cpu), ...probe.gpus.flatMap(gpuTables)],
        checks: [
          judgedOnCard(surroundings, took, probe.tookMs < LONGEST_PROBE_MS),
          ...(surroundings.hasCard
            ? [
                judged(
                  { what: 'A GPU was measured', measured: `${probe.gpus.length}`, target: 'at least one' },
                  probe.gpus.length > 0,
                ),
              ]
            : []),
          ...probe.gpus.flatMap((gpu) => gpuChecks(gpu, surroundings)),
        ],
        data: probe,
        standIn: surroundings.standIn,
      };
    }),
};

function gpuChecks(gpu: GpuProbe, surroundings: Surroundings): Check[] {
  const { cosine, comparison, name } = gpu;
  const ofCopy = (what: string, share: number | null, detail: string): Check => {
    const promised = {
      what: `${what} on ${name}, of the copy bandwidth`,
      measured: share === null ? '—' : `${formatPercent(share * 100)} (${detail})`,
      target: 'at least 90 %',
    };
    return share === null
      ? notJudged(promised, 'it was not measured')
      : judgedOnCard(surroundings, promised, share >= OF_COPY);
  };
  const naive = cosine === null ? null : cosine.fp32GBs / cosine.naiveFp32GBs;
  return [
    ofCopy('Cosine FP32', cosine?.ofCopy ?? null, formatBandwidth(cosine?.fp32GBs ?? null)),
    ofCopy('Comparison', comparison?.ofCopy ?? null, formatBandwidth(comparison?.fp32GBs ?? null)),
    ...(naive === null
      ? []
      : [
          judgedOnCard(
            surroundings,
            {
              what: `Cosine on ${name} against one thread a row`,
              measured: `×${formatNumber(naive)}`,
              target: 'faster',
            },
            naive > 1,
          ),
        ]),
  ];
}

function cpuTable(cpu: CpuProbe): Table {
  return {
    head: [`CPU: ${cpu.name} (${cpu.simd}, ${cpu.threads} threads)`, 'all threads', 'one thread'],
    rows: [
      ['read', formatBandwidth(cpu.readGBs), formatBandwidth(cpu.single.readGBs)],
      ['write', formatBandwidth(cpu.writeGBs), ''],
      ['copy', formatBandwidth(cpu.copyGBs), ''],
      ['triad', formatBandwidth(cpu.triadGBs), formatBandwidth(cpu.single.triadGBs)],
      ['FP32', formatArithmetic(cpu.fp32Gflops), formatArithmetic(cpu.single.fp32Gflops)],
      ['FP64', formatArithmetic(cpu.fp64Gflops), ''],
      ['INT8', formatArithmetic(cpu.int8Gops, 'op'), ''],
    ],
  };
}

function gpuTables(gpu: GpuProbe): Table[] {
  const { hostToDevice, deviceToHost, matrixProducts, advice } = gpu;
  return [
    {
      head: [`GPU: ${gpu.name}, compute capability ${gpu.computeCapability}`, 'measured'],
      rows: [
        ['read', formatBandwidth(gpu.readGBs)],
        ['write', formatBandwidth(gpu.writeGBs)],
        ['copy', formatBandwidth(gpu.copyGBs)],
        ['triad', formatBandwidth(gpu.triadGBs)],
        ['L2 read', formatBandwidth(gpu.l2ReadGBs)],
        ['FP32', formatArithmetic(gpu.fp32Gflops)],
        ['FP16', formatArithmetic(gpu.fp16Gflops)],
        ['BF16', formatArithmetic(gpu.bf16Gflops)],
        ['tensor FP16', formatArithmetic(gpu.tensorFp16Gflops)],
        ['tensor BF16', formatArithmetic(gpu.tensorBf16Gflops)],
        ['launch', formatMicroseconds(gpu.launchUs)],
        ['launch in a graph', formatMicroseconds(gpu.graphLaunchUs)],
        ['to the card, pageable', formatBandwidth(hostToDevice.pageableGBs)],
        ['to the card, pinned', formatBandwidth(hostToDevice.pinnedGBs)],
        ['from the card, pageable', formatBandwidth(deviceToHost.pageableGBs)],
        ['from the card, pinned', formatBandwidth(deviceToHost.pinnedGBs)],
        ['two streams against one', gpu.overlapGain === null ? '—' : `×${formatNumber(gpu.overlapGain)}`],
        ['cosine FP32', formatBandwidth(gpu.cosine?.fp32GBs ?? null)],
        ['cosine FP16', formatBandwidth(gpu.cosine?.fp16GBs ?? null)],
        ['cosine FP32, one thread a row', formatBandwidth(gpu.cosine?.naiveFp32GBs ?? null)],
        ['comparison FP32', formatBandwidth(gpu.comparison?.fp32GBs ?? null)],
      ],
    },
    {
      head: ['matrix product by dimension', 'measured'],
      rows: matrixProducts.map(({ size, gflops }) => [String(size), formatArithmetic(gflops)]),
    },
    {
      head: ['what pays', 'gain', 'evidence'],
      rows: advice.map(({ title, gain, evidence }) => [title, `×${formatNumber(gain)}`, evidence]),
    },
  ].filter(({ rows }) => rows.length > 0);
}
