import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.test.{ts,tsx}', '**/*.spec.ts', '**/*.fixture.ts', '**/*.test-support.ts'];
const CONFIGS = ['*.config.{js,ts}'];

/** What a pure room must be handed instead of taking it: a result depends on its arguments alone. */
const CLOCK_AND_RANDOM = [
  { object: 'Date', property: 'now', message: 'A pure room has no clock: take the time as an argument.' },
  {
    object: 'performance',
    property: 'now',
    message: 'A pure room has no clock: take the time as an argument.',
  },
  { object: 'Math', property: 'random', message: 'A pure room has no random: take a seed.' },
];

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Name what is exported: the same word then stands wherever it is used.',
};
const NEW_DATE = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'A pure room has no clock: take the time as an argument.',
};
const IN_TESTS = [
  {
    selector: "CallExpression[callee.property.name='waitForTimeout']",
    message: 'Wait for a signal, a role or a text; never for time to pass.',
  },
  {
    selector: "NewExpression[callee.name='Promise'] CallExpression[callee.name='setTimeout']",
    message: 'A sleep: wait for what the test is about instead.',
  },
  {
    selector: "ImportDeclaration[source.value='node:timers/promises']",
    message: 'A sleep: wait for what the test is about instead.',
  },
  {
    selector: "MemberExpression[object.name=/^(it|test|describe)$/][property.name='only']",
    message: 'A focused test silences all others.',
  },
  {
    selector:
      'CallExpression[callee.object.name=/^(it|describe)$/][callee.property.name=/^(skip|todo|fails)$/]',
    message: 'A test that is skipped says when and why: skipIf(condition) with the reason in its name.',
  },
];

export default tseslint.config(
  {
    ignores: [
      'out/',
      'out.next/',
      'out.former/',
      'dist/',
      'native/**/build/',
      '.dyno/',
      'node_modules/',
      'test-results/',
      'playwright-report/',
    ],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/restrict-plus-operands': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx,js,mjs,cjs}'],
    rules: {
      'array-callback-return': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-cond-assign': 'error',
      'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
      'no-debugger': 'error',
      'no-dupe-keys': 'error',
      'no-duplicate-case': 'error',
      'no-empty': 'error',
      'no-eval': 'error',
      'no-fallthrough': 'error',
      'no-loss-of-precision': 'error',
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
      'no-self-compare': 'error',
      'no-sparse-arrays': 'error',
      'no-template-curly-in-string': 'error',
      'no-unsafe-finally': 'error',
      'no-unused-expressions': ['error', { allowTernary: true, allowShortCircuit: true }],
      'no-var': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'use-isnan': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: { 'no-console': 'error' },
  },
  {
    files: [
      'src/contract/**/*.ts',
      'src/core/{model,analysis,charts,reports,importers,optimizations}/**/*.ts',
    ],
    ignores: TESTS,
    rules: {
      'no-restricted-properties': ['error', ...CLOCK_AND_RANDOM],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NEW_DATE],
      'no-restricted-globals': ['error', 'crypto', 'process', 'Buffer', 'setTimeout', 'setInterval', 'fetch'],
    },
  },
  {
    // Before a line of it runs nothing is installed, and it runs on Node 20.
    files: ['scripts/**/*.mjs'],
    languageOptions: {
      ecmaVersion: 2024,
      globals: Object.fromEntries(
        [
          'AbortController',
          'AbortSignal',
          'URL',
          'clearInterval',
          'clearTimeout',
          'process',
          'setInterval',
          'setTimeout',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: {
      'no-undef': 'error',
      'no-unused-vars': 'error',
      'no-restricted-imports': [
        'error',
        { paths: builtinModules.map((name) => ({ name, message: `Write node:${name}.` })) },
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, ...IN_TESTS],
    },
  },
  {
    // The double is what `import electron from 'electron'` gets, and evaluates what a test hands it.
    files: ['e2e/electron-double/**/*.ts'],
    rules: { 'no-eval': 'off', 'no-restricted-syntax': ['error', ...IN_TESTS] },
  },
  {
    files: CONFIGS,
    rules: { 'no-restricted-syntax': 'off' },
  },
);
