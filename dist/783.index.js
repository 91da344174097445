export const id = 783;
export const ids = [783];
export const modules = {

/***/ 4564:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C0: () => (/* binding */ isPrivateAddress),
/* harmony export */   Dx: () => (/* binding */ objectionTo),
/* harmony export */   Qi: () => (/* binding */ kindOfAddress),
/* harmony export */   Sf: () => (/* binding */ isPrivateHost),
/* harmony export */   Y7: () => (/* binding */ withoutPort),
/* harmony export */   bO: () => (/* binding */ listingAdvice),
/* harmony export */   cW: () => (/* binding */ isLoopbackHost),
/* harmony export */   g3: () => (/* binding */ kindOfHost),
/* harmony export */   v7: () => (/* binding */ isOwnAddress)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_net__WEBPACK_IMPORTED_MODULE_0__);

/** Source: IANA's special-purpose address registries, and that of multicast. */
const privateNetworks = [
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
const linkLocalNetworks = [
    ['169.254.0.0', 16],
    ['100.100.100.200', 32],
    ['168.63.129.16', 32],
    ['192.0.0.192', 32],
];
/** The IPv4 addresses of old forms, of NAT64 in one's own network, and of Teredo cannot be told from outside: none of them is public. */
const privateNetworks6 = [
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
const linkLocalNetworks6 = [
    ['fe80::', 10],
    ['fd00:ec2::', 32],
    ['fd20:ce::254', 128],
];
const privateAddresses = makeList(privateNetworks, privateNetworks6);
const linkLocalAddresses = makeList(linkLocalNetworks, linkLocalNetworks6);
/** With what IPv6 writes for the same IPv4 addresses: behind NAT64 and in 6to4. The list knows the mapped ones (`::ffff:`) itself. */
function makeList(networks, networks6) {
    const list = new node_net__WEBPACK_IMPORTED_MODULE_0__.BlockList();
    for (const [network, prefix] of networks) {
        list.addSubnet(network, prefix, 'ipv4');
        list.addSubnet(`64:ff9b::${network}`, 96 + prefix, 'ipv6');
        // Source: RFC 3056, section 2.
        const hex = network.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
        list.addSubnet(`2002:${hex.slice(0, 2).join('')}:${hex.slice(2).join('')}::`, 16 + prefix, 'ipv6');
    }
    for (const [network, prefix] of networks6)
        list.addSubnet(network, prefix, 'ipv6');
    return list;
}
/** So many addresses are remembered: a run asks a few, and each of them for every request. */
const maxKnownAddresses = 256;
const knownAddresses = new Map();
/** What an IP address is, whichever way it is written; a zone behind it (`%eth0`) changes nothing. */
function kindOfAddress(address) {
    const known = knownAddresses.get(address) ?? findKind(address);
    if (knownAddresses.size < maxKnownAddresses)
        knownAddresses.set(address, known);
    return known;
}
function findKind(address) {
    const family = (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(address) === 6 ? 'ipv6' : 'ipv4';
    if (linkLocalAddresses.check(address, family))
        return 'link-local';
    return privateAddresses.check(address, family) ? 'private' : 'public';
}
/** The name by which Google's cloud hands out credentials; only such a machine knows its address. */
const metadataName = /(?:^|\.)metadata\.(?:google\.internal|goog)$/;
/** What a host is by its very name; undefined: DNS says it. */
function kindOfHost({ hostname }) {
    const name = hostname.replace(/^\[|\]$|\.$/g, '');
    if ((0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(name) !== 0)
        return kindOfAddress(name);
    if (metadataName.test(name))
        return 'link-local';
    return /(?:^|\.)localhost$/.test(name) ? 'private' : undefined;
}
/**
 * Says why a registry must not send its clients to this address. Redirects, realms and the locations of uploads send clients elsewhere. An honest
 * registry on a public host sends nobody to a private address; an attacker might.
 * @returns undefined if it may
 */
function objectionTo(url, from, { insecureRegistries, hosts }) {
    if (!/^https?:$/.test(url.protocol))
        return 'is not reached by http';
    if (url.username !== '' || url.password !== '')
        return 'has credentials in its address';
    if (insecureRegistries.includes(url.host))
        return undefined;
    if (url.protocol === 'http:' && from.protocol === 'https:')
        return 'has no TLS';
    return objectionToHost(url, from, hosts);
}
function objectionToHost(url, from, hosts) {
    if (url.hostname === from.hostname || hosts?.isListed(url) === true)
        return undefined;
    const kind = kindOfHost(url);
    if (kind === undefined || kind === 'public')
        return undefined;
    const isFromPrivate = hosts?.isPrivate(from) ?? isPrivateHost(from);
    if (!isFromPrivate)
        return 'is at a private address';
    return kind === 'link-local' ? 'is at an address that is for this machine alone' : undefined;
}
/**
 * Whether an address is the registry's own, so that its Authorization may go there: the same origin. For a registry without TLS also the same host
 * with TLS, at the same port, or at 443 instead of 80: registries behind a TLS proxy name themselves so.
 */
function isOwnAddress(url, own) {
    if (url.origin === own.origin)
        return true;
    if (url.hostname !== own.hostname || own.protocol !== 'http:' || url.protocol !== 'https:')
        return false;
    const [port, ownPort] = [url.port || '443', own.port || '80'];
    return port === ownPort || (port === '443' && ownPort === '80');
}
/** What to do about one's own registry that does so. */
function listingAdvice({ host }) {
    return `Nothing was sent there. If ${host} is your own, and may be private or without TLS, list it in "insecure-registries".`;
}
/** Says whether a host is, by its very name, at an address that is not public. */
function isPrivateHost(url) {
    const kind = kindOfHost(url);
    return kind !== undefined && kind !== 'public';
}
/** Says whether an IP address is not public. */
function isPrivateAddress(address) {
    return kindOfAddress(address) !== 'public';
}
/** Says whether a host, with its port, is this machine by its very name. */
function isLoopbackHost(host) {
    const name = withoutPort(host).replace(/^\[|\]$/g, '');
    return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}
function withoutPort(host) {
    return host.replace(/:\d+$/, '');
}


/***/ }),

/***/ 9313:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BV: () => (/* binding */ KnownHosts),
/* harmony export */   Bs: () => (/* binding */ mayReach),
/* harmony export */   ij: () => (/* binding */ PrivateAddressError)
/* harmony export */ });
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3564);
/* harmony import */ var _address_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4564);


