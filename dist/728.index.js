export const id = 728;
export const ids = [728];
export const modules = {

/***/ 1907:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ maxConfigBytes)
/* harmony export */ });
/** Configs are a few KiB; a larger one is no config, and is not held in memory. */
const maxConfigBytes = 4 * 1024 * 1024;


/***/ }),

/***/ 596:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $U: () => (/* binding */ isIndexType),
/* harmony export */   CJ: () => (/* binding */ schema1Types),
/* harmony export */   Dr: () => (/* binding */ platformOfConfig),
/* harmony export */   Ib: () => (/* binding */ mediaTypes),
/* harmony export */   LL: () => (/* binding */ toContent),
/* harmony export */   OR: () => (/* binding */ blobsOf),
/* harmony export */   Q3: () => (/* binding */ isManifestType),
/* harmony export */   Wt: () => (/* binding */ platformsOf),
/* harmony export */   dq: () => (/* binding */ toSelfDescribed),
/* harmony export */   rq: () => (/* binding */ maxManifestBytes),
/* harmony export */   t4: () => (/* binding */ InvalidManifestError)
/* harmony export */ });
/* unused harmony exports parseManifest, isNonDistributable */
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7934);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8033);
/* harmony import */ var _platform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2554);



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
const digestSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .custom */ .IeY((value) => typeof value === 'string' && (0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigest */ .Bc)(value), 'expected a sha256 or sha512 digest');
/** One that names no system or no architecture, which the specification asks for, says nothing. */
const platformSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    os: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    architecture: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    variant: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
});
const descriptorSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    mediaType: valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_2__/* .maxLength */ .Ru6(255)),
    digest: digestSchema,
    size: valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_2__/* .safeInteger */ .Y2b(), valibot__WEBPACK_IMPORTED_MODULE_2__/* .minValue */ .Wwf(0)),
    platform: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .nullable */ .mee(platformSchema)),
});
const bodySchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    schemaVersion: valibot__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(),
    mediaType: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    manifests: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(descriptorSchema))),
    config: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(descriptorSchema),
    layers: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(descriptorSchema))),
    blobs: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(descriptorSchema))),
    subject: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .nullable */ .mee(descriptorSchema)),
});
/**
 * Reads a manifest or an index, of OCI or Docker.
 * @param contentType what the registry said it is; the bytes' own `mediaType` goes first.
 * @throws {InvalidManifestError} says what is wrong; schema 1 is refused by name.
 */
function parseManifest(bytes, contentType) {
    const parsed = parseJson(bytes);
    const result = valibot__WEBPACK_IMPORTED_MODULE_2__/* .safeParse */ .xLC(bodySchema, parsed);
    if (!result.success)
        throw new InvalidManifestError(describeIssue(result.issues[0]));
    const body = result.output;
    if (body.schemaVersion === 1)
        throw schema1();
    if (body.schemaVersion !== 2)
        throw new InvalidManifestError(`its schemaVersion is ${body.schemaVersion}, expected 2`);
    return toManifest(body, mediaTypeOf(body, contentType));
}
function toContent(bytes, contentType, digest = (0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .digestOf */ .ol)(bytes)) {
    return { bytes, digest, manifest: parseManifest(bytes, contentType) };
}
/**
 * Content whose bytes say themselves what they are, so that no header is needed with which it was served; undefined: they do not, or are
 * no manifest.
 */
