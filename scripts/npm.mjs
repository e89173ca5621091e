import { existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ScriptError, root } from './checkout.mjs';

const onWindows = process.platform === 'win32';

/**
 * npm's program and a Node to run it on, neither of them from node_modules, which npm is about to replace.
 *
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand() {
  const node = outsideNode();
  const running = process.env['npm_execpath'];
  if (running && /npm-cli\.c?js$/.test(running) && existsSync(running))
    return { command: node, args: [running] };
  for (const folder of outsideFolders()) {
    const candidates = [
      join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
      join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ];
    const program = join(folder, 'npm');
    if (!onWindows && isFile(program)) candidates.unshift(realpathSync(program));
    const found = candidates.find((path) => path.endsWith('npm-cli.js') && isFile(path));
    if (found) return { command: node, args: [found] };
    if (!onWindows && isFile(program)) return { command: program, args: [] };
  }
  throw new ScriptError(
    'npm is not to be found.',
    'Install Node with npm from nodejs.org, or add the folder of npm to PATH, and run the command again.',
  );
}

function outsideNode() {
  const own = process.env['npm_node_execpath'];
  if (own && !isInside(own) && isFile(own)) return own;
  if (!isInside(process.execPath)) return process.execPath;
  const name = onWindows ? 'node.exe' : 'node';
  const found = outsideFolders()
    .map((folder) => join(folder, name))
    .find(isFile);
  return found ?? process.execPath;
}

const outsideFolders = () =>
  [...(process.env['PATH'] ?? '').split(delimiter), dirname(process.execPath)].filter(
    (folder) => folder && !isInside(folder),
  );

const isInside = (path) => path.startsWith(join(root, 'node_modules'));

function isFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** npm's own words turned into what happened and what to do; the last lines of npm where nothing fits. */
export function explainNpmFailure(output) {
  const code = /npm (?:error|ERR!) code (\w+)/.exec(output)?.[1] ?? '';
  const cause = CAUSES.find(({ matches }) => matches.test(code) || matches.test(output));
  if (cause)
    return {
      message: `Installing the packages failed: ${cause.what}${code ? ` (${code})` : ''}.`,
      nextStep: cause.nextStep,
    };
  const lines = output.trim().split('\n').slice(-8).join('\n');
  return {
    message: `Installing the packages failed${code ? ` (${code})` : ''}:\n${lines}`,
    nextStep: 'Mend what npm names above and run the command again; it starts afresh.',
  };
}

const CAUSES = [
  {
    matches: /^ENOSPC$|no space left on device/,
    what: 'the disk is full',
    nextStep: 'Free about 2 GB where this checkout and the npm cache lie, and run the command again.',
  },
  {
    matches:
      /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED|FETCH_ERROR)$/,
    what: 'the package registry cannot be reached',
    nextStep:
      'Check the network or proxy ("npm config get registry" names the registry) and run the command again.',
  },
  {
    matches: /^(EACCES|EPERM|EROFS)$/,
    what: 'a folder is not writable',
    nextStep:
      'Make this checkout and the npm cache ("npm config get cache") writable, and run the command again.',
  },
  {
    matches: /^EINTEGRITY$/,
    what: 'a package is not the one that the lock file names',
    nextStep:
      'Run "npm cache clean --force" and the command again; if it stays, do not use the registry it comes from.',
  },
  {
    matches: /^EUSAGE$/,
    what: 'package.json and package-lock.json do not fit together',
    nextStep: 'Run "npm install" to bring them together, look at what changed, and run the command again.',
  },
];
