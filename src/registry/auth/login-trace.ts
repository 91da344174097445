import { formatAlternatives, formatList, printable } from '../../runtime/text.js';

/** Where a login was looked for, to be shown in messages: names and locations, nothing secret. */
export interface LoginTrace {
  /** the registry by its canonical name, as logins are kept for it */
  readonly registry: string;
  /** An entry may be for a namespace of the registry. */
  readonly repository: string;
  /** The file, helper or variable that holds the login; undefined: there is no login. */
  readonly from: string | undefined;
  /** What would have logged in if there were no such login. */
  readonly unused?: string;
  /** What might have the login and could not be read or asked, each a sentence without its full stop. */
  readonly failures: readonly string[];
  /** The file or variable with an entry for the registry that holds no user and password. */
  readonly undecodable: string | undefined;
  /** Each file and variable that was looked in. */
  readonly sources: readonly LoginSource[];
}

interface LoginSource {
  readonly name: string;
  /** Its keys that are not for the repository, as they are written there, without user and query. */
  readonly keys: readonly string[];
}

/** More would hide the one that is meant. */
const maxKeys = 5;

/** A sentence that says that there is no login for a host, and why not, as far as it is known. */
export function noLoginWords(host: string, trace: LoginTrace | undefined): string {
  if (trace === undefined) return `No credentials for ${host} were found.`;
  const { registry, repository, failures, undecodable, sources } = trace;
  if (failures.length > 0) return `No credentials for ${host} were found: ${formatList(failures)}.`;
  if (undecodable !== undefined)
    return `The entry for ${registry} in ${undecodable} cannot be decoded: expected base64 of user:password.`;
  const kept = sources.filter(({ keys }) => keys.length > 0);
  if (kept.length === 0)
    return `No credentials for ${host} were found in ${formatAlternatives(sources.map(({ name }) => name))}.`;
  const found = kept.map(({ name, keys }) => `${name} has ${loginWords(keys, registry)}`);
  const isNearby = kept.some(({ keys }) => keys.some((key) => isNear(key, registry)));
  const rule = isNearby ? `, and none that is for ${printable(`${registry}/${repository}`)}` : '';
  return `No credentials for ${host} were found: ${formatList(found)}${rule}.`;
}

/** Keys that may be meant for the registry. The others are not shown, because a comment may be public. */
function loginWords(keys: readonly string[], registry: string): string {
  const near = keys.filter((key) => isNear(key, registry));
  if (near.length === 0)
    return keys.length === 1 ? 'a login for another registry' : `logins for ${keys.length} other registries`;
  const shown = near.slice(0, maxKeys).map((key) => printable(key, 100));
  const more = near.length > maxKeys ? [`${near.length - maxKeys} more`] : [];
  return `logins for ${formatList([...shown, ...more])}`;
}

/** The same host by another port or with a path, another name at the same port, or an address that has it in its path. */
function isNear(key: string, registry: string): boolean {
  if (key.includes(registry)) return true;
  const [host = ''] = key.replace(/^\w+:\/\//, '').split('/');
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
