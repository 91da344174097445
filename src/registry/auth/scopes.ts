/** What a token allows: actions by resource, `repository:library/postgres` → `pull`. */
export type Grants = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Reads scopes, `repository:<name>:<actions>`. A name may contain colons (a port), so the first colon ends the type and the last begins the actions.
 * Source: distribution, docs/content/spec/auth/scope.md.
 */
export function grantsOf(scopes: readonly string[]): Grants {
  const grants = new Map<string, Set<string>>();
  for (const scope of scopes) {
    const colon = scope.lastIndexOf(':');
    const resource = scope.slice(0, colon);
    const actions = grants.get(resource) ?? new Set();
    for (const action of scope.slice(colon + 1).split(',')) actions.add(action);
    grants.set(resource, actions);
  }
  return grants;
}

/** Whether all that `wanted` allows is allowed by `held`. */
export function covers(held: Grants, wanted: Grants): boolean {
  for (const [resource, actions] of wanted) {
    const allowed = held.get(resource);
    if (allowed === undefined || !allowsAll(allowed, actions)) return false;
  }
  return true;
}

function allowsAll(allowed: ReadonlySet<string>, actions: ReadonlySet<string>): boolean {
  if (allowed.has('*')) return true;
  for (const action of actions) if (!allowed.has(action)) return false;
  return true;
}

/** Both together. */
export function joinGrants(one: Grants, other: Grants): Grants {
  const resources = new Set([...one.keys(), ...other.keys()]);
  return new Map(
    [...resources].map((resource) => [
      resource,
      new Set([...(one.get(resource) ?? []), ...(other.get(resource) ?? [])]),
    ]),
  );
}
