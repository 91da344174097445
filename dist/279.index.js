export const id = 279;
export const ids = [279];
export const modules = {

/***/ 7279:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderComment: () => (/* binding */ renderComment)
/* harmony export */ });
/* harmony import */ var _details_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2284);
/* harmony import */ var _footer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2103);
/* harmony import */ var _page_layout_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5270);
/* harmony import */ var _phrasing_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1326);
/* harmony import */ var _problems_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2776);
/* harmony import */ var _rows_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8221);
/* harmony import */ var _verdict_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4235);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5226);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(5369);









/**
 * A pull request's comment: the result in words and counts, what to do, what must not be overlooked, a table with a row for each image (and
 * for each target to which it came otherwise), the worst first, and the details of each folded. Of one that is too long, whole details and then
 * whole rows are left out, and it says how many.
 */
function renderComment(report, options) {
    const { maxCharacters, pullRequest } = options;
    const images = (0,_formats_js__WEBPACK_IMPORTED_MODULE_7__/* .worstFirst */ .md)(report.images);
    const loud = images.filter((image) => !(0,_details_js__WEBPACK_IMPORTED_MODULE_0__/* .isQuiet */ .r)(image));
    const quiet = images.filter(_details_js__WEBPACK_IMPORTED_MODULE_0__/* .isQuiet */ .r);
    const foldQuiet = quiet.length > maxQuietRows || (quiet.length > 0 && loud.length > maxQuietRows);
    const problems = (0,_problems_js__WEBPACK_IMPORTED_MODULE_4__/* .problemsOf */ .GW)(report);
    const context = { isPullRequest: pullRequest !== undefined, warnings: (0,_problems_js__WEBPACK_IMPORTED_MODULE_4__/* .countWarnings */ .pU)(problems) };
    return (0,_page_layout_js__WEBPACK_IMPORTED_MODULE_2__/* .layOut */ .v8)({
        title: (0,_page_layout_js__WEBPACK_IMPORTED_MODULE_2__/* .renderBlocks */ .Rz)([{ type: 'heading', depth: 3, children: (0,_verdict_js__WEBPACK_IMPORTED_MODULE_6__/* .headingOf */ .W)(report, context) }]),
        opening: [(0,_page_layout_js__WEBPACK_IMPORTED_MODULE_2__/* .renderBlocks */ .Rz)([(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_3__/* .paragraph */ .FY)((0,_verdict_js__WEBPACK_IMPORTED_MODULE_6__/* .verdictOf */ .V)(report, context))])],
        sections: [
            (0,_problems_js__WEBPACK_IMPORTED_MODULE_4__/* .problemSection */ .BX)(problems),
            (0,_rows_js__WEBPACK_IMPORTED_MODULE_5__/* .tableSection */ .Yc)((0,_rows_js__WEBPACK_IMPORTED_MODULE_5__/* .rowsOf */ .RO)(foldQuiet ? loud : images), _rows_js__WEBPACK_IMPORTED_MODULE_5__/* .columns */ .YB),
            ...(foldQuiet ? [quietSection(quiet)] : []),
            (0,_details_js__WEBPACK_IMPORTED_MODULE_0__/* .detailsSection */ .I)(images),
        ],
        closing: [(0,_page_layout_js__WEBPACK_IMPORTED_MODULE_2__/* .renderBlocks */ .Rz)((0,_footer_js__WEBPACK_IMPORTED_MODULE_1__/* .footerOf */ .V)(report, options))],
    }, maxCharacters);
}
/** With more, the eye looks for what is not there. */
const maxQuietRows = 10;
function quietSection(images) {
    const rows = (0,_rows_js__WEBPACK_IMPORTED_MODULE_5__/* .rowsOf */ .RO)(images);
    const table = (0,_rows_js__WEBPACK_IMPORTED_MODULE_5__/* .tableSection */ .Yc)(rows, _rows_js__WEBPACK_IMPORTED_MODULE_5__/* .columns */ .YB);
    const summary = `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_8__/* .formatCount */ .B4)(rows.length, 'image')} that needed nothing`;
    return {
        ...table,
        head: `<details>\n<summary>${summary}</summary>\n\n${table.head}`,
        tail: '\n\n</details>',
        leftOut: (left) => `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_8__/* .formatCount */ .B4)(left, 'image')} that needed nothing`,
    };
}


/***/ })

};
