import { readFile } from 'node:fs/promises';
import tls, { type SecureContext } from 'node:tls';
import { ConfigurationError, messageOf } from '../../runtime/errors.js';
import type { Environment } from '../../runtime/environment.js';

/**
 * The certificate authorities of the environment (SSL_CERT_FILE; NODE_EXTRA_CA_CERTS, which Node reads itself), as one context for all
 * connections: to read a system's list anew takes some 15 ms a connection.
 * @returns undefined: Node's own list does
 * @throws {ConfigurationError}
 */
export async function readAuthorities(environment: Environment): Promise<SecureContext | undefined> {
  const file = environment.SSL_CERT_FILE ?? '';
  // Node's own list, NODE_EXTRA_CA_CERTS included. A list that is given replaces both, so that they have to be added.
  if (file === '') return undefined;
  const ca = [...(await defaultAuthorities(environment)), await readPem(file, 'SSL_CERT_FILE')];
  return tls.createSecureContext({ ca });
}

async function defaultAuthorities(environment: Environment): Promise<readonly string[]> {
  // Node tells its list from 22.15 on; the oldest supported Node does not.
  if ('getCACertificates' in tls && typeof tls.getCACertificates === 'function') {
    const list: unknown = Reflect.apply(tls.getCACertificates, tls, ['default']);
    return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : tls.rootCertificates;
  }
  const extra = environment.NODE_EXTRA_CA_CERTS ?? '';
  return extra === '' ? tls.rootCertificates : [...tls.rootCertificates, await readPem(extra, 'NODE_EXTRA_CA_CERTS')];
}

async function readPem(path: string, variable: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new ConfigurationError([`${variable}: ${path} cannot be read: ${messageOf(error)}.`]);
  }
}
