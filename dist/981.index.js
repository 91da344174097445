export const id = 981;
export const ids = [981,66];
export const modules = {

/***/ 0:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ LruMap)
/* harmony export */ });
/** A map of bounded weight: what was used longest ago goes first. Its order is from the oldest use to the newest. */
class LruMap {
    maxWeight;
    weigh;
    #entries;
    #weight = 0;
    /** Goes on where it was: from its beginning, a map goes over all that was deleted. */
    #oldest;
    /**
     * @param weigh roughly the bytes that an entry takes; the same each time it is asked
     * @param entries an empty map, which nobody else changes
     */
    constructor(maxWeight, weigh, entries = new Map()) {
        this.maxWeight = maxWeight;
        this.weigh = weigh;
        this.#entries = entries;
        this.#oldest = entries.keys();
    }
    /** A value that is looked at without being used. */
    peek(key) {
        return this.#entries.get(key);
    }
    get(key) {
        const value = this.#entries.get(key);
        if (value === undefined)
            return undefined;
        this.#entries.delete(key);
        this.#entries.set(key, value);
        return value;
    }
    set(key, value) {
        this.delete(key);
        this.#entries.set(key, value);
        this.#weight += this.weigh(key, value);
        this.shrinkTo(this.maxWeight);
    }
    delete(key) {
        const value = this.#entries.get(key);
        if (value === undefined)
            return false;
        this.#weight -= this.weigh(key, value);
        return this.#entries.delete(key);
    }
    get weight() {
        return this.#weight;
    }
    /** Drops what was used longest ago until the rest weighs no more. */
    shrinkTo(weight) {
        while (this.#weight > weight) {
            const oldest = this.#oldest.next();
            if (oldest.done === true)
                this.#oldest = this.#entries.keys();
            else
                this.delete(oldest.value);
        }
    }
    values() {
        return this.#entries.values();
    }
    entries() {
        return this.#entries.entries();
    }
}


/***/ }),

/***/ 1066:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  maxPackedBytes: () => (/* binding */ maxPackedBytes),
  noCache: () => (/* binding */ noCache),
  openCache: () => (/* binding */ openCache)
});

// EXTERNAL MODULE: ./src/runtime/wait.ts
var wait = __webpack_require__(6223);
// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
// EXTERNAL MODULE: ./src/image/digest.ts
var image_digest = __webpack_require__(8033);
// EXTERNAL MODULE: ./src/image/reference.ts
var reference = __webpack_require__(3564);
// EXTERNAL MODULE: ./src/cache/run-cache.ts
var run_cache = __webpack_require__(7364);
;// CONCATENATED MODULE: ./src/cache/format.ts








/**
 * JSON lines, compressed by gzip. Lines, because one JSON document of this size can be written so that reading it takes thirty times its
 * size in memory, and a line cannot be long enough for that.
 */
const formatVersion = 1;
/** A full one has 31 MiB; what unpacks to more was not written by this program. */
const maxUnpackedBytes = 48 * 1024 * 1024;
/** zlib's own is 16 KiB, which makes of a full one two thousand pieces to be put together. */
const chunkSize = 1024 * 1024;
/** The largest content, in base64, with its digest. */
const maxLineBytes = Math.ceil((run_cache/* maxContentBytes */.tk * 4) / 3) + 1024;
/** A full one has 300,000 at most, where each content is a few bytes. */
const maxLines = 500_000;
/** Then what else the process has to do gets its turn, such as to hear that it is to stop. */
const linesAtOnce = 2_000;
/** distribution/reference allows no longer name; this also bounds what the grammar is run on. */
const maxNameLength = 255;
const headerSchema = dist/* object */.Ikc({ version: dist/* literal */.euz(formatVersion) });
const contentSchema = dist/* object */.Ikc({ kind: dist/* literal */.euz('content'), digest: dist/* string */.YjP(), base64: dist/* string */.YjP() });
const blobSchema = dist/* object */.Ikc({
    kind: dist/* literal */.euz('blob'),
    digest: dist/* string */.YjP(),
    registry: dist/* string */.YjP(),
    repositories: dist/* array */.YOg(dist/* string */.YjP()),
});
const hostSchema = dist/* object */.Ikc({
    kind: dist/* literal */.euz('host'),
    registry: dist/* string */.YjP(),
    severalScopes: dist/* optional */.lqM(dist/* boolean */.zMY()),
    mounts: dist/* optional */.lqM(dist/* boolean */.zMY()),
});
const lineSchema = dist/* variant */.Oxt('kind', [contentSchema, blobSchema, hostSchema]);
/** The bytes of a cache, to be saved. */
async function serializeCache({ contents }) {
    // Better levels take three times as long for some percent.
    return (0,external_node_util_.promisify)(external_node_zlib_.gzip)([...formatLines(contents)].join('\n'), { level: external_node_zlib_.constants.Z_BEST_SPEED });
}
function* formatLines({ hosts, holders, contents }) {
    yield JSON.stringify({ version: formatVersion });
    for (const [registry, facts] of hosts)
        yield JSON.stringify({ kind: 'host', registry, ...facts });
    for (const holder of holders)
        yield JSON.stringify({ kind: 'blob', ...holder });
    for (const [digest, bytes] of contents)
        yield JSON.stringify({ kind: 'content', digest, base64: Buffer.from(bytes).toString('base64') });
}
/**
 * Reads what was kept, which anybody may have written: names that could not stand in an address and digests that are none are left out, and
 * content is believed only when it is read out. Never throws.
 */
