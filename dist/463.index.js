export const id = 463;
export const ids = [463];
export const modules = {

/***/ 6463:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createFetch: () => (/* binding */ createFetch)
/* harmony export */ });
/* harmony import */ var undici__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6752);
/* harmony import */ var _clock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9373);
/* harmony import */ var _settle_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6964);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3916);




/** A page of a hundred changed files has their patches, the biggest of which GitHub leaves out; this is more than any that was seen. */
const maxAnswerBytes = 32 * 1024 * 1024;
/**
 * The `fetch` for octokit: through the run's proxy, and bounded. The answer is read whole here, for octokit takes one that is cut off for
 * an empty one.
 */
function createFetch({ dispatcher, origin, timeoutMs, signal }) {
    return async (url, init) => {
        if (new URL(url).origin !== origin)
            throw new NotRetriedError(`${new URL(url).origin} is not ${origin}`);
        try {
            return await (0,_settle_js__WEBPACK_IMPORTED_MODULE_2__/* .withDeadline */ .NE)(timeoutMs, { clock: _clock_js__WEBPACK_IMPORTED_MODULE_1__/* .systemClock */ .m, signal }, async (bounded) => readWhole(await (0,undici__WEBPACK_IMPORTED_MODULE_0__/* .fetch */ .hd)(url, { ...init, dispatcher, signal: bounded })));
        }
        catch (error) {
            const isVain = error instanceof _settle_js__WEBPACK_IMPORTED_MODULE_2__/* .DeadlineError */ .j3 || signal.aborted;
            throw isVain ? new NotRetriedError((0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error), { cause: error }) : error;
        }
    };
}
/** octokit tries every error of its `fetch` again but those of this name. Who was waited for in vain would be waited for thrice. */
class NotRetriedError extends Error {
    name = 'AbortError';
}
async function readWhole(response) {
    const body = response.body;
    const chunks = [];
    let size = 0;
    for await (const chunk of body ?? []) {
        if (!(chunk instanceof Uint8Array))
            continue;
        chunks.push(chunk);
        size += chunk.length;
        if (size > maxAnswerBytes)
            throw new NotRetriedError(`the answer is larger than ${maxAnswerBytes} bytes`);
    }
    const { status, statusText, headers } = response;
    return new undici__WEBPACK_IMPORTED_MODULE_0__.Response(size === 0 ? null : Buffer.concat(chunks), { status, statusText, headers });
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
