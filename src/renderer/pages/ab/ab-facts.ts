import type { AbComparison } from '../../../contract/ab.ts';
import type { OutputAgreement } from '../../../contract/outputs.ts';
import {
  formatCount,
  formatDuration,
  formatNumber,
  NOT_MEASURED,
  type WallTime,
} from '../../../contract/units.ts';
import { formatRatio } from '../../../core/analysis/ab/sentence.ts';
import { hitRatesOf, referenceSentence } from '../../../core/analysis/reference-words.ts';
import type { Fact } from '../run/FactTable.tsx';

const DEFAULT_MARGIN = 0.02;

/** The numbers behind the sentence. */
export function abFacts(
  { answer, request, lostPairs, agreement, endedAt }: AbComparison,
  startedAt: WallTime,
): readonly Fact[] {
  const between = answer?.ratioCi95 ?? null;
  const need = answer?.needPairs ?? null;
  return [
    fact('ratio', 'Time of B ÷ time of A', answer === null ? NOT_MEASURED : formatRatio(answer.ratio)),
    fact(
      'interval',
      '95 % interval',
      between === null ? NOT_MEASURED : `${formatRatio(between[0])} to ${formatRatio(between[1])}`,
    ),
    fact('pairs', 'Pairs', formatCount(answer?.pairs ?? 0)),
    fact('spread', 'Spread between pairs', percent(answer?.spread ?? null)),
    fact('margin', 'Counts as the same', `within ${percent(request.margin ?? DEFAULT_MARGIN)}`),
    fact('detectable', 'Smallest difference to show', percent(answer?.minimumDetectable ?? null)),
    ...(need !== null && need > 0
      ? [fact('need', 'More pairs to decide', `about ${formatCount(need)}`)]
      : []),
    ...(lostPairs > 0 ? [fact('lost', 'Pairs lost', formatCount(lostPairs))] : []),
    fact('outputs', 'Outputs', agreement === null ? NOT_MEASURED : agreementOf(agreement)),
    ...(agreement?.reference === undefined
      ? []
      : [
          fact('reference', 'What B’s were held against', referenceSentence(agreement.reference)),
          fact('cache', 'Found in the cache since start', hitRatesOf(agreement.reference)),
        ]),
    fact('took', 'Took', endedAt === null ? NOT_MEASURED : formatDuration(endedAt - startedAt)),
  ];
}

function fact(id: string, label: string, value: string): Fact {
  return { id, label, value };
}

function percent(share: number | null): string {
  return share === null ? NOT_MEASURED : `${formatNumber(share * 100)} %`;
}

function agreementOf({ compared, maxError, notANumber, reasons }: OutputAgreement): string {
  if (compared === 0) return reasons[0] ?? 'could not be compared';
  const nan = notANumber === 0 ? '' : `, ${formatCount(notANumber)} are no numbers`;
  return `${maxError === 0 ? 'the same' : `differ by ${formatNumber(maxError)} at most`}${nan}`;
}
