import { Replace } from 'lucide-react';
import { useState } from 'react';
import type { Dimension, ModelInfo, ModelRef, TensorPort } from '../../../contract/model.ts';
import type { BenchPlan } from '../../../contract/run.ts';
import { formatBytes, formatCount, formatScaled } from '../../../contract/units.ts';
import { formatFlops } from '../../../core/analysis/run-words.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Stat } from '../../components/Stat.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../../components/Table.tsx';
import { chooseModel } from '../../state/bench-draft.ts';
import { useModel } from '../../state/queries.ts';
import { OperatorBars } from './OperatorBars.tsx';
import styles from './ModelGlance.module.css';

/** A decoder with its cache has dozens. */
const INPUTS_SHOWN = 4;

export interface ModelGlanceProps {
  readonly model: ModelRef;
  readonly plan: BenchPlan | undefined;
}

/** What the chosen model is, before it runs. */
export function ModelGlance({ model, plan }: ModelGlanceProps) {
  const { data, error, isPending, refetch } = useModel(model);
  const change = (
    <Button kind="quiet" icon={<Replace />} onClick={() => chooseModel(null)}>
      Change model
    </Button>
  );
  const name = data?.name ?? model.location.split(/[/\\]/).at(-1) ?? '';
  return (
    <Panel title={name} actions={change}>
      {isPending && (
        <Loading label="Reading the model">
          <Skeleton count={5} />
        </Loading>
      )}
      {error !== null && <ErrorState error={error} inline onRetry={() => void refetch()} />}
      {data !== undefined && <Facts info={data} plan={plan} />}
    </Panel>
  );
}

function Facts({ info, plan }: { readonly info: ModelInfo; readonly plan: BenchPlan | undefined }) {
  const missing = info.externalData.filter(({ bytes }) => bytes === null);
  const opset = info.opsets.find(({ domain }) => domain === '' || domain === 'ai.onnx') ?? info.opsets[0];
  return (
    <div className={styles.facts}>
      {missing.length > 0 && (
        <Callout tone="bad" title="External data is missing">
          {missing.map(({ path }) => path).join(', ')}
        </Callout>
      )}
      <div className={styles.numbers}>
        <Stat
          label="Parameters"
          value={formatScaled(info.parameters)}
          detail={formatCount(info.parameters)}
        />
        <Stat
          label="Weights"
          value={formatBytes(info.weightBytes)}
          detail={`${formatCount(info.weightBytes)} bytes`}
        />
        <Stat
          label="Work"
          value={formatFlops(plan?.flops)}
          detail={
            plan?.flops == null
              ? 'Its file does not tell how much it multiplies.'
              : `${formatCount(plan.flops)} operations in one iteration: two for each multiply-add of convolutions, matrix products, attention and recurrent cells.`
          }
        />
        <Stat label="Nodes" value={formatCount(info.nodeCount)} />
        <Stat label="Opset" value={opset === undefined ? '—' : String(opset.version)} detail={opsets(info)} />
        <Stat label="File" value={formatBytes(info.fileBytes)} detail={info.ref.location} />
      </div>
      <div className={styles.tables}>
        <InputTable info={info} plan={plan} />
        <OperatorBars operators={info.operators} />
      </div>
    </div>
  );
}

function InputTable({ info, plan }: { readonly info: ModelInfo; readonly plan: BenchPlan | undefined }) {
  const [all, setAll] = useState(false);
  const { inputs } = info;
  const shown = all || inputs.length <= INPUTS_SHOWN + 1 ? inputs : inputs.slice(0, INPUTS_SHOWN);
  return (
    <div>
      <Table caption="Inputs">
        <thead>
          <tr>
            <HeadCell>Input</HeadCell>
            <HeadCell>Type</HeadCell>
            <HeadCell>Shape</HeadCell>
            <HeadCell>Runs as</HeadCell>
            <HeadCell>Values</HeadCell>
          </tr>
        </thead>
        <tbody>
          {shown.map((port) => (
            <InputRow key={port.name} port={port} plan={plan} />
          ))}
        </tbody>
      </Table>
      {shown.length < inputs.length && (
        <Button kind="quiet" className={styles.more} onClick={() => setAll(true)}>
          Show all {formatCount(inputs.length)} inputs
        </Button>
      )}
    </div>
  );
}

function InputRow({ port, plan }: { readonly port: TensorPort; readonly plan: BenchPlan | undefined }) {
  const resolved = plan?.config.inputs.find(({ name }) => name === port.name);
  return (
    <Row>
      <RowHead className={styles.code}>{port.name}</RowHead>
      <Cell>{port.kind === 'tensor' ? port.type : port.kind}</Cell>
      <Cell className={styles.code}>{shapeWords(port.shape)}</Cell>
      <Cell className={styles.size}>{resolved === undefined ? '—' : sizes(resolved.shape)}</Cell>
      <Cell className={styles.values}>{resolved?.values ?? '—'}</Cell>
    </Row>
  );
}

function shapeWords(shape: readonly Dimension[] | null): string {
  if (shape === null) return 'any';
  return sizes(shape.map((size) => size ?? '?'));
}

function sizes(shape: readonly (number | string)[]): string {
  return shape.length === 0 ? 'scalar' : shape.join(' × ');
}

function opsets({ opsets: all, irVersion, producer }: ModelInfo): string {
  const words = all.map(({ domain, version }) => `${domain === '' ? 'ai.onnx' : domain} ${version}`);
  return [...words, `IR ${irVersion}`, ...(producer === '' ? [] : [`by ${producer}`])].join('\n');
}
