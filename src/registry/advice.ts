import type { RegistryErrorCode } from '../errors.js';

type Advice = (host: string, retryAt: Date | undefined) => string | undefined;

const none: Advice = () => undefined;
const again: Advice = () => 'Run it again: what was copied so far is kept.';
const altered: Advice = () =>
  'Nothing was committed. The registry, or something between, alters content: tell its operator.';

/** What a person can do about each kind of failure. */
const advices: Readonly<Record<RegistryErrorCode, Advice>> = {
  unauthorized: (host) =>
    `Log in to ${host} before this step (docker/login-action, docker login), and check the spelling of the name: registries answer so for what they do not have, too.`,
  denied: (host) =>
    `Check that an account is logged in to ${host} that may do this, and that the repository or project exists.`,
  credentials: (host) => `Log in to ${host} again.`,
  'token-refused': none,
  'pull-limit': (host, retryAt) =>
    `${retryAt === undefined ? '' : `The limit ends at ${retryAt.toISOString()}. `}Log in to ${host}, or wait.`,
  'rate-limited': (_host, retryAt) =>
    retryAt === undefined ? 'Try again later, or lower "concurrency".' : `Try again after ${retryAt.toISOString()}.`,
  unavailable: again,
  timeout: again,
  'upload-lost': again,
  network: (host) => `Check that this machine reaches ${host} (DNS, firewall, HTTPS_PROXY and NO_PROXY).`,
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
  refused: none,
  aborted: none,
};

export function adviceFor(code: RegistryErrorCode, host: string, retryAt: Date | undefined): string | undefined {
  return advices[code](host, retryAt);
}
