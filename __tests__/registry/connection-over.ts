import type { Credentials } from '../../src/registry/auth/registry-credentials.js';
import { AskedHosts } from '../../src/registry/http/asked-hosts.js';
import { RegistryConnection } from '../../src/registry/http/connection.js';
import type { Send } from '../../src/registry/http/http.js';
import { Traffic } from '../../src/registry/http/traffic.js';
import { RegistryQueues } from '../../src/registry/throttle/queues.js';
import { heldClock } from '../support/timing/held-clock.js';

interface ConnectionParts {
  readonly registry?: string;
  /** The registry's own, where it has some. */
  readonly credentials?: Credentials;
  readonly clock?: ReturnType<typeof heldClock>;
}

/** A connection to a registry over a wire of the test's. */
export function connectionOver(
  send: Send,
  { registry = 'registry.test', credentials, clock = heldClock() }: ConnectionParts = {},
): RegistryConnection {
  const retryPolicy = {
    attempts: 3,
    firstDelayMs: 1_000,
    maxDelayMs: 10_000,
    firstCooldownMs: 1_000,
    maxCooldownMs: 60_000,
    maxRestartMs: 0,
  };
  const askedHosts = new AskedHosts(send, { clock, retryPolicy });
  return new RegistryConnection(registry, {
    send: askedHosts.send,
    askedHosts,
    queues: new RegistryQueues(2),
    traffic: new Traffic(),
    credentials: async (asked) => Promise.resolve(asked === registry ? credentials : undefined),
    insecureRegistries: [],
    scopesCacheOf: () => ({ grantsSeveral: undefined, record: () => undefined }),
    retryPolicy,
    clock,
  });
}
