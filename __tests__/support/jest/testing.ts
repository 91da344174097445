import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';

/** What a test has to undo when it ends. */
const undoings: (() => unknown)[] = [];

/** Calls `undo` when the test ends, however it ends. What was registered last is called first. */
export function onTestFinished(undo: () => unknown): void {
  undoings.push(undo);
}

/** Undoes all, what undoing adds included, and only then throws what went wrong. */
export async function finishTest(): Promise<void> {
  const errors: unknown[] = [];
  for (let undo = undoings.pop(); undo !== undefined; undo = undoings.pop()) {
    try {
      await undo();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 1) throw new AggregateError(errors, 'Cleaning up after the test failed.');
  if (errors.length === 1) throw errors[0];
}

/** Sets a variable of the process's environment until the test ends, or removes it. */
export function stubEnv(name: string, value: string | undefined): void {
  const before = process.env[name];
  onTestFinished(() => {
    setEnv(name, before);
  });
  setEnv(name, value);
}

function setEnv(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
}

/** Ends a test that this machine cannot run. `environment.js` reports the test as skipped, with the reason. */
class SkippedTest extends Error {
  override readonly name = 'SkippedTest';
}

export function skip(reason: string): never;
export function skip(isSkipped: boolean, reason: string): void;
export function skip(isSkipped: boolean | string, reason = String(isSkipped)): void {
  if (isSkipped !== false) throw new SkippedTest(reason);
}

/** `expect`, whose error begins with `message`. */
export function expectThat<T>(value: T, message: string): ReturnType<typeof expect<T>> {
  return explained(expect(value), message);
}

function explained<T extends object>(matchers: T, message: string): T {
  return new Proxy(matchers, {
    get(target, name, receiver) {
      const matcher: unknown = Reflect.get(target, name, receiver);
      if (typeof matcher === 'object' && matcher !== null) return explained(matcher, message);
      if (typeof matcher !== 'function') return matcher;
      return (...args: readonly unknown[]): unknown => {
        try {
          const result: unknown = Reflect.apply(matcher, target, args);
          return result instanceof Promise ? result.catch((error: unknown) => explain(error, message)) : result;
        } catch (error) {
          return explain(error, message);
        }
      };
    },
  });
}

function explain(error: unknown, message: string): never {
  if (error instanceof Error) error.message = `${message}\n${error.message}`;
  throw error;
}

/** For a line behind one that must throw. */
export function unreachable(): never {
  throw new Error('This line must not be reached.');
}

/** Compares a text with a file. `UPDATE_GOLDENS=true` writes the file first, but never in CI. */
export function expectGolden(text: string, path: string): void {
  if (process.env.UPDATE_GOLDENS === 'true' && process.env.CI === undefined) writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}
