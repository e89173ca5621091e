import { DynoError } from '../../contract/errors.ts';
import type { BenchRequest } from '../../contract/run.ts';
import { formatDuration } from '../../contract/units.ts';
import type { CommandHost } from './types.ts';

/** Starts it; what would take more than a day only after its user has read the estimate and said yes. */
export async function withConsent<T>(
  host: Pick<CommandHost, 'askYesNo'>,
  request: BenchRequest,
  start: (request: BenchRequest) => Promise<T>,
): Promise<T> {
  try {
    return await start(request);
  } catch (error) {
    if (!(error instanceof DynoError) || error.code !== 'TAKES_LONG') throw error;
    const answer = await host.askYesNo(
      `This would take about ${formatDuration(error.takesMs)}. Start anyway?`,
    );
    if (answer !== true) throw error;
    return start({ ...request, longAgreed: true });
  }
}
