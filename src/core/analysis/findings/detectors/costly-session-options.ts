import type { RunProfile } from '../../../../contract/profile.ts';
import { formatBytes, formatCount, formatNumber, formatPercent } from '../../../../contract/units.ts';
import { counted, dearestFirst, shareInWords, totalMs } from '../operators-in-words.ts';
import type { Detector, Examined, FindingContext, Found } from '../types.ts';

/** Work of which more threads do more: operators that take long enough to be parted. */
const PARTED_FAMILIES: readonly string[] = ['matrix', 'convolution', 'attention'];
const LEAST_PARTED_MS = 0.05;
const LEAST_PARTED_SHARE = 0.3;
const MANY_CORES = 4;

/** Options of the session or of the measurement that make it slower than it need be. */
export const costlySessionOptions: Detector = {
  kind: 'costly-session-options',
  find: (profile, context) => [
    ...graphLevel(profile, context),
    ...threads(profile, context),
    ...coldCache(profile, context),
  ],
};

function graphLevel(profile: RunProfile, { run, graph, patterns }: Examined): Found[] {
  const { graphLevel: level } = run.config;
  if (level === 'all') return [];
  const { operators, cleanMeanMs } = profile;
  const matches = patterns.flatMap((found) => found.matches);
  const spared = dearestFirst(
    operators,
    matches.flatMap((match) => match.spared),
  );
  const cost = totalMs(operators, spared);
  const ofFile = graph === null ? '' : ` of ${formatCount(graph.nodes.length)} in the file`;
  return [
    {
      title: `Graph optimisation was "${level}": ${formatCount(operators.length)} operators ran${ofFile}, ${formatCount(spared.length)} of them in patterns that "all" may fuse.`,
      costMs: cost,
      evidence: [
        { label: 'executed', value: `${formatCount(operators.length)} operators${ofFile}` },
        {
          label: 'in known patterns',
          value: `${counted(spared.length, 'operator')}, ${shareInWords(cost, cleanMeanMs)}`,
        },
      ],
      operators: spared,
      nextStep: 'Run with --graph-level all and compare the two, unless the lower level is what you measure.',
    },
  ];
}

function threads({ operators, cleanMeanMs }: RunProfile, { run }: FindingContext): Found[] {
  const wanted = run.config.threads;
  const cpu = run.environment?.cpu;
  if (wanted === null || cpu === undefined || run.config.provider !== 'cpu') return [];
  const cores = cpu.physicalCores ?? cpu.cores;
  const busy = run.resources?.cpuCores;
  const switches = run.resources?.involuntarySwitches;
  const evidence = [
    ...(busy == null ? [] : [{ label: 'cores kept busy', value: `${formatNumber(busy)} of ${cores}` }]),
    ...(switches == null ? [] : [{ label: 'involuntary switches', value: formatCount(switches) }]),
  ];
  if (wanted > cpu.cores) {
    return [
      {
        title: `${wanted} threads on ${cpu.cores} cores take turns${switches == null ? '' : `: ${formatCount(switches)} involuntary switches while it measured`}.`,
        costMs: null,
        severity: (switches ?? 0) > (run.latencyMs?.count ?? 0) ? 'medium' : 'low',
        evidence: [{ label: 'threads asked for', value: String(wanted) }, ...evidence],
        operators: [],
        nextStep: `Leave --threads out, or ask for no more than ${cores}.`,
      },
    ];
  }
  if (wanted > 1 || cores < MANY_CORES) return [];
  const parted = operators.flatMap(({ family, selfMs, perIteration }, place) =>
    PARTED_FAMILIES.includes(family) && selfMs / Math.max(1, perIteration) >= LEAST_PARTED_MS ? [place] : [],
  );
  const partedMs = totalMs(operators, parted);
  if (partedMs < LEAST_PARTED_SHARE * cleanMeanMs) return [];
  return [
    {
      title: `One thread on ${cores} cores: ${formatPercent((100 * partedMs) / cleanMeanMs)} of the time is work that more threads would share.`,
      costMs: partedMs * (1 - 1 / cores),
      evidence: [
        { label: 'products and convolutions', value: shareInWords(partedMs, cleanMeanMs) },
        ...evidence,
      ],
      operators: dearestFirst(operators, parted),
      nextStep: 'Leave --threads out, unless other work is to have the other cores.',
    },
  ];
}

function coldCache(_profile: RunProfile, { run }: FindingContext): Found[] {
  const bytes = run.resources?.coldCacheBytes ?? null;
  if (!run.config.coldCache || bytes === null) return [];
  return [
    {
      title: `${formatBytes(bytes)} were overwritten before each iteration: these are times of cold caches.`,
      costMs: null,
      severity: 'low',
      evidence: [{ label: 'overwritten each time', value: formatBytes(bytes) }],
      operators: [],
      nextStep: 'Measure without --cold-cache to see what a model that runs all the time takes.',
    },
  ];
}
