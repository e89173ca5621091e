import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type IFlattenedRuleSet } from 'dependency-cruiser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
  forbidden: NonNullable<IFlattenedRuleSet['forbidden']>;
  options: ICruiseOptions;
};

type Tree = Readonly<Record<string, string>>;

interface Planted {
  /** Breaks the rule in exactly one place. */
  readonly wrong: Tree;
  /** As close to it as is allowed. */
  readonly right: Tree;
}

const pack = (name: string): Tree => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
  [`node_modules/${name}/index.js`]: 'exports.thing = 1;',
});
const manifest = (kind: 'dependencies' | 'devDependencies', ...names: string[]): Tree => ({
  'package.json': JSON.stringify({
    name: 'planted',
    [kind]: Object.fromEntries(names.map((name) => [name, '1.0.0'])),
  }),
});
const use = (target: string): string => `import { thing } from '${target}';\nexport const used = thing;\n`;
const THING = 'export const thing = 1;\n';
const uses = (from: string, to: string): Tree => ({ [from]: use(upTo(from) + to), [to]: THING });
const upTo = (path: string): string => '../'.repeat(path.split('/').length - 1);
const loads = (from: string, name: string): Tree => ({
  ...pack(name),
  ...manifest('dependencies', name),
  [from]: use(name),
});

