import type { AttributeProto, FunctionProto, NodeProto, OnnxModel } from './onnx-messages.ts';

/** By domain, name and overload: a function of the model, or nothing. */
export function localFunctions(model: OnnxModel): (node: NodeProto) => FunctionProto | undefined {
  const functions = new Map(model.functions.map((each) => [functionKey(each, each.name), each]));
  return (node) => functions.get(functionKey(node, node.opType));
}

function functionKey(
  { domain = '', overload = '' }: Pick<NodeProto, 'domain' | 'overload'>,
  name = '',
): string {
  return `${domain === 'ai.onnx' ? '' : domain}\n${name}\n${overload}`;
}

/** What a function does when this node calls it: attributes that refer to the call's are filled in. */
export function bodyNodes(callee: FunctionProto, call: NodeProto): readonly NodeProto[] {
  return callee.node.map((node) => withCallersAttributes(node, call, callee));
}

function withCallersAttributes(node: NodeProto, call: NodeProto, callee: FunctionProto): NodeProto {
  if (!node.attribute.some(({ refAttrName = '' }) => refAttrName !== '')) return node;
  const given = (wanted: string): AttributeProto | undefined =>
    [...call.attribute, ...callee.attributeProto].find(({ name }) => name === wanted);
  const attribute = node.attribute.flatMap((own) => {
    const { refAttrName = '', name } = own;
    if (refAttrName === '') return [own];
    const value = given(refAttrName);
    return value === undefined ? [] : [{ ...value, name: name ?? '' }];
  });
  return { ...node, attribute };
}