async function parseCache(packed, signal) {
    try {
        const bytes = await (0,external_node_util_.promisify)(external_node_zlib_.gunzip)(packed, { maxOutputLength: maxUnpackedBytes, chunkSize });
        return { cache: await parseLines(splitLines(bytes), signal) };
    }
    catch (error) {
        return { cache: new run_cache/* RunCache */.CY(), problem: (0,errors/* messageOf */.bD)(error) };
    }
}
function* splitLines(bytes) {
    for (let start = 0; start < bytes.length;) {
        const newline = bytes.indexOf('\n', start);
        const end = newline === -1 ? bytes.length : newline;
        if (end - start > maxLineBytes)
            throw new Error(`a line of it has ${end - start} bytes`);
        // All that is written is ASCII; what is not is no name and no digest however it is read.
        yield bytes.toString('latin1', start, end);
        start = end + 1;
    }
}
async function parseLines(lines, signal) {
    const cache = new run_cache/* RunCache */.CY();
    if (!dist.is(headerSchema, JSON.parse(lines.next().value ?? '')))
        throw new Error('it is of another version');
    let count = 0;
    for (const line of lines) {
        count += 1;
        if (count > maxLines)
            throw new Error(`it has more than ${maxLines} lines`);
        if (count % linesAtOnce === 0)
            await (0,promises_.setImmediate)();
        signal?.throwIfAborted();
        addLine(cache, dist/* parse */.qgA(lineSchema, JSON.parse(line), { abortEarly: true }));
    }
    cache.markSaved();
    return cache;
}
function addLine(cache, line) {
    switch (line.kind) {
        case 'content':
            if ((0,image_digest/* isDigest */.Bc)(line.digest))
                cache.addContent(line.digest, Buffer.from(line.base64, 'base64'));
            return;
        case 'blob':
            addHolders(cache, line);
            return;
        case 'host': {
            const { registry, severalScopes, mounts } = line;
            if (!isRegistry(registry))
                return;
            cache.recordHost(registry, {
                ...(severalScopes === undefined ? {} : { severalScopes }),
                ...(mounts === undefined ? {} : { mounts }),
            });
        }
    }
}
function addHolders(cache, line) {
    const { registry, digest, repositories } = line;
    if (!isRegistry(registry) || !(0,image_digest/* isDigest */.Bc)(digest))
        return;
    const readable = repositories
        .slice(0, run_cache/* maxHoldersOfBlob */.og)
        .filter((text) => text.length <= maxNameLength && (0,reference/* invalidComponent */.xz)(text) === undefined);
    for (const repository of readable.reverse())
        cache.recordHolder(registry, digest, repository);
}
function isRegistry(text) {
    return text.length <= maxNameLength && (0,reference/* isRegistryHost */.EV)(text);
}

;// CONCATENATED MODULE: ./src/cache/open-cache.ts





