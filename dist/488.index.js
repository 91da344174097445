export const id = 488;
export const ids = [488];
export const modules = {

/***/ 4488:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readUpdates: () => (/* binding */ readUpdates)
/* harmony export */ });
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9541);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5369);


/**
 * What the bot that made a pull request says of its bumps; nothing of one that no bot made. It is only ever shown, so that what looks like
 * a bot's is taken for it, and whatever fails costs a line in the log. Asks GitHub for the commits of Dependabot, and nothing else. Never throws.
 */
async function readUpdates(event, deps) {
    const { author, headRef, body } = event;
    try {
        // The branch is `dependabot/docker/…`, but for another separator in `dependabot.yml`, and of a group of several ecosystems.
        if (author === 'dependabot[bot]' && /^dependabot[/_-]/.test(headRef)) {
            const { readDependabotUpdates } = await Promise.all(/* import() */[__webpack_require__.e(664), __webpack_require__.e(736), __webpack_require__.e(243), __webpack_require__.e(285)]).then(__webpack_require__.bind(__webpack_require__, 2285));
            if (deps.client === undefined)
                throw new Error('there is no `github-token`');
            return await readDependabotUpdates(event, deps.client, deps.signal);
        }
        // Who runs Renovate themselves gives it a name of their own; its branches, or the mark at the end of its descriptions, are the same.
        const isRenovates = author === 'renovate[bot]' || headRef.startsWith('renovate/') || body.includes('<!--renovate-debug:');
        if (!isRenovates)
            return [];
        const { parseRenovateBody } = await Promise.all(/* import() */[__webpack_require__.e(664), __webpack_require__.e(736), __webpack_require__.e(811)]).then(__webpack_require__.bind(__webpack_require__, 811));
        const updates = parseRenovateBody(body, headRef);
        // Only a bot's account has that in its name, which nobody can choose; everybody can name a branch and write a table.
        return author.endsWith('[bot]') ? updates : updates.map((update) => ({ ...update, by: 'author' }));
    }
    catch (error) {
        const why = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g$)((0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error), 200).replace(/\.$/, '');
        deps.log(`What the bot says of pull request #${event.number} is not known, and is left out: ${why}.`);
        return [];
    }
}


/***/ })

};