function toSelfDescribed(bytes, digest) {
    try {
        const { mediaType } = valibot__WEBPACK_IMPORTED_MODULE_2__/* .parse */ .qgA(valibot__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ mediaType: valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP() }), parseJson(bytes));
        const manifest = parseManifest(bytes, undefined);
        return manifest.mediaType === mediaType ? { bytes, digest, manifest } : undefined;
    }
    catch (error) {
        if (error instanceof InvalidManifestError || error instanceof valibot__WEBPACK_IMPORTED_MODULE_2__/* .ValiError */ .H6d)
            return undefined;
        throw error;
    }
}
function isManifestType(mediaType) {
    return manifestTypes.has(mediaType);
}
function isNonDistributable(descriptor) {
    return nonDistributable.test(descriptor.mediaType);
}
/** The blobs that a manifest needs, each once, those that may not be redistributed apart. */
function blobsOf(manifest) {
    const all = [...(manifest.config === undefined ? [] : [manifest.config]), ...manifest.layers];
    const distinct = [...new Map(all.map((descriptor) => [descriptor.digest, descriptor])).values()];
    return {
        blobs: distinct.filter((descriptor) => !isNonDistributable(descriptor)),
        left: distinct.filter(isNonDistributable),
    };
}
/** The platforms that an index says it serves, attestations left out. */
function platformsOf(index) {
    return index.manifests.flatMap(({ platform }) => (platform !== undefined && (0,_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .isRunnable */ .iU)(platform) ? [platform] : []));
}
function isIndexType(mediaType) {
    return indexTypes.has(mediaType);
}
/** The platform that an image's config names, or undefined where it names none (an artifact). Source: OCI image specification, config.md. */
function platformOfConfig(bytes) {
    const result = valibot__WEBPACK_IMPORTED_MODULE_2__/* .safeParse */ .xLC(platformSchema, parseJson(bytes));
    return result.success ? toPlatform(result.output) : undefined;
}
function toManifest(body, mediaType) {
    const subject = body.subject === undefined || body.subject === null ? {} : { subject: toDescriptor(body.subject) };
    if (indexTypes.has(mediaType)) {
        return { kind: 'index', mediaType, manifests: (body.manifests ?? []).map(toDescriptor), ...subject };
    }
    if (mediaType !== mediaTypes.ociArtifact && body.config === undefined) {
        throw new InvalidManifestError(`it is of type ${mediaType} and has no config`);
    }
    const config = body.config === undefined ? {} : { config: toDescriptor(body.config) };
    return {
        kind: 'image',
        mediaType,
        ...config,
        layers: (body.layers ?? body.blobs ?? []).map(toDescriptor),
        ...subject,
    };
}
function toDescriptor({ mediaType, digest, size, platform }) {
    const named = platform === undefined || platform === null ? undefined : toPlatform(platform);
    return { mediaType, digest, size, ...(named === undefined ? {} : { platform: named }) };
}
function toPlatform({ os, architecture, variant }) {
    if (os === undefined || architecture === undefined)
        return undefined;
    return (0,_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .normalizePlatform */ .FL)({ os, architecture, ...(variant === undefined ? {} : { variant }) });
}
/** The bytes' own word first; OCI made `mediaType` optional, so a registry's Content-Type and then the shape decide. */
function mediaTypeOf(body, contentType) {
    const said = body.mediaType ?? contentType?.split(';')[0]?.trim().toLowerCase();
    if (said !== undefined && schema1Types.includes(said))
        throw schema1();
    if (said !== undefined && isManifestType(said))
        return said;
    if (body.mediaType !== undefined)
        throw new InvalidManifestError(`its media type "${body.mediaType.slice(0, 100)}" is no image's or index's`);
    if (Array.isArray(body.manifests))
        return mediaTypes.ociIndex;
    return body.config?.mediaType === 'application/vnd.docker.container.image.v1+json'
        ? mediaTypes.dockerManifest
        : mediaTypes.ociManifest;
}
function parseJson(bytes) {
    try {
        return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    }
    catch {
        throw new InvalidManifestError('it is not JSON');
    }
}
function describeIssue(issue) {
    return `its field "${valibot__WEBPACK_IMPORTED_MODULE_2__/* .getDotPath */ .BuJ(issue) ?? ''}" is wrong: ${issue.message.slice(0, 200)}`;
}
function schema1() {
    return new InvalidManifestError('it is in Docker’s schema 1, which registries no longer take; ask the publisher to push it again with a current tool, or build your own copy');
}


/***/ }),

/***/ 4500:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ur: () => (/* binding */ defaultRetryPolicy),
  Ee: () => (/* binding */ delayAfter),
  sM: () => (/* binding */ maxRestedMs),
  R$: () => (/* binding */ retrying)
});

;// CONCATENATED MODULE: ./node_modules/is-network-error/index.js
const objectToString = Object.prototype.toString;

const isError = value => objectToString.call(value) === '[object Error]';

const errorMessages = new Set([
	'network error', // Chrome
	'NetworkError when attempting to fetch resource.', // Firefox
	'The Internet connection appears to be offline.', // Safari 16
	'Network request failed', // `cross-fetch`
	'fetch failed', // Undici (Node.js)
	'terminated', // Undici (Node.js)
	' A network error occurred.', // Bun (WebKit)
	'Network connection lost', // Cloudflare Workers (fetch)
]);

