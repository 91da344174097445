/** What a token allows: actions by resource, `repository:library/postgres` → `pull`. */
export type Grants = ReadonlyMap<string, ReadonlySet<string>>;

/** What registries have names for, in the order in which they come. A run has tens of thousands of grants, nearly all of them with one of these. */
const usualActions = new Map<string, ReadonlySet<string>>(
  ['pull', 'pull,push', 'push,pull'].map((actions) => [actions, new Set(actions.split(','))]),
);

export function actionsOf(actions: readonly string[]): ReadonlySet<string> {
  return usualActions.get(actions.join(',')) ?? new Set(actions);
}

/**
 * Reads scopes, `repository:<name>:<actions>`. A name may contain colons (a port), so the first colon ends the type and the last begins the actions.
 * Source: distribution, docs/content/spec/auth/scope.md.
 */
export function grantsOf(scopes: readonly string[]): Grants {
  const grants = new Map<string, ReadonlySet<string>>();
  for (const scope of scopes) {
    const resource = resourceOf(scope);
    const actions = scope.slice(resource.length + 1);
    grants.set(resource, joinActions(grants.get(resource), usualActions.get(actions) ?? new Set(actions.split(','))));
  }
  return grants;
}

/** `repository:<name>` */
export function resourceOf(scope: string): string {
  return scope.slice(0, scope.lastIndexOf(':'));
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
  if (allowed === actions || allowed.has('*')) return true;
  for (const action of actions) if (!allowed.has(action)) return false;
  return true;
}

/** Both together. */
export function joinGrants(one: Grants, other: Grants): Grants {
  const joined = new Map(one);
  for (const [resource, actions] of other) joined.set(resource, joinActions(one.get(resource), actions));
  return joined;
}

function joinActions(one: ReadonlySet<string> | undefined, other: ReadonlySet<string>): ReadonlySet<string> {
  if (one === undefined || one === other) return other;
  return new Set([...one, ...other]);
}
