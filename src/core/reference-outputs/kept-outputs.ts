import { z } from 'zod';
import type { OutputSummary } from '../../contract/outputs.ts';
import type { WallTime } from '../../contract/units.ts';

/** Outputs as they are kept, with when they were computed. */
export interface KeptOutputs {
  readonly at: WallTime;
  readonly outputs: readonly OutputSummary[];
}

const KEPT = z.object({
  at: z.number(),
  outputs: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      shape: z.array(z.number()),
      count: z.number(),
      notANumber: z.number(),
      infinite: z.number(),
      stride: z.number().min(1),
      values: z.array(z.number().nullable()),
    }),
  ),
});

/** JSON keeps every double as it is, and anyone can read it. */
export function encodeOutputs(kept: KeptOutputs): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(kept));
}

/** Null for bytes that are none of ours: they came from a disk, or over a network. */
export function decodeOutputs(bytes: Uint8Array): KeptOutputs | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const { data } = KEPT.safeParse(JSON.parse(text));
    return (data as KeptOutputs | undefined) ?? null;
  } catch {
    return null;
  }
}