function isNetworkError(error) {
	const isValid = error
		&& isError(error)
		&& error.name === 'TypeError'
		&& typeof error.message === 'string';

	if (!isValid) {
		return false;
	}

	const {message, stack} = error;

	// Safari 17+ has generic message but no stack for network errors
	if (message === 'Load failed' || (message.startsWith('Load failed (') && message.endsWith(')'))) {
		return stack === undefined
			// Sentry adds its own stack trace to the fetch error, so also check for that
			|| '__sentry_captured__' in error;
	}

	// Deno network errors start with specific text
	if (message.startsWith('error sending request for url')) {
		return true;
	}

	// Chrome: exact "Failed to fetch" or with hostname: "Failed to fetch (example.com)"
	if (message === 'Failed to fetch' || (message.startsWith('Failed to fetch (') && message.endsWith(')'))) {
		return true;
	}

	// Standard network error messages
	return errorMessages.has(message);
}

;// CONCATENATED MODULE: ./node_modules/p-retry/index.js


function validateRetries(retries) {
	if (typeof retries === 'number') {
		if (retries < 0) {
			throw new TypeError('Expected `retries` to be a non-negative number.');
		}

		if (Number.isNaN(retries)) {
			throw new TypeError('Expected `retries` to be a valid number or Infinity, got NaN.');
		}
	} else if (retries !== undefined) {
		throw new TypeError('Expected `retries` to be a number or Infinity.');
	}
}

function validateNumberOption(name, value, {min = 0, allowInfinity = false} = {}) {
	if (value === undefined) {
		return;
	}

	if (typeof value !== 'number' || Number.isNaN(value)) {
		throw new TypeError(`Expected \`${name}\` to be a number${allowInfinity ? ' or Infinity' : ''}.`);
	}

	if (!allowInfinity && !Number.isFinite(value)) {
		throw new TypeError(`Expected \`${name}\` to be a finite number.`);
	}

	if (value < min) {
		throw new TypeError(`Expected \`${name}\` to be \u2265 ${min}.`);
	}
}

class AbortError extends Error {
	constructor(message) {
		super();

		if (message instanceof Error) {
			this.originalError = message;
			({message} = message);
		} else {
			this.originalError = new Error(message);
			this.originalError.stack = this.stack;
		}

		this.name = 'AbortError';
		this.message = message;
	}
}

function calculateDelay(retriesConsumed, options) {
	const attempt = Math.max(1, retriesConsumed + 1);
	const random = options.randomize ? (Math.random() + 1) : 1;

	let timeout = Math.round(random * options.minTimeout * (options.factor ** (attempt - 1)));
	timeout = Math.min(timeout, options.maxTimeout);

	return timeout;
}

function calculateRemainingTime(start, max) {
	if (!Number.isFinite(max)) {
		return max;
	}

	return max - (performance.now() - start);
}

async function onAttemptFailure({error, attemptNumber, retriesConsumed, startTime, options}) {
	const normalizedError = error instanceof Error
		? error
		: new TypeError(`Non-error was thrown: "${error}". You should only throw errors.`);

	if (normalizedError instanceof AbortError) {
		throw normalizedError.originalError;
	}

	const retriesLeft = Number.isFinite(options.retries)
		? Math.max(0, options.retries - retriesConsumed)
		: options.retries;

	const maxRetryTime = options.maxRetryTime ?? Number.POSITIVE_INFINITY;

	const context = Object.freeze({
		error: normalizedError,
		attemptNumber,
		retriesLeft,
		retriesConsumed,
	});

	await options.onFailedAttempt(context);

	if (calculateRemainingTime(startTime, maxRetryTime) <= 0) {
		throw normalizedError;
	}

	const consumeRetry = await options.shouldConsumeRetry(context);

	const remainingTime = calculateRemainingTime(startTime, maxRetryTime);

	if (remainingTime <= 0 || retriesLeft <= 0) {
		throw normalizedError;
	}

	if (normalizedError instanceof TypeError && !isNetworkError(normalizedError)) {
		if (consumeRetry) {
			throw normalizedError;
		}

		options.signal?.throwIfAborted();
		return false;
	}

	if (!await options.shouldRetry(context)) {
		throw normalizedError;
	}

	if (!consumeRetry) {
		options.signal?.throwIfAborted();
		return false;
	}

	const delayTime = calculateDelay(retriesConsumed, options);
	const finalDelay = Math.min(delayTime, remainingTime);

	options.signal?.throwIfAborted();

	if (finalDelay > 0) {
		await new Promise((resolve, reject) => {
			const onAbort = () => {
				clearTimeout(timeoutToken);
				options.signal?.removeEventListener('abort', onAbort);
				reject(options.signal.reason);
			};

			const timeoutToken = setTimeout(() => {
				options.signal?.removeEventListener('abort', onAbort);
				resolve();
			}, finalDelay);

			if (options.unref) {
				timeoutToken.unref?.();
			}

			options.signal?.addEventListener('abort', onAbort, {once: true});
		});
	}

	options.signal?.throwIfAborted();

	return true;
}

