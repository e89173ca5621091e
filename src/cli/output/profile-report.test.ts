import pico from 'picocolors';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../contract/finding.ts';
import type { ModelGraph } from '../../contract/model-graph.ts';
import { anOperator, aProfile } from '../../contract/profile.fixture.ts';
import type { OperatorProfile } from '../../contract/profile.ts';
import { evenLatencies, fakeRun } from './fake-run.fixture.ts';
import { formatFindings } from './findings-report.ts';
import { middle } from './operator-rows.ts';
import { profileDocument } from './profile-document.ts';
import { formatProfile, type Shown } from './profile-report.ts';

const plain = pico.createColors(false);
const run = fakeRun(evenLatencies(400));
const BY_NODE: Shown = { top: 3, by: 'node', width: 80 };

const operators: readonly OperatorProfile[] = [
  anOperator({
    name: 'encoder/layer.0/attention/self/query/MatMul_with_a_name_that_no_line_holds',
    module: ['encoder'],
    selfMs: 6,
    selfMsCi95: [5.7, 6.3],
    flops: 6e9,
    bytesRead: 3e7,
    bytesWritten: 3e7,
    sources: [0, 1],
  }),
  anOperator({
    name: 'red\u001b[31m',
    op: 'SkipLayerNormalization',
    domain: 'com.microsoft',
    selfMs: 2,
    sources: [2],
  }),
  ...Array.from({ length: 30 }, (_, index) => anOperator({ name: `Add_${index}`, op: 'Add', selfMs: 0.05 })),
];
const graph = {
  name: 'g',
  nodes: Array.from({ length: 40 }, (_, index) => ({
    name: index === 1 ? '' : `file_${index}`,
    parent: -1,
    leftOut: index < 10 ? 'eliminated' : 'folded',
  })),
  tensors: [],
} as unknown as ModelGraph;

const text = (change: Parameters<typeof aProfile>[0] = {}, shown = BY_NODE): string =>
  formatProfile(run, aProfile({ operators, ...change }), graph, shown, plain);

describe('a profile on a terminal', () => {
  it('fits 80 columns, and lets no name move the cursor', () => {
    for (const line of text().split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    expect(text()).toContain('red·[31m');
  });

  it('tells the clean time first, then the dearest operators with both ends of their names, then how much the rest is', () => {
    expect(text()).toMatch(/clean +10\.0 ms/);
    expect(text()).toMatch(/60 % +6\.00 ms +5\.0 % +1000 +10\.0 +1 +MatMul +encod…\S+holds/);
    expect(text()).toContain('and 29 more: 15 %');
  });

  it('says how the file’s nodes became what ran', () => {
    const words = text().replace(/\s+/g, ' ');
    expect(words).toContain(
      '40 in the file, 32 executed: 30 folded into constants, 7 taken out or not reached, 2 fused or merged with others, 30 put in',
    );
    const unmapped = text({ operators: operators.map((each) => ({ ...each, sources: [] })) });
    expect(unmapped).toContain('which is which cannot be told');
  });

  it('marks shares that recording has blurred, and only those', () => {
    expect(text({ overheadFactor: 4.2 })).toContain('indicative');
    expect(text({ overheadFactor: 1.2 })).not.toContain('indicative');
  });

  it('adds up by op, module and provider', () => {
    const lines = text({}, { top: 2, by: 'op', width: 80 }).split('\n');
    expect(lines.some((line) => /15 % +1\.50 ms .* 30 +Add$/.test(line))).toBe(false);
    expect(lines.some((line) => /20 % +2\.00 ms .* 1 +SkipLayerNormalization$/.test(line))).toBe(true);
    expect(text({}, { top: 2, by: 'provider', width: 80 })).toMatch(/95 % +9\.50 ms .* 32 +cpu/);
    expect(text({}, { top: 2, by: 'module', width: 80 })).toMatch(/60 % +6\.00 ms .* 1 +encoder/);
  });

  it('shows kernels beside launches where a GPU tells them', () => {
    const gpu = { kernelMs: 4, launchMs: 0.5, waitMs: null };
    const onDevice = operators.map((each) => ({ ...each, provider: 'webgpu', gpu }));
    expect(text({ operators: onDevice })).toMatch(/kernel +launch/);
    expect(text({ operators: onDevice })).toMatch(/4\.00 ms +500 µs/);
  });

  it('is whole without operators, and says what is missing', () => {
    const note = {
      kind: 'nothing-recorded',
      message: 'This provider records none.',
      nextStep: 'Try cpu.',
    } as const;
    const empty = text({ operators: [], notes: [note] });
    expect(empty).toContain('! This provider records none.');
    expect(empty).toContain('No operator was recorded.');
  });
});

it('keeps both ends of a name', () => {
  expect(middle('abcdefghijkl', 12)).toBe('abcdefghijkl');
  expect(middle('abcdefghijkl', 7)).toBe('ab…ijkl');
  expect([...middle('a'.repeat(1_000_000), 9)]).toHaveLength(9);
});

const finding: Finding = {
  kind: 'cpu-fallback',
  severity: 'high',
  title: '1 of 32 operators ran on the CPU, not on webgpu, and cost 2.00 ms with 4 copies of something long.',
  costMs: 2,
  evidence: [{ label: 'on the CPU', value: '1 NonZero' }],
  operators: [1],
  nextStep: 'Export the model otherwise.',
};

it('tells findings with what they cost, by what they are seen, and what to try', () => {
  const words = formatFindings(aProfile({ operators }), [finding], plain);
  for (const line of words.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
  expect(words).toMatch(
    /^high {4}1 of 32[\s\S]+costs at most: 2\.00 ms \(20 %\)\n +on the CPU: 1 NonZero\n +→ Export/,
  );
  expect(formatFindings(aProfile(), [], plain)).toContain('Nothing was found');
});

describe('a profile as JSON', () => {
  const document = JSON.parse(JSON.stringify(profileDocument(aProfile({ operators }), [finding], graph))) as {
    nodes: Record<string, unknown>[];
    placement: Record<string, unknown>;
    findings: Record<string, unknown>[];
    [field: string]: unknown;
  };

  it('has the time, the factor, and every operator in order of execution with the file’s nodes', () => {
    expect(document).toMatchObject({
      cleanMeanMs: 10,
      overheadFactor: 1.1,
      isIndicative: false,
      nodesInFile: 40,
      nodesExecuted: 32,
      nodesFused: 2,
      nodesGone: 37,
      nodesFolded: 30,
    });
    expect(document.nodes).toHaveLength(32);
    expect(document.nodes[0]).toMatchObject({
      op: 'MatMul',
      provider: 'cpu',
      count: 200,
      selfMs: 6,
      share: 0.6,
      flops: 6e9,
      bytes: 6e7,
      sources: ['file_0', '#1'],
      parent: null,
    });
    expect(document.nodes[2]).toMatchObject({ flops: null, bytes: null, kernelMs: null });
  });

  it('has the placement in numbers and in words, and findings that name their nodes', () => {
    expect(document.placement).toMatchObject({ provider: 'cpu', sentence: '32 of 32 operators on the CPU.' });
    expect(document.findings[0]).toMatchObject({
      kind: 'cpu-fallback',
      costMs: 2,
      operators: [{ node: 1, op: 'SkipLayerNormalization', selfMs: 2 }],
    });
  });
});
