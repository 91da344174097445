import { BlockList, isIP } from 'node:net';

/** Addresses that name nothing public. Source: IANA's special-purpose address registries. */
const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv6');
}

/**
 * Why a registry must not lead its clients there, by a redirect, for a token or for an upload; undefined: it may. From a public host to
 * an address that only this machine's network has is what no registry does, and an attacker might.
 * @param listed hosts that the user says may be without TLS: these are the user's own.
 */
export function objectionTo(url: URL, from: URL, listed: readonly string[]): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'is not reached by http';
  if (url.username !== '' || url.password !== '') return 'has credentials in its address';
  if (listed.includes(url.host)) return undefined;
  if (url.protocol === 'http:' && from.protocol === 'https:') return 'has no TLS';
  if (url.hostname === from.hostname || !isPrivateHost(url) || isPrivateHost(from)) return undefined;
  return 'is at a private address';
}

/** What to do about one's own registry that does so. */
export function listingAdvice({ host }: URL): string {
  return `Nothing was sent there. If ${host} is your own, and may be private or without TLS, list it in "insecure-registries".`;
}

function isPrivateHost({ hostname }: URL): boolean {
  const name = hostname.replace(/^\[|\]$|\.$/g, '');
  return /(?:^|\.)localhost$/.test(name) || (isIP(name) !== 0 && isPrivateAddress(name));
}

/** Says whether an IP address is loopback, link-local, private or unspecified. */
export function isPrivateAddress(address: string): boolean {
  return privateAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Says whether a host, with its port, is this machine by its very name. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}
