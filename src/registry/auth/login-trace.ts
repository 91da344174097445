import { printable } from '../../text.js';

/** Where a login was looked for, for messages: names and places, and nothing secret. */
export interface LoginTrace {
  /** the registry by its canonical name, as logins are kept for it */
  readonly registry: string;
  /** The file, the helper or the variable that the login is from; undefined: there is none. */
  readonly from: string | undefined;
  /** What would have logged in if there were no such login. */
  readonly unused?: string;
  /** The file or variable with an entry for the registry that holds no user and password. */
  readonly undecodable: string | undefined;
  /** Each file and variable that was looked in. */
  readonly places: readonly LoginPlace[];
}

export interface LoginPlace {
  readonly name: string;
  /** for which it has entries, as they are written there, without scheme and user */
  readonly hosts: readonly string[];
}

/** More would hide the one that is meant. */
const maxHosts = 5;

/** A sentence: that there is no login for a host, and why not, as far as it is known. */
export function noLoginWords(host: string, trace: LoginTrace | undefined): string {
  if (trace === undefined) return `No credentials for ${host} were found.`;
  const { registry, undecodable, places } = trace;
  if (undecodable !== undefined)
    return `The entry for ${registry} in ${undecodable} cannot be decoded: expected base64 of user:password.`;
  const kept = places.filter(({ hosts }) => hosts.length > 0);
  if (kept.length === 0)
    return `No credentials for ${host} were found in ${listed(
      places.map(({ name }) => name),
      'or',
    )}.`;
  const found = kept.map(({ name, hosts }) => `${name} has ${loginWords(hosts, registry)}`);
  const isNearby = kept.some(({ hosts }) => hosts.some((other) => isNear(other, registry)));
  const rule = isNearby ? `, and only an entry for exactly ${registry} counts` : '';
  return `No credentials for ${host} were found: ${listed(found, 'and')}${rule}.`;
}

/** Those that may be meant. The others are nobody's business: a comment may be public. */
function loginWords(hosts: readonly string[], registry: string): string {
  const near = hosts.filter((host) => isNear(host, registry));
  if (near.length > 0) return `logins for ${listed(shortened(near), 'and')}`;
  return hosts.length === 1 ? 'a login for another registry' : `logins for ${hosts.length} other registries`;
}

/** The same host by another port or with a path, another name at the same port, or an address that has it in its path. */
function isNear(entry: string, registry: string): boolean {
  if (entry.includes(registry)) return true;
  const [host = ''] = entry.split('/');
  const [name, port] = host.split(':');
  const [ownName = '', ownPort] = registry.split(':');
  if (port !== undefined && port === ownPort) return true;
  return name === ownName || name?.endsWith(`.${ownName}`) === true || ownName.endsWith(`.${name ?? ''}`);
}

/** A sentence with a blank behind it, or nothing. */
export function originWords(trace: LoginTrace | undefined): string {
  return trace?.from === undefined ? '' : `They are from ${trace.from}. `;
}

/** Sentences with a blank before them, or nothing: why the one login was taken, and not the other. */
export function unusedWords(trace: LoginTrace | undefined): string {
  if (trace?.unused === undefined) return '';
  return ` ${trace.unused} was not used, because a login that is there goes first. To use it, remove that login: leave out the step that logs in to ${trace.registry}, or run docker logout ${trace.registry}.`;
}

function shortened(hosts: readonly string[]): readonly string[] {
  const shown = hosts.slice(0, maxHosts).map((host) => printable(host, 100));
  return hosts.length > maxHosts ? [...shown, `${hosts.length - maxHosts} more`] : shown;
}

function listed(items: readonly string[], word: 'and' | 'or'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}
