import { DynoError } from '../../../contract/errors.ts';
import type { Provider, Run, RunDetails } from '../../../contract/run.ts';
import { formatDuration, formatNumber } from '../../../contract/units.ts';
import { agreementOf } from '../../../core/analysis/output-agreement.ts';
import type { Core } from '../../../core/index.ts';
import { followRun } from '../../commands/follow-run.ts';
import { judged, notJudged } from '../checks.ts';
import { useSoftwareVulkan } from '../software-vulkan.ts';
import type { Check, Findings, Section, SectionContext, Table } from '../types.ts';
import { withCore } from '../with-core.ts';

const MODEL = 'demo:cnn-tiny';
const ITERATIONS = 200;
/** Long enough for meters that speak ten times a second. */
const METERED_MS = 5000;
/** FP32 on both sides, sums in another order. */
const LEAST_COSINE = 0.9999;

interface Measured {
  readonly run: Run;
  readonly details: RunDetails;
}

/** A model on WebGPU against the same on the CPU, and the energy that it takes. */
export const webgpuModel: Section = {
  id: 'webgpu',
  title: `${MODEL} on WebGPU`,
  limitMs: 110_000,
  async run(context) {
    // Without a card any Vulkan that answers is one in software: better the known one.
    let software = context.surroundings.hasCard ? null : useSoftwareVulkan();
    try {
      return await compare(context, software);
    } catch (thrown) {
      const isUnavailable = thrown instanceof DynoError && thrown.code === 'PROVIDER_UNAVAILABLE';
      if (!isUnavailable) throw thrown;
      software ??= context.surroundings.hasCard ? useSoftwareVulkan() : null;
      if (software === null || !context.surroundings.hasCard) return unavailable(thrown, context);
      return compare(context, software);
    }
  },
};

function compare({ ports, surroundings, say }: SectionContext, software: string | null): Promise<Findings> {
  return withCore(ports, async (core) => {
    say('on the CPU');
    const cpu = await measure(core, 'cpu', { iterations: ITERATIONS });
    say('on WebGPU');
    const gpu = await measure(core, 'webgpu', { durationMs: METERED_MS });
    const agreement = agreementOf(cpu.details.outputs ?? [], gpu.details.outputs ?? []);
    const { cosine, maxError, compared, reasons } = agreement;
    const vulkan = software === null ? '' : `Vulkan in software from ${software}`;
    const standIn = [surroundings.standIn, vulkan].filter(Boolean).join(', ');
    const isEqual = compared > 0 && reasons.length === 0 && cosine !== null && cosine >= LEAST_COSINE;
    return {
      sentences: reasons,
      tables: [latencyTable(cpu.run, gpu.run), ...energyTables(gpu.run)],
      checks: [
        judged(
          {
            what: 'Outputs on WebGPU are those of the CPU',
            measured: `cosine ${cosine === null ? '—' : cosine.toFixed(7)}, largest error ${maxError.toExponential(2)} over ${compared} values`,
            target: `cosine at least ${LEAST_COSINE}`,
          },
          isEqual,
        ),
        energyCheck(gpu.run, standIn),
      ],
      data: { agreement, cpu: cpu.run, gpu: gpu.run },
      standIn,
    };
  });
}

async function measure(
  core: Core,
  provider: Provider,
  length: { readonly iterations: number } | { readonly durationMs: number },
): Promise<Measured> {
  const run = await followRun(
    core,
    { model: { kind: 'demo', location: MODEL }, provider, seed: 1, wait: false, ...length },
    new Promise(() => undefined),
    () => undefined,
  );
  if (run.error !== null) throw new DynoError(run.error);
  return { run, details: await core.api.getDetails(run.id) };
}

function latencyTable(cpu: Run, gpu: Run): Table {
  const row = (name: string, { latencyMs, phases }: Run): string[] => [
    name,
    formatDuration(phases.loadMs),
    formatDuration(phases.firstRunMs),
    formatDuration(latencyMs?.p50),
    formatDuration(latencyMs?.p99),
  ];
  return {
    head: ['provider', 'load', 'first run', 'p50', 'p99'],
    rows: [row('cpu', cpu), row('webgpu', gpu)],
  };
}

function energyTables({ energy }: Run): Table[] {
  if (energy === null) return [];
  return [
    {
      head: ['meter', 'joules', '±', 'by', 'mean power'],
      rows: energy.devices.map(({ deviceName, joules, errorJoules, method, seconds }) => [
        deviceName,
        formatNumber(joules),
        formatNumber(errorJoules),
        method,
        `${formatNumber(joules / seconds)} W`,
      ]),
    },
  ];
}

function energyCheck({ energy }: Run, standIn: string): Check {
  const promised = {
    what: 'Energy of an inference',
    measured:
      energy === null || energy.perInferenceJoules === null
        ? 'no meter'
        : `${formatNumber(energy.perInferenceJoules * 1000)} mJ ±${formatNumber(energy.errorPercent)} %`,
    target: 'above 0 where there is a meter',
  };
  if (energy === null) return notJudged(promised, 'no device here has a meter that can be read');
  if (standIn !== '') return notJudged(promised, `it was measured on stand-ins (${standIn})`);
  return judged(promised, (energy.perInferenceJoules ?? 0) > 0);
}

function unavailable(error: DynoError, { surroundings }: SectionContext): Findings {
  const promised = {
    what: 'Outputs on WebGPU are those of the CPU',
    measured: '—',
    target: `cosine at least ${LEAST_COSINE}`,
  };
  return {
    sentences: [`${error.message} ${error.nextStep}`],
    tables: [],
    checks: [notJudged(promised, 'there is no Vulkan here, of a card or in software')],
    data: { error: error.details() },
    standIn: surroundings.standIn,
  };
}