function mayReach(reach, kind) {
    if (reach === 'anywhere' || kind === 'public')
        return true;
    return reach === 'network' && kind === 'private';
}
/** An address that a request must not go to. */
class PrivateAddressError extends Error {
    host;
    address;
    name = 'PrivateAddressError';
    /**
     * @param host with its port, where it has one of its own
     * @param address that its name led to; undefined: it is one itself, or names this machine
     */
    constructor(host, address) {
        const is = address === undefined ? `${host} is a private address` : `${host} resolves to the private address ${address}`;
        super(`${is}, where only hosts of your own may be`);
        this.host = host;
        this.address = address;
    }
}
/**
 * The hosts of a run, and the reach of each. Hosts that the user or a trusted file names may be anywhere. Where a registry sends clients depends on
 * the registry alone: one in your own network may send them to other hosts there, and a public one may not, whatever names it uses.
 */
class KnownHosts {
    #listed;
    /** Whether all connections to a host until now were made to addresses of one's own network. */
    #connected = new Map();
    /** @param registries canonical names */
    constructor(registries) {
        this.#listed = new Set([...registries].flatMap(hostsOf));
    }
    isListed({ host }) {
        return this.#listed.has(host);
    }
    /**
     * A name that changes its address in the middle of a run counts as public from then on, because its answers may come from there. If a proxy makes
     * the connections, nobody here knows the address.
     */
    isPrivate(url) {
        return (0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .kindOfHost */ .g3)(url) === undefined ? this.#connected.get(url.host) === true : (0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .isPrivateHost */ .Sf)(url);
    }
    /** To be called for every connection, before anything is sent on it. */
    recordConnection(host, address) {
        const isPrivate = address !== undefined && (0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .isPrivateAddress */ .C0)(address);
        this.#connected.set(host, (this.#connected.get(host) ?? true) && isPrivate);
    }
    /** @param namedBy the host that gave the address; undefined: a file names it */
    reachOf(url, namedBy) {
        if (this.isListed(url))
            return 'anywhere';
        return namedBy !== undefined && this.isPrivate(namedBy) ? 'network' : 'public';
    }
}
/** As addresses spell them: without the port that the scheme has anyhow. */
function hostsOf(registry) {
    const authority = (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .registryApiHost */ .Mb)(registry);
    return ['https:', 'http:'].flatMap((scheme) => URL.canParse(`${scheme}//${authority}`) ? [new URL(`${scheme}//${authority}`).host] : []);
}


