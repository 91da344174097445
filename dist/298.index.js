export const id = 298;
export const ids = [298];
export const modules = {

/***/ 6298:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readCacheEntry: () => (/* binding */ readCacheEntry),
  writeCacheEntry: () => (/* binding */ writeCacheEntry)
});

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/index.js + 1 modules
var lib = __webpack_require__(4942);
// EXTERNAL MODULE: ./src/runtime/environment.ts
var environment = __webpack_require__(329);
// EXTERNAL MODULE: ./src/runtime/bounded-read.ts
var bounded_read = __webpack_require__(7126);
// EXTERNAL MODULE: ./node_modules/@actions/cache/lib/internal/config.js
var config = __webpack_require__(5253);
// EXTERNAL MODULE: ./node_modules/@actions/cache/lib/internal/shared/cacheTwirpClient.js + 26 modules
var cacheTwirpClient = __webpack_require__(5604);
;// CONCATENATED MODULE: ./src/github/runner/cache-private.ts
/**
 * The one file that imports below a package's entry. The entry of `@actions/cache` has only `restoreCache` and `saveCache`. These keep files in
 * tar archives, and unpack them with `tar -P`: an archive says where its files go, and `/` and `../` count. All workflows of a repository share
 * its cache, so one with few rights could write any file of the job that may push images (docs/decisions/0004-actions-core-and-cache.md).
 *
 * So this takes the toolkit's client of the cache service, which finds and reserves entries. What an entry holds is ours (`cache-client.ts`).
 * A version of the package that moves these paths fails the type check; one that changes the client's fields fails here.
 */



/** Once more, and soon: the toolkit's own five attempts take longer than a run. */
const retries = { maxAttempts: 2, retryIntervalMs: 500 };
/**
 * Makes a client of GitHub's cache service that follows no redirect. The toolkit's would follow one to any host, and add its token to each
 * request anew. No option keeps it from that, so a private field of its HTTP client does.
 * @throws {Error} the client has not the fields that are known
 */
function createCacheService() {
    const service = (0,cacheTwirpClient/* internalCacheTwirpClient */.t)(retries);
    const rpc = Reflect.get(service, 'rpc');
    const client = typeof rpc === 'object' && rpc !== null ? Reflect.get(rpc, 'httpClient') : undefined;
    if (!(client instanceof lib/* HttpClient */.Qq))
        throw new Error('the client of the cache service is another than is known');
    Reflect.set(client, '_allowRedirects', false);
    return service;
}
/** Says whether the workflow lets this job read the cache. */
function mayReadCache() {
    return (0,config/* isCacheReadable */.bv)((0,config/* getCacheMode */.as)());
}
/** Says whether the workflow lets this job write to the cache. */
function mayWriteCache() {
    return (0,config/* isCacheWritable */.J)((0,config/* getCacheMode */.as)());
}

;// CONCATENATED MODULE: ./src/github/runner/cache-client.ts
/**
 * Entries of GitHub's cache service (version 2). An entry is one blob here, and is read into memory: nothing is unpacked to files.
 */





/** @param maxBytes an entry that is larger is not read to its end */
async function readCacheEntry(entry, maxBytes) {
    if (!mayReadCache())
        return undefined;
    const { key, prefixes, version } = entry;
    const found = await createCacheService().GetCacheEntryDownloadURL({
        key,
        restoreKeys: [...prefixes],
        version,
    });
    if (!found.ok)
        return undefined;
    const { message } = await storage().get(found.signedDownloadUrl);
    if (message.statusCode !== 200)
        throw new Error(`its storage answered ${message.statusCode ?? 'nothing'}`);
    return (0,bounded_read/* readBounded */.CB)(message, maxBytes, () => new Error(`the entry has more than ${maxBytes} bytes`));
}
/** Does nothing where the workflow says that this job must not write. */
async function writeCacheEntry({ key, version }, bytes) {
    if (!mayWriteCache())
        return;
    const service = createCacheService();
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
    const { message } = await storage().sendStream('PUT', url, external_node_stream_.Readable.from([bytes]), headers);
    message.resume();
    if (message.statusCode !== 201)
        throw new Error(`its storage answered ${message.statusCode ?? 'nothing'}`);
}
/** Without credentials: the addresses are signed. */
function storage() {
    return new lib/* HttpClient */.Qq(`image-mirror/${environment/* version */.r}`, [], { allowRedirects: false });
}


/***/ })

};
