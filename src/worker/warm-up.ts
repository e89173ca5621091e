import type { WarmupReport } from '../contract/signals.ts';
import { WarmupRule } from '../core/analysis/warm-up-rule.ts';
import { runLoop, type LoopTarget } from './measured-loop.ts';
import { SampleLog } from './sample-log.ts';
import type { Task } from './task.ts';

/** By the path that is measured, so that it is this that gets warm. Null where the user stopped it. */
export async function warmUp(target: LoopTarget, { job, events, stop }: Task): Promise<WarmupReport | null> {
  const rule = new WarmupRule(job);
  const durationMs = await runLoop(target, new SampleLog(), rule.limits, {
    stop,
    handOver({ latenciesMs }) {
      rule.add(latenciesMs);
      events.onWarmup(rule.iterations);
    },
    enough: () => rule.isSteady,
  });
  return stop.asked ? null : rule.report(durationMs);
}
