import type { OperatorProfile } from '../../../../contract/profile.ts';
import { formatBytes, formatDuration } from '../../../../contract/units.ts';
import { counted, dearestFirst, kindsInWords, shareInWords, totalMs } from '../operators-in-words.ts';
import { operandBytes } from '../products.ts';
import type { Detector } from '../types.ts';
import type { Wiring } from '../wiring.ts';

/** Values that leave the device for an operator on the CPU, and what it makes going back. */
export const needlessCopies: Detector = {
  kind: 'needless-copies',
  find({ operators, placement, cleanMeanMs }, { wiring }) {
    if (placement.provider === 'cpu') return [];
    const isOnCpu = (place: number): boolean =>
      operators[place]?.provider === 'cpu' && operators[place].family !== 'copy';
    const copies = operators.flatMap((operator, place) => {
      if (operator.family !== 'copy') return [];
      const around = [...wiring.makers(place), ...wiring.readers(place)].filter(isOnCpu);
      return around.length > 0 ? [{ place, around }] : [];
    });
    if (copies.length === 0) return [];
    const places = dearestFirst(
      operators,
      copies.map(({ place }) => place),
    );
    const causes = dearestFirst(
      operators,
      copies.flatMap(({ around }) => around),
    );
    const returning = copies.filter(
      ({ place }) => goesThere(operators[place]) && comesBack(wiring, place, isOnCpu),
    );
    const cost = totalMs(operators, places);
    const bytes = places.reduce((sum, place) => sum + bytesOf(operators[place] as OperatorProfile), 0);
    const times = places.reduce((sum, place) => sum + (operators[place]?.perIteration ?? 0), 0);
    return [
      {
        title: `${counted(Math.round(times), 'copy', 'copies')} between ${placement.provider} and the CPU could stay where they are: ${formatDuration(cost)} and ${formatBytes(bytes)} an iteration.`,
        costMs: cost,
        evidence: [
          {
            label: 'copied',
            value: `${formatBytes(bytes)} an iteration, ${shareInWords(cost, cleanMeanMs)}`,
          },
          { label: 'for operators on the CPU', value: kindsInWords(operators, causes) },
          ...(returning.length > 0
            ? [{ label: 'there and back again', value: counted(returning.length, 'value') }]
            : []),
        ],
        operators: places,
        nextStep: `Bring the operators in between to ${placement.provider} (${kindsInWords(operators, causes.slice(0, 3))}), or move them to the beginning or the end of the model, where a value crosses once.`,
      },
    ];
  },
};

function goesThere(operator: OperatorProfile | undefined): boolean {
  return operator?.op === 'MemcpyToHost';
}

function comesBack(wiring: Wiring, place: number, isOnCpu: (place: number) => boolean): boolean {
  const reached = new Set(wiring.readers(place).filter(isOnCpu));
  for (const each of reached) {
    for (const reader of wiring.readers(each)) {
      if (wiring.op(reader) === 'MemcpyFromHost') return true;
      if (isOnCpu(reader)) reached.add(reader);
    }
  }
  return false;
}

function bytesOf({ outputs, inputs, perIteration }: OperatorProfile): number {
  const moved = outputs.length > 0 ? outputs : inputs;
  return perIteration * moved.reduce((sum, operand) => sum + operandBytes(operand), 0);
}
