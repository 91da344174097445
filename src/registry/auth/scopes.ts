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
  return [...wanted].every(([resource, actions]) => {
    const allowed = held.get(resource);
    return allowed !== undefined && (allowed.has('*') || [...actions].every((action) => allowed.has(action)));
  });
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
