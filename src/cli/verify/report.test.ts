import { describe, expect, it } from 'vitest';
import { judged, judgedOnCard, notJudged } from './checks.ts';
import { asMarkdown, summarize, verdictSentence } from './report.ts';
import type { SectionReport, Surroundings } from './types.ts';

const promised = { what: 'A thing', measured: '7', target: 'under 8' };
const onCard: Surroundings = { hasCard: true, standIn: '', native: null, words: '' };
const onStandIn: Surroundings = { hasCard: false, standIn: 'libcuda', native: null, words: '' };

const section = (change: Partial<SectionReport> = {}): SectionReport => ({
  id: 'one',
  title: 'One',
  outcome: 'done',
  reason: '',
  tookMs: 1234,
  sentences: [],
  tables: [],
  checks: [],
  data: null,
  standIn: '',
  ...change,
});
const made = { version: '1.2.3', at: new Date(0), host: 'here', card: 'A card', tookMs: 61_000 };

describe('a check', () => {
  it('that only a card can meet is not judged without one, and says why', () => {
    expect(judgedOnCard(onCard, promised, false)).toMatchObject({ verdict: 'not met', why: '' });
    expect(judgedOnCard(onCard, promised, true)).toMatchObject({ verdict: 'met' });
    expect(judgedOnCard(onStandIn, promised, true)).toMatchObject({
      verdict: 'not judged',
      why: 'measured on a stand-in (libcuda)',
    });
    expect(judgedOnCard({ hasCard: false, standIn: '' }, promised, true).why).toBe('there is no card here');
  });
});

describe('the report', () => {
  it('counts verdicts over all sections, and puts what was promised first', () => {
    const checks = [judged(promised, true), judged(promised, false), notJudged(promised, 'it rained')];
    const report = summarize(
      [section({ checks }), section({ checks: [judged(promised, true)] })],
      onCard,
      made,
    );
    expect(report.verdicts).toEqual({ met: 2, 'not met': 1, 'not judged': 1 });
    expect(verdictSentence(report)).toBe('2 checks met, 1 not met, 1 not judged.');
    const text = asMarkdown(report);
    expect(text).toMatch(/^# A card\n\nDyno 1\.2\.3 on here, 1970-01-01 00:00 UTC, in 61 s\.$/m);
    expect(text).toContain('| A thing | 7 | under 8 | not met |');
    expect(text).toContain('| A thing | 7 | under 8 | not judged: it rained |');
    expect(text).not.toMatch(/stand-in|No card/i);
  });

  it('says at the top and in every section that something stood in', () => {
    const sections = [section({ standIn: 'libcuda' }), section({ standIn: 'Vulkan in software' })];
    const text = asMarkdown(summarize(sections, onStandIn, made));
    expect(text.match(/> \*\*Stand-in\*\* \([^)]+\): these figures say nothing of a card\./g)).toHaveLength(
      3,
    );
    expect(asMarkdown(summarize([], { ...onStandIn, standIn: '' }, made))).toContain('> **No card**');
  });

  it('tells of a section that failed, and goes on with the next', () => {
    const failed = section({ outcome: 'failed', reason: 'WORKER_CRASHED: it fell' });
    const text = asMarkdown(summarize([failed, section({ title: 'Two' })], onCard, made));
    expect(text).toContain('**failed**: WORKER_CRASHED: it fell');
    expect(text).toMatch(/## Two\n\nDone in 1\.2 s\./);
  });

  it('lets no driver’s words become markup', () => {
    const evil = 'a | b\n# c <script> `d`';
    const text = asMarkdown(
      summarize([section({ tables: [{ head: ['x'], rows: [[evil]] }], sentences: [evil] })], onCard, {
        ...made,
        card: evil,
      }),
    );
    expect(text).not.toContain('<script>');
    expect(text).not.toMatch(/^# c/m);
    expect(text).toContain('| a \\| b # c &lt;script&gt; \\`d\\` |');
  });
});
