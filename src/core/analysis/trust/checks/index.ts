import type { TrustCheck } from '../../../../contract/trust.ts';
import { battery } from './battery.ts';
import { cgroup } from './cgroup.ts';
import { clockRate } from './clock-rate.ts';
import { cpuWait } from './cpu-wait.ts';
import { drift } from './drift.ts';
import { governor } from './governor.ts';
import { interfaceCost } from './interface-cost.ts';
import { modes } from './modes.ts';
import { otherLoad } from './other-load.ts';
import { outliers } from './outliers.ts';
import { outputs } from './outputs.ts';
import { samplerCost } from './sampler-cost.ts';
import { samples } from './samples.ts';
import { simulated } from './simulated.ts';
import { spread } from './spread.ts';
import { steal } from './steal.ts';
import { suspended } from './suspended.ts';
import { swap } from './swap.ts';
import { throttling } from './throttling.ts';
import { timer } from './timer.ts';
import type { TrustRule } from './types.ts';
import { wallClock } from './wall-clock.ts';
import { warmUp } from './warm-up.ts';

export const RULES: Readonly<Record<TrustCheck, TrustRule>> = {
  simulated,
  suspended,
  outputs,
  throttling,
  'other-load': otherLoad,
  steal,
  'cpu-wait': cpuWait,
  cgroup,
  swap,
  samples,
  spread,
  drift,
  'clock-rate': clockRate,
  battery,
  governor,
  'interface-cost': interfaceCost,
  'sampler-cost': samplerCost,
  'warm-up': warmUp,
  modes,
  outliers,
  timer,
  'wall-clock': wallClock,
};
