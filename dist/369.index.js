export const id = 369;
export const ids = [369];
export const modules = {

/***/ 9369:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   githubCredentials: () => (/* binding */ githubCredentials)
/* harmony export */ });
const ghcr = 'ghcr.io';
/**
 * The workflow's own token as a login for GHCR, where a target is there: GHCR takes it with any user name
 * (docs.github.com, "Working with the Container registry"). It is for that host alone, and not for GitHub Enterprise Server's.
 */
function githubCredentials(targets, token, environment) {
    const isGithubDotCom = (environment.GITHUB_SERVER_URL ?? 'https://github.com') === 'https://github.com';
    if (token === '' || !targets.some(({ registry }) => registry === ghcr) || !isGithubDotCom)
        return new Map();
    return new Map([
        [ghcr, { kind: 'password', username: environment.GITHUB_ACTOR ?? 'github-actions', password: token }],
    ]);
}


/***/ })

};
