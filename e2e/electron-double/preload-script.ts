import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { refusal } from './strict.ts';

export interface PageScripts {
  readonly world: string;
  readonly binding: string;
  readonly page: string;
  readonly preload: string;
}

/** A sandboxed preload is one CommonJS script; Electron has no loader in there that could take anything else. */
export function readPreload(path: string): string {
  if (path.endsWith('.mjs')) throw refusal(`a sandboxed preload cannot be an ES module: ${path}`);
  const source = readFileSync(path, 'utf8');
  try {
    new Script(`(function (require, module, exports) {${source}\n})`, { filename: path });
  } catch (error) {
    throw refusal(`the preload is no CommonJS script: ${(error as Error).message} (${path})`);
  }
  return source;
}

export function pageScripts(preloadPath: string | undefined): PageScripts {
  const secret = `electron-double-${randomUUID()}`;
  const binding = 'electronDoubleTell';
  const shims = readFileSync(join(import.meta.dirname, 'in-page.js'), 'utf8');
  const preload =
    preloadPath === undefined
      ? 'null'
      : `function (require, module, exports) {${readPreload(preloadPath)}\n}`;
  return {
    world: 'Electron Isolated Context',
    binding,
    page: `(() => {${shims}\npageWorld(${JSON.stringify(secret)});})();`,
    preload: `(() => {${shims}\nconst wire = (() => {${wireSource()}\nreturn { encodeWire, decodeWire };})();
      preloadWorld(${JSON.stringify(secret)}, ${JSON.stringify(binding)}, wire, ${preload});})();`,
  };
}

/** The same codec on both ends, from one file. */
function wireSource(): string {
  const source = readFileSync(join(import.meta.dirname, 'wire.ts'), 'utf8');
  return stripTypeScriptTypes(source).replaceAll(/^export /gm, '');
}
