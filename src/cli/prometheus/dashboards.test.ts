import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METRICS, type HardwareMetric } from '../../contract/hardware-channels.ts';
import { metricName } from './metric-names.ts';

const FOLDER = join(import.meta.dirname, '../../../resources/grafana');
const SOURCES = ['activity.ts', 'hardware-families.ts', 'metrics-page.ts'];

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly __inputs: readonly { readonly name: string }[];
  readonly panels: readonly {
    readonly id: number;
    readonly gridPos: { readonly x: number; readonly w: number };
    readonly targets: readonly { readonly expr: string; readonly datasource: { readonly uid: string } }[];
  }[];
}

const dashboards = readdirSync(FOLDER).map((file) => ({
  file,
  dashboard: JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Dashboard,
}));

/** Every name that the exporter can write. */
const known = new Set([
  ...(Object.keys(METRICS) as HardwareMetric[]).map((metric) => metricName(metric).name),
  ...SOURCES.flatMap(
    (file) => readFileSync(join(import.meta.dirname, file), 'utf8').match(/'(dyno|process)_[a-z_]+'/g) ?? [],
  ).map((quoted) => quoted.slice(1, -1)),
]);

describe('the dashboards', () => {
  it('are four, each with a name and an address of its own', () => {
    expect(dashboards.map(({ dashboard }) => dashboard.title).sort()).toEqual([
      'Dyno · Operations',
      'Dyno · Overview',
      'Dyno · Storage',
      'Dyno · System health',
    ]);
    expect(new Set(dashboards.map(({ dashboard }) => dashboard.uid)).size).toBe(4);
  });

  it.each(dashboards)('$file asks only for what Dyno exports', ({ dashboard }) => {
    const asked = dashboard.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/\b(?:dyno|process)_[a-z_]+/g) ?? []),
    );
    expect(asked.length).toBeGreaterThan(5);
    const unknown = asked.filter(
      (name) => !known.has(name.replace(/_(bucket|sum|count)$/, '')) && !known.has(name),
    );
    expect(unknown).toEqual([]);
  });

  it.each(dashboards)(
    '$file names its data source by the input that the import asks for',
    ({ dashboard }) => {
      expect(dashboard.__inputs.map(({ name }) => name)).toEqual(['DS_PROMETHEUS']);
      const sources = dashboard.panels.flatMap(({ targets }) =>
        targets.map(({ datasource }) => datasource.uid),
      );
      expect(new Set(sources)).toEqual(new Set(['$' + '{DS_PROMETHEUS}']));
    },
  );

  it.each(dashboards)('$file has panels that fit the grid, no two with one number', ({ dashboard }) => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });
});