async function pRetry(input, options = {}) {
	options = {...options};

	validateRetries(options.retries);

	if (Object.hasOwn(options, 'forever')) {
		throw new Error('The `forever` option is no longer supported. For many use-cases, you can set `retries: Infinity` instead.');
	}

	options.retries ??= 10;
	options.factor ??= 2;
	options.minTimeout ??= 1000;
	options.maxTimeout ??= Number.POSITIVE_INFINITY;
	options.maxRetryTime ??= Number.POSITIVE_INFINITY;
	options.randomize ??= false;
	options.onFailedAttempt ??= () => {};
	options.shouldRetry ??= () => true;
	options.shouldConsumeRetry ??= () => true;

	// Validate numeric options and normalize edge cases
	validateNumberOption('factor', options.factor, {min: 0, allowInfinity: false});
	validateNumberOption('minTimeout', options.minTimeout, {min: 0, allowInfinity: false});
	validateNumberOption('maxTimeout', options.maxTimeout, {min: 0, allowInfinity: true});
	validateNumberOption('maxRetryTime', options.maxRetryTime, {min: 0, allowInfinity: true});

	// Treat non-positive factor as 1 to avoid zero backoff or negative behavior
	if (!(options.factor > 0)) {
		options.factor = 1;
	}

	options.signal?.throwIfAborted();

	let attemptNumber = 0;
	let retriesConsumed = 0;
	const startTime = performance.now();

	while (Number.isFinite(options.retries) ? retriesConsumed <= options.retries : true) {
		attemptNumber++;

		try {
			options.signal?.throwIfAborted();

			const result = await input(attemptNumber);

			options.signal?.throwIfAborted();

			return result;
		} catch (error) {
			if (await onAttemptFailure({
				error,
				attemptNumber,
				retriesConsumed,
				startTime,
				options,
			})) {
				retriesConsumed++;
			}
		}
	}

	// Should not reach here, but in case it does, throw an error
	throw new Error('Retry attempts exhausted without throwing an error.');
}

function makeRetriable(function_, options) {
	return function (...arguments_) {
		return pRetry(() => function_.apply(this, arguments_), options);
	};
}

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(3916);
;// CONCATENATED MODULE: ./src/retry.ts


/** Limits on bursts are counted by the second or the minute: a rest of a minute outlasts both. */
const defaultRetryPolicy = {
    attempts: 5,
    firstDelayMs: 500,
    maxDelayMs: 20_000,
    firstRestMs: 1_000,
    maxRestMs: 60_000,
};
/** A host that fails and wants more time is not waited for: the run reports the time instead. */
const maxRetryAfterMs = 60_000;
/**
 * A host that does nothing but refuse is waited for so long in all. Limits on bursts have windows of a minute at most, and a runner's minutes cost:
 * what is done until then is kept, and the next run goes on.
 */
const maxRestedMs = 5 * 60_000;
/** How often one operation is refused by a host that serves others meanwhile: at the longest delay about as long as that. */
const maxRefusals = 20;
/** Runs `task` again while it fails with what may pass, with growing, jittered waits that heed the host's own word. */
async function retrying(task, policy, clock, signal) {
    let failures = 0;
    let refusals = 0;
    const mayPass = (error) => (0,errors/* isPassing */.WG)(error) &&
        !signal.aborted &&
        waitAsked(error, clock) <= (isRefusal(error) ? maxRestedMs : maxRetryAfterMs) &&
        failures < policy.attempts &&
        refusals < maxRefusals;
    return pRetry(task, {
        // Counted here: the library ends with the last attempt whatever that failed of.
        retries: Number.POSITIVE_INFINITY,
        minTimeout: 0,
        factor: 1,
        shouldRetry: ({ error }) => mayPass(error),
        onFailedAttempt: async ({ error, attemptNumber }) => {
            if (isRefusal(error))
                refusals += 1;
            else
                failures += 1;
            if (mayPass(error))
                await clock.sleep(delayAfter(error, attemptNumber, policy, clock), signal);
        },
    });
}
/** How long is waited behind an attempt that failed. */
function delayAfter(error, attempt, policy, clock) {
    return Math.max(waitAsked(error, clock), backoff(attempt, policy, clock));
}
function isRefusal(error) {
    return error instanceof errors/* RegistryError */.gl && error.code === 'rate-limited';
}
function waitAsked(error, clock) {
    return error instanceof errors/* RegistryError */.gl && error.retryAt !== undefined ? error.retryAt.getTime() - clock.now() : 0;
}
function backoff(attempt, policy, clock) {
    const full = Math.min(policy.firstDelayMs * 2 ** (attempt - 1), policy.maxDelayMs);
    return full / 2 + (full / 2) * clock.random();
}


