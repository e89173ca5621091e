import type { Run } from '../../../contract/run.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatScaled,
  NOT_MEASURED,
} from '../../../contract/units.ts';
import { coldCacheWords, stopWords, warmupWords } from '../../../core/analysis/run-words.ts';
import { Panel } from '../../components/Panel.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import { FactTable, type Fact } from './FactTable.tsx';
import styles from './OverviewTab.module.css';

export function ConfigurationTab({ run }: { readonly run: Run }) {
  const { config, model } = run;
  return (
    <div className={styles.stack}>
      <Panel title="Inputs">
        <Table caption="Inputs of the model, as they were fed">
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell>Type</HeadCell>
              <HeadCell>Shape</HeadCell>
              <HeadCell>Values</HeadCell>
            </tr>
          </thead>
          <tbody>
            {config.inputs.map(({ name, type, shape, values }) => (
              <Row key={name}>
                <RowHead>
                  <code>{name}</code>
                </RowHead>
                <Cell>{type}</Cell>
                <Cell>{shape.length === 0 ? 'scalar' : shape.join(' × ')}</Cell>
                <Cell>{values}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </Panel>
      <div className={styles.pair}>
        <Panel title="Configuration">
          <FactTable caption="Configuration of the run" facts={configurationFacts(run)} />
        </Panel>
        <Panel title="Model">
          <FactTable
            caption="Model of the run"
            facts={[
              { id: 'name', label: 'name', value: model.name },
              { id: 'location', label: 'from', value: model.ref.location },
              {
                id: 'parameters',
                label: 'parameters',
                value: `${formatScaled(model.parameters)} (${formatCount(model.parameters)})`,
              },
              { id: 'weights', label: 'weights', value: formatBytes(model.weightBytes) },
              { id: 'file', label: 'file', value: formatBytes(model.fileBytes) },
              { id: 'hash', label: 'SHA-256', value: model.contentHash },
            ]}
          />
        </Panel>
      </div>
    </div>
  );
}

function warmupFact({ config, signals }: Run): string {
  if (signals?.warmup) return warmupWords(signals.warmup);
  return `${formatCount(config.warmup)} iterations${config.warmupCap === null ? '' : ' at least'}`;
}

function endedFact({ config, signals }: Run): string {
  if (!signals?.endedBy) return NOT_MEASURED;
  return stopWords(signals.endedBy, config) || 'all iterations done';
}

function configurationFacts(run: Run): readonly Fact[] {
  const { config, resources } = run;
  const coldBytes = resources?.coldCacheBytes ?? null;
  return [
    { id: 'level', label: 'level', value: config.level ?? 'custom' },
    { id: 'provider', label: 'provider', value: config.provider },
    { id: 'batch', label: 'batch', value: formatCount(config.batch) },
    { id: 'sequence', label: 'sequence', value: formatCount(config.sequence) },
    {
      id: 'iterations',
      label: 'iterations wanted',
      value: config.iterations === null ? 'as many as fit the time' : formatCount(config.iterations),
    },
    { id: 'warmup', label: 'warm-up', value: warmupFact(run) },
    {
      id: 'precision',
      label: 'precision wanted',
      value: config.precision === null ? 'none' : `p50 within ±${formatNumber(config.precision * 100)} %`,
    },
    { id: 'ended', label: 'ended by', value: endedFact(run) },
    {
      id: 'cold',
      label: 'cold caches',
      value: coldBytes === null ? 'no' : coldCacheWords(coldBytes),
    },
    {
      id: 'duration',
      label: 'time budget',
      value: config.durationMs === null ? 'none' : formatDuration(config.durationMs),
    },
    {
      id: 'threads',
      label: 'threads',
      value: config.threads === null ? 'the runtime decides' : formatCount(config.threads),
    },
    { id: 'graph', label: 'graph optimization', value: config.graphLevel },
    { id: 'seed', label: 'seed', value: String(config.seed) },
    ...(config.executor === null ? [] : [{ id: 'executor', label: 'drawn from', value: config.executor }]),
  ];
}
