import { FILTER_FIELDS } from '../../core/analysis/run-list/filter-fields.ts';
import { wrap } from '../output/wrap.ts';

const NAMES = FILTER_FIELDS.map(({ name }) => name).join(', ');

/** What a filter can say, for the help of commands that take one. */
export const FILTER_HELP = `Filter (in quotes, since the shell reads < and >):
  encoder int8           words in any field, all of them; -word leaves out
  model:resnet,bert      a part of a field, one of several
  tag=release            the whole field
  #nightly               a tag that begins so
  p50<5ms memory>=2GiB   numbers with their units; batch:1..8
  after:2026-01-31       also 7d, 12h, today, yesterday; before:
  is:pinned              archived, profiled, simulated, live, dirty, measured
  version:v3             by number in its model's line, or by content hash
${wrap(`Fields: ${NAMES}`, 76)
  .map((line) => `  ${line}`)
  .join('\n')}
`;