/***/ }),

/***/ 9903:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  T6: () => (/* binding */ ProxyError),
  mS: () => (/* binding */ explainingProxy),
  rq: () => (/* binding */ readProxies)
});

// UNUSED EXPORTS: shownProxy

// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./src/registry/http/no-proxy.ts

/** This machine is reached without a proxy, whatever the environment says. */
const neverProxied = ['localhost', '127.0.0.0/8', '::1'];
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
function parseNoProxy(text) {
    const entries = [...text.toLowerCase().split(/[\s,]+/), ...neverProxied].filter((entry) => entry !== '');
    if (entries.includes('*'))
        return () => true;
    const matchers = entries.flatMap((entry) => readEntry(entry) ?? []);
    return ({ hostname, port, protocol }) => {
        const name = hostname.replace(/^\[|\]$/g, '');
        const usualPort = protocol === 'https:' ? '443' : '80';
        const host = { name, family: familyOf(name), port: port === '' ? usualPort : port };
        return matchers.some((matches) => matches(host));
    };
}
function familyOf(address) {
    const family = (0,external_node_net_.isIP)(address);
    return family === 4 || family === 6 ? family : 0;
}
function readEntry(entry) {
    const network = readNetwork(entry);
    if (network !== undefined)
        return ({ name, family }) => family !== 0 && network.check(name, nameOf(family));
    // An address of IPv6 has colons itself, and a port only behind brackets.
    const [, bracketed, bare, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d+))?$/.exec(entry) ?? [];
    const name = bracketed ?? bare ?? entry;
    const matches = readHost(name);
    return name === '' ? undefined : (host) => matches(host) && (port === undefined || port === host.port);
}
function readNetwork(entry) {
    const [, address = '', length] = /^([^/]+)\/(\d{1,3})$/.exec(entry) ?? [];
    const family = familyOf(address);
    const prefix = Number(length);
    if (family === 0 || prefix > (family === 4 ? 32 : 128))
        return undefined;
    const list = new external_node_net_.BlockList();
    list.addSubnet(address, prefix, nameOf(family));
    return list;
}
function readHost(written) {
    const family = familyOf(written);
    if (family !== 0) {
        // Each address has several spellings.
        const list = new external_node_net_.BlockList();
        list.addAddress(written, nameOf(family));
        return (host) => host.family !== 0 && list.check(host.name, nameOf(host.family));
    }
    const name = written.replace(/^\*(?=\.)/, '');
    if (name.startsWith('.'))
        return (host) => host.family === 0 && host.name.endsWith(name);
    return (host) => host.family === 0 && (host.name === name || host.name.endsWith(`.${name}`));
}
function nameOf(family) {
    return family === 4 ? 'ipv4' : 'ipv6';
}

;// CONCATENATED MODULE: ./src/registry/http/proxy.ts



