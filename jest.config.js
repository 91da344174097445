/** @import { Config } from 'jest' */

import { availableParallelism } from 'node:os';
import packageJson from './package.json' with { type: 'json' };

/** The packages that we and the tests use, but for the runner's own. */
const packages = [packageJson.dependencies, packageJson.devDependencies]
  .flatMap((names) => Object.keys(names))
  .filter((name) => !/jest|^@swc/.test(name));

/** Percent of the branches of these folders, in each of them. */
const wellTested = {
  './src/registry/': { branches: 95 },
  './src/copy/': { branches: 95 },
  './src/plan/': { branches: 95 },
  global: {},
};

/** @type {Config} */
export default {
  roots: ['<rootDir>/src', '<rootDir>/__tests__'],
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  testSequencer: './__tests__/support/jest/sequencer.js',
  testEnvironment: './__tests__/support/jest/environment.js',
  setupFilesAfterEnv: ['./__tests__/support/jest/each-file.ts'],
  reporters: [
    'default',
    './__tests__/support/secret-search/looked-through-reporter.js',
    './__tests__/support/jest/closing-line.js',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  // Imports name the file that TypeScript would make.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  transform: {
    [`<rootDir>/node_modules/(?:${packages.join('|')})/`]: './__tests__/support/jest/native.js',
    '\\.ts$': '@swc/jest',
  },
  transformIgnorePatterns: [],
  // Only what hangs is to be ended: a busy machine is slow.
  testTimeout: 120_000,
  // Many tests wait, for GitHub’s pauses and for programs to end: others run meanwhile.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // Memory that a file of tests took is not given back whole: a worker that has more is replaced by a new one.
  workerIdleMemoryLimit: '512MB',
  workerGracefulExitTimeout: 10_000,
  collectCoverage: process.env.COVERAGE === 'true',
  coverageProvider: 'v8',
  // What talks to registries, decides and copies: a branch that no test took there is a case that nobody thought of.
  collectCoverageFrom: ['src/{registry,copy,plan}/**/*.ts'],
  coverageReporters: ['text'],
  coverageThreshold: wellTested,
};
