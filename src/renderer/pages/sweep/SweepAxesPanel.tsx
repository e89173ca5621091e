import { LEVELS, type LevelName } from '../../../contract/level.ts';
import type { ModelRef } from '../../../contract/model.ts';
import type { Provider } from '../../../contract/run.ts';
import { Panel } from '../../components/Panel.tsx';
import { useAbout, useModel, useModels } from '../../state/queries.ts';
import { editSweep, useSweepDraft } from '../../state/sweep-draft.ts';
import { AxisField, SizeField } from './AxisField.tsx';

const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128];
const SEQUENCES = [64, 128, 256, 512, 1024, 2048, 4096];
/** More than fit on a line are found in the palette. */
const MODELS_OFFERED = 9;

/** Every axis that this model and this machine have. */
export function SweepAxesPanel({ model }: { readonly model: ModelRef }) {
  const draft = useSweepDraft();
  const info = useModel(model).data;
  const about = useAbout().data;
  const models = useModels().data ?? [];
  const others = models.filter(({ ref }) => ref.location !== model.location).slice(0, MODELS_OFFERED);
  const refOf = new Map(models.map(({ ref }) => [ref.location, ref]));
  return (
    <Panel title="Axes">
      {info?.hasBatch !== false && (
        <SizeField
          label="Batch"
          hint="as the plan sees fit"
          usual={BATCHES}
          chosen={draft.batch}
          onChange={(batch) => editSweep({ batch })}
        />
      )}
      {info?.hasSequence !== false && (
        <SizeField
          label="Sequence"
          hint="as the plan sees fit"
          usual={SEQUENCES}
          chosen={draft.sequence}
          onChange={(sequence) => editSweep({ sequence })}
        />
      )}
      <AxisField
        label="Level"
        hint="none"
        chips={LEVELS.map(({ name }) => ({ value: name, label: name }))}
        chosen={draft.level}
        onChange={(level) => editSweep({ level: level as readonly LevelName[] })}
      />
      <AxisField
        label="Provider"
        hint="cpu"
        chips={(about?.providers ?? []).map(({ name, available, reason }) => ({
          value: name,
          label: name,
          ...(available ? {} : { refusal: reason }),
        }))}
        chosen={draft.provider}
        onChange={(provider) => editSweep({ provider: provider as readonly Provider[] })}
      />
      <SizeField
        label="Threads"
        hint="the runtime decides"
        usual={threadCounts(about?.environment.cpu.cores ?? 1)}
        chosen={draft.threads}
        onChange={(threads) => editSweep({ threads })}
      />
      <AxisField
        label="Other models"
        hint="this one alone"
        chips={others.map(({ ref, name }) => ({ value: ref.location, label: name.replace(/^demo:/, '') }))}
        chosen={draft.models.map(({ location }) => location)}
        onChange={(locations) =>
          editSweep({ models: locations.flatMap((location) => refOf.get(location) ?? []) })
        }
      />
    </Panel>
  );
}

/** Doubled up to what the machine has. */
function threadCounts(cores: number): readonly number[] {
  const counts = Array.from({ length: Math.floor(Math.log2(cores)) + 1 }, (_, step) => 2 ** step);
  return counts.includes(cores) ? counts : [...counts, cores];
}
