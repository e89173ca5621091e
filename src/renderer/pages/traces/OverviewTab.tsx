import { useCallback } from 'react';
import type { DeviceUse, TraceReport } from '../../../contract/trace-report.ts';
import type { TraceInfo } from '../../../contract/trace.ts';
import { formatCount, formatPercent } from '../../../contract/units.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { stackedParts } from '../../../core/charts/stacked-parts.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { Callout } from '../../components/Callout.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Stat } from '../../components/Stat.tsx';
import { ChartAside, ChartSurface } from '../run/ChartSurface.tsx';
import { AnnotationsTable } from './AnnotationsTable.tsx';
import { NamesTab } from './NamesTab.tsx';
import { Reported, type TracePart } from './Reported.tsx';
import { StepsTable } from './StepsTable.tsx';
import { STEP_PARTS } from './step-parts.ts';
import type { DataColumn } from './table/columns.ts';
import { TablePanel } from './table/TablePanel.tsx';
import { TraceFindings } from './TraceFindings.tsx';
import { durationOfUs } from './trace-words.ts';
import styles from './TracePage.module.css';

/** Where the time of the trace went, in one look. */
export function OverviewTab({ info, route }: TracePart) {
  return (
    <Reported info={info}>
      {(report) => (
        <>
          <Warnings report={report} />
          <Headline info={info} report={report} />
          {report.findings.length > 0 && <TraceFindings findings={report.findings} route={route} />}
          {hasSteps(report) && <Steps info={info} report={report} />}
          {report.devices.length > 0 && (
            <TablePanel
              title="Devices"
              items={report.devices}
              columns={DEVICE_COLUMNS}
              sortedBy="busy"
              exportName={info.name}
              empty="No device has any work in this trace."
            />
          )}
          {hasSteps(report) && <StepsTable info={info} route={route} steps={report.steps} />}
          {report.annotations.length > 0 && <AnnotationsTable info={info} annotations={report.annotations} />}
          {!report.hasGpu && <NamesTab info={info} route={route} />}
        </>
      )}
    </Reported>
  );
}

/** Without marks the whole is one step; without a device it has nothing to split. */
function hasSteps({ steps, hasGpu }: TraceReport): boolean {
  return steps.length > 1 || (hasGpu && steps.length > 0);
}

function Warnings({ report }: { readonly report: TraceReport }) {
  // That no device took part, the first sentence says.
  const shown = report.warnings.filter(({ kind }) => kind !== 'no-gpu');
  return shown.map(({ kind, text, atByte }) => (
    <Callout key={kind} tone="warning">
      {text}
      {atByte === null ? '' : ` First at byte ${formatCount(atByte)}.`}
    </Callout>
  ));
}

function Headline({ info, report }: { readonly info: TraceInfo; readonly report: TraceReport }) {
  const { spanUs, busyUs, idleUs, hasGpu, meanStep, steps, kernels, kernelCount } = report;
  const share = (us: number): string => formatPercent(spanUs > 0 ? (us / spanUs) * 100 : 0);
  return (
    <Panel title="In short">
      <p className={styles.sentence}>{sentence(report)}</p>
      <div className={styles.numbers}>
        <Stat label={info.unit === 'ns' ? 'Length' : 'Total'} value={durationOfUs(spanUs)} />
        {hasGpu && <Stat label="GPU busy" value={durationOfUs(busyUs)} interval={share(busyUs)} />}
        {hasGpu && <Stat label="GPU idle" value={durationOfUs(idleUs)} interval={share(idleUs)} />}
        {hasGpu && (
          <Stat
            label="Kernels"
            value={formatCount(kernelCount)}
            interval={`${formatCount(kernels.length)} names`}
          />
        )}
        {meanStep !== null && hasSteps(report) && (
          <Stat
            label="Mean step"
            value={durationOfUs(meanStep.durationUs)}
            interval={steps.length === 1 ? 'one step' : `${formatCount(steps.length)} steps`}
          />
        )}
        <Stat label="Spans" value={formatCount(info.spans)} />
        <Stat label="Tracks" value={formatCount(info.tracks.length)} />
      </div>
    </Panel>
  );
}

