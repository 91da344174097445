export const id = 285;
export const ids = [285];
export const modules = {

/***/ 4285:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderSummary: () => (/* binding */ renderSummary)
/* harmony export */ });
/* unused harmony export maxSummaryBytes */
/* harmony import */ var mdast_util_gfm_table__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1486);
/* harmony import */ var mdast_util_to_markdown__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9059);
/* harmony import */ var _plan_place_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7844);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8992);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2691);





/** GitHub takes this many bytes of summary a step (docs.github.com, "Workflow commands": job summaries). */
const maxSummaryBytes = 1024 * 1024;
/**
 * The job summary: the result in words, a table with a row for each place that names an image, the worst first, and what it cost.
 * Whatever comes from outside stands in code spans, where neither Markdown nor HTML nor mentions take effect. Of a report that is too long,
 * whole rows at the end are left out, and the summary says how many.
 */
function renderSummary(report, maxBytes = maxSummaryBytes) {
    const rows = (0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .worstFirst */ .md)(report.images).flatMap((image) => image.uses.map((use) => toRow(image, use)));
    const whole = renderWith(report, rows, 0);
    if (Buffer.byteLength(whole) <= maxBytes)
        return whole;
    return renderWith(report, rows, rows.length - fittingRows(report, rows, maxBytes));
}
/** The most rows that fit, found by halving. */
function fittingRows(report, rows, maxBytes) {
    let fits = 0;
    let tooMany = rows.length;
    while (tooMany - fits > 1) {
        const middle = Math.floor((fits + tooMany) / 2);
        const size = Buffer.byteLength(renderWith(report, rows, rows.length - middle));
        if (size <= maxBytes)
            fits = middle;
        else
            tooMany = middle;
    }
    return fits;
}
const headings = ['State', 'Image', 'Digest', 'Reason', 'Platforms', 'Size', 'Copied', 'Target', 'Named in'];
function renderWith(report, rows, leftOut) {
    const shown = rows.slice(0, rows.length - leftOut);
    const children = [
        { type: 'heading', depth: 2, children: [text(`Image mirror: ${(0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCounts */ .gM)(report)}`)] },
        paragraph([text(modeWords(report)), ...targetsOf(report), text('.')]),
        ...report.warnings.slice(0, maxWarnings).map((warning) => paragraph([text('⚠️ '), code(warning)])),
        ...(shown.length === 0 ? [] : [table(shown)]),
        ...(leftOut === 0 ? [] : [paragraph([text(`${leftOut} more rows did not fit; the JSON report has them all.`)])]),
        paragraph([text((0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCost */ .BD)(report))]),
        ...report.pullBudgets.map((budget) => paragraph([text((0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPullBudget */ .Mb)(budget))])),
    ];
    const root = { type: 'root', children };
    return (0,mdast_util_to_markdown__WEBPACK_IMPORTED_MODULE_1__/* .toMarkdown */ .l)(root, { extensions: [(0,mdast_util_gfm_table__WEBPACK_IMPORTED_MODULE_2__/* .gfmTableToMarkdown */ .d)({ tablePipeAlign: false })] });
}
function targetsOf({ targets }) {
    return targets.flatMap((target, index) => (index === 0 ? [code(target)] : [text(' and '), code(target)]));
}
function modeWords({ mode }) {
    switch (mode) {
        case 'mirror':
            return 'Copies are kept under ';
        case 'check':
            return 'This was a check, nothing was written. Copies are kept under ';
        case 'verify':
            return 'This looked whether the target has every image; the sources were not asked. Copies are kept under ';
    }
}
function toRow(image, { file, line, written, warnings = [] }) {
    const reason = [image.message, ...image.warnings, ...warnings].filter((part) => part !== undefined).join(' ');
    const place = (0,_plan_place_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPlace */ .d)({ file, ...(line === undefined ? {} : { line }) });
    return [
        (0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatState */ .lN)(image),
        image.canonical ?? '',
        (0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDigests */ .x7)(image),
        reason,
        (image.platforms ?? []).join(', '),
        image.size === undefined ? '' : (0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatBytes */ .z3)(image.size),
        image.copiedBytes === undefined ? '' : (0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatBytes */ .z3)(image.copiedBytes),
        image.target ?? '',
        written === undefined ? place : `${place} ${written}`,
    ];
}
function table(rows) {
    const header = {
        type: 'tableRow',
        children: headings.map((heading) => ({ type: 'tableCell', children: [text(heading)] })),
    };
    const body = rows.map((row) => ({
        type: 'tableRow',
        children: row.map((cell, column) => ({ type: 'tableCell', children: cellOf(cell, column) })),
    }));
    return { type: 'table', children: [header, ...body] };
}
/** The first column's words are ours; all others may come from outside. */
function cellOf(cell, column) {
    if (cell === '')
        return [];
    return [column === 0 ? text(cell) : code(cell)];
}
function paragraph(children) {
    return { type: 'paragraph', children };
}
function text(value) {
    return { type: 'text', value };
}
function code(value) {
    return { type: 'inlineCode', value: (0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .printable */ .g)(value, maxCellCharacters) };
}
/** Of warnings about the run as a whole there are few; more than this are in the JSON report. */
const maxWarnings = 10;
/** An error's text is cut to what a reader takes in; the JSON report has all of it. */
const maxCellCharacters = 600;


/***/ })

};