/***/ }),

/***/ 6964:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Co: () => (/* binding */ settleAll),
/* harmony export */   NE: () => (/* binding */ withDeadline),
/* harmony export */   Q$: () => (/* binding */ afterwards),
/* harmony export */   Wh: () => (/* binding */ unlessAborted),
/* harmony export */   j3: () => (/* binding */ DeadlineError),
/* harmony export */   ux: () => (/* binding */ within),
/* harmony export */   xF: () => (/* binding */ beginAttempt)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3916);

/**
 * Waits for all, so that nothing of an image that failed goes on behind its report.
 * @throws the first failure that has words for people, or else the first error
 */
async function settleAll(promises) {
    const settled = await Promise.allSettled(promises);
    const errors = settled.filter((result) => result.status === 'rejected').map((result) => result.reason);
    if (errors.length > 0)
        throw errors.find(_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .isFailure */ .N6) ?? errors[0];
    return settled.filter((result) => result.status === 'fulfilled').map((result) => result.value);
}
/** The promise's outcome, or, when the signal is aborted first, its reason: for what others wait for too, and is not ended for one. */
async function unlessAborted(promise, signal) {
    signal.throwIfAborted();
    let stop;
    const aborted = new Promise((_resolve, reject) => {
        stop = () => {
            reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
        };
        signal.addEventListener('abort', stop, { once: true });
    });
    try {
        return await Promise.race([promise, aborted]);
    }
    finally {
        if (stop !== undefined)
            signal.removeEventListener('abort', stop);
    }
}
/** Waits for the promise, which never fails, and no longer than so many milliseconds. */
async function within(ms, promise, clock, signal) {
    const stop = new AbortController();
    const enough = clock.sleep(ms, AbortSignal.any([signal, stop.signal])).catch(() => undefined);
    await Promise.race([promise, enough]);
    stop.abort();
}
/** Not by `AbortSignal.any` over `AbortSignal.timeout`: Node may collect such a timeout before it is due (nodejs/node#57736). */
function beginAttempt(maxMs, signal) {
    const own = new AbortController();
    const timer = setTimeout(() => {
        own.abort(new DOMException(`it was not done within ${Math.round(maxMs / 1_000)} seconds`, 'TimeoutError'));
    }, maxMs);
    return {
        signal: AbortSignal.any([signal, own.signal]),
        abort: () => {
            own.abort();
        },
        end: () => {
            clearTimeout(timer);
        },
    };
}
/**
 * Runs work that has to end in time, and with the run's own signal; what does not is told to stop, and left to itself. Not by
 * `AbortSignal.any` over `AbortSignal.timeout`: Node may collect such a timeout before it is due (nodejs/node#57736).
 * @throws {DeadlineError} or the signal's reason
 */
async function withDeadline(ms, { clock, signal }, work) {
    signal.throwIfAborted();
    const own = new AbortController();
    const bounded = AbortSignal.any([signal, own.signal]);
    clock.sleep(ms, bounded).then(() => {
        own.abort(new DeadlineError(ms));
    }, () => undefined);
    try {
        return await unlessAborted(work(bounded), bounded);
    }
    finally {
        own.abort();
    }
}
class DeadlineError extends Error {
    name = 'DeadlineError';
    constructor(ms) {
        super(`no answer within ${ms / 1_000} seconds`);
    }
}
/** A signal that is aborted some milliseconds after the run's own: for what a run that was asked to end still has to say. */
function afterwards(ms, { clock, signal }) {
    const later = new AbortController();
    const begin = () => {
        void clock.sleep(ms, new AbortController().signal).then(() => {
            later.abort(signal.reason);
        });
    };
    if (signal.aborted)
        begin();
    else
        signal.addEventListener('abort', begin, { once: true });
    return later.signal;
}


/***/ })

};
