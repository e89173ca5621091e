/** A name of a megabyte is no kernel's. */
const LONGEST = 20_000;

/**
 * A kernel's name without its sizes: "gemm_128x32<2ul>" is "gemm_#x#<#>"; or without what its template is made for and
 * its arguments as well. Names that come of it may be equal by chance: they are used for what is left alone.
 */
export function plainKernel(name: string, without: 'sizes' | 'templates'): string {
  const cut = name.slice(0, LONGEST);
  const bare = without === 'sizes' ? cut : withoutBrackets(cut);
  return bare
    .replace(/^(void|static|inline) +/, '')
    .replaceAll(/\d+/g, '#')
    .trim();
}

/** What stands outside of angle brackets and parentheses; those around namespaces without a name are part of it. */
function withoutBrackets(name: string): string {
  const named = name.replaceAll('(anonymous namespace)::', '');
  let depth = 0;
  let bare = '';
  for (const sign of named) {
    if (sign === '<' || sign === '(') depth += 1;
    else if (sign === '>' || sign === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) bare += sign;
  }
  return bare.trim() === '' ? name : bare;
}

/** The function itself: "at::native::vectorized_elementwise_kernel". */
export function kernelTitle(name: string): string {
  const bare = withoutBrackets(name.slice(0, LONGEST))
    .replace(/^void +/, '')
    .trim();
  return bare === '' ? name : bare;
}
