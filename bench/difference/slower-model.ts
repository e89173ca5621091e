import type { ModelGraph } from '../../src/contract/model-graph.ts';
import { weightPayload } from '../../src/core/model/demo/weights.ts';
import { tensorTypeCode } from '../../src/core/model/element-type.ts';
import type {
  AttributeProto,
  NodeProto,
  OnnxModel,
  TensorProto,
} from '../../src/core/model/onnx-messages.ts';

/** How one operator is made to take longer, where what comes out keeps its shape. */
export const SLOWINGS = ['wider', 'deeper', 'larger-kernel', 'stacked', 'pow', 'softplus'] as const;
export type Slowing = (typeof SLOWINGS)[number];

export interface SlowerModel {
  readonly model: OnnxModel;
  /** Names of the nodes that the added time is in. */
  readonly slowed: readonly string[];
}

interface Subject {
  readonly model: OnnxModel;
  /** At the sizes that it is measured at. */
  readonly graph: ModelGraph;
}

const FLOAT = 'float32';

/** Places of nodes that this can be done to, the dearest first. */
export function candidates({ model, graph }: Subject, how: Slowing): readonly number[] {
  const places = model.graph.node.flatMap((node, place) => (fits(model, node, how) ? [place] : []));
  const worth = (place: number): number => {
    const { macs, bytesWritten } = graph.nodes[place] ?? {};
    return (macs ?? 0) > 0 ? (macs ?? 0) : (bytesWritten ?? 0);
  };
  return places.filter((place) => worth(place) > 0).sort((a, b) => worth(b) - worth(a));
}

/** The model with that node slower, by about that share of the whole model's multiply-adds where it has any. */
export function slowed(subject: Subject, place: number, how: Slowing, share: number): SlowerModel {
  const { model, graph } = subject;
  const node = model.graph.node[place] as NodeProto;
  const all = graph.nodes.reduce((sum, { macs }) => sum + (macs ?? 0), 0);
  const own = graph.nodes[place]?.macs ?? 0;
  const times = own > 0 ? 1 + (share * all) / own : 1;
  switch (how) {
    case 'wider':
      return wider(model, node, times);
    case 'deeper':
      return deeper(model, node, times);
    case 'larger-kernel':
      return largerKernel(model, node, times);
    case 'stacked':
      return stacked(model, node, Math.max(1, Math.round(times - 1)));
    case 'pow':
      return inItsPlace(
        model,
        node,
        [{ ...node, opType: 'Pow', input: [firstOf(node), 'exponent'], attribute: [] }],
        [scalar('exponent', 5)],
      );
    case 'softplus':
      return inItsPlace(model, node, [{ ...node, opType: 'Softplus', attribute: [] }], []);
  }
}

function fits(model: OnnxModel, node: NodeProto, how: Slowing): boolean {
  const weight = weightOf(model, node);
  switch (how) {
    case 'wider':
      return weight !== undefined && (node.opType === 'MatMul' || node.opType === 'Gemm');
    case 'deeper':
      return weight !== undefined && node.opType === 'MatMul';
    case 'larger-kernel':
      return weight !== undefined && node.opType === 'Conv';
    case 'stacked':
      return weight !== undefined && weight.dims.length === 2 && weight.dims[0] === weight.dims[1];
    case 'pow':
      return node.opType === 'Mul' || node.opType === 'Relu';
    case 'softplus':
      return node.opType === 'Relu';
  }
}

/** More columns than anybody wants, cut off again. */
function wider(model: OnnxModel, node: NodeProto, times: number): SlowerModel {
  const weight = weightOf(model, node) as TensorProto;
  const isTurned = node.attribute.some(({ name, i }) => name === 'transB' && i === 1n);
  const [first = 1, second = 1] = weight.dims;
  const columns = isTurned ? first : second;
  const wide = Math.max(columns + 1, Math.round(columns * times));
  const dims = isTurned ? [wide, second] : [first, wide];
  const [, , bias] = node.input;
  const added = [
    random(`${weight.name ?? ''}.wide`, dims, isTurned ? second : first),
    ...(bias === undefined ? [] : [random(`${bias}.wide`, [wide], 100)]),
    ...cutTo(columns),
  ];
  const output = `${firstResult(node)}_wide`;
  return inItsPlace(
    model,
    node,
    [
      {
        ...node,
        input: [firstOf(node), `${weight.name ?? ''}.wide`, ...(bias === undefined ? [] : [`${bias}.wide`])],
        output: [output],
      },
      plain(
        'Slice',
        `${node.name ?? ''}_cut`,
        [output, 'cut_from', `cut_to_${columns}`, 'cut_axis'],
        node.output,
      ),
    ],
    added,
  );
}

