export const id = 116;
export const ids = [116];
export const modules = {

/***/ 7116:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createFetch: () => (/* binding */ createFetch)
/* harmony export */ });
/* harmony import */ var undici__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6752);
/* harmony import */ var _runtime_bounded_read_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7126);
/* harmony import */ var _runtime_wait_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6223);
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9541);
/* harmony import */ var _rate_limit_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7806);





/** A page of a hundred changed files has their patches, the biggest of which GitHub leaves out; this is more than any that was seen. */
const maxAnswerBytes = 32 * 1024 * 1024;
/**
 * The `fetch` for octokit: through the run's proxy, and bounded. The answer is read whole here, for octokit takes one that is cut off for
 * an empty one.
 */
function createFetch({ dispatcher, clock, origin, timeoutMs, signal }) {
    return async (url, init) => {
        if (new URL(url).origin !== origin)
            throw new NotRetriedError(`${new URL(url).origin} is not ${origin}`);
        try {
            return await (0,_runtime_wait_js__WEBPACK_IMPORTED_MODULE_2__/* .withDeadline */ .NE)(timeoutMs, { clock, signal }, async (bounded) => readWhole(await (0,undici__WEBPACK_IMPORTED_MODULE_0__/* .fetch */ .hd)(url, { ...init, dispatcher, signal: bounded }), clock));
        }
        catch (error) {
            const isFinal = error instanceof _runtime_wait_js__WEBPACK_IMPORTED_MODULE_2__/* .DeadlineError */ .j3 || signal.aborted;
            throw isFinal ? new NotRetriedError((0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error), { cause: error }) : error;
        }
    };
}
/** octokit tries every error of its `fetch` again but those of this name. Who was waited for in vain would be waited for thrice. */
class NotRetriedError extends Error {
    name = 'AbortError';
}
async function readWhole(response, clock) {
    const tooLarge = () => new NotRetriedError(`the answer is larger than ${maxAnswerBytes} bytes`);
    const body = await (0,_runtime_bounded_read_js__WEBPACK_IMPORTED_MODULE_1__/* .readBounded */ .CB)((0,_runtime_bounded_read_js__WEBPACK_IMPORTED_MODULE_1__/* .bytesOf */ .$$)(response.body), maxAnswerBytes, tooLarge);
    const { status, statusText } = response;
    const [headers, reset] = [new undici__WEBPACK_IMPORTED_MODULE_0__.Headers(response.headers), (0,_rate_limit_js__WEBPACK_IMPORTED_MODULE_4__/* .localReset */ .X)(response.headers, clock)];
    if (reset !== undefined)
        headers.set('x-ratelimit-reset', reset);
    return new undici__WEBPACK_IMPORTED_MODULE_0__.Response(body.length === 0 ? null : body, { status, statusText, headers });
}


/***/ })

};
