export const id = 203;
export const ids = [203];
export const modules = {

/***/ 5203:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderProblems: () => (/* binding */ renderProblems),
/* harmony export */   reportOfProblems: () => (/* binding */ reportOfProblems)
/* harmony export */ });
/* harmony import */ var mdast_util_to_markdown__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1286);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8992);
/* harmony import */ var _report_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8850);



/** The report of a run that did not begin. */
function reportOfProblems({ sentences }, now) {
    return (0,_report_js__WEBPACK_IMPORTED_MODULE_0__/* .buildReport */ .FK)({
        mode: 'mirror',
        scope: { kind: 'all', files: 0, only: [], leftOut: 0 },
        targets: [],
        startedAt: now,
        durationMs: 0,
        interrupted: false,
        problems: sentences,
        entries: [],
        warnings: [],
        traffic: { requests: {}, bytesFromSources: 0, bytesToTargets: 0, upstreamPulls: 0 },
        pullBudgets: [],
    });
}
const headings = {
    configuration: 'Image mirror: wrong configuration, nothing was done',
    mistake: 'Image mirror: a mistake in image-mirror itself',
};
/** The comment, and the summary, of a run that did not begin. The sentences quote inputs, so that they stand in code spans. */
function renderProblems({ kind, sentences }, { maxCharacters, runUrl }) {
    for (let shown = Math.min(sentences.length, maxSentences);; shown -= 1) {
        const markdown = render(headings[kind], sentences.slice(0, shown), sentences.length - shown, runUrl);
        if (markdown.length <= maxCharacters || shown === 0)
            return markdown;
    }
}
/** More are in the log. */
const maxSentences = 50;
const maxSentenceCharacters = 1_000;
function render(heading, sentences, more, runUrl) {
    const items = sentences.map((sentence) => [code(sentence)]);
    const root = {
        type: 'root',
        children: [
            { type: 'heading', depth: 2, children: [text(heading)] },
            ...(items.length === 0 ? [] : [listOf(items)]),
            ...(more === 0 ? [] : [paragraph([text(`${more} more: the log has them all.`)])]),
            ...(runUrl === undefined ? [] : [paragraph([{ type: 'link', url: runUrl, children: [text('The run')] }])]),
        ],
    };
    return (0,mdast_util_to_markdown__WEBPACK_IMPORTED_MODULE_1__/* .toMarkdown */ .l)(root, { bullet: '-' });
}
function listOf(items) {
    return {
        type: 'list',
        spread: false,
        children: items.map((children) => ({ type: 'listItem', children: [paragraph(children)] })),
    };
}
function paragraph(children) {
    return { type: 'paragraph', children };
}
function text(value) {
    return { type: 'text', value };
}
function code(value) {
    return { type: 'inlineCode', value: (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(value, maxSentenceCharacters) };
}


/***/ })

};
