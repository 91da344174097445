export const id = 811;
export const ids = [811];
export const modules = {

/***/ 811:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ typeWord),
/* harmony export */   U: () => (/* binding */ groupWord),
/* harmony export */   parseRenovateBody: () => (/* binding */ parseRenovateBody)
/* harmony export */ });
/* harmony import */ var mdast_util_from_markdown__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1564);
/* harmony import */ var mdast_util_gfm_table__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8363);
/* harmony import */ var micromark_extension_gfm_table__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7749);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5369);




/** Renovate's longest tables have some hundred rows, of a few links and marks each. */
const maxRows = 500;
const maxLineCharacters = 2_000;
/** Emphasis means nothing here, and takes a parser the longest to tell that there is none. */
const withoutEmphasis = { disable: { null: ['attention'] } };
/**
 * What the table in a Renovate pull request's description says: `| Package | Update | Change |`, with others between, in any order, and
 * without the second for some. The rest of it, which quotes release notes of anybody, is not read. None where there is no such table.
 * Source: renovatebot/renovate, workers/repository/update/pr/body/updates-table.ts.
 * @param branch of a group it is `renovate/` and the group's name
 */
function parseRenovateBody(body, branch) {
    const rows = findRows(body);
    const isGroup = new Set(rows.map(({ name }) => name)).size > 1;
    const group = isGroup ? groupWord(/^renovate\/(.+)$/.exec(branch)?.[1]) : undefined;
    return rows.map((row) => ({ by: 'renovate', ...row, ...(group === undefined ? {} : { group }) }));
}
function findRows(body) {
    for (const block of blocksOf(body)) {
        const rows = readBlock(block);
        if (rows.length > 0)
            return rows;
    }
    return [];
}
/** Runs of lines that may be a table with a package. Only they are parsed, for Markdown written to keep a parser busy does. */
function blocksOf(body) {
    const lines = body.split(/\r?\n/);
    const heads = lines.flatMap((line, index) => (isRow(line) && /\bpackage\b/i.test(line) ? [index] : []));
    return heads.slice(0, maxTables).map((head) => {
        const end = lines.findIndex((line, index) => index > head && !isRow(line));
        return lines
            .slice(head, end === -1 ? undefined : end)
            .slice(0, maxRows + 2)
            .join('\n');
    });
}
/** The one that is sought is the first of its kind, but what the repository's owner puts before it may have one too. */
const maxTables = 5;
function isRow(line) {
    return line.startsWith('|') && line.length <= maxLineCharacters;
}
function readBlock(block) {
    const root = (0,mdast_util_from_markdown__WEBPACK_IMPORTED_MODULE_1__/* .fromMarkdown */ .Y)(block, {
        extensions: [(0,micromark_extension_gfm_table__WEBPACK_IMPORTED_MODULE_2__/* .gfmTable */ .x)(), withoutEmphasis],
        mdastExtensions: [(0,mdast_util_gfm_table__WEBPACK_IMPORTED_MODULE_3__/* .gfmTableFromMarkdown */ .c)()],
    });
    const table = root.children.find((node) => node.type === 'table');
    const [head, ...rows] = table?.children.map(({ children }) => children.map(wordsOf)) ?? [];
    const titles = (head ?? []).map((title) => title.trim().toLowerCase());
    const [packageAt, changeAt, updateAt] = ['package', 'change', 'update'].map((title) => titles.indexOf(title));
    if (packageAt === undefined || packageAt === -1 || changeAt === undefined || changeAt === -1)
        return [];
    return rows.flatMap((cells) => {
        const name = newest(cells[packageAt]);
        if (name === undefined)
            return [];
        const version = newest(cells[changeAt]);
        const type = typeWord(cells[updateAt ?? -1]?.trim());
        return [{ name, ...(version === undefined ? {} : { version }), ...(type === undefined ? {} : { type }) }];
    });
}
function wordsOf(node) {
    if ('children' in node)
        return node.children.map(wordsOf).join('');
    return 'value' in node && node.type !== 'html' ? node.value : '';
}
/** `postgres ([source](…), [changelog](…))`, `14 → 15`, `old -> new`: the last name, without what stands in brackets. */
function newest(cell) {
    const words = (cell ?? '').replace(/\([^()]*\)/g, '').split(/→|->/);
    const last = words.at(-1)?.trim();
    return last === '' ? undefined : last;
}
/** `major`, `pinDigest`, … as a bot calls it; what is no word of that kind is nothing. */
function typeWord(text) {
    return text !== undefined && /^[a-z][a-z-]{0,31}$/i.test(text) ? text : undefined;
}
/** The name of a group is anything that its owner wrote. */
function groupWord(text) {
    const word = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g$)(text ?? '', maxGroupCharacters);
    return word === '' ? undefined : word;
}
const maxGroupCharacters = 100;


/***/ })

};
