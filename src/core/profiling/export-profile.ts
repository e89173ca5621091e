import { setImmediate as nextTurn } from 'node:timers/promises';
import { DynoError } from '../../contract/errors.ts';
import type { ExportedFile } from '../../contract/exported-file.ts';
import type { ProfileApi, ProfileFormat } from '../../contract/profile.ts';
import type { Run } from '../../contract/run.ts';
import { profileAs } from '../reports/index.ts';

/** A few milliseconds of work, after which others have their turn: a trace of 200,000 spans is 40 MB of text. */
const PIECES_A_TURN = 4;

export function profileExporter(
  api: Pick<ProfileApi, 'getProfile' | 'getProfileSpans'>,
  getRun: (reference: string) => Run,
): ProfileApi['exportProfile'] {
  return async (reference: string, format: ProfileFormat): Promise<ExportedFile> => {
    const run = getRun(reference);
    const profile = await api.getProfile(run.id);
    const spans = await api.getProfileSpans(run.id);
    if (profile === null || spans === null) throw noProfile(run.id);
    const { pieces, ...file } = profileAs(format, { run, profile, spans });
    const parts: string[] = [];
    for (const piece of pieces) {
      parts.push(piece);
      if (parts.length % PIECES_A_TURN === 0) await nextTurn();
    }
    return { ...file, text: parts.join('') };
  };
}

function noProfile(runId: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'This run was not profiled.',
    subject: runId,
    nextStep: 'Run it again with "dyno profile MODEL".',
  });
}
