import type { Difference } from '../../contract/difference.ts';
import { formatCount, formatDuration } from '../../contract/units.ts';
import {
  isUnclear,
  MATCH_WORDS,
  signedDuration,
  signedShare,
} from '../../core/analysis/difference/shown/delta-words.ts';
import type { NodeDeltas, Times } from '../../core/analysis/difference/shown/node-deltas.ts';
import { BOX, type GraphScene } from '../../core/analysis/graph-layout/graph-scene.ts';
import type { ChartPalette } from '../../core/charts/chart.ts';
import { deltaColour, deltaStep } from '../../core/charts/difference/delta-scale.ts';
import type { GraphFaces } from '../../core/charts/model-graph/paint-graph.ts';
import { titleOfSubject, type GraphDocument } from '../graph/graph-document.ts';
import { subjectOf, type GraphSubject } from '../graph/graph-subject.ts';
import { stressedLines } from '../graph/stressed-lines.ts';

export interface DeltaFacesGiven {
  readonly document: GraphDocument;
  readonly scene: GraphScene;
  readonly difference: Difference;
  readonly deltas: NodeDeltas;
  /** What B's times are divided by for the hue: what all moved by alike. */
  readonly alike: number;
  readonly palette: ChartPalette;
  readonly selected: ReadonlySet<number>;
}

/** What a box took in A and in B; null where no operator stands for it. */
export function timesOf(
  { difference, deltas }: Pick<DeltaFacesGiven, 'difference' | 'deltas'>,
  subject: GraphSubject,
): Times | null {
  if (subject.kind === 'terminal') return null;
  if (subject.kind === 'group') return deltas.ofGroup[subject.group] ?? null;
  const part = difference.parts[deltas.partOf[subject.node] ?? -1];
  return part === undefined ? null : { aMs: part.a?.ms ?? 0, bMs: part.b?.ms ?? 0 };
}

/** Boxes of one side's graph by what became of their time. */
export function deltaFaces(given: DeltaFacesGiven): GraphFaces {
  const { document, scene, difference, deltas, alike, palette, selected } = given;
  const stressed = stressedLines(scene, selected);
  const partAt = (subject: GraphSubject) =>
    subject.kind === 'node' ? difference.parts[deltas.partOf[subject.node] ?? -1] : undefined;
  return {
    title: (box) => titleOfSubject(document, subjectOf(scene, box)),
    detail: (box) => {
      const times = timesOf(given, subjectOf(scene, box));
      if (times === null) return '';
      const deltaMs = times.bMs - times.aMs;
      const share = times.aMs > 0 && times.bMs > 0 ? ` · ${signedShare(deltaMs, times.aMs)}` : '';
      return `${signedDuration(deltaMs)}${share}`;
    },
    fill: (box) => {
      const subject = subjectOf(scene, box);
      const times = timesOf(given, subject);
      if (times === null) return null;
      const part = partAt(subject);
      if (part !== undefined && isUnclear(part)) return palette.families.idle;
      return deltaColour(deltaStep(times.aMs, times.bMs / alike), palette);
    },
    badge: (box) => {
      const subject = subjectOf(scene, box);
      if (subject.kind === 'group') {
        return scene.boxes.kind[box] === BOX.group
          ? formatCount(document.tree.groups[subject.group]?.nodeCount ?? 0)
          : '';
      }
      const match = partAt(subject)?.match;
      return match === undefined || match === 'same' ? '' : MATCH_WORDS[match];
    },
    stripe: () => null,
    selected,
    found: NONE,
    isStressed: (line) => stressed.has(line),
  };
}

const NONE: ReadonlySet<number> = new Set();

/** For the pointer: both times of a box. */
export function boxLines(
  given: Pick<DeltaFacesGiven, 'document' | 'difference' | 'deltas'>,
  subject: GraphSubject,
): {
  readonly title: string;
  readonly name: string;
  readonly lines: readonly (readonly [string, string])[];
  readonly note: string;
} {
  const { document, difference, deltas } = given;
  const title = titleOfSubject(document, subject);
  const node = subject.kind === 'node' ? document.graph.nodes[subject.node] : undefined;
  const part = subject.kind === 'node' ? difference.parts[deltas.partOf[subject.node] ?? -1] : undefined;
  const times = timesOf(given, subject);
  const there = (ms: number): string => (ms > 0 ? formatDuration(ms) : 'not there');
  const others = (part?.a?.names.length ?? 0) > 1 || (part?.b?.names.length ?? 0) > 1;
  return {
    title,
    name: node?.name ?? '',
    lines:
      times === null
        ? []
        : [
            ['A', there(times.aMs)],
            ['B', there(times.bMs)],
            ['B − A', signedDuration(times.bMs - times.aMs)],
          ],
    note:
      times === null
        ? 'No operator of the run stands for it.'
        : part === undefined
          ? ''
          : [
              part.note,
              isUnclear(part) ? 'its interval holds zero' : '',
              others ? 'times are those of all that belongs to it' : '',
            ]
              .filter((words) => words !== '')
              .join('; '),
  };
}
