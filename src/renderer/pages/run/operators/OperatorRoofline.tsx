import { CircleStop, Mountain } from 'lucide-react';
import { useCallback, useMemo, type ReactNode } from 'react';
import type { OperatorProfile, RunProfile } from '../../../../contract/profile.ts';
import { formatCount } from '../../../../contract/units.ts';
import { ceilingsFor, type CeilingsOfRun } from '../../../../core/analysis/operators/attained.ts';
import { typeWords } from '../../../../core/analysis/operators/group-operators.ts';
import { rooflinePlaces, type RooflinePlaces } from '../../../../core/analysis/operators/roofline-dots.ts';
import type { ChartPalette } from '../../../../core/charts/chart.ts';
import { DOTS_SHOWN, operatorRoofline, type OperatorDot } from '../../../../core/charts/operator-roofline.ts';
import type { Roofline } from '../../../../core/charts/roofline.ts';
import { ChartView } from '../../../charts/ChartView.tsx';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Progress } from '../../../components/Progress.tsx';
import { measureCeilings, stopMeasuringCeilings, useProbing } from '../../../state/probe.ts';
import { cpuRoofline, gpuRoofline } from '../../hardware/ceilings/rooflines.ts';
import { ChartAside, ChartSurface } from '../ChartSurface.tsx';

export interface OperatorRooflineProps {
  readonly profile: RunProfile;
  readonly ceilings: CeilingsOfRun;
  /** Place in RunProfile.operators. */
  readonly selected: number | null;
  readonly onSelect: (place: number) => void;
  readonly exportName: string;
}

/** Each operator under the roofs of where it ran; or why they cannot be drawn. */
export function OperatorRoofline({
  profile,
  ceilings,
  selected,
  onSelect,
  exportName,
}: OperatorRooflineProps) {
  const { operators, placement } = profile;
  const { provider } = placement;
  const roofs = useMemo(() => roofsOf(provider, ceilings), [provider, ceilings]);
  const found = useMemo(() => rooflinePlaces(operators, provider, ceilings), [operators, provider, ceilings]);
  const dots = useMemo(
    () => found.places.map((at) => dotOf(operators[at.place] as OperatorProfile, at)),
    [found, operators],
  );
  const chosen = found.places.findIndex(({ place }) => place === selected);
  const build = useCallback(
    (palette: ChartPalette) =>
      roofs === null ? null : operatorRoofline(roofs, dots, chosen < 0 ? null : chosen, palette),
    [roofs, dots, chosen],
  );
  if (roofs === null) return <NoRoofs ceilings={ceilings} provider={provider} />;
  return (
    <ChartSurface>
      <ChartView
        build={build}
        height={340}
        headingLevel={2}
        exportName={exportName}
        onPick={(index) => {
          const place = found.places[index]?.place;
          if (place !== undefined) onSelect(place);
        }}
      />
      <ChartAside>{wordsOf(found, profile, ceilings)}</ChartAside>
    </ChartSurface>
  );
}

function dotOf(operator: OperatorProfile, at: RooflinePlaces['places'][number]): OperatorDot {
  const { name, family, selfMs, share } = operator;
  const type = typeWords(operator);
  return { ...at, label: name === '' ? type : `${type} · ${name}`, family, selfMs, share };
}

function roofsOf(provider: string, ceilings: CeilingsOfRun): Roofline | null {
  const allowed = ceilingsFor(provider, ceilings);
  if (ceilings.kind !== 'known' || allowed === null) return null;
  const { cpu, gpus } = ceilings.probe;
  if (provider !== 'cpu') return gpus[0] === undefined ? null : gpuRoofline(gpus[0]);
  if (allowed.threads === null) return cpuRoofline(cpu);
  return {
    name: `${allowed.threads === 1 ? 'one thread' : `${allowed.threads} threads`} of ${cpu.name}`,
    memory: [{ label: 'memory', gigabytesPerSecond: allowed.memory }],
    compute: [{ label: 'FP32', gigaflops: allowed.fp32 }],
  };
}

/** What the dots do not show, and what those above the roof mean. */
function wordsOf(
  { places, unknown, withoutArithmetic, elsewhere, above }: RooflinePlaces,
  { placement, operators }: RunProfile,
  ceilings: CeilingsOfRun,
): string {
  const count = (n: number, one: string, more: string): string => `${formatCount(n)} ${n === 1 ? one : more}`;
  const left = [
    withoutArithmetic > 0 ? count(withoutArithmetic, 'does no arithmetic', 'do no arithmetic') : '',
    unknown > 0 ? `of ${formatCount(unknown)} the FLOPs, the bytes or the time are not known` : '',
    elsewhere > 0 ? count(elsewhere, 'ran on another provider', 'ran on another provider') : '',
  ].filter((words) => words !== '');
  const sentences = [
    `${count(places.length, 'operator', 'operators')} of ${formatCount(operators.length)} ${places.length === 1 ? 'has' : 'have'} a place here`,
    places.length > DOTS_SHOWN ? `, the dearest ${formatCount(DOTS_SHOWN)} are drawn` : '',
    left.length > 0 ? `; ${left.join(', ')}` : '',
    '.',
    above > 0
      ? ` ${count(above, 'lies', 'lie')} above the roof: caches served what the roof takes from memory, or the probe was disturbed.`
      : '',
    placement.provider !== 'cpu' && ceilings.kind === 'known' && ceilings.probe.gpus.length > 1
      ? ` The roofs are those of the first of ${ceilings.probe.gpus.length} cards.`
      : '',
  ];
  return sentences.join('');
}

interface NoRoofsProps {
  readonly ceilings: CeilingsOfRun;
  readonly provider: string;
}

function NoRoofs({ ceilings, provider }: NoRoofsProps): ReactNode {
  const { isProbing, progress, error } = useProbing();
  if (isProbing) {
    const share = progress === null || progress.of === 0 ? null : progress.done / progress.of;
    return (
      <ChartSurface>
        <EmptyState
          icon={<Mountain />}
          title="Measuring the ceilings"
          action={
            <Button kind="danger" icon={<CircleStop />} onClick={stopMeasuringCeilings}>
              Stop
            </Button>
          }
        >
          <Progress label="Progress of the measurement" value={share} text={progress?.step ?? 'starting'} />
        </EmptyState>
      </ChartSurface>
    );
  }
  const { title, words, canProbe } = reasonOf(ceilings, provider);
  return (
    <ChartSurface>
      <EmptyState
        icon={<Mountain />}
        title={title}
        action={
          canProbe && (
            <Button onClick={() => void measureCeilings()}>Measure the ceilings of this machine</Button>
          )
        }
      >
        {error === null ? words : `${error.message} ${error.nextStep}`}
      </EmptyState>
    </ChartSurface>
  );
}

function reasonOf(
  ceilings: CeilingsOfRun,
  provider: string,
): { readonly title: string; readonly words: string; readonly canProbe: boolean } {
  if (ceilings.kind === 'other-machine') {
    return {
      title: 'The run comes from another machine',
      words: `It ran on ${ceilings.ranOn}; the ceilings that are known here are those of ${ceilings.probed}. The one says nothing about the other.`,
      canProbe: false,
    };
  }
  if (ceilings.kind === 'not-probed') {
    return {
      title: 'No roofline: this machine’s ceilings were not measured',
      words:
        'With them each operator has its place under what memory and arithmetic allow. Under half a minute, in which nothing else is measured.',
      canProbe: true,
    };
  }
  return {
    title: `No roofline: the ceilings of ${provider} were not measured`,
    words: ceilings.probe.gpuReason || 'The probe has no figures of it.',
    canProbe: false,
  };
}
