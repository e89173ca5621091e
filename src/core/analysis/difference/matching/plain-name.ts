/** Of a longer name the rest tells nothing that anybody would read. */
const LONGEST = 1000;
/** Nothing that is written behind a name is longer. */
const TAIL = 60;

/** What optimizers write before the name of what they made something of. */
const PREPENDED = /^(fused |_inlfunc_)/;

/** What quantizers, optimizers and exporters write behind it, any number of times. */
const APPENDED = new RegExp(
  [
    '_quant(ized|ize)?',
    '_QuantizeLinear(_(Input|Output))?',
    '_DequantizeLinear(_(Input|Output))?',
    '_(output_)?(quantized|cast|scales?_mul|bias_add|reshape)(_(cast_)?output)?',
    '_fp(16|32)',
    '_nchwc',
    '_token_\\d+',
    '/duplicated(_\\d+)?',
    '/qdq_utils_dup(_\\d+)?',
    '[/_][A-Za-z]*(Fusion|Transformer|fused)(_\\d+)?',
    '_output(_\\d+)?',
    ':\\d+',
  ]
    .map((suffix) => `(${suffix})`)
    .join('|')
    .replace(/^(.*)$/, '($1)$'),
  'i',
);

/** A name without what tools write around it: "/layer/MatMul_quant_scales_mul" is "/layer/MatMul". */
export function plainName(name: string): string {
  let plain = name.length > LONGEST ? name.slice(0, LONGEST) : name;
  plain = plain.replace(PREPENDED, '');
  for (let rounds = 0; rounds < 8; rounds += 1) {
    // Looked for at the end alone: over a long path the search would begin at every sign.
    const from = Math.max(0, plain.length - TAIL);
    const found = APPENDED.exec(plain.slice(from));
    if (found === null || from + found.index === 0) break;
    plain = plain.slice(0, from + found.index);
  }
  return plain;
}

/**
 * Whether a name is a number at heart, as "MatMul_95", "val_12", "onnx::Conv_7": an exporter counts as it goes, so that
 * one node more renames all behind it. A path, such as "/encoder/layer.3/MatMul", stands for itself.
 */
export function isNumbered(name: string): boolean {
  return /^\d*$|^[^/.]*_\d+$/.test(name) || /^(node|n|op|tensor|t|x|v|val|value)\d+$/i.test(name);
}
