import type { ProfileNote } from '../../../contract/profile.ts';
import { cutName } from '../../model/graph/cut-name.ts';
import type { ProfileParts } from './profile-parts.ts';

/** Each says by itself why there is nothing. */
const EXPLAINED = ['nothing-recorded', 'disk-full', 'failed', 'stopped'] as const;

/** Those given, and what the recorded operators themselves tell. */
export function profileNotes({ tally, notes, executed }: ProfileParts): readonly ProfileNote[] {
  const found: ProfileNote[] = [...notes];
  const isNoted = (kind: ProfileNote['kind']): boolean => notes.some((note) => note.kind === kind);
  if (tally.operators.length === 0 && !EXPLAINED.some(isNoted))
    found.push({
      kind: 'nothing-recorded',
      message: 'The runtime recorded no operator.',
      nextStep: 'Profile the model on the CPU: there every operator is recorded.',
    });
  if (executed === null && tally.operators.length > 0 && !isNoted('no-mapping'))
    found.push({
      kind: 'no-mapping',
      message: 'The optimized graph could not be had: operators are not mapped to the file’s nodes.',
      nextStep: 'Profile at graph level disabled, where every node runs as the file has it.',
    });
  const varying = tally.operators.filter(({ shapesVary }) => shapesVary).length;
  if (varying > 0)
    found.push({
      kind: 'shapes-vary',
      message: `Shapes of ${varying} operators changed from one execution to the next; shown are the most frequent.`,
      nextStep: 'Read work and bytes of these operators as those of one case.',
    });
  if (tally.spansCut)
    found.push({
      kind: 'spans-cut',
      message: 'The flame chart shows the first iterations only.',
      nextStep: 'Figures of operators cover all iterations; profile fewer iterations to see all of them.',
    });
  if (tally.operators.some(({ name }) => cutName(name) !== name))
    found.push({
      kind: 'names-cut',
      message: 'Names longer than a page were cut.',
      nextStep: 'Give the model’s nodes shorter names where they must be told apart.',
    });
  return found;
}
