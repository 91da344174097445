/**
 * As much of an OpenAPI 3.0 document as is read here. Source: the OpenAPI Specification 3.0.3, "OpenAPI Object".
 *
 * @typedef {{ operationId: string }} Operation
 * @typedef {Record<string, Operation>} PathItem by method
 * @typedef {Record<string, Record<string, object>>} Components by kind and name
 * @typedef {{ openapi: string, info: object, servers: object[], paths: Record<string, PathItem>, components: Components }} Document
 */

/**
 * Some operations of a document, whole, with all components that they lead to, in the document's own order.
 *
 * An operation goes with them whose path one of theirs would take for its own (`/pulls/comments` is a `/pulls/{pull_number}`
 * too): without it, a request for the one would be held against the other.
 *
 * @param {Document} document
 * @param {readonly string[]} operationIds
 * @returns {Document}
 * @throws where the document has not one of the operations, or a reference that leads nowhere
 */
export function extract(document, operationIds) {
  const all = listOperations(document);
  const asked = operationIds.map((id) => all.find(({ operation }) => operation.operationId === id) ?? fail(id));
  const kept = all.filter((one) => asked.some((other) => one === other || isNarrower(one, other)));
  const { openapi, info, servers } = document;
  const paths = pickTwice(document.paths, (template, method) =>
    kept.some((one) => one.template === template && one.method === method),
  );
  return { openapi, info, servers, paths, components: pickComponents(document.components, paths) };
}

/** @param {Document} document */
function listOperations({ paths }) {
  return Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ template, method, operation })),
  );
}

/**
 * @param {string} operationId
 * @returns {never}
 */
function fail(operationId) {
  throw new Error(`the description has no operation ${operationId}`);
}

/**
 * Whether every path of the one is a path of the other, and not the other way round.
 *
 * @param {{ template: string, method: string }} one
 * @param {{ template: string, method: string }} other
 */
function isNarrower(one, other) {
  const [segments, others] = [one.template.split('/'), other.template.split('/')];
  return (
    one.method === other.method &&
    segments.length === others.length &&
    countParameters(one.template) < countParameters(other.template) &&
    others.every((segment, index) => segment.includes('{') || segment === segments[index])
  );
}

/** @param {string} template */
function countParameters(template) {
  return template.split('{').length - 1;
}

/**
 * @param {Components} components
 * @param {object} start
 * @returns {Components}
 */
function pickComponents(components, start) {
  const reached = findReferences(components, start);
  return pickTwice(components, (kind, name) => reached.has(`#/components/${kind}/${name}`));
}

/**
 * @param {Components} components
 * @param {object} start
 * @returns {ReadonlySet<string>} what is referred to from there, and from what is referred to
 */
function findReferences(components, start) {
  /** @type {Set<string>} */
  const reached = new Set();
  const left = referencesIn(start);
  for (let reference = left.pop(); reference !== undefined; reference = left.pop()) {
    if (reached.has(reference)) continue;
    reached.add(reference);
    left.push(...referencesIn(follow(components, reference)));
  }
  return reached;
}

/**
 * A discriminator's mapping has references without a `$ref`.
 *
 * @param {object} value
 * @returns {string[]}
 */
function referencesIn(value) {
  /** @type {[string, unknown][]} */
  const entries = Object.entries(value);
  return entries.flatMap(([key, inner]) => {
    if (typeof inner === 'string') return key === '$ref' || inner.startsWith('#/components/') ? [inner] : [];
    return typeof inner === 'object' && inner !== null ? referencesIn(inner) : [];
  });
}

/**
 * @param {Components} components
 * @param {string} reference
 */
function follow(components, reference) {
  const [, kind = '', name = ''] = /^#\/components\/([^/]+)\/([^/]+)$/.exec(reference) ?? [];
  const component = components[kind]?.[name];
  if (component === undefined) throw new Error(`${reference} is no component of the description`);
  return component;
}

/**
 * @template T
 * @param {Record<string, Record<string, T>>} from
 * @param {(outer: string, inner: string) => boolean} isChosen
 * @returns {Record<string, Record<string, T>>} what is chosen, without what is empty then
 */
function pickTwice(from, isChosen) {
  const picked = Object.entries(from).map(([outer, values]) => {
    const chosen = Object.entries(values).filter(([inner]) => isChosen(outer, inner));
    return /** @type {const} */ ([outer, Object.fromEntries(chosen)]);
  });
  return Object.fromEntries(picked.filter(([, values]) => Object.keys(values).length > 0));
}
