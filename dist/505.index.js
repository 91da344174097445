export const id = 505;
export const ids = [505];
export const modules = {

/***/ 7187:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C0: () => (/* binding */ isPrivateAddress),
/* harmony export */   Dx: () => (/* binding */ objectionTo),
/* harmony export */   Qi: () => (/* binding */ kindOfAddress),
/* harmony export */   Sf: () => (/* binding */ isPrivateHost),
/* harmony export */   bO: () => (/* binding */ listingAdvice),
/* harmony export */   cW: () => (/* binding */ isLoopbackHost),
/* harmony export */   g3: () => (/* binding */ kindOfHost)
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
        list.addSubnet(sixToFour(network), 16 + prefix, 'ipv6');
    }
    for (const [network, prefix] of networks6)
        list.addSubnet(network, prefix, 'ipv6');
    return list;
}
/** Source: RFC 3056, section 2. */
function sixToFour(address) {
    const hex = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
    return `2002:${hex.slice(0, 2).join('')}:${hex.slice(2).join('')}::`;
}
/** What an IP address is, whichever way it is written; a zone behind it (`%eth0`) changes nothing. */
function kindOfAddress(address) {
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
 * Why a registry must not lead its clients there, by a redirect, for a token or for an upload, as far as the address itself tells; undefined:
 * it may. From a public host to an address that only this machine's network has is what no registry does, and an attacker might.
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
    if (url.hostname === from.hostname || hosts?.isListed(url) === true)
        return undefined;
    const isFromPrivate = hosts?.isPrivate(from) ?? isPrivateHost(from);
    return objectionToKind(kindOfHost(url), isFromPrivate);
}
function objectionToKind(kind, isFromPrivate) {
    if (kind === undefined || kind === 'public')
        return undefined;
    if (!isFromPrivate)
        return 'is at a private address';
    return kind === 'link-local' ? 'is at an address that is for this machine alone' : undefined;
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
    const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
    return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}


/***/ }),

/***/ 8505:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createDispatcher: () => (/* binding */ createDispatcher),
  createDispatchers: () => (/* binding */ createDispatchers)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
var external_node_tls_default = /*#__PURE__*/__webpack_require__.n(external_node_tls_);
// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(6752);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(3916);
// EXTERNAL MODULE: ./src/registry/address.ts
var registry_address = __webpack_require__(7187);
// EXTERNAL MODULE: ./src/registry/known-hosts.ts
var known_hosts = __webpack_require__(1942);
;// CONCATENATED MODULE: ./src/registry/guarded-connect.ts



/**
 * Makes connections for requests that may go so far and no further. A name's addresses are looked at where the connection is made, so that what
 * is checked is what is connected to. An address that stands for itself is not looked up, and has to be looked at before.
 */
function guardedConnect(options, { hosts, reach, resolve }) {
    const connect = (0,undici/* buildConnector */.gU)({ ...options, lookup: guardedLookup(resolve, reach) });
    return (target, callback) => {
        const host = target.host ?? target.hostname;
        connect(target, (...[error, socket]) => {
            if (error !== null) {
                callback(error instanceof known_hosts/* PrivateAddressError */.ij ? new known_hosts/* PrivateAddressError */.ij(host, error.address) : error, null);
                return;
            }
            hosts.noteConnection(host, socket.remoteAddress);
            callback(null, socket);
        });
    };
}
/** Of several addresses those that may be reached are left. */
function guardedLookup(resolve, reach) {
    return (hostname, options, callback) => {
        resolve(hostname, { ...options, all: true }, (error, addresses) => {
            if (error !== null) {
                callback(error, []);
                return;
            }
            const [first, ...others] = addresses.filter(({ address }) => (0,known_hosts/* mayReach */.Bs)(reach, (0,registry_address/* kindOfAddress */.Qi)(address)));
            if (first === undefined)
                callback(new known_hosts/* PrivateAddressError */.ij(hostname, addresses[0]?.address), []);
            else if (options.all === true)
                callback(null, [first, ...others]);
            else
                callback(null, first.address, first.family);
        });
    };
}

// EXTERNAL MODULE: ./src/registry/proxy.ts
var proxy = __webpack_require__(4263);
;// CONCATENATED MODULE: ./src/registry/dispatcher.ts








const connectTimeoutMs = 15_000;
/** This machine is reached without a proxy, whatever the environment says: undici would send even loopback through it. */
const neverProxied = ['localhost', '127.0.0.1', '::1'];
/**
 * One HTTP client for each reach: a connection that was made for a host that may be anywhere serves none that may not. Behind a proxy names are
 * the proxy's to look up, so that only addresses that stand for themselves are refused there.
 * @throws {ConfigurationError}
 */
