export const id = 199;
export const ids = [199];
export const modules = {

/***/ 1199:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderProblems: () => (/* binding */ renderProblems),
/* harmony export */   reportOfProblems: () => (/* binding */ reportOfProblems)
/* harmony export */ });
/* harmony import */ var _page_layout_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5270);
/* harmony import */ var _phrasing_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1326);
/* harmony import */ var _result_report_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6647);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5369);




/** The report of a run that did not begin. */
function reportOfProblems({ sentences }, now, mode = 'mirror') {
    return (0,_result_report_js__WEBPACK_IMPORTED_MODULE_2__/* .buildReport */ .FK)({
        mode,
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
    configuration: '❌ Image mirror: wrong configuration, nothing was done',
    mistake: '❌ Image mirror: a mistake in image-mirror itself',
};
const advice = {
    configuration: 'Mend what is said below, then run the job again.',
    mistake: 'Run the job again, and report it where it stays.',
};
/** The comment, and the summary, of a run that did not begin. */
function renderProblems({ kind, sentences }, { maxCharacters, runUrl, pullRequest }) {
    const warning = pullRequest === undefined ? [] : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_1__/* .strong */ .ko)('Do not merge yet.'), (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(' ')];
    const link = runUrl === undefined ? [] : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)([{ type: 'link', url: runUrl, children: [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)('The run')] }])];
    return (0,_page_layout_js__WEBPACK_IMPORTED_MODULE_0__/* .layOut */ .v8)({
        title: (0,_page_layout_js__WEBPACK_IMPORTED_MODULE_0__/* .renderBlocks */ .Rz)([{ type: 'heading', depth: 3, children: [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(headings[kind])] }]),
        opening: [(0,_page_layout_js__WEBPACK_IMPORTED_MODULE_0__/* .renderBlocks */ .Rz)([(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)([...warning, (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(advice[kind])])])],
        sections: [sentenceSection(sentences)],
        closing: [(0,_page_layout_js__WEBPACK_IMPORTED_MODULE_0__/* .renderBlocks */ .Rz)(link)],
    }, maxCharacters);
}
function sentenceSection(sentences) {
    return {
        head: '',
        tail: '',
        separator: '\n',
        count: sentences.length,
        item: (index) => (0,_page_layout_js__WEBPACK_IMPORTED_MODULE_0__/* .renderBlocks */ .Rz)([(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)([(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_1__/* .prose */ .CS)(sentences[index] ?? '', maxSentenceCharacters)])]),
        leftOut: (count) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .formatCount */ .B4)(count, 'more problem'),
    };
}
const maxSentenceCharacters = 1_000;


/***/ }),

/***/ 5270:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Rz: () => (/* binding */ renderBlocks),
/* harmony export */   VO: () => (/* binding */ renderNode),
/* harmony export */   v8: () => (/* binding */ layOut)
/* harmony export */ });
/* harmony import */ var mdast_util_gfm_table__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8363);
/* harmony import */ var mdast_util_to_markdown__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1286);


const settings = { bullet: '-', extensions: [(0,mdast_util_gfm_table__WEBPACK_IMPORTED_MODULE_0__/* .gfmTableToMarkdown */ .d)({ tablePipeAlign: false })] };
function renderNode(node) {
    return (0,mdast_util_to_markdown__WEBPACK_IMPORTED_MODULE_1__/* .toMarkdown */ .l)(node, settings).trimEnd();
}
function renderBlocks(children) {
    return renderNode({ type: 'root', children: [...children] });
}
/** Room for the sentence that says what was left out. */
const noticeBytes = 300;
/**
 * Lays out a page within so many bytes of UTF-8. What does not fit is left out by whole items: of the last section first, and of each
 * section its last items; a sentence says how many. No item is made that is not looked at, and each one once.
 */
function layOut({ title, opening, sections, closing }, maxBytes) {
    let room = maxBytes - bytesOf(title) - noticeBytes;
    const take = (block) => {
        const bytes = bytesOf(block);
        if (block === '' || bytes > room)
            return false;
        room -= bytes;
        return true;
    };
    const begin = opening.filter(take);
    const end = closing.filter(take);
    const notices = [];
    const middle = sections.map((section) => {
        // Once something was left out, nothing of less weight takes its place.
        const { block, shown } = fill(section, notices.length > 0 ? 0 : room);
        if (block !== '')
            room -= bytesOf(block);
        if (shown < section.count)
            notices.push(section.leftOut(section.count - shown));
        return block;
    });
    const notice = notices.length === 0 ? '' : `Left out, for this would be too long: ${notices.join('; ')}. The JSON report has all.`;
    return `${[title, ...begin, ...middle, notice, ...end].filter((block) => block !== '').join('\n\n')}\n`;
}
function fill(section, room) {
    const { head, tail, separator, count, item } = section;
    const frame = Buffer.byteLength(head) + bytesOf(tail);
    const items = [];
    let left = room - frame;
    while (items.length < count) {
        const next = `${items.length === 0 ? '' : separator}${item(items.length)}`;
        left -= Buffer.byteLength(next);
        if (left < 0)
            break;
        items.push(next);
    }
    return { block: items.length === 0 ? '' : `${head}${items.join('')}${tail}`, shown: items.length };
}
/** With the empty line that divides it from the next. */
function bytesOf(block) {
    return Buffer.byteLength(block) + 2;
}


/***/ }),