/** The answer first: what most of the time went into. */
function sentence({ spanUs, busyUs, hasGpu, meanStep, kernels }: TraceReport): string {
  if (!hasGpu) return 'No GPU took part: the names below tell where the time went.';
  const busy = `The GPU was busy for ${formatPercent(spanUs > 0 ? (busyUs / spanUs) * 100 : 0)} of ${durationOfUs(spanUs)}`;
  const [first] = kernels;
  const most =
    first === undefined
      ? ''
      : `; ${first.name.slice(0, 80)} alone takes ${formatPercent(first.share * 100)} of the kernels’ time`;
  if (meanStep === null || meanStep.durationUs <= 0) return `${busy}${most}.`;
  const [dearest] = STEP_PARTS.map(({ label, of }) => ({ label, us: of(meanStep) })).sort(
    (left, right) => right.us - left.us,
  );
  const part =
    dearest === undefined
      ? ''
      : ` Of a step of ${durationOfUs(meanStep.durationUs)}, ${formatPercent((dearest.us / meanStep.durationUs) * 100)} is ${dearest.label.toLowerCase()}.`;
  return `${busy}${most}.${part}`;
}

function Steps({ info, report }: { readonly info: TraceInfo; readonly report: TraceReport }) {
  const { steps } = report;
  const build = useCallback(
    (palette: ChartPalette) =>
      stackedParts(
        { title: 'Steps by what went on', axis: 'time of the step', description: sentence(report) },
        STEP_PARTS,
        steps.map((step) => ({
          label: step.name,
          valuesMs: STEP_PARTS.map(({ of }) => of(step) / 1000),
        })),
        palette,
      ),
    [steps, report],
  );
  return (
    <ChartSurface>
      <ChartView build={build} exportName={info.name} height={60 + Math.min(steps.length, 24) * 26} />
      <ChartAside>
        Each moment of a step counts once: for the first in this order that was going on.
      </ChartAside>
    </ChartSurface>
  );
}

const percent = (value: number): string => formatPercent(value);
const DEVICE_COLUMNS: readonly DataColumn<DeviceUse>[] = [
  {
    id: 'device',
    title: 'Device',
    kind: 'text',
    value: ({ device, name }) => (name === null ? `${device}` : `${device} · ${name}`),
  },
  { id: 'busy', title: 'Busy', kind: 'number', value: ({ busyUs }) => busyUs, format: durationOfUs },
  { id: 'idle', title: 'Idle', kind: 'number', value: ({ idleUs }) => idleUs, format: durationOfUs },
  {
    id: 'compute',
    title: 'Compute',
    kind: 'number',
    value: ({ computeUs }) => computeUs,
    format: durationOfUs,
  },
  {
    id: 'communication',
    title: 'Communication',
    width: '112px',
    kind: 'number',
    value: ({ communicationUs }) => communicationUs,
    format: durationOfUs,
  },
  { id: 'memory', title: 'Memory', kind: 'number', value: ({ memoryUs }) => memoryUs, format: durationOfUs },
  {
    id: 'overlap',
    title: 'Overlapped',
    help: 'Of the time of communication, the part beside which the device computed.',
    kind: 'number',
    value: ({ overlapShare }) => (overlapShare === null ? null : overlapShare * 100),
    format: percent,
  },
  {
    id: 'sm',
    title: 'SM efficiency',
    help: 'Estimated: of the multiprocessors, how many had a block, weighted by time, over all of the time.',
    width: '112px',
    kind: 'number',
    value: ({ smEfficiencyPercent }) => smEfficiencyPercent,
    format: percent,
  },
  {
    id: 'occupancy',
    title: 'Occupancy',
    help: 'Estimated by the profiler for each kernel, weighted by time.',
    kind: 'number',
    value: ({ occupancyPercent }) => occupancyPercent,
    format: percent,
  },
  {
    id: 'tensor',
    title: 'Tensor cores',
    help: 'Of the kernels’ time, that of kernels which use tensor cores by their name.',
    width: '104px',
    kind: 'number',
    value: ({ tensorCoreShare }) => (tensorCoreShare === null ? null : tensorCoreShare * 100),
    format: percent,
  },
];
