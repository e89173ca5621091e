import type { GraphScene } from './graph-scene.ts';

interface BoxGiven {
  /** Under which lines know it. */
  readonly entity: number;
  readonly kind: number;
  readonly subject: number;
  readonly parent: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface LineGiven {
  /** Entities; negative where there is none. */
  readonly source: number;
  readonly target: number;
  readonly hasHead: boolean;
  readonly isFeedback: boolean;
  readonly points: Float64Array;
  readonly left: number;
  readonly top: number;
}

export interface SceneBuilder {
  setSize(width: number, height: number): void;
  /** Its place. */
  addBox(box: BoxGiven): number;
  addLine(line: LineGiven): void;
  scene(): GraphScene;
}

export function sceneBuilder(): SceneBuilder {
  const boxes: BoxGiven[] = [];
  const lines: LineGiven[] = [];
  const boxOf = new Map<number, number>();
  let size = { width: 0, height: 0 };
  return {
    setSize: (width, height) => (size = { width, height }),
    addBox(box) {
      boxOf.set(box.entity, boxes.length);
      return boxes.push(box) - 1;
    },
    addLine: (line) => void lines.push(line),
    scene() {
      const start = new Uint32Array(lines.length + 1);
      lines.forEach(({ points }, at) => (start[at + 1] = (start[at] as number) + points.length / 2));
      const points = new Float64Array((start[lines.length] as number) * 2);
      lines.forEach((line, at) => {
        const first = (start[at] as number) * 2;
        for (let index = 0; index < line.points.length; index += 1) {
          points[first + index] = (line.points[index] as number) + (index % 2 === 0 ? line.left : line.top);
        }
      });
      return {
        ...size,
        boxes: {
          count: boxes.length,
          kind: Uint8Array.from(boxes, ({ kind }) => kind),
          subject: Int32Array.from(boxes, ({ subject }) => subject),
          parent: Int32Array.from(boxes, ({ parent }) => parent),
          x: Float64Array.from(boxes, ({ x }) => x),
          y: Float64Array.from(boxes, ({ y }) => y),
          width: Float64Array.from(boxes, ({ width }) => width),
          height: Float64Array.from(boxes, ({ height }) => height),
        },
        lines: {
          count: lines.length,
          source: Int32Array.from(lines, ({ source }) => boxOf.get(source) ?? -1),
          target: Int32Array.from(lines, ({ target }) => boxOf.get(target) ?? -1),
          hasHead: Uint8Array.from(lines, ({ hasHead }) => (hasHead ? 1 : 0)),
          isFeedback: Uint8Array.from(lines, ({ isFeedback }) => (isFeedback ? 1 : 0)),
          start,
          points,
        },
      };
    },
  };
}
