import type { Command } from 'commander';
import type { Dimension, InspectedModel, ModelInfo, ModelShapes, TensorPort } from '../../contract/model.ts';
import { formatBytes, formatCount, formatScaled } from '../../contract/units.ts';
import { EXIT } from '../exit-codes.ts';
import type { Paint } from '../host/terminal.ts';
import { formatFlops } from '../../core/analysis/run-words.ts';
import { byName, many, modelRef, shape, wholeNumber, type Named } from '../options.ts';
import { jsonDocument } from '../output/schema.ts';
import { ellipsize, formatTable, printable } from '../output/table.ts';
import type { AddCommand } from './types.ts';

const OPERATORS_SHOWN = 12;

const HELP = `
Reads the structure only, never the weights: any size opens at once.
Work is counted at batch 1 and sequence 128 where the model leaves them open.

Examples:
  dyno model demo:decoder-tiny
  dyno model bert.onnx --batch 8 --seq 256
  dyno model model.onnx --json | jq '.model | {parameters, macs, flops}'

Exit codes: 0 done, 2 no such file or not a model`;

export const addModel: AddCommand = (program, act) => {
  program
    .command('model')
    .summary('what a model is: inputs, parameters, operators')
    .description('Shows the structure of a model: inputs, outputs, parameters, operators.')
    .argument('<model>', 'path of an ONNX file, or a demo model')
    .option('--batch <n>', 'count at this batch', wholeNumber('--batch', 1))
    .option('--seq <n>', 'and at this sequence length', wholeNumber('--seq', 1))
    .option('--shape <input=AxBxC>', 'and this input in this shape; may be repeated', many(shape))
    .addHelpText('after', HELP)
    .action((model: string, options: ModelOptions, command: Command) =>
      act(command, async ({ openCore, terminal, json, invocation }) => {
        const ref = modelRef(model, invocation.path);
        const { api } = await openCore();
        const info = await api.inspectModel(ref, shapesOf(options));
        terminal.data(json ? jsonDocument({ model: info }) : `\n${formatModel(info, terminal.paint)}\n`);
        return EXIT.done;
      }),
    );
};

interface ModelOptions {
  readonly batch?: number;
  readonly seq?: number;
  readonly shape?: readonly Named<readonly number[]>[];
}

function shapesOf({ batch, seq, shape: shapes }: ModelOptions): ModelShapes {
  return {
    ...(batch !== undefined && { batch }),
    ...(seq !== undefined && { sequence: seq }),
    ...(shapes !== undefined && { shapes: byName(shapes) }),
  };
}

export function formatModel(info: InspectedModel, paint: Paint): string {
  const opsets = info.opsets.map(({ domain, version }) => `${domain || 'ai.onnx'} ${version}`).join(', ');
  const facts: readonly (readonly [string, string])[] = [
    ['parameters', `${formatScaled(info.parameters)} (${formatCount(info.parameters)})`],
    ...workFacts(info),
    ['weights', formatBytes(info.weightBytes)],
    ['file', formatBytes(info.fileBytes)],
    ['opsets', `${opsets}; IR ${info.irVersion}`],
    ['producer', info.producer || '—'],
  ];
  const external = info.externalData.map(
    ({ path, bytes }) => `${printable(path)} (${bytes === null ? 'missing' : formatBytes(bytes)})`,
  );
  const lines = [
    paint.bold(ellipsize(printable(info.name), 80)),
    ...facts.map(([title, value]) => paint.dim(title.padEnd(12)) + ellipsize(printable(value), 68)),
    ...external.map((file) => paint.dim('external'.padEnd(12)) + ellipsize(file, 68)),
    '',
    ...ports('input', info.inputs, paint),
    '',
    ...ports('output', info.outputs, paint),
    '',
    ...operators(info, paint),
  ];
  return lines.join('\n');
}

function workFacts(info: InspectedModel): (readonly [string, string])[] {
  const { macs, flops, countedNodes, runningNodes, countedAt } = info;
  const sizes = countedAt.map(({ name, shape: size }) => `${name} ${formatShape(size)}`).join(', ');
  const share = countedNodes === runningNodes ? 'all' : formatCount(countedNodes);
  return [
    ['macs', macs === null ? '— (the file does not tell)' : `${formatScaled(macs)} (${formatCount(macs)})`],
    ['flops', flops === null ? '—' : `${formatFlops(flops)} (${formatCount(flops)})`],
    ['counted', `${share} of ${formatCount(runningNodes)} nodes${sizes === '' ? '' : `, at ${sizes}`}`],
  ];
}

function ports(title: string, list: readonly TensorPort[], paint: Paint): string[] {
  const rows = list.map((port) => [
    printable(port.name),
    port.kind === 'tensor' ? port.type : `${port.kind} of ${port.type}`,
    printable(formatShape(port.shape)),
  ]);
  const table = formatTable(
    [{ title, shrinks: true }, { title: 'type' }, { title: 'shape', shrinks: true }],
    rows,
    80,
  );
  return [paint.dim(table.head), ...table.body];
}

export function formatShape(shape: readonly Dimension[] | null): string {
  if (shape === null) return 'any rank';
  if (shape.length === 0) return 'scalar';
  return shape.map(formatSize).join(' × ');
}

/** A computed size gets brackets: its sum would read as two sizes. */
function formatSize(size: Dimension): string {
  if (size === null) return '?';
  return typeof size === 'string' && size.includes(' ') ? `(${size})` : String(size);
}

function operators(info: ModelInfo, paint: Paint): string[] {
  const shown = info.operators.slice(0, OPERATORS_SHOWN);
  const rows = shown.map(({ domain, type, count }) => [
    printable(domain === '' || domain === 'ai.onnx' ? type : `${domain}.${type}`),
    formatCount(count),
  ]);
  const table = formatTable(
    [
      { title: 'operator', shrinks: true },
      { title: 'nodes', align: 'right' },
    ],
    rows,
    80,
  );
  const rest = info.operators.length - shown.length;
  const total = `${formatCount(info.nodeCount)} nodes of ${info.operators.length} kinds`;
  return [
    paint.dim(table.head),
    ...table.body,
    paint.dim(rest > 0 ? `and ${rest} more kinds; ${total}` : total),
  ];
}
