/**
 * Whose operators are known here by their names: ONNX's, the runtime's own, and the two domains in which it rewrites
 * convolutions for blocks of channels or for channels last. Another domain may call anything by the same name.
 */
const DOMAINS = new Set([
  '',
  'ai.onnx',
  'ai.onnx.ml',
  'com.microsoft',
  'com.microsoft.nchwc',
  'com.ms.internal.nhwc',
]);

export function isKnownDomain(domain = ''): boolean {
  return DOMAINS.has(domain);
}
