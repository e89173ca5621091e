import type { NativeDescription } from '../../../contract/prober-api.ts';
import type { CorePorts } from '../../ports.ts';
import { ProberLink } from './prober-link.ts';

/** Longer than any driver takes to be opened; the doctor does not wait for one that hangs. */
const LONGEST_MS = 15_000;

/** What of the native addon loads here, asked of a process of its own, which ends with the answer. */
export async function describeNative(launch: CorePorts['launchProber']): Promise<NativeDescription> {
  const link = new ProberLink(launch, () => undefined, LONGEST_MS);
  try {
    return await link.ask('loading the native addon', (prober) => prober.describe());
  } finally {
    await link.end();
  }
}
