import { formatDuration } from '../../../../contract/units.ts';
import {
  counted,
  dearestEvidence,
  dearestFirst,
  kindsInWords,
  shareInWords,
  totalMs,
} from '../operators-in-words.ts';
import type { Detector } from '../types.ts';

const LEAST_SHARE = 0.005;

/** Operators in the executed graph that one fused operator could stand for. */
export const unfusedPattern: Detector = {
  kind: 'unfused-pattern',
  find({ operators, cleanMeanMs }, { run, patterns }) {
    const level = run.config.graphLevel;
    return patterns.flatMap(({ pattern, matches }) => {
      const spared = dearestFirst(
        operators,
        matches.flatMap((match) => match.spared),
      );
      const involved = dearestFirst(
        operators,
        matches.flatMap((match) => match.involved),
      );
      const cost = totalMs(operators, spared);
      if (cost < LEAST_SHARE * cleanMeanMs) return [];
      return [
        {
          title: `${pattern.title}, ${counted(matches.length, 'time')}: ${counted(spared.length, 'operator')} of ${formatDuration(cost)} that ${pattern.fused} could stand for.`,
          costMs: cost,
          evidence: [
            {
              label: 'could go',
              value: `${kindsInWords(operators, spared)}: ${shareInWords(cost, cleanMeanMs)}`,
            },
            ...(involved.length > spared.length
              ? [
                  {
                    label: 'all operators involved',
                    value: shareInWords(totalMs(operators, involved), cleanMeanMs),
                  },
                ]
              : []),
            { label: 'graph optimisation', value: level },
            ...dearestEvidence(operators, spared),
          ],
          operators: involved,
          nextStep:
            level === 'all'
              ? pattern.nextStep
              : `Run with --graph-level all: this ran at "${level}". ${pattern.nextStep}`,
        },
      ];
    });
  },
};
