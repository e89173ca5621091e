/** What the two are called in a sentence. */
export type Sides = readonly [a: string, b: string];

export function capital(side: string): string {
  return side.charAt(0).toUpperCase() + side.slice(1);
}

/** "Different providers: cpu in A, webgpu in B." */
export function different(what: string, a: string, b: string, [sideA, sideB]: Sides): string {
  return `Different ${what}: ${a} in ${sideA}, ${b} in ${sideB}.`;
}
