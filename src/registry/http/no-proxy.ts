import { BlockList, isIP } from 'node:net';

/** Says whether a URL is to be reached without a proxy. */
type IsDirect = (url: URL) => boolean;

/** This machine is reached without a proxy, whatever the environment says. */
const neverProxied = ['localhost', '127.0.0.0/8', '::1'];

/** A host as an entry of NO_PROXY is compared with it. */
interface Host {
  /** without brackets */
  readonly name: string;
  /** 0: the name is none of an address */
  readonly family: 0 | 4 | 6;
  readonly port: string;
}

type Matches = (host: Host) => boolean;

/**
 * Reads `NO_PROXY` as Go does, and with it crane, skopeo, regctl and docker. Source: golang.org/x/net/http/httpproxy, `Config.NoProxy`.
 *
 * - `*`: no proxy at all
 * - `10.0.0.0/8`, `fd00::/8`: hosts that are named by an address of that network; names are not looked up
 * - `10.1.2.3`, `::1`, `[::1]:5000`: that address
 * - `example.com`: that host and those below it
 * - `.example.com`, `*.example.com`: those below it alone
 *
 * A port behind an address or a name is compared, too. What cannot be read is passed over. Blanks part entries as commas do.
 */
export function parseNoProxy(text: string): IsDirect {
  const entries = [...text.toLowerCase().split(/[\s,]+/), ...neverProxied].filter((entry) => entry !== '');
  if (entries.includes('*')) return () => true;
  const matchers = entries.flatMap((entry) => readEntry(entry) ?? []);
  return ({ hostname, port, protocol }) => {
    const name = hostname.replace(/^\[|\]$/g, '');
    const usualPort = protocol === 'https:' ? '443' : '80';
    const host: Host = { name, family: familyOf(name), port: port === '' ? usualPort : port };
    return matchers.some((matches) => matches(host));
  };
}

function familyOf(address: string): Host['family'] {
  const family = isIP(address);
  return family === 4 || family === 6 ? family : 0;
}

function readEntry(entry: string): Matches | undefined {
  const network = readNetwork(entry);
  if (network !== undefined) return ({ name, family }) => family !== 0 && network.check(name, nameOf(family));
  // An address of IPv6 has colons itself, and a port only behind brackets.
  const [, bracketed, bare, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d+))?$/.exec(entry) ?? [];
  const name = bracketed ?? bare ?? entry;
  const matches = readHost(name);
  return name === '' ? undefined : (host) => matches(host) && (port === undefined || port === host.port);
}

function readNetwork(entry: string): BlockList | undefined {
  const [, address = '', length] = /^([^/]+)\/(\d{1,3})$/.exec(entry) ?? [];
  const family = familyOf(address);
  const prefix = Number(length);
  if (family === 0 || prefix > (family === 4 ? 32 : 128)) return undefined;
  const list = new BlockList();
  list.addSubnet(address, prefix, nameOf(family));
  return list;
}

function readHost(written: string): Matches {
  const family = familyOf(written);
  if (family !== 0) {
    // Each address has several spellings.
    const list = new BlockList();
    list.addAddress(written, nameOf(family));
    return (host) => host.family !== 0 && list.check(host.name, nameOf(host.family));
  }
  const name = written.replace(/^\*(?=\.)/, '');
  if (name.startsWith('.')) return (host) => host.family === 0 && host.name.endsWith(name);
  return (host) => host.family === 0 && (host.name === name || host.name.endsWith(`.${name}`));
}

function nameOf(family: 4 | 6): 'ipv4' | 'ipv6' {
  return family === 4 ? 'ipv4' : 'ipv6';
}
