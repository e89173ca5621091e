import type { RunDossier, RunFormat } from './types.ts';

/**
 * One row an iteration and nothing before the header, so that pandas, R and a spreadsheet read it as it is. Only
 * numbers are written: there is no text in it that a spreadsheet could take for a formula.
 */
export const csvFormat: RunFormat = {
  id: 'csv',
  extension: 'csv',
  mediaType: 'text/csv',
  write({ samples }: RunDossier): string {
    const lines = ['iteration,end_ms,latency_ms'];
    samples.latenciesMs.forEach((latency, index) => {
      lines.push(`${index + 1},${samples.endsMs[index] ?? ''},${latency}`);
    });
    return `${lines.join('\r\n')}\r\n`;
  },
};
