export const id = 711;
export const ids = [711];
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

/***/ 1711:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  mirrorAll: () => (/* binding */ mirrorAll)
});

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./src/image/reference.ts
var image_reference = __webpack_require__(3564);
// EXTERNAL MODULE: ./src/result/report.ts
var report = __webpack_require__(6647);
// EXTERNAL MODULE: ./src/runtime/wait.ts
var wait = __webpack_require__(6223);
// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
// EXTERNAL MODULE: ./src/image/registry-error.ts
var registry_error = __webpack_require__(6657);
;// CONCATENATED MODULE: ./src/copy/blobs/blob-state.ts

/** The registry answered for it. */
const present = { kind: 'present', bytes: 0, isUnconfirmed: false };
/** What was mounted on a guess was looked for. */
function toResult(bytes) {
    return bytes === 'present' ? present : { kind: 'copied', bytes, isUnconfirmed: true };
}
/** What is known of all blobs of a run. */
class BlobStates {
    #states = new Map();
    /** By size, too, because an image may give a wrong one. */
    of({ digest, size }) {
        const key = `${digest} ${size}`;
        const state = this.#states.get(key) ?? { registries: new Map(), failures: new Map() };
        this.#states.set(key, state);
        return state;
    }
}
/** Lets others know that bytes are on their way here. */
async function whileDownloading(here, bringing) {
    here.downloading = bringing.then(() => undefined, () => undefined);
    try {
        return await bringing;
    }
    finally {
        here.downloading = undefined;
    }
}
function stateAt(state, target) {
    const here = state.registries.get(target.registry) ?? {
        holders: new Set(),
        pending: new Map(),
        fetching: undefined,
        downloading: undefined,
        movements: 0,
        sibling: (repository) => target.sibling(repository),
    };
    state.registries.set(target.registry, here);
    return here;
}
/** If one repository denies, misses or fails to serve the blob, another may serve it. Wrong content, or an unreachable host, is the same for all. */
function isSharedFailure(error) {
    return error instanceof registry_error/* RegistryError */.gl && error.side === 'source' && sharedFailureCodes.has(error.code);
}
const sharedFailureCodes = new Set([
    'digest-mismatch',
    'network',
    'unreachable',
    'timeout',
    'rate-limited',
    'token-refused',
]);
/** Whether it was the copy that could not be read, and not the target that would not take it. */
function isFailureOf(error, { name }) {
    return error instanceof registry_error/* RegistryError */.gl && error.reference.startsWith(`${name}@`);
}
async function succeeds(promise) {
    return promise.then(() => true, () => false);
}
/** By size, too, for an image may lie about it. */
function blobKey({ digest, size }, { name }) {
    return `${name} ${digest} ${size}`;
}
/** Tells the registry's state what moves. */
function countingMovements({ source, held, target, onBytes }, here) {
    return {
        source,
        held,
        target,
        onBytes: (bytes) => {
            here.movements += 1;
            onBytes(bytes);
        },
    };
}

;// CONCATENATED MODULE: ./src/copy/blobs/blob-on-other-target.ts

/** How long another target's download may stand still before a target that waits for it reads the source itself. */
const maxStandstillMs = 10_000;
/** A blob's copy on another target, waited for while it is on its way there and moves. */
async function findBlobOnOtherTarget(others, clock, signal) {
    for (let isMoving = true; isMoving;) {
        const [copy] = others.flatMap(({ holders, sibling }) => [...holders].map(sibling));
        const coming = others.flatMap(({ downloading }) => downloading ?? []);
        if (copy !== undefined || coming.length === 0)
            return copy;
        const before = movementsOf(others);
        const ending = Promise.race(coming.map(async (download) => download.then(() => 'ended')));
        const end = await Promise.race([ending, (0,wait/* waitAtMost */._R)(maxStandstillMs, ending, clock, signal)]);
        isMoving = end === 'ended' || movementsOf(others) > before;
    }
    return undefined;
}
function movementsOf(states) {
    return states.reduce((sum, { movements }) => sum + movements, 0);
}

;// CONCATENATED MODULE: ./src/copy/blobs/mount.ts


/** So many mounts that a registry would not even answer with an upload, and it is not asked for more. */
const maxMountRefusals = 3;
/**
 * Mounts blobs, and records for each registry whether it mounts. A registry that prefers the bytes opens an upload in the same request, so asking
 * costs nothing. A registry that refuses is asked only a few times.
 */
class Mounts {
    cache;
    #refusals = new Map();
    /** For guesses: Docker Hub answers 401 for a repository that does not exist, and still mounts from those that do. */
    #failedGuesses = new Map();
    /** Registries of which a guess did no harm. */
    #provenGuesses = new Set();
    /** The guess that is under way at a registry where none went well yet. */
    #firstGuess = new Map();
    constructor(cache) {
        this.cache = cache;
    }
    /** undefined: the answer did not say, and an upload begins as usual. */
    async tryMount(descriptor, target, holder, signal) {
        if (this.#isGivenUp(target.registry))
            return undefined;
        try {
            const mounted = await target.mountBlob(descriptor.digest, holder, signal);
            this.#refusals.set(target.registry, 0);
            if (mounted === 'mounted')
                this.cache.recordHost(target.registry, { mounts: true });
            return mounted;
        }
        catch (error) {
            // Docker Hub answers 401 to a mount that it will not do; an upload tells whether writing is allowed.
            if (!(0,errors/* isFailure */.N6)(error) || signal.aborted)
                throw error;
            // A host that has a bad moment has not said that it does not mount.
            if (!(0,registry_error/* isRetryable */.r3)(error) && !isHostFailure(error))
                this.#recordRefusal(target.registry);
            return undefined;
        }
    }
    /**
     * Mounts from a repository that may not have the blob: only an earlier run's cache, or nobody, says that it does. Until one such mount succeeds
     * they run one after another, so that a list of false hints costs few requests.
     */
    async tryGuess(descriptor, target, guess, signal) {
        const { registry } = target;
        for (let first = this.#firstGuess.get(registry); first !== undefined; first = this.#firstGuess.get(registry))
            await first;
        const guessed = this.#guess(descriptor, target, guess, signal);
        if (this.#provenGuesses.has(registry))
            return guessed;
        const over = guessed.then(() => this.#firstGuess.delete(registry), () => this.#firstGuess.delete(registry));
        this.#firstGuess.set(registry, over);
        return guessed;
    }
    /** A registry that takes every mount must not be believed. */
    async #guess(descriptor, target, guess, signal) {
        const opened = await this.#tryToGuess(descriptor, target, guess, signal);
        if (opened === 'mounted' && (await target.hasBlob(descriptor, signal))) {
            this.#provenGuesses.add(target.registry);
            return opened;
        }
        this.cache.dropHolder(target.registry, descriptor.digest, guess);
        if (opened !== 'mounted')
            return opened;
        this.#failedGuesses.set(target.registry, (this.#failedGuesses.get(target.registry) ?? 0) + 1);
        return undefined;
    }
    async #tryToGuess(descriptor, target, guess, signal) {
        const vain = this.#failedGuesses.get(target.registry) ?? 0;
        if (vain >= this.#maxMountRefusalsOf(target.registry) || this.#isGivenUp(target.registry))
            return undefined;
        try {
            const opened = await target.mountBlobOnce(descriptor.digest, guess, signal);
            // An upload is needed anyhow: to be wrong cost nothing.
            if (opened !== 'mounted')
                this.#provenGuesses.add(target.registry);
            return opened;
        }
        catch (error) {
            if (!(0,errors/* isFailure */.N6)(error) || signal.aborted || isHostFailure(error))
                throw error;
            this.#failedGuesses.set(target.registry, vain + 1);
            return undefined;
        }
    }
    #isGivenUp(registry) {
        return (this.#refusals.get(registry) ?? 0) >= maxMountRefusals;
    }
    /** Where earlier runs met nothing but refusals, too, one is enough. */
    #maxMountRefusalsOf(registry) {
        return this.cache.host(registry).mounts === false ? 1 : maxMountRefusals;
    }
    #recordRefusal(registry) {
        const refusals = (this.#refusals.get(registry) ?? 0) + 1;
        const enough = refusals >= this.#maxMountRefusalsOf(registry);
        this.#refusals.set(registry, enough ? maxMountRefusals : refusals);
        if (enough)
            this.cache.recordHost(registry, { mounts: false });
    }
}
/** The host rests, is away, or fails every write: that says nothing of mounts. Whoever tries again as a whole waits for it. */
function isHostFailure(error) {
    return error instanceof registry_error/* RegistryError */.gl && (error.hostIsAwaited || hostCodes.has(error.code));
}
const hostCodes = new Set(['rate-limited', 'unreachable', 'writes-failed']);

;// CONCATENATED MODULE: ./src/copy/blobs/blob-plan.ts
/*
 * A blob's way from its source to a target, from the outside in:
 *   ensureBlob   waits if the blob is on its way to this repository, and else starts it
 *   #ensure      asks the repository for it, and waits for a download under way to a sibling repository
 *   #mount       mounts it from a sibling repository that has it, or reads it back from there
 *   #fetch       brings it, as the one download to this registry
 *   #bring       joins the image's other targets (fan-out.ts), or looks for the blob on another target
 *   #bringFrom   takes that copy, and the source if the copy does not give it
 * and in transfer.ts:
 *   createTransfer    retries the whole
 *   whenReady         waits until both hosts may be asked, then for a slot to write
 *   transferWhenRead  waits for a slot to read
 *   transferOnce      opens the upload and sends the content
 */





/**
 * Every blob of a run, and where it is. A blob that one image brings to a registry is mounted for all others there. A blob that one target got is
 * read back from it for the next target, so no blob is downloaded twice. Code that waits for a download under way holds no slot.
 */
class BlobPlan {
    transfer;
    cache;
    clock;
    trustsHints;
    #states = new BlobStates();
    #existing = new Map();
    #lookUps = new Map();
    #restores = new Map();
    #mounts;
    constructor(transfer, cache, clock, 
    /** Whether it is tried where earlier runs saw a blob. */
    trustsHints = true) {
        this.transfer = transfer;
        this.cache = cache;
        this.clock = clock;
        this.trustsHints = trustsHints;
        this.#mounts = new Mounts(cache);
    }
    /**
     * Makes a blob be in the target repository, once, however many ask.
     * @param participant the repository among the image's targets, where the image has several
     */
    async ensureBlob(descriptor, route, participant, signal) {
        const state = this.#states.of(descriptor);
        const here = stateAt(state, route.target);
        const pending = here.pending.get(route.target.repository);
        if (pending === undefined)
            return this.#start({ descriptor, route, participant, state, here, isRestore: false }, signal);
        participant?.skip(descriptor);
        try {
            const { isUnconfirmed } = await pending.work.wait(signal);
            return { ...present, isUnconfirmed };
        }
        catch (error) {
            // Somebody else brought it: that may have failed because of its source, or because those who wanted it were stopped.
            const isRetryable = pending.work.isStopped || pending.source !== route.source.name;
            if (signal.aborted || !isRetryable)
                throw error;
            return this.ensureBlob(descriptor, route, participant, signal);
        }
    }
    /**
     * Sends a blob again to a repository that accepted it and does not have it: once, however many callers ask at a time. It looks for the blob first,
     * and sends its bytes, because a mount may have lost it. The image's other targets have the blob, or send it themselves.
     */
    async restoreBlob(descriptor, route, signal) {
        const { target } = route;
        const key = blobKey(descriptor, target);
        const pending = this.#restores.get(key);
        if (pending !== undefined)
            return pending;
        this.forget(target, descriptor);
        const state = this.#states.of(descriptor);
        const here = stateAt(state, target);
        const begun = this.#start({ descriptor, route, participant: undefined, state, here, isRestore: true }, signal);
        const restoring = begun.finally(() => this.#restores.delete(key));
        this.#restores.set(key, restoring);
        return restoring;
    }
    async #start(work, signal) {
        const { source, target } = work.route;
        const shared = new wait/* SharedWork */.lu(async (sharedSignal) => this.#ensureAndRecord(work, sharedSignal));
        work.here.pending.set(target.repository, { source: source.name, work: shared });
        return shared.wait(signal);
    }
    /** What failed is forgotten before anybody hears of it. */
    async #ensureAndRecord(work, signal) {
        const { descriptor, participant, here } = work;
        const { registry, repository } = work.route.target;
        try {
            // Not before it is known as the one that is under way.
            await Promise.resolve();
            const result = await this.#ensure(work, signal);
            this.cache.recordHolder(registry, descriptor.digest, repository);
            return result;
        }
        catch (error) {
            here.pending.delete(repository);
            throw error;
        }
        finally {
            participant?.skip(descriptor);
        }
    }
    /** Whether the repository holds a blob: it is asked itself, once, unless it was given the blob in this run. */
    async hasBlob(descriptor, target, signal) {
        const here = stateAt(this.#states.of(descriptor), target);
        const pending = here.pending.get(target.repository);
        if (pending !== undefined && (await succeeds(pending.work.wait(signal))))
            return true;
        const lookUp = this.#lookUps.get(blobKey(descriptor, target)) ?? this.#lookUp(descriptor, target, signal);
        this.#lookUps.set(blobKey(descriptor, target), lookUp);
        return lookUp;
    }
    async #lookUp(descriptor, target, signal) {
        const isThere = await target.hasBlob(descriptor, signal);
        if (!isThere) {
            this.cache.dropHolder(target.registry, descriptor.digest, target.repository);
            return false;
        }
        const here = stateAt(this.#states.of(descriptor), target);
        const work = new wait/* SharedWork */.lu(async () => Promise.resolve(present));
        if (!here.pending.has(target.repository))
            here.pending.set(target.repository, { source: target.name, work });
        here.holders.add(target.repository);
        this.cache.recordHolder(target.registry, descriptor.digest, target.repository);
        return true;
    }
    /** Forgets that a repository holds a blob: its registry says that it does not. */
    forget(target, descriptor) {
        const here = stateAt(this.#states.of(descriptor), target);
        this.#lookUps.delete(blobKey(descriptor, target));
        here.holders.delete(target.repository);
        here.pending.delete(target.repository);
        this.cache.dropHolder(target.registry, descriptor.digest, target.repository);
        this.recordRepository(target);
    }
    /** Takes note that a repository is there by now. */
    recordRepository(target) {
        this.#existing.set(target.name, Promise.resolve(true));
    }
    /** Whether the repository existed when it was first asked for; if the answer does not say, assume that it did. */
    async repositoryExists(target, signal) {
        const known = this.#existing.get(target.name);
        if (known !== undefined)
            return known;
        // Some accounts may push and pull, and not list tags: then every blob is asked for, which costs requests and no correctness.
        const asked = target.repositoryExists(signal).catch((error) => {
            if ((0,errors/* isFailure */.N6)(error))
                return true;
            throw error;
        });
        this.#existing.set(target.name, asked);
        return asked;
    }
    async #ensure(work, signal) {
        const { descriptor, route, participant, state, here, isRestore } = work;
        const { source, target } = route;
        const exists = await this.repositoryExists(target, signal);
        const isAsked = exists && (here.holders.size === 0 || isRestore);
        if (isAsked && (await target.hasBlob(descriptor, signal))) {
            here.holders.add(target.repository);
            return present;
        }
        // It comes for another image: nobody has to wait until it is known what this one needs besides.
        if (here.fetching !== undefined)
            participant?.skip(descriptor);
        // Who waits for it keeps it going when its own image has failed meanwhile.
        while (here.fetching !== undefined && !signal.aborted)
            await succeeds(here.fetching.wait(signal));
        signal.throwIfAborted();
        const [holder] = here.holders;
        if (holder !== undefined)
            return this.#mount(work, holder, signal);
        const failure = state.failures.get(source.registry);
        if (failure !== undefined)
            throw failure;
        return this.#fetch(work, !exists, signal);
    }
    async #fetch(work, isNew, signal) {
        const { route, state, here } = work;
        const fetching = here.pending.get(route.target.repository)?.work;
        here.fetching = fetching;
        try {
            return await this.#bring(work, isNew, signal);
        }
        catch (error) {
            if (isSharedFailure(error))
                state.failures.set(route.source.registry, error);
            throw error;
        }
        finally {
            if (here.fetching === fetching)
                here.fetching = undefined;
        }
    }
    /** With the image's other targets where they want it too; else from a target that has it, or from the source. */
    async #bring(work, isNew, signal) {
        const { descriptor, participant, state, here } = work;
        const route = countingMovements(work.route, here);
        const { target } = route;
        const guess = this.#guessHolder(descriptor, target, isNew);
        const open = guess === undefined ? undefined : async () => this.#mounts.tryGuess(descriptor, target, guess, signal);
        // Before anybody hears that it is done.
        const recorded = (result) => {
            here.holders.add(target.repository);
            return result;
        };
        if (participant !== undefined) {
            const shared = participant.join({ descriptor, route, open });
            const bringing = shared.then((result) => (result === 'alone' ? result : recorded(toResult(result))));
            const result = await whileDownloading(here, bringing);
            if (result !== 'alone')
                return result;
        }
        const others = [...state.registries.values()].filter((other) => other !== here);
        const onOtherTarget = await findBlobOnOtherTarget(others, this.clock, signal);
        return whileDownloading(here, this.#bringFrom(onOtherTarget, descriptor, route, open, signal).then(recorded));
    }
    /** Where an earlier run saw it; else a repository that seems new may hold it: what a run that was cut off left has no tag yet. */
    #guessHolder({ digest }, { registry, repository }, isNew) {
        const holders = this.trustsHints ? this.cache.holders(registry, digest) : [];
        return holders.find((holder) => holder !== repository) ?? (isNew ? repository : undefined);
    }
    async #mount({ descriptor, route, here, isRestore }, holder, signal) {
        const { target } = route;
        const opened = isRestore ? undefined : await this.#mounts.tryMount(descriptor, target, holder, signal);
        const result = opened === 'mounted'
            ? { kind: 'mounted', bytes: 0, isUnconfirmed: true }
            : await this.#readBack(descriptor, route, holder, opened, signal);
        here.holders.add(target.repository);
        return result;
    }
    /** The registry would not mount: its own copy is read back, so that the source is not asked a second time. */
    async #readBack(descriptor, route, holder, opened, signal) {
        let left = opened;
        const open = async () => {
            left = undefined;
            return Promise.resolve(opened);
        };
        try {
            return await this.#bringFrom(route.target.sibling(holder), descriptor, route, open, signal);
        }
        finally {
            await left?.cancel();
        }
    }
    /** From a copy, where there is one, and if that does not give it from the source. */
    async #bringFrom(copy, descriptor, route, open, signal) {
        if (copy === undefined)
            return toResult(await this.transfer(descriptor, route, open, signal));
        const { target, onBytes } = route;
        try {
            return toResult(await this.transfer(descriptor, { source: copy, held: undefined, target, onBytes }, open, signal));
        }
        catch (error) {
            if (!isFailureOf(error, copy) || signal.aborted)
                throw error;
            return toResult(await this.transfer(descriptor, route, undefined, signal));
        }
    }
}

// EXTERNAL MODULE: ./src/image/source-and-target.ts
var source_and_target = __webpack_require__(6671);
// EXTERNAL MODULE: ./src/cache/lru-map.ts
var lru_map = __webpack_require__(0);
;// CONCATENATED MODULE: ./src/copy/image/config-cache.ts


/** Thousands of configs, which are a few KiB each: so that images that share one read it once, in bounded memory. */
const maxBytes = 32 * 1024 * 1024;
/** The most recently used configs of single images. Each is needed twice, for its platform and as a blob, and often by several images. */
class ConfigCache {
    cache;
    memory;
    // A larger one than is ever held fails, whatever its manifest says of its size: nothing else goes for it.
    #configs = new lru_map/* LruMap */.A(maxBytes, (_key, { size }) => Math.min(size, source_and_target/* maxConfigBytes */.a));
    constructor(cache, memory) {
        this.cache = cache;
        this.memory = memory;
        memory.add(this.#configs);
    }
    /** @throws {RegistryError} */
    async read(config, source, signal) {
        const known = this.#configs.get(keyOf(config));
        if (known === undefined)
            return this.#read(config, source, signal);
        try {
            return await known.reading;
        }
        catch (error) {
            // What one repository does not give, this image's own may.
            if (signal.aborted || known.source === source.name)
                throw error;
            return this.read(config, source, signal);
        }
    }
    async #read(config, source, signal) {
        const reading = this.#fetch(config, source, signal);
        const key = keyOf(config);
        this.#configs.set(key, { source: source.name, size: config.size, reading });
        this.memory.trimCaches();
        try {
            return await reading;
        }
        catch (error) {
            if (this.#configs.peek(key)?.reading === reading)
                this.#configs.delete(key);
            throw error;
        }
    }
    /** What a target holds is asked of the target, which may have lost it. What only an account may read is not kept. */
    async #fetch(config, source, signal) {
        const cached = source.side === 'source' ? this.cache.getContent(config.digest) : undefined;
        if (cached?.length === config.size)
            return cached;
        const bytes = await source.getBlob(config, signal);
        if (source.side === 'source' && (await source.isReadAnonymously()))
            this.cache.addContent(config.digest, bytes);
        return bytes;
    }
}
/** By size, too: what one image's manifest says wrongly of a config must not be taken for right because another's was. */
function keyOf({ digest, size }) {
    return `${digest} ${size}`;
}

;// CONCATENATED MODULE: ./src/copy/push/confirmations.ts
/** How long a registry may need until it finds what it has just stored: seconds for GHCR, and for ACR with replicas. */
const settlingWaitsMs = [1_000, 2_000, 4_000];
/**
 * Looks whether registries have what a run wrote there, each thing once, however many images name it: some answer 201 and lose it. What is lost is written
 * again once.
 */
