import { formatBytes, formatDuration } from '../../../../contract/units.ts';
import { counted, dearestEvidence, kindsInWords, shareInWords } from '../operators-in-words.ts';
import type { Detector } from '../types.ts';

/** Operators on the CPU though another provider was asked for. */
export const cpuFallback: Detector = {
  kind: 'cpu-fallback',
  find({ operators, placement, cleanMeanMs }) {
    const { fallbacks, fallbackMs, copies, provider } = placement;
    if (provider === 'cpu' || fallbacks.length === 0) return [];
    const all = `${fallbacks.length} of ${counted(placement.operators, 'operator')}`;
    const cost = fallbackMs + copies.selfMs;
    const with_ = copies.count > 0 ? ` with ${counted(copies.count, 'copy', 'copies')}` : '';
    const bytes = copies.bytes === null ? '' : ` of ${formatBytes(copies.bytes)}`;
    return [
      {
        title: `${all} ran on the CPU, not on ${provider}, and cost ${formatDuration(cost)}${with_}.`,
        costMs: cost,
        evidence: [
          { label: 'on the CPU', value: kindsInWords(operators, fallbacks) },
          { label: 'their own time', value: shareInWords(fallbackMs, cleanMeanMs) },
          ...(copies.count > 0
            ? [
                {
                  label: 'copies that they cause',
                  value: `${copies.count} an iteration${bytes}, ${formatDuration(copies.selfMs)}`,
                },
              ]
            : []),
          ...dearestEvidence(operators, fallbacks),
        ],
        operators: fallbacks,
        nextStep:
          fallbacks.length === placement.operators
            ? `Nothing ran on ${provider}: look at "dyno doctor", or measure with --provider cpu.`
            : `Export the model with operators, types and an opset that ${provider} has a kernel for; shape arithmetic goes away where sizes are fixed (--shape, or a fixed batch in the file).`,
      },
    ];
  },
};