async function createDispatchers(environment, hosts, resolve) {
    const options = await connectOptions(environment);
    const make = (reach) => makeDispatcher(environment, options, guardedConnect(options, { hosts, reach, resolve }));
    const dispatchers = {
        anywhere: make('anywhere'),
        network: make('network'),
        public: make('public'),
    };
    return {
        dispatcherFor: (url, ledBy) => {
            const reach = hosts.reachOf(url, ledBy);
            if (!(0,known_hosts/* mayReach */.Bs)(reach, (0,registry_address/* kindOfHost */.g3)(url) ?? 'public'))
                throw new known_hosts/* PrivateAddressError */.ij(url.host);
            return dispatchers[reach];
        },
        destroy: async () => {
            await Promise.all(Object.values(dispatchers).map(async (dispatcher) => dispatcher.destroy()));
        },
    };
}
/**
 * The HTTP client for a run, with the proxy (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) and the certificate authorities
 * (SSL_CERT_FILE; NODE_EXTRA_CA_CERTS, which Node reads itself) of the environment.
 * @throws {ConfigurationError}
 */
async function createDispatcher(environment) {
    const options = await connectOptions(environment);
    return makeDispatcher(environment, options, options);
}
/** Authorities are made into one context for all connections: to read a system's list anew takes some 15 ms a connection. */
async function connectOptions(environment) {
    const ca = await readAuthorities(environment);
    const timeout = connectTimeoutMs;
    return ca === undefined ? { timeout } : { timeout, secureContext: external_node_tls_default().createSecureContext({ ca: [...ca] }) };
}
function makeDispatcher(environment, options, connect) {
    const httpProxy = (0,proxy/* proxyVariable */.rw)('http_proxy', environment);
    const httpsProxy = (0,proxy/* proxyVariable */.rw)('https_proxy', environment);
    if (httpProxy === '' && httpsProxy === '')
        return new undici/* Agent */.g6({ connect });
    const noProxy = [(0,proxy/* proxyVariable */.rw)('no_proxy', environment), ...neverProxied].filter(Boolean).join(',');
    // Through a proxy `connect` is not looked at: the certificate authorities have to be given for the way behind it too.
    return proxyAgent({ connect, requestTls: options, proxyTls: options, httpProxy, httpsProxy, noProxy });
}
function proxyAgent(options) {
    try {
        return new undici/* EnvHttpProxyAgent */.J2(options);
    }
    catch (error) {
        const { httpProxy, httpsProxy } = options ?? {};
        throw new errors/* ConfigurationError */.j1([
            `HTTP_PROXY is ${quoted(httpProxy)}, HTTPS_PROXY is ${quoted(httpsProxy)}: no proxy's address: ${(0,errors/* messageOf */.bD)(error)}. Write it as http://host:port.`,
        ]);
    }
}
function quoted(address = '') {
    return address === '' ? 'not set' : `"${(0,proxy/* shownProxy */.qb)(address)}"`;
}
/** undefined: Node's own list, NODE_EXTRA_CA_CERTS included. A list that is given replaces both, so that they have to be added. */
async function readAuthorities(environment) {
    const file = environment.SSL_CERT_FILE ?? '';
    if (file === '')
        return undefined;
    return [...(await defaultAuthorities(environment)), await readPem(file, 'SSL_CERT_FILE')];
}
async function defaultAuthorities(environment) {
    // Node tells its list from 22.15 on; the oldest supported Node does not.
    if ("getCACertificates" in (external_node_tls_default()) && typeof (external_node_tls_default()).getCACertificates === 'function') {
        const list = Reflect.apply((external_node_tls_default()).getCACertificates, (external_node_tls_default()), ['default']);
        return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : (external_node_tls_default()).rootCertificates;
    }
    const extra = environment.NODE_EXTRA_CA_CERTS ?? '';
    return extra === '' ? (external_node_tls_default()).rootCertificates : [...(external_node_tls_default()).rootCertificates, await readPem(extra, 'NODE_EXTRA_CA_CERTS')];
}
async function readPem(path, variable) {
    try {
        return await (0,promises_.readFile)(path, 'utf8');
    }
    catch (error) {
        throw new errors/* ConfigurationError */.j1([`${variable}: ${path} cannot be read: ${(0,errors/* messageOf */.bD)(error)}.`]);
    }
}


/***/ }),

