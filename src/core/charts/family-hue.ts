import { OPERATOR_FAMILIES, type OperatorFamily } from '../../contract/operator-family.ts';
import type { ChartPalette } from './chart.ts';
import { deltaHue, deltaWords } from './difference/delta-scale.ts';

/** In every legend and tooltip; a hue never stands alone. */
const WORDS: Readonly<Record<OperatorFamily, string>> = {
  matrix: 'matrix products',
  convolution: 'convolutions',
  attention: 'attention',
  normalisation: 'normalisation',
  'element-wise': 'element-wise',
  movement: 'data movement',
  copy: 'copies',
  control: 'control flow',
  other: 'other',
  idle: 'idle',
};

export type FamilyHues = Readonly<Record<OperatorFamily, string>>;

/** The hues as they are, from where a page or a report keeps them. */
export function familyHues(colourOf: (family: OperatorFamily) => string): FamilyHues {
  return Object.fromEntries(OPERATOR_FAMILIES.map((family) => [family, colourOf(family)])) as Record<
    OperatorFamily,
    string
  >;
}

/** What a trace's spans are, whatever wrote it: each its own hue in every trace. */
const OF_TRACES: Readonly<Record<string, readonly [words: string, hue: OperatorFamily]>> = {
  kernel: ['kernels', 'matrix'],
  communication: ['communication', 'attention'],
  memcpy: ['copies', 'copy'],
  memset: ['memory set', 'copy'],
  'gpu-sync': ['waiting for the device', 'control'],
  runtime: ['runtime calls', 'element-wise'],
  driver: ['driver calls', 'element-wise'],
  operator: ['operators', 'convolution'],
  annotation: ['annotations', 'normalisation'],
  'gpu-annotation': ['annotations on the device', 'normalisation'],
  python: ['Python', 'movement'],
  step: ['steps', 'normalisation'],
  overhead: ['profiler overhead', 'other'],
};

/** Spans without any category, told apart by their names alone: "#3" is the third hue. */
const BY_NAME = /^#([1-8])$/;

export function familyWords(category: string): string {
  if (isFamily(category)) return WORDS[category];
  return (
    (Object.hasOwn(OF_TRACES, category) ? OF_TRACES[category]?.[0] : null) ??
    deltaWords(category) ??
    (BY_NAME.test(category) ? 'by name' : category)
  );
}

/**
 * An operator family has its own hue on every page. A category of an imported trace gets one of them by its name
 * alone, so that it keeps it from view to view and from file to file.
 */
export function categoryHue(category: string, palette: ChartPalette): string {
  if (isFamily(category)) return palette.families[category];
  const delta = deltaHue(category, palette);
  if (delta !== null) return delta;
  const known = Object.hasOwn(OF_TRACES, category) ? OF_TRACES[category] : undefined;
  if (known !== undefined) return palette.families[known[1]];
  const place = BY_NAME.exec(category)?.[1];
  if (place !== undefined) return palette.families[OPERATOR_FAMILIES[Number(place) - 1] as OperatorFamily];
  let hash = 2166136261;
  for (let at = 0; at < Math.min(category.length, 200); at += 1) {
    hash = Math.imul(hash ^ category.charCodeAt(at), 16777619);
  }
  // Grey is for what is nothing in particular, and for idle.
  const hues = OPERATOR_FAMILIES.slice(0, 8);
  return palette.families[hues[((hash ^ (hash >>> 15)) >>> 0) % hues.length] as OperatorFamily];
}

const DARK_INK = '#111418';
const LIGHT_INK = '#ffffff';

/** Text on a fill: whichever of dark and light contrasts more. Fills are chosen so that it is 4.5 to 1 at least. */
export function inkOn(fill: string): string {
  const luminance = luminanceOf(fill);
  return luminance === null || (luminance + 0.05) ** 2 > 1.05 * 0.057 ? DARK_INK : LIGHT_INK;
}

/** WCAG 2's relative luminance of "rgb(1, 2, 3)" or "#010203"; null for what is no such colour. */
function luminanceOf(colour: string): number | null {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  const rgb = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(colour);
  const parts = hex?.slice(1, 4).map((part) => Number.parseInt(part, 16)) ?? rgb?.slice(1, 4).map(Number);
  if (parts === undefined) return null;
  const [red = 0, green = 0, blue = 0] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function isFamily(category: string): category is OperatorFamily {
  return Object.hasOwn(WORDS, category);
}
