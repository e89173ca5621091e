import type { GraphScene } from '../../core/analysis/graph-layout/graph-scene.ts';

/** The pieces of all arrows that begin or end at the selected boxes. */
export function stressedLines(
  { boxes, lines }: GraphScene,
  selected: ReadonlySet<number>,
): ReadonlySet<number> {
  const stressed = new Set<number>();
  if (selected.size === 0) return stressed;
  const around = new Set<number>();
  for (const box of selected) {
    for (let at = boxes.parent[box] as number; at !== -1; at = boxes.parent[at] as number) around.add(at);
  }
  const feeding = new Set<number>();
  for (let line = 0; line < lines.count; line += 1) {
    const source = lines.source[line] as number;
    const target = lines.target[line] as number;
    if (selected.has(source) || selected.has(target)) stressed.add(line);
    if (selected.has(target) && source !== -1) feeding.add(source);
  }
  // An arrow from elsewhere crosses the frames around its end, and leaves those around its beginning.
  for (let line = 0; line < lines.count; line += 1) {
    const target = lines.target[line] as number;
    if (!feeding.has(lines.source[line] as number)) continue;
    if (target === -1 || around.has(target)) stressed.add(line);
  }
  return stressed;
}
