import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inCheckout, projectNode, readJson, root } from './checkout.mjs';
import { filesOf, isNeeded, packagesLoaded, packagesNeeded } from './package-files.mjs';

/** Lays out all that `dyno` and `gpu-verify` need on a machine with nothing: in the same places as in a checkout. */

/** One for each program: started from anywhere, under any name of the folder, also through links. */
const launcher = (program) => `#!/bin/sh
self=$0
while [ -h "$self" ]; do
  to=$(readlink "$self")
  case $to in
    /*) self=$to ;;
    *) self=\${self%/*}/$to ;;
  esac
done
case $self in
  */*) here=\${self%/*} ;;
  *) here=. ;;
esac
root=$(CDPATH= cd -- "$here/.." && pwd -P) || exit 1
exec "$root/node/node" "$root/out/main/${program}.js" "$@"
`;

const LAUNCHERS = { dyno: 'cli', 'gpu-verify': 'verify' };

/** @returns {{ parts: { name: string, bytes: number }[], glibc: string, libstdcxx: string }} */
export function layOut(target) {
  const parts = [];
  const glibc = { most: '' };
  const libstdcxx = { most: '' };
  const copyAll = (name, from, files, to = from) => {
    let bytes = 0;
    for (const file of files) {
      const source = inCheckout(...from.split('/'), ...file.split('/'));
      const destination = join(target, ...to.split('/'), ...file.split('/'));
      mkdirSync(dirname(destination), { recursive: true });
      copyFileSync(source, destination);
      const content = readFileSync(source);
      bytes += content.length;
      if (content.subarray(0, 4).toString('latin1') === '\x7fELF') {
        keepNewest(glibc, content, /GLIBC_(\d+\.\d+(?:\.\d+)?)/g);
        keepNewest(libstdcxx, content, /GLIBCXX_(\d+\.\d+\.\d+)/g);
      }
    }
    if (bytes > 0) parts.push({ name, bytes });
  };

  const bundles = filesOf(inCheckout('out', 'main')).filter(
    // index.js is Electron's.
    (file) => /\.js$/.test(file) && file !== 'index.js',
  );
  copyAll('program', 'out/main', bundles);
  copyAll(
    'interface',
    'out/renderer',
    filesOf(inCheckout('out', 'renderer')).filter((file) => !file.endsWith('.map')),
  );
  mkdirSync(join(target, 'node'), { recursive: true });
  copyFileSync(projectNode(), join(target, 'node', 'node'));
  chmodSync(join(target, 'node', 'node'), 0o755);
  const node = readFileSync(projectNode());
  keepNewest(glibc, node, /GLIBC_(\d+\.\d+(?:\.\d+)?)/g);
  keepNewest(libstdcxx, node, /GLIBCXX_(\d+\.\d+\.\d+)/g);
  parts.push({ name: 'node', bytes: node.length });

  const loaded = packagesLoaded(bundles.map((file) => inCheckout('out', 'main', file)));
  for (const { name, folder } of packagesNeeded(loaded, root)) {
    const from = folder.replaceAll('\\', '/');
    const files = filesOf(inCheckout(folder)).filter((file) => isNeeded(name, file));
    copyAll(loaded.includes(name) ? name : 'what those need', from, files);
  }
  for (const [name, folder] of NATIVE) {
    if (existsSync(inCheckout(...folder.split('/')))) {
      copyAll(name, folder, filesOf(inCheckout(...folder.split('/'))).filter(isNative));
    }
  }
  writeDescriptions(target, { glibc: glibc.most, libstdcxx: libstdcxx.most });
  return { parts: summed(parts), glibc: glibc.most, libstdcxx: libstdcxx.most };
}

/** The stand-ins are what gpu-verify is tried on where there is no card. */
const NATIVE = [
  ['native addon', 'native/build/Release'],
  ['stand-in drivers', 'native/stand_ins/build/Release'],
  ['kernels', 'resources/kernels'],
];
const isNative = (file) => !file.includes('/') && !/\.(a|d|o|mk|stamp)$/.test(file);

function writeDescriptions(target, { glibc, libstdcxx }) {
  const { name, version, type, license, description } = readJson(inCheckout('package.json'));
  writeFileSync(
    join(target, 'package.json'),
    `${JSON.stringify({ name, version, type, license, description, private: true }, null, 2)}\n`,
  );
  mkdirSync(join(target, 'bin'), { recursive: true });
  for (const [command, program] of Object.entries(LAUNCHERS)) {
    writeFileSync(join(target, 'bin', command), launcher(program), { mode: 0o755 });
  }
  for (const file of ['LICENSE', 'LICENSE.md']) {
    if (existsSync(inCheckout(file))) copyFileSync(inCheckout(file), join(target, file));
  }
  writeFileSync(
    join(target, 'README.txt'),
    `Dyno ${version} for machines without network, npm and display (linux-x64).

bin/dyno --help      all commands; bin/dyno serve shows the interface in a browser
bin/gpu-verify       tries kernels, probes, sensors and a model on this machine's GPU

The folder may lie anywhere and be read-only. Runs are kept in the user's data
folder, or in the one that DYNO_DATA names. Needs glibc ${glibc} and libstdc++ with
GLIBCXX_${libstdcxx} or newer; a GPU's driver is used where there is one.
`,
  );
}

function keepNewest(kept, content, pattern) {
  for (const [, version] of content.toString('latin1').matchAll(pattern)) {
    if (kept.most === '' || isNewer(version, kept.most)) kept.most = version;
  }
}

function isNewer(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = left.findIndex((part, index) => part !== (right[index] ?? 0));
  return at >= 0 && left[at] > (right[at] ?? 0);
}

function summed(parts) {
  const sums = new Map();
  for (const { name, bytes } of parts) sums.set(name, (sums.get(name) ?? 0) + bytes);
  return [...sums].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes);
}
