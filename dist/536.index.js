export const id = 536;
export const ids = [536];
export const modules = {

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


/***/ }),

/***/ 4536:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createUndiciTransports: () => (/* binding */ createUndiciTransports)
/* harmony export */ });
/* unused harmony export undiciTransport */
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7075);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_stream__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _runtime_bounded_read_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7126);
/* harmony import */ var _throttle_body_pace_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5860);
/* harmony import */ var _dispatcher_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5783);
/* harmony import */ var _transport_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8436);





/** @throws {ConfigurationError} */
function createUndiciTransports(environment, authorities, guard, clock) {
    const dispatchers = (0,_dispatcher_js__WEBPACK_IMPORTED_MODULE_3__.createGuardedDispatchers)(environment, authorities, guard);
    return { of: (reach) => undiciTransport(dispatchers.of(reach), clock), close: dispatchers.destroy };
}
/** Sends by undici's client. It throws what undici throws. */
function undiciTransport(dispatcher, clock) {
    return async (request) => {
        const { method, url, headers, body: content, pace, headersTimeoutMs, bodyTimeoutMs, signal } = request;
        const body = (0,_transport_js__WEBPACK_IMPORTED_MODULE_4__/* .isStreamed */ .e)(content)
            ? node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable.from(pace === undefined ? content : (0,_throttle_body_pace_js__WEBPACK_IMPORTED_MODULE_2__/* .paceSent */ .WS)(content, pace), { objectMode: false })
            : content;
        const sentAtMs = clock.monotonicMs();
        const response = await dispatcher.request({
            method,
            origin: url.origin,
            path: `${url.pathname}${url.search}`,
            headers: { ...headers },
            ...(body === undefined ? {} : { body }),
            headersTimeout: headersTimeoutMs,
            bodyTimeout: bodyTimeoutMs,
            // undici ends a connection after a HEAD, for servers that send a body all the same (undici#258). Registries do not, and a new
            // connection for every look-up costs more than the look-up; what comes unasked is an error of that connection, and tried again.
            reset: false,
            signal,
        });
        const latencyMs = clock.monotonicMs() - sentAtMs;
        return { status: response.statusCode, headers: response.headers, body: receivedBody(response.body), latencyMs };
    };
}
function receivedBody(body) {
    return {
        get isEnded() {
            return body.destroyed || body.readableEnded;
        },
        takeWhole: () => undefined,
        drain: async (maxBytes, signal) => {
            await body.dump({ limit: maxBytes, signal }).catch(() => undefined);
        },
        destroy: (error) => {
            body.destroy(error);
        },
        [Symbol.asyncIterator]: () => (0,_runtime_bounded_read_js__WEBPACK_IMPORTED_MODULE_1__/* .bytesOf */ .$$)(body),
    };
}


/***/ })

};
