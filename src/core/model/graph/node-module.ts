import { modulePath } from './module-path.ts';
import type { NodeProto } from '../onnx-messages.ts';

/** PyTorch's newer exporter numbers its nodes, and keeps the path of modules beside them, as Python writes a list. */
const TORCH_SCOPES = 'pkg.torch.onnx.name_scopes';

/** The modules that a node of the file belongs to, outermost first. */
export function moduleOfNode(node: NodeProto): readonly string[] {
  const path = modulePath(node.name ?? '');
  return path.length > 0 ? path : torchScopes(node);
}

/** "['', 'encoder', 'encoder.layer.0', 'linear']": each scope's whole path, the node itself last. */
function torchScopes(node: NodeProto): readonly string[] {
  const written = node.metadataProps.find(({ key }) => key === TORCH_SCOPES)?.value ?? '';
  if (written.length > 10_000) return [];
  const scopes = [...written.matchAll(/'([^']*)'/g)].map(([, scope]) => scope ?? '');
  const innermost = scopes.at(-2) ?? '';
  return innermost === '' ? [] : modulePath(`${innermost}.node`);
}
