import { familyOf } from '../../analysis/operators/family.ts';

/** Of a longer name the rest tells nothing that anybody would read. */
const LONGEST_NAME = 1000;
const LONGEST_SEGMENT = 80;
const MOST_SEGMENTS = 24;

/** What an optimizer writes before and behind the name of the node that it made something of. */
const PREPENDED = /^(fused |_inlfunc_)/;
const APPENDED = /^(fused|duplicated|qdq_utils_dup)(_\d+)?$|(Fusion|Transformer)(_\d+)?$/i;

/**
 * The modules that a node belongs to, outermost first: exporters write the path into its name, and the operator last.
 * "/encoder/layer.0/attention/self/MatMul" and "encoder.layer.0.attention.self.MatMul" are both in encoder, layer.0,
 * attention, self. Empty where the name is no path, as "MatMul_130" is none.
 */
export function modulePath(name: string): readonly string[] {
  const cut = (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name).replace(PREPENDED, '');
  const segments = cut.includes('/') ? cut.split('/') : dotted(cut);
  const path = segments.map((segment) => segment.trim()).filter((segment) => segment !== '');
  while (APPENDED.test(path.at(-1) ?? '')) path.pop();
  path.pop();
  while (isNumberedOperator(path.at(-1))) path.pop();
  return path.slice(0, MOST_SEGMENTS).map((segment) => shortened(withoutSlot(segment)));
}

/** "model.layers.3.mlp" is model, layers.3, mlp: a number is the place in the list before it. */
function dotted(name: string): readonly string[] {
  if (!/^[\w:$-]+(\.[\w:$-]+)+…?$/.test(name)) return [];
  const segments: string[] = [];
  for (const part of name.split('.')) {
    if (/^\d/.test(part) && segments.length > 0) segments.push(`${segments.pop() ?? ''}.${part}`);
    else segments.push(part);
  }
  return segments;
}

/** "Conv_12": the name of a node that something was made of, not of a module. */
function isNumberedOperator(segment: string | undefined): boolean {
  const op = /^([A-Z][A-Za-z0-9]*?)_+\d+$/.exec(segment ?? '')?.[1];
  return op !== undefined && familyOf(op, '') !== 'other';
}

/** TensorFlow names a value after its node and the place among its outputs: "split:1". */
function withoutSlot(segment: string): string {
  return segment.replace(/:\d+$/, '');
}

function shortened(segment: string): string {
  return segment.length > LONGEST_SEGMENT ? `${segment.slice(0, LONGEST_SEGMENT)}…` : segment;
}
