import { onTestFinished } from '../support/jest/testing.js';
import type { RegistryOptions } from '../support/registry/options.js';
import { type Registry, startRegistry } from '../support/registry/registry.js';

/** A registry that stops when the test ends. */
export async function registryFor(options: RegistryOptions = {}): Promise<Registry> {
  const registry = await startRegistry(options);
  onTestFinished(() => registry.stop());
  return registry;
}