class Confirmations {
    clock;
    #results = new Map();
    #checking = new Set();
    constructor(clock) {
        this.clock = clock;
    }
    /** The registry refused an image because it does not have what this names: it looks. */
    recordRefusal({ registry }) {
        this.#checking.add(registry);
    }
    /** Whether the registry takes an image's manifest only if it has the blobs. Nothing but this run counts. */
    checksBlobs({ registry }) {
        return this.#checking.has(registry);
    }
    /** Forgets something that is about to be written again. */
    forget(target, digest) {
        this.#results.delete(confirmations_keyOf(target, digest));
    }
    /** undefined: it is there, be it at the second attempt. */
    async confirm(target, written, signal) {
        const key = confirmations_keyOf(target, written.digest);
        const known = this.#results.get(key);
        if (known !== undefined)
            return known;
        const result = this.#confirm(written, signal);
        this.#results.set(key, result);
        try {
            return await result;
        }
        catch (error) {
            // It is not known: the next image that needs it asks again.
            if (this.#results.get(key) === result)
                this.#results.delete(key);
            throw error;
        }
    }
    async #confirm(written, signal) {
        if (await this.#isThere(written, signal))
            return undefined;
        if ((await written.writeAgain()) && (await this.#isThere(written, signal)))
            return undefined;
        return { part: written.part, how: 'missing', digest: written.digest };
    }
    async #isThere({ isThere }, signal) {
        if (await isThere('head'))
            return true;
        for (const [index, waitMs] of settlingWaitsMs.entries()) {
            await this.clock.sleep(waitMs, signal);
            if (await isThere(index === settlingWaitsMs.length - 1 ? 'get' : 'head'))
                return true;
        }
        return false;
    }
}
function confirmations_keyOf({ name }, digest) {
    return `${name}@${digest}`;
}

;// CONCATENATED MODULE: ./src/copy/blobs/fan-out.ts

/** How long a target that wants a blob waits for the image's others, which may want it too. */
const maxWaitMs = 2_000;
/**
 * The targets of one image. They want the same blobs at about the same time, so one download can feed all of them. A target that comes late once is
 * not waited for again in the whole run: it has downloads of its own.
 */
class FanOut {
    transfer;
    slowTargets;
    clock;
    signal;
    #participants = new Set();
    #downloads = new Map();
    /** @param slowTargets registries that are not waited for; grows */
    constructor(transfer, slowTargets, clock, signal) {
        this.transfer = transfer;
        this.slowTargets = slowTargets;
        this.clock = clock;
        this.signal = signal;
    }
    /** One target more. */
    addParticipant(registry) {
        const participant = new FanOutParticipant(registry, this);
        if (!this.slowTargets.has(registry))
            this.#participants.add(participant);
        return participant;
    }
    skip(participant, descriptor) {
        arrive(this.#downloadOf(descriptor), participant);
    }
    leave(participant) {
        this.#participants.delete(participant);
        for (const download of this.#downloads.values())
            arrive(download, participant);
    }
    async join(participant, part) {
        const download = this.#downloadOf(part.descriptor);
        if (download.hasBegun)
            return 'alone';
        const index = download.parts.push(part) - 1;
        arrive(download, participant);
        if (index === 0)
            await this.#waitForOthers(download);
        const results = await download.results;
        return results[index] ?? 'alone';
    }
    async #waitForOthers(download) {
        if (download.hasBegun)
            return;
        await (0,wait/* waitAtMost */._R)(maxWaitMs, download.started, this.clock, this.signal);
        for (const late of download.awaited) {
            this.slowTargets.add(late.registry);
            this.leave(late);
        }
    }
    #downloadOf({ digest, size }) {
        const key = `${digest} ${size}`;
        const download = this.#downloads.get(key) ?? this.#createDownload();
        this.#downloads.set(key, download);
        return download;
    }
    #createDownload() {
        const parts = [];
        let start = () => undefined;
        const started = new Promise((resolve) => {
            start = resolve;
        });
        return {
            awaited: new Set(this.#participants),
            parts,
            started,
            // One by itself goes the ordinary way, which is tried again.
            results: started.then(() => (parts.length > 1 ? this.transfer(parts, this.signal) : [])),
            hasBegun: false,
            begin() {
                this.hasBegun = true;
                start();
            },
        };
    }
}
function arrive(download, participant) {
    download.awaited.delete(participant);
    if (download.awaited.size === 0 && download.parts.length > 0 && !download.hasBegun)
        download.begin();
}
/** One target of an image in its fan-out. */
class FanOutParticipant {
    registry;
    fanOut;
    constructor(registry, fanOut) {
        this.registry = registry;
        this.fanOut = fanOut;
    }
    /** Wants a blob to be downloaded: with those of the others that want it, too. */
    async join(part) {
        return this.fanOut.join(this, part);
    }
    /** Needs no download of this blob, or has to wait for it elsewhere. */
    skip(descriptor) {
        this.fanOut.skip(this, descriptor);
    }
    /** Needs nothing more. */
    leave() {
        this.fanOut.leave(this);
    }
}

// EXTERNAL MODULE: ./src/image/digest.ts
var image_digest = __webpack_require__(8033);
;// CONCATENATED MODULE: ./src/image/secret-values.ts
/**
 * Names of what is nobody's business. `KEY` alone is none: images name the public keys that they were checked with (`GPG_KEY`). `TOKENIZERS_…`
 * and `COMPASS` are no secrets either.
 */
const secretNames = /pass(?:word|wd|phrase)|(?:^|[^a-z]|db|sql|user|root|admin|redis|ldap|smtp|mail)pass(?![a-z])|(?:[^a-z]|db|sql|user|root|admin)pwd$|[^a-z]pw$|secret|tokens?(?![a-z])|credential|(?:private|api|access|signing|encryption|master|storage|account|service|license|ssh|deploy)[_.-]?key|connection[_.-]?string|(?:^|[^a-z])(?:dsn|jwt|auth|cookie)(?![a-z])/i;
/**
 * Values that are secrets whatever their name: keys of GitHub, GitLab, Slack, AWS, Google, Stripe, OpenAI, npm, PyPI, Docker, DigitalOcean,
 * Hugging Face, SendGrid, Shopify and Atlassian, JSON web tokens, PEM, headers that authorize, hooks of Slack's, signed addresses, and addresses with a user. Source: the prefixes that these services publish for secret scanning.
 */
const secretValues = [
    /gh[pousr]_\w{16}|github_pat_\w{16}|glpat-[\w-]{16}|xox[abeoprs]-[\w-]{8}|(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}/,
    /AIza[\w-]{30}|ya29\.[\w-]{16}|(?:sk|rk|pk)_(?:live|test)_\w{16}|sk-[\w-]{20}|npm_\w{30}|pypi-[\w-]{16}|dckr_[po]at_[\w-]{16}/,
    /do[opr]_v1_\w{16}|hf_\w{30}|SG\.[\w-]{16}|shp(?:at|ca|pa|ss)_\w{16}|ATATT3[\w-]{16}|eyJ[\w-]{8,1000}\.eyJ/,
    /-----BEGIN /,
    /\b(?:Basic|Bearer)\s+[\w.~+/=-]{12}|hooks\.slack\.com\/\w+\/\w|[?&]sig=[\w%]{8}/,
    /:\/\/[^\s/?#@]{0,1000}@|:\/\/[^\s/@:]{0,200}:[^\s@]{1,200}@/,
];
/** A secret's name and what stands behind it: `password=…`, `{"password":"…"}`, `--password hunter2`, `["--token", "…"]`. */
const secretWords = /pass(?:word|wd|phrase|\b)|\bpwd|secret|token|credential|(?:private|api|access|account|shared)[_-]?key/.source;
const assignments = [
    new RegExp(`(?:${secretWords})[\\w-]{0,20}["']?\\s?[=:]\\s?["']?[^\\s"',=:]`, 'i'),
    new RegExp(`--?[\\w-]{0,20}(?:${secretWords})[\\w-]{0,20}["']?[\\s,]{1,2}["']?[^\\s"',-]`, 'i'),
    // curl's and others' `--user name:password`; of numbers it is a user and a group.
    /(?:^|[\s"'])(?:-u|--user)["']?[\s,=]{1,2}["']?[^\s"',:]{1,100}:(?!\d+["']?(?:[\s,]|$))[^\s"',]/,
];
/** No longer than this is any of them, and looking for them in a megabyte would take its time. */
const maxScannedCharacters = 8_192;
/** Says whether something of this name is likely to be a secret. */
function soundsSecret(name) {
    return secretNames.test(name.slice(0, maxScannedCharacters)) || looksSecret(name);
}
/** Says whether a text is likely to hold a secret, by its beginning: of what is longer no more is ever shown. */
function holdsSecret(text) {
    const start = text.slice(0, maxScannedCharacters);
    return looksSecret(start) || assignments.some((pattern) => pattern.test(start));
}
function looksSecret(text) {
    return secretValues.some((pattern) => pattern.test(text));
}

;// CONCATENATED MODULE: ./src/image/config-changes.ts

/** A config that was made to be long must not fill a report, nor hide by its length what else changed: the long lists come last. */
const maxChanges = 100;
const maxValueCharacters = 1_000;
const maxNameCharacters = 200;
/** A shorter one stands in texts by chance. */
const minSecretCharacters = 8;
const maxSecrets = 1_000;
/** What differs, in the order of the fields; what a secret may be, without its values. */
function findConfigChanges(before, now) {
    const differences = findDifferences(before, now);
    const shown = differences.slice(0, maxChanges);
    const settings = shown.length === 0 ? [] : [...before.settings, ...now.settings];
    // Values that must not be shown, wherever else they stand: a password of the environment may be in the command, too.
    const secrets = settings
        .filter(({ value }) => value.length >= minSecretCharacters)
        .filter(isSecret)
        .slice(0, maxSecrets)
        .map(({ value }) => value);
    return {
        changes: shown.map((difference) => describe(difference, secrets)),
        leftOut: differences.length - shown.length,
    };
}
function findDifferences(before, now) {
    const old = new Map(before.settings.map((setting) => [config_changes_keyOf(setting), setting]));
    const current = new Map(now.settings.map((setting) => [config_changes_keyOf(setting), setting]));
    const gone = before.settings.filter((setting) => !current.has(config_changes_keyOf(setting)));
    const all = [
        ...now.settings.map((setting) => ({ before: old.get(config_changes_keyOf(setting)), now: setting })),
        ...gone.map((setting) => ({ before: setting, now: undefined })),
    ];
    return all
        .filter((difference) => difference.before?.value !== difference.now?.value)
        .toSorted((one, other) => rankOf(one) - rankOf(other));
}
function config_changes_keyOf({ field, name = '' }) {
    return `${field} ${name}`;
}
const order = [
    'entrypoint',
    'command',
    'user',
    'working-directory',
    'stop-signal',
    'healthcheck',
    'ports',
    'volumes',
    'environment',
    'labels',
];
function rankOf({ before, now }) {
    return order.indexOf((now ?? before)?.field ?? 'labels');
}
function isSecret({ name, value }) {
    return (name !== undefined && soundsSecret(name)) || holdsSecret(value);
}
function describe({ before, now }, secrets) {
    const { field = 'labels', name } = now ?? before ?? {};
    const holdsKnownSecret = (text) => secrets.some((secret) => text.includes(secret));
    const hides = (setting) => setting !== undefined && (isSecret(setting) || holdsKnownSecret(setting.value));
    // A name that is a secret itself is what a variable without a value may be.
    const isShown = name !== undefined && !holdsSecret(name) && !holdsKnownSecret(name);
    const named = isShown ? { field, name: cut(name, maxNameCharacters) } : { field };
    if (hides(before) || hides(now))
        return { ...named, isHidden: true };
    return {
        ...named,
        ...(before === undefined ? {} : { before: cut(before.value, maxValueCharacters) }),
        ...(now === undefined ? {} : { now: cut(now.value, maxValueCharacters) }),
    };
}
/** Never in the middle of a character. */
function cut(text, maxCharacters) {
    return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters).replace(/[\ud800-\udbff]$/, '')}…`;
}

// EXTERNAL MODULE: ./src/image/platform.ts + 1 modules
var image_platform = __webpack_require__(1329);
;// CONCATENATED MODULE: ./src/image/compare-images.ts


/** Compares an image with the one before it. */
function compareImages(before, now) {
    const lost = missingIn(now, before);
    const inside = before.inside === undefined || now.inside === undefined ? undefined : compareInside(before.inside, now.inside);
    return {
        comparison: {
            before: { name: before.name, digest: before.digest },
            lostPlatforms: lost,
            gainedPlatforms: missingIn(before, now),
            ...(inside === undefined ? {} : { inside: inside.comparison }),
        },
        warnings: [
            ...(lost.length === 0 ? [] : [`It does not serve ${lost.join(', ')} any more, which ${before.name} did.`]),
            ...warnOfAge(inside?.comparison, before.name),
            ...(inside?.warnings ?? []),
        ],
    };
}
/** An index may name thousands. */
const maxPlatforms = 50;
function missingIn(one, other) {
    if (one.platforms === undefined || other.platforms === undefined)
        return [];
    const there = new Set(one.platforms);
    const missing = new Set(other.platforms.filter((platform) => !there.has(platform)));
    return [...missing].slice(0, maxPlatforms).map(image_platform/* printablePlatform */.hh);
}
function compareInside(before, now) {
    const { changes, leftOut } = findConfigChanges(before.config, now.config);
    const comparison = {
        platform: (0,image_platform/* printablePlatform */.hh)(now.platform),
        ...(before.config.created === undefined ? {} : { createdBefore: before.config.created }),
        ...(now.config.created === undefined ? {} : { created: now.config.created }),
        layers: compareLayers(before.layers, now.layers),
        changes,
    };
    if (leftOut === 0)
        return { comparison, warnings: [] };
    const all = changes.length + leftOut;
    return { comparison, warnings: [`Its config has ${all} changes, of which the first ${changes.length} are listed.`] };
}
function compareLayers(before, now) {
    const old = new Set(before.map(({ digest }) => digest));
    const current = new Set(now.map(({ digest }) => digest));
    const kept = now.filter(({ digest }) => old.has(digest));
    const added = now.filter(({ digest }) => !old.has(digest));
    return {
        kept: kept.length,
        keptBytes: bytesOf(kept),
        added: added.length,
        addedBytes: bytesOf(added),
        removed: before.filter(({ digest }) => !current.has(digest)).length,
    };
}
/** What a registry says of sizes may be anything up to the largest whole number, and many of those are no whole number any more. */
function bytesOf(layers) {
    return Math.min(layers.reduce((sum, { size }) => sum + size, 0), Number.MAX_SAFE_INTEGER);
}
/** What says that it is older than Docker itself was built reproducibly: its date is a constant (1970, 1980, 0001). */
const firstDocker = Date.parse('2013-03-01T00:00:00Z');
function warnOfAge(inside, name) {
    const { created, createdBefore } = inside ?? {};
    if (created === undefined || createdBefore === undefined)
        return [];
    const [now, before] = [Date.parse(created), Date.parse(createdBefore)];
    if (now >= before || now < firstDocker || before < firstDocker)
        return [];
    const isOneDay = dayOf(created) === dayOf(createdBefore);
    const [built, builtBefore] = isOneDay ? [created, createdBefore] : [dayOf(created), dayOf(createdBefore)];
    return [`It is older than the image that it replaces: it was built ${built}, and ${name} was built ${builtBefore}.`];
}
/** In UTC: `2026-01-15` */
function dayOf(time) {
    return new Date(time).toISOString().slice(0, 10);
}

// EXTERNAL MODULE: ./src/config/naming.ts
var config_naming = __webpack_require__(5084);
// EXTERNAL MODULE: ./src/plan/task.ts
var plan_task = __webpack_require__(1510);
;// CONCATENATED MODULE: ./src/copy/compare/previous-image.ts



/** The image that a file named before the pull request; else what the copy's tag led to before the run. */
function findPreviousImage(task, outcome, config) {
    const [former] = (0,plan_task/* formerNames */.ao)(task);
    if (former === undefined || (0,image_reference/* formatCanonical */.I3)(former) === (0,image_reference/* formatCanonical */.I3)(task.source)) {
        const digest = former?.digest ?? outcome.previousDigest;
        if (digest === undefined || digest === outcome.digest)
            return undefined;
        return { reference: task.source, digest, copy: task.target };
    }
    const { registry, repository, tag, digest } = former;
    const reference = tag === undefined ? former : { registry, repository, tag };
    return { reference, digest, copy: findCopy(former, task, config) };
}
/** Whether the copy is what its source has, or would be. */
function matchesSource(outcome) {
    if (outcome.state === 'skipped')
        return outcome.reason === 'up-to-date' || outcome.reason === 'done elsewhere';
    return outcome.state === 'mirrored' || outcome.state === 'would-mirror';
}
/** Under the same prefix as the task's own copy. */
function findCopy(former, task, { targets, naming }) {
    const own = (0,image_reference/* formatCanonical */.I3)(task.target);
    try {
        const prefix = targets.find((candidate) => (0,image_reference/* formatCanonical */.I3)((0,config_naming/* nameTarget */.dJ)(task.source, candidate, naming)) === own);
        return prefix === undefined ? undefined : (0,config_naming/* nameTarget */.dJ)(former, prefix, naming);
    }
    catch (error) {
        if (error instanceof config_naming/* NamingError */.xm)
            return undefined;
        throw error;
    }
}
/** The target's own repository where it is that one, so that no token more is needed. */
function sourceOfCopy(copy, task, target) {
    return (0,image_reference/* formatRepository */.Sh)(copy) === (0,image_reference/* formatRepository */.Sh)(task.target) ? target : target.sibling(copy.repository);
}

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
;// CONCATENATED MODULE: ./src/image/image-config.ts




class InvalidConfigError extends Error {
    name = 'InvalidConfigError';
}
const objectSchema = dist/* looseObject */._H3({});
const bodySchema = dist/* looseObject */._H3({ config: dist/* fallback */.NpB(dist/* optional */.lqM(objectSchema), {}) });
const platformSchema = dist/* object */.Ikc({
    os: dist/* string */.YjP(),
    architecture: dist/* string */.YjP(),
    variant: dist/* fallback */.NpB(dist/* optional */.lqM(dist/* string */.YjP()), undefined),
});
/**
 * Reads an image's config. A field of the wrong type counts as absent: the image runs all the same, and a mirror has no say in it.
 * @throws {InvalidConfigError} where it is no config at all, and nothing else
 */
function readImageConfig(bytes) {
    if (bytes.length > source_and_target/* maxConfigBytes */.a)
        throw new InvalidConfigError(`it has ${bytes.length} bytes, and at most ${source_and_target/* maxConfigBytes */.a} are looked into`);
    const json = parseJson(bytes);
    const body = dist/* safeParse */.xLC(bodySchema, json);
    if (!body.success || Array.isArray(json))
        throw new InvalidConfigError('it is no JSON object');
    const platform = readPlatform(body.output);
    const { created: written } = body.output;
    const isTime = typeof written === 'string' && timestamp.test(written) && !Number.isNaN(Date.parse(written));
    return {
        ...(platform === undefined ? {} : { platform }),
        ...(isTime ? { created: written } : {}),
        settings: readSettings(body.output.config ?? {}),
    };
}
function readSettings(config) {
    const variables = stringsOf(config.Env).map((variable) => {
        const [name = '', ...value] = variable.split('=');
        return [name, value.join('=')];
    });
    return [
        ...single('entrypoint', formatCommand(config.Entrypoint)),
        ...single('command', formatCommand(config.Cmd)),
        ...single('user', textOf(config.User)),
        ...single('working-directory', textOf(config.WorkingDir)),
        ...single('stop-signal', textOf(config.StopSignal)),
        ...single('healthcheck', formatHealthcheck(config.Healthcheck)),
        ...named('ports', keysOf(config.ExposedPorts)),
        ...named('volumes', keysOf(config.Volumes)),
        ...named('environment', variables),
        ...named('labels', entriesOf(config.Labels).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
    ];
}
function single(field, value) {
    return value === undefined || value === '' ? [] : [{ field, value }];
}
/** Of a name that comes twice the last one counts, as it does in a shell. */
function named(field, entries) {
    const values = new Map(entries.map(([name = '', value = '']) => [name, value]));
    return [...values].map(([name, value]) => ({ field, name, value }));
}
/** As an exec form, which tells words from blanks. */
function formatCommand(value) {
    if (typeof value === 'string')
        return value;
    const words = stringsOf(value);
    return words.length === 0 ? undefined : `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
/** The settings of a health check that are times, in nanoseconds, and how they are called here. */
const healthcheckTimes = [
    ['Interval', 'interval'],
    ['Timeout', 'timeout'],
    ['StartPeriod', 'start period'],
    ['StartInterval', 'start interval'],
];
function formatHealthcheck(value) {
    const parsed = dist/* safeParse */.xLC(objectSchema, value);
    if (!parsed.success)
        return undefined;
    const check = parsed.output;
    const times = healthcheckTimes.flatMap(([key, name]) => {
        const nanoseconds = numberOf(check[key]);
        return nanoseconds === 0 ? [] : [`${name} ${nanoseconds / 1_000_000_000} s`];
    });
    const retries = numberOf(check.Retries);
    const details = [...times, ...(retries === 0 ? [] : [`${retries} retries`])].join(', ');
    return [formatCommand(check.Test) ?? '', details].filter(Boolean).join(' ');
}
function readPlatform(body) {
    const parsed = dist/* safeParse */.xLC(platformSchema, body);
    if (!parsed.success)
        return undefined;
    const { os, architecture, variant } = parsed.output;
    if (os === '' || architecture === '')
        return undefined;
    return (0,image_platform/* normalizePlatform */.FL)({ os, architecture, ...(variant === undefined ? {} : { variant }) });
}
const timestamp = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;
function textOf(value) {
    return typeof value === 'string' ? value : undefined;
}
function numberOf(value) {
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
function stringsOf(value) {
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
function keysOf(value) {
    return entriesOf(value).map(([name]) => [name, name]);
}
function entriesOf(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
function parseJson(bytes) {
    try {
        return (0,runtime_text/* parseJsonBytes */.dQ)(bytes);
    }
    catch {
        throw new InvalidConfigError('it is not JSON');
    }
}

// EXTERNAL MODULE: ./src/image/manifest.ts + 1 modules
var image_manifest = __webpack_require__(5034);
// EXTERNAL MODULE: ./src/image/contradictions.ts
var contradictions = __webpack_require__(4927);
;// CONCATENATED MODULE: ./src/copy/image/tree-contents.ts


/**
 * Every manifest once, children before those that name them. A manifest that several indexes name is visited once: eight levels of a hundred
 * indexes, each of which names all of the next level, would have too many paths to walk.
 */
function inPushOrder(root) {
    const ordered = [];
    const seen = new Set();
    const visit = (node) => {
        if (seen.has(node.content.digest))
            return;
        seen.add(node.content.digest);
        node.children.forEach(visit);
        ordered.push(node);
    };
    visit(root);
    return ordered;
}
/** The blobs that the manifests need, each once. */
function distinctBlobs(nodes) {
    const all = nodes.flatMap(({ content, blobs }) => [
        ...blobs,
        ...(content.manifest.kind === 'image' ? (0,image_manifest/* blobsOf */.OR)(content.manifest).blobs : []),
    ]);
    return [...new Map(all.map((descriptor) => [descriptor.digest, descriptor])).values()];
}
/** Some dozens of platforms have some dozens of layers each. Each costs requests, and other images wait. */
const maxBlobs = 10_000;
/** Why an image's blobs cannot be copied, in words; undefined: they can. */
function findBlobProblem(root) {
    const nodes = inPushOrder(root);
    if (distinctBlobs(nodes).length > maxBlobs)
        return `it has more than ${maxBlobs} layers and configs`;
    // What is named twice stays here twice, so that the two can be compared.
    const named = nodes.flatMap(({ content: { manifest }, blobs }) => {
        if (manifest.kind === 'index')
            return blobs;
        return [...(manifest.config === undefined ? [] : [manifest.config]), ...manifest.layers];
    });
    return (0,contradictions/* findContradiction */.P)(named);
}

;// CONCATENATED MODULE: ./src/copy/image/manifest-tree.ts




/** Indexes in indexes: more than a few levels are an attack, or a mistake. */
const maxDepth = 8;
/** The largest published images name some dozens of platforms, attestations beside them; a bound on what one FROM can cost. */
const maxManifests = 1_000;
/** All manifests below an image's first, which are in memory together: they have some KiB each. */
const maxImageManifestBytes = 32 * 1024 * 1024;
/**
 * Reads an image's manifests, each once and by its digest, children in parallel: from the target if it has them, which no limit counts, else from
 * the source. A target that has a manifest may not have what it names, because registries may allow that, or lose content.
 * @throws {RegistryError} `invalid-content` of an image that no registry should have, before anything is written
 */
async function readManifestTree(root, reader, signal) {
    const walk = { reader, seen: new Map(), sizes: { total: 0 }, signal, depth: 0 };
    try {
        return await readTree(root, walk);
    }
    catch (error) {
        if (error instanceof registry_error/* RegistryError */.gl && error.code === 'invalid-content')
            reader.onRefused([root, ...walk.seen.keys()]);
        throw error;
    }
}
async function readTree(root, walk) {
    const { content, isOnTarget } = await readContent(root, walk);
    walk.reader.count(content.bytes.length);
    const tree = await readNode(content, isOnTarget, walk);
    const problem = findBlobProblem(tree);
    if (problem !== undefined)
        throw invalid(content, walk, problem);
    return tree;
}
async function readContent(digest, { reader, signal }) {
    const { source, findOnTarget } = reader;
    const found = await findOnTarget(digest);
    if (found !== undefined)
        return { content: found, isOnTarget: true };
    return { content: await source.getManifest(digest, signal), isOnTarget: false };
}
async function readNode(content, isOnTarget, walk) {
    const { manifest } = content;
    if (manifest.kind === 'image')
        return { content, isOnTarget, children: [], blobs: [] };
    const distinct = [...new Map(manifest.manifests.map((child) => [child.digest, child])).values()];
    const manifests = distinct.filter(({ mediaType }) => (0,image_manifest/* isManifestType */.Q3)(mediaType));
    checkBounds(content, manifests, walk);
    const children = await (0,wait/* waitForAll */.gu)(manifests.map(async (child) => readChild(child, content, walk)));
    return { content, isOnTarget, children, blobs: distinct.filter(({ mediaType }) => !(0,image_manifest/* isManifestType */.Q3)(mediaType)) };
}
async function readChild(child, parent, walk) {
    const known = walk.seen.get(child.digest);
    if (known !== undefined) {
        const node = await known;
        checkChild(child, node.content, parent, walk);
        return node;
    }
    const reading = readNewChild(child, parent, walk);
    walk.seen.set(child.digest, reading);
    return reading;
}
async function readNewChild(child, parent, walk) {
    const { content, isOnTarget } = await readContent(child.digest, walk).catch((error) => {
        if (!(error instanceof registry_error/* RegistryError */.gl) || error.code !== 'not-found')
            throw error;
        throw invalid(parent, walk, `it names the manifest ${child.digest}, and the registry does not have it (404)`);
    });
    checkChild(child, content, parent, walk);
    return readNode(content, isOnTarget, { ...walk, depth: walk.depth + 1 });
}
/** What an index says of a manifest is what its readers go by. */
function checkChild(child, { bytes, manifest }, parent, walk) {
    if (bytes.length !== child.size) {
        const what = `its manifest ${child.digest} has ${bytes.length} bytes, and its index says ${child.size}`;
        throw invalid(parent, walk, what);
    }
    if ((0,image_manifest/* isIndexType */.$U)(child.mediaType) !== (manifest.kind === 'index')) {
        const what = `its manifest ${child.digest} is of type ${manifest.mediaType}, and its index says ${child.mediaType}`;
        throw invalid(parent, walk, what);
    }
}
function checkBounds(content, children, walk) {
    const { depth, seen, sizes, reader } = walk;
    if (depth > maxDepth)
        throw invalid(content, walk, `its indexes are nested deeper than ${maxDepth} levels`);
    const added = children.filter(({ digest }) => !seen.has(digest));
    if (seen.size + added.length > maxManifests)
        throw invalid(content, walk, `it has more than ${maxManifests} manifests`);
    const large = added.find(({ size }) => size > image_manifest/* maxManifestBytes */.rq);
    if (large !== undefined) {
        const what = `its index says that its manifest ${large.digest} has ${large.size} bytes, more than ${image_manifest/* maxManifestBytes */.rq}`;
        throw invalid(content, walk, what);
    }
    const bytes = added.reduce((sum, { size }) => sum + size, 0);
    sizes.total += bytes;
    if (sizes.total > maxImageManifestBytes)
        throw invalid(content, walk, `its manifests have more than ${maxImageManifestBytes} bytes together`);
    reader.count(bytes);
}
function invalid({ digest }, { reader }, what) {
    const reference = `${reader.source.name}@${digest}`;
    return new registry_error/* RegistryError */.gl({ operation: 'Reading', reference, side: 'source', code: 'invalid-content', what });
}

;// CONCATENATED MODULE: ./src/copy/image/platforms.ts






/**
 * Finds an image's platforms in its indexes, or in the config of a single image, and compares them with those that are required. An index may not
 * say what a manifest in it runs on. If a platform is missing otherwise, the config of such a manifest is read.
 * @throws {RegistryError} before anything is written, naming what is missing and what there is.
 */
async function readPlatforms(root, rule, reader) {
    const found = await findPlatforms(root, rule, reader);
    const missing = (0,image_platform/* missingPlatforms */.z3)(rule.platforms, found.platforms);
    if (missing.length === 0)
        return { ...found, warnings: [] };
    const what = `the image does not serve ${formatPlatformList(missing)}; it serves ${found.platforms.length === 0 ? 'no platform that it names' : formatPlatformList(found.platforms)}`;
    if (rule.onMissingPlatform === 'warn')
        return { ...found, warnings: [`${what.charAt(0).toUpperCase()}${what.slice(1)}.`] };
    const { source } = reader;
    const context = { operation: 'Reading', reference: `${source.name}@${root.digest}`, side: source.side };
    const advice = source.side === 'source' ? nothingCopied : `Mirror it from a source that has it, or ${takeAway}.`;
    throw new registry_error/* RegistryError */.gl({ ...context, code: 'invalid-content', what, advice });
}
/** How much of a config is held while the platforms of an image are read: count it before. A larger config is refused. */
function configBytesOf({ manifest }) {
    return manifest.kind === 'image' ? Math.min(manifest.config?.size ?? 0, source_and_target/* maxConfigBytes */.a) : 0;
}
const takeAway = 'take the requirement away (the input "platforms", or --platform in the FROM line)';
const nothingCopied = `Nothing was copied. Choose a tag that has it, ${takeAway}, or set "on-missing-platform" to "warn".`;
async function findPlatforms(root, rule, reader) {
    const { manifest } = root;
    if (manifest.kind === 'image')
        return readConfig(manifest, reader);
    const walk = { silent: [], left: maxManifests };
    const named = (0,image_platform/* distinctPlatforms */.PC)(await walkIndex(manifest, walk, reader, 0));
    if ((0,image_platform/* missingPlatforms */.z3)(rule.platforms, named).length === 0)
        return { platforms: named };
    const read = await (0,wait/* waitForAll */.gu)(walk.silent.map(async ({ digest }) => {
        const child = await reader.readManifest(digest);
        if (child.manifest.kind !== 'image')
            return [];
        const { platforms } = await readConfig(child.manifest, reader);
        return platforms.filter(image_platform/* isRunnable */.iU);
    }));
    return { platforms: (0,image_platform/* distinctPlatforms */.PC)([...named, ...read.flat()]) };
}
async function walkIndex(index, walk, reader, depth) {
    const silent = index.manifests.filter(({ platform, mediaType }) => platform === undefined && (0,image_manifest/* isManifestType */.Q3)(mediaType));
    const allowed = silent.slice(0, Math.max(walk.left, 0));
    walk.left -= allowed.length;
    walk.silent.push(...allowed.filter(({ mediaType }) => !(0,image_manifest/* isIndexType */.$U)(mediaType)));
    const inner = depth < maxDepth ? allowed.filter(({ mediaType }) => (0,image_manifest/* isIndexType */.$U)(mediaType)) : [];
    const below = await (0,wait/* waitForAll */.gu)(inner.map(async ({ digest }) => {
        const { manifest } = await reader.readManifest(digest);
        return manifest.kind === 'index' ? walkIndex(manifest, walk, reader, depth + 1) : [];
    }));
    return [...(0,image_manifest/* platformsOf */.Wt)(index), ...below.flat()];
}
async function readConfig({ config }, { source, configs, signal }) {
    if (config === undefined || !isImageConfig(config.mediaType))
        return { platforms: [] };
    const bytes = await configs.read(config, source, signal);
    const platform = (0,image_manifest/* platformOfConfig */.Dr)(bytes);
    return { platforms: platform === undefined ? [] : [platform], config: { digest: config.digest, bytes } };
}
/** Whether it is an image's, and no artifact's. */
function isImageConfig(mediaType) {
    return /^application\/vnd\.(?:oci\.image\.config\.v1|docker\.container\.image\.v1)\+json$/.test(mediaType);
}
/** An index may name thousands. */
const maxListed = 30;
function formatPlatformList(platforms) {
    const listed = platforms.slice(0, maxListed).map((platform) => (0,image_platform/* printablePlatform */.hh)((0,image_platform/* formatFullPlatform */.Mj)(platform)));
    const more = platforms.length - listed.length;
    return [...listed, ...(more === 0 ? [] : [`${more} more`])].join(', ');
}

;// CONCATENATED MODULE: ./src/copy/compare/image-overview.ts




/** Finds out what an image runs on: a single one by its config, an index by what it says. */
async function readOverview(name, root, reader) {
    const { digest, manifest, bytes } = root;
    if (manifest.kind === 'index')
        return { name, digest, ...readIndexOverview(manifest, reader) };
    const inside = await readInside(manifest, reader);
    const platform = inside?.config.platform;
    const size = (0,image_manifest/* blobsOf */.OR)(manifest).blobs.reduce((sum, blob) => sum + blob.size, bytes.length);
    return {
        name,
        digest,
        platforms: inside === undefined ? [] : [inside.platform],
        facts: { ...(platform === undefined ? {} : { platforms: [platform] }), size },
        isComplete: inside !== undefined,
        open: async () => Promise.resolve(inside),
    };
}
function readIndexOverview(index, reader) {
    const manifests = index.manifests.filter(({ mediaType }) => (0,image_manifest/* isManifestType */.Q3)(mediaType));
    const isComplete = manifests.every(({ platform, mediaType }) => platform !== undefined && !(0,image_manifest/* isIndexType */.$U)(mediaType));
    const named = manifests.flatMap(({ platform, mediaType, digest }) => platform === undefined || !(0,image_platform/* isRunnable */.iU)(platform) || (0,image_manifest/* isIndexType */.$U)(mediaType)
        ? []
        : [{ platform: (0,image_platform/* formatPlatform */.Bq)(platform), digest }]);
    const platforms = (0,image_platform/* distinctPlatforms */.PC)((0,image_manifest/* platformsOf */.Wt)(index));
    return {
        platforms: named.map(({ platform }) => platform),
        facts: platforms.length === 0 ? {} : { platforms },
        isComplete,
        open: async (wanted) => {
            const found = named.find(({ platform }) => platform === wanted);
            if (found === undefined)
                return undefined;
            const { manifest } = await reader.manifest(found.digest);
            const inside = manifest.kind === 'image' ? await readInside(manifest, reader) : undefined;
            return inside === undefined ? undefined : { ...inside, platform: wanted };
        },
    };
}
async function readInside({ config, layers }, reader) {
    if (config === undefined || !isImageConfig(config.mediaType))
        return undefined;
    const bytes = await reader.config(config);
    try {
        const read = readImageConfig(bytes);
        return read.platform === undefined ? undefined : { platform: (0,image_platform/* formatPlatform */.Bq)(read.platform), layers, config: read };
    }
    catch (error) {
        if (error instanceof InvalidConfigError)
            return undefined;
        throw error;
    }
}
/** What most people run. */
const preferred = 'linux/amd64';
/**
 * Looks into both images on one platform that both have; undefined: nothing of them can be compared.
 * @param onFailure told of what is not read of either: the platforms are compared all the same
 */
async function openBoth(before, now, onFailure) {
    const platformsBefore = new Set(before.platforms);
    const common = now.platforms.filter((candidate) => platformsBefore.has(candidate));
    const platform = common.includes(preferred) ? preferred : common[0];
    if (platform === undefined)
        return before.isComplete && now.isComplete
            ? [toComparedImage(before, undefined), toComparedImage(now, undefined)]
            : undefined;
    const [older, newer] = await Promise.all([before, now].map(async ({ open }) => open(platform).catch((error) => {
        onFailure(error);
        return undefined;
    })));
    return [toComparedImage(before, older), toComparedImage(now, newer)];
}
function toComparedImage({ name, digest, platforms, isComplete }, inside) {
    return { name, digest, platforms: isComplete ? platforms : undefined, inside };
}

;// CONCATENATED MODULE: ./src/copy/image/shared-source.ts
const none = new Set();
/** A source as all targets of one image share it. */
class SharedSource {
    source;
    manifests;
    pinnedDigest;
    #head;
    /** Most images have none, and a run has thousands of images. */
    #pulledByLookUps;
    #pinLook;
    /** @param pinnedDigest the digest that the file names, if it does: nothing was asked for it yet */
    constructor(source, manifests, pinnedDigest) {
        this.source = source;
        this.manifests = manifests;
        this.pinnedDigest = pinnedDigest;
    }
    get registry() {
        return this.source.registry;
    }
    get side() {
        return this.source.side;
    }
    get name() {
        return this.source.name;
    }
    get pullLimit() {
        return this.source.pullLimit;
    }
    /** What a look-up had to read. */
    get pulledByLookUps() {
        return this.#pulledByLookUps ?? none;
    }
    get countsPulls() {
        return this.source.countsPulls === true;
    }
    get areLookUpsPulls() {
        return this.source.areLookUpsPulls === true;
    }
    get askedHosts() {
        return this.source.askedHosts;
    }
    get isReady() {
        return this.source.isReady;
    }
    async waitUntilReady(signal) {
        return this.source.waitUntilReady(signal);
    }
    async headManifest(reference, signal) {
        const head = await this.source.headManifest(reference, signal);
        if (head?.content === undefined)
            return head;
        // What had to be read to be looked up is not read again. It is kept there alone: this lives as long as the run.
        this.manifests.add(head.content);
        (this.#pulledByLookUps ??= new Set()).add(head.digest);
        return { digest: head.digest };
    }
    async isReadAnonymously() {
        return this.source.isReadAnonymously();
    }
    /** What the image's reference resolves to: the first answer, for all targets that are compared with it. */
    async headOnce(reference, signal) {
        this.#head ??= this.headManifest(reference, signal);
        return this.#head;
    }
    async getBlob(descriptor, signal) {
        return this.source.getBlob(descriptor, signal);
    }
    async openBlob(descriptor, signal) {
        return this.source.openBlob(descriptor, signal);
    }
    async withDownloadSlot(task, size, signal, to) {
        return this.source.withDownloadSlot(task, size, signal, to);
    }
    /** Whether it is here, or on its way. */
    hasManifest(digest) {
        // A pinned manifest that is cached is looked up at the source all the same.
        if (digest === this.pinnedDigest && this.areLookUpsPulls)
            return this.manifests.find(digest) !== undefined;
        return this.manifests.has(digest);
    }
    /** What this run read; undefined: nothing was read, or it is not at hand. */
    findManifest(digest) {
        return this.manifests.find(digest);
    }
    async getManifest(digest, signal) {
        const isShared = digest !== this.pinnedDigest || (await this.#isPinThere(digest, signal));
        return isShared
            ? this.manifests.get(digest, this.source, signal)
            : this.manifests.read(digest, this.source, signal);
    }
    /** The image was refused: nobody keeps these manifests of it. */
    drop(digests) {
        for (const digest of digests)
            this.manifests.drop(digest);
    }
    /** A pin that was deleted upstream must not be copied from memory: one look for all targets, which is not counted. */
    async #isPinThere(pin, signal) {
        if (this.manifests.fromCache(pin) === undefined || this.areLookUpsPulls)
            return false;
        this.#pinLook ??= this.headManifest(pin, signal).then((head) => head !== undefined);
        try {
            return await this.#pinLook;
        }
        catch (error) {
            this.#pinLook = undefined;
            throw error;
        }
    }
}

;// CONCATENATED MODULE: ./src/copy/compare/comparison-pull-budget.ts

/** Says why something was not looked into. */
class NotReadError extends Error {
    name = 'NotReadError';
}
/**
 * Pulls for comparisons, which no copy needs. Where a registry limits pulls, compare only while more than half are left, counting reads
 * under way.
 */
class ComparisonPullBudget {
    #reading = new Map();
    /** @throws {NotReadError} where there are none to spare, or {RegistryError} */
    async read(source, digest, signal) {
        if (source.pullLimit === undefined)
            await askForLimit(source, digest, signal);
        const { registry } = source;
        if (!this.#isWithinBudget(source))
            throw new NotReadError(`the pulls that ${registry} has left are kept for copies`);
        this.#reading.set(registry, this.#readingOf(registry) + 1);
        try {
            return await source.getManifest(digest, signal);
        }
        finally {
            this.#reading.set(registry, this.#readingOf(registry) - 1);
        }
    }
    #isWithinBudget({ registry, pullLimit }) {
        if (pullLimit === undefined || pullLimit === 'none')
            return pullLimit === 'none';
        return pullLimit.remaining - this.#readingOf(registry) > pullLimit.limit / 2;
    }
    #readingOf(registry) {
        return this.#reading.get(registry) ?? 0;
    }
}
/** A HEAD tells, and is not counted. */
async function askForLimit(source, digest, signal) {
    try {
        await source.headManifest(digest, signal);
    }
    catch (error) {
        if (!(0,errors/* isFailure */.N6)(error))
            throw error;
    }
}

;// CONCATENATED MODULE: ./src/copy/compare/compare-with-previous.ts







/**
 * Compares an image with its previous one. It reads at most two manifests and a config of each, and no layer. It reads the previous image from the
 * target, which no limit counts, and from its source only while there are pulls to spare. Never throws.
 */
async function compareWithPrevious(changed, deps) {
    const asked = [];
    try {
        const [before, now] = [await readPrevious(changed, deps, asked), await readCurrent(changed, deps)];
        const opened = await openBoth(before, now, deps.onFailure);
        return opened === undefined ? undefined : { ...compareImages(...opened), facts: now.facts, asked };
    }
    catch (error) {
        deps.onFailure(error);
        return undefined;
    }
}
async function readCurrent({ task, image, target, outcome }, deps) {
    const { source } = image;
    const reader = outcome.state === 'would-mirror' || deps.isPublicOnly
        ? contentReader(source, deps, async (digest) => readWithinBudget(source, digest, deps))
        : contentReader(target, deps, async (digest) => source.findManifest(digest) ?? target.getManifest(digest, deps.signal));
    if (outcome.digest === undefined)
        throw new NotReadError('its digest is not known');
    return readOverview((0,image_reference/* formatCanonical */.I3)(task.source), await reader.manifest(outcome.digest), reader);
}
async function readPrevious(changed, deps, asked) {
    const name = (0,image_reference/* formatCanonical */.I3)(changed.before.reference);
    const onTarget = await findOnTarget(changed, deps);
    if (onTarget !== undefined)
        return readOverview(name, ...onTarget);
    if (deps.config.mode === 'verify')
        throw new NotReadError(`${name} is not on the target`);
    const { reference } = changed.before;
    // The image's own source, where it is the same repository: it has what was read before.
    const isSameRepository = (0,image_reference/* formatRepository */.Sh)(reference) === (0,image_reference/* formatRepository */.Sh)(changed.task.source);
    const source = isSameRepository ? changed.image.source : deps.sourceOf(reference);
    asked.push(source);
    const reader = contentReader(source, deps, async (digest) => readWithinBudget(source, digest, deps));
    return readOverview(name, await reader.manifest(await digestAt(source, changed.before, deps)), reader);
}
async function findOnTarget({ before, task, target }, deps) {
    if (before.copy === undefined || deps.isPublicOnly)
        return undefined;
    const { signal } = deps;
    const repository = sourceOfCopy(before.copy, task, target);
    const digest = before.digest ?? (await repository.headManifest(before.copy.tag, signal))?.digest;
    if (digest === undefined)
        return undefined;
    const reader = contentReader(repository, deps, async (child) => repository.getManifest(child, signal));
    try {
        return [await reader.manifest(digest), reader];
    }
    catch (error) {
        if (error instanceof registry_error/* RegistryError */.gl && error.code === 'not-found')
            return undefined;
        throw error;
    }
}
async function digestAt(source, { digest, reference }, { signal }) {
    if (digest !== undefined)
        return digest;
    const head = reference.tag === undefined ? undefined : await source.headManifest(reference.tag, signal);
    if (head === undefined)
        throw new NotReadError(`${(0,image_reference/* formatCanonical */.I3)(reference)} is neither on the target nor at its source`);
    return head.digest;
}
/** What was read before costs nothing. */
async function readWithinBudget(source, digest, { pulls, signal }) {
    if (source instanceof SharedSource && source.hasManifest(digest))
        return source.getManifest(digest, signal);
    return pulls.read(source, digest, signal);
}
function contentReader(source, { configs, signal }, manifest) {
    return { manifest, config: async (descriptor) => configs.read(descriptor, source, signal) };
}

;// CONCATENATED MODULE: ./src/copy/compare/moved-version.ts



/**
 * Warns of a tag that looks as if it stayed with its image and leads to another now. No registry is asked for it.
 * @param head what the tag leads to at its source, where it was asked for; a pin says nothing of that
 */
function warnOfMovedVersion(task, outcome, head) {
    const { tag } = task.source;
    const { digest, previousDigest } = outcome;
    // Only then does the run know the tag's digest at its source.
    const isSourceKnown = matchesSource(outcome) || outcome.state === 'stale';
    if (tag === undefined || digest === undefined || !isSourceKnown || !looksLikeVersion(tag))
        return [];
    if (task.digest !== undefined && head !== digest)
        return [];
    // What the copy's tag led to; where it is up to date by now, the pin that the file had for the same tag.
    const before = previousDigest !== undefined && previousDigest !== digest ? previousDigest : (0,plan_task/* formerPin */.pd)(task);
    if (before === undefined || before === digest)
        return [];
    return [
        `The tag ${tag} looks like a version, which stays what it is, and it was moved: before it led to ${(0,image_digest/* shortDigest */.VK)(before)}, and now to ${(0,image_digest/* shortDigest */.VK)(digest)}.`,
    ];
}
/** Its first number has three parts or more: `1.2.3`, `v1.2.3-alpine`, `jdk-17.0.1`; `20-alpine3.19.1` goes by its `20`. */
const version = /^\D*\d+\.\d+\.\d+/;
/** `20240506`, `bookworm-2024-05-06`, `RELEASE.2024-05-01T01-11-10Z` */
const date = /(?<!\d)(?:19|20)\d\d([-._]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)/;
/** They move by their own word. */
const rolling = /(?:^|[^a-z])(?:latest|nightly|snapshot|edge|dev|devel|canary|main|master|head|rolling|unstable)(?![a-z])/i;
/** Says whether a tag looks as if it stayed with its image: a full version or a date, and not `14` or `3.19`, which roll by design. */
function looksLikeVersion(tag) {
    return (version.test(tag) || date.test(tag)) && !rolling.test(tag);
}

;// CONCATENATED MODULE: ./src/copy/compare/other-variant.ts



/** Source: OCI image specification, annotations.md, "Pre-Defined Annotation Keys". */
const titleLabel = 'org.opencontainers.image.title';
/**
 * Warns if the new digest of a pin without a tag looks like another variant's. For such a pin Dependabot takes the newest digest of the repository,
 * whichever variant the old one was (microsoft/retina#2228, 2026-04-21).
 */
function warnOfOtherVariant(task, comparison) {
    if (!isBumpWithoutTag(task))
        return [];
    const differences = differencesIn(comparison);
    if (differences.length === 0)
        return [];
    return [
        `The pin has no tag beside it, so nothing says which variant of the image it is, and its new digest differs from the one before in ${(0,runtime_text/* formatList */.ki)(differences)}. Check that it is the same variant, and write name:tag@digest: a bot then stays with the tag.`,
    ];
}
/** The same repository, by its digest alone, before and now. */
function isBumpWithoutTag(task) {
    const { source } = task;
    const [former] = (0,plan_task/* formerNames */.ao)(task);
    if (source.tag !== undefined || former === undefined || former.tag !== undefined)
        return false;
    return (0,image_reference/* formatRepository */.Sh)(former) === (0,image_reference/* formatRepository */.Sh)(source);
}
function differencesIn({ lostPlatforms, gainedPlatforms, inside }) {
    const changes = inside?.changes ?? [];
    const entrypoint = changes.find(({ field }) => field === 'entrypoint');
    const title = changes.find(({ field, name }) => field === 'labels' && name === titleLabel);
    return [
        ...(lostPlatforms.length + gainedPlatforms.length === 0 ? [] : ['its platforms']),
        ...(entrypoint === undefined ? [] : [`its entrypoint${valuesOf(entrypoint)}`]),
        ...(title === undefined ? [] : [`its title${valuesOf(title)}`]),
    ];
}
/** ` (golang → golang-windows)`; what a secret may be has none. */
function valuesOf({ before, now, isHidden }) {
    if (isHidden === true)
        return '';
    const shown = [before, now].map((value) => (value === undefined ? 'none' : (0,runtime_text/* printable */.g$)(value, maxCharacters)));
    return ` (${shown.join(' → ')})`;
}
const maxCharacters = 60;

// EXTERNAL MODULE: ./src/result/via.ts
var via = __webpack_require__(1453);
;// CONCATENATED MODULE: ./src/copy/compare/comparisons.ts











/** A reader looks at some dozens: so many images are compared in a run, those first whose lines the pull request changed. */
const maxImages = 100;
/** How many are looked at side by side; their requests wait in their registries' queues besides. */
const atOnce = 8;
/** Nobody waits longer for what changes no result. */
const maxMs = 60_000;
/** So many reasons why an image was not compared fill no log. */
const maxLoggedFailures = 3;
/**
 * Finds what changed inside the images, when all of them are done. It comes last so that it takes no pull that a copy needs. Its failures do not
 * fail an image.
 */
class Comparisons {
    deps;
    #changed = [];
    #others = [];
    #failures = [];
    #heads = new Map();
    #offered = 0;
    constructor(deps) {
        this.deps = deps;
    }
    /** Takes note of an image that is done, where there is something to look at; the outcomes of most have nothing. */
    offer(done) {
        const { task, image, target, outcome } = done;
        // The digest that the tag waits for has a task of its own.
        if (task.contest !== undefined && outcome.tagWaits === true)
            return;
        const isComparable = outcome.digest !== undefined && matchesSource(outcome);
        const before = isComparable ? findPreviousImage(task, outcome, this.deps.config) : undefined;
        const isChanged = isTouchedByChange(task);
        if (before === undefined && !(isChanged && this.#tagToAsk(done) !== undefined))
            return;
        this.#offered += 1;
        const list = isChanged ? this.#changed : this.#others;
        if (list.length < maxImages)
            list.push({ task, image, target, outcome, before });
    }
    /** What is known now of the images that were looked at; the others are as they were. */
    async run() {
        const candidates = [...this.#changed, ...this.#others].slice(0, maxImages);
        const { clock, signal } = this.deps;
        if (candidates.length === 0 || signal.aborted)
            return new Map();
        try {
            const compared = await (0,wait/* runAttempt */.Tm)(maxMs, { clock, signal }, async (bounded) => {
                (0,external_node_events_.setMaxListeners)(0, bounded);
                return (0,p_map/* default */.Ay)(candidates, async (candidate) => this.#compare(candidate, bounded), { concurrency: atOnce });
            });
            return new Map(compared.map(({ task, outcome }) => [task, outcome]));
        }
        finally {
            this.#logFailures();
        }
    }
    /** Sentences of the run as a whole: what was not looked at may hold what a reader must see. */
    get warnings() {
        if (this.#offered <= maxImages)
            return [];
        return [
            `Of ${this.#offered} images that changed, ${maxImages} were looked into: what changed inside the others, and whether they lost a platform, is not known.`,
        ];
    }
    async #compare(candidate, signal) {
        const { task, image, target, outcome, before } = candidate;
        const name = (0,image_reference/* formatCanonical */.I3)(task.source);
        const { config, configs, pulls, isPublicOnly, sourceOf } = this.deps;
        const deps = {
            config,
            configs,
            pulls,
            isPublicOnly,
            sourceOf,
            signal,
            onFailure: (error) => this.#failures.push(`${name} was not compared with the image before: ${(0,errors/* messageOf */.bD)(error)}`),
        };
        const [compared, pinWarnings] = await Promise.all([
            before === undefined ? undefined : compareWithPrevious({ task, image, target, outcome, before }, deps),
            this.#warnOfPin(candidate, signal),
        ]);
        // What was found out for the image's own sake comes first.
        const found = compared === undefined ? outcome : { ...compared.facts, ...outcome, comparison: compared.comparison };
        const variant = compared === undefined ? [] : warnOfOtherVariant(task, compared.comparison);
        const warnings = [...outcome.warnings, ...(compared?.warnings ?? []), ...variant, ...pinWarnings];
        const asked = [image.source, target, ...(compared?.asked ?? [])];
        return { task, outcome: (0,via/* withVia */.ZB)({ ...found, warnings }, asked) };
    }
    /** A tag beside a pin says what the pin should be: one HEAD, which is not counted, of what the pull request brings. */
    async #warnOfPin(candidate, signal) {
        const tag = this.#tagToAsk(candidate);
        const { digest } = candidate.task;
        if (tag === undefined || digest === undefined || !isTouchedByChange(candidate.task))
            return [];
        const head = await this.#headOf(candidate.image, tag, signal).catch(() => undefined);
        if (head === undefined)
            return [];
        if (head.digest === digest)
            return warnOfMovedVersion(candidate.task, candidate.outcome, digest);
        return [
            `The tag ${tag} and the pin no longer agree: at the source the tag leads to ${(0,image_digest/* shortDigest */.VK)(head.digest)}, and the pin is ${(0,image_digest/* shortDigest */.VK)(digest)}.`,
        ];
    }
    #tagToAsk({ task, outcome }) {
        const isAsked = this.deps.config.mode !== 'verify' && outcome.state !== 'failed';
        return isAsked && task.digest !== undefined ? task.source.tag : undefined;
    }
    async #headOf(image, tag, signal) {
        const known = this.#heads.get(image) ?? image.source.headManifest(tag, signal);
        this.#heads.set(image, known);
        return known;
    }
    #logFailures() {
        const { progress, signal } = this.deps;
        if (signal.aborted)
            return;
        for (const line of this.#failures.slice(0, maxLoggedFailures))
            progress.log(line);
        const more = this.#failures.length - maxLoggedFailures;
        if (more > 0)
            progress.log(`${more} more images were not compared with those before.`);
    }
}
/** Whether a line that names it was changed, or is new. */
function isTouchedByChange({ uses, isNew }) {
    return isNew === true || uses.some(({ former }) => former !== undefined);
}

;// CONCATENATED MODULE: ./src/copy/push/exposures.ts



/** A reader looks at some; the others are counted. */
const maxNames = 10;
/**
 * Finds copies of private images that everybody may be able to read. It checks an image only if its repository is new on such a target and it was
 * read with an account: it asks the source once more, anonymously. Most sources are public and answer.
 */
class Exposures {
    exposed;
    publicSource;
    plan;
    signal;
    #names = new Set();
    constructor(exposed, publicSource, plan, signal) {
        this.exposed = exposed;
        this.publicSource = publicSource;
        this.plan = plan;
        this.signal = signal;
    }
    /** Carries out the copy, and looks at the image afterwards. */
    async watchCopy(reference, digest, source, target, copy) {
        const isNew = target.registry === this.exposed?.registry && !(await this.plan.repositoryExists(target, this.signal));
        const result = await copy();
        if (isNew && (await this.#isPrivate(reference, digest, source)))
            this.#names.add(target.name);
        return result;
    }
    /** Sentences of the run as a whole. */
    get warnings() {
        const { exposed } = this;
        if (exposed === undefined || this.#names.size === 0)
            return [];
        const names = [...this.#names];
        const more = names.length - maxNames;
        const listed = (0,runtime_text/* formatList */.ki)([...names.slice(0, maxNames), ...(more > 0 ? [`${more} more`] : [])]);
        return [
            `New on ${exposed.registry}, and perhaps readable by everybody, though the source shows these images only to a login: ${listed}. ${exposed.why}`,
        ];
    }
    async #isPrivate(reference, digest, source) {
        if (await source.isReadAnonymously())
            return false;
        try {
            return (await this.publicSource(reference).headManifest(digest, this.signal)) === undefined;
        }
        catch (error) {
            if (!(0,errors/* isFailure */.N6)(error))
                throw error;
            return (0,registry_error/* isAccessRefusal */.bb)(error);
        }
    }
}

// EXTERNAL MODULE: ./src/runtime/blocks.ts
var blocks = __webpack_require__(4864);
;// CONCATENATED MODULE: ./src/copy/blobs/tee.ts

/** How far a reader may lag behind before the others wait for it. */
const maxLagBytes = 4 * 1024 * 1024;
/** How long the others wait for a reader in all before they go on without it. */
const tee_maxWaitMs = 2_000;
/** Thrown to a reader that was too slow for the others. */
class SlowReaderError extends Error {
    name = 'LeftBehindError';
    constructor() {
        super('it was too slow for the others, and is fed later by itself');
    }
}
/** One content for several readers, in bounded memory: who is much slower than the others is left behind, who stops is not waited for. */
class Tee {
    clock;
    #branches = new Set();
    #isClosed = false;
    #onRead = () => undefined;
    constructor(clock) {
        this.clock = clock;
    }
    /** One reader's part. A reader that does not read it to its end has to stop it. */
    branch() {
        if (this.#isClosed)
            return undefined;
        const branch = new Branch(() => {
            this.#onRead();
        }, () => {
            this.#branches.delete(branch);
            this.#onRead();
        });
        this.#branches.add(branch);
        return branch;
    }
    /** Whether there is anybody to read. */
    get isRead() {
        return this.#branches.size > 0;
    }
    get isClosed() {
        return this.#isClosed;
    }
    /** Nobody more may read: the content is on its way. */
    close() {
        this.#isClosed = true;
    }
    /** Passes content on to all readers, its failure and its end too. */
    async run(content) {
        for await (const chunk of content) {
            for (const branch of this.#branches) {
                blocks/* blocks */.B.share(chunk);
                branch.push(chunk);
            }
            blocks/* blocks */.B.release(chunk);
            await this.#waitForRoom();
            if (!this.isRead)
                return;
        }
        for (const branch of this.#branches)
            branch.end();
    }
    fail(error) {
        for (const branch of this.#branches)
            branch.fail(error);
    }
    async #waitForRoom() {
        for (;;) {
            const full = [...this.#branches].filter(({ isFull }) => isFull);
            if (full.length === 0)
                return;
            await this.#untilRead(full, full.length === this.#branches.size);
        }
    }
    /** Waits until somebody has read. Where others have room, that is on the account of those who have not. */
    async #untilRead(full, areAll) {
        const read = new Promise((resolve) => {
            this.#onRead = resolve;
        });
        if (areAll)
            return read;
        const begun = this.clock.monotonicMs();
        const stop = new AbortController();
        const left = Math.min(...full.map(({ waitedMs }) => tee_maxWaitMs - waitedMs));
        await Promise.race([read, this.clock.sleep(Math.max(left, 0), stop.signal).catch(() => undefined)]);
        stop.abort();
        for (const branch of full)
            this.#charge(branch, this.clock.monotonicMs() - begun);
    }
    #charge(branch, ms) {
        branch.waitedMs += ms;
        if (branch.waitedMs < tee_maxWaitMs || !branch.isFull)
            return;
        this.#branches.delete(branch);
        branch.fail(new SlowReaderError());
    }
}
/** One reader's part. Who does not read it to its end has to stop it. */
class Branch {
    onRead;
    stop;
    #chunks = [];
    #bytes = 0;
    #ending;
    #wake = () => undefined;
    /** How long the others waited for it. */
    waitedMs = 0;
    constructor(onRead, stop) {
        this.onRead = onRead;
        this.stop = stop;
    }
    get isFull() {
        return this.#bytes >= maxLagBytes;
    }
    push(chunk) {
        this.#chunks.push(chunk);
        this.#bytes += chunk.length;
        this.#wake();
    }
    end() {
        this.#ending ??= {};
        this.#wake();
    }
    /** What was not read yet is not worth reading. */
    fail(error) {
        this.#ending ??= { error };
        this.#chunks.length = 0;
        this.#bytes = 0;
        this.#wake();
    }
    async *[Symbol.asyncIterator]() {
        try {
            for (let chunk = await this.#next(); chunk !== undefined; chunk = await this.#next())
                yield chunk;
        }
        finally {
            this.stop();
        }
    }
    /** undefined: that was all. */
    async #next() {
        while (this.#chunks.length === 0 && this.#ending === undefined) {
            await new Promise((resolve) => {
                this.#wake = resolve;
            });
        }
        const chunk = this.#chunks.shift();
        if (chunk === undefined && this.#ending !== undefined && 'error' in this.#ending)
            throw this.#ending.error;
        this.#bytes -= chunk?.length ?? 0;
        this.onRead();
        return chunk;
    }
}

;// CONCATENATED MODULE: ./src/copy/blobs/transfer-time.ts

/** Nothing that goes well takes so long to give, or to take, its next byte. */
const maxIdleMs = 120_000;
/** What a registry may take over a blob that it has: it may hash it again, and move it to its place in a storage. 20 MB a second. */
const bytesPerCommitMs = 20_000;
/** The longest that a timer takes. */
const maxTimerMs = 2 ** 31 - 1;
/** Begins the time of one transfer of `size` bytes; it ends with the run, too. */
function beginTransfer(size, bounds) {
    // A body that comes slower than this is as good as one that does not come: 64 KiB a second, and two minutes for all around it.
    const longestMs = Math.min(120_000 + Math.ceil(size / 65.536), maxTimerMs);
    const attempt = (0,wait/* beginAttempt */.xF)(longestMs, bounds);
    const giveUpIn = (ms, words) => bounds.clock.setTimer(ms, () => {
        attempt.abort((0,wait/* timeoutError */.w2)(words));
    });
    let left = size;
    let timer = giveUpIn(maxIdleMs, `nothing went on for ${maxIdleMs / 1_000} seconds`);
    return {
        ...attempt,
        recordBytes: (bytes) => {
            left -= bytes;
            if (left > 0) {
                timer.restart();
                return;
            }
            timer.cancel();
            const commitMs = Math.min(maxIdleMs + size / bytesPerCommitMs, maxTimerMs);
            timer = giveUpIn(commitMs, `it was sent, and not taken within ${Math.round(commitMs / 1_000)} seconds`);
        },
        end: () => {
            timer.cancel();
            attempt.end();
        },
    };
}

;// CONCATENATED MODULE: ./src/copy/blobs/transfer.ts



/**
 * A transfer, retried as a whole: each attempt has a new upload session and reads the content from its beginning. Nothing inside it is retried.
 * Nobody waits for a host while holding a slot: it waits for both hosts first, and checks them again once it has the slot.
 */
function createTransfer(retry, clock) {
    return async (descriptor, route, open, signal) => {
        let opening = open;
        let isFirst = true;
        const send = async () => {
            const opened = await opening?.();
            opening = undefined;
            if (opened === 'mounted')
                return { kind: 'done', result: 'present' };
            // What failed once is not read again in vain: then the upload has to be open before.
            const session = opened ?? (isFirst ? undefined : await route.target.startUpload(signal));
            isFirst = false;
            return transferWhenRead(descriptor, route, session, { clock, signal });
        };
        return retry(async () => resolveDoubt(await whenReady(descriptor, route, send, signal), descriptor, route.target, signal), signal);
    };
}
async function whenReady({ size }, { source, target }, send, signal) {
    for (;;) {
        await Promise.all([source.waitUntilReady(signal), target.waitUntilReady(signal)]);
        const ended = await target.withUploadSlot(async () => (source.isReady && target.isReady ? send() : 'not-ready'), size, signal, source.registry);
        if (ended !== 'not-ready')
            return ended;
    }
}
/** Waits for a slot to read from the source. If that fails, an open upload session is cancelled. */
async function transferWhenRead(descriptor, route, open, bounds) {
    let left = open;
    const transfer = async () => {
        left = undefined;
        return transferOnce(descriptor, route, open, bounds);
    };
    try {
        return await route.source.withDownloadSlot(transfer, descriptor.size, bounds.signal, route.target.registry);
    }
    catch (error) {
        await left?.cancel();
        throw error;
    }
}
/** Sends the content from its beginning for as often as the registry wants that, in the same upload, which sees to it that this ends. */
async function transferOnce(descriptor, route, open, bounds) {
    const { target, onBytes } = route;
    // Not ended with the attempt: only a session whose location is known can be cancelled.
    const starting = open === undefined ? target.startUpload(bounds.signal) : Promise.resolve(open);
    for (;;) {
        // Ends what is still under way when either side fails, and only then.
        const attempt = beginTransfer(descriptor.size, bounds);
        let sent = 0;
        let isCommitting = false;
        try {
            const [content, upload] = await Promise.all([openContent(descriptor, route, attempt.signal), starting]);
            const counted = countBytes(content, (bytes) => {
                sent += bytes;
                attempt.recordBytes(bytes);
                onBytes(bytes);
            });
            isCommitting = true;
            await upload.finish(descriptor, counted, attempt.signal);
            return { kind: 'done', result: descriptor.size };
        }
        catch (error) {
            attempt.abort();
            const giveUp = async () => {
                onBytes(-sent);
                await cancelUpload(starting);
            };
            if ((0,registry_error/* needsBodyAgain */.ws)(error)) {
                onBytes(-sent);
                continue;
            }
            if (isCommitting && mayBeCommitted(error))
                return { kind: 'in-doubt', error, result: descriptor.size, giveUp };
            await giveUp();
            throw error;
        }
        finally {
            attempt.end();
        }
    }
}
/** A blob's bytes, to be sent on. */
async function openContent(descriptor, { source, held }, signal) {
    return held?.digest === descriptor.digest ? singleChunk(held.bytes) : source.openBlob(descriptor, signal);
}
// eslint-disable-next-line @typescript-eslint/require-await -- content is an async iterable wherever it comes from
async function* singleChunk(bytes) {
    if (bytes.length > 0)
        yield bytes;
}
/**
 * The registry may have carried out a commit whose answer was lost. The blob is looked for before it is sent again, because the session may be
 * gone (GHCR: jib#4301). This look-up holds no slot. If it fails, the failure of the commit stays.
 */
async function resolveDoubt(ended, descriptor, target, signal) {
    if (ended.kind === 'done')
        return ended.result;
    const [found] = await Promise.allSettled([target.hasStored(descriptor, signal)]);
    if (found.status === 'fulfilled' && found.value)
        return ended.result;
    await ended.giveUp();
    throw found.status === 'rejected' && !(0,errors/* isFailure */.N6)(found.reason) ? found.reason : ended.error;
}
/** Whether a commit that failed so may have been carried out. */
function mayBeCommitted(error) {
    return error instanceof registry_error/* RegistryError */.gl && error.side === 'target' && commitDoubts.has(error.code);
}
const commitDoubts = new Set([
    'timeout',
    'network',
    'unavailable',
    'writes-failed',
    'upload-lost',
    'not-found',
    'blob-unknown',
]);
async function cancelUpload(starting) {
    try {
        await (await starting).cancel();
    }
    catch (error) {
        // The session was never opened: there is nothing to cancel.
        if (!(0,errors/* isFailure */.N6)(error) && !(error instanceof DOMException))
            throw error;
    }
}
async function* countBytes(content, onBytes) {
    for await (const chunk of content) {
        onBytes(chunk.length);
        yield chunk;
    }
}

;// CONCATENATED MODULE: ./src/copy/blobs/fan-out-transfer.ts





/** How long those that have their slot wait for the others. */
const fan_out_transfer_maxWaitMs = 1_000;
function createFanOutTransfer(clock) {
    return (parts, signal) => {
        const tee = new Tee(clock);
        const arrivals = new ArrivalBarrier(parts.length);
        const [first] = parts;
        if (first !== undefined)
            void downloadWhenReady(first, tee, arrivals.wait(clock, signal), { clock, signal });
        return parts.map(async (part) => uploadPart(part, tee, arrivals, { clock, signal }));
    };
}
/** Who of those that are expected has come, or will not. */
class ArrivalBarrier {
    #complete;
    #first;
    #left;
    #onComplete = () => undefined;
    #onFirst = () => undefined;
    constructor(expected) {
        this.#left = expected;
        this.#complete = new Promise((resolve) => {
            this.#onComplete = resolve;
        });
        this.#first = new Promise((resolve) => {
            this.#onFirst = resolve;
        });
    }
    arrive() {
        this.#left -= 1;
        this.#onFirst();
        if (this.#left <= 0)
            this.#onComplete();
    }
    /** When all are there, or the first has waited long enough. */
    async wait(clock, signal) {
        await this.#first;
        await (0,wait/* waitAtMost */._R)(fan_out_transfer_maxWaitMs, this.#complete, clock, signal);
    }
}
async function uploadPart({ descriptor, route, open }, tee, arrivals, bounds) {
    const { source, target } = route;
    const { signal } = bounds;
    let branch;
    const upload = async () => {
        if (tee.isClosed)
            return { kind: 'done', result: 'alone' };
        const opened = await open?.();
        if (opened === 'mounted')
            return { kind: 'done', result: 'present' };
        const session = opened ?? (await target.startUpload(signal));
        branch = tee.branch();
        arrivals.arrive();
        if (branch !== undefined)
            return sendBranch(descriptor, route, session, branch, bounds);
        await session.cancel();
        return { kind: 'done', result: 'alone' };
    };
    try {
        const ended = await target.withUploadSlot(upload, descriptor.size, signal, source.registry);
        return await resolveDoubt(ended, descriptor, target, signal);
    }
    catch (error) {
        if ((0,registry_error/* isRetryable */.r3)(error) && !signal.aborted)
            return 'alone';
        throw error;
    }
    finally {
        if (branch === undefined)
            arrivals.arrive();
        else
            branch.stop();
    }
}
async function sendBranch(descriptor, { onBytes }, session, branch, bounds) {
    const attempt = beginTransfer(descriptor.size, bounds);
    let sent = 0;
    const content = countBytes(branch, (bytes) => {
        sent += bytes;
        attempt.recordBytes(bytes);
        onBytes(bytes);
    });
    try {
        await session.finish(descriptor, content, attempt.signal);
        return { kind: 'done', result: descriptor.size };
    }
    catch (error) {
        const giveUp = async () => {
            onBytes(-sent);
            await session.cancel();
        };
        if (mayBeCommitted(error))
            return { kind: 'in-doubt', error, result: descriptor.size, giveUp };
        await giveUp();
        throw error;
    }
    finally {
        attempt.end();
    }
}
/** All readers get its failure. Never throws. */
async function downloadWhenReady({ descriptor, route }, tee, ready, bounds) {
    await ready;
    tee.close();
    const attempt = beginTransfer(descriptor.size, bounds);
    const download = async () => {
        const content = await openContent(descriptor, route, attempt.signal);
        await tee.run(countBytes(content, attempt.recordBytes));
    };
    try {
        await route.source.withDownloadSlot(async () => (tee.isRead ? download() : undefined), descriptor.size, bounds.signal);
    }
    catch (error) {
        tee.fail(error);
    }
    finally {
        attempt.abort();
        attempt.end();
    }
}

;// CONCATENATED MODULE: ./src/runtime/fifo.ts
/** What was taken out is cut off when it is so much, and half of all. */
const minCut = 64;
/** A queue. To take from its front costs the same however much waits; an array moves all the rest. */
class Fifo {
    #items = [];
    #front = 0;
    push(item) {
        this.#items.push(item);
    }
    /** The one that is next; undefined: none waits. */
    peek() {
        return this.#items[this.#front];
    }
    /** Takes the one that is next. */
    shift() {
        const item = this.peek();
        if (this.#front < this.#items.length)
            this.#front += 1;
        if (this.#front >= minCut && this.#front * 2 >= this.#items.length) {
            this.#items.splice(0, this.#front);
            this.#front = 0;
        }
        return item;
    }
}

;// CONCATENATED MODULE: ./src/copy/memory/memory-share.ts
/** The work needs more memory than its share: it begins again with a larger one. */
class ShareExceeded extends Error {
    name = 'ShareExceeded';
    constructor() {
        super('the manifests and configs of an image need more memory than its share');
    }
}
/** What one piece of work may hold of the memory of a run. */
class MemoryShare {
    size;
    release;
    #counted = 0;
    /** @param release gets the bytes that are not needed any more */
    constructor(size, release) {
        this.size = size;
        this.release = release;
    }
    /**
     * Counts what is held from now on. Call it before you read something of known size.
     * @throws {ShareExceeded}
     */
    count = (bytes) => {
        this.#counted += bytes;
        if (this.#counted > this.size)
            throw new ShareExceeded();
    };
    /** All is counted: others get what is left of the share. */
    shrink() {
        this.#resize(this.#counted);
    }
    /** The work is done, in whatever way. */
    end() {
        this.#resize(0);
    }
    #resize(size) {
        const unused = this.size - size;
        this.size = size;
        if (unused > 0)
            this.release(unused);
    }
}

;// CONCATENATED MODULE: ./src/copy/memory/memory-budget.ts







/** A usual share for each of the 64 requests that a registry is asked at once. Parsed, a manifest may take as much again. */
const maxRunBytes = 512 * 1024 * 1024;
/** Enough for a manifest of unknown size. All manifests of a published image together take less. */
const usualShareBytes = image_manifest/* maxManifestBytes */.rq;
/** The first manifest of the largest image that is not refused, those below it, and a config. */
const largestShareBytes = image_manifest/* maxManifestBytes */.rq + maxImageManifestBytes + source_and_target/* maxConfigBytes */.a;
/** The part of the budget for images that one slow registry may hold up. The others keep a quarter. */
const maxPartOfRoute = 0.75;
/**
 * The memory for the manifests and configs of a whole run. Work gets one share before it begins, in order, and never asks for more while it has
 * one. Nobody waits for memory while holding memory, so no two can wait for each other. Work that needs more than its share releases it and
 * begins again with the largest. Caches have what is left.
 */
class MemoryBudget {
    maxBytes;
    #routes = new Map();
    #caches = [];
    #heldBytes = 0;
    #turns = 0;
    constructor(maxBytes = maxRunBytes) {
        this.maxBytes = maxBytes;
    }
    /** Counts a cache from now on. */
    add(cache) {
        this.#caches.push(cache);
    }
    /** To be called when a cache has grown. */
    trimCaches() {
        let excess = this.#caches.reduce((sum, { weight }) => sum + weight, this.#heldBytes) - this.maxBytes;
        for (const cache of this.#caches) {
            if (excess <= 0)
                return;
            const before = cache.weight;
            cache.shrinkTo(Math.max(0, before - excess));
            excess -= before - cache.weight;
        }
    }
    /**
     * Runs work that holds manifests and configs. The work counts them before it does anything that cannot be repeated: if they need more than
     * the usual share, it runs a second time. Do not hold a slot in a queue while you wait here.
     * @throws {RegistryError} `invalid-content` if the largest share is not enough
     */
    async hold(holder, signal, work) {
        try {
            return await this.#holdOnce(usualShareBytes, holder, signal, work);
        }
        catch (error) {
            if (!(error instanceof ShareExceeded))
                throw error;
        }
        try {
            return await this.#holdOnce(largestShareBytes, holder, signal, work);
        }
        catch (error) {
            if (!(error instanceof ShareExceeded))
                throw error;
            const { name, side } = holder.reader;
            const what = `the image's manifests and config have more than ${largestShareBytes} bytes together`;
            throw new registry_error/* RegistryError */.gl({ operation: 'Reading', reference: name, side, code: 'invalid-content', what });
        }
    }
    async #holdOnce(bytes, { route: name }, signal, work) {
        const route = this.#routeOf(name);
        await this.#enter(route, bytes, signal);
        const share = new MemoryShare(bytes, (unused) => {
            this.#release(route, unused);
        });
        try {
            return await work(share);
        }
        finally {
            share.end();
        }
    }
    #routeOf(name) {
        const route = this.#routes.get(name) ?? { heldBytes: 0, waiting: new Fifo() };
        this.#routes.set(name, route);
        return route;
    }
    async #enter(route, bytes, signal) {
        let enter = () => undefined;
        const entered = new Promise((resolve) => {
            enter = resolve;
        });
        const waiter = { bytes, turn: (this.#turns += 1), enter, state: 'waiting' };
        route.waiting.push(waiter);
        this.#letIn();
        try {
            await (0,wait/* unlessAborted */.Wh)(entered, signal);
        }
        catch (error) {
            if (waiter.state === 'entered')
                this.#release(route, bytes);
            waiter.state = 'gone';
            this.#letIn();
            throw error;
        }
    }
    #release(route, bytes) {
        route.heldBytes -= bytes;
        this.#heldBytes -= bytes;
        this.#letIn();
    }
    /** The longest wait goes first. A route that has used up its part waits, and others pass it. */
    #letIn() {
        for (let route = this.#nextRoute(); route !== undefined; route = this.#nextRoute()) {
            const waiter = route.waiting.shift();
            if (waiter === undefined)
                return;
            route.heldBytes += waiter.bytes;
            this.#heldBytes += waiter.bytes;
            this.trimCaches();
            waiter.state = 'entered';
            waiter.enter();
        }
    }
    #nextRoute() {
        let next;
        for (const route of this.#routes.values()) {
            while (route.waiting.peek()?.state === 'gone')
                route.waiting.shift();
            const waiter = route.waiting.peek();
            if (waiter === undefined || !this.#isWithinPart(route, waiter))
                continue;
            if (next === undefined || waiter.turn < next.waiter.turn)
                next = { route, waiter };
        }
        return next !== undefined && this.#hasRoom(next.waiter) ? next.route : undefined;
    }
    /** A route that holds nothing may always have one share. */
    #isWithinPart({ heldBytes }, { bytes }) {
        return heldBytes === 0 || heldBytes + bytes <= this.maxBytes * maxPartOfRoute;
    }
    /** A share that is alone is never too large. */
    #hasRoom({ bytes }) {
        return this.#heldBytes === 0 || this.#heldBytes + bytes <= this.maxBytes;
    }
}

;// CONCATENATED MODULE: ./src/plan/decide.ts




/**
 * Asks the target first, and the source only if the target does not settle it; only by HEAD. A registry's failure never counts as an absent
 * image, except for a 403 of a target that takes uploads. The order is that of docs/behaviours.md, "Deciding". With force, a tag must be where
 * the source's is, whatever else is allowed.
 */
async function decide(task, policy, sides, signal) {
    const { source, target } = sides;
    const lookedUp = await lookUp(async () => target.headManifest(task.target.tag, signal), signal);
    if (lookedUp.kind === 'failed')
        return decideUnread(task, policy, { ...sides, error: lookedUp.error }, signal);
    if (policy.mode === 'verify')
        return verifyPresence(task, policy, { held: lookedUp.head, target, signal });
    if (lookedUp.head !== undefined) {
        const { digest } = lookedUp.head;
        if (digest === task.digest)
            return { kind: 'up-to-date', digest };
        if (policy.compare === 'presence' && !policy.force)
            return { kind: 'present', digest };
    }
    const found = await findDigest(task, policy, lookedUp.head, source, signal);
    if (found.kind === 'decided')
        return found.decision;
    const decision = compareDigests(task, found.digest, lookedUp.head?.digest, policy.force ? 'update' : policy.onMismatch);
    const mayWait = decision.kind === 'copy' && !policy.force;
    return mayWait
        ? lookUpByDigest(task, { ...decision, tagWaits: true }, { target, signal, otherwise: decision })
        : decision;
}
/**
 * Some registries answer 403 for a tag that they do not have. If this run may move every tag, it may put this one, too. Whether the target takes uploads
 * is asked last, because that costs requests.
 */
async function mayBeAbsent(error, { mode, compare, onMismatch, force }, { takesUploads }) {
    const movesEveryTag = mode === 'mirror' && compare === 'digest' && onMismatch === 'update' && !force;
    return movesEveryTag && (0,registry_error/* isDenial */.c6)(error) && (await takesUploads?.()) === true;
}
/** Nobody knows whether a tag that the target refuses to show is in use: before the merge it waits. */
async function decideUnread(task, policy, unread, signal) {
    const { source, target, error } = unread;
    if (!(await mayBeAbsent(error, policy, unread)))
        return failedLookUp(task, error);
    const wanted = await findDigest(task, policy, undefined, source, signal);
    if (wanted.kind === 'decided')
        return wanted.decision;
    const { digest } = wanted;
    const found = await lookUp(async () => target.headManifest(digest, signal), signal);
    if (found.kind === 'failed' && !(0,registry_error/* isDenial */.c6)(found.error))
        return failedLookUp(task, found.error);
    const isHeld = found.kind === 'found' && found.head !== undefined;
    const { tagWaits } = task;
    const previousUnknown = true;
    if (tagWaits === undefined)
        return { kind: 'copy', digest, previousUnknown, ...(isHeld ? { isHeld } : {}) };
    return isHeld
        ? { kind: 'up-to-date', digest, tagWaits, previousUnknown }
        : { kind: 'copy', digest, tagWaits, previousUnknown };
}
/** Of a tag that waits for the merge the image is kept by its digest alone. */
async function lookUpByDigest(task, decision, { target, signal, otherwise }) {
    const { digest, previousDigest } = decision;
    if (task.tagWaits !== true || previousDigest === undefined)
        return otherwise;
    const found = await lookUp(async () => target.headManifest(digest, signal), signal);
    if (found.kind === 'failed')
        return failedLookUp(task, found.error);
    return found.head === undefined ? decision : { kind: 'up-to-date', digest, tagWaits: true, previousDigest };
}
function failedLookUp(task, error) {
    const refusal = (0,registry_error/* isAccessRefusal */.bb)(error) ? { refusal: error } : {};
    return { kind: 'fail', message: error.message, ...pinnedDigestOf(task), ...refusal };
}
async function verifyPresence(task, { compare }, { held: targetHead, target, signal }) {
    if (targetHead === undefined && isDispensable(task))
        return pinsDiffer(undefined, absentCopy);
    if (targetHead === undefined) {
        const message = `missing from ${task.target.registry}: ${(0,image_reference/* formatCanonical */.I3)(task.target)}. The tag was looked up on the target, which does not have it. Run mode "mirror" to copy the image.`;
        return { kind: 'fail', message, ...pinnedDigestOf(task) };
    }
    const { digest: previousDigest } = targetHead;
    if (previousDigest === task.digest)
        return { kind: 'up-to-date', digest: previousDigest };
    // Without a pin only the source could tell whether it is the right one, and it is not asked.
    if (task.digest === undefined || compare === 'presence')
        return { kind: 'present', digest: previousDigest };
    const message = `${(0,image_reference/* formatCanonical */.I3)(task.target)} is ${(0,image_digest/* shortDigest */.VK)(previousDigest)} on the target, and the pin is ${(0,image_digest/* shortDigest */.VK)(task.digest)}. Run mode "mirror" to bring it up to date.`;
    const behind = { kind: 'fail', message, digest: task.digest, previousDigest };
    return lookUpByDigest(task, behind, { target, signal, otherwise: behind });
}
/** The digest that the target should have: the pin, or what the source's tag resolves to. */
async function findDigest(task, { mode }, targetHead, source, signal) {
    // A copy reads a pin by its digest and finds out by that; a check has to ask whether it could.
    if (task.digest !== undefined && mode === 'mirror')
        return { kind: 'found', digest: task.digest };
    const reference = task.digest ?? task.source.tag ?? 'latest';
    const found = await lookUp(async () => source.headManifest(reference, signal), signal);
    if (found.kind === 'found' && found.head !== undefined)
        return followsTag(task, found.head, targetHead);
    const facts = found.kind === 'found' ? missingUpstream(task) : { message: found.error.message, ...pinnedDigestOf(task) };
    return { kind: 'decided', decision: withoutSource(task, targetHead, facts) };
}
function withoutSource(task, targetHead, facts) {
    const { message } = facts;
    if (targetHead === undefined && isDispensable(task))
        return pinsDiffer(undefined, message);
    // A pin that the target does not hold is known to be behind, whatever the source says.
    if (targetHead !== undefined && task.digest === undefined)
        return { kind: 'unverified', digest: targetHead.digest, message: leftAsItIs(message) };
    return {
        kind: 'fail',
        ...facts,
        ...(targetHead === undefined ? {} : { previousDigest: targetHead.digest }),
    };
}
/** A tag that files pin to different digests follows its source to these alone. If a file needs the tag, any image is better than none. */
function followsTag(task, { digest }, targetHead) {
    const { contest } = task;
    const mayFollow = contest === undefined || contest.pins.includes(digest) || (targetHead === undefined && contest.isNeeded);
    if (mayFollow)
        return { kind: 'found', digest };
    const message = `At the source the tag leads to ${(0,image_digest/* shortDigest */.VK)(digest)}, which no file pins.`;
    return { kind: 'decided', decision: pinsDiffer(targetHead?.digest, message) };
}
/** Whether nobody misses the tag: all who name it have a pin, and each of these is kept for itself. */
function isDispensable({ contest }) {
    return contest !== undefined && !contest.isNeeded;
}
const absentCopy = 'The target does not have the tag.';
function pinsDiffer(previousDigest, why) {
    const message = `${why} The copy's tag was left as it is.`;
    return { kind: 'pins differ', message, ...(previousDigest === undefined ? {} : { previousDigest }) };
}
function compareDigests(task, digest, previousDigest, onMismatch) {
    if (previousDigest === undefined)
        return { kind: 'copy', digest };
    if (previousDigest === digest)
        return { kind: 'up-to-date', digest };
    switch (onMismatch) {
        case 'update':
            return { kind: 'copy', digest, previousDigest };
        case 'report':
            return { kind: 'target-behind', digest, previousDigest };
        case 'fail': {
            const message = `${(0,image_reference/* formatCanonical */.I3)(task.target)} is ${(0,image_digest/* shortDigest */.VK)(previousDigest)} on the target and ${(0,image_digest/* shortDigest */.VK)(digest)} at the source ("on-mismatch" is "fail").`;
            return { kind: 'fail', message, digest, previousDigest };
        }
    }
}
/** Of a source that cannot be read while there is a copy. */
function leftAsItIs(why) {
    return `${why} The copy on the target was left as it is.`;
}
/** Says that the source does not have the image, and what to do. A missing pin is not reported as a digest: no registry is known to have it. */
function missingUpstream({ source, digest }) {
    const name = (0,image_reference/* formatCanonical */.I3)(source);
    if (digest === undefined) {
        const message = `${name} is not at the source: the repository or the tag was never there, or was deleted. Check the spelling of both, or bump the file to a tag that exists.`;
        return { message };
    }
    const message = `${name} is not at the source with the pinned digest ${digest}: it was deleted, or the pin is another image's. Bump the pin.`;
    return { message, missingPin: digest };
}
function pinnedDigestOf({ digest }) {
    return digest === undefined ? {} : { digest };
}
/** That the run was stopped says nothing of a registry. */
async function lookUp(head, signal) {
    try {
        return { kind: 'found', head: await head() };
    }
    catch (error) {
        if (!(0,errors/* isFailure */.N6)(error) || signal.aborted)
            throw error;
        return { kind: 'failed', error };
    }
}

// EXTERNAL MODULE: ./src/runtime/group-by.ts
var group_by = __webpack_require__(6353);
;// CONCATENATED MODULE: ./src/copy/image/lost-content.ts






/** The manifests of a target's repository, each read once; one with wrong bytes counts as absent. */
class TargetManifests {
    target;
    signal;
    #answers = new Map();
    #damaged = new Set();
    /** @param losses what is known to be lost, which is not asked for again */
    constructor(target, signal, losses = []) {
        this.target = target;
        this.signal = signal;
        for (const { part, how, digest } of losses) {
            if (part === 'manifest')
                this.#answers.set(digest, Promise.resolve(how));
            if (how === 'damaged')
                this.#damaged.add(digest);
        }
    }
    async inspect(digest) {
        const answer = this.#answers.get(digest) ?? this.#ask(digest);
        this.#answers.set(digest, answer);
        return answer;
    }
    async find(digest) {
        const answer = await this.inspect(digest);
        return typeof answer === 'string' ? undefined : answer;
    }
    /** As far as it was looked at. */
    isDamaged(digest) {
        return this.#damaged.has(digest);
    }
    async #ask(digest) {
        try {
            return (await this.target.findManifest(digest, this.signal)) ?? 'missing';
        }
        catch (error) {
            if (!(error instanceof registry_error/* RegistryError */.gl) || error.code !== 'digest-mismatch')
                throw error;
            this.#damaged.add(digest);
            return 'damaged';
        }
    }
}
/**
 * Looks into a copy, of the target alone: every manifest is read by its digest, and every blob is asked for, whatever is known of it.
 * @throws {RegistryError} where the target does not say whether it has something
 */
async function inspectCopy(root, deps) {
    const manifests = new TargetManifests(deps.target, deps.signal);
    const losses = [];
    const walk = { deps, manifests, seen: new Set(), losses, contents: [], blobs: new Map(), bytes: 0 };
    await inspectManifest(root, walk, 0);
    const sizes = await (0,wait/* waitForAll */.gu)([...walk.blobs.values()].map(async (blob) => {
        const isThere = await deps.plan.hasBlob(blob, deps.target, deps.signal);
        if (!isThere)
            losses.push({ part: 'blob', how: 'missing', digest: blob.digest });
        return isThere ? blob.size : 0;
    }));
    const { contents, bytes } = walk;
    return { losses, size: sizes.reduce((sum, size) => sum + size, bytes), manifests, contents };
}
async function inspectManifest(digest, walk, depth) {
    if (walk.seen.has(digest))
        return;
    walk.seen.add(digest);
    if (depth > maxDepth || walk.seen.size > maxManifests) {
        const { name, side } = walk.deps.target;
        const what = `its copy has more than ${maxManifests} manifests, or indexes nested deeper than ${maxDepth} levels`;
        throw new registry_error/* RegistryError */.gl({ operation: 'Looking into', reference: name, side, code: 'invalid-content', what });
    }
    const found = await walk.manifests.inspect(digest);
    if (typeof found === 'string') {
        walk.losses.push({ part: 'manifest', how: found, digest });
        return;
    }
    walk.deps.count(found.bytes.length);
    walk.bytes += found.bytes.length;
    walk.contents.push(found);
    const { manifests, blobs } = partsOf(found.manifest);
    for (const blob of blobs)
        walk.blobs.set(blob.digest, blob);
    await (0,wait/* waitForAll */.gu)(manifests.map(async (child) => inspectManifest(child.digest, walk, depth + 1)));
}
/** What an index names may be no manifest: then it is a blob. */
function partsOf(manifest) {
    if (manifest.kind === 'image')
        return { manifests: [], blobs: (0,image_manifest/* blobsOf */.OR)(manifest).blobs };
    return {
        manifests: manifest.manifests.filter(({ mediaType }) => (0,image_manifest/* isManifestType */.Q3)(mediaType)),
        blobs: manifest.manifests.filter(({ mediaType }) => !(0,image_manifest/* isManifestType */.Q3)(mediaType)),
    };
}
/** `2 blobs missing (sha256:…, sha256:…), 1 manifest damaged (sha256:…)` */
function formatLosses(losses) {
    const groups = (0,group_by/* groupBy */.$)(losses, ({ part, how }) => `${part} ${how}`);
    return [...groups.values()].map(formatGroup).join(', ');
}
/** More than some nobody looks up. */
const maxShown = 5;
function formatGroup(group) {
    const shown = group.slice(0, maxShown).map(({ digest }) => (0,image_digest/* shortDigest */.VK)(digest));
    const more = group.length > maxShown ? [`${group.length - maxShown} more`] : [];
    const [first] = group;
    const noun = `${first.part}${group.length === 1 ? '' : 's'}`;
    return `${group.length} ${noun} ${first.how} (${[...shown, ...more].join(', ')})`;
}

;// CONCATENATED MODULE: ./src/copy/push/put-manifests.ts




/**
 * Brings blobs, and puts each manifest by its digest as soon as what it names is there: its blobs, its children, and its subject, which GitLab wants
 * (buildkit#7007). If one of them fails for good, the others stop: the image cannot be put without it.
 * @param bring gets one blob to the target
 * @param route of the image's blobs: the registry may turn out not to have one
 * @returns what `bring` returned
 */
async function writeBelow({ blobs, nodes }, bring, route, deps, signal) {
    const written = new Map();
    const put = async (node, shared) => {
        // An index may name a manifest before its subject: look when all parts have begun.
        await Promise.resolve();
        await Promise.all(digestsNamedBy(node).map(async (digest) => written.get(digest)));
        await putNode(node, route, deps, shared);
        return [];
    };
    const write = async (part, shared) => {
        const isNode = 'content' in part;
        const writing = isNode ? put(part, shared) : bring(part, shared);
        written.set(isNode ? part.content.digest : part.digest, writing);
        return writing;
    };
    return (await (0,wait/* runTogether */.aW)([...blobs, ...nodes], write, signal)).flat();
}
function digestsNamedBy(node) {
    const { subject } = node.content.manifest;
    const named = [...distinctBlobs([node]), ...node.children.map(({ content }) => content)];
    return [...named, ...(subject === undefined ? [] : [subject])].map(({ digest }) => digest);
}
/** If a registry answers that it does not have what the manifest names, it may have lost it, or may not find it yet. It is sent again. */
async function putNode(node, route, deps, signal) {
    const { content } = node;
    for (const waitMs of settlingWaitsMs) {
        try {
            await putAndRecord(content, route.target, deps.referrers, signal);
            return;
        }
        catch (error) {
            if (!(error instanceof registry_error/* RegistryError */.gl) || error.code !== 'blob-unknown')
                throw explainRefusal(error, content);
            // Whether only a missing blob explains the refusal. GitLab refuses a missing subject with the same code. BLOB_UNKNOWN does not count:
            // it may mean that the registry reads the config and looks for nothing else.
            const namesBlobsOnly = content.manifest.kind === 'image' && content.manifest.subject === undefined;
            if (namesBlobsOnly && error.registryCodes.includes('MANIFEST_BLOB_UNKNOWN'))
                deps.confirmations.recordRefusal(route.target);
            await deps.clock.sleep(waitMs, signal);
            await restoreReferenced(node, route, deps, signal);
        }
    }
    await putAndRecord(content, route.target, deps.referrers, signal).catch((error) => {
        throw explainRefusal(error, content);
    });
}
async function putAndRecord(content, target, referrers, signal) {
    referrers.recordPut(target, content, await target.putManifest(content.digest, content, signal));
}
/**
 * Some registries reject every layer with `urls`, whatever its type, and whether it was copied or not. distribution requires
 * `validation.manifests.urls.allow`, and answers only UNKNOWN.
 */
function explainRefusal(error, { manifest }) {
    const named = manifest.kind === 'image' ? manifest.layers.filter(({ urls }) => urls !== undefined).length : 0;
    if (!(error instanceof registry_error/* RegistryError */.gl) || error.code !== 'refused' || named === 0)
        return error;
    return error.withAdvice(`${named} of its layers ${named === 1 ? 'names addresses of its own' : 'name addresses of their own'} ("urls"): the registry must be set up to take such manifests (distribution: validation.manifests.urls.allow).`);
}
async function restoreReferenced(node, route, deps, signal) {
    const blobs = distinctBlobs([node]).map(async (descriptor) => {
        deps.confirmations.forget(route.target, descriptor.digest);
        await deps.plan.restoreBlob(descriptor, route, signal);
    });
    const children = node.children.map(async (child) => putIfLost(child, route, deps, signal));
    await (0,wait/* waitForAll */.gu)([...blobs, ...children]);
}
async function putIfLost(node, route, deps, signal) {
    const { digest } = node.content;
    if (await route.target.hasManifest(digest, signal))
        return;
    deps.confirmations.forget(route.target, digest);
    await putNode(node, route, deps, signal);
}

;// CONCATENATED MODULE: ./src/copy/push/confirm-written.ts





/**
 * Looks whether the target has what was written: all at once, and each thing once a run. What is lost is written again once, when what it names is there.
 * @throws {RegistryError} `lost`
 */
async function confirmWritten({ root, before }, { nodes, blobs }, route, deps, signal) {
    const { target } = route;
    const { plan, confirmations } = deps;
    const results = new Map();
    const confirm = (written) => {
        results.set(written.digest, confirmations.confirm(target, written, signal));
    };
    for (const descriptor of blobs)
        confirm(writtenBlob(descriptor, route, plan, signal));
    for (const node of nodes) {
        const named = [...distinctBlobs([node]), ...node.children.map(({ content }) => content)];
        const below = named.flatMap(({ digest }) => results.get(digest) ?? []);
        // A registry may take what it has already without a look, and keep the damaged bytes.
        const isRead = node.content.digest === root || before?.isDamaged(node.content.digest) === true;
        confirm(writtenManifest(node, below, isRead, route, deps, signal));
    }
    const losses = (await (0,wait/* waitForAll */.gu)([...results.values()])).filter((loss) => loss !== undefined);
    if (losses.length === 0)
        return;
    const missing = new Set(losses.map(({ digest }) => digest));
    for (const descriptor of blobs)
        if (missing.has(descriptor.digest))
            plan.forget(target, descriptor);
    throw lost(losses, root, target);
}
/** The blobs that have to be looked for: a registry that has shown that it looks itself takes no image's manifest without them. */
function doubtfulBlobs(blobs, nodes, target, confirmations) {
    if (!confirmations.checksBlobs(target))
        return blobs;
    const images = nodes.filter(({ content }) => content.manifest.kind === 'image');
    const checked = new Set(distinctBlobs(images).map(({ digest }) => digest));
    return blobs.filter(({ digest }) => !checked.has(digest));
}
function writtenBlob(descriptor, route, plan, signal) {
    return {
        part: 'blob',
        digest: descriptor.digest,
        isThere: async (by) => route.target.hasBlob(descriptor, signal, by),
        writeAgain: async () => {
            await plan.restoreBlob(descriptor, route, signal);
            return true;
        },
    };
}
/** @param below what of it was written, too: a registry may refuse a manifest without that */
function writtenManifest(node, below, isRead, route, deps, signal) {
    const { digest } = node.content;
    return {
        part: 'manifest',
        digest,
        isThere: async (by) => route.target.hasManifest(digest, signal, isRead ? 'get' : by),
        writeAgain: async () => {
            if ((await (0,wait/* waitForAll */.gu)(below)).some((loss) => loss !== undefined))
                return false;
            await putNode(node, route, deps, signal);
            return true;
        },
    };
}
function lost(losses, root, { name, side }) {
    const what = `the registry accepted this twice and does not have it: ${formatLosses(losses)}`;
    const advice = 'The tag was not put. Check the registry’s storage, and that no clean-up runs meanwhile; then run it again.';
    return new registry_error/* RegistryError */.gl({
        operation: 'Confirming',
        reference: `${name}@${root}`,
        side,
        code: 'lost',
        what,
        advice,
    });
}

// EXTERNAL MODULE: ./src/image/hash.ts
var hash = __webpack_require__(8649);
;// CONCATENATED MODULE: ./src/copy/push/put-tag.ts




const maxLookAgeMs = 500;
/** @throws {RegistryError} */
async function lookAtTag(target, tag, clock, signal) {
    const atMs = clock.monotonicMs();
    return { digest: (await target.headManifest(tag, signal))?.digest, atMs };
}
/**
 * Points the tag to an image that is complete on the target, and checks that it shows. It looks at the tag first: another run may have been faster,
 * and some registries refuse even the same digest a second time (ECR with immutable tags).
 * @throws {RegistryError}
 */
async function putTag(root, request, clock, signal) {
    const { target, look } = request;
    const { tag } = request.move;
    const isFresh = look !== undefined && clock.monotonicMs() - look.atMs <= maxLookAgeMs;
    const { digest: before } = isFresh ? look : await lookAtTag(target, tag, clock, signal);
    if (before !== undefined && (isContentOf(root, before) || (await isOvertaken(root.digest, before, request, signal))))
        return { kind: 'done elsewhere', found: before };
    try {
        await target.putManifest(tag, root, signal);
    }
    catch (error) {
        // What was sent may be carried out, whoever waits for the answer.
        if (signal.aborted && error instanceof registry_error/* RegistryError */.gl && unansweredCodes.has(error.code))
            return { kind: 'in-doubt' };
        const resolved = await resolveRefusal(error, root, request, signal);
        if (resolved === undefined)
            throw error;
        return resolved;
    }
    const [shown, newer] = await Promise.all([
        verifyTag(root, request, clock, signal),
        findNewer(root, request, clock, signal),
    ]);
    return newer === undefined ? shown : { kind: 'taken-back', newer };
}
/** Registries name what a tag leads to by sha256, also where the file pins it by sha512. */
function isContentOf({ digest, bytes }, found) {
    return found === digest || (found !== undefined && (0,hash/* matchesDigest */._j)(bytes, found));
}
/** Somebody moved the tag meanwhile. This image goes there all the same where it is what the file pins, or what the source's tag shows now. */
async function isOvertaken(digest, found, { move: { previousDigest, mayReplace, sourceTag }, source }, signal) {
    if (found === previousDigest)
        return false;
    if (!mayReplace)
        return true;
    if (sourceTag === undefined)
        return false;
    try {
        return (await source.headManifest(sourceTag, signal))?.digest !== digest;
    }
    catch (error) {
        if ((0,errors/* isFailure */.N6)(error))
            return true;
        throw error;
    }
}
const unansweredCodes = new Set(['aborted', 'network', 'timeout', 'unavailable']);
/** Wait no longer for it: the image is done. */
const maxAskMs = 5_000;
/**
 * No registry can put a tag on a condition, so another run may have put a newer image between our look and our put. The source shows it: its tag has
 * moved to an image that the target already has. If the target does not have that image, the next run copies it.
 */
async function findNewer(root, { move: { sourceTag, previousDigest }, source, target }, clock, signal) {
    // Not worth a pull: what this may miss the next run sees.
    if (sourceTag === undefined || signal.aborted || source.areLookUpsPulls === true)
        return undefined;
    return (0,wait/* runAttempt */.Tm)(maxAskMs, { clock, signal }, async (bounded) => {
        try {
            const now = await source.headManifest(sourceTag, bounded);
            // Replicas of a source may show for a moment what was there before.
            if (now === undefined || isContentOf(root, now.digest) || now.digest === previousDigest)
                return undefined;
            return (await target.findManifest(now.digest, bounded))?.digest;
        }
        catch (error) {
            if ((0,errors/* isFailure */.N6)(error) || bounded.aborted)
                return undefined;
            throw error;
        }
    });
}
/** The tag is put: what happens from here on cannot make that untrue. */
async function verifyTag(root, request, clock, signal) {
    try {
        return (await becomesVisible(root, request, clock, signal)) ? { kind: 'put' } : { kind: 'not-visible' };
    }
    catch (error) {
        if (signal.aborted)
            return { kind: 'put' };
        if ((0,errors/* isFailure */.N6)(error))
            return { kind: 'not-visible' };
        throw error;
    }
}
/** A PUT may have been carried out though its answer was lost, and its repetition refused: what the tag leads to now counts. */
async function resolveRefusal(error, root, request, signal) {
    if (!(error instanceof registry_error/* RegistryError */.gl) || signal.aborted)
        return undefined;
    const after = await request.target.headManifest(request.move.tag, signal).catch(() => undefined);
    if (after === undefined)
        return undefined;
    if (isContentOf(root, after.digest))
        return { kind: 'put' };
    if (error.code !== 'immutable')
        return undefined;
    const kind = (await isOvertaken(root.digest, after.digest, request, signal)) ? 'done elsewhere' : 'immutable';
    return { kind, found: after.digest };
}
const firstWaitMs = 500;
const longestWaitMs = 8_000;
async function becomesVisible(root, { move: { tag, verifyTimeoutMs }, target }, clock, signal) {
    const deadline = clock.monotonicMs() + verifyTimeoutMs;
    for (let waitMs = firstWaitMs;; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
        const head = await target.headManifest(tag, signal);
        if (isContentOf(root, head?.digest))
            return true;
        const left = deadline - clock.monotonicMs();
        if (left <= 0)
            return false;
        await clock.sleep(Math.min(waitMs, left), signal);
    }
}

;// CONCATENATED MODULE: ./src/copy/copy-image.ts









/**
 * Copies one image, bytes unchanged: blobs, image manifests, manifests with a subject, indexes. When all of these are confirmed, it puts the top
 * manifest by its digest, and the tag at the very end, so that no reader finds an incomplete image under it. What the target has is checked and not
 * copied.
 * @param share of the run's memory, for the image's manifests and its config
 * @throws {RegistryError}
 */
async function copyImage(wanted, route, share, hooks, deps, signal) {
    const { source, target, targetManifests } = route;
    const { tagMove } = wanted;
    const onRefused = (digests) => {
        source.drop(digests);
    };
    // A new repository is not asked.
    const isNew = !(await deps.plan.repositoryExists(target, signal));
    const findOnTarget = async (digest) => {
        if (isNew)
            return undefined;
        return targetManifests === undefined ? target.findManifest(digest, signal) : targetManifests.find(digest);
    };
    const tree = await readManifestTree(wanted.digest, { source, findOnTarget, count: share.count, onRefused }, signal);
    share.count(configBytesOf(tree.content));
    share.shrink();
    const reading = readRootPlatforms(tree, wanted.platformRule, route, deps.configs, signal);
    reading.catch(() => undefined);
    // Missing platforms are found before anything is written. If none is required, the config is read beside the other blobs.
    if (wanted.platformRule.platforms.length > 0)
        await reading;
    // What it throws, the next look throws again.
    const lookMeanwhile = async () => tagMove && lookAtTag(target, tagMove.tag, deps.clock, signal).catch(() => undefined);
    const { look, ...copied } = await copyContent(tree, reading, route, hooks, deps, lookMeanwhile, signal);
    const { platforms, warnings } = await reading;
    const found = { platforms, warnings: [...warnings, ...copied.warnings] };
    if (tagMove === undefined)
        return { ...copied, ...found, tag: { kind: 'waits' } };
    const unlisted = await deps.referrers.link(inPushOrder(tree).map(({ content }) => content), target, { verifyTimeoutMs: tagMove.verifyTimeoutMs, hasWritten: copied.putBytes + copied.copiedBytes > 0, signal });
    const tag = await putTag(tree.content, { move: tagMove, source, target, look }, deps.clock, signal);
    const unseen = tag.kind === 'not-visible'
        ? ['The tag was written, and is not visible yet: the registry took it and does not show it.']
        : [];
    return { ...copied, ...found, tag, warnings: [...found.warnings, ...unlisted, ...unseen] };
}
/** What the target has is read from the target. If it lost the config, the source has it. */
async function readRootPlatforms(tree, rule, { source, target }, configs, signal) {
    const contents = new Map(inPushOrder(tree).map(({ content }) => [content.digest, content]));
    const read = async (side) => readPlatforms(tree.content, rule, {
        source: side,
        configs,
        signal,
        readManifest: async (digest) => contents.get(digest) ?? side.getManifest(digest, signal),
    });
    if (!tree.isOnTarget)
        return read(source);
    try {
        return await read(target);
    }
    catch (error) {
        const isLost = error instanceof registry_error/* RegistryError */.gl && (error.code === 'not-found' || error.code === 'blob-unknown');
        if (!isLost)
            throw error;
        return read(source);
    }
}
/**
 * The image's first manifest goes last: by its digest alone it is found by pull requests, and by whoever pins it.
 * @param reading ends with the config, if the image is a single one
 * @param lookMeanwhile made beside the last confirmation
 */
async function copyContent(root, reading, { source, target, participant, targetManifests }, { onBytes, onExpected }, deps, lookMeanwhile, signal) {
    const nodes = inPushOrder(root);
    const needed = distinctBlobs(nodes);
    const missing = nodes.filter(({ isOnTarget }) => !isOnTarget);
    const below = missing.filter((node) => node !== root);
    const meter = new Meter(onBytes);
    const routeWith = (held) => ({ source, held, target, onBytes: meter.count });
    const { manifest } = root.content;
    const configDigest = manifest.kind === 'image' ? manifest.config?.digest : undefined;
    onExpected(sum(needed.map(({ size }) => size)));
    const ensure = async (descriptor, sharedSignal) => {
        const route = routeWith(descriptor.digest === configDigest ? (await reading).config : undefined);
        const { kind, isUnconfirmed } = await deps.plan.ensureBlob(descriptor, route, participant, sharedSignal);
        if (kind !== 'copied')
            onExpected(-descriptor.size);
        return isUnconfirmed ? [descriptor] : [];
    };
    const brought = await writeBelow({ blobs: needed, nodes: below }, ensure, routeWith(), deps, signal);
    const route = routeWith((await reading).config);
    const blobs = doubtfulBlobs(brought, missing, target, deps.confirmations);
    const image = { root: root.content.digest, before: targetManifests };
    await confirmWritten(image, { nodes: below, blobs }, route, deps, signal);
    let look;
    if (!root.isOnTarget) {
        await putNode(root, route, deps, signal);
        const looking = lookMeanwhile();
        await confirmWritten(image, { nodes: [root], blobs: [] }, route, deps, signal).finally(async () => looking);
        look = await looking;
    }
    return {
        look,
        size: sum(needed.map(({ size }) => size)) + sum(nodes.map(({ content }) => content.bytes.length)),
        copiedBytes: meter.bytes,
        putBytes: sum(missing.map(({ content }) => content.bytes.length)),
        warnings: warningsOfLeft(nodes),
    };
}
/** Counts the bytes that cross the wire, including those that are sent a second time. */
class Meter {
    onBytes;
    bytes = 0;
    constructor(onBytes) {
        this.onBytes = onBytes;
    }
    count = (bytes) => {
        this.bytes += bytes;
        this.onBytes(bytes);
    };
}
function warningsOfLeft(nodes) {
    const left = nodes.flatMap(({ content }) => content.manifest.kind === 'image' ? (0,image_manifest/* blobsOf */.OR)(content.manifest).left : []);
    return left.length === 0
        ? []
        : [`${(0,runtime_text/* formatCount */.B4)(left.length, 'non-distributable layer')} left to the publisher’s addresses.`];
}
function sum(numbers) {
    return numbers.reduce((total, number) => total + number, 0);
}

;// CONCATENATED MODULE: ./src/copy/task-context.ts
/** What holds for a task's image: the run's options, or what the configuration file says of the image. */
function optionsFor({ rules }, { options }) {
    return rules === undefined ? options : { ...options, ...rules };
}

;// CONCATENATED MODULE: ./src/copy/look-up-sides.ts

/** Where a task's tags are looked up. The look-up at the source may begin at once. */
function lookUpSides(context, run) {
    const { task, image, target } = context;
    if (isSourceAsked(context, run))
        image.source.headOnce(task.source.tag ?? 'latest', run.signal).catch(() => undefined);
    const takesUploads = async () => run.gates.takesUploads(target);
    return { source: headOf(image, run.signal), target: showing(target, run), takesUploads };
}
/**
 * Whether the source is asked whatever the target answers. Then both are asked at once, which is a round trip less. Not before the target has answered
 * once: one that refuses everything costs its sources no request. Nor where a look-up may count as a pull.
 */
function isSourceAsked({ task, image, target }, run) {
    const { mode, compare, force } = optionsFor(task, run);
    if (run.isPublicOnly || task.digest !== undefined || mode === 'verify')
        return false;
    if (!run.shownTargets.has(target.registry))
        return false;
    return (compare === 'digest' || force) && !image.source.areLookUpsPulls;
}
function showing(target, { shownTargets }) {
    return {
        headManifest: async (reference, signal) => {
            const head = await target.headManifest(reference, signal);
            shownTargets.add(target.registry);
            return head;
        },
    };
}
/**
 * Begins what a copy asks next, while the push gate asks whether it may write: whether the target's repository is there, and whether the source limits
 * pulls. Not if a refusal is expected, as then nothing of this is needed. Nor does it ask a source that may count the look-up as a pull.
 */
function lookAhead({ image, target, pulls }, { digest }, run) {
    if (run.refusals.isExpected)
        return;
    // What fails here fails again when it is needed, and is heard then.
    run.copying.plan.repositoryExists(target, run.signal).catch(() => undefined);
    if (!image.source.countsPulls)
        pulls.lookForLimit({ image, digest }).catch(() => undefined);
}
function headOf({ source }, signal) {
    return { headManifest: async (reference) => source.headOnce(reference, signal) };
}

;// CONCATENATED MODULE: ./src/copy/task-outcome.ts





/** Of what went wrong before anything was known. */
function failedOutcome(error, signal) {
    return { state: 'failed', message: wordsOf(error, signal), warnings: [] };
}
/** What a pull request is about must not seem to be done: without a copy on the target it is a failure. */
function defer(decision, deferral) {
    const { until, isUrgent } = deferral;
    const isAbsent = decision.previousDigest === undefined;
    const message = isAbsent ? deferral.message : leftAsItIs(deferral.message);
    const facts = { ...factsOf(decision), message, warnings: lossWarnings(decision) };
    return isUrgent && isAbsent ? { state: 'failed', ...facts } : { state: 'deferred', until, ...facts };
}
/** A source that does not give what its tag shows leaves the copy as it is; whatever else goes wrong is a failure. */
function outcomeOfFailure(task, source, decision, error, signal) {
    const facts = { ...factsOf(decision), warnings: lossWarnings(decision) };
    const words = wordsOf(error, signal);
    // The target may have refused to show the tag because rights are missing, and not because the tag is absent.
    const isUnread = decision.previousUnknown === true && error instanceof registry_error/* RegistryError */.gl && error.side === 'target';
    const message = isUnread ? `${words} ${unreadWords}` : words;
    // A pin is read without a look-up before it. Only here it shows that the source does not have it.
    const isNotFound = error instanceof registry_error/* RegistryError */.gl && error.code === 'not-found';
    if (task.digest !== undefined && isNotFound && error.reference === `${source.name}@${task.digest}`)
        return { state: 'failed', ...missingUpstream(task), ...beforeOf(decision), warnings: facts.warnings };
    if (!signal.aborted && mayStay(task, decision, error))
        return { state: 'skipped', reason: 'unverified', ...facts, warnings: [leftAsItIs(message)] };
    return { state: 'failed', message, ...facts };
}
const unreadWords = 'Before, the target refused (403) to show the tag, and took an upload. If the account may write there and not read, give it the right to read, too.';
/** Of a copy that is not whole and was not mended. */
function lossWarnings({ lost }, what = 'was not brought back') {
    return lost === undefined
        ? []
        : [`The copy on the target was not whole: ${formatLosses(lost)}. What is lost ${what}.`];
}
function wordsOf(error, signal) {
    return signal.aborted ? `${(0,errors/* stopWords */.e$)(signal)} before this image was done.` : (0,errors/* messageOf */.bD)(error);
}
/** Whether the copy is whole, and only its source could not be read. A pin that is not copied is a failure all the same. */
function mayStay(task, { previousDigest, lost }, error) {
    const isUnreadable = error instanceof registry_error/* RegistryError */.gl && error.side === 'source' && unreadableCodes.has(error.code);
    return isUnreadable && task.digest === undefined && previousDigest !== undefined && lost === undefined;
}
/** Docker Hub answers HEAD and counts GET, so most limits show only here. Wrong content is a failure of its own. */
const unreadableCodes = new Set([
    'unauthorized',
    'denied',
    'credentials',
    'token-refused',
    'pull-limit',
    'rate-limited',
    'unavailable',
    'timeout',
    'network',
    'unreachable',
    'tls',
]);
function toOutcome(task, decision, result, signal) {
    const { size, platforms, tag } = result;
    const warnings = [...lossWarnings(decision, 'was brought back'), ...result.warnings];
    const facts = { ...factsOf(decision), platforms, size, warnings };
    // A repair may be of manifests alone.
    const copiedBytes = result.copiedBytes + (decision.lost === undefined ? 0 : result.putBytes);
    switch (tag.kind) {
        case 'not-visible':
            if (decision.previousUnknown === true) {
                const message = `${(0,image_reference/* formatCanonical */.I3)(task.target)} was put, and the target does not show it. ${unreadWords}`;
                return { state: 'failed', message, ...facts };
            }
            return { state: 'mirrored', ...facts, copiedBytes, visible: false };
        case 'put':
        // The source moved on once more: what is there now the next run replaces.
        case 'taken-back':
            return { state: 'mirrored', ...facts, copiedBytes };
        case 'waits':
            return { state: 'mirrored', ...facts, tagWaits: true, copiedBytes };
        case 'done elsewhere':
            if (decision.lost !== undefined && tag.found === decision.digest)
                return { state: 'mirrored', ...facts, copiedBytes };
            return { state: 'skipped', reason: 'done elsewhere', ...facts, digest: tag.found };
        case 'in-doubt': {
            const message = `${(0,errors/* stopWords */.e$)(signal)} while the tag was put: whether it leads to this image now is not known.`;
            return { state: 'failed', message, ...facts };
        }
        case 'immutable': {
            const name = (0,image_reference/* formatCanonical */.I3)(task.target);
            const message = `${name} cannot be moved: the registry keeps its tags as they are. Allow this tag to change there, or bump the file to a new tag.`;
            return { state: 'stale', reason: 'immutable-tag', message, ...facts, previousDigest: tag.found };
        }
    }
}
/** What is known of what the tag led to. */
function beforeOf({ previousDigest, previousUnknown }) {
    return {
        ...(previousDigest === undefined ? {} : { previousDigest }),
        ...(previousUnknown === undefined ? {} : { previousUnknown }),
    };
}
function factsOf({ digest, ...before }) {
    return { ...beforeOf(before), ...(digest === undefined ? {} : { digest }) };
}

;// CONCATENATED MODULE: ./src/copy/not-copied.ts




/** What needs no copy. */
async function outcomeWithoutCopy(context, decision, run, copy = {}) {
    switch (decision.kind) {
        case 'up-to-date':
        case 'present':
            return outcomeOfPresent(context, decision, run, copy);
        case 'unverified':
            return {
                state: 'skipped',
                reason: 'unverified',
                previousDigest: decision.digest,
                warnings: [decision.message],
            };
        case 'pins differ': {
            const { previousDigest, message } = decision;
            const previousFact = previousDigest === undefined ? {} : { previousDigest };
            return { state: 'skipped', reason: 'pins differ', ...previousFact, warnings: [message] };
        }
        case 'target-behind': {
            const { digest, previousDigest } = decision;
            const message = `${(0,image_reference/* formatCanonical */.I3)(context.task.target)} is behind its source, and "on-mismatch" is "report".`;
            return { state: 'stale', reason: 'target-behind', message, previousDigest, digest, warnings: [] };
        }
        case 'fail': {
            const { message, missingPin } = decision;
            const pinFact = missingPin === undefined ? {} : { missingPin };
            return { state: 'failed', message, ...pinFact, ...factsOf(decision), warnings: [] };
        }
    }
}
async function outcomeOfPresent(context, decision, run, copy) {
    const { kind: reason, digest } = decision;
    const inspection = copy.inspected?.inspection;
    // A copy that is another than its source has is the account's to look into.
    const isHidden = run.isPublicOnly && reason === 'present';
    const platforms = isHidden ? {} : await verifyPlatforms(context, digest, run, copy);
    return {
        state: 'skipped',
        reason,
        // What the tag leads to: to the image, if it does not wait.
        ...('tagWaits' in decision ? { ...beforeOf(decision), tagWaits: decision.tagWaits } : { previousDigest: digest }),
        digest,
        ...platforms,
        ...(inspection === undefined ? {} : { size: inspection.size }),
        warnings: platforms.warnings ?? [],
    };
}
/** Where platforms are required, a copy that is there already must serve them too. The target is read, which no limit counts. */
async function verifyPlatforms(context, digest, run, { inspected, target = run.isPublicOnly ? context.image.source : context.target }) {
    const { platforms } = context.task;
    if (inspected !== undefined)
        return readPlatformsAt(target, digest, context.task, run, inspected.share, inspected.inspection.manifests);
    return platforms.length > 0 ? platformsAt(context, target, digest, run) : {};
}
async function platformsAt({ task, turns }, source, digest, run) {
    return turns.read(source, async (share) => readPlatformsAt(source, digest, task, run, share));
}
/** @param manifests what was read of the copy, and counted */
async function readPlatformsAt(source, digest, task, run, { count }, manifests) {
    const { copying, signal } = run;
    const { configs } = copying;
    const rule = { platforms: task.platforms, onMissingPlatform: optionsFor(task, run).onMissingPlatform };
    const readManifest = async (child) => {
        const held = await manifests?.find(child);
        if (held !== undefined)
            return held;
        const content = await source.getManifest(child, signal);
        count(content.bytes.length);
        return content;
    };
    const root = await readManifest(digest);
    count(configBytesOf(root));
    const { platforms, warnings } = await readPlatforms(root, rule, { source, configs, signal, readManifest });
    return { platforms, warnings };
}
/** What a copy would do: where platforms are required, the source's manifest has to be read to tell. */
async function predictCopy(context, decision, run) {
    const { task, image, pulls } = context;
    const facts = { ...factsOf(decision), ...(decision.tagWaits === true ? { tagWaits: decision.tagWaits } : {}) };
    const losses = lossWarnings(decision, 'would be copied again');
    pulls.expectCopy(image, decision.digest);
    if (task.platforms.length === 0)
        return { state: 'would-mirror', ...facts, warnings: losses };
    try {
        const platforms = await platformsAt(context, image.source, decision.digest, run);
        return { state: 'would-mirror', ...facts, ...platforms, warnings: [...losses, ...platforms.warnings] };
    }
    catch (error) {
        return outcomeOfFailure(task, image.source, decision, error, run.signal);
    }
}

;// CONCATENATED MODULE: ./src/copy/push/refusals.ts



/** The registries that did not let the run write, where their images are checked instead of failed. */
class Refusals {
    whenRefused;
    #refused = new Map();
    constructor(whenRefused) {
        this.whenRefused = whenRefused;
    }
    /** Says whether an image that failed so is to be checked instead, and takes note of its target if it is. */
    async shouldCheckInstead(error, target) {
        const { registry } = target;
        // What several targets share may have failed for another's sake.
        const isOfTarget = (0,registry_error/* isAccessRefusal */.bb)(error) && error.side === 'target' && error.reference.startsWith(`${registry}/`);
        // A login that is there and is not taken is a broken secret, whoever started the run.
        if (this.whenRefused.kind === 'fail' || !isOfTarget || (0,registry_error/* isLoginRefusal */._T)(error))
            return false;
        this.#refused.set(registry, { registry, hasAccount: !(await target.isReadAnonymously()) });
        return true;
    }
    /** Whether a target may refuse the run though nobody made a mistake. */
    get isExpected() {
        return this.whenRefused.kind === 'check';
    }
    get all() {
        return [...this.#refused.values()];
    }
}
/** Decides anew, as mode `check` does: the source is asked for a pin, too, and the target no more than it was. */
async function decideAsCheck(task, policy, { source, targetTag }, signal) {
    const { compare, onMismatch, force } = policy;
    const check = async (target) => decide(task, { mode: 'check', compare, onMismatch, force }, { source, target }, signal);
    if (targetTag.kind === 'known')
        return { decision: await check(fixedHead(targetTag.digest)), warnings: [] };
    const decision = await check(readOnly(targetTag.target));
    if (decision.kind !== 'fail' || decision.refusal === undefined || (0,registry_error/* isLoginRefusal */._T)(decision.refusal))
        return { decision, warnings: [] };
    // Nothing is written: that it is taken for absent can do no harm, and the row says that it is not known.
    const warning = `Whether the target has it is not known. ${decision.refusal.message}`;
    return { decision: await check(fixedHead(undefined)), warnings: [warning], targetUnknown: true };
}
/** The same repository without the right to write: a token service may refuse one who asks for that all. */
function readOnly(target) {
    return target.sibling(target.repository);
}
/** What it has by a digest was found out before: not what is wanted. */
function fixedHead(digest) {
    const head = digest === undefined ? undefined : { digest };
    return { headManifest: async (reference) => Promise.resolve((0,image_digest/* isDigest */.Bc)(reference) ? undefined : head) };
}

;// CONCATENATED MODULE: ./src/copy/mirror-task.ts










/**
 * Decides on one task and starts its copy, which takes turns of its own and is not waited for. Any failure becomes this task's outcome, and no
 * other's. Never throws.
 */
async function startTask(context, run) {
    const decided = await decideOn(context, run).catch((error) => done(failedOutcome(error, run.signal)));
    return { outcome: carryOn(context, decided, run) };
}
async function carryOn(context, decided, run) {
    const prepared = await prepare(context, decided, run).catch((error) => done(failedOutcome(error, run.signal)));
    if (prepared.next === 'copy') {
        const { decision } = prepared;
        return copyWhenAdmitted(lookingAt(context, decision, run), decision, run);
    }
    context.pulls.skip();
    return finish(context, prepared.outcome, run);
}
function done(outcome) {
    return { next: 'done', outcome };
}
/**
 * A target that refused to show the tag may answer so for everything that it does not have. A repository that has a tag is there. After a pull request
 * it may hold the image without any tag; then its list of tags says that the repository does not exist.
 */
function lookingAt(context, { previousDigest, previousUnknown, isHeld }, run) {
    const { task, image, target, participant, pulls, turns } = context;
    if (previousDigest !== undefined || isHeld === true)
        run.copying.plan.recordRepository(target);
    return previousUnknown === true
        ? { task, image, target: target.denyingAbsent(), participant, pulls, turns }
        : context;
}
function finish({ task, image, target, participant }, outcome, run) {
    participant?.leave();
    const first = task.contest === undefined ? [] : [task.contest.warning];
    // Registries report an absent image in many ways, so say this of every failure.
    const stage = outcome.state === 'failed' ? task.possibleStage : undefined;
    const noStage = stage === undefined ? [] : [`No stage of this file is called "${stage}", so that it was taken for an image.`];
    const more = [...warnOfMovedVersion(task, outcome), ...noStage];
    const warned = first.length + more.length === 0 ? outcome : { ...outcome, warnings: [...first, ...outcome.warnings, ...more] };
    const finished = (0,via/* withVia */.ZB)(warned, [image.source, target]);
    run.progress.finished(task, finished);
    run.comparisons.offer({ task, image, target, outcome: finished });
    return finished;
}
/** Looks tags up, and reads nothing. */
async function decideOn(context, run) {
    const { task, image } = context;
    run.progress.started(task);
    // What was not begun costs next to nothing then: the report of many images has to be written in time.
    run.signal.throwIfAborted();
    // Without an account, reveal nothing of an image, or of its copy, that its source does not show to everybody.
    if (run.isPublicOnly) {
        const head = await image.source.headOnce(task.digest ?? task.source.tag ?? 'latest', run.signal);
        if (head === undefined)
            return done({ state: 'failed', ...missingUpstream(task), warnings: [] });
    }
    return {
        next: 'prepare',
        decision: await decide(task, optionsFor(task, run), lookUpSides(context, run), run.signal),
    };
}
/** What needs no copy has its outcome. */
async function prepare(context, decided, run) {
    if (decided.next === 'done')
        return decided;
    const { decision } = decided;
    const { target } = context;
    const { mode, force } = run.options;
    const isFailed = decision.kind === 'fail' && mode !== 'verify';
    if (isFailed && (await run.refusals.shouldCheckInstead(decision.refusal, target)))
        return done(await checkInstead(context, { kind: 'unread', target }, run));
    if (decision.kind === 'copy')
        return copyOrPredict(context, decision, run);
    const isLeft = decision.kind === 'up-to-date' || decision.kind === 'present' || decision.kind === 'unverified';
    return force && !run.isPublicOnly && isLeft
        ? repairOrLeave(context, decision, run)
        : done(await outcomeWithoutCopy(context, decision, run));
}
async function copyOrPredict(context, decision, run) {
    return run.options.mode === 'mirror' ? { next: 'copy', decision } : done(await predictCopy(context, decision, run));
}
/** The tag is right, or its source cannot be asked: what it leads to is looked into, and what was lost is copied again, lists of referrers included. */
async function repairOrLeave(context, decision, run) {
    const { target, turns } = context;
    const { digest } = decision;
    const { plan, referrers } = run.copying;
    const { mode, verifyTimeoutMs } = run.options;
    const found = await turns.read(target, async (share) => {
        const inspection = await inspectCopy(digest, { target, plan, signal: run.signal, count: share.count });
        const { losses } = inspection;
        if (losses.length > 0)
            return { next: 'repair', losses };
        const outcome = await outcomeWithoutCopy(context, decision, run, { inspected: { inspection, share } });
        // An earlier run may have been refused the lists, or did not write any yet. The tag leads to the image, so nothing waits for the merge.
        const links = { verifyTimeoutMs, hasWritten: false, signal: run.signal };
        const unlisted = mode === 'mirror' ? await referrers.link(inspection.contents, target, links) : [];
        return done({ ...outcome, warnings: [...outcome.warnings, ...unlisted] });
    });
    if (found.next === 'done')
        return found;
    return copyOrPredict(context, { kind: 'copy', digest, previousDigest: digest, lost: found.losses }, run);
}
async function copyWhenAdmitted(context, decision, run) {
    const { image, target, pulls } = context;
    const isAbsent = decision.previousDigest === undefined;
    try {
        const refused = await stopAtGate(context, decision, run);
        if (refused !== undefined)
            return finish(context, refused, run);
        const admission = await pulls.admit({ image, digest: decision.digest, isAbsent, target });
        if (admission.kind === 'deferred')
            return finish(context, defer(decision, admission), run);
        return finish(context, await carryOut(context, decision, run), run);
    }
    catch (error) {
        return finish(context, failedOutcome(error, run.signal), run);
    }
}
/** Before anything of the source is read that may be counted: what comes of an image whose target takes nothing. */
async function stopAtGate(context, decision, run) {
    const { target, pulls } = context;
    const { copying, gates, signal } = run;
    const isThere = async () => copying.plan.repositoryExists(target, signal);
    try {
        const error = await gates.ask(target, isThere, () => {
            lookAhead(context, decision, run);
        });
        if (error === undefined)
            return undefined;
        const outcome = await outcomeOfRefusal(context, decision, error, run);
        pulls.skip();
        return outcome;
    }
    catch (error) {
        pulls.skip();
        throw error;
    }
}
async function outcomeOfRefusal(context, decision, error, run) {
    const { task, image, target } = context;
    // It took an upload, so this run may write there. What it refuses after that is a failure.
    const isChecked = decision.previousUnknown !== true && (await run.refusals.shouldCheckInstead(error, target));
    return isChecked
        ? checkInstead(context, { kind: 'known', digest: decision.previousDigest }, run)
        : outcomeOfFailure(task, image.source, decision, error, run.signal);
}
async function checkInstead(context, targetTag, run) {
    const { task, image, target } = context;
    const sides = { source: headOf(image, run.signal), targetTag };
    const { decision, warnings, ...known } = await decideAsCheck(task, optionsFor(task, run), sides, run.signal);
    const outcome = await (decision.kind === 'copy'
        ? predictCopy(context, decision, run)
        : outcomeWithoutCopy(context, decision, run, { target: targetTag.kind === 'known' ? target : readOnly(target) }));
    return { ...outcome, ...known, warnings: [...outcome.warnings, ...warnings] };
}
async function carryOut(context, decision, run) {
    try {
        return await copy(context, decision, run);
    }
    catch (error) {
        const met = await context.pulls.recheck(context.image, error);
        return met?.kind === 'deferred' ? defer(decision, met) : outcomeOfRefusal(context, decision, error, run);
    }
}
async function copy(context, decision, run) {
    const { task, image, target, pulls, turns } = context;
    const { digest, previousDigest } = decision;
    const tag = decision.tagWaits === true ? undefined : tagMove(task, previousDigest, optionsFor(task, run));
    const copied = await turns.read(image.source, async (share) => {
        const refused = await pulls.recheck(image);
        if (refused?.kind === 'deferred')
            return done(defer(decision, refused));
        const result = await run.exposures.watchCopy(task.source, digest, image.source, target, async () => copyOnce(context, digest, tag, decision.lost, share, run));
        return { next: 'check-tag', result };
    });
    if (copied.next === 'done')
        return copied.outcome;
    const { result } = copied;
    const last = result.tag.kind === 'taken-back' ? await restoreTag(context, decision, result.tag.newer, run) : result;
    return toOutcome(task, decision, last, run.signal);
}
/** Puts the tag back to the newer image of another run. That image is checked like any copy. The target has it, so nothing is pulled. */
async function restoreTag(context, { digest: ours, lost }, newer, run) {
    const { task, image, target, turns } = context;
    run.copying.plan.recordRepository(target);
    const tag = tagMove(task, ours, optionsFor(task, run));
    const result = await turns.read(image.source, async (share) => copyOnce(context, newer, tag, lost, share, run));
    return result.tag.kind === 'put' ? { ...result, tag: { kind: 'done elsewhere', found: newer } } : result;
}
async function copyOnce({ task, image: { source }, target, participant }, digest, tag, lost, share, run) {
    const { copying, progress, signal } = run;
    const { force, onMissingPlatform } = optionsFor(task, run);
    const platformRule = { platforms: task.platforms, onMissingPlatform };
    const targetManifests = force ? new TargetManifests(target, signal, lost) : undefined;
    const hooks = {
        onBytes: (bytes) => {
            progress.moved(task, bytes);
        },
        onExpected: (bytes) => {
            progress.expected(task, bytes);
        },
    };
    const route = { source, target, participant, targetManifests };
    return copyImage({ digest, platformRule, tagMove: tag }, route, share, hooks, copying, signal);
}
/** @param previousDigest what the tag is known to lead to */
function tagMove({ source, digest, target, contest }, previousDigest, { force, onMismatch, verifyTimeoutMs }) {
    return {
        tag: target.tag,
        previousDigest,
        mayReplace: force || onMismatch === 'update',
        // Whoever pins a tag decides on it, also where pins differ: its source is not followed to what nobody pins.
        sourceTag: digest === undefined && contest === undefined ? source.tag : undefined,
        verifyTimeoutMs,
    };
}

// EXTERNAL MODULE: ./src/runtime/clock.ts
var clock = __webpack_require__(9842);
;// CONCATENATED MODULE: ./src/plan/urgency.ts
/** Says whether an image is one that cannot wait. */
function isUrgent({ uses }, urgency) {
    switch (urgency.kind) {
        case 'none':
            return false;
        case 'all':
            return true;
        case 'files':
            return uses.some(({ file }) => urgency.files.has(file));
    }
}

// EXTERNAL MODULE: ./src/result/pull-budget.ts
var pull_budget = __webpack_require__(2082);
;// CONCATENATED MODULE: ./src/copy/pulls/pull-need.ts




/**
 * Reads the image's top manifest where there is a pull for it, and finds those that it names and one of the targets lacks.
 * @param demands of all targets that are to get the image
 */
async function findNeed(demands, allowance, deps) {
    const [{ image, digest: rootDigest }] = demands;
    const targets = demands.map(({ target }) => target);
    const root = await readRoot(demands, allowance, deps);
    if (root === 'unread')
        return { image, digests: [rootDigest], isUnread: true };
    if (root === undefined || root.manifest.kind === 'image')
        return { image, digests: [], isUnread: false };
    const children = root.manifest.manifests.filter(({ mediaType }) => (0,image_manifest/* isManifestType */.Q3)(mediaType));
    const digests = new Set(children.map(({ digest }) => digest));
    // Its copy will refuse it, and say why: no target is asked for a hundred thousand manifests before.
    if (digests.size > maxManifests)
        return { image, digests: [], isUnread: false };
    const unknown = [...digests].filter((digest) => digest !== rootDigest && !image.source.hasManifest(digest));
    const held = await Promise.all(unknown.map(async (digest) => haveManifest(digest, targets, deps)));
    return { image, digests: unknown.filter((_digest, index) => held[index] === false), isUnread: false };
}
/** undefined: it could not be read, which its copy will find out and tell. */
async function readRoot(demands, allowance, deps) {
    const [{ digest: rootDigest, image, target }, ...others] = demands;
    const { source } = image;
    try {
        const mayBeHeld = !source.hasManifest(rootDigest) && (await deps.plan.repositoryExists(target, deps.signal));
        const held = mayBeHeld ? await target.findManifest(rootDigest, deps.signal) : undefined;
        const rest = others.map((demand) => demand.target);
        if (held !== undefined && (await haveManifest(rootDigest, rest, deps)))
            return held;
        if (!source.hasManifest(rootDigest) && !allowance.take(image, rootDigest))
            return 'unread';
        return await source.getManifest(rootDigest, deps.signal);
    }
    catch (error) {
        if (!(0,errors/* isFailure */.N6)(error))
            throw error;
        if (!(error instanceof registry_error/* RegistryError */.gl) || error.code !== 'pull-limit')
            return undefined;
        allowance.refuse(error);
        return 'unread';
    }
}
/** One target without it is enough: then it is read, for all targets. */
async function haveManifest(digest, targets, deps) {
    for (const target of targets)
        if (!(await hasManifest(digest, target, deps)))
            return false;
    return true;
}
async function hasManifest(digest, target, { plan, signal }) {
    try {
        return (await plan.repositoryExists(target, signal)) && (await target.headManifest(digest, signal)) !== undefined;
    }
    catch (error) {
        if ((0,errors/* isFailure */.N6)(error))
            return false;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/copy/pulls/registry-budget.ts







/** Of how many manifests an image may be: so many are kept in hand for each that is looked at side by side. */
const pullsOfLargeImage = 20;
/**
 * Shares the pulls that a source's registry has left among the images to copy: first the urgent ones, then those that the target does not have. With
 * a registry that names no limit nothing waits. With one that does, all images are decided on before the first is read.
 */
class RegistryBudget {
    registry;
    deps;
    /** The targets' demands of each image. */
    #demands = new Map();
    #allDecided;
    #endWait = () => undefined;
    #undecided = 0;
    #asking;
    #sharing;
    #before;
    #source;
    #images = [];
    /** Manifests that images need, and those that are still to be read for what was admitted: each once, however many tags lead to it. */
    #needed = new Set();
    #reserved = new Set();
    /** Mode `check`: more than the top manifests is not known. */
    #isEstimate = false;
    #deferred = new Set();
    /** Met on the way: when the registry said that it may be asked again. */
    #refusedUntil;
    /** The end of the window, reported equally for all images. */
    #opensAt;
    constructor(registry, deps) {
        this.registry = registry;
        this.deps = deps;
        this.#allDecided = new Promise((resolve) => {
            this.#endWait = resolve;
        });
    }
    /** Another image will be decided on, for each of its targets. */
    expect(image) {
        this.#source ??= image.source;
        this.#images.push(image);
        this.#undecided += image.tasks.length;
    }
    /** An image needs no copy on one of its targets. */
    skip() {
        this.#countDecided();
    }
    /** An image is decided on for one of its targets. */
    #countDecided() {
        this.#undecided -= 1;
        if (this.#undecided === 0)
            this.#endWait();
    }
    /** Mode `check`: the image would be copied. It has one manifest at least. */
    expectCopy(image, digest) {
        this.#isEstimate = true;
        this.#needed.add(registry_budget_keyOf(image, digest));
    }
    /** Waits until it is known whether the image's manifests can be read, which is so for all of its targets. */
    async admit(demand) {
        const limit = await this.#findLimit(demand).catch((error) => {
            this.#countDecided();
            throw error;
        });
        if (limit === 'none') {
            this.#countDecided();
            return { kind: 'admitted' };
        }
        const others = this.#demands.get(demand.image);
        if (others === undefined)
            this.#demands.set(demand.image, [demand]);
        else
            others.push(demand);
        this.#countDecided();
        await this.#allDecided;
        this.#sharing ??= this.#share();
        return (await this.#sharing).get(demand.image) ?? { kind: 'admitted' };
    }
    /** What is to become of an image that was admitted, when the registry's limit was met meanwhile; undefined: it was not. */
    async recheck(image, error) {
        if (error instanceof registry_error/* RegistryError */.gl && error.code === 'pull-limit' && error.side === 'source')
            this.#refuse(error);
        if (this.#refusedUntil === undefined)
            return undefined;
        return this.#defer(image, `${this.registry} serves no more manifests for now (429)`);
    }
    get report() {
        const now = this.#source?.pullLimit;
        const limit = this.#before ?? (now === 'none' ? undefined : now);
        if (limit === undefined)
            return undefined;
        const neededIs = this.#isEstimate || this.#deferred.size > 0 ? 'at-least' : 'at-most';
        return {
            registry: this.registry,
            ...limit,
            needed: new Set([...this.#needed, ...this.#pulledByLookUps()]).size,
            neededIs,
            deferred: this.#deferred.size,
        };
    }
    /** If all images are pins, the source was not asked yet. A HEAD shows the limit and is not counted, and one answer is enough for all. */
    async lookForLimit(pull) {
        if (pull.image.source.pullLimit === undefined)
            await (this.#asking ??= this.#askFor(pull));
    }
    /** If the image that all waited for is missing, each asks for itself. One whose own answer says nothing waits until all are decided on. */
    async #findLimit(demand) {
        const { source } = demand.image;
        await this.lookForLimit(demand);
        if (source.pullLimit === undefined)
            await this.#askFor(demand);
        return source.pullLimit;
    }
    async #askFor({ image: { source }, digest }) {
        try {
            await source.headOnce(digest, this.deps.signal);
        }
        catch (error) {
            if (!(0,errors/* isFailure */.N6)(error))
                throw error;
        }
    }
    async #share() {
        const admissions = new Map();
        const limit = this.#source?.pullLimit;
        if (limit === undefined || limit === 'none')
            return admissions;
        const { size } = this.#pulledByLookUps();
        this.#before = { ...limit, remaining: Math.min(limit.limit, limit.remaining + size) };
        const waiting = byUrgency([...this.#demands.values()], await this.deps.urgency());
        const allowance = {
            take: (image, digest) => this.#take(registry_budget_keyOf(image, digest)),
            refuse: (error) => {
                this.#refuse(error);
            },
        };
        for (let next = 0; next < waiting.length;) {
            const batch = waiting.slice(next, next + Math.max(1, Math.floor(this.#left() / pullsOfLargeImage)));
            next += batch.length;
            const needs = await Promise.all(batch.map(async (demands) => this.#findNeed(demands, allowance)));
            for (const need of needs)
                admissions.set(need.image, await this.#admissionFor(need));
        }
        if (this.report !== undefined)
            this.deps.progress.log((0,pull_budget/* formatPullBudget */.M)(this.report));
        return admissions;
    }
    /** A top manifest has room in any share. */
    async #findNeed(demands, allowance) {
        const { memory, signal } = this.deps;
        const holder = { route: this.registry, reader: demands[0].image.source };
        return memory.hold(holder, signal, async () => findNeed(demands, allowance, this.deps));
    }
    async #admissionFor({ image, digests, isUnread }) {
        const keys = digests.map((digest) => registry_budget_keyOf(image, digest));
        for (const key of keys)
            this.#needed.add(key);
        const more = keys.filter((key) => !this.#reserved.has(key));
        const left = this.#left();
        if (isUnread || more.length > left) {
            const needs = isUnread ? 'at least one' : String(more.length);
            return this.#defer(image, `${this.registry} has ${(0,runtime_text/* formatCount */.B4)(left, 'pull')} left, and this image needs ${needs}`);
        }
        for (const key of more)
            this.#reserved.add(key);
        return { kind: 'admitted' };
    }
    /** Pulls that were made to decide, where the registry serves no HEAD. */
    #pulledByLookUps() {
        return new Set(this.#images.flatMap((image) => [...image.source.pulledByLookUps].map((digest) => registry_budget_keyOf(image, digest))));
    }
    /** Takes one of what is left, or what is kept for the manifest, which is read at once. */
    #take(key) {
        if (!this.#reserved.delete(key) && this.#left() < 1)
            return false;
        this.#needed.add(key);
        return true;
    }
    /** What is left by the registry's last word, without what other images were promised. */
    #left() {
        const now = this.#source?.pullLimit;
        if (this.#refusedUntil !== undefined || now === undefined || now === 'none')
            return 0;
        return Math.max(0, now.remaining - this.#reserved.size);
    }
    #refuse({ retryAt }) {
        this.#refusedUntil = retryAt?.date ?? this.#refusedUntil ?? this.#windowEnd();
    }
    #windowEnd() {
        const now = this.#source?.pullLimit;
        const windowSeconds = now === undefined || now === 'none' ? hubWindowSeconds : now.windowSeconds;
        return (0,clock/* momentIn */.I)(windowSeconds * 1_000, this.deps.clock).date;
    }
    async #defer(image, why) {
        this.#deferred.add(image);
        const until = this.#refusedUntil ?? (this.#opensAt ??= this.#windowEnd());
        const urgency = await this.deps.urgency();
        return {
            kind: 'deferred',
            message: `${why}. Run it again after ${(0,runtime_text/* formatTime */.fU)(until)}, when its window is open again, or log in to ${this.registry} with an account that may pull more.`,
            until,
            isUrgent: image.tasks.some((task) => isUrgent(task, urgency)),
        };
    }
}
/** Docker Hub's, for a refusal that names no window: https://docs.docker.com/docker-hub/usage/pulls/ */
const hubWindowSeconds = 6 * 60 * 60;
/** A source's registry may serve one digest of several repositories, and counts each. */
function registry_budget_keyOf({ source: { name } }, digest) {
    return `${name}@${digest}`;
}
/** Urgent images first, then those that a target does not have, otherwise in the order of the tree. */
function byUrgency(images, urgency) {
    const rank = (demands) => (demands[0].image.tasks.some((task) => isUrgent(task, urgency)) ? 0 : 2) +
        (demands.some(({ isAbsent }) => isAbsent) ? 0 : 1);
    return images.toSorted((one, other) => rank(one) - rank(other) || one[0].image.index - other[0].image.index);
}

;// CONCATENATED MODULE: ./src/copy/push/push-gate.ts


/**
 * Finds out whether targets accept writes before anything is read for them, because a source may limit pulls. It opens an upload in the first
 * repository of each registry and login, and cancels it.
 */
class PushGates {
    signal;
    #gates = new Map();
    constructor(signal) {
        this.signal = signal;
    }
    /**
     * @param isThere whether the target's repository exists; asked only where that matters
     * @param meanwhile called if the answer has to be waited for: begins what is asked next
     * @returns why nothing can be written there; undefined: nothing is known against it
     */
    async ask(target, isThere, meanwhile = () => undefined) {
        return (await this.#gateOf(target)).ask(target, isThere, meanwhile);
    }
    /**
     * Whether this very repository takes an upload, because another's answer says nothing of what may be read here. A registry that takes nothing is not
     * asked again.
     */
    async takesUploads(target) {
        return (await this.#gateOf(target)).takesUploads(target);
    }
    /** One registry may have several logins, each for a namespace: what one may not do says nothing of another. */
    async #gateOf(target) {
        const gates = this.#gates.get(target.registry) ?? [];
        this.#gates.set(target.registry, gates);
        for (const { first, gate } of gates)
            if (await first.sharesLogin(target.repository))
                return gate;
        const gate = new PushGate(this.signal);
        gates.push({ first: target, gate });
        return gate;
    }
    /** Waits until all uploads are cancelled. */
    async end() {
        await Promise.all([...this.#gates.values()].flat().map(async ({ gate }) => gate.end()));
    }
}
class PushGate {
    signal;
    #verdict;
    #isDecided = false;
    #answers = new Map();
    #cancelling = [];
    constructor(signal) {
        this.signal = signal;
    }
    async ask(target, isThere, meanwhile) {
        const deciding = this.#verdictBy(target);
        if (!this.#isDecided)
            meanwhile();
        const verdict = await deciding;
        switch (verdict.kind) {
            case 'open':
                return undefined;
            case 'closed': {
                const { error } = verdict;
                return error.inContext({ operation: error.operation, reference: target.name, side: error.side });
            }
            case 'per-repository':
                return this.#refusalOf(target);
            case 'existing-only':
                return (await isThere()) ? undefined : this.#refusalOf(target);
        }
    }
    async takesUploads(target) {
        const { kind } = await this.#verdictBy(target);
        return kind !== 'closed' && (await this.#answerOf(target)).kind === 'taken';
    }
    async end() {
        await Promise.all(this.#cancelling);
    }
    async #verdictBy(target) {
        this.#verdict ??= this.#findVerdict(target).finally(() => {
            this.#isDecided = true;
        });
        return this.#verdict;
    }
    async #findVerdict(target) {
        const error = await this.#refusalOf(target);
        if (error === undefined)
            return { kind: 'open' };
        if (error.code === 'not-found')
            return { kind: 'existing-only' };
        const isOfAll = (0,registry_error/* isLoginRefusal */._T)(error) || (await target.isReadAnonymously());
        return isOfAll ? { kind: 'closed', error } : { kind: 'per-repository' };
    }
    async #refusalOf(target) {
        const answer = await this.#answerOf(target);
        return answer.kind === 'refused' ? answer.error : undefined;
    }
    async #answerOf(target) {
        const answer = this.#answers.get(target.repository) ?? this.#open(target);
        this.#answers.set(target.repository, answer);
        return answer;
    }
    async #open(target) {
        try {
            const upload = await target.startUpload(this.signal);
            this.#cancelling.push(upload.cancel());
            return { kind: 'taken' };
        }
        catch (error) {
            if ((0,registry_error/* isAccessRefusal */.bb)(error) || (error instanceof registry_error/* RegistryError */.gl && error.code === 'not-found'))
                return { kind: 'refused', error };
            if ((0,errors/* isFailure */.N6)(error))
                return { kind: 'unknown' };
            throw error;
        }
    }
}

// EXTERNAL MODULE: ./src/runtime/optional-field.ts
var optional_field = __webpack_require__(7843);
;// CONCATENATED MODULE: ./src/image/referrers.ts





const referrerSchema = dist/* object */.Ikc({
    artifactType: (0,optional_field/* optional */.lq)(dist/* string */.YjP()),
    config: (0,optional_field/* optional */.lq)(dist/* object */.Ikc({ mediaType: (0,optional_field/* optional */.lq)(dist/* string */.YjP()) })),
    annotations: (0,optional_field/* optional */.lq)(dist/* record */.g1P(dist/* string */.YjP(), dist/* string */.YjP())),
});
/** The descriptor that a list of referrers has of a manifest: its own artifact type, else its config's media type, and its annotations. */
function referrerOf({ bytes, digest, manifest: { mediaType } }) {
    const result = dist/* safeParse */.xLC(referrerSchema, (0,runtime_text/* parseJsonBytes */.dQ)(bytes));
    const { artifactType, config, annotations } = result.success ? result.output : {};
    const [type] = [artifactType, config?.mediaType].filter((text) => typeof text === 'string' && text !== '');
    return {
        mediaType,
        digest,
        size: bytes.length,
        ...(typeof type === 'string' ? { artifactType: type } : {}),
        ...(annotations === undefined ? {} : { annotations }),
    };
}
/**
 * The tag that lists a subject's referrers where the registry has no API for that. Source: OCI distribution specification, "Referrers Tag
 * Schema": the algorithm is cut at 32 characters and its value at 64.
 */
function referrersTag(subject) {
    const algorithm = subject.slice(0, subject.indexOf(':'));
    return `${algorithm.slice(0, 32)}-${(0,image_digest/* hexOf */.ZD)(subject).slice(0, 64)}`;
}
/** An entry keeps all fields that its writer gave it. */
const entrySchema = dist/* looseObject */._H3({ digest: dist/* string */.YjP() });
const listSchema = dist/* looseObject */._H3({ manifests: (0,optional_field/* optional */.lq)(dist/* array */.YOg(entrySchema)) });
/** A list of referrers as its tag holds it. It changes only by what is added. */
class ReferrersList {
    list;
    #digests;
    constructor(list = { schemaVersion: 2, mediaType: image_manifest/* mediaTypes */.Ib.ociIndex, manifests: [] }) {
        this.list = list;
        this.#digests = new Set(this.entries.map(({ digest }) => digest));
    }
    get entries() {
        return this.list.manifests ?? [];
    }
    has(digest) {
        return this.#digests.has(digest);
    }
    equals(other) {
        return this.#digests.size === other.#digests.size && this.entries.every(({ digest }) => other.has(digest));
    }
    /** With these behind what it has, each digest once. */
    with(more) {
        const added = new Map(more.filter(({ digest }) => !this.has(digest)).map((entry) => [entry.digest, { ...entry }]));
        return new ReferrersList({ ...this.list, manifests: [...this.entries, ...added.values()] });
    }
    toContent() {
        return (0,image_manifest/* toContent */.LL)(Buffer.from(JSON.stringify(this.list)), image_manifest/* mediaTypes */.Ib.ociIndex);
    }
}
/** @returns undefined: the tag holds something else, which is not to be written over */
function readReferrersList({ bytes, manifest }) {
    if (manifest.mediaType !== image_manifest/* mediaTypes */.Ib.ociIndex)
        return undefined;
    const result = dist/* safeParse */.xLC(listSchema, (0,runtime_text/* parseJsonBytes */.dQ)(bytes));
    return result.success ? new ReferrersList(result.output) : undefined;
}

;// CONCATENATED MODULE: ./src/copy/push/referrers-tags.ts





/** The least that the specification asks registries to take of a manifest. */
const maxReferrersListBytes = 4 * 1024 * 1024;
/** How long after a write a read may still show what was there before: GHCR has missed a write five seconds old. */
const referrers_tags_settlingWaitsMs = [500, 1_000, 2_000, 4_000];
/** Other runs may write the same list at the same moment. Each retry means that another run's write succeeded. */
const maxWrites = 20;
/**
 * Lists manifests under the referrers tag of their subject, on registries that keep no such list themselves. Without that list clients do not find a
 * copied attestation. Source: OCI distribution specification, "Pushing Manifests with Subject".
 */
class ReferrersTags {
    clock;
    /** Whether the registry lists a manifest that this run put, by repository and digest. */
    #answers = new Map();
    /** Whether a registry lists referrers, as far as that is known. */
    #registries = new Map();
    /** Registries that failed to say so. Later look-ups there are sent once, so that not every image waits for all attempts. */
    #failed = new Set();
    /** The last write of each list: a list has one writer at a time in this run. */
    #writes = new Map();
    constructor(clock) {
        this.clock = clock;
    }
    /** Takes note of what the registry said of a manifest that it took. */
    recordPut(target, { digest, manifest }, { listsReferrer }) {
        if (manifest.subject === undefined)
            return;
        this.#answers.set(`${target.name}@${digest}`, listsReferrer);
        this.#registries.set(target.registry, Promise.resolve(listsReferrer));
    }
    /**
     * Lists the manifests of an image whose subject is another manifest of the same image, as in attestations. Subjects outside the image are skipped:
     * an image must not attach its attestations to somebody else's.
     * @returns warnings: an image is whole without these lists
     */
    async link(image, target, options) {
        const own = new Set(image.map(({ digest }) => digest));
        const unlisted = [];
        let listsReferrers;
        for (const content of image) {
            const subject = content.manifest.subject?.digest;
            if (subject === undefined || !own.has(subject))
                continue;
            const isListed = this.#answers.get(`${target.name}@${content.digest}`) ??
                (listsReferrers ??= await this.#servesReferrers(target, subject, options.signal));
            if (!isListed)
                unlisted.push({ subject, content });
        }
        const problems = await (0,wait/* waitForAll */.gu)([...(0,group_by/* groupBy */.$)(unlisted, ({ subject }) => subject)].map(async ([subject, group]) => {
            const referrers = group.map(({ content }) => referrerOf(content));
            return this.add(target, subject, referrers, options);
        }));
        return summarize(problems.filter((problem) => problem !== undefined));
    }
    /**
     * Adds referrers to the list of one subject, and keeps what others wrote there. It reads the list, puts it with the missing entries, and reads it
     * again until all of them are there.
     * @returns why not, in a sentence
     */
    async add(target, subject, referrers, options) {
        const key = `${target.name}@${subject}`;
        const before = this.#writes.get(key) ?? Promise.resolve();
        const write = before.then(async () => this.#add(target, subject, referrers, options));
        this.#writes.set(key, write.catch(() => undefined));
        return write;
    }
    /** A failed look-up counts as no, and is not kept. A tag too many does no harm, and an attestation that nobody finds does. */
    async #servesReferrers(target, subject, signal) {
        const { registry } = target;
        const known = this.#registries.get(registry) ?? target.servesReferrers(subject, signal, this.#failed.has(registry));
        this.#registries.set(registry, known);
        try {
            return await known;
        }
        catch (error) {
            if (!(error instanceof registry_error/* RegistryError */.gl) || signal.aborted)
                throw error;
            this.#failed.add(registry);
            if (this.#registries.get(registry) === known)
                this.#registries.delete(registry);
            return false;
        }
    }
    async #add(target, subject, referrers, { verifyTimeoutMs, hasWritten, signal }) {
        const tag = referrersTag(subject);
        const what = `${(0,runtime_text/* formatCount */.B4)(referrers.length, 'attestation')} could not be listed`;
        try {
            const problem = await this.#write(target, tag, referrers, verifyTimeoutMs, signal);
            return problem === undefined ? undefined : `${what}: ${target.name}:${tag} ${problem}`;
        }
        catch (error) {
            if (!(error instanceof registry_error/* RegistryError */.gl) || signal.aborted)
                throw error;
            const isOfTag = hasWritten && (0,registry_error/* isAccessRefusal */.bb)(error);
            return `${what}: ${(isOfTag ? error.withAdvice(tagAdvice) : error).message}`;
        }
    }
    async #write(target, tag, referrers, verifyTimeoutMs, signal) {
        // What was seen once is never left out: a read may show an older list than was there a moment ago.
        let seen = new ReferrersList().with(referrers);
        let lastWrite;
        const deadline = this.clock.monotonicMs() + verifyTimeoutMs;
        for (let writes = 0; writes < maxWrites;) {
            const found = await target.findTagged(tag, signal);
            const list = found === undefined ? new ReferrersList() : readReferrersList(found.content);
            if (list === undefined)
                return 'is not a list of referrers, and was left as it is.';
            if (referrers.every(({ digest }) => list.has(digest)))
                return undefined;
            if (lastWrite !== undefined && this.clock.monotonicMs() >= deadline)
                break;
            // It may still show what the last write replaced. Anything else was written over it.
            const waitMs = lastWrite?.over.equals(list) === true ? lastWrite.waitsMs.shift() : undefined;
            if (waitMs !== undefined) {
                await this.clock.sleep(waitMs, signal);
                continue;
            }
            seen = seen.with(list.entries);
            const content = list.with(seen.entries).toContent();
            if (content.bytes.length > maxReferrersListBytes)
                return 'would be larger than registries take (4 MiB).';
            writes += 1;
            if (await wasPut(target, tag, content, found, signal))
                lastWrite = { over: list, waitsMs: [...referrers_tags_settlingWaitsMs] };
        }
        return 'was put, and the registry does not show all of it.';
    }
}
/** false: another run was faster, and the list is to be read again. Source: RFC 9110 §13.1.1. */
async function wasPut(target, tag, content, before, signal) {
    const etag = before?.etag;
    try {
        await target.putManifest(tag, content, signal, etag);
        return true;
    }
    catch (error) {
        if (etag !== undefined && error instanceof registry_error/* RegistryError */.gl && error.status === 412)
            return false;
        throw error;
    }
}
/** The account may write to the repository. Some registries have rules for single tags. */
const tagAdvice = 'This run could write there otherwise, so check whether a rule of the registry refuses this tag.';
/** One registry refuses all of an image's lists for the same reason: the first says it. */
function summarize([first, ...others]) {
    if (first === undefined)
        return [];
    const more = others.length === 0 ? '' : ` The same is true of ${(0,runtime_text/* formatCount */.B4)(others.length, 'more list')}.`;
    const then = 'The image is complete, but tools that look for its attestations may not find them. A run with "force" tries again.';
    return [`${first}${more} ${then}`];
}

// EXTERNAL MODULE: ./src/cache/run-cache.ts
var run_cache = __webpack_require__(7364);
;// CONCATENATED MODULE: ./src/copy/image/shared-manifests.ts



/** Tens of thousands of manifests, which are a few KiB each. */
const maxKeptBytes = 64 * 1024 * 1024;
/**
 * Manifests that a run read from its sources and keeps for other tags and targets. One bound holds for all repositories; it shrinks when images in
 * work need the memory. The least recently used manifests are dropped, and read again if they are needed.
 */
class ManifestCache {
    memory;
    #contents;
    constructor(memory, maxBytes = maxKeptBytes) {
        this.memory = memory;
        this.#contents = new lru_map/* LruMap */.A(maxBytes, (_key, { bytes }) => bytes.length);
        memory.add(this.#contents);
    }
    has(key) {
        return this.#contents.peek(key) !== undefined;
    }
    get(key) {
        return this.#contents.get(key);
    }
    /** Content above `maxContentBytes` is rare, and would push hundreds of others out. */
    add(key, content) {
        if (content.bytes.length > run_cache/* maxContentBytes */.tk)
            return;
        this.#contents.set(key, content);
        this.memory.trimCaches();
    }
    drop(key) {
        this.#contents.delete(key);
    }
}
/** The manifests of one source repository: each is read once a run while there is room, or taken from an earlier run. */
class SharedManifests {
    repository;
    manifestCache;
    cache;
    // Of thousands of images only some are read at a time: the others' repositories have no map.
    #reading;
    /** @param repository its canonical name, by which the run's repositories are told apart */
    constructor(repository, manifestCache, cache) {
        this.repository = repository;
        this.manifestCache = manifestCache;
        this.cache = cache;
    }
    /** Whether it is here, or on its way. */
    has(digest) {
        return this.#isRead(digest) || this.fromCache(digest) !== undefined;
    }
    /** Known from earlier, without having been read of the source in this run. */
    fromCache(digest) {
        if (this.#isRead(digest))
            return undefined;
        const bytes = this.cache.getContent(digest);
        return bytes === undefined ? undefined : (0,image_manifest/* toSelfDescribed */.dq)(bytes, digest);
    }
    /** What this run read; undefined: nothing was read, or it is not at hand. */
    find(digest) {
        const content = this.manifestCache.get(this.#keyOf(digest));
        return content === undefined ? this.#reading?.get(digest) : Promise.resolve(content);
    }
    /** @param source the repository, as the image that asks knows it */
    async get(digest, source, signal) {
        return this.fromCache(digest) ?? this.read(digest, source, signal);
    }
    /** Takes what was read of the source to look it up. */
    add(content) {
        this.manifestCache.add(this.#keyOf(content.digest), content);
    }
    /** Of the source, whatever is remembered. */
    async read(digest, source, signal) {
        const known = this.find(digest);
        if (known !== undefined)
            return known;
        const reading = this.#readNow(digest, source, signal);
        this.#reading ??= new Map();
        this.#reading.set(digest, reading);
        try {
            return await reading;
        }
        finally {
            this.#reading.delete(digest);
        }
    }
    /** The content was refused: neither this run nor the next one keeps it. */
    drop(digest) {
        this.manifestCache.drop(this.#keyOf(digest));
        this.cache.dropContent(digest);
    }
    async #readNow(digest, source, signal) {
        const content = await source.getManifest(digest, signal);
        this.manifestCache.add(this.#keyOf(digest), content);
        // To parse large content again would be in vain: it is not kept.
        if (content.bytes.length <= run_cache/* maxContentBytes */.tk && (0,image_manifest/* isSelfDescribed */.yb)(content))
            this.cache.addContent(digest, content.bytes);
        return content;
    }
    #isRead(digest) {
        return this.#reading?.has(digest) === true || this.manifestCache.has(this.#keyOf(digest));
    }
    #keyOf(digest) {
        return `${this.repository}@${digest}`;
    }
}

// EXTERNAL MODULE: ./node_modules/p-queue/dist/index.js + 4 modules
var p_queue_dist = __webpack_require__(9052);
;// CONCATENATED MODULE: ./src/copy/turns.ts

/** The turns of a run, by the route from one registry to another: what waits for a host that hangs takes no slot from the others. */
class Turns {
    concurrency;
    memory;
    signal;
    #routes = new Map();
    /** @param concurrency how many tasks of one route are worked on at a time */
    constructor(concurrency, memory, signal) {
        this.concurrency = concurrency;
        this.memory = memory;
        this.signal = signal;
    }
    of({ source, target }) {
        const name = `${source.registry} ${target.registry}`;
        const known = this.#routes.get(name);
        if (known !== undefined)
            return known;
        const route = new RouteTurns(name, new p_queue_dist/* default */.Ay({ concurrency: this.concurrency }), this.memory, this.signal);
        this.#routes.set(name, route);
        return route;
    }
}
/** The turns of one route. */
class RouteTurns {
    name;
    queue;
    memory;
    signal;
    constructor(name, queue, memory, signal) {
        this.name = name;
        this.queue = queue;
        this.memory = memory;
        this.signal = signal;
    }
    /** How many tasks have a turn at the same time. */
    get concurrency() {
        return this.queue.concurrency;
    }
    /** A turn for work that holds no manifests. */
    async decide(work) {
        return this.queue.add(work);
    }
    /**
     * A turn for work that holds an image's manifests: memory first, then a slot, because work that waits for memory must not hold a slot. It goes
     * before what is still to be decided on, so that what has begun ends first.
     * @param reader the repository that is read
     */
    async read(reader, work) {
        return this.memory.hold({ route: this.name, reader }, this.signal, async (share) => this.queue.add(async () => work(share), { priority: 1 }));
    }
}

;// CONCATENATED MODULE: ./src/copy/mirror-all.ts

























/** How many images of one registry on their way to another are worked on for each slot that a body has: most only wait for small answers. */
const imagesPerTransfer = 12;
/** With fewer images memory does not matter, and the additional garbage collections would slow down copies of large layers. */
const manyTasks = 2_000;
/** Does all tasks, several at once, sharing manifests, blobs and pulls among them. Never throws for one image's sake. */
async function mirrorAll(tasks, config, access, deps) {
    const { clock, signal, cleanupSignal, engine } = deps;
    // Of many images little is alive at a time and much left behind.
    if (tasks.length > manyTasks)
        engine.keepHeapSmall?.();
    // Every request under way listens for the run's end.
    (0,external_node_events_.setMaxListeners)(0, signal, cleanupSignal);
    const memory = new MemoryBudget(engine.maxMemoryBytes);
    const plan = new BlobPlan(createTransfer(access.retry, clock), access.cache, clock, !config.force);
    const contexts = makeTaskContexts(tasks, config, access, plan, memory, deps);
    const run = makeRunContext(config, access, plan, memory, deps);
    const { comparisons, exposures, gates, refusals } = run;
    const outcomes = new Map();
    await (0,wait/* unlessLate */.Xc)(doTasks(contexts, run, (task, outcome) => outcomes.set(task, outcome)), cleanupSignal);
    await (0,wait/* unlessLate */.Xc)(gates.end(), cleanupSignal);
    const pullBudgets = [...new Set(contexts.map(({ pulls }) => pulls))].flatMap(({ report }) => report ?? []);
    const compared = await (0,wait/* unlessLate */.Xc)(comparisons.run(), cleanupSignal);
    const entries = contexts.map(({ task }) => (0,report/* entryOfTask */.N3)(task, compared?.get(task) ?? outcomes.get(task) ?? failedOutcome(undefined, signal)));
    return { entries, pullBudgets, refusals: refusals.all, warnings: [...exposures.warnings, ...comparisons.warnings] };
}
/** An image that waits for its turn takes no memory besides its context: each route begins as many as have a turn at the same time. */
async function doTasks(contexts, run, onDone) {
    const copying = [];
    const finish = async (task, outcome) => {
        onDone(task, await outcome);
    };
    const routes = (0,group_by/* groupBy */.$)(contexts, ({ turns }) => turns);
    const start = async (context) => {
        const { outcome } = await context.turns.decide(async () => startTask(context, run));
        copying.push(finish(context.task, outcome));
    };
    await Promise.all([...routes].map(async ([{ concurrency }, ofRoute]) => (0,p_map/* default */.Ay)(ofRoute, start, { concurrency })));
    await Promise.all(copying);
}
function makeRunContext(config, access, plan, memory, { clock, progress, signal, whenRefused, engine }) {
    const configs = new ConfigCache(access.cache, memory);
    return {
        options: config,
        isPublicOnly: access.isPublicOnly,
        copying: {
            plan,
            configs,
            confirmations: new Confirmations(clock),
            referrers: new ReferrersTags(clock),
            clock,
        },
        comparisons: new Comparisons({
            config,
            configs,
            isPublicOnly: access.isPublicOnly,
            pulls: new ComparisonPullBudget(),
            sourceOf: (reference) => access.source(reference),
            progress,
            clock,
            signal,
        }),
        exposures: new Exposures(engine.exposed, (reference) => access.publicSource(reference), plan, signal),
        shownTargets: new Set(),
        gates: new PushGates(signal),
        refusals: new Refusals(whenRefused),
        progress,
        signal,
    };
}
/** All of them before the first is asked: what a registry will be asked for, one token can be had for. */
function makeTaskContexts(tasks, config, access, plan, memory, { clock, progress, signal, urgency }) {
    let asked;
    const pullDeps = { clock, plan, memory, urgency: async () => (asked ??= urgency()), progress, signal };
    const budgets = new Map();
    const turns = new Turns(config.concurrency * imagesPerTransfer, memory, signal);
    const transfer = createFanOutTransfer(clock);
    const slowTargets = new Set();
    const manifestCache = new ManifestCache(memory);
    const manifests = new Map();
    // Tasks that differ in nothing but their target.
    const groups = (0,group_by/* groupBy */.$)(tasks, ({ source, digest }) => `${(0,image_reference/* formatCanonical */.I3)(source)} ${digest ?? ''}`);
    return [...groups.values()].flatMap((group, index) => {
        const [{ source, digest }] = group;
        const repository = (0,image_reference/* formatRepository */.Sh)(source);
        const ofRepository = manifests.get(repository) ?? new SharedManifests(repository, manifestCache, access.cache);
        manifests.set(repository, ofRepository);
        const image = { source: new SharedSource(access.source(source), ofRepository, digest), tasks: group, index };
        const pulls = budgets.get(source.registry) ?? new RegistryBudget(source.registry, pullDeps);
        budgets.set(source.registry, pulls);
        pulls.expect(image);
        const fanOut = group.length === 1 ? undefined : new FanOut(transfer, slowTargets, clock, signal);
        return group.map((task) => ({
            image,
            task,
            target: access.target(task.target, config.mode === 'mirror'),
            participant: fanOut?.addParticipant(task.target.registry),
            pulls,
            turns: turns.of(task),
        }));
    });
}


/***/ }),

/***/ 2082:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ formatPullBudget)
/* harmony export */ });
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5369);

/** `docker.io: 37 of 100 pulls left before the copies (window of 6 h), 41 needed at least, not enough for 3 images` */
function formatPullBudget({ registry, limit, remaining, windowSeconds, needed, neededIs, deferred, }) {
    const window = windowSeconds % 3_600 === 0 ? `${windowSeconds / 3_600} h` : `${Math.round(windowSeconds / 60)} min`;
    return [
        `${registry}: ${remaining} of ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCount */ .B4)(limit, 'pull')} left before the copies (window of ${window})`,
        `${needed} needed ${neededIs === 'at-most' ? 'at most' : 'at least'}`,
        ...(deferred === 0 ? [] : [`not enough for ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCount */ .B4)(deferred, 'image')}`]),
    ].join(', ');
}


/***/ }),

/***/ 1453:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Iq: () => (/* binding */ mergeHosts),
/* harmony export */   ZB: () => (/* binding */ withVia),
/* harmony export */   c5: () => (/* binding */ addCounts)
/* harmony export */ });
/* harmony import */ var _runtime_group_by_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6353);

/**
 * Adds the hosts that were asked, but of what was plainly skipped: there are thousands of these, and they say nothing.
 * @param asked one that stands here twice counts once; a target's siblings count with it already
 */
function withVia(outcome, asked) {
    const isPlain = outcome.state === 'skipped' && outcome.reason !== 'unverified';
    const via = isPlain
        ? []
        : [...new Set(asked)].flatMap(({ side, askedHosts }) => askedHosts.map((host) => ({ side, ...host })));
    return via.length === 0 ? outcome : { ...outcome, via: mergeHosts(via, addCounts) };
}
/** Adds the requests of two repositories, or two targets, at one host. */
function addCounts(one, other) {
    return { ...other, requests: one.requests + other.requests, repeated: one.repeated + other.repeated };
}
/**
 * Lists each host once for each side.
 * @param add makes one entry of two that are for the same host and side
 */
function mergeHosts(all, add) {
    const groups = (0,_runtime_group_by_js__WEBPACK_IMPORTED_MODULE_0__/* .groupBy */ .$)(all, ({ side, host }) => `${side} ${host}`);
    return [...groups.values()].map((group) => group.reduce(add));
}


/***/ }),

