import { invalidComponent, isRegistryHost } from '../../image/reference.js';
import type { Challenge } from './challenge.js';
import { covers, grantsOf } from './scopes.js';

/** What a registry asks for beside a repository's own scopes. */
export interface ScopeDemand {
  readonly scopes: readonly string[];
  /** The token service refuses them together with the repository's own. */
  readonly isAlone: boolean;
}

/** A gateway needs one, or a few for what it puts together. */
const maxDemanded = 10;

/**
 * Scopes that challenges name and requests did not ask for. A gateway that serves `team/app` from a registry's `app` passes on the registry's
 * challenge, `repository:app:pull` (oras-project/oras-go#650). The owner of the login did not name that repository. So ask for no more than the
 * request itself needs: pull, or pull and push, never delete.
 */
export class DemandedScopes {
  readonly #byRepository = new Map<string, ScopeDemand>();

  of(repository: string): ScopeDemand | undefined {
    return this.#byRepository.get(repository);
  }

  /**
   * @param own what the request asked for
   * @returns whether they name anything new
   */
  record(repository: string, challenges: readonly Challenge[], own: readonly string[], method: string): boolean {
    const before = this.of(repository) ?? { scopes: [], isAlone: false };
    const known = grantsOf([...own, ...before.scopes]);
    const fresh = challenges
      .flatMap(({ scheme, parameters }) => (scheme === 'bearer' ? (parameters.get('scope') ?? '').split(' ') : []))
      .flatMap((scope) => reduced(scope, method) ?? [])
      .filter((scope) => !covers(known, grantsOf([scope])));
    const scopes = [...new Set([...before.scopes, ...fresh])].slice(-maxDemanded);
    if (fresh.length > 0) this.#byRepository.set(repository, { ...before, scopes });
    return fresh.length > 0;
  }

  standAlone(repository: string): void {
    const demand = this.of(repository);
    if (demand !== undefined) this.#byRepository.set(repository, { ...demand, isAlone: true });
  }
}

/** The scope with the actions that a request of this method needs; undefined: it is for something else. */
function reduced(scope: string, method: string): string | undefined {
  const [, name = '', named = ''] = /^repository:(.+):([^:]+)$/.exec(scope) ?? [];
  if (!isRepositoryName(name)) return undefined;
  const actions = named.split(',');
  const needed = method === 'GET' || method === 'HEAD' ? ['pull'] : ['pull', 'push'];
  const kept = needed.filter((action) => actions.includes(action) || actions.includes('*'));
  return kept.length === 0 ? undefined : `repository:${name}:${kept.join(',')}`;
}

/** No pattern that stands for many, as `*` does. Some registries write their host before the name. */
function isRepositoryName(name: string): boolean {
  const [first = '', ...others] = name.split('/');
  const rest = others.join('/');
  return (
    (isRegistryHost(first) || invalidComponent(first) === undefined) &&
    (rest === '' || invalidComponent(rest) === undefined)
  );
}