/** The cache saves seconds: to wait longer for it is to lose. For reading and for keeping, each. */
const maxWaitMs = 20_000;
/** Nothing is read, and nothing kept. */
function noCache() {
    return { cache: new run_cache/* RunCache */.CY(), save: async () => Promise.resolve() };
}
/** Reads what earlier runs kept. Whatever is wrong with it, or with where it lies, costs requests and nothing else. Never throws. */
async function openCache(store, deps) {
    const cache = await load(store, deps);
    return { cache, save: async () => save(cache, store, deps) };
}
async function load(store, deps) {
    try {
        const { cache, problem } = await (0,wait/* withDeadline */.NE)(maxWaitMs, deps, async (signal) => {
            const bytes = await store.load(signal);
            return bytes === undefined ? { cache: new run_cache/* RunCache */.CY() } : parseCache(bytes, signal);
        });
        if (problem !== undefined)
            logFailure(`What ${store.name} holds is not what a run kept`, problem, deps);
        return cache;
    }
    catch (error) {
        logFailure(`What earlier runs kept could not be read from ${store.name}`, error, deps);
        return new run_cache/* RunCache */.CY();
    }
}
async function save(cache, store, deps) {
    if (!cache.isChanged)
        return;
    const { clock, cleanupSignal } = deps;
    try {
        await (0,wait/* withDeadline */.NE)(maxWaitMs, { clock, signal: cleanupSignal }, async (signal) => store.save(await serializeCache(cache), signal));
        cache.markSaved();
    }
    catch (error) {
        logFailure(`What this run learned could not be kept in ${store.name}`, error, deps);
    }
}
/** A run that is being stopped has something else to say. */
function logFailure(what, error, { signal, log }) {
    if (!signal.aborted)
        log(`${what}: ${(0,runtime_text/* printable */.g$)((0,errors/* messageOf */.bD)(error)).replace(/\.$/, '')}. That costs requests, and changes nothing else.`);
}
/** A full one has 20 MiB, where its content is as good as random. */
const maxPackedBytes = 24 * 1024 * 1024;


/***/ }),

/***/ 6981:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openConfiguredCache: () => (/* binding */ openConfiguredCache)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/config/naming.ts
var naming = __webpack_require__(5084);
// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./src/cache/open-cache.ts + 1 modules
var open_cache = __webpack_require__(1066);
;// CONCATENATED MODULE: ./src/cache/folder-store.ts






const fileName = 'knowledge.jsonl.gz';
/** As `replace` names what it writes. */
const leftover = /^knowledge\.jsonl\.gz\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;
/** No run writes for so long. */
const leftoverMs = 3_600_000;
/** Without O_NONBLOCK, to open a named pipe is to wait for its writer. Windows has none, and leaves it undefined: `|` takes that for 0. */
const openFlags = external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NONBLOCK;
/**
 * One file in a folder, which is made where it is missing. It is replaced whole, so that of two runs at once each reads one or the
 * other, and it is its owner's alone: it tells what private images are made of.
 */
function folderStore(folder, clock) {
    return {
        name: `the folder ${folder}`,
        load: async () => readIfThere((0,external_node_path_.join)(folder, fileName)),
        save: async (bytes) => {
            await makeFolder((0,external_node_path_.resolve)(folder));
            await replace((0,external_node_path_.join)(folder, fileName), bytes);
            await removeLeftovers(folder, clock);
        },
    };
}
/** Folder by folder: Node's own way tries for ever where a system says of a folder in one that is there that it is not (`/proc/x`). */
async function makeFolder(folder) {
    try {
        await (0,promises_.mkdir)(folder);
    }
    catch (error) {
        const code = (0,errors/* errorCodeOf */.D9)(error);
        if (code === 'EEXIST' && (await isFolder(folder)))
            return;
        if (code !== 'ENOENT' || (await isFolder((0,external_node_path_.dirname)(folder))))
            throw error;
        await makeFolder((0,external_node_path_.dirname)(folder));
        await (0,promises_.mkdir)(folder).catch(async (again) => {
            if (!(await isFolder(folder)))
                throw again;
        });
    }
}
async function isFolder(path) {
    return (0,promises_.stat)(path).then((status) => status.isDirectory(), () => false);
}
async function readIfThere(path) {
    const handle = await openIfThere(path);
    try {
        return handle === undefined ? undefined : await readWhole(handle);
    }
    finally {
        await handle?.close();
    }
}
async function openIfThere(path) {
    try {
        return await (0,promises_.open)(path, openFlags);
    }
    catch (error) {
        if ((0,errors/* errorCodeOf */.D9)(error) === 'ENOENT')
            return undefined;
        throw error;
    }
}
async function readWhole(handle) {
    const status = await handle.stat();
    if (!status.isFile())
        throw new Error(`${fileName} is no file`);
    if (status.size > open_cache.maxPackedBytes)
        throw new Error(`${fileName} has ${status.size} bytes, and at most ${open_cache.maxPackedBytes} make sense`);
    return handle.readFile();
}
/** What runs left that were killed while they wrote. It is no run's concern whether that succeeds: the next tries again. */
async function removeLeftovers(folder, clock) {
    const all = await (0,promises_.readdir)(folder).catch(() => []);
    const names = all.filter((name) => leftover.test(name));
    await Promise.allSettled(names.map(async (name) => {
        const path = (0,external_node_path_.join)(folder, name);
        const { mtimeMs } = await (0,promises_.stat)(path);
        if (clock.wallMs() - mtimeMs > leftoverMs)
            await (0,promises_.rm)(path);
    }));
}
async function replace(path, bytes) {
    const temporary = `${path}.${(0,external_node_crypto_.randomUUID)()}.tmp`;
    try {
        await (0,promises_.writeFile)(temporary, bytes, { mode: 0o600, flag: 'wx' });
        await (0,promises_.rename)(temporary, path);
    }
    catch (error) {
        await (0,promises_.rm)(temporary, { force: true });
        throw error;
    }
}

