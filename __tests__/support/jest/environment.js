/** @import { JestEnvironment, JestEnvironmentConfig } from '@jest/environment' */
/** @import { Context } from 'node:vm' */
/** @import { Circus, Global } from '@jest/types' */

import { constants, createContext } from 'node:vm';
import { ModuleMocker } from 'jest-mock';
import { installCommonGlobals } from 'jest-util';
import { loadNative, nativeKey } from './native.js';

/**
 * What the tests' context has of its own, and should have of Node's: `instanceof Error` would be false for the errors of
 * Node's own modules, and `instanceof Uint8Array` for their bytes.
 */
const errorClasses = /** @type {const} */ ([
  'Error',
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
]);
const byteClasses = /** @type {const} */ (['ArrayBuffer', 'SharedArrayBuffer', 'Uint8Array']);

/**
 * Runs each file of tests in a context of its own, as jest-environment-node does, with two differences. It shares errors,
 * bytes and `process` with Node. And its global object is an ordinary one: behind jest's, which is a proxy, each use of a
 * name like `Math` takes a microsecond.
 *
 * @implements {JestEnvironment}
 */
class SharedEnvironment {
  /** @param {JestEnvironmentConfig} config */
  constructor({ projectConfig }) {
    const context = createContext(constants.DONT_CONTEXTIFY);
    this.global = /** @type {Global.Global} */ (context);
    shareWithNode(this.global);
    installCommonGlobals(this.global, projectConfig.globals, 'off');
    // jest gives tests a copy of the process, whose `env` no child process inherits.
    this.global.process = process;
    /** @type {Context | null} */
    this.context = context;
    /** @type {ModuleMocker | null} */
    this.moduleMocker = new ModuleMocker(this.global);
    // No test needs them: code takes its time from the clock that it is given.
    /** @type {JestEnvironment['fakeTimers']} */
    this.fakeTimers = null;
    /** @type {JestEnvironment['fakeTimersModern']} */
    this.fakeTimersModern = null;
  }

  setup() {
    return Promise.resolve();
  }

  teardown() {
    this.moduleMocker = null;
    this.context = null;
    return Promise.resolve();
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return this.context;
  }

  /**
   * A test that threw a SkippedTest was skipped. Its reason becomes a part of its name, so that reports show it.
   *
   * @param {Circus.Event} event
   */
  handleTestEvent(event) {
    if (event.name !== 'test_done') return;
    const { test } = event;
    /** @type {readonly unknown[]} */
    const errors = test.errors.flat();
    const skipped = errors.filter((error) => error instanceof Error).find(({ name }) => name === 'SkippedTest');
    if (skipped === undefined) return;
    test.errors = [];
    test.status = 'skip';
    test.name = `${test.name} (${skipped.message})`;
  }
}

/** @param {Global.Global} global */
function shareWithNode(global) {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!(name in global)) share(global, name);
  }
  for (const name of errorClasses) {
    // What the context's own engine throws (`null.x`, `JSON.parse('{')`) is of the context's class: make that a subclass.
    Object.setPrototypeOf(global[name].prototype, globalThis[name].prototype);
  }
  for (const name of [...errorClasses, ...byteClasses]) replace(global, name, globalThis[name]);
  replace(global, 'global', global);
  replace(global, Symbol.for(nativeKey), loadNative);
}

/** @type {(global: Global.Global, name: string) => void} */
function share(global, name) {
  Object.defineProperty(global, name, {
    configurable: true,
    // Node loads what many of these are when they are used for the first time.
    get: () => {
      /** @type {unknown} */
      const value = Reflect.get(globalThis, name);
      replace(global, name, value);
      return value;
    },
    set: (value) => {
      replace(global, name, value);
    },
  });
}

/** @type {(global: Global.Global, name: string | symbol, value: unknown) => void} */
function replace(global, name, value) {
  Object.defineProperty(global, name, { configurable: true, writable: true, value });
}

export default SharedEnvironment;
