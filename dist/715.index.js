export const id = 715;
export const ids = [715];
export const modules = {

/***/ 8715:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   formatMarker: () => (/* binding */ formatMarker),
/* harmony export */   isOlder: () => (/* binding */ isOlder),
/* harmony export */   markerFor: () => (/* binding */ markerFor),
/* harmony export */   parseMarker: () => (/* binding */ parseMarker)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5369);


/**
 * The marker of this run. Targets, what chooses and names images, workflow and job are its key, so that another target, job or leg of a matrix has a
 * comment of its own. They are taken as they were written: a run whose inputs are wrong finds the comment of those before it.
 */
function markerFor(inputs, environment) {
    const { target = '' } = inputs;
    const targets = target
        .split(/[,\n]/)
        .map((item) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutTrailing */ .hT)(item.trim().toLowerCase(), '/'))
        .filter((item) => item !== '');
    const choice = choosing.map((name) => (inputs[name] ?? '').trim());
    const parts = [[...new Set(targets)].sort(), ...choice, workflowOf(environment), environment.GITHUB_JOB];
    return {
        key: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16),
        run: countOf(environment.GITHUB_RUN_NUMBER),
        attempt: countOf(environment.GITHUB_RUN_ATTEMPT),
    };
}
/** Inputs that say which images a run is of, and what they are called. The legs of a matrix have one name of a job, and differ in these. */
const choosing = ['images', 'dockerfiles', 'only', 'exclude', 'naming', 'build-args'];
/** `octo-org/octo-repo/.github/workflows/mirror.yml`: its file, without the branch that it was read from. */
function workflowOf({ GITHUB_WORKFLOW_REF: reference = '', GITHUB_WORKFLOW: name = '' }) {
    return reference === '' ? name : reference.replace(/@refs\/.*$/s, '');
}
function countOf(text = '') {
    return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
function formatMarker({ key, run, attempt }) {
    return `<!-- image-mirror:${key} run=${run} attempt=${attempt} -->`;
}
/** @returns undefined of a comment that does not begin with one */
function parseMarker(body) {
    const match = /^<!-- image-mirror:([0-9a-f]{16}) run=(\d{1,15}) attempt=(\d{1,15}) -->/.exec(body);
    if (match?.[1] === undefined)
        return undefined;
    return { key: match[1], run: countOf(match[2]), attempt: countOf(match[3]) };
}
/** Says whether one run began before the other. */
function isOlder(one, other) {
    return one.run === other.run ? one.attempt < other.attempt : one.run < other.run;
}


/***/ })

};