/** More rows, multiplied with padding. */
function deeper(model: OnnxModel, node: NodeProto, times: number): SlowerModel {
  const weight = weightOf(model, node) as TensorProto;
  const [rows = 1, columns = 1] = weight.dims;
  const deep = Math.max(rows + 1, Math.round(rows * times));
  const padded = `${firstResult(node)}_padded`;
  return inItsPlace(
    model,
    node,
    [
      plain('Pad', `${node.name ?? ''}_pad`, [firstOf(node), `pad_by_${deep - rows}`], [padded]),
      { ...node, input: [padded, `${weight.name ?? ''}.deep`] },
    ],
    [
      random(`${weight.name ?? ''}.deep`, [deep, columns], rows),
      integers(`pad_by_${deep - rows}`, [0, 0, 0, 0, 0, deep - rows]),
    ],
  );
}

function largerKernel(model: OnnxModel, node: NodeProto, times: number): SlowerModel {
  const weight = weightOf(model, node) as TensorProto;
  const [outputs = 1, inputs = 1, kernel = 1] = weight.dims;
  const size = Math.max(kernel + 2, kernel + 2 * Math.round((kernel * Math.sqrt(times) - kernel) / 2));
  const grown = (size - kernel) / 2;
  const attribute = node.attribute.map((given): AttributeProto => {
    if (given.name === 'kernel_shape') return { ...given, ints: [BigInt(size), BigInt(size)] };
    if (given.name === 'pads') return { ...given, ints: given.ints.map((pad) => pad + BigInt(grown)) };
    return given;
  });
  const name = `${weight.name ?? ''}.large`;
  return inItsPlace(
    model,
    node,
    [{ ...node, input: [firstOf(node), name, ...node.input.slice(2)], attribute }],
    [random(name, [outputs, inputs, size, size], inputs * size * size)],
  );
}

/** The same again behind it, each with weights of its own. */
function stacked(model: OnnxModel, node: NodeProto, copies: number): SlowerModel {
  const weight = weightOf(model, node) as TensorProto;
  const nodes: NodeProto[] = [{ ...node, output: [`${firstResult(node)}_0`] }];
  const added: TensorProto[] = [];
  for (let copy = 0; copy < copies; copy += 1) {
    const name = `${weight.name ?? ''}.again.${copy}`;
    added.push(random(name, weight.dims, weight.dims[0] ?? 1));
    nodes.push({
      ...node,
      name: `${node.name ?? ''}_again_${copy}`,
      input: [`${firstResult(node)}_${copy}`, name, ...node.input.slice(2)],
      output: copy === copies - 1 ? node.output : [`${firstResult(node)}_${copy + 1}`],
    });
  }
  const result = inItsPlace(model, node, nodes, added);
  return { ...result, slowed: nodes.slice(1).map(({ name = '' }) => name) };
}

function inItsPlace(
  model: OnnxModel,
  node: NodeProto,
  nodes: readonly NodeProto[],
  weights: readonly TensorProto[],
): SlowerModel {
  const { graph } = model;
  const known = new Set(graph.initializer.map(({ name }) => name));
  return {
    model: {
      ...model,
      graph: {
        ...graph,
        node: graph.node.flatMap((each) => (each === node ? nodes : [each])),
        initializer: [...graph.initializer, ...weights.filter(({ name }) => !known.has(name))],
      },
    },
    slowed: [node.name ?? ''],
  };
}

function weightOf({ graph }: OnnxModel, node: NodeProto): TensorProto | undefined {
  return graph.initializer.find(({ name }) => name !== undefined && name === node.input[1]);
}

const firstOf = (node: NodeProto): string => node.input[0] ?? '';
const firstResult = (node: NodeProto): string => node.output[0] ?? '';

function plain(opType: string, name: string, input: readonly string[], output: readonly string[]): NodeProto {
  return { opType, name, input, output, attribute: [], metadataProps: [] };
}

function tensor(name: string, type: 'float32' | 'int64', dims: readonly number[]): TensorProto {
  return { name, dims, dataType: tensorTypeCode(type), externalData: [], metadataProps: [] };
}

function random(name: string, dims: readonly number[], fanIn: number): TensorProto {
  const elements = dims.reduce((product, size) => product * size, 1);
  return {
    ...tensor(name, FLOAT, dims),
    payload: [weightPayload(name, elements, { kind: 'random', fanIn })],
  };
}

function scalar(name: string, value: number): TensorProto {
  return { ...tensor(name, FLOAT, []), payload: [weightPayload(name, 1, { kind: 'constant', value })] };
}

function integers(name: string, values: readonly number[]): TensorProto {
  const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return {
    ...tensor(name, 'int64', [values.length]),
    payload: [{ kind: 'generated', length: bytes.length, open: filler(bytes) }],
  };
}

function filler(bytes: Uint8Array): () => (target: Uint8Array) => void {
  return () => {
    let at = 0;
    return (target) => {
      target.set(bytes.subarray(at, at + target.length));
      at += target.length;
    };
  };
}

function cutTo(columns: number): readonly TensorProto[] {
  return [integers('cut_from', [0]), integers(`cut_to_${columns}`, [columns]), integers('cut_axis', [-1])];
}
