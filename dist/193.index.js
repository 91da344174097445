export const id = 193;
export const ids = [193];
export const modules = {

/***/ 4927:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ findMisspelling),
/* harmony export */   P: () => (/* binding */ findContradiction)
/* harmony export */ });
/**
 * What is named twice and in two ways, in words; undefined: nothing is. One of the two is wrong, and readers differ on which they believe.
 * @param kindOf what of two that have one digest must be the same, besides their size
 */
function findContradiction(descriptors, kindOf = () => '') {
    const known = new Map();
    for (const named of descriptors) {
        const other = known.get(named.digest) ?? named;
        known.set(named.digest, other);
        if (other.size !== named.size)
            return `it names ${named.digest} with ${other.size} bytes and with ${named.size} bytes`;
        if (kindOf(other) !== kindOf(named))
            return `it names ${named.digest} as ${kindOf(other)} and as ${kindOf(named)}`;
    }
    return undefined;
}
/** No field of the specification is longer, and a longer name is not looked at. */
const maxFieldLength = 32;
/** Fields that say what an image is made of. Source: OCI image specification, manifest.md, image-index.md, descriptor.md. */
const fields = ['schemaVersion', 'mediaType', 'manifests', 'config', 'layers', 'blobs', 'subject', 'digest', 'size'];
const spellings = new Map(fields.map((field) => [fold(field), field]));
/**
 * A field of a manifest, or of a descriptor in it, that is spelled otherwise than the specification does; undefined: there is none. Readers
 * written in Go take `Layers` for `layers`, so that what is complete for one reader would not be for another. Source: Go's encoding/json, Unmarshal.
 */
function findMisspelling(manifest) {
    if (!isRecord(manifest))
        return undefined;
    const { config, subject, manifests, layers, blobs } = manifest;
    for (const part of [manifest, config, subject, manifests, layers, blobs].flat()) {
        const names = isRecord(part) ? Object.keys(part) : [];
        const wrong = names.find((name) => (spellings.get(fold(name)) ?? name) !== name);
        if (wrong !== undefined)
            return wrong;
    }
    return undefined;
}
/** As Go folds: the long s is an s, and Kelvin's sign a k. */
function fold(name) {
    return name.length > maxFieldLength ? '' : name.toUpperCase().toLowerCase();
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
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


/***/ }),

/***/ 5034:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  t4: () => (/* binding */ InvalidManifestError),
  OR: () => (/* binding */ blobsOf),
  $U: () => (/* binding */ isIndexType),
  Q3: () => (/* binding */ isManifestType),
  yb: () => (/* binding */ isSelfDescribed),
  rq: () => (/* binding */ maxManifestBytes),
  Ib: () => (/* binding */ mediaTypes),
  Dr: () => (/* binding */ platformOfConfig),
  Wt: () => (/* binding */ platformsOf),
  CJ: () => (/* binding */ schema1Types),
  LL: () => (/* binding */ toContent),
  dq: () => (/* binding */ toSelfDescribed)
});

// UNUSED EXPORTS: isNonDistributable, parseManifest

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
// EXTERNAL MODULE: ./src/runtime/optional-field.ts
var optional_field = __webpack_require__(7843);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
// EXTERNAL MODULE: ./src/image/contradictions.ts
var contradictions = __webpack_require__(4927);
// EXTERNAL MODULE: ./src/image/digest.ts
var digest = __webpack_require__(8033);
// EXTERNAL MODULE: ./src/image/hash.ts
var hash = __webpack_require__(8649);
;// CONCATENATED MODULE: ./src/image/manifest-bounds.ts
/**
 * Objects and lists in a manifest. A descriptor with its platform and annotations is three; an image may have 10,000 blobs (`maxBlobs`), and an
 * index 1,000 manifests (`maxManifests`).
 */
