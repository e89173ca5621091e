import type { NodeProto, OnnxModel, TensorProto } from '../../../model/onnx-messages.ts';

const plain = (
  opType: string,
  name: string,
  input: readonly string[],
  output: readonly string[],
): NodeProto => ({
  opType,
  name,
  input,
  output,
  attribute: [],
  metadataProps: [],
});

/** As ONNX Runtime's quantize_dynamic writes it: each product by MatMulInteger, between what quantises and scales. */
export function dynamicallyQuantised(model: OnnxModel): OnnxModel {
  const weights = new Map(model.graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const quantised = new Set<string>();
  const initializer: TensorProto[] = [];
  const node = model.graph.node.flatMap((each): readonly NodeProto[] => {
    const [input = '', weight = ''] = each.input;
    const [output = ''] = each.output;
    const known = weights.get(weight);
    if (each.opType !== 'MatMul' || known === undefined) return [each];
    const { name = '' } = each;
    initializer.push(
      { ...known, name: `${weight}_quantized`, dataType: 3, payload: [] },
      { ...known, name: `${weight}_scale`, dims: [], payload: [] },
      { ...known, name: `${weight}_zero_point`, dims: [], dataType: 3, payload: [] },
    );
    const [made, scale, zero] = [`${input}_quantized`, `${input}_scale`, `${input}_zero_point`];
    const first = quantised.has(input)
      ? []
      : [plain('DynamicQuantizeLinear', `${input}_QuantizeLinear`, [input], [made, scale, zero])];
    quantised.add(input);
    const integers = `${output}_output_quantized`;
    return [
      ...first,
      plain(
        'MatMulInteger',
        `${name}_quant`,
        [made, `${weight}_quantized`, zero, `${weight}_zero_point`],
        [integers],
      ),
      { ...plain('Cast', `${integers}_cast`, [integers], [`${integers}_cast_output`]) },
      plain('Mul', `${name}_quant_scales_mul`, [scale, `${weight}_scale`], [`${name}_quant_scales_mul:0`]),
      plain(
        'Mul',
        `${name}_quant_output_scale_mul`,
        [`${integers}_cast_output`, `${name}_quant_scales_mul:0`],
        [output],
      ),
    ];
  });
  return {
    ...model,
    graph: { ...model.graph, node, initializer: [...model.graph.initializer, ...initializer] },
  };
}

/** As quantize_static writes it in the QDQ format, around convolutions: every value through Q and DQ. */
export function withQuantisers(model: OnnxModel): OnnxModel {
  const node = model.graph.node.flatMap((each): readonly NodeProto[] => {
    const [input = ''] = each.input;
    if (each.opType !== 'Conv') return [each];
    const back = `${input}_DequantizeLinear_Output_${each.name ?? ''}`;
    return [
      plain('QuantizeLinear', `${input}_QuantizeLinear_${each.name ?? ''}`, [input], [`${back}_q`]),
      plain('DequantizeLinear', `${input}_DequantizeLinear_${each.name ?? ''}`, [`${back}_q`], [back]),
      { ...each, input: [back, ...each.input.slice(1)] },
    ];
  });
  return { ...model, graph: { ...model.graph, node } };
}
