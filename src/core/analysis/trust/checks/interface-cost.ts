import { formatPercent } from '../../../../contract/units.ts';
import { passedMs } from '../conditions.ts';
import { graded, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** Of one core: handing ten batches a second over to a page takes a few percent; more is a page that draws much. */
const PERCENT = { warning: 40, bad: 150 };
const SHORTEST_MS = 100;

export const interfaceCost: TrustRule = {
  about: 'machine',
  judge({ measuring, hardware }) {
    if (measuring === null || passedMs(measuring) < SHORTEST_MS)
      return unknown('The measured loop was too short to tell what Dyno itself used.');
    const { before, after } = measuring;
    const followed =
      before.dynoCpuMs !== null && after.dynoCpuMs !== null && before.worker !== null && after.worker !== null
        ? after.dynoCpuMs - before.dynoCpuMs - (after.worker.cpuMs - before.worker.cpuMs)
        : null;
    const sampler = (meanSampler(hardware) / 100) * passedMs(measuring);
    const used = followed === null ? after.hostCpuMs - before.hostCpuMs : followed - sampler;
    const percent = (Math.max(0, used) / passedMs(measuring)) * 100;
    const whole =
      followed === null ? '; its windows are not counted' : '; a page in a browser counts as other load';
    return graded(percent, PERCENT, '%', {
      detail: `Dyno itself, beside the worker, used ${formatPercent(percent)} of one core${whole}.`,
      nextStep: 'Measure from the command line, or leave the live page while it measures.',
    });
  },
};

function meanSampler(hardware: Parameters<TrustRule['judge']>[0]['hardware']): number {
  const known = hardware.map(({ samplerCpuPercent }) => samplerCpuPercent).filter((cost) => cost !== null);
  return known.length === 0 ? 0 : known.reduce((sum, cost) => sum + cost, 0) / known.length;
}