const maxParts = 40_000;
/** Values in a manifest: twenty for each of 10,000 descriptors. */
const maxValues = 200_000;
/** A manifest needs five levels. */
const maxLevels = 64;
const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const openers = new Set([0x5b, 0x7b]);
const closers = new Set([0x5d, 0x7d]);
/** Smaller texts cannot hold enough to cost much. */
const freeBytes = 64 * 1024;
/**
 * Counts what a text of JSON holds before anybody parses it: parsed, 8 MiB can take many times that. The count needs no memory and ends at the
 * first bound. Text that is not JSON is left to the parser.
 * @returns why the text is not parsed, or undefined
 */
function findExcess(bytes) {
    if (bytes.length <= freeBytes)
        return undefined;
    let [level, parts, values] = [0, 0, 0];
    for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at] ?? 0;
        if (byte === quote)
            at = endOfString(bytes, at);
        else if (byte === comma)
            values += 1;
        else if (openers.has(byte)) {
            [level, parts, values] = [level + 1, parts + 1, values + 1];
        }
        else if (closers.has(byte))
            level -= 1;
        if (level > maxLevels)
            return `its values are nested deeper than ${maxLevels} levels`;
        if (parts > maxParts)
            return `it has more than ${maxParts} objects and lists`;
        if (values > maxValues)
            return `it has more than ${maxValues} values`;
    }
    return undefined;
}
/** The closing quote of the string that opens at `start`, or the end of the text. */
function endOfString(bytes, start) {
    for (let at = start + 1;; at += 1) {
        const byte = bytes[at];
        if (byte === undefined || byte === quote)
            return at;
        if (byte === backslash)
            at += 1;
    }
}

// EXTERNAL MODULE: ./src/image/platform.ts + 1 modules
var image_platform = __webpack_require__(1329);
;// CONCATENATED MODULE: ./src/image/manifest.ts








/** Media types of manifests. Source: OCI image specification, media-types.md; Docker's image manifest v2 schema 2. */
const mediaTypes = {
    ociIndex: 'application/vnd.oci.image.index.v1+json',
    ociManifest: 'application/vnd.oci.image.manifest.v1+json',
    ociArtifact: 'application/vnd.oci.artifact.manifest.v1+json',
    dockerIndex: 'application/vnd.docker.distribution.manifest.list.v2+json',
    dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
};
const indexTypes = new Set([mediaTypes.ociIndex, mediaTypes.dockerIndex]);
const manifestTypes = new Set(Object.values(mediaTypes));
/** Docker's first format: signed, no digests of configs. Asked for only so that it can be refused by name. */
const schema1Types = [
    'application/vnd.docker.distribution.manifest.v1+prettyjws',
    'application/vnd.docker.distribution.manifest.v1+json',
];
/**
 * Layers that their licence forbids to redistribute: base layers of Windows, fetched from the vendor by `urls`.
 * Source: OCI image specification, layer.md#non-distributable-layers.
 */