/***/ 1942:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BV: () => (/* binding */ KnownHosts),
/* harmony export */   Bs: () => (/* binding */ mayReach),
/* harmony export */   ij: () => (/* binding */ PrivateAddressError)
/* harmony export */ });
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3564);
/* harmony import */ var _address_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7187);


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
 * The hosts of a run, and how far each may be. Those that the user or a trusted file names may be anywhere. Where a registry leads is known by
 * the registry alone: one that is itself in one's own network may lead to others there, and a public one may not, whatever names it gives them.
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
     * A name that changes its address in the middle of a run is public from then on: its answers may come from there. And where no connection
     * was made from here (a proxy makes them) nobody knows.
     */
    isPrivate(url) {
        return (0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .kindOfHost */ .g3)(url) === undefined ? this.#connected.get(url.host) === true : (0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .isPrivateHost */ .Sf)(url);
    }
    /** To be called for every connection, before anything is sent on it. */
    noteConnection(host, address) {
        const isPrivate = address !== undefined && (0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .isPrivateAddress */ .C0)(address);
        this.#connected.set(host, (this.#connected.get(host) ?? true) && isPrivate);
    }
    /** @param ledBy the host that gave the address; undefined: a file names it */
    reachOf(url, ledBy) {
        if (this.isListed(url))
            return 'anywhere';
        return ledBy !== undefined && this.isPrivate(ledBy) ? 'network' : 'public';
    }
}
/** As addresses spell them: without the port that the scheme has anyhow. */
function hostsOf(registry) {
    const authority = (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .registryApiHost */ .Mb)(registry);
    return ['https:', 'http:'].flatMap((scheme) => URL.canParse(`${scheme}//${authority}`) ? [new URL(`${scheme}//${authority}`).host] : []);
}


/***/ }),

/***/ 4263:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T6: () => (/* binding */ ProxyError),
/* harmony export */   qb: () => (/* binding */ shownProxy),
/* harmony export */   rw: () => (/* binding */ proxyVariable),
/* harmony export */   tZ: () => (/* binding */ namingProxy)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_net__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3916);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8992);



/** By curl's custom: the lower-case name goes first. */
function proxyVariable(name, environment) {
    return environment[name] ?? environment[name.toUpperCase()] ?? '';
}
/** Without the user and password that it may hold. */
function shownProxy(address) {
    // To the last: a password may have one in it.
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g$)(address.replace(/^([^/]*\/\/)?.*@/s, '$1***@'));
}
/** Tells of a connection that failed that it was the proxy's, and which variable names that. */
function namingProxy(send, environment) {
    const proxies = proxiesOf(environment);
    if (proxies.length === 0)
        return send;
    return async (request) => {
        try {
            return await send(request);
        }
        catch (error) {
            const proxy = proxies.find((candidate) => isOf(error, candidate, request));
            throw proxy === undefined ? error : proxyError(proxy, error);
        }
    };
}
function proxiesOf(environment) {
    return ['https_proxy', 'http_proxy'].flatMap((name) => {
        const address = proxyVariable(name, environment);
        if (!URL.canParse(address))
            return [];
        const { hostname, protocol, port } = new URL(address);
        const variable = environment[name] === undefined ? name.toUpperCase() : name;
        return [
            { variable, shown: shownProxy(address), host: hostname.replace(/^\[|\]$/g, ''), port: portOf(port, protocol) },
        ];
    });
}
function portOf(port, protocol) {
    if (port !== '')
        return Number(port);
    return protocol === 'https:' ? 443 : 80;
}
/** The system names the address that it connected to, and the name that it looked up. */
function isOf(error, { host, port }, { url }) {
    const failure = error instanceof AggregateError ? error.errors[0] : error;
    if (!(failure instanceof Error))
        return false;
    if ('hostname' in failure)
        return failure.hostname === host && url.hostname !== host;
    if (!('port' in failure && 'address' in failure) || failure.port !== port)
        return false;
    // Whose address it is, is known where the proxy is named by that, or no one else has this port.
    return (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(host) === 0 ? portOf(url.port, url.protocol) !== port : failure.address === host;
}
/** A proxy could not be connected to. */
class ProxyError extends Error {
    variable;
    code;
    name = 'ProxyError';
    constructor(message, variable, 
    /** the system's, such as ECONNREFUSED */
    code, cause) {
        super(message, { cause });
        this.variable = variable;
        this.code = code;
    }
}
function proxyError({ variable, shown }, error) {
    const cause = error instanceof AggregateError ? error.errors[0] : error;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const message = `the proxy ${shown} (${variable}) is not reached: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(cause)}`;
    return new ProxyError(message, variable, code, error);
}


/***/ })

};
