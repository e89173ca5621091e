import type { BenchRequest, Run } from '../../contract/run.ts';
import { GATE_TAG } from '../analysis/gate/last-asked.ts';
import { rerunRequest, unrecordedInputs, withShapes } from '../analysis/rerun-request.ts';
import type { GateSources } from './gate-sources.ts';

/** The request for the same measurement in a fresh process, or why it cannot be made. */
export type Again =
  | { readonly kind: 'request'; readonly request: BenchRequest }
  | { readonly kind: 'impossible'; readonly reason: string };

/** Only where the very same model is still there: by its content, never by its name. */
export async function again(
  run: Run,
  what: string,
  { models }: Pick<GateSources, 'models'>,
  stopped: () => boolean,
): Promise<Again> {
  const impossible = (reason: string): Again => ({ kind: 'impossible', reason });
  if (unrecordedInputs(run).length > 0) return impossible(`the input files of ${what} were not recorded`);
  try {
    const { info } = await models.open(run.model.ref);
    const { identity } = await models.prepare(info, stopped);
    if (identity.contentHash !== run.model.contentHash)
      return impossible(`the model of ${what} has changed since`);
  } catch {
    return impossible(`the model of ${what} is no longer there as it was`);
  }
  const {
    name: _name,
    tags: _tags,
    profile: _profile,
    ...request
  } = withShapes(rerunRequest(run), run.config);
  const folder = run.environment?.git?.folder;
  return {
    kind: 'request',
    request: {
      ...request,
      longAgreed: true,
      tags: [GATE_TAG],
      ...(folder !== undefined && { workingFolder: folder }),
    },
  };
}