// EXTERNAL MODULE: ./src/tree/containment.ts
var containment = __webpack_require__(5228);
;// CONCATENATED MODULE: ./src/cache/open-configured-cache.ts






/**
 * Opens what earlier runs learned, where the configuration says that it lies.
 * @throws {ConfigurationError} where a link leads its folder out of the workspace; nothing else that is wrong with it matters
 */
async function openConfiguredCache({ cache, targets, images }, deps) {
    const { workspace, clock, signal, cleanupSignal, warn, service } = deps;
    switch (cache.kind) {
        case 'none':
            return (0,open_cache.noCache)();
        case 'folder':
            await requireInside(workspace, cache.path);
            return (0,open_cache.openCache)(folderStore((0,external_node_path_.resolve)(workspace, cache.path), clock), { clock, signal, cleanupSignal, log: warn });
        case 'service': {
            const store = service?.find([targets.map(naming/* formatTarget */.P4).join(), images]);
            if (service === undefined || store === undefined)
                return (0,open_cache.noCache)();
            return (0,open_cache.openCache)(store, { clock, signal, cleanupSignal, log: service.log });
        }
    }
}
async function requireInside(workspace, folder) {
    if (!(await (0,containment/* leadsOutside */.dr)(workspace, folder)))
        return;
    throw new errors/* ConfigurationError */.j1([
        `cache: the folder "${folder}" leads out of the workspace ${workspace} by a link. Name a folder without links, or one outside by its full path.`,
    ]);
}


/***/ }),

/***/ 7364:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CY: () => (/* binding */ RunCache),
/* harmony export */   og: () => (/* binding */ maxHoldersOfBlob),
/* harmony export */   tk: () => (/* binding */ maxContentBytes)
/* harmony export */ });
/* harmony import */ var _image_hash_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8649);
/* harmony import */ var _lru_map_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(0);


/** Manifests and configs have some KiB each. A larger one is rare, and would push hundreds of others out. */
const maxContentBytes = 1024 * 1024;
/** Some hundred images with all their platforms. */
const maxContentsBytes = 16 * 1024 * 1024;
/** Some 50,000 blobs, with a name or two each: a mirror of a few thousand images. */
const maxHoldersBytes = 6 * 1024 * 1024;
/** No mirror reads from more; a hostile list of hosts ends here. */
const maxHosts = 1_000;
/** One would do. The second is there for the run in which the first was deleted. */
const maxHoldersOfBlob = 2;
/**
 * What earlier runs learned and this one may save a request by. All of it is hints: content is checked against its digest, a holder is one
 * repository to try, and a host's facts one way to begin. It holds no credentials, no tokens, no addresses and no tags: which digest
 * a tag leads to is asked anew each time.
 */
