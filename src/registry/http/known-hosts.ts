import { registryApiHost } from '../../image/reference.js';
import { type AddressKind, type HostLookup, isPrivateAddress, isPrivateHost, kindOfHost } from './address.js';

/** To which addresses a request may go: to any, to those of one's own network but not to link-local ones, or to public ones only. */
export type Reach = 'anywhere' | 'network' | 'public';

export function mayReach(reach: Reach, kind: AddressKind): boolean {
  if (reach === 'anywhere' || kind === 'public') return true;
  return reach === 'network' && kind === 'private';
}

/** An address that a request must not go to. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';

  /**
   * @param host with its port, where it has one of its own
   * @param address that its name led to; undefined: it is one itself, or names this machine
   */
  constructor(
    readonly host: string,
    readonly address?: string,
  ) {
    const is =
      address === undefined ? `${host} is a private address` : `${host} resolves to the private address ${address}`;
    super(`${is}, where only hosts of your own may be`);
  }
}

/**
 * The hosts of a run, and the reach of each. Hosts that the user or a trusted file names may be anywhere. Where a registry sends clients depends on
 * the registry alone: one in your own network may send them to other hosts there, and a public one may not, whatever names it uses.
 */
export class KnownHosts implements HostLookup {
  readonly #listed: ReadonlySet<string>;
  /** Whether all connections to a host until now were made to addresses of one's own network. */
  readonly #connected = new Map<string, boolean>();

  /** @param registries canonical names */
  constructor(registries: Iterable<string>) {
    this.#listed = new Set([...registries].flatMap(hostsOf));
  }

  isListed({ host }: URL): boolean {
    return this.#listed.has(host);
  }

  /**
   * A name that changes its address in the middle of a run counts as public from then on, because its answers may come from there. If a proxy makes
   * the connections, nobody here knows the address.
   */
  isPrivate(url: URL): boolean {
    return kindOfHost(url) === undefined ? this.#connected.get(url.host) === true : isPrivateHost(url);
  }

  /** To be called for every connection, before anything is sent on it. */
  recordConnection(host: string, address: string | undefined): void {
    const isPrivate = address !== undefined && isPrivateAddress(address);
    this.#connected.set(host, (this.#connected.get(host) ?? true) && isPrivate);
  }

  /** @param namedBy the host that gave the address; undefined: a file names it */
  reachOf(url: URL, namedBy: URL | undefined): Reach {
    if (this.isListed(url)) return 'anywhere';
    return namedBy !== undefined && this.isPrivate(namedBy) ? 'network' : 'public';
  }
}

/** As addresses spell them: without the port that the scheme has anyhow. */
function hostsOf(registry: string): readonly string[] {
  const authority = registryApiHost(registry);
  return ['https:', 'http:'].flatMap((scheme) =>
    URL.canParse(`${scheme}//${authority}`) ? [new URL(`${scheme}//${authority}`).host] : [],
  );
}
