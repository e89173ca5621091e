import type { ZoomColumns } from '../../analysis/trace/trace-columns.ts';
import { zoomColumns } from '../zoom-levels.ts';

/** The lanes of all tracks and the nodes over their rows, as they are found. Few beside the rows. */
export class LaneList {
  count = 0;
  nodeCount = 0;
  track = new Uint16Array(64);
  depth = new Uint16Array(64);
  firstRow = new Uint32Array(64);
  nodes: ZoomColumns = zoomColumns(64);

  add(track: number, depth: number, firstRow: number): void {
    if (this.count === this.track.length) {
      const room = this.count * 2;
      this.track = moved(this.track, new Uint16Array(room));
      this.depth = moved(this.depth, new Uint16Array(room));
      this.firstRow = moved(this.firstRow, new Uint32Array(room));
    }
    this.track[this.count] = track;
    this.depth[this.count] = depth;
    this.firstRow[this.count++] = firstRow;
  }

  /** Room for so many nodes; says where it begins. */
  takeNodes(count: number): number {
    const first = this.nodeCount;
    this.nodeCount += count;
    if (this.nodeCount > this.nodes.fromNs.length) {
      const grown = zoomColumns(Math.max(this.nodeCount, this.nodes.fromNs.length * 2));
      moved(this.nodes.fromNs, grown.fromNs);
      moved(this.nodes.toNs, grown.toNs);
      moved(this.nodes.longest, grown.longest);
      moved(this.nodes.longestNs, grown.longestNs);
      this.nodes = grown;
    }
    return first;
  }
}

function moved<Values extends Float64Array | Uint32Array | Uint16Array>(from: Values, into: Values): Values {
  into.set(from);
  return into;
}
