export const id = 97;
export const ids = [97];
export const modules = {

/***/ 5097:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findExposed: () => (/* binding */ findExposed)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7934);
/* harmony import */ var _runner_payload_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6464);


/** Of every event's payload. Source: docs.github.com, "Webhook events and payloads". */
const payloadSchema = valibot__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ repository: valibot__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ private: valibot__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz(false) }) });
/**
 * Says whether packages that this run makes may be public. Sources disagree: GitHub's documentation says that a new package is private; GitHub's
 * support says that one which a workflow's token makes takes the repository's visibility (github.com/orgs/community/discussions/26700, and
 * drizzle-team/drizzle-orm#6005 of 2026-07-10).
 */
async function findExposed(environment) {
    if (!(await isPublic(environment)))
        return undefined;
    const why = 'This repository is public, and a package that its workflow makes may take that over. Look at the visibility of these packages now: one that was public cannot be made private again, but it can be deleted.';
    return { registry: 'ghcr.io', why };
}
/** What is not known is not warned of. */
async function isPublic(environment) {
    try {
        return valibot__WEBPACK_IMPORTED_MODULE_1__.is(payloadSchema, await (0,_runner_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .readPayload */ .r)(environment));
    }
    catch {
        return false;
    }
}


/***/ })

};
