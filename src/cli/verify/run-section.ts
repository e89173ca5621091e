import { asDynoError } from '../../contract/errors.ts';
import type { Child, CorePorts } from '../../core/ports.ts';
import { judged } from './checks.ts';
import type { Findings, Section, SectionContext, SectionReport } from './types.ts';

type Anybody = Pick<Child<object, object>, 'kill' | 'exited'>;

/** One section to its end: it may fail, crash its processes or hang, and the others go on. */
export async function runSection(
  section: Section,
  context: SectionContext,
  monotonic: () => number,
): Promise<SectionReport> {
  const { id, title, limitMs } = section;
  const children: Anybody[] = [];
  const began = monotonic();
  const report = (outcome: SectionReport['outcome'], reason: string, findings: Findings): SectionReport => ({
    id,
    title,
    outcome,
    reason,
    tookMs: monotonic() - began,
    ...findings,
  });
  const nothing = (words: string): Findings => ({
    sentences: [],
    tables: [],
    data: null,
    standIn: context.surroundings.standIn,
    checks: [judged({ what: title, measured: words, target: 'comes to its end' }, false)],
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), limitMs);
    });
    const findings = await Promise.race([
      section.run({ ...context, ports: keepingTrack(context.ports, children) }),
      late,
    ]);
    if (findings !== null) return report('done', '', findings);
    const words = `cut off after ${Math.round(limitMs / 1000)} s`;
    return report('cut off', words, nothing(words));
  } catch (thrown) {
    const { code, message, nextStep } = asDynoError(thrown, title);
    return report('failed', `${code}: ${message} ${nextStep}`.trim(), nothing(`failed: ${message}`));
  } finally {
    clearTimeout(timer);
    for (const child of children) child.kill();
    await Promise.all(children.map((child) => child.exited));
  }
}

/** The same ports; whoever is launched through them is known. */
function keepingTrack(ports: CorePorts, children: Anybody[]): CorePorts {
  const kept = <T extends Anybody>(child: T): T => {
    children.push(child);
    return child;
  };
  return {
    ...ports,
    launchWorker: (events) => kept(ports.launchWorker(events)),
    launchSampler: (events) => kept(ports.launchSampler(events)),
    launchProber: (events) => kept(ports.launchProber(events)),
  };
}
