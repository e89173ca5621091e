import { formatCount } from '../../contract/units.ts';
import { heatOf, type HeatMetric } from '../../core/analysis/graph-heat/heat-metric.ts';
import { BOX, type GraphScene } from '../../core/analysis/graph-layout/graph-scene.ts';
import type { ChartPalette } from '../../core/charts/chart.ts';
import { heatColour, heatScale, type HeatScale } from '../../core/charts/model-graph/heat-scale.ts';
import type { GraphFaces } from '../../core/charts/model-graph/paint-graph.ts';
import {
  costOfSubject,
  fusedNodes,
  providersOfSubject,
  titleOfSubject,
  type GraphDocument,
} from './graph-document.ts';
import { subjectOf } from './graph-subject.ts';
import { countOfGroup, detailOfSubject } from './graph-words.ts';
import { stressedLines } from './stressed-lines.ts';

/** How hot each box of a scene is. */
export interface SceneHeat {
  readonly metric: HeatMetric;
  /** Null where no box has an amount, and for placement. */
  readonly scale: HeatScale | null;
  readonly values: readonly (number | null)[];
}

export function sceneHeat(document: GraphDocument, scene: GraphScene, metric: HeatMetric): SceneHeat {
  const values: (number | null)[] = [];
  const scaled: (number | null)[] = [];
  for (let box = 0; box < scene.boxes.count; box += 1) {
    const value = heatOf(metric, costOfSubject(document, subjectOf(scene, box)));
    values.push(value);
    if (scene.boxes.kind[box] !== BOX.frame) scaled.push(value);
  }
  return { metric, values, scale: heatScale(metric, scaled) };
}

export function providerColour(provider: string, palette: ChartPalette): string {
  if (provider === 'cpu') return palette.blue;
  if (provider === 'webgpu') return palette.orange;
  return provider === 'cuda' ? palette.green : palette.purple;
}

export interface FacesGiven {
  readonly document: GraphDocument;
  readonly scene: GraphScene;
  readonly heat: SceneHeat;
  readonly palette: ChartPalette;
  readonly selected: ReadonlySet<number>;
  readonly found: ReadonlySet<number>;
}

export function graphFaces({ document, scene, heat, palette, selected, found }: FacesGiven): GraphFaces {
  const titles = new Map<number, string>();
  const details = new Map<number, string>();
  const fills = new Map<number, string | null>();
  const remember = <Value>(known: Map<number, Value>, make: (box: number) => Value) => {
    return (box: number): Value => {
      const before = known.get(box);
      if (before !== undefined) return before;
      const made = make(box);
      known.set(box, made);
      return made;
    };
  };
  const stressed = stressedLines(scene, selected);
  return {
    title: remember(titles, (box) => titleOfSubject(document, subjectOf(scene, box))),
    detail: remember(details, (box) => {
      const words = detailOfSubject(document, subjectOf(scene, box), heat.metric);
      if (scene.boxes.kind[box] !== BOX.frame) return words;
      const count = countOfGroup(document, scene.boxes.subject[box] as number);
      return count === words ? words : `${count} · ${words}`;
    }),
    fill: remember(fills, (box) => {
      const subject = subjectOf(scene, box);
      if (heat.metric === 'placement') {
        const [most] = providersOfSubject(document, subject);
        return most === undefined ? null : providerColour(most.provider, palette);
      }
      const value = heat.values[box] ?? null;
      if (value === null || heat.scale === null) return null;
      return heatColour(palette.heat, heat.scale.place(value));
    }),
    badge: (box) => {
      const node = scene.boxes.subject[box] as number;
      if (scene.boxes.kind[box] === BOX.group) return formatCount(document.tree.groups[node]?.nodeCount ?? 0);
      return document.costs.fates[node] === 'fused' ? `1 of ${fusedNodes(document, node).length}` : '';
    },
    stripe: (box) => {
      const family = document.graph.nodes[scene.boxes.subject[box] as number]?.family;
      return family === undefined ? null : palette.families[family];
    },
    selected,
    found,
    isStressed: (line) => stressed.has(line),
  };
}
