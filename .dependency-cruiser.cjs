// The directions of ARCHITECTURE.md, one rule for each. scripts/direction-rules.test.ts plants a violation of every
// one of them: a rule without such a test fails there.

const PURE = '^src/core/(model|analysis|charts|reports|importers|optimizations)/';
// Fixtures are parts of tests that have a file of their own, such as a program to be started.
const TEST = '\\.(test|fixture|test-support)\\.tsx?$';
const ENTRIES = [
  '^src/(main|preload|worker|sampler|prober|importer|keeper|cli|cli/verify)/index\\.ts$',
  '^src/renderer/main\\.tsx$',
];

/** A package wherever npm puts it, and nothing that merely begins with its name. */
const packageNamed = (...names) => `(^|/)node_modules/(${names.join('|')})/`;

/** What a room may see of Dyno; packages and Node are other rules' business. */
const seesOnly = (name, room, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: room, pathNot: TEST },
  to: { path: '^(src|e2e|bench|scripts)/', pathNot: allowed },
});

/** A package that only these files may load. Tests may use it to look behind the house's back. */
const onlyIn = (name, packages, rooms, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: [...rooms, TEST] },
  to: { path: packageNamed(...packages) },
});

/** Members of a registry folder know their types, never each other. */
const noSiblings = (name, folder) => ({
  name,
  comment: `Members of ${folder} never import each other: only index.ts knows them all.`,
  severity: 'error',
  from: { path: `^${folder}/(?!index\\.|types\\.)([^/.]+)[^/]*\\.ts$`, pathNot: TEST },
  to: { path: `^${folder}/(?!index\\.|types\\.)[^/]+\\.ts$`, pathNot: `^${folder}/$1\\.` },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or a third one is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
    {
      name: 'no-unused-file',
      comment: 'A file of the product that no entry reaches is dead: delete it or connect it.',
      severity: 'error',
      from: { path: ENTRIES },
      to: { path: '^src/.+\\.tsx?$', pathNot: [TEST, '\\.d\\.ts$', ...ENTRIES], reachable: false },
    },
    {
      name: 'no-import-of-tests',
      comment: 'Tests are nobody’s library.',
      severity: 'error',
      from: { pathNot: [TEST, '^e2e/'] },
      to: { path: TEST },
    },
    {
      name: 'product-without-dev-packages',
      comment: 'A package that the product loads belongs into dependencies. Electron brings itself.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['npm', 'npm-optional', 'type-only'],
        pathNot: packageNamed('electron', '@types'),
      },
    },
    {
      name: 'product-ignores-surroundings',
      comment: 'The product knows nothing of its tests, benches and scripts.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { path: '^(e2e|bench|scripts)/' },
    },
    {
      name: 'scripts-need-no-install',
      comment: 'Scripts run before anything is installed: no package, nothing of the product.',
      severity: 'error',
      from: { path: '^scripts/.+\\.mjs$' },
      to: { path: ['^(src|e2e|bench)/', '(^|/)node_modules/'] },
    },

    seesOnly(
      'contract-stands-alone',
      '^src/contract/',
      '^src/contract/',
      'The contract imports nothing of Dyno.',
    ),
    {
      name: 'contract-packages',
      comment: 'Of packages the contract knows birpc and msgpackr.',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: TEST },
      to: { path: '(^|/)node_modules/', pathNot: packageNamed('birpc', 'msgpackr') },
    },
    seesOnly(
      'pure-rooms-see-pure-rooms',
      PURE,
      ['^src/contract/', PURE],
      'Pure rooms import the contract and each other only.',
    ),
    {
      name: 'pure-rooms-without-node',
      comment: 'The contract and the pure rooms run in any process: no Node.',
      severity: 'error',
      from: { path: [PURE, '^src/contract/'], pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-knows-no-process',
      comment: 'The core cannot tell who runs it.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: TEST },
      to: { path: '^src/(worker|sampler|prober|importer|keeper|child|cli|main|preload|renderer)/' },
    },
    seesOnly(
      'files-see-contract-and-model',
      '^src/core/files/',
      ['^src/core/files/', '^src/core/model/', '^src/contract/'],
      'Files know bytes and models, not the rest of the core.',
    ),
    seesOnly(
      'sampler-room-sees-contract',
      '^src/core/sampler/',
      ['^src/core/sampler/', '^src/contract/'],
      'Hardware sources know nothing of runs.',
    ),
    seesOnly(
      'hosts-enter-by-the-front-door',
      '^src/(cli|main)/',
      [
        '^src/(cli|main)/',
        '^src/contract/',
        '^src/core/(index|ports)\\.ts$',
        '^src/core/files/data-folder\\.ts$',
        '^src/core/analysis/',
      ],
      'Hosts see the core by its index, its ports and the data folder; pure analysis is open to all.',
    ),
    {
      name: 'hosts-stay-apart',
      comment: 'The desktop and the command line are two hosts, neither of which is part of the other.',
      severity: 'error',
      from: { path: '^src/(cli|main)/', pathNot: TEST },
      to: { path: '^src/(cli|main)/', pathNot: '^src/$1/' },
    },
    seesOnly(
      'worker-sees-pure-rooms',
      '^src/worker/',
      [
        '^src/worker/',
        '^src/contract/',
        '^src/child/',
        '^src/native/',
        '^src/core/files/model-file\\.ts$',
        PURE,
      ],
      'The worker sees the contract, its channel, the pure rooms, and how a model file is read by windows.',
    ),
    seesOnly(
      'sampler-sees-its-room',
      '^src/sampler/',
      ['^src/sampler/', '^src/contract/', '^src/child/', '^src/native/', '^src/core/sampler/', PURE],
      'The sampler’s process sees the contract, its channel, core/sampler and the pure rooms.',
    ),
    seesOnly(
      'prober-sees-pure-rooms',
      '^src/prober/',
      ['^src/prober/', '^src/native/', '^src/contract/', '^src/child/', PURE],
      'The prober sees the native addon, the contract, its channel and the pure rooms.',
    ),
    seesOnly(
      'importer-sees-its-rooms',
      '^src/importer/',
      [
        '^src/importer/',
        '^src/native/',
        '^src/contract/',
        '^src/child/',
        '^src/core/traces/',
        '^src/core/store/traces/',
        PURE,
      ],
      'The importer sees the contract, its channel, the pure rooms, the index and what the store does for traces.',
    ),
    seesOnly(
      'keeper-sees-the-store',
      '^src/keeper/',
      ['^src/keeper/', '^src/contract/', '^src/child/', '^src/core/store/', PURE],
      'The keeper sees the contract, its channel, the store and the pure rooms.',
    ),
    seesOnly(
      'child-sees-contract',
      '^src/child/',
      ['^src/child/', '^src/contract/'],
      'A channel knows frames only.',
    ),
    seesOnly(
      'native-sees-contract',
      '^src/native/',
      ['^src/native/', '^src/contract/'],
      'The way to the native addon knows its contract, and errors.',
    ),
    {
      name: 'native-only-in-children',
      comment: 'What opens drivers is loaded in processes that may die; core/sampler is handed it.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(native|worker|sampler|prober|importer)/', TEST] },
      to: { path: '^src/native/' },
    },
    seesOnly(
      'preload-sees-contract',
      '^src/preload/',
      ['^src/preload/', '^src/contract/'],
      'The preload hands the port to the page, nothing else.',
    ),
    seesOnly(
      'renderer-sees-contract-analysis-charts',
      '^src/renderer/',
      ['^src/renderer/', '^src/contract/', '^src/core/(analysis|charts)/'],
      'The page sees the contract, core/analysis and core/charts.',
    ),
    {
      name: 'pages-without-node',
      comment: 'The page and its preload are sandboxed: no Node.',
      severity: 'error',
      from: { path: '^src/(renderer|preload)/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },

    onlyIn('sqlite-only-in-store', ['better-sqlite3'], ['^src/core/store/'], 'Only core/store speaks SQL.'),
    onlyIn(
      'onnx-runtime-only-in-worker',
      ['onnxruntime-node', 'onnxruntime-common'],
      ['^src/worker/'],
      'What may crash the process is loaded in the worker alone.',
    ),
    onlyIn(
      'electron-only-in-shell',
      ['electron'],
      ['^src/(main|preload)/'],
      'Electron is known to the shell alone.',
    ),
    onlyIn(
      'echarts-only-in-its-view',
      ['echarts', 'zrender'],
      ['^src/renderer/charts/EChart\\.tsx$', '^src/core/reports/svg\\.ts$'],
      'Charts are plain option objects everywhere else.',
    ),

    noSiblings('reports-know-no-siblings', 'src/core/reports'),
    noSiblings('sources-know-no-siblings', 'src/core/sampler/sources'),
    noSiblings('trust-checks-know-no-siblings', 'src/core/analysis/trust/checks'),
    noSiblings('finding-detectors-know-no-siblings', 'src/core/analysis/findings/detectors'),
    noSiblings('importers-know-no-siblings', 'src/core/importers/formats'),
    onlyIn('arrow-only-in-traces', ['apache-arrow'], ['^src/core/traces/'], 'The index alone speaks Arrow.'),
    noSiblings('migrations-know-no-siblings', 'src/core/store/migrations'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^out', '\\.(css|svg|png|woff2?)$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.d.ts', '.json'],
    },
  },
};
