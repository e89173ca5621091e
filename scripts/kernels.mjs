#!/usr/bin/env node
// Builds native/kernels/*.cu into resources/kernels/*.ptx, which the driver compiles for the card at hand. With --check
// it says instead whether what is committed still comes from the sources: by their hash everywhere, and where nvcc is
// installed by compiling again and assembling for the cards in question.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = join(ROOT, 'native', 'kernels');
const BUILT = join(ROOT, 'resources', 'kernels');
const HEADER = 'device.cuh';

/**
 * The least capability first. nvcc names the newest PTX version that it knows, which drivers of its own age alone take;
 * lowered to the one that the instructions need, the text loads from driver 450 (CUDA 11.0) on.
 */
const TARGETS = {
  75: { ptx: '7.0', cards: ['sm_75', 'sm_80', 'sm_90'] },
  80: { ptx: '7.0', cards: ['sm_80', 'sm_90'] },
  '90a': { ptx: '8.0', cards: ['sm_90a'] },
};

const KERNELS = [
  { name: 'arithmetic', targets: ['75'] },
  { name: 'arithmetic_bf16', targets: ['80'] },
  { name: 'bandwidth', targets: ['75'] },
  { name: 'comparison', targets: ['75'] },
  { name: 'cosine', targets: ['75'] },
  { name: 'cosine_pairs', targets: ['75'] },
  { name: 'matrix_product', targets: ['75', '80'] },
  { name: 'tensor_peak', targets: ['75', '80'] },
  { name: 'tensor_peak_hopper', targets: ['90a'] },
  { name: 'top_k', targets: ['75'] },
];

/** Bytes: one register of the way for odd sizes of a product does not fit on the A100. */
const ALLOWED_SPILLS = { 'matrix_product sm_80': 4 };

const outputs = KERNELS.flatMap(({ name, targets }) =>
  targets.map((target) => ({ name, target, file: `${name}.sm_${target}.ptx` })),
);

/** Of what the PTX is made of; line ends count as one kind. */
function hashOf(name) {
  const hash = createHash('sha256');
  for (const file of [`${name}.cu`, HEADER]) {
    hash.update(readFileSync(join(SOURCES, file), 'utf8').replaceAll('\r\n', '\n'));
  }
  return hash.digest('hex');
}

function nvccVersion() {
  const { status, stdout } = spawnSync('nvcc', ['--version'], { encoding: 'utf8' });
  return status === 0 ? (/release [\d.]+, V([\d.]+)/.exec(stdout)?.[1] ?? 'unknown') : null;
}

function run(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined || status !== 0) {
    throw new Error(`${program} ${args.join(' ')} failed:\n${error?.message ?? ''}${stdout}${stderr}`);
  }
  return stdout + stderr;
}

/** The text without what says by whom it was made. */
const bodyOf = (ptx) => ptx.slice(ptx.indexOf('.version'));

function compile({ name, target }, folder) {
  const path = join(folder, 'kernel.ptx');
  run('nvcc', ['-std=c++17', '-ptx', `-arch=compute_${target}`, '-o', path, join(SOURCES, `${name}.cu`)]);
  return bodyOf(readFileSync(path, 'utf8')).replace(/^\.version .*$/m, `.version ${TARGETS[target].ptx}`);
}

const stampOf = (name, nvcc) =>
  `// Built from native/kernels/${name}.cu by scripts/kernels.mjs\n// sources ${hashOf(name)}\n// nvcc ${nvcc}\n\n`;

function build() {
  const nvcc = nvccVersion();
  if (nvcc === null) {
    process.stderr.write(
      'nvcc was not found: the kernels can’t be built. Install the CUDA toolkit, 12.0 or later.\n',
    );
    return 1;
  }
  mkdirSync(BUILT, { recursive: true });
  inFolder((folder) => {
    for (const output of outputs) {
      writeFileSync(join(BUILT, output.file), stampOf(output.name, nvcc) + compile(output, folder));
      process.stdout.write(`${output.file}\n`);
    }
  });
  return 0;
}

function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-kernels-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function check() {
  const nvcc = nvccVersion();
  const faults = [];
  const spills = [];
  const expected = new Set(outputs.map(({ file }) => file));
  for (const file of readdirSync(BUILT)) {
    if (!expected.has(file)) faults.push(`${file} comes from no source that is known here`);
  }
  let compared = 0;
  inFolder((folder) => {
    for (const output of outputs) {
      const text = readFileSync(join(BUILT, output.file), 'utf8');
      faults.push(...faultsOfText(output, text));
      if (nvcc === null) continue;
      // Another version of nvcc writes other text for the same kernel.
      if (nvcc === /^\/\/ nvcc (.*)$/m.exec(text)?.[1]) {
        compared += 1;
        if (compile(output, folder) !== bodyOf(text))
          faults.push(`${output.file} is not what nvcc makes of it`);
      }
      const assembled = assemble(output);
      faults.push(...assembled.faults);
      spills.push(...assembled.spills);
    }
  });
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (faults.length > 0) process.stderr.write('Build them again: node scripts/kernels.mjs\n');
  else process.stdout.write(`${sayChecked(nvcc, compared, spills)}\n`);
  return faults.length > 0 ? 1 : 0;
}

function faultsOfText({ name, target, file }, text) {
  const faults = [];
  if (/^\/\/ sources (.*)$/m.exec(text)?.[1] !== hashOf(name))
    faults.push(`${file} is older than its source`);
  if (!text.includes(`.target sm_${target}\n`)) faults.push(`${file} is not for sm_${target}`);
  if (/^\s*\.(file|loc)\b/m.test(text)) faults.push(`${file} tells of the machine that built it`);
  return faults;
}

/** What spills more than it may, and in words what spills as much as it may. */
function assemble({ name, target, file }) {
  const faults = [];
  const spills = [];
  for (const card of TARGETS[target].cards) {
    const said = run('ptxas', [
      '-v',
      '--warn-on-spills',
      `-arch=${card}`,
      '-o',
      '/dev/null',
      join(BUILT, file),
    ]);
    const spilled = Math.max(
      0,
      ...[...said.matchAll(/(\d+) bytes spill stores/g)].map((match) => Number(match[1])),
    );
    const words = `${file} spills ${spilled} bytes on ${card}`;
    if (spilled > (ALLOWED_SPILLS[`${name} ${card}`] ?? 0)) faults.push(words);
    else if (spilled > 0) spills.push(words);
  }
  return { faults, spills };
}

function sayChecked(nvcc, compared, spills) {
  if (nvcc === null) return `${outputs.length} kernels match their sources by hash; nvcc is not installed.`;
  const how = compared === outputs.length ? 'compiled again alike' : `${compared} compiled again alike`;
  const spilling =
    spills.length === 0 ? 'without spills' : `without spills but what is allowed (${spills.join('; ')})`;
  return `${outputs.length} kernels match their sources: ${how}, and assembled ${spilling}, nvcc ${nvcc}.`;
}

process.exitCode = process.argv.includes('--check') ? check() : build();