const nonDistributable = /^application\/vnd\.(?:docker\.image\.rootfs\.foreign\.|oci\.image\.layer\.nondistributable\.)/;
/** The specification asks registries for at least 4 MiB; twice that leaves room and bounds memory. */
const maxManifestBytes = 8 * 1024 * 1024;
class InvalidManifestError extends Error {
    name = 'InvalidManifestError';
}
const digestSchema = dist/* custom */.IeY((value) => typeof value === 'string' && (0,digest/* isDigest */.Bc)(value), ({ input }) => (0,digest/* describeNoDigest */.dZ)(input));
/** Words of some letters, which are shown. */
const wordSchema = (0,optional_field/* optionalWord */.zJ)(100);
/** One that names no system or no architecture, which the specification asks for, says nothing. */
const platformSchema = dist/* object */.Ikc({
    os: wordSchema,
    architecture: wordSchema,
    variant: wordSchema,
    'os.version': dist/* fallback */.NpB(wordSchema, undefined),
    'os.features': dist/* fallback */.NpB((0,optional_field/* optional */.lq)(dist/* pipe */.FsL(dist/* array */.YOg(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* maxLength */.Ru6(100))), dist/* maxLength */.Ru6(20))), undefined),
});
const descriptorSchema = dist/* object */.Ikc({
    mediaType: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* maxLength */.Ru6(255)),
    digest: digestSchema,
    size: dist/* pipe */.FsL(dist/* number */.aig(), dist/* safeInteger */.Y2b(), dist/* minValue */.Wwf(0)),
    platform: (0,optional_field/* optional */.lq)(platformSchema),
    urls: (0,optional_field/* optional */.lq)(dist/* array */.YOg(dist/* string */.YjP())),
});
/** An index whose list is null has an empty one. */
const descriptorsSchema = (0,optional_field/* optionalList */.R2)(descriptorSchema);
const bodySchema = dist/* object */.Ikc({
    schemaVersion: dist/* number */.aig(),
    mediaType: (0,optional_field/* optionalWord */.zJ)(255),
    manifests: descriptorsSchema,
    config: (0,optional_field/* optional */.lq)(descriptorSchema),
    layers: descriptorsSchema,
    blobs: descriptorsSchema,
    subject: (0,optional_field/* optional */.lq)(descriptorSchema),
});
/**
 * Reads a manifest or an index, of OCI or Docker.
 * @param contentType what the registry said it is; the bytes' own `mediaType` goes first.
 * @throws {InvalidManifestError} says what is wrong; schema 1 is refused by name.
 */
function parseManifest(bytes, contentType) {
    const parsed = parseJson(bytes);
    // Of a list with a million wrong entries the first is enough.
    const result = dist/* safeParse */.xLC(bodySchema, parsed, { abortEarly: true });
    if (!result.success) {
        const [issue] = result.issues;
        throw new InvalidManifestError(`its field "${dist/* getDotPath */.BuJ(issue) ?? ''}" is wrong: ${(0,runtime_text/* printable */.g$)(issue.message, 250)}`);
    }
    const body = result.output;
    if (body.schemaVersion === 1)
        throw schema1();
    if (body.schemaVersion !== 2)
        throw new InvalidManifestError(`its schemaVersion is ${body.schemaVersion}, expected 2`);
    checkUnambiguous(parsed, body);
    return toManifest(body, mediaTypeOf(body, contentType));
}
function toContent(bytes, contentType, digest = (0,hash/* digestOf */.ol)(bytes)) {
    return { bytes, digest, manifest: parseManifest(bytes, contentType) };
}
/**
 * Content whose bytes say themselves what they are, so that no header is needed with which it was served; undefined: they do not, or are
 * no manifest.
 */
function toSelfDescribed(bytes, digest) {
    try {
        const { mediaType } = dist/* parse */.qgA(dist/* object */.Ikc({ mediaType: dist/* string */.YjP() }), parseJson(bytes));
        const manifest = parseManifest(bytes, undefined);
        return manifest.mediaType === mediaType ? { bytes, digest, manifest } : undefined;
    }
    catch (error) {
        if (error instanceof InvalidManifestError || error instanceof dist/* ValiError */.H6d)
            return undefined;
        throw error;
    }
}
/** Whether `toSelfDescribed` would find the same in its bytes. What was parsed before is not parsed in full again. */
function isSelfDescribed({ bytes, manifest }) {
    const body = parseJson(bytes);
    return typeof body === 'object' && body !== null && 'mediaType' in body && body.mediaType === manifest.mediaType;
}
function isManifestType(mediaType) {
    return manifestTypes.has(mediaType);
}
/** Without an address to be had from it is a layer like any other, whatever its type says: only a registry has it. */
function isNonDistributable({ mediaType, urls }) {
    return urls === 'some' && nonDistributable.test(mediaType);
}
/** The blobs that a manifest needs, each once. Apart are those that may not be redistributed and have addresses of their own. */
function blobsOf(manifest) {
    const all = [...(manifest.config === undefined ? [] : [manifest.config]), ...manifest.layers];
    const blobs = byDigest(all.filter((descriptor) => !isNonDistributable(descriptor)));
    // What is named both ways is needed all the same.
    const left = byDigest(all.filter((descriptor) => isNonDistributable(descriptor) && !blobs.has(descriptor.digest)));
    return { blobs: [...blobs.values()], left: [...left.values()] };
}
function byDigest(descriptors) {
    return new Map(descriptors.map((descriptor) => [descriptor.digest, descriptor]));
}
/** The platforms that an index says it serves, attestations left out. */
function platformsOf(index) {
    return index.manifests.flatMap(({ platform }) => (platform !== undefined && (0,image_platform/* isRunnable */.iU)(platform) ? [platform] : []));
}
function isIndexType(mediaType) {
    return indexTypes.has(mediaType);
}
/**
 * The platform that an image's config names, or undefined where it names none (an artifact), or is no JSON: the image is copied all the same.
 * Source: OCI image specification, config.md.
 */
