import type { ChartPalette } from './chart.ts';
import { familyHues } from './family-hue.ts';

/** Names in place of colours, so that a test can tell which was taken. */
export const chartPalette: ChartPalette = {
  text: '#text',
  muted: '#muted',
  axis: '#axis',
  grid: '#grid',
  surface: '#surface',
  sunken: '#sunken',
  accent: '#accent',
  blue: '#blue',
  orange: '#orange',
  green: '#green',
  vermilion: '#vermilion',
  purple: '#purple',
  sky: '#sky',
  families: familyHues((family) => `#family-${family}`),
  heat: ['#000000', '#404040', '#808080', '#c0c0c0', '#ffffff'],
  delta: ['#d0', '#d1', '#d2', '#d3', '#d4', '#d5', '#d6', '#d7', '#d8'],
  fontFamily: 'sans',
  numberFamily: 'mono',
};
