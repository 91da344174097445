export const id = 687;
export const ids = [687];
export const modules = {

/***/ 687:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findExposed: () => (/* binding */ findExposed)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7934);


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
async function isPublic({ GITHUB_EVENT_PATH: path = '' }) {
    try {
        return valibot__WEBPACK_IMPORTED_MODULE_1__.is(payloadSchema, JSON.parse(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8')));
    }
    catch {
        return false;
    }
}


/***/ })

};
