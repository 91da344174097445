import { defineConfig } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const noSleep = 'Wait for the event (support/timing): a busy machine takes longer than any time that a test waits.';
const fromClock =
  'Take it from the Clock that you are given (runtime/clock.ts), so that tests hold time and chance still.';
const timerModules = ['timers', 'timers/promises', 'node:timers', 'node:timers/promises'];

const restrictedSyntax = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
];

export default defineConfig(
  { ignores: ['.cache/', 'dist/', 'lib/', 'coverage/', 'node_modules/'] },
  {
    files: ['**/*.ts', '**/*.js'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: ['./tsconfig.test.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-param-reassign': 'error',
      'no-restricted-syntax': ['error', ...restrictedSyntax],
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      complexity: ['error', 12],
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // `setImmediate` waits for no time: it lets others go on.
    files: ['src/**/*.ts'],
    ignores: ['src/runtime/clock.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'performance'].map((name) => ({ name, message: fromClock })),
      ],
      'no-restricted-properties': [
        'error',
        ...['setTimeout', 'setInterval'].map((property) => ({ property, message: fromClock })),
        { object: 'AbortSignal', property: 'timeout', message: fromClock },
        { object: 'Date', property: 'now', message: fromClock },
        { object: 'Math', property: 'random', message: fromClock },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...timerModules.map((name) => ({
              name,
              importNames: ['setTimeout', 'setInterval', 'scheduler'],
              message: fromClock,
            })),
            ...['perf_hooks', 'node:perf_hooks'].map((name) => ({ name, message: fromClock })),
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        ...restrictedSyntax,
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: fromClock },
      ],
    },
  },
  {
    files: ['__tests__/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...restrictedSyntax,
        {
          selector:
            ':matches(TSAsExpression > TSAsExpression[typeAnnotation.type=/^TS(?:Unknown|Any|Never)Keyword$/].expression, TSAsExpression[typeAnnotation.type="TSNeverKeyword"])',
          message:
            'Hand in what has the type: a real object, or a whole one from the support code (copy/repositories).',
        },
        {
          selector:
            'CallExpression:matches([callee.name="spyOn"], [callee.property.name="spyOn"])[arguments.0.property.name="prototype"]',
          message: 'Everybody shares the prototype: observe what the code is handed, or a subclass.',
        },
      ],
    },
  },
  {
    // A test waits for an event. What has to wait for a time is in the support code: `timing/`, the doubles, the programs.
    files: ['__tests__/**'],
    ignores: ['__tests__/support/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'setTimeout', message: noSleep }],
      'no-restricted-properties': [
        'error',
        { property: 'setTimeout', message: noSleep },
        { object: 'systemClock', property: 'sleep', message: noSleep },
        { property: 'useFakeTimers', message: 'Hand in a clock, and move it on (support/timing/held-clock.ts).' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: timerModules.map((name) => ({ name, importNames: ['setTimeout'], message: noSleep })),
        },
      ],
    },
  },
  {
    // ESLint and jest load these by their default exports.
    files: ['*.config.js', '__tests__/support/jest/*.js', '__tests__/support/secret-search/looked-through-reporter.js'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['scripts/**', 'demo/**', 'bench/**', '__tests__/support/jest/closing-line.js'],
    rules: { 'no-console': 'off' },
  },
);