/***/ 1326:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CS: () => (/* binding */ prose),
/* harmony export */   E5: () => (/* binding */ codeList),
/* harmony export */   FY: () => (/* binding */ paragraph),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   ko: () => (/* binding */ strong),
/* harmony export */   p_: () => (/* binding */ list)
/* harmony export */ });
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5369);

/** Words of our own. */
function text(value) {
    return { type: 'text', value };
}
function strong(value) {
    return { type: 'strong', children: [text(value)] };
}
/**
 * A name from outside, in a code span: there neither Markdown nor HTML nor mentions take effect on GitHub, which escaping alone does not
 * reach (a mention is looked for in the rendered text).
 */
function code(value, maxCharacters = maxNameCharacters) {
    return { type: 'inlineCode', value: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g$)(value, maxCharacters) };
}
function paragraph(children) {
    return { type: 'paragraph', children: [...children] };
}
/** One line an item. */
function list(items) {
    const children = items.map((item) => ({
        type: 'listItem',
        spread: false,
        children: [{ type: 'paragraph', children: [...item] }],
    }));
    return { type: 'list', ordered: false, spread: false, children };
}
/** `a`, `a and b`, `a, b and 3 more`: as code, and no more than a reader takes in. */
function codeList(names, maxShown = 3) {
    const shown = names.length > maxShown ? names.slice(0, maxShown - 1) : names;
    const more = names.length > shown.length ? [`${names.length - shown.length} more`] : [];
    const parts = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .listParts */ .Z)([...shown, ...more]).map(({ isItem, value }) => (isItem ? code(value) : text(value)));
    return more.length === 0 ? parts : [...parts.slice(0, -1), ...more.map(text)];
}
/**
 * A sentence that holds text from outside (an error, a warning). Plain words stay as they are, so that it reads as a sentence; whatever
 * could be more than a word to GitHub (a name, an address, a mention, a reference, a mark) stands in code spans. What stands between two
 * back-ticks is one of its own.
 */
function prose(sentence, maxCharacters = maxSentenceCharacters) {
    const words = ((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g$)(sentence, maxCharacters).match(wordOrSpan) ?? []).map(readWord);
    const pieces = [];
    for (const run of runsOf(words)) {
        const before = pieces.length === 0 ? '' : ' ';
        if (!run.isCode)
            pieces.push(text(`${before}${run.words.map(({ whole }) => whole).join(' ')}`));
        else
            pieces.push(...codeRun(run.words, before));
    }
    return joinTexts(pieces);
}
/** What is between blanks; of back-ticks only a single pair, with its content and the marks around it. */
const wordOrSpan = /["'“(]{0,9}`(?=[^ `])[^`]*(?<! )`[)"'”.,;:!?…]*(?= |$)|[^ ]+/gu;
const span = /^(["'“(]*)`([^`]+)`([)"'”.,;:!?…]*)$/u;
/** Letters that nobody can take for a commit; short numbers. A number behind letters may be a reference (`GH-3`). */
const plainWord = /^(?:[\p{Script=Latin}]+(?:['’-][\p{Script=Latin}]+)*|\d{1,6}(?:[.,]\d{1,3})?|[–—→·…]|UTF-8)?$/u;
const commitLike = /^[0-9a-f]{7,}$/i;
function readWord(whole) {
    const [, before = '', content, after = ''] = span.exec(whole) ?? [];
    if (content !== undefined) {
        return {
            whole: `${before}${content}${after}`,
            open: before,
            core: content,
            close: after,
            isCode: true,
            isSpan: true,
        };
    }
    const { open, core, close } = withoutMarks(whole);
    return { whole, open, core, close, isCode: !plainWord.test(core) || commitLike.test(core), isSpan: false };
}
/** What may stand behind a word. */
const closing = new Set(')"\'”.,;:!?…');
function withoutMarks(whole) {
    const open = /^["'“(]*/u.exec(whole)?.[0] ?? '';
    let end = whole.length;
    while (end > open.length && closing.has(whole.charAt(end - 1)))
        end -= 1;
    return { open, core: whole.slice(open.length, end), close: whole.slice(end) };
}
/** Neighbours of one kind; marks behind a word end a run of code. */
function runsOf(words) {
    const runs = [];
    for (const word of words) {
        const last = runs.at(-1);
        const before = last?.words.at(-1);
        const canJoinCode = before?.close === '' && !before.isSpan && !word.isSpan;
        const joins = last?.isCode === word.isCode && (!word.isCode || canJoinCode);
        if (last !== undefined && joins)
            last.words.push(word);
        else
            runs.push({ isCode: word.isCode, words: [word] });
    }
    return runs;
}
function codeRun(words, before) {
    const open = words[0]?.open ?? '';
    const close = words.at(-1)?.close ?? '';
    const whole = words.map((word) => word.whole).join(' ');
    const value = whole.slice(open.length, whole.length - close.length);
    return [text(`${before}${open}`), { type: 'inlineCode', value }, text(close)];
}
/** Neighbouring texts as one, so that they are escaped as one; none that is empty. */
function joinTexts(pieces) {
    const joined = [];
    for (const piece of pieces) {
        const last = joined.at(-1);
        if (piece.type === 'text' && last?.type === 'text')
            joined[joined.length - 1] = text(`${last.value}${piece.value}`);
        else
            joined.push(piece);
    }
    return joined.filter((piece) => piece.type !== 'text' || piece.value !== '');
}
const maxNameCharacters = 300;
/** An error's text is cut to what a reader takes in; the JSON report has all of it. */
const maxSentenceCharacters = 600;


/***/ })

};
