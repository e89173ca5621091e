import { z } from 'zod';
import { GATE_METRIC_IDS } from '../analysis/gate/gate-metrics.ts';
import { GATE_FORMATS } from '../../contract/gate.ts';
import { runId, text, whole } from './words.ts';

const share = z.number().min(0).max(1000);
const levels = z
  .strictObject({ warning: share, critical: share })
  .refine(({ warning, critical }) => warning <= critical, { error: 'warns later than it is critical' });

const gateRequest = z.strictObject({
  runId,
  baseline: runId,
  thresholds: z
    .strictObject({
      mode: z.enum(['fixed', 'learned']),
      alertRatio: z.number().min(1).max(1000),
      levels: z.strictObject({ speed: levels, memory: levels, accuracy: levels }),
    })
    .partial()
    .optional(),
  failOn: z.enum(['alert', 'warning', 'critical']).optional(),
  metrics: z
    .array(z.enum(GATE_METRIC_IDS as [string, ...string[]]))
    .min(1)
    .max(GATE_METRIC_IDS.length)
    .optional(),
  remeasure: whole(0, 100).optional(),
  wait: z.boolean().optional(),
});

/** The calls of GateApi. */
export const GATE_ARGUMENTS = {
  checkGate: z.tuple([gateRequest]),
  stopGate: z.tuple([text(100).min(1)]),
  listGates: z.tuple([]),
  exportGate: z.tuple([text(100).min(1), z.enum(GATE_FORMATS)]),
} as const;
