export const id = 948;
export const ids = [948];
export const modules = {

/***/ 7631:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ maxPackedBytes)
/* harmony export */ });
/** A full one has 20 MiB, where its content is as good as random. */
const maxPackedBytes = 24 * 1024 * 1024;


/***/ }),

/***/ 6948:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findCacheStore: () => (/* binding */ findCacheStore)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _cache_store_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7631);


/** Changes with what an entry is, so that a run never reads another program's. */
const entryVersion = sha256('image-mirror knowledge 1');
/**
 * GitHub's cache service, where the runner offers it: version 2, which GitHub Enterprise Server has not.
 * @param scopes what the cache is for, from the widest: what was kept for all of them is preferred, and the first's will do
 */
function findCacheStore(scopes, environment) {
    const needed = ['ACTIONS_CACHE_SERVICE_V2', 'ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN'];
    if (needed.some((name) => (environment[name] ?? '') === ''))
        return undefined;
    const entry = entryFor(scopes, environment);
    return {
        name: 'GitHub’s cache service',
        load: async () => {
            const { readCacheEntry } = await Promise.all(/* import() */[__webpack_require__.e(604), __webpack_require__.e(298)]).then(__webpack_require__.bind(__webpack_require__, 6298));
            return readCacheEntry(entry, _cache_store_js__WEBPACK_IMPORTED_MODULE_1__/* .maxPackedBytes */ .O);
        },
        save: async (bytes) => {
            const { writeCacheEntry } = await Promise.all(/* import() */[__webpack_require__.e(604), __webpack_require__.e(298)]).then(__webpack_require__.bind(__webpack_require__, 6298));
            return writeCacheEntry(entry, bytes);
        },
    };
}
/** Entries never change, so each attempt of each run has a key of its own, and finds the newest of those that begin alike. */
function entryFor(scopes, environment) {
    const prefixes = scopes.map((_scope, index) => ['image-mirror-knowledge', ...scopes.slice(0, index + 1).map((scope) => sha256(scope).slice(0, 12)), ''].join('-'));
    const { GITHUB_RUN_ID: run = '0', GITHUB_RUN_ATTEMPT: attempt = '0' } = environment;
    return { key: `${prefixes.at(-1) ?? ''}${run}-${attempt}`, prefixes: prefixes.reverse(), version: entryVersion };
}
function sha256(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest('hex');
}


/***/ })

};
