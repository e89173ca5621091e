import type { ChartPalette } from './chart.ts';

/** Names in place of colours, so that a test can tell which was taken. */
export const chartPalette: ChartPalette = {
  text: '#text',
  muted: '#muted',
  axis: '#axis',
  grid: '#grid',
  surface: '#surface',
  blue: '#blue',
  orange: '#orange',
  green: '#green',
  vermilion: '#vermilion',
  purple: '#purple',
  sky: '#sky',
  fontFamily: 'sans',
  numberFamily: 'mono',
};
