import type { Side } from '../image/registry-error.js';
import type { Reference } from '../image/reference.js';
import { type ConnectionDeps, RegistryConnection } from './http/connection.js';
import { RepositoryClient } from './repository-client.js';
import { Repository } from './repository.js';

/** Every registry of a run, each with one connection, whatever number of repositories is used. */
export class Registries {
  readonly #connections = new Map<string, RegistryConnection>();

  constructor(private readonly deps: ConnectionDeps) {}

  /** @param writable whether the run may write there, so that its token must allow it */
  repository({ registry, repository }: Reference, side: Side, writable: boolean): Repository {
    const connection = this.#connections.get(registry) ?? new RegistryConnection(registry, this.deps);
    this.#connections.set(registry, connection);
    this.deps.queues.expect(registry, side);
    const made = new Repository(new RepositoryClient(connection, repository, side, writable));
    for (const scope of made.scopes) connection.expect(repository, scope);
    return made;
  }
}
