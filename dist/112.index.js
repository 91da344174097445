export const id = 112;
export const ids = [112];
export const modules = {

/***/ 7112:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   maxSummaryBytes: () => (/* binding */ maxSummaryBytes),
/* harmony export */   renderSummary: () => (/* binding */ renderSummary)
/* harmony export */ });
/* harmony import */ var _shared_causes_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2870);
/* harmony import */ var _details_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2284);
/* harmony import */ var _footer_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2103);
/* harmony import */ var _page_layout_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5270);
/* harmony import */ var _phrasing_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1326);
/* harmony import */ var _problems_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2776);
/* harmony import */ var _rows_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8221);
/* harmony import */ var _verdict_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4235);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(5226);









/** GitHub takes this many bytes of summary a step (docs.github.com, "Workflow commands": job summaries). */
const maxSummaryBytes = 1024 * 1024;
/**
 * The job summary: of the same parts as a pull request's comment, with a row for each location that names an image. Of one that is too long, whole
 * details and then whole rows at the end are left out, and it says how many.
 */
function renderSummary(report, maxBytes = maxSummaryBytes) {
    const images = (0,_formats_js__WEBPACK_IMPORTED_MODULE_8__/* .worstFirst */ .md)(report.images);
    const problems = (0,_problems_js__WEBPACK_IMPORTED_MODULE_5__/* .problemsOf */ .GW)(report);
    const context = { isPullRequest: false, warnings: (0,_problems_js__WEBPACK_IMPORTED_MODULE_5__/* .countWarnings */ .pU)(problems) };
    const shared = (0,_shared_causes_js__WEBPACK_IMPORTED_MODULE_0__/* .causeByImage */ .w)((0,_shared_causes_js__WEBPACK_IMPORTED_MODULE_0__/* .sharedCauses */ .Y)(images));
    const rows = images.flatMap((image) => {
        const cause = shared.get(image);
        const shown = cause === undefined ? {} : { sharedBy: cause.names.length };
        return image.uses.map((use) => ({ image, uses: [use], ...shown }));
    });
    return (0,_page_layout_js__WEBPACK_IMPORTED_MODULE_3__/* .layOut */ .v8)({
        title: (0,_page_layout_js__WEBPACK_IMPORTED_MODULE_3__/* .renderBlocks */ .Rz)([{ type: 'heading', depth: 2, children: (0,_verdict_js__WEBPACK_IMPORTED_MODULE_7__/* .headingOf */ .W)(report, context) }]),
        opening: [(0,_page_layout_js__WEBPACK_IMPORTED_MODULE_3__/* .renderBlocks */ .Rz)([(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_4__/* .paragraph */ .FY)((0,_verdict_js__WEBPACK_IMPORTED_MODULE_7__/* .verdictOf */ .V)(report, context))])],
        sections: [(0,_problems_js__WEBPACK_IMPORTED_MODULE_5__/* .problemSection */ .BX)(problems), (0,_rows_js__WEBPACK_IMPORTED_MODULE_6__/* .tableSection */ .Yc)(rows, _rows_js__WEBPACK_IMPORTED_MODULE_6__/* .wideColumns */ .L1), (0,_details_js__WEBPACK_IMPORTED_MODULE_1__/* .detailsSection */ .I)(images)],
        closing: [(0,_page_layout_js__WEBPACK_IMPORTED_MODULE_3__/* .renderBlocks */ .Rz)((0,_footer_js__WEBPACK_IMPORTED_MODULE_2__/* .footerOf */ .V)(report))],
    }, maxBytes);
}


/***/ })

};
