export const id = 562;
export const ids = [562];
export const modules = {

/***/ 2562:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   nameUpdates: () => (/* binding */ nameUpdates)
/* harmony export */ });
/* harmony import */ var _image_digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8033);
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3564);


/** Says of every image that was bumped (`use.was`) what the bot says of it, where it says something. */
function nameUpdates(images, updates) {
    if (updates.length === 0)
        return images;
    const known = updates.map((update) => ({ update, repository: tryRepository(update.name) }));
    return images.map((named) => {
        if (named.use.was === undefined)
            return named;
        const reference = (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .tryReference */ .$Q)(named.image);
        if (reference === undefined)
            return named;
        const fitting = known.filter((one) => namesRepository(one, reference)).map(({ update }) => update);
        const said = fitting.find((update) => namesVersion(update, reference)) ?? fitting.find(saysNoVersion);
        return said === undefined ? named : { ...named, use: { ...named.use, update: toUpdate(said) } };
    });
}
/** Dependabot leaves the registry out, whichever it is. */
function namesRepository({ update: { by, name }, repository }, reference) {
    return repository === (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatRepository */ .Sh)(reference) || (by === 'dependabot' && name === reference.repository);
}
/** Renovate shows seven digits of a digest; Dependabot names the tag of a pin, where there is one. */
function namesVersion({ version }, { tag, digest }) {
    if (version === undefined)
        return false;
    if (version === tag)
        return true;
    const hex = version.replace(/^sha(?:256|512):/, '');
    return digest !== undefined && /^[0-9a-f]{7,128}$/.test(hex) && (0,_image_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .hexOf */ .ZD)(digest).startsWith(hex);
}
function saysNoVersion({ version }) {
    return version === undefined;
}
function toUpdate({ by, type, group }) {
    return { by, ...(type === undefined ? {} : { type }), ...(group === undefined ? {} : { group }) };
}
function tryRepository(name) {
    const reference = (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .tryReference */ .$Q)(name);
    return reference === undefined ? undefined : (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatRepository */ .Sh)(reference);
}


/***/ })

};