function platformOfConfig(bytes) {
    const result = dist/* safeParse */.xLC(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* parseJson */.qFJ(), platformSchema), Buffer.from(bytes).toString('utf8'));
    return result.success ? toPlatform(result.output) : undefined;
}
/**
 * A text that is an index to one reader and an image to another, or names one thing in two ways, cannot be complete for both.
 * Source: OCI's advisory CVE-2021-41190.
 */
function checkUnambiguous(parsed, body) {
    const misspelled = (0,contradictions/* findMisspelling */.N)(parsed);
    if (misspelled !== undefined)
        throw new InvalidManifestError(`its field "${(0,runtime_text/* printable */.g$)(misspelled, 40)}" is spelled otherwise than specified`);
    const { manifests, config, layers, blobs } = body;
    if (Array.isArray(manifests) && (config !== undefined || Array.isArray(layers) || Array.isArray(blobs)))
        throw new InvalidManifestError('it has the fields of an index and of an image, and cannot be both');
    const wrong = (0,contradictions/* findContradiction */.P)(manifests ?? [], ({ mediaType }) => (isManifestType(mediaType) ? 'a manifest' : 'a blob')) ??
        (0,contradictions/* findContradiction */.P)([...(config === undefined ? [] : [config]), ...(layers ?? []), ...(blobs ?? [])]);
    if (wrong !== undefined)
        throw new InvalidManifestError(wrong);
}
function toManifest(body, mediaType) {
    const subject = body.subject === undefined ? {} : { subject: toDescriptor(body.subject) };
    if (indexTypes.has(mediaType)) {
        if (body.manifests === undefined)
            throw new InvalidManifestError(`it is of type ${mediaType} and has no list of manifests`);
        return { kind: 'index', mediaType, manifests: (body.manifests ?? []).map(toDescriptor), ...subject };
    }
    const isArtifact = mediaType === mediaTypes.ociArtifact;
    if (!isArtifact && body.config === undefined) {
        throw new InvalidManifestError(`it is of type ${mediaType} and has no config`);
    }
    const config = body.config === undefined ? {} : { config: toDescriptor(body.config) };
    const layers = [...(body.layers ?? []), ...(isArtifact ? (body.blobs ?? []) : [])];
    return { kind: 'image', mediaType, ...config, layers: layers.map(toDescriptor), ...subject };
}
function toDescriptor({ mediaType, digest, size, platform, urls = [] }) {
    const named = platform === undefined ? undefined : toPlatform(platform);
    return {
        mediaType,
        digest,
        size,
        ...(named === undefined ? {} : { platform: named }),
        ...(urls.length === 0 ? {} : { urls: urls.every((url) => url.trim() === '') ? 'blank' : 'some' }),
    };
}
function toPlatform(raw) {
    const { os, architecture, variant, 'os.version': osVersion, 'os.features': osFeatures } = raw;
    if (os === undefined || architecture === undefined)
        return undefined;
    return (0,image_platform/* normalizePlatform */.FL)({
        os,
        architecture,
        ...(variant === undefined ? {} : { variant }),
        ...(osVersion === undefined ? {} : { osVersion }),
        ...(osFeatures === undefined ? {} : { osFeatures }),
    });
}
/**
 * The bytes' own word first; OCI made `mediaType` optional, so a registry's Content-Type and then the shape decide. That a registry calls an
 * image of OCI Docker's changes nothing; one that calls an image an index is not believed in anything.
 */