/***/ 4864:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ blocks),
/* harmony export */   V: () => (/* binding */ blockBytes)
/* harmony export */ });
/**
 * Large enough that a layer takes few steps: half of what a transfer costs the processor is per chunk, not per byte. A copy
 * between processors' caches would be the next cost; larger blocks do not fit there.
 */
const blockBytes = 1024 * 1024;
/** So many unused blocks are kept. The transfers of a run use about four each. */
const maxUnusedBlocks = 48;
/**
 * Memory for the bodies of blobs, used again and again: new memory costs the system as much as the bytes themselves.
 *
 * A chunk is a part of a block. It has one owner. Whoever gets a chunk from a stream owns it, and passes it on, or releases it, or forgets it: the
 * memory of a chunk that is forgotten is freed, and not used again. Whoever gives a chunk to several owners calls `share` for each one more. A
 * block is used again when all of its chunks are released, so nobody may look at a chunk after its release. Chunks that are no part of a
 * block pass through all of this unharmed.
 */
class BlockPool {
    #unused = [];
    #used = new WeakMap();
    #isPoisoned = false;
    /** A whole block, with one owner. Its bytes are anything. */
    take() {
        const block = this.#unused.pop() ?? { bytes: Buffer.allocUnsafeSlow(blockBytes), owners: 0 };
        block.owners = 1;
        this.#used.set(block.bytes.buffer, block);
        return block.bytes;
    }
    /** One owner more, of this chunk or of a part of it. */
    share(chunk) {
        const block = this.#used.get(chunk.buffer);
        if (block !== undefined)
            block.owners += 1;
    }
    /** One owner less. */
    release(chunk) {
        const block = this.#used.get(chunk.buffer);
        if (block === undefined)
            return;
        block.owners -= 1;
        if (block.owners > 0)
            return;
        this.#used.delete(chunk.buffer);
        if (this.#isPoisoned)
            block.bytes.fill(poison);
        if (this.#unused.length < maxUnusedBlocks)
            this.#unused.push(block);
    }
    /** Overwrites each block that is returned, so that a chunk which was released too early shows. For tests. */
    poisonReturned() {
        this.#isPoisoned = true;
    }
}
const poison = 0xdb;
/** One for the process: it is memory, and nothing else. */
const blocks = new BlockPool();


/***/ }),

/***/ 7843:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R2: () => (/* binding */ optionalList),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   zJ: () => (/* binding */ optionalWord)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7934);

/**
 * A field that its specification has optional. `null` is how some writers spell its absence: Go's decoders, which registries and other clients are
 * built on, read both alike, and GitHub writes it for what is gone. This is the one place that decides so; a field that is required stays required.
 */
function optional(schema) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl6(schema, () => undefined);
}
/**
 * A list that is optional. Go writes `null` for one that nobody filled: whether that is an empty list or none depends on what it is in, so it is kept apart
 * from both.
 */
function optionalList(schema) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl6(valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(schema));
}
/** An optional field that is a word, whose empty value says nothing either: Go writes one for a string that nobody set. */
function optionalWord(maxLength) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(optional(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .maxLength */ .Ru6(maxLength))), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((word) => (word === '' ? undefined : word)));
}


/***/ })

};
