/** @import { FrontOptions, Scopes } from './types.js' */

const expiresInSeconds = 300;
const actionsOfStrangers = ['pull'];

/**
 * The answer of a token service to a request that anyone may make: without a login it grants reading only.
 *
 * @param {URLSearchParams} parameters
 * @param {boolean} isLoggedIn
 * @param {FrontOptions} options
 */
export function answerToken(parameters, isLoggedIn, { onlyFirstScope = false }) {
  const asked = parameters.getAll('scope').flatMap((scope) => scope.split(' ').filter((part) => part !== ''));
  const granted = onlyFirstScope ? asked.slice(0, 1) : asked;
  const token = mintToken(parseScopes(granted, isLoggedIn));
  return { token, access_token: token, expires_in: expiresInSeconds, issued_at: new Date().toISOString() };
}

/**
 * A JWT that says what it is good for, as those of Docker Hub, Quay, GitLab and Harbor do; the signature only has to be there.
 * https://distribution.github.io/distribution/spec/auth/jwt/
 *
 * @param {Scopes} scopes
 */
export function mintToken(scopes) {
  const access = [...scopes].map(([name, actions]) => ({ type: 'repository', name, actions }));
  const exp = Math.floor(Date.now() / 1000) + expiresInSeconds;
  const [header, payload] = [
    { typ: 'JWT', alg: 'none' },
    { exp, access },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${String(header)}.${String(payload)}.signature`;
}

/**
 * https://distribution.github.io/distribution/spec/auth/scope/
 *
 * @param {readonly string[]} scopes
 * @param {boolean} isLoggedIn
 * @returns {Scopes}
 */
function parseScopes(scopes, isLoggedIn) {
  /** @type {Map<string, string[]>} */
  const granted = new Map();
  for (const scope of scopes) {
    const [, repository = '', actions = ''] = /^repository:(.*):([a-z,*]*)$/.exec(scope) ?? [];
    const some = actions.split(',').filter((action) => isLoggedIn || actionsOfStrangers.includes(action));
    granted.set(repository, [...(granted.get(repository) ?? []), ...some]);
  }
  return granted;
}

/** A token is read once, not at each of the requests that carry it. */
export class TokenReader {
  /** @type {Map<string, { expires: number, scopes: Scopes }>} */
  #known = new Map();

  /**
   * @param {string | undefined} authorization the header
   * @param {Scopes} needs
   * @returns {'granted' | 'missing' | 'insufficient_scope' | 'invalid_token'}
   */
  judge(authorization, needs) {
    const [, token] = /^bearer (\S+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) {
      return 'missing';
    }
    const { expires, scopes } = this.#read(token);
    if (expires < Date.now()) {
      return 'invalid_token';
    }
    const covers = [...needs].every(([repository, actions]) => {
      const granted = scopes.get(repository) ?? [];
      return actions.every((action) => granted.includes(action));
    });
    return covers ? 'granted' : 'insufficient_scope';
  }

  /** @param {string} token */
  #read(token) {
    const known = this.#known.get(token);
    if (known !== undefined) {
      return known;
    }
    const content = readContent(token);
    this.#known.set(token, content);
    return content;
  }
}

/**
 * @param {string} token
 * @returns {{ expires: number, scopes: Scopes }}
 */
function readContent(token) {
  try {
    const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    /** @type {{ exp: number, access: { name: string, actions: string[] }[] }} */
    // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- whoever brings another token fails below
    const { exp, access } = JSON.parse(text);
    return { expires: exp * 1000, scopes: new Map(access.map(({ name, actions }) => [name, actions])) };
  } catch {
    return { expires: 0, scopes: new Map() };
  }
}

/**
 * @param {string} host
 * @param {Scopes} needs
 * @param {string} why
 */
export function renderChallenge(host, needs, why) {
  const scope = needs.size === 0 ? '' : `,scope="${renderScopes(needs).join(' ')}"`;
  const error = why === 'missing' ? '' : `,error="${why}"`;
  return `Bearer realm="http://${host}/token",service="${host}"${scope}${error}`;
}

/** @param {Scopes} scopes */
function renderScopes(scopes) {
  return [...scopes].map(([repository, actions]) => `repository:${repository}:${actions.join(',')}`);
}