function mediaTypeOf(body, contentType = '') {
    const served = contentType.replace(/;.*/s, '').trim().toLowerCase();
    const mediaType = body.mediaType ?? served;
    if (schema1Types.includes(mediaType))
        throw schema1();
    if (isManifestType(mediaType)) {
        if (isManifestType(served) && isIndexType(served) !== isIndexType(mediaType))
            throw new InvalidManifestError(`it says that it is ${mediaType}, and the registry serves it as ${served}`);
        return mediaType;
    }
    if (body.mediaType !== undefined)
        throw new InvalidManifestError(`its media type "${(0,runtime_text/* printable */.g$)(body.mediaType, 100)}" is no image's or index's`);
    if (Array.isArray(body.manifests))
        return mediaTypes.ociIndex;
    return body.config?.mediaType === 'application/vnd.docker.container.image.v1+json'
        ? mediaTypes.dockerManifest
        : mediaTypes.ociManifest;
}
function parseJson(bytes) {
    const excess = findExcess(bytes);
    if (excess !== undefined)
        throw new InvalidManifestError(excess);
    try {
        return (0,runtime_text/* parseJsonBytes */.dQ)(bytes);
    }
    catch {
        throw new InvalidManifestError('it is not JSON');
    }
}
function schema1() {
    return new InvalidManifestError('it is in Docker’s schema 1, which registries no longer take; ask the publisher to push it again with a current tool, or build your own copy');
}


/***/ }),

/***/ 6657:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _T: () => (/* binding */ isLoginRefusal),
/* harmony export */   bb: () => (/* binding */ isAccessRefusal),
/* harmony export */   c6: () => (/* binding */ isDenial),
/* harmony export */   gl: () => (/* binding */ RegistryError),
/* harmony export */   r3: () => (/* binding */ isRetryable),
/* harmony export */   ws: () => (/* binding */ needsBodyAgain)
/* harmony export */ });
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9541);

