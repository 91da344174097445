import { BlockList, isIP } from 'node:net';

/**
 * Who can reach an address. `link-local` addresses answer only this machine: neighbours on the same link, and the services that give a cloud machine
 * its credentials.
 */
export type AddressKind = 'public' | 'private' | 'link-local';

type Network = readonly [network: string, prefix: number];

/** Source: IANA's special-purpose address registries, and that of multicast. */
const privateNetworks: readonly Network[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** 100.100.100.200 is Alibaba's metadata service, 168.63.129.16 Azure's, 192.0.0.192 was Oracle's; all others are at 169.254.169.254. */
const linkLocalNetworks: readonly Network[] = [
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['192.0.0.192', 32],
];
/** The IPv4 addresses of old forms, of NAT64 in one's own network, and of Teredo cannot be told from outside: none of them is public. */
const privateNetworks6: readonly Network[] = [
  ['::', 96],
  // Of translators, of tunnels, and what is thrown away. Source: RFC 2765, RFC 5214, RFC 6666.
  ['::ffff:0:0:0', 96],
  ['::5efe:0:0', 96],
  ['::200:5efe:0:0', 96],
  ['100::', 64],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['fc00::', 7],
  ['fec0::', 10],
  ['ff00::', 8],
];
/** The last two are the metadata services of AWS and of Google. */
const linkLocalNetworks6: readonly Network[] = [
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['fd20:ce::254', 128],
];

const privateAddresses = makeList(privateNetworks, privateNetworks6);
const linkLocalAddresses = makeList(linkLocalNetworks, linkLocalNetworks6);

/** With what IPv6 writes for the same IPv4 addresses: behind NAT64 and in 6to4. The list knows the mapped ones (`::ffff:`) itself. */
function makeList(networks: readonly Network[], networks6: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) {
    list.addSubnet(network, prefix, 'ipv4');
    list.addSubnet(`64:ff9b::${network}`, 96 + prefix, 'ipv6');
    // Source: RFC 3056, section 2.
    const hex = network.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
    list.addSubnet(`2002:${hex.slice(0, 2).join('')}:${hex.slice(2).join('')}::`, 16 + prefix, 'ipv6');
  }
  for (const [network, prefix] of networks6) list.addSubnet(network, prefix, 'ipv6');
  return list;
}

/** So many addresses are remembered: a run asks a few, and each of them for every request. */
const maxKnownAddresses = 256;

const knownAddresses = new Map<string, AddressKind>();

/** What an IP address is, whichever way it is written; a zone behind it (`%eth0`) changes nothing. */
export function kindOfAddress(address: string): AddressKind {
  const known = knownAddresses.get(address) ?? findKind(address);
  if (knownAddresses.size < maxKnownAddresses) knownAddresses.set(address, known);
  return known;
}

function findKind(address: string): AddressKind {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (linkLocalAddresses.check(address, family)) return 'link-local';
  return privateAddresses.check(address, family) ? 'private' : 'public';
}

/** The name by which Google's cloud hands out credentials; only such a machine knows its address. */
const metadataName = /(?:^|\.)metadata\.(?:google\.internal|goog)$/;

/** What a host is by its very name; undefined: DNS says it. */
export function kindOfHost({ hostname }: Pick<URL, 'hostname'>): AddressKind | undefined {
  const name = hostname.replace(/^\[|\]$|\.$/g, '');
  if (isIP(name) !== 0) return kindOfAddress(name);
  if (metadataName.test(name)) return 'link-local';
  return /(?:^|\.)localhost$/.test(name) ? 'private' : undefined;
}

/** Where a registry may lead its clients. */
export interface AddressRules {
  /** Hosts that the user says may be without TLS: these are the user's own. */
  readonly insecureRegistries: readonly string[];
  /** What is known of hosts besides their names. */
  readonly hosts?: HostLookup | undefined;
}

/** What is known of hosts. */
export interface HostLookup {
  /** Whether the user, or a file that is trusted, names it. */
  isListed(url: URL): boolean;
  /** Whether it is at an address of one's own network. */
  isPrivate(url: URL): boolean;
}

/**
 * Says why a registry must not send its clients to this address. Redirects, realms and the locations of uploads send clients elsewhere. An honest
 * registry on a public host sends nobody to a private address; an attacker might.
 * @returns undefined if it may
 */
export function objectionTo(url: URL, from: URL, { insecureRegistries, hosts }: AddressRules): string | undefined {
  if (!/^https?:$/.test(url.protocol)) return 'is not reached by http';
  if (url.username !== '' || url.password !== '') return 'has credentials in its address';
  if (insecureRegistries.includes(url.host)) return undefined;
  if (url.protocol === 'http:' && from.protocol === 'https:') return 'has no TLS';
  return objectionToHost(url, from, hosts);
}

function objectionToHost(url: URL, from: URL, hosts: HostLookup | undefined): string | undefined {
  if (url.hostname === from.hostname || hosts?.isListed(url) === true) return undefined;
  const kind = kindOfHost(url);
  if (kind === undefined || kind === 'public') return undefined;
  const isFromPrivate = hosts?.isPrivate(from) ?? isPrivateHost(from);
  if (!isFromPrivate) return 'is at a private address';
  return kind === 'link-local' ? 'is at an address that is for this machine alone' : undefined;
}

/**
 * Whether an address is the registry's own, so that its Authorization may go there: the same origin. For a registry without TLS also the same host
 * with TLS, at the same port, or at 443 instead of 80: registries behind a TLS proxy name themselves so.
 */
export function isOwnAddress(url: URL, own: URL): boolean {
  if (url.origin === own.origin) return true;
  if (url.hostname !== own.hostname || own.protocol !== 'http:' || url.protocol !== 'https:') return false;
  const [port, ownPort] = [url.port || '443', own.port || '80'];
  return port === ownPort || (port === '443' && ownPort === '80');
}

/** What to do about one's own registry that does so. */
export function listingAdvice({ host }: Pick<URL, 'host'>): string {
  return `Nothing was sent there. If ${host} is your own, and may be private or without TLS, list it in "insecure-registries".`;
}

/** Says whether a host is, by its very name, at an address that is not public. */
export function isPrivateHost(url: Pick<URL, 'hostname'>): boolean {
  const kind = kindOfHost(url);
  return kind !== undefined && kind !== 'public';
}

/** Says whether an IP address is not public. */
export function isPrivateAddress(address: string): boolean {
  return kindOfAddress(address) !== 'public';
}

/** Says whether a host, with its port, is this machine by its very name. */
export function isLoopbackHost(host: string): boolean {
  const name = withoutPort(host).replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}

export function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}
