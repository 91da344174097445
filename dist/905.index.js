export const id = 905;
export const ids = [905];
export const modules = {

/***/ 8905:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readCacheEntry: () => (/* binding */ readCacheEntry),
/* harmony export */   writeCacheEntry: () => (/* binding */ writeCacheEntry)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7075);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_stream__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _actions_http_client__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4942);
/* harmony import */ var _node_modules_actions_cache_lib_internal_config_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5253);
/* harmony import */ var _node_modules_actions_cache_lib_internal_shared_cacheTwirpClient_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9527);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(311);
/**
 * GitHub's cache service (version 2), by the toolkit's own client. We import its parts below its public entry, because the entry keeps files
 * in tar archives and unpacks them with `-P`: anyone who can write to a repository's cache could then write any file of this job. Here an entry
 * is one blob, which is read into memory. See docs/decisions/0004-actions-core-and-cache.md.
 */





/** Once more, and soon: the toolkit's own five attempts take longer than a run. */
const retries = { maxAttempts: 2, retryIntervalMs: 500 };
/**
 * The toolkit's own client; but that would follow a redirect to whatever host, and give its token to that one, too: it is added to each request anew.
 * What keeps it from that has no way of its own from outside.
 */
function cacheService() {
    const service = (0,_node_modules_actions_cache_lib_internal_shared_cacheTwirpClient_js__WEBPACK_IMPORTED_MODULE_2__/* .internalCacheTwirpClient */ .t)(retries);
    const wire = Reflect.get(service, 'rpc');
    const client = typeof wire === 'object' && wire !== null ? Reflect.get(wire, 'httpClient') : undefined;
    if (!(client instanceof _actions_http_client__WEBPACK_IMPORTED_MODULE_1__/* .HttpClient */ .Qq))
        throw new Error('the client of the cache service is another than is known');
    Reflect.set(client, '_allowRedirects', false);
    return service;
}
/** @param maxBytes an entry that is larger is not read to its end */
async function readCacheEntry(entry, maxBytes) {
    if (!(0,_node_modules_actions_cache_lib_internal_config_js__WEBPACK_IMPORTED_MODULE_3__/* .isCacheReadable */ .bv)((0,_node_modules_actions_cache_lib_internal_config_js__WEBPACK_IMPORTED_MODULE_3__/* .getCacheMode */ .as)()))
        return undefined;
    const { key, prefixes, version } = entry;
    const found = await cacheService().GetCacheEntryDownloadURL({
        key,
        restoreKeys: [...prefixes],
        version,
    });
    return found.ok ? download(found.signedDownloadUrl, maxBytes) : undefined;
}
async function download(url, maxBytes) {
    const { message } = await storage().get(url);
    if (message.statusCode !== 200)
        throw new Error(`its storage answered ${message.statusCode ?? 'nothing'}`);
    const body = message;
    const chunks = [];
    let size = 0;
    for await (const chunk of body) {
        size += chunk.length;
        if (size > maxBytes)
            throw new Error(`the entry has more than ${maxBytes} bytes`);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks, size);
}
/** Does nothing where the workflow says that this job must not write. */
async function writeCacheEntry({ key, version }, bytes) {
    if (!(0,_node_modules_actions_cache_lib_internal_config_js__WEBPACK_IMPORTED_MODULE_3__/* .isCacheWritable */ .J)((0,_node_modules_actions_cache_lib_internal_config_js__WEBPACK_IMPORTED_MODULE_3__/* .getCacheMode */ .as)()))
        return;
    const service = cacheService();
    const reserved = await service.CreateCacheEntry({ key, version });
    if (!reserved.ok)
        throw new Error(reserved.message || 'it reserved no entry');
    await upload(reserved.signedUploadUrl, bytes);
    const { ok, message } = await service.FinalizeCacheEntryUpload({ key, version, sizeBytes: String(bytes.length) });
    if (!ok)
        throw new Error(message || 'it did not complete the entry');
}
/** One request, as the toolkit's uploads of this size are. Source: Azure Blob Storage, "Put Blob". */
async function upload(url, bytes) {
    const headers = {
        'content-type': 'application/octet-stream',
        'content-length': bytes.length,
        'x-ms-blob-type': 'BlockBlob',
    };
    const { message } = await storage().sendStream('PUT', url, node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable.from([bytes]), headers);
    message.resume();
    if (message.statusCode !== 201)
        throw new Error(`its storage answered ${message.statusCode ?? 'nothing'}`);
}
/** Without credentials: the addresses are signed. */
function storage() {
    return new _actions_http_client__WEBPACK_IMPORTED_MODULE_1__/* .HttpClient */ .Qq(`image-mirror/${_version_js__WEBPACK_IMPORTED_MODULE_4__/* .version */ .r}`, [], { allowRedirects: false });
}


/***/ })

};