/** A failed operation on a registry, in words for the person who has to mend it. */
class RegistryError extends _runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR {
    details;
    name = 'RegistryError';
    code;
    operation;
    reference;
    side;
    status;
    registryCodes;
    retryAt;
    host;
    isOfTokenService;
    hostIsAwaited;
    hostFailsWrites;
    constructor(details) {
        const { code, operation, reference, side, what, advice, status, registryCodes = [], retryAt, cause } = details;
        super(`${operation} ${reference} ${side === 'source' ? 'at' : 'on'} the ${side}: ${what.replace(/\.$/, '')}.${advice === undefined ? '' : ` ${advice}`}`, { cause });
        this.details = details;
        this.code = code;
        this.operation = operation;
        this.reference = reference;
        this.side = side;
        this.status = status;
        this.registryCodes = registryCodes;
        this.retryAt = retryAt;
        this.host = details.host;
        this.isOfTokenService = details.isOfTokenService === true;
        this.hostIsAwaited = details.hostIsAwaited === true;
        this.hostFailsWrites = details.hostFailsWrites === true;
    }
    /** The same failure, for another operation that waited for the same answer. */
    inContext(context) {
        return new RegistryError({ ...this.details, ...context, cause: this });
    }
    /** The same failure. The host did not answer so many requests in a row, so it is not asked for a while. */
    asUnreachable(silences, longestMs) {
        const seconds = Math.round(longestMs / 1_000);
        const waited = seconds === 0 ? '' : ` (up to ${seconds} s for each)`;
        const what = `${this.details.what.replace(/\.$/, '')}; ${silences} requests in a row had no answer${waited}, so that no more were made`;
        const advice = this.code === 'timeout' ? silentAdvice : this.details.advice;
        return new RegistryError({ ...this.details, code: 'unreachable', what, advice, cause: this });
    }
    /** The same failure of a host that is waited for. */
    asHostAwaited() {
        return new RegistryError({ ...this.details, hostIsAwaited: true, cause: this });
    }
    /** The same failure of a host that failed every write before, too. */
    asWritesFailed(host) {
        const what = `${this.details.what.replace(/\.$/, '')}; ${host} failed every write`;
        return new RegistryError({ ...this.details, what, advice: failedWritesAdvice, hostFailsWrites: true, cause: this });
    }
    /** The same failure of a host that fails every write: it is not tried, or not tried again. */
    asNotWritten() {
        return new RegistryError({ ...this.details, code: 'writes-failed', cause: this });
    }
    /** The same failure, with advice from a caller who knows more about it than the answer says. */
    withAdvice(advice) {
        return new RegistryError({ ...this.details, advice, cause: this });
    }
    /** The same failure. The registry does not accept the login itself. */
    asLoginRefusal(advice) {
        return new RegistryError({ ...this.details, code: 'credentials', advice, cause: this });
    }
    /**
     * The same failure of a token service. Its 404 says nothing about the image, and its failure says nothing about what the registry stores.
     */
    ofTokenService() {
        const { host, status, what } = this.details;
        const isAnswer = status !== undefined && this.code !== 'credentials';
        return new RegistryError({
            ...this.details,
            code: this.code === 'not-found' ? 'refused' : this.code,
            what: isAnswer ? `the token service ${host ?? ''} answered ${what}` : what,
            isOfTokenService: true,
            cause: this,
        });
    }
    /** The same failure. It may pass when the whole body is sent once more. */
    asBodyNeeded() {
        return this.code === 'send-again' ? this : new RegistryError({ ...this.details, code: 'send-again', cause: this });
    }
    /** The same failure of a host that cools down. */
    withRetryAt(retryAt) {
        return new RegistryError({ ...this.details, retryAt, cause: this });
    }
}
const failedWritesAdvice = 'Check its storage, which may be full, and its log; then run it again.';
const silentAdvice = 'Check that the host is well, and that the port is the registry’s; then run it again.';
const retryableCodes = new Set([
    'rate-limited',
    'unavailable',
    'timeout',
    'network',
    'digest-mismatch',
    'size-mismatch',
    'upload-lost',
    'send-again',
    'token-refused',
]);
/** Says whether the registry wants the whole body once more: at another address or in another way, which the upload knows. */
function needsBodyAgain(error) {
    return error instanceof RegistryError && error.code === 'send-again';
}
/** Says whether the same operation may succeed when it is tried again. */
function isRetryable(error) {
    return error instanceof RegistryError && retryableCodes.has(error.code);
}
const refusingCodes = new Set([
    'unauthorized',
    'denied',
    'credentials',
    'token-refused',
]);
/** Says whether a registry answered that this may not be done; credentials that could not be had were never sent, and are no such answer. */
function isAccessRefusal(error) {
    return error instanceof RegistryError && error.status !== undefined && refusingCodes.has(error.code);
}
/** Says whether a registry answered 403. Some do so for what they do not have: Artifactory's virtual repositories, go-containerregistry#1691. */
function isDenial(error) {
    return error instanceof RegistryError && error.code === 'denied' && error.status === 403;
}
/** Says whether it is the login itself that was refused: a password that is wrong or no longer good, which no right would help. */
function isLoginRefusal(error) {
    return error instanceof RegistryError && error.code === 'credentials' && error.status === 401;
}


/***/ }),

/***/ 6671:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ maxConfigBytes)
/* harmony export */ });
/** Configs are a few KiB; a larger one is no config, and is not held in memory. */
const maxConfigBytes = 4 * 1024 * 1024;


/***/ })

};
