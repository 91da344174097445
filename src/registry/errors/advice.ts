import type { RegistryErrorCode, Side } from '../../image/registry-error.js';
import { formatTime } from '../../runtime/text.js';
import { type LoginTrace, noLoginWords, originWords, unusedWords } from '../auth/login-trace.js';

type Advice = (host: string, retryAt: Date | undefined) => string | undefined;

const none: Advice = () => undefined;
const again: Advice = () => 'Run it again: what was copied so far is kept.';
/** In a workflow and in a terminal. */
const waysToLogIn = 'docker/login-action in a step before this, docker login, or DOCKER_AUTH_CONFIG';
const altered: Advice = () =>
  'Nothing was committed. The registry, or something between, alters content: tell its operator.';

/** What a person can do about each kind of failure. */
const advices: Readonly<Record<RegistryErrorCode, Advice>> = {
  unauthorized: () => `Log in to the registry first (${waysToLogIn}), and check the spelling of the name.`,
  denied: () => 'Check that an account is logged in that may do this, and that the repository or project exists.',
  credentials: (host) => `Log in to ${host} again.`,
  'token-refused': none,
  'pull-limit': (host, retryAt) =>
    `${retryAt === undefined ? '' : `The limit ends at ${formatTime(retryAt)}. `}Log in to ${host}, or wait.`,
  'rate-limited': (_host, retryAt) =>
    retryAt === undefined ? 'Try again later, or lower "concurrency".' : `Try again after ${formatTime(retryAt)}.`,
  unavailable: again,
  timeout: again,
  'upload-lost': again,
  'send-again': again,
  network: (host) => `Check that this machine reaches ${host} (DNS, firewall, HTTPS_PROXY and NO_PROXY).`,
  // It is the failure before that is told, with its own advice.
  unreachable: none,
  'writes-failed': none,
  'proxy-refused': (host) =>
    `Check HTTPS_PROXY and HTTP_PROXY, that the proxy allows ${host}, and whether NO_PROXY should name it.`,
  tls: (host) =>
    `Check the certificate of ${host}; a private certificate authority goes into NODE_EXTRA_CA_CERTS or SSL_CERT_FILE, a registry without TLS into "insecure-registries".`,
  'invalid-response': (host) => `Check that ${host} is a container registry, and not a proxy or a login page.`,
  'too-large': () => 'A proxy before the registry may limit the size of a request; raise its limit.',
  'digest-mismatch': altered,
  'size-mismatch': altered,
  'not-found': none,
  'invalid-content': none,
  immutable: none,
  'blob-unknown': again,
  lost: none,
  refused: none,
  'private-address': none,
  aborted: none,
};

/** As whom a registry was asked. */
export interface Account {
  /** `user "robot"`; undefined: anonymously */
  readonly name: string | undefined;
  /** Whether it is the login that has to be repaired: the registry was given it and refused it, or it could not be had. */
  readonly isLoginAtFault: boolean;
  /** Where the login is from, or was looked for; undefined: nobody looked. */
  readonly trace: LoginTrace | undefined;
}

/**
 * What a person can do about a 401 or 403, which depends on who asked.
 * @param noAccountReason why there may be no account
 */
export function accessAdvice(host: string, side: Side, account: Account, noAccountReason: string | undefined): string {
  const { name, isLoginAtFault, trace } = account;
  if (name === undefined)
    return `${noLoginWords(host, trace)} Log in first (${waysToLogIn}), and check the spelling of the name: registries answer so for what they do not have, too.${noAccountReason === undefined ? '' : ` ${noAccountReason}`}`;
  if (isLoginAtFault)
    return `${host} does not take the credentials of ${name}. ${originWords(trace)}Log in again.${unusedWords(trace)}`;
  const right = side === 'source' ? 'read' : 'write';
  const packages =
    host === 'ghcr.io' && side === 'target'
      ? ' On ghcr.io the job needs "packages: write", and the package must let this repository write (package settings, "Manage Actions access"). For a package that is new, the organisation must let its members create packages (organisation settings, Packages, "Package creation").'
      : '';
  return `Logged in as ${name}, which may not do this: give the account the right to ${right} there, and check that the repository or project exists.${packages}${unusedWords(trace)}`;
}

/** What to do about a login that a token service refuses. Only what is read can be read without one. */
export function loginAdvice(side: Side): string {
  return side === 'source'
    ? 'Log in again, or log out to read public images anonymously.'
    : 'Log in again, with an account that may write there.';
}

export function adviceForCode(code: RegistryErrorCode, host: string, retryAt: Date | undefined): string | undefined {
  return advices[code](host, retryAt);
}

/** A host that a registry sends its clients to: by a redirect, or as the address of an upload. */
interface HostBehind {
  readonly host: string;
  readonly registryHost: string;
  readonly retryAt: Date | undefined;
}

const noLoginHelps = ({ host }: HostBehind): string =>
  ` A login does not help there. Check that the image exists, and that no firewall or proxy blocks ${host}; then run it again.`;

/** No login is sent to a host behind a registry, so none helps. */
const advicesBehind: Readonly<Partial<Record<RegistryErrorCode, (host: HostBehind) => string>>> = {
  unauthorized: noLoginHelps,
  denied: noLoginHelps,
  refused: noLoginHelps,
  'invalid-response': () => ' Check that no proxy or login page answers in its place.',
  'pull-limit': () => ' Wait, then run it again.',
};

/** What a person can do about the answer of a host behind a registry, as its storage. */
export function adviceBehind(code: RegistryErrorCode, behind: HostBehind): string | undefined {
  const { host, registryHost, retryAt } = behind;
  const advice = advicesBehind[code]?.(behind);
  if (advice === undefined) return adviceForCode(code, host, retryAt);
  return `${registryHost} sends its clients to ${host} for this.${advice}`;
}