const PLANTED: Readonly<Record<string, Planted>> = {
  'no-cycles': {
    wrong: {
      'src/core/a.ts': "import { b } from './b.ts';\nexport const a = (): unknown => b;\n",
      'src/core/b.ts': "import { a } from './a.ts';\nexport const b = (): unknown => a;\n",
    },
    right: uses('src/core/a.ts', 'src/core/b.ts'),
  },
  'no-unresolvable': {
    wrong: { 'src/core/a.ts': use('./nowhere.ts') },
    right: uses('src/core/a.ts', 'src/core/b.ts'),
  },
  'no-unused-file': {
    wrong: { ...uses('src/cli/index.ts', 'src/core/index.ts'), 'src/core/forgotten.ts': THING },
    right: { ...uses('src/cli/index.ts', 'src/core/index.ts'), 'src/core/index.test.ts': use('./index.ts') },
  },
  'no-import-of-tests': {
    wrong: uses('src/core/a.ts', 'src/core/b.test.ts'),
    right: uses('src/core/b.test.ts', 'src/core/b.fixture.ts'),
  },
  'product-without-dev-packages': {
    wrong: {
      ...pack('fast-check'),
      ...manifest('devDependencies', 'fast-check'),
      'src/core/a.ts': use('fast-check'),
    },
    right: {
      ...pack('fast-check'),
      ...manifest('devDependencies', 'fast-check'),
      'src/core/a.test.ts': use('fast-check'),
    },
  },
  'product-ignores-surroundings': {
    wrong: uses('src/core/a.ts', 'e2e/launch.ts'),
    right: uses('e2e/launch.ts', 'src/core/a.ts'),
  },
  'scripts-need-no-install': {
    wrong: uses('scripts/a.mjs', 'src/contract/units.ts'),
    right: uses('scripts/a.mjs', 'scripts/b.mjs'),
  },
  'contract-stands-alone': {
    wrong: uses('src/contract/a.ts', 'src/core/analysis/a.ts'),
    right: uses('src/core/analysis/a.ts', 'src/contract/a.ts'),
  },
  'contract-packages': {
    wrong: loads('src/contract/a.ts', 'zod'),
    right: loads('src/contract/a.ts', 'birpc'),
  },
  'pure-rooms-see-pure-rooms': {
    wrong: uses('src/core/analysis/a.ts', 'src/core/store/a.ts'),
    right: uses('src/core/analysis/a.ts', 'src/core/model/a.ts'),
  },
  'pure-rooms-without-node': {
    wrong: {
      'src/core/model/a.ts': "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n",
    },
    right: {
      'src/core/files/a.ts': "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n",
    },
  },
  'core-knows-no-process': {
    wrong: uses('src/core/engine/a.ts', 'src/worker/a.ts'),
    right: uses('src/core/engine/a.ts', 'src/core/ports.ts'),
  },
  'files-see-contract-and-model': {
    wrong: uses('src/core/files/a.ts', 'src/core/store/a.ts'),
    right: uses('src/core/files/a.ts', 'src/core/model/a.ts'),
  },
  'sampler-room-sees-contract': {
    wrong: uses('src/core/sampler/a.ts', 'src/core/store/a.ts'),
    right: uses('src/core/sampler/a.ts', 'src/contract/hardware.ts'),
  },
  'hosts-enter-by-the-front-door': {
    wrong: uses('src/cli/a.ts', 'src/core/store/store.ts'),
    right: uses('src/cli/a.ts', 'src/core/index.ts'),
  },
  'hosts-stay-apart': {
    wrong: uses('src/main/a.ts', 'src/cli/a.ts'),
    right: uses('src/main/a.ts', 'src/main/b.ts'),
  },
  'worker-sees-pure-rooms': {
    wrong: uses('src/worker/a.ts', 'src/core/files/a.ts'),
    right: uses('src/worker/a.ts', 'src/core/model/a.ts'),
  },
  'sampler-sees-its-room': {
    wrong: uses('src/sampler/a.ts', 'src/core/engine/a.ts'),
    right: uses('src/sampler/a.ts', 'src/core/sampler/a.ts'),
  },
  'prober-sees-pure-rooms': {
    wrong: uses('src/prober/a.ts', 'src/core/store/a.ts'),
    right: uses('src/prober/a.ts', 'src/native/a.ts'),
  },
  'importer-sees-its-rooms': {
    wrong: uses('src/importer/a.ts', 'src/core/engine/a.ts'),
    right: uses('src/importer/a.ts', 'src/core/traces/a.ts'),
  },
  'keeper-sees-the-store': {
    wrong: uses('src/keeper/a.ts', 'src/core/engine/a.ts'),
    right: uses('src/keeper/a.ts', 'src/core/store/upkeep/a.ts'),
  },
  'child-sees-contract': {
    wrong: uses('src/child/a.ts', 'src/core/ports.ts'),
    right: uses('src/child/a.ts', 'src/contract/rpc.ts'),
  },
  'native-sees-contract': {
    wrong: uses('src/native/a.ts', 'src/core/sampler/a.ts'),
    right: uses('src/native/a.ts', 'src/contract/errors.ts'),
  },
  'native-only-in-children': {
    wrong: uses('src/core/sampler/a.ts', 'src/native/a.ts'),
    right: uses('src/sampler/a.ts', 'src/native/a.ts'),
  },
  'preload-sees-contract': {
    wrong: uses('src/preload/a.ts', 'src/core/analysis/a.ts'),
    right: uses('src/preload/a.ts', 'src/contract/a.ts'),
  },
  'renderer-sees-contract-analysis-charts': {
    wrong: uses('src/renderer/a.tsx', 'src/core/model/a.ts'),
    right: uses('src/renderer/a.tsx', 'src/core/charts/a.ts'),
  },
  'pages-without-node': {
    wrong: { 'src/renderer/a.ts': "import { join } from 'node:path';\nexport const a = join;\n" },
    right: { 'src/main/a.ts': "import { join } from 'node:path';\nexport const a = join;\n" },
  },
  'sqlite-only-in-store': {
    wrong: loads('src/core/engine/a.ts', 'better-sqlite3'),
    right: loads('src/core/store/a.ts', 'better-sqlite3'),
  },
  'onnx-runtime-only-in-worker': {
    wrong: loads('src/core/engine/a.ts', 'onnxruntime-node'),
    right: loads('src/worker/a.ts', 'onnxruntime-node'),
  },
  'electron-only-in-shell': {
    wrong: loads('src/core/a.ts', 'electron'),
    right: loads('src/main/a.ts', 'electron'),
  },
  'echarts-only-in-its-view': {
    wrong: loads('src/renderer/charts/Live.tsx', 'echarts'),
    right: loads('src/renderer/charts/EChart.tsx', 'echarts'),
  },
  'reports-know-no-siblings': {
    wrong: uses('src/core/reports/csv.ts', 'src/core/reports/json.ts'),
    right: uses('src/core/reports/index.ts', 'src/core/reports/json.ts'),
  },
  'sources-know-no-siblings': {
    wrong: uses('src/core/sampler/sources/proc.ts', 'src/core/sampler/sources/gpu.ts'),
    right: uses('src/core/sampler/sources/proc.ts', 'src/core/sampler/sources/types.ts'),
  },
  'trust-checks-know-no-siblings': {
    wrong: uses('src/core/analysis/trust/checks/drift.ts', 'src/core/analysis/trust/checks/spread.ts'),
    right: uses('src/core/analysis/trust/checks/drift.ts', 'src/core/analysis/trust/checks/types.ts'),
  },
  'finding-detectors-know-no-siblings': {
    wrong: uses(
      'src/core/analysis/findings/detectors/throttling.ts',
      'src/core/analysis/findings/detectors/launch-bound.ts',
    ),
    right: uses(
      'src/core/analysis/findings/detectors/throttling.ts',
      'src/core/analysis/findings/severity.ts',
    ),
  },
  'importers-know-no-siblings': {
    wrong: uses('src/core/importers/formats/folded.ts', 'src/core/importers/formats/pprof.ts'),
    right: uses('src/core/importers/formats/folded.ts', 'src/core/importers/formats/types.ts'),
  },
  'arrow-only-in-traces': {
    wrong: loads('src/core/store/a.ts', 'apache-arrow'),
    right: loads('src/core/traces/a.ts', 'apache-arrow'),
  },
  'migrations-know-no-siblings': {
    wrong: uses('src/core/store/migrations/2-b.ts', 'src/core/store/migrations/1-a.ts'),
    right: uses('src/core/store/migrations/index.ts', 'src/core/store/migrations/1-a.ts'),
  },
};

describe('the direction rules', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dyno-directions-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function brokenRules(tree: Tree): Promise<readonly string[]> {
    for (const [path, content] of Object.entries(tree)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const { tsConfig: _ownPaths, ...portable } = options;
    const roots = [...new Set(Object.keys(tree).map((path) => path.split('/')[0] ?? ''))];
    const { output } = await cruise(
      roots.filter((root) => /^(src|e2e|bench|scripts)$/.test(root)),
      { ...portable, baseDir: folder, validate: true, ruleSet: { forbidden } },
    );
    if (typeof output === 'string') throw new Error(output);
    return output.summary.violations.map(({ rule }) => rule.name);
  }

  it('has a planted violation for every rule, and no rule is only a warning', () => {
    expect(forbidden.map(({ name }) => name).sort()).toEqual(Object.keys(PLANTED).sort());
    expect(new Set(forbidden.map(({ severity }) => severity))).toEqual(new Set(['error']));
  });

  it.each(Object.entries(PLANTED))(
    '%s is caught where it is broken, and only there',
    async (rule, planted) => {
      expect(await brokenRules(planted.wrong)).toContain(rule);
      rmSync(folder, { recursive: true });
      expect(await brokenRules(planted.right)).not.toContain(rule);
    },
  );
});
