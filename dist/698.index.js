export const id = 698;
export const ids = [698];
export const modules = {

/***/ 7698:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createDispatcher: () => (/* binding */ createDispatcher)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1692);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_tls__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var undici__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6752);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3916);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8992);





const connectTimeoutMs = 15_000;
/** This machine is reached without a proxy, whatever the environment says: undici would send even loopback through it. */
const neverProxied = ['localhost', '127.0.0.1', '::1'];
/**
 * The HTTP client for a run, with the proxy (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) and the certificate authorities
 * (SSL_CERT_FILE; NODE_EXTRA_CA_CERTS, which Node reads itself) of the environment.
 * @throws {ConfigurationError}
 */
async function createDispatcher(environment) {
    const ca = await readAuthorities(environment);
    const connect = { timeout: connectTimeoutMs, ...(ca === undefined ? {} : { ca: [...ca] }) };
    const httpProxy = variable('http_proxy', environment);
    const httpsProxy = variable('https_proxy', environment);
    if (httpProxy === '' && httpsProxy === '')
        return new undici__WEBPACK_IMPORTED_MODULE_2__/* .Agent */ .g6({ connect });
    const noProxy = [variable('no_proxy', environment), ...neverProxied].filter(Boolean).join(',');
    // Through a proxy `connect` is not looked at: the certificate authorities have to be given for the way behind it too.
    return proxyAgent({ connect, requestTls: connect, proxyTls: connect, httpProxy, httpsProxy, noProxy });
}
/** By curl's custom: the lower-case name goes first. */
function variable(name, environment) {
    return environment[name] ?? environment[name.toUpperCase()] ?? '';
}
function proxyAgent(options) {
    try {
        return new undici__WEBPACK_IMPORTED_MODULE_2__/* .EnvHttpProxyAgent */ .J2(options);
    }
    catch (error) {
        const { httpProxy, httpsProxy } = options ?? {};
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ConfigurationError */ .j1([
            `HTTP_PROXY is ${quoted(httpProxy)}, HTTPS_PROXY is ${quoted(httpsProxy)}: no proxy's address: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error)}. Write it as http://host:port.`,
        ]);
    }
}
/** Without the user and password that it may hold. */
function quoted(address = '') {
    return address === '' ? 'not set' : `"${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .printable */ .g)(address.replace(/^([^/]*\/\/)?[^@]*@/, '$1***@'))}"`;
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
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ConfigurationError */ .j1([`${variable}: ${path} cannot be read: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error)}.`]);
    }
}


/***/ })

};