class RunCache {
    #contents = new _lru_map_js__WEBPACK_IMPORTED_MODULE_1__/* .LruMap */ .A(maxContentsBytes, (digest, bytes) => digest.length + bytes.length);
    #holders = new _lru_map_js__WEBPACK_IMPORTED_MODULE_1__/* .LruMap */ .A(maxHoldersBytes, (key, { repositories }) => repositories.reduce((sum, repository) => sum + repository.length, key.length));
    #hosts = new _lru_map_js__WEBPACK_IMPORTED_MODULE_1__/* .LruMap */ .A(maxHosts, () => 1);
    #changed = false;
    /** Whether there is something that is worth keeping and was not there at `markSaved`. */
    get isChanged() {
        return this.#changed;
    }
    /** What is known now was read from where it is kept, or written there. */
    markSaved() {
        this.#changed = false;
    }
    get contents() {
        return { contents: this.#contents.entries(), holders: this.#holders.values(), hosts: this.#hosts.entries() };
    }
    /** A manifest or a config, which has this digest. What does not is forgotten. */
    getContent(digest) {
        const bytes = this.#contents.get(digest);
        if (bytes === undefined || (0,_image_hash_js__WEBPACK_IMPORTED_MODULE_0__/* .matchesDigest */ ._j)(bytes, digest))
            return bytes;
        this.#contents.delete(digest);
        this.#changed = true;
        return undefined;
    }
    /** Drops content that turned out to be refused. */
    dropContent(digest) {
        if (this.#contents.delete(digest))
            this.#changed = true;
    }
    /** Does nothing where the bytes are too many to be worth it. */
    addContent(digest, bytes) {
        if (bytes.length > maxContentBytes)
            return;
        const known = this.#contents.get(digest);
        if (known !== undefined && Buffer.compare(known, bytes) === 0)
            return;
        // A view would keep all that it was cut from, and see what is written there later.
        this.#contents.set(digest, Uint8Array.from(bytes));
        this.#changed = true;
    }
    /** Repositories of a registry that held a blob when they were last asked, the newest first. */
    holders(registry, digest) {
        return this.#holders.get(keyOf(registry, digest))?.repositories ?? [];
    }
    recordHolder(registry, digest, repository) {
        const key = keyOf(registry, digest);
        const known = this.#holders.peek(key)?.repositories ?? [];
        const others = known.filter((other) => other !== repository);
        const repositories = [repository, ...others].slice(0, maxHoldersOfBlob);
        this.#holders.set(key, { registry, digest, repositories });
        if (others.length === known.length)
            this.#changed = true;
    }
    /** The repository does not hold it any more. */
    dropHolder(registry, digest, repository) {
        const key = keyOf(registry, digest);
        const known = this.#holders.peek(key)?.repositories ?? [];
        if (!known.includes(repository))
            return;
        const repositories = known.filter((other) => other !== repository);
        if (repositories.length === 0)
            this.#holders.delete(key);
        else
            this.#holders.set(key, { registry, digest, repositories });
        this.#changed = true;
    }
    host(registry) {
        return this.#hosts.get(registry) ?? {};
    }
    /** Adds to what is known of a host; what was found before and is found otherwise now is replaced. */
    recordHost(registry, facts) {
        const known = this.#hosts.get(registry) ?? {};
        const all = { ...known, ...facts };
        if (all.mounts === known.mounts && all.severalScopes === known.severalScopes)
            return;
        this.#hosts.set(registry, all);
        this.#changed = true;
    }
}
function keyOf(registry, digest) {
    return `${registry} ${digest}`;
}


/***/ }),

/***/ 8649:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Og: () => (/* binding */ hashFor),
/* harmony export */   _j: () => (/* binding */ matchesDigest),
/* harmony export */   ol: () => (/* binding */ digestOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8033);


function digestOf(bytes, algorithm = 'sha256') {
    return (0,_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .parseDigest */ .m)(`${algorithm}:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)(algorithm).update(bytes).digest('hex')}`);
}
/** Says whether the bytes hash to the digest, by the digest's own algorithm. */
function matchesDigest(bytes, digest) {
    return hashFor(digest).update(bytes).digest('hex') === (0,_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .hexOf */ .ZD)(digest);
}
/** A running hash of the digest's algorithm, for content that is streamed. */
function hashFor(digest) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)(digest.slice(0, digest.indexOf(':')));
}


/***/ })

};