/** The lower-case name goes first, as in curl and in Go. An empty one is as good as none. */
function variableOf(name, environment) {
    const found = [name, name.toUpperCase()].find((spelling) => (environment[spelling] ?? '') !== '');
    return found === undefined ? undefined : { name: found, value: environment[found] ?? '' };
}
/** Without the user and password that it may hold. */
function shownProxy(address) {
    // To the last: a password may have one in it.
    return (0,runtime_text/* printable */.g$)(address.replace(/^([^/]*\/\/)?.*@/s, '$1***@'));
}
const noProxy = () => undefined;
/**
 * Reads which proxies the environment names, each for its own scheme. `ALL_PROXY` is not read. As in Go: what crane and docker reach, this reaches in
 * the same way.
 * @throws {ConfigurationError}
 */
function readProxies(environment) {
    const http = readProxy(variableOf('http_proxy', environment));
    const https = readProxy(variableOf('https_proxy', environment));
    if (http === undefined && https === undefined)
        return noProxy;
    const isDirect = parseNoProxy(variableOf('no_proxy', environment)?.value ?? '');
    return (url) => (isDirect(url) ? undefined : url.protocol === 'https:' ? https : http);
}
const protocols = new Set(['http:', 'https:', 'socks5:', 'socks:']);
function readProxy(variable) {
    if (variable === undefined)
        return undefined;
    const { name, value } = variable;
    const url = (0,runtime_text/* parseProxyAddress */.u)(value);
    if (url === undefined || !protocols.has(url.protocol))
        throw new errors/* ConfigurationError */.j1([
            `${name}: "${shownProxy(value)}" is not the address of a proxy. Write it as http://host:port.`,
        ]);
    const login = `${decoded(url.username)}:${decoded(url.password)}`;
    const authorization = login === ':' ? undefined : `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
    return { variable: name, shown: shownProxy(value), url, authorization };
}
/** A password may have a bare `%` in it. */
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
/** Names the proxy, and the variable that names it, where a connection to it failed. */
function explainingProxy(send, environment) {
    const proxyFor = readProxies(environment);
    if (proxyFor === noProxy)
        return send;
    return async (request) => {
        try {
            return await send(request);
        }
        catch (error) {
            const proxy = proxyFor(request.url);
            throw proxy !== undefined && isOfConnection(error) ? new ProxyError(proxy, error) : error;
        }
    };
}
/** Whoever is asked through a proxy is connected to by the proxy: what fails here is the connection to the proxy, or the look-up of its name. */
function isOfConnection(error) {
    const failure = (0,errors/* firstOf */.Ku)(error);
    if (!(failure instanceof Error))
        return false;
    if ('syscall' in failure)
        return failure.syscall === 'connect' || failure.syscall === 'getaddrinfo';
    return (0,errors/* errorCodeOf */.D9)(failure) === 'UND_ERR_CONNECT_TIMEOUT';
}
/** A proxy could not be connected to. */
class ProxyError extends Error {
    name = 'ProxyError';
    variable;
    /** the system's, such as ECONNREFUSED */
    code;
    constructor({ variable, shown }, error) {
        const cause = (0,errors/* firstOf */.Ku)(error);
        super(`the proxy ${shown} (${variable}) is not reached: ${(0,errors/* messageOf */.bD)(cause)}`, { cause: error });
        this.variable = variable;
        this.code = (0,errors/* errorCodeOf */.D9)(cause);
    }
}


/***/ }),

/***/ 9432:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ readAuthorities)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1692);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_tls__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9541);



/**
 * The certificate authorities of the environment (SSL_CERT_FILE; NODE_EXTRA_CA_CERTS, which Node reads itself), as one context for all
 * connections: to read a system's list anew takes some 15 ms a connection.
 * @returns undefined: Node's own list does
 * @throws {ConfigurationError}
 */
async function readAuthorities(environment) {
    const file = environment.SSL_CERT_FILE ?? '';
    // Node's own list, NODE_EXTRA_CA_CERTS included. A list that is given replaces both, so that they have to be added.
    if (file === '')
        return undefined;
    const ca = [...(await defaultAuthorities(environment)), await readPem(file, 'SSL_CERT_FILE')];
    return node_tls__WEBPACK_IMPORTED_MODULE_1___default().createSecureContext({ ca });
}
async function defaultAuthorities(environment) {
    // Node tells its list from 22.15 on; the oldest supported Node does not.
    if ("getCACertificates" in (node_tls__WEBPACK_IMPORTED_MODULE_1___default()) && typeof (node_tls__WEBPACK_IMPORTED_MODULE_1___default().getCACertificates) === 'function') {
        const list = Reflect.apply((node_tls__WEBPACK_IMPORTED_MODULE_1___default().getCACertificates), (node_tls__WEBPACK_IMPORTED_MODULE_1___default()), ['default']);
        return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : (node_tls__WEBPACK_IMPORTED_MODULE_1___default().rootCertificates);
    }
    const extra = environment.NODE_EXTRA_CA_CERTS ?? '';
    return extra === '' ? (node_tls__WEBPACK_IMPORTED_MODULE_1___default().rootCertificates) : [...(node_tls__WEBPACK_IMPORTED_MODULE_1___default().rootCertificates), await readPem(extra, 'NODE_EXTRA_CA_CERTS')];
}
async function readPem(path, variable) {
    try {
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8');
    }
    catch (error) {
        throw new _runtime_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ConfigurationError */ .j1([`${variable}: ${path} cannot be read: ${(0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)}.`]);
    }
}


/***/ }),

/***/ 6396:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ guardedLookup)
/* harmony export */ });
/* harmony import */ var _http_address_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4564);
/* harmony import */ var _http_known_hosts_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9313);


/** Of several addresses those that may be reached are left. */
function guardedLookup(resolve, reach) {
    return (hostname, options, callback) => {
        resolve(hostname, { ...options, all: true }, (error, addresses) => {
            if (error !== null) {
                callback(error, []);
                return;
            }
            const [first, ...others] = addresses.filter(({ address }) => (0,_http_known_hosts_js__WEBPACK_IMPORTED_MODULE_1__/* .mayReach */ .Bs)(reach, (0,_http_address_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOfAddress */ .Qi)(address)));
            if (first === undefined)
                callback(new _http_known_hosts_js__WEBPACK_IMPORTED_MODULE_1__/* .PrivateAddressError */ .ij(hostname, addresses[0]?.address), []);
            else if (options.all === true)
                callback(null, [first, ...others]);
            else
                callback(null, first.address, first.family);
        });
    };
}


/***/ }),

/***/ 5783:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createDispatcher: () => (/* binding */ createDispatcher),
  createGuardedDispatchers: () => (/* binding */ createGuardedDispatchers)
});

// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(6752);
// EXTERNAL MODULE: ./src/registry/http/known-hosts.ts
var known_hosts = __webpack_require__(9313);
// EXTERNAL MODULE: ./src/registry/transport/guarded-lookup.ts
var guarded_lookup = __webpack_require__(6396);
;// CONCATENATED MODULE: ./src/registry/transport/undici/guarded-connect.ts



/**
 * Makes connections for requests with a limited reach. It checks a name's addresses while connecting, so that the address checked is the one
 * connected to. A literal address is not looked up, and must be checked before.
 */
function guardedConnect(options, { hosts, reach, resolve }) {
    const connect = (0,undici/* buildConnector */.gU)({ ...options, lookup: (0,guarded_lookup/* guardedLookup */.r)(resolve, reach) });
    return (target, callback) => {
        const host = target.host ?? target.hostname;
        connect(target, (...[error, socket]) => {
            if (error !== null) {
                callback(error instanceof known_hosts/* PrivateAddressError */.ij ? new known_hosts/* PrivateAddressError */.ij(host, error.address) : error, null);
                return;
            }
            hosts.recordConnection(host, socket.remoteAddress);
            callback(null, socket);
        });
    };
}

// EXTERNAL MODULE: ./src/registry/transport/authorities.ts
var authorities = __webpack_require__(9432);
;// CONCATENATED MODULE: ./src/registry/transport/undici/informational.ts

/** A longer head is left to the parser, which has a limit of its own. */
const maxHeadBytes = 16 * 1024;
/** `HTTP/1.1 100 `: so much of an answer says whether it is informational. */
const statusLineBytes = 13;
const endOfHead = Buffer.from('\r\n\r\n');
const nothing = Buffer.alloc(0);
/**
 * Makes the HTTP client of one origin. Its connections skip informational answers (100 Continue, 102 Processing, 103 Early Hints), as RFC 9110 §15.2
 * demands. undici closes a connection at a 100 that it did not ask for. Give it to an agent as its `factory`.
 */
function informationalPassingPool(origin, options) {
    const given = 'connect' in options ? options.connect : undefined;
    const connect = typeof given === 'function' ? given : (0,undici/* buildConnector */.gU)(typeof given === 'object' ? { ...given } : {});
    return new undici/* Pool */.bC(origin, { ...options, connect: passingInformational(connect) });
}
function passingInformational(connect) {
    return (target, callback) => {
        const done = (...[error, socket]) => {
            if (error !== null) {
                callback(error, null);
                return;
            }
            passOverInformational(socket);
            callback(null, socket);
        };
        if (typeof connect === 'function')
            Reflect.apply(connect, undefined, [target, done]);
    };
}
/**
 * Takes informational answers out of what is read from a socket. It has one request at a time: from its beginning on, which is the only text that
 * is written, an answer is expected, and what comes before the final one is dropped. 101 is none of them: it changes the protocol.
 */
function passOverInformational(socket) {
    const answers = new Answers();
    const write = socket.write.bind(socket);
    const read = socket.read.bind(socket);
    // Not fixed: Node itself replaces `write` when the other side has ended.
    Object.defineProperty(socket, 'write', {
        configurable: true,
        writable: true,
        value: (...written) => {
            if (typeof written[0] === 'string' && /^[A-Z]+ /.test(written[0]))
                answers.expect();
            return Reflect.apply(write, socket, written);
        },
    });
    Object.defineProperty(socket, 'read', {
        configurable: true,
        writable: true,
        value: (size) => {
            for (;;) {
                const chunk = read(size);
                if (!(chunk instanceof Buffer))
                    return chunk;
                const passed = answers.pass(chunk);
                if (passed !== undefined)
                    return passed;
            }
        },
    });
}
/** The answers of one connection. */
class Answers {
    #isExpected = false;
    #held = nothing;
    /** A request begins. */
    expect() {
        this.#isExpected = true;
    }
    /** undefined: nothing of it is for the reader, or not yet. */
    pass(chunk) {
        if (!this.#isExpected)
            return chunk;
        let rest = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
        this.#held = nothing;
        while (rest.length > 0) {
            const end = endOfInformational(rest);
            if (end === 'unknown') {
                this.#held = rest;
                return undefined;
            }
            if (end === undefined) {
                this.#isExpected = false;
                return rest;
            }
            rest = rest.subarray(end);
        }
        return undefined;
    }
}
/** Where the informational answer ends that bytes begin with; undefined: they begin with another. */
function endOfInformational(bytes) {
    const statusLine = bytes.toString('latin1', 0, statusLineBytes);
    if (statusLine.length < statusLineBytes)
        return statusLine.startsWith('HTTP/1.') || 'HTTP/1.'.startsWith(statusLine) ? 'unknown' : undefined;
    if (!/^HTTP\/1\.\d 1(?!01)\d\d[ \r]$/.test(statusLine))
        return undefined;
    const end = bytes.indexOf(endOfHead);
    if (end !== -1)
        return end + endOfHead.length;
    return bytes.length > maxHeadBytes ? undefined : 'unknown';
}

// EXTERNAL MODULE: ./src/registry/http/proxy.ts + 1 modules
var proxy = __webpack_require__(9903);
;// CONCATENATED MODULE: ./src/registry/transport/undici/dispatcher.ts





const connectTimeoutMs = 15_000;
/**
 * One HTTP client for each reach, so that a connection to a host that may be anywhere is never used for one that may not. Behind a proxy, the proxy
 * looks names up, so only literal addresses are refused there.
 * @throws {ConfigurationError}
 */
function createGuardedDispatchers(environment, secureContext, guard) {
    const options = socketOptions(secureContext);
    const make = (reach) => makeDispatcher(environment, options, guardedConnect(options, { ...guard, reach }));
    const dispatchers = {
        anywhere: make('anywhere'),
        network: make('network'),
        public: make('public'),
    };
    return {
        of: (reach) => dispatchers[reach],
        destroy: async () => {
            await Promise.all(Object.values(dispatchers).map(async (dispatcher) => dispatcher.destroy()));
        },
    };
}
/**
 * The HTTP client for a run, with the proxy (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) and the certificate authorities
 * (SSL_CERT_FILE; NODE_EXTRA_CA_CERTS, which Node reads itself) of the environment.
 * @param timeoutMs how long a connection may take, with the tunnel of a proxy
 * @throws {ConfigurationError}
 */
async function createDispatcher(environment, timeoutMs = connectTimeoutMs) {
    const options = { ...socketOptions(await (0,authorities/* readAuthorities */.G)(environment)), timeout: timeoutMs };
    return makeDispatcher(environment, options, options);
}
function socketOptions(secureContext) {
    return { timeout: connectTimeoutMs, ...(secureContext === undefined ? {} : { secureContext }) };
}
function makeDispatcher(environment, options, connect) {
    const proxyFor = (0,proxy/* readProxies */.rq)(environment);
    const factory = (origin) => {
        const proxy = proxyFor(new URL(origin));
        return proxy === undefined
            ? informationalPassingPool(origin, { connect })
            : behindProxy(new URL(origin), proxy, options);
    };
    return new undici/* Agent */.g6({ connect, factory });
}
/** Through a proxy the guarded `connect` is not looked at: it is the proxy that looks names up. The certificate authorities are for both ways. */
function behindProxy(origin, proxy, options) {
    const { url, authorization } = proxy;
    if (origin.protocol === 'http:' && /^https?:$/.test(url.protocol))
        return askingProxy(origin, proxy, options);
    const token = authorization === undefined ? {} : { token: authorization };
    const factory = informationalPassingPool;
    // A tunnel is part of the connection: without this, a proxy that takes CONNECT and says nothing would have five minutes.
    const clientFactory = (to, more) => new undici/* Pool */.bC(to, { ...more, headersTimeout: options.timeout });
    return new undici/* ProxyAgent */.kT({ uri: url.href, requestTls: options, proxyTls: options, factory, clientFactory, ...token });
}
/**
 * Without TLS the proxy makes the request itself (RFC 9112 §3.2.2, "absolute-form"). Many refuse CONNECT to any port but 443, and Go's clients do as
 * this does.
 */
function askingProxy({ origin, host }, { url, authorization }, options) {
    const own = { host, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) };
    // undici would hold the proxy's certificate against the header `host`.
    const toProxy = (0,undici/* buildConnector */.gU)({ ...options });
    const connect = (target, callback) => {
        toProxy({ ...target, servername: '' }, callback);
    };
    return informationalPassingPool(url.origin, { connect }).compose((dispatch) => (request, handler) => dispatch({
        ...request,
        origin: url.origin,
        path: `${origin}${request.path}`,
        headers: [...withHeaders(request.headers, own)],
    }, handler));
}
/** undici takes headers in several shapes, and its `fetch` gives them as a list of names and values, which all become. */
function withHeaders(headers, more) {
    if (Array.isArray(headers))
        return [...headers, ...Object.entries(more).flat()];
    const pairs = headers === null || headers === undefined
        ? []
        : Symbol.iterator in headers
            ? [...headers]
            : Object.entries(headers);
    const flat = pairs.flatMap(([name, value]) => value === undefined ? [] : [value].flat().flatMap((each) => [name, each]));
    return [...flat, ...Object.entries(more).flat()];
}


/***/ })

};
