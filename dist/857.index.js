export const id = 857;
export const ids = [857];
export const modules = {

/***/ 3857:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createOctokit: () => (/* binding */ createOctokit)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2270);
/* harmony import */ var _octokit_plugin_retry__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9735);
/* harmony import */ var _octokit_plugin_throttling__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4475);
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9541);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5369);
/* harmony import */ var _runtime_environment_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(329);






/** What GitHub says that it will refuse again, and 429: how long to wait for that is the throttling's to say. */
const finalStatuses = [400, 401, 403, 404, 410, 422, 429, 451];
/** After one second, and after four more. */
const maxRetries = 2;
/** Whom GitHub tells to come back later than this does without: nobody waits for minutes to read a comment. */
const maxRateLimitWaitSeconds = 60;
/** GitHub's own client, with its own rules for what may be tried again and for rate limits. */
function createOctokit({ baseUrl, token, fetch, log, secondMs }) {
    const logger = loggerOf(log, token);
    const onLimit = (seconds, _request, _octokit, retryCount) => {
        const waits = seconds <= maxRateLimitWaitSeconds && retryCount === 0;
        logger.warn(`its rate limit asks for ${seconds} seconds, which are ${waits ? '' : 'not '}waited for`);
        return waits;
    };
    const options = {
        baseUrl,
        userAgent: `image-mirror/${_runtime_environment_js__WEBPACK_IMPORTED_MODULE_3__/* .version */ .r}`,
        log: logger,
        request: { fetch, log: logger },
        retry: { doNotRetry: [...finalStatuses], retries: maxRetries, retryAfterBaseValue: secondMs },
        // The state behind an id is the process's, and what is limited is the user of one GitHub.
        throttle: { id: baseUrl, onRateLimit: onLimit, onSecondaryRateLimit: onLimit, retryAfterBaseValue: secondMs },
    };
    const octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token, options, _octokit_plugin_retry__WEBPACK_IMPORTED_MODULE_4__/* .retry */ .L, _octokit_plugin_throttling__WEBPACK_IMPORTED_MODULE_5__/* .throttling */ .A);
    octokit.hook.before('request', (options) => {
        // What failed may have been done all the same: a second try would be a second comment. By GraphQL nothing is written here.
        if (options.method === 'POST' && !options.url.endsWith('/graphql'))
            options.request.retries = 0;
    });
    return octokit;
}
function loggerOf(log, token) {
    const write = (message, cause) => {
        const text = cause === undefined ? message : `${message}: ${(0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(cause)}`;
        log(`GitHub: ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g$)(token === '' ? text : text.replaceAll(token, '***'))}`);
    };
    return { debug: () => undefined, info: write, warn: write, error: write };
}


/***/ })

};
