export const id = 500;
export const ids = [500];
export const modules = {

/***/ 2284:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  I: () => (/* binding */ detailsSection),
  r: () => (/* binding */ isQuiet)
});

// EXTERNAL MODULE: ./src/plan/task.ts
var task = __webpack_require__(1510);
// EXTERNAL MODULE: ./src/runtime/group-by.ts
var group_by = __webpack_require__(6353);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
// EXTERNAL MODULE: ./src/result/via.ts
var via = __webpack_require__(1453);
// EXTERNAL MODULE: ./src/result/bump.ts
var bump = __webpack_require__(4945);
;// CONCATENATED MODULE: ./src/report/markdown/inside-diff.ts

/** As a Dockerfile writes it: what every reader knows. */
const instructions = {
    entrypoint: 'ENTRYPOINT',
    command: 'CMD',
    user: 'USER',
    environment: 'ENV',
    ports: 'EXPOSE',
    volumes: 'VOLUME',
    'working-directory': 'WORKDIR',
    labels: 'LABEL',
    'stop-signal': 'STOPSIGNAL',
    healthcheck: 'HEALTHCHECK',
};
/** What changed inside, as lines of a diff of Dockerfile instructions; every line begins with its sign. */
function insideLines({ changes }) {
    const shown = changes.slice(0, maxChanges).flatMap(linesOf);
    const more = changes.length - maxChanges;
    return more <= 0 ? shown : [...shown, `! ${more} more changes`];
}
function linesOf({ field, name, before, now, isHidden }) {
    if (isHidden)
        return [`! ${instruction(field, name)}=(changed; the value is hidden, for it may be a secret)`];
    return [
        ...(before === undefined ? [] : [`- ${instruction(field, name, before)}`]),
        ...(now === undefined ? [] : [`+ ${instruction(field, name, now)}`]),
    ];
}
function instruction(field, name, value) {
    const words = instructions[field];
    if (name === undefined)
        return `${words} ${(0,runtime_text/* printable */.g$)(value ?? '', maxValueCharacters)}`.trimEnd();
    const isPair = field === 'environment' || field === 'labels';
    const shownName = (0,runtime_text/* printable */.g$)(name, maxValueCharacters);
    return `${words} ${shownName}${isPair && value !== undefined ? `=${(0,runtime_text/* printable */.g$)(value, maxValueCharacters)}` : ''}`;
}
/** An image has some twenty labels and variables. */
const maxChanges = 40;
/** A line of a screen, and no label of a megabyte. */
const maxValueCharacters = 120;

// EXTERNAL MODULE: ./src/report/markdown/page-layout.ts
var page_layout = __webpack_require__(5270);
// EXTERNAL MODULE: ./src/report/markdown/phrasing.ts
var phrasing = __webpack_require__(1326);
// EXTERNAL MODULE: ./src/report/formats.ts
var formats = __webpack_require__(5226);
;// CONCATENATED MODULE: ./src/report/markdown/details.ts









/** One fold an image, the worst first; of whatever number of targets. */
function detailsSection(images) {
    const loud = images.filter((image) => !isQuiet(image));
    const groups = [...(0,group_by/* groupBy */.$)(loud, formats/* nameOf */.Vb).values()];
    return {
        head: '',
        tail: '',
        separator: '\n\n',
        count: groups.length,
        item: (index) => renderGroup(groups[index] ?? []),
        leftOut: (left) => `the details of ${(0,runtime_text/* formatCount */.B4)(left, 'image')}`,
    };
}
/** What needed nothing has its row, and no more to tell. */
function isQuiet({ state, warnings, uses }) {
    const changed = uses.some((use) => use.was !== undefined || use.warnings !== undefined);
    return state === 'skipped' && warnings.length === 0 && !changed;
}
function renderGroup(group) {
    const [image] = group;
    if (image === undefined)
        return '';
    const name = (0,formats/* nameOf */.Vb)(image);
    const { tags } = (0,bump/* bumpOf */.uM)(image);
    const bumped = `${htmlCode((0,bump/* splitName */.W0)(name).repository || name)} ${htmlCode(tags)}`;
    // GitHub reads no Markdown inside an HTML element, so text from outside is escaped and stands in `<code>`.
    const summary = `${(0,formats/* iconOf */.ZG)(image)} ${tags.includes(' → ') ? bumped : htmlCode(name)}`;
    const pasted = group.map(pasteLine).filter((line) => line !== '');
    return (0,page_layout/* renderBlocks */.Rz)([
        { type: 'html', value: `<details>\n<summary>${summary}</summary>` },
        (0,phrasing/* list */.p_)(factsOf(group)),
        ...(pasted.length === 0 ? [] : [fence(pasted)]),
        ...insideOf(comparisonOf(group)),
        { type: 'html', value: '</details>' },
    ]);
}
function htmlCode(value) {
    const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
    return `<code>${(0,runtime_text/* printable */.g$)(value, 200).replace(/[&<>"]/g, (mark) => entities[mark] ?? '')}</code>`;
}
/** On one target it may have failed, and have been read on another. */
function comparisonOf(group) {
    return group.find(({ comparison }) => comparison !== undefined)?.comparison;
}
function factsOf(group) {
    const uses = distinct(group.flatMap((each) => each.uses));
    return [
        ...distinct(group.flatMap(({ message }) => message ?? [])).map((message) => fact('Why', (0,phrasing/* prose */.CS)(message, 1_000))),
        ...distinct(group.flatMap((image) => (0,bump/* updatesOf */.E$)(image, image.uses))).map(updateFact),
        ...digestFacts(group, uses),
        ...comparisonFacts(comparisonOf(group)),
        ...platformFact(group),
        ...group.flatMap((each) => copiedFact(each, group.length > 1)),
        ...overrideFact(group),
        ...viaFact(group),
        ...useFacts(uses),
    ];
}
function fact(name, words) {
    return [(0,phrasing/* strong */.ko)(`${name}:`), (0,phrasing/* text */.Qq)(' '), ...words];
}
function updateFact({ by, type, group }) {
    return fact('Update', [
        (0,phrasing/* text */.Qq)(authors[by]),
        ...(type === undefined ? [] : [(0,phrasing/* text */.Qq)(', '), (0,phrasing/* code */.aY)(type)]),
        ...(group === undefined ? [] : [(0,phrasing/* text */.Qq)(', in the group '), (0,phrasing/* code */.aY)(group)]),
    ]);
}
function digestFacts(group, uses) {
    const compared = comparisonOf(group)?.before;
    // If the file had no tag, the name ends with the pin already.
    const was = compared === undefined
        ? uses.find((use) => use.was !== undefined)?.was
        : `${compared.name.replace(`@${compared.digest}`, '')}@${compared.digest}`;
    const all = distinct(group.flatMap(({ digest }) => digest ?? []));
    const now = distinct(group.filter(isBrought).flatMap(({ digest }) => digest ?? []));
    const onTarget = group.filter(({ previousDigest }) => previousDigest !== undefined && !all.includes(previousDigest));
    const replaced = onTarget.filter((image) => isBrought(image) && image.tagWaits !== true);
    const before = distinct(replaced.flatMap(({ previousDigest }) => previousDigest ?? []));
    const news = before.filter((digest) => was?.endsWith(`@${digest}`) !== true);
    const still = distinct(onTarget.filter((image) => !isBrought(image)).flatMap((image) => image.previousDigest ?? []));
    return [
        ...(was === undefined ? [] : [fact('Before', [(0,phrasing/* code */.aY)(was)])]),
        ...now.map((digest) => fact('Now', [(0,phrasing/* code */.aY)(digest)])),
        ...all.filter((digest) => !now.includes(digest)).map((digest) => fact('At the source', [(0,phrasing/* code */.aY)(digest)])),
        ...news.map((digest) => fact('On the target before', [(0,phrasing/* code */.aY)(digest)])),
        ...group.flatMap(unknownFact),
        ...group.flatMap(waitingFact),
        ...still.map((digest) => fact('On the target', [(0,phrasing/* code */.aY)(digest)])),
    ];
}
function unknownFact({ tagWaits, target, previousUnknown }) {
    if (previousUnknown !== true || target === undefined)
        return [];
    const refused = ' does not let it be read (403)';
    return tagWaits === true
        ? [
            fact('Tag', [
                (0,phrasing/* code */.aY)(target),
                (0,phrasing/* text */.Qq)(` may be in use, because the target${refused}: it is put with the merge; till then name the copy by its digest`),
            ]),
        ]
        : [
            fact('On the target before', [
                (0,phrasing/* text */.Qq)('not known, because the target did not let '),
                (0,phrasing/* code */.aY)(target),
                (0,phrasing/* text */.Qq)(' be read (403)'),
            ]),
        ];
}
function waitingFact({ tagWaits, target, previousDigest }) {
    if (tagWaits !== true || target === undefined || previousDigest === undefined)
        return [];
    const until = [
        (0,phrasing/* text */.Qq)(' leads to '),
        (0,phrasing/* code */.aY)(previousDigest),
        (0,phrasing/* text */.Qq)(' until the merge; till then name the copy by its digest'),
    ];
    return [fact('Tag', [(0,phrasing/* code */.aY)(target), ...until])];
}
/** Whether the target holds what its digest says. */
function isBrought(image) {
    return image.state === 'mirrored' || (image.state === 'skipped' && !isLeftAlone(image));
}
/** The run did not find out, or settle, what the tag should lead to: a digest is what the source's tag shows, and the copy may be an older one. */
function isLeftAlone({ reason }) {
    return reason === 'unverified' || reason === 'pins differ';
}
function comparisonFacts(comparison) {
    const inside = comparison?.inside;
    if (inside === undefined)
        return [];
    const { createdBefore, created, layers } = inside;
    const dates = distinct([createdBefore, created].flatMap((date) => (date === undefined ? [] : [(0,formats/* formatDay */.im)(date)])));
    const kept = `${layers.kept} kept${sizeOf(layers.keptBytes)}`;
    const added = `${layers.added} new${sizeOf(layers.addedBytes)}`;
    return [
        ...(dates.length === 0 ? [] : [fact('Created', [(0,phrasing/* code */.aY)(dates.join(' → '))])]),
        fact('Layers', [(0,phrasing/* text */.Qq)(`${kept}, ${added}, ${layers.removed} gone, on `), (0,phrasing/* code */.aY)(inside.platform)]),
    ];
}
/** Of none nothing is said. */
function sizeOf(bytes) {
    return bytes === 0 ? '' : ` (${(0,formats/* formatBytes */.z3)(bytes)})`;
}
function platformFact(group) {
    const lost = comparisonOf(group)?.lostPlatforms ?? [];
    const { platforms = [] } = group.find((image) => image.platforms !== undefined) ?? {};
    return [
        ...(lost.length === 0 ? [] : [fact('Platforms lost', (0,phrasing/* codeList */.E5)(lost, maxPlatforms))]),
        ...(platforms.length === 0 ? [] : [fact('Platforms', (0,phrasing/* codeList */.E5)(platforms, maxPlatforms))]),
    ];
}
function copiedFact({ copiedBytes, size, target }, isOneOfSeveral) {
    if (copiedBytes === undefined)
        return [];
    const of = size === undefined ? '' : ` of ${(0,formats/* formatBytes */.z3)(size)}`;
    const where = isOneOfSeveral && target !== undefined ? [(0,phrasing/* text */.Qq)(', for '), (0,phrasing/* code */.aY)(target)] : [];
    return [fact('Copied', [(0,phrasing/* text */.Qq)(`${(0,formats/* formatBytes */.z3)(copiedBytes)}${of} over the network`), ...where])];
}
/** All targets of an image have the same. */
function overrideFact(group) {
    const { overrides = [] } = group[0] ?? {};
    return overrides.length === 0 ? [] : [fact('Overrides', (0,phrasing/* codeList */.E5)(overrides, maxOverrides))];
}
function viaFact(group) {
    const all = group.flatMap(({ via }) => via ?? []);
    const hosts = (0,via/* mergeHosts */.Iq)(all, (one, other) => {
        if (other.side === 'target')
            return (0,via/* addCounts */.c5)(one, other);
        // All targets share one source, whose count goes on from target to target: the highest includes the others.
        return other.requests > one.requests ? other : one;
    });
    const words = hosts.map(({ host, side, requests, repeated }) => [
        (0,phrasing/* code */.aY)(host),
        (0,phrasing/* text */.Qq)(` (${side}, ${(0,runtime_text/* formatCount */.B4)(requests, 'request')}${repeated === 0 ? '' : `, ${repeated} of them repeated`})`),
    ]);
    if (words.length === 0)
        return [];
    return [
        fact('Asked', words.flatMap((word, index) => (index === 0 ? word : [(0,phrasing/* text */.Qq)(', '), ...word]))),
    ];
}
function useFacts(uses) {
    const shown = uses.slice(0, maxUses).map((use) => {
        const as = use.written === undefined ? [] : [(0,phrasing/* text */.Qq)(' as '), (0,phrasing/* code */.aY)(use.written)];
        // A stage without a name has its number instead, which tells a reader nothing.
        const stage = use.stage === undefined || /^\d+$/.test(use.stage) ? [] : [(0,phrasing/* text */.Qq)(', stage '), (0,phrasing/* code */.aY)(use.stage)];
        return fact('Named in', [(0,phrasing/* code */.aY)((0,task/* formatLocation */.j$)(use)), ...as, ...stage]);
    });
    const more = uses.length - shown.length;
    return more === 0 ? shown : [...shown, fact('Named in', [(0,phrasing/* text */.Qq)(`${more} more places`)])];
}
/** A full name to paste, of what the target holds; nothing where it would be none, or leads to nothing before it is copied. */
function pasteLine(image) {
    const { state, target, digest, previousDigest } = image;
    const isLeft = state === 'stale' || state === 'deferred' || isLeftAlone(image);
    if (target === undefined || !/^[a-z0-9[][\w.:/[\]-]*$/i.test(target))
        return '';
    if (isBrought(image))
        return digest === undefined ? target : `${target}@${digest}`;
    return previousDigest === undefined || !isLeft ? '' : `${target}@${previousDigest}`;
}
function fence(lines, lang) {
    return { type: 'code', value: lines.join('\n'), ...(lang === undefined ? {} : { lang }) };
}
function insideOf(comparison) {
    const inside = comparison?.inside;
    if (inside === undefined)
        return [];
    if (inside.changes.length === 0) {
        return [{ type: 'paragraph', children: [(0,phrasing/* text */.Qq)('Inside, the configuration is the same as before.')] }];
    }
    return [{ type: 'paragraph', children: [(0,phrasing/* text */.Qq)('What changed inside:')] }, fence(insideLines(inside), 'diff')];
}
function distinct(values) {
    return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
const maxUses = 10;
const maxPlatforms = 20;
const maxOverrides = 5;
const authors = {
    dependabot: 'by Dependabot',
    renovate: 'by Renovate',
    author: 'as the pull request’s author says',
};


/***/ }),

/***/ 2103:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ footerOf)
/* harmony export */ });
/* harmony import */ var _phrasing_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1326);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5226);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5369);
/* harmony import */ var _result_pull_budget_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2082);




/** What was looked at, of which commit, what it cost, and where the run is. */
function footerOf(report, { runUrl, commit } = {}) {
    const budgets = report.pullBudgets.slice(0, maxBudgets);
    // No line begins with a dot, or with a unit.
    const cost = (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCost */ .BD)(report)
        .replaceAll(' ·', '\u00a0·')
        .replace(/(?<=\d) (?=[kMGTP]?B|s\b|min\b)/g, '\u00a0');
    return [
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .paragraph */ .FY)([
            ...(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .prose */ .CS)(scopeWords(report)),
            ...(report.mode === 'mirror' || (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .isOnlyChecked */ .G4)(report)
                ? []
                : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(` Mode ${report.mode}: nothing was written.`)]),
            ...(commit === undefined ? [] : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(' Commit '), (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(commit.slice(0, 7)), (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)('.')]),
            (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(` ${cost}`),
            ...(runUrl === undefined
                ? []
                : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)('\u00a0· '), { type: 'link', url: runUrl, children: [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)('the\u00a0run')] }]),
        ]),
        ...(budgets.length === 0 ? [] : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(budgets.map((budget) => (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .prose */ .CS)((0,_result_pull_budget_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPullBudget */ .M)(budget))))]),
    ];
}
function scopeWords(report) {
    const { scope } = report;
    const words = (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .formatScope */ .gk)(scope) ?? `the whole tree, ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .formatCount */ .B4)(scope.files, 'file')}`;
    const reason = (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .scopeReason */ .V9)(report);
    return `Scope: ${words}.${reason === undefined ? '' : ` ${reason}`}`;
}
/** There are not so many registries that limit pulls. */
const maxBudgets = 10;


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


/***/ }),

/***/ 2776:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BX: () => (/* binding */ problemSection),
/* harmony export */   GW: () => (/* binding */ problemsOf),
/* harmony export */   pU: () => (/* binding */ countWarnings)
/* harmony export */ });
/* harmony import */ var _shared_causes_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2870);
/* harmony import */ var _page_layout_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5270);
/* harmony import */ var _phrasing_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1326);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5226);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5369);





/** The worst first, and each once, however many targets and locations it is about; a cause that images share once for them all. */
function problemsOf(report) {
    const images = (0,_formats_js__WEBPACK_IMPORTED_MODULE_3__/* .worstFirst */ .md)(report.images);
    const shared = (0,_shared_causes_js__WEBPACK_IMPORTED_MODULE_0__/* .causeByImage */ .w)((0,_shared_causes_js__WEBPACK_IMPORTED_MODULE_0__/* .sharedCauses */ .Y)(images));
    const all = [
        ...report.warnings.map((sentence) => ({ icon: '⚠️', isWarning: true, name: '', sentence })),
        ...images.flatMap((image) => problemsOfImage(image, shared.get(image))),
    ];
    return [...new Map(all.map((problem) => [JSON.stringify(problem), problem])).values()];
}
/** That an image is deferred is said once for all, with the time. */
function problemsOfImage(image, cause) {
    const name = (0,_formats_js__WEBPACK_IMPORTED_MODULE_3__/* .nameOf */ .Vb)(image);
    const warnings = [...image.warnings, ...image.uses.flatMap((use) => use.warnings ?? [])];
    const shown = warnings.map((sentence) => ({ icon: '⚠️', isWarning: true, name, sentence }));
    if (cause !== undefined) {
        const { message: sentence, names } = cause;
        const isFirst = cause.images[0] === image;
        return [...(isFirst ? [{ icon: (0,_formats_js__WEBPACK_IMPORTED_MODULE_3__/* .iconOf */ .ZG)(image), isWarning: false, name: '', sentence, names }] : []), ...shown];
    }
    if (image.message === undefined || image.state === 'deferred')
        return shown;
    return [{ icon: (0,_formats_js__WEBPACK_IMPORTED_MODULE_3__/* .iconOf */ .ZG)(image), isWarning: false, name, sentence: image.message }, ...shown];
}
function countWarnings(problems) {
    return problems.filter(({ isWarning }) => isWarning).length;
}
/** A reader takes in no more lines; what is left out stands in the table and the details. */
const maxLines = 10;
/** The table has them all. */
const maxNames = 10;
function problemSection(problems) {
    const shown = problems.slice(0, maxLines);
    const more = problems.length - shown.length;
    const last = more === 0 ? [] : [renderLine([(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(`… and ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_4__/* .formatCount */ .B4)(more, 'more line')} of this kind: see each image.`)])];
    const lines = [...shown.map((problem) => () => renderLine(lineOf(problem))), ...last.map((line) => () => line)];
    return {
        head: '',
        tail: '',
        separator: '\n',
        count: lines.length,
        item: (index) => lines[index]?.() ?? '',
        leftOut: (left) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_4__/* .formatCount */ .B4)(left, 'more warning'),
    };
}
function lineOf({ icon, name, sentence, names }) {
    if (names !== undefined) {
        const begin = (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(`${icon} ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_4__/* .formatCount */ .B4)(names.length, 'image')}: `);
        return [begin, ...(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(sentence), (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(' These are '), ...(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_2__/* .codeList */ .E5)(names, maxNames), (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)('.')];
    }
    const about = name === '' ? [] : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)(name), (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(': ')];
    return [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(`${icon} `), ...about, ...(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(sentence)];
}
function renderLine(line) {
    return (0,_page_layout_js__WEBPACK_IMPORTED_MODULE_1__/* .renderBlocks */ .Rz)([(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_2__/* .list */ .p_)([line])]);
}


/***/ }),

/***/ 8221:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L1: () => (/* binding */ wideColumns),
/* harmony export */   RO: () => (/* binding */ rowsOf),
/* harmony export */   YB: () => (/* binding */ columns),
/* harmony export */   Yc: () => (/* binding */ tableSection)
/* harmony export */ });
/* harmony import */ var _plan_task_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1510);
/* harmony import */ var _result_bump_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4945);
/* harmony import */ var _page_layout_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5270);
/* harmony import */ var _phrasing_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1326);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5226);
/* harmony import */ var _runtime_group_by_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6353);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5369);







/** A row an image: its targets stand in one, as far as it came to the same on them. */
function rowsOf(images) {
    const counts = new Map();
    for (const image of images)
        counts.set((0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .nameOf */ .Vb)(image), (counts.get((0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .nameOf */ .Vb)(image)) ?? 0) + 1);
    const groups = (0,_runtime_group_by_js__WEBPACK_IMPORTED_MODULE_6__/* .groupBy */ .$)(images, (image) => {
        const name = (0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .nameOf */ .Vb)(image);
        // Make cells only to compare images of one name: most rows of a long report find no room.
        if (image.target === undefined || counts.get(name) === 1)
            return image;
        const cells = columns
            .filter((column) => column !== namesColumn)
            .map(({ cell }) => cell({ image, uses: image.uses }));
        return JSON.stringify([name, cells]);
    });
    return [...groups.values()].map(([image, ...others]) => ({
        image,
        uses: image.uses,
        others: others.flatMap(({ target }) => target ?? []),
    }));
}
const namesColumn = { heading: 'Image and its copy', cell: (row) => namesCell(row) };
/** Of the comment's table; as narrow as GitHub's column for comments, so that nothing is out of sight. */
const columns = [
    { heading: 'State', cell: ({ image }) => [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(`${(0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .iconOf */ .ZG)(image)} ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .formatState */ .lN)(image)}`)] },
    namesColumn,
    { heading: 'Change', cell: ({ image, uses }) => changeCell(image, uses) },
    { heading: 'Platforms, size', cell: ({ image }) => listed([...platformParts(image), sizeCell(image)]) },
];
/** The job summary has room for more. */
const wideColumns = [
    ...columns,
    {
        heading: 'Why',
        cell: ({ image, uses, sharedBy }) => {
            const message = sharedBy === undefined ? image.message : `as said above of ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .formatCount */ .B4)(sharedBy, 'image')}`;
            const warnings = [...image.warnings, ...uses.flatMap((use) => use.warnings ?? [])];
            return (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_3__/* .prose */ .CS)([message, ...warnings].filter((part) => part !== undefined).join(' '));
        },
    },
    {
        heading: 'Named in',
        cell: ({ uses: [use] }) => (use === undefined ? [] : codeOf([(0,_plan_task_js__WEBPACK_IMPORTED_MODULE_0__/* .formatLocation */ .j$)(use), use.written ?? ''].join(' '))),
    },
];
function namesCell({ image, others = [] }) {
    const { target, canonical } = image;
    const copy = target === undefined ? [] : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)('→ '), ...listed([target, ...others].map(codeOf))];
    // Its tag stands in the next cell; what could not be read as a name has none, and is shown whole.
    const name = canonical === undefined ? (0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .nameOf */ .Vb)(image) : (0,_result_bump_js__WEBPACK_IMPORTED_MODULE_1__/* .splitName */ .W0)(canonical).repository || canonical;
    return spaced([codeOf(name), copy]);
}
function changeCell(image, uses) {
    const { tags, digests } = (0,_result_bump_js__WEBPACK_IMPORTED_MODULE_1__/* .bumpOf */ .uM)(image, uses);
    const types = [...new Set((0,_result_bump_js__WEBPACK_IMPORTED_MODULE_1__/* .updatesOf */ .E$)(image, uses).flatMap(({ type }) => type ?? []))].slice(0, maxTypes);
    const words = (0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .tagWords */ .u0)(image);
    const note = words === undefined ? [] : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(`(${words})`)];
    return spaced([codeOf(tags), ...types.map(codeOf), codeOf(digests.replace(' →', `${noBreak}→`)), note]);
}
/** Of one image in several files a bot may say several. */
const maxTypes = 3;
/** Those that were lost first, for they break builds; `linux/` goes without saying. */
function platformParts({ platforms = [], comparison }) {
    const { lostPlatforms = [], gainedPlatforms = [] } = comparison ?? {};
    const gained = new Set(gainedPlatforms);
    const kept = platforms.filter((platform) => !gained.has(platform));
    return [
        marked(`❌${noBreak}lost`, lostPlatforms),
        marked(lostPlatforms.length === 0 ? '' : 'has', kept),
        marked('new', gainedPlatforms),
    ];
}
function marked(mark, platforms) {
    if (platforms.length === 0)
        return [];
    const more = platforms.length - maxPlatforms;
    const shown = platforms.slice(0, maxPlatforms).map((platform) => codeOf(platform.replace(/^linux\//, '')));
    const before = mark === '' ? [] : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(mark)];
    return spaced([before, ...shown, more <= 0 ? [] : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(`and ${more} more`)]]);
}
/** Few images have more; the details have them all. */
const maxPlatforms = 8;
function sizeCell({ size, copiedBytes }) {
    const all = size === undefined ? '' : tiedBytes(size);
    const copied = copiedBytes === undefined ? '' : tiedBytes(copiedBytes);
    const what = copied === all ? 'all' : copied;
    const parts = [all, copied === '' ? '' : `${what} copied`].filter(Boolean);
    return parts.length === 0 ? [] : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(parts.join(', '))];
}
const noBreak = '\u00a0';
/** With its unit on the same line. */
function tiedBytes(bytes) {
    return (0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .formatBytes */ .z3)(bytes).replace(' ', noBreak);
}
function codeOf(value) {
    return value.trim() === '' ? [] : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_3__/* .code */ .aY)(value)];
}
function spaced(groups) {
    return joined(groups, ' ');
}
function listed(groups) {
    return joined(groups, ', ');
}
function joined(groups, separator) {
    const filled = groups.filter((group) => group.length > 0);
    return filled.flatMap((group, at) => (at === 0 ? group : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(separator), ...group]));
}
/** The table as a section: whole rows are left out where there is no room. */
function tableSection(rows, shown) {
    const cells = shown.map(({ heading }) => heading);
    return {
        head: `| ${cells.join(' | ')} |\n| ${cells.map(() => '-').join(' | ')} |\n`,
        tail: '',
        separator: '\n',
        count: rows.length,
        item: (index) => {
            const row = rows[index];
            if (row === undefined)
                return '';
            const children = shown.map(({ cell }) => ({ type: 'tableCell', children: [...cell(row)] }));
            return (0,_page_layout_js__WEBPACK_IMPORTED_MODULE_2__/* .renderNode */ .VO)({ type: 'tableRow', children });
        },
        leftOut: (count) => `${count} more ${count === 1 ? 'row' : 'rows'}`,
    };
}


/***/ }),

/***/ 2870:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ sharedCauses),
/* harmony export */   w: () => (/* binding */ causeByImage)
/* harmony export */ });
/* harmony import */ var _result_bump_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4945);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5226);
/* harmony import */ var _runtime_group_by_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6353);



/** With fewer, each is read as fast by itself. */
const minImages = 3;
/** The causes that three or more images failed by: a host that is down need be told of once. In the order of their first image. */
function sharedCauses(images) {
    const failed = images.flatMap((image) => image.state !== 'failed' || image.message === undefined
        ? []
        : [{ image, message: withoutNames(image.message, image) }]);
    return [...(0,_runtime_group_by_js__WEBPACK_IMPORTED_MODULE_2__/* .groupBy */ .$)(failed, ({ message }) => message)]
        .map(([message, group]) => [message, group.map(({ image }) => image)])
        .map(([message, group]) => ({ message, images: group, names: [...new Set(group.map(_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .nameOf */ .Vb))] }))
        .filter(({ names }) => names.length >= minImages);
}
/** By images that share a cause with others: that cause. */
function causeByImage(causes) {
    return new Map(causes.flatMap((cause) => cause.images.map((image) => [image, cause])));
}
/** The image's name in all forms that a message has it in; its digest alone is no name. */
function withoutNames(message, { canonical, target, digest, uses }) {
    const full = [canonical, target].filter((name) => name !== undefined);
    const repositories = full.map((name) => (0,_result_bump_js__WEBPACK_IMPORTED_MODULE_0__/* .splitName */ .W0)(name).repository);
    const pinned = digest === undefined ? [] : [...full, ...repositories].map((name) => `${name}@${digest}`);
    const written = uses.flatMap((use) => use.written ?? []).filter((name) => /[/:@$]/.test(name));
    const names = [...pinned, ...full, ...repositories, ...written].toSorted((one, other) => other.length - one.length);
    return names.reduce((text, name) => (name === '' ? text : text.replaceAll(name, '…')), message);
}


/***/ }),

/***/ 4235:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ verdictOf),
/* harmony export */   W: () => (/* binding */ headingOf)
/* harmony export */ });
/* harmony import */ var _phrasing_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1326);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5226);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5369);



/** The result in words and counts, and whether it was only looked at. */
function headingOf(report, { warnings }) {
    const icon = headingIcon(report, warnings > 0);
    const counts = (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCounts */ .gM)(report);
    if ((0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .isOnlyChecked */ .G4)(report))
        return [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(`${icon} Image mirror only checked, nothing was written: ${counts}`)];
    const warned = warnings === 0 ? '' : `, ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .formatCount */ .B4)(warnings, 'warning')}`;
    return [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(`${icon} Image mirror${report.interrupted ? '' : ':'} ${counts}${warned}`)];
}
function headingIcon(report, hasWarnings) {
    if (report.interrupted)
        return '🛑';
    const worst = worstState(report);
    if (worst === 'failed' || worst === 'deferred' || worst === 'stale')
        return (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .iconOf */ .ZG)({ state: worst });
    if (hasWarnings)
        return '⚠️';
    return worst === 'would-mirror' ? (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .iconOf */ .ZG)({ state: worst }) : '✅';
}
const order = ['failed', 'deferred', 'stale', 'would-mirror'];
function worstState({ counts }) {
    return order.find((state) => counts[state] > 0);
}
/** Why nothing was written, whether what is needed is on the target, and what to do. */
function verdictOf(report, context) {
    const { checkedBecause } = report;
    const verdict = verdictOfState(report, context);
    if (checkedBecause === undefined)
        return verdict;
    if ((0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .isOnlyChecked */ .G4)(report))
        return [...(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .prose */ .CS)(checkedBecause), (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(' '), ...verdict];
    return [...verdict, (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(' Not written: '), ...(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .prose */ .CS)(checkedBecause)];
}
function verdictOfState(report, context) {
    if (report.interrupted) {
        // Only what it would have kept for the next run is lost.
        if (report.images.length > 0 && worstState(report) === undefined)
            return [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .strong */ .ko)('Nothing is left to do.'), (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(' The run was stopped when all images were done.')];
        return [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .strong */ .ko)('Run it again.'), (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(' The run was stopped before it was done; what is copied already stays.')];
    }
    if (report.images.length === 0)
        return nothingVerdict(report);
    switch (worstState(report)) {
        case 'failed':
            return failedVerdict(report, context);
        case 'deferred':
            return deferredVerdict(report, context);
        case 'stale':
            return staleVerdict(report);
        case 'would-mirror':
            return checkedVerdict(report, context);
        case 'mirrored':
        case 'skipped':
        case undefined:
            return goodVerdict(report, context);
    }
}
function nothingVerdict({ scope }) {
    if (scope.leftOut > 0) {
        return [
            (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(`${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .formatCount */ .B4)(scope.leftOut, 'image')} left out by `),
            ...(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .codeList */ .E5)(scope.only),
            (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(', and none left.'),
        ];
    }
    return [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(scope.kind === 'changed' ? 'What was changed names no image.' : 'No file names an image.')];
}
function failedVerdict(report, { isPullRequest }) {
    const { counts, images, mode } = report;
    const of = images.length === 1 ? 'The image ' : `${counts.failed} of ${things(report, images.length)} `;
    const what = mode === 'mirror' ? 'could not be brought to' : 'did not pass the look at';
    const failed = images.filter(({ state }) => state === 'failed');
    const isUnasked = mode !== 'mirror' && failed.every(({ target }) => target === undefined);
    const why = failed.length === 1 ? 'its file, or its line there, is wrong' : 'their files, or their lines there, are wrong';
    return [
        ...(isPullRequest ? [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .strong */ .ko)('Do not merge yet.'), (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(' ')] : []),
        ...(isUnasked
            ? [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(`${of}could not be looked up: ${why}`)]
            : [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(`${of}${what} `), ...(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .codeList */ .E5)(targetsOf(report, 'failed'))]),
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)('. What went wrong and what to try is said below; then run the job again.'),
    ];
}
function deferredVerdict(report, { isPullRequest }) {
    const { images, counts, startedAt, targets } = report;
    const deferred = images.filter(({ state }) => state === 'deferred');
    const until = deferred
        .flatMap(({ deferredUntil }) => deferredUntil ?? [])
        .toSorted()
        .at(-1);
    const wait = until === undefined ? 'Wait' : `Wait until ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .formatWhen */ .Yc)(until, startedAt)}`;
    return [
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .strong */ .ko)(`${wait}, then run the job again${isPullRequest ? ' before you merge' : ''}.`),
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(` For ${things(report, counts.deferred)} the source’s registry has not enough pulls left; an account there has more. `),
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(`${whereDeferredAre(deferred)} on `),
        ...(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .codeList */ .E5)(targets),
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)('.'),
    ];
}
function whereDeferredAre(deferred) {
    const all = deferred.length;
    const absent = deferred.filter(({ previousDigest }) => previousDigest === undefined).length;
    if (absent === 0)
        return all === 1 ? 'An older copy is' : 'An older copy of each is';
    if (absent === all)
        return all === 1 ? 'It is not yet' : 'None of them is yet';
    return `${absent} of them ${absent === 1 ? 'is' : 'are'} not yet`;
}
function staleVerdict(report) {
    const { counts, images } = report;
    const locked = images.some(({ reason }) => reason === 'immutable-tag');
    return [
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .strong */ .ko)(`${images.length === 1 ? 'The image' : `${counts.stale} of ${things(report, images.length)}`} ${counts.stale === 1 ? 'is behind its source' : 'are behind their sources'}`),
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(' on '),
        ...(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .codeList */ .E5)(targetsOf(report, 'stale')),
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(' and stayed so. '),
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(locked
            ? 'Where the registry does not let a tag move, name a new tag here, or let that one change there.'
            : 'A run with on-mismatch: update brings it up to date.'),
    ];
}
function checkedVerdict(report, { isPullRequest }) {
    const { checkedBecause } = report;
    return [
        ...whereCheckedAre(report),
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(checkedBecause === undefined
            ? ` in the version that is named here. This was a check: a run in mode mirror copies what lacks${isPullRequest ? ', such as one after the merge' : ''}.`
            : ' in the version that is named here. The next run that may write there copies what lacks, such as one after the merge.'),
    ];
}
function whereCheckedAre(report) {
    const number = report.counts['would-mirror'];
    const unknown = report.images.filter(({ targetUnknown }) => targetUnknown === true).length;
    const targets = (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .codeList */ .E5)(targetsOf(report, 'would-mirror'));
    const areOn = number === 1 ? 'is on' : 'are on';
    if (unknown === number)
        return [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .strong */ .ko)('It is not known'), (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(` whether ${things(report, number)} ${areOn} `), ...targets];
    const of = unknown === 0 ? '' : `, or not known to be,`;
    return [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .strong */ .ko)(`${things(report, number)} ${number === 1 ? 'is' : 'are'} not yet${of} on`), (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(' '), ...targets];
}
function goodVerdict(report, { isPullRequest, warnings }) {
    const { images, targets, scope } = report;
    const needed = images.filter(({ reason }) => reason !== 'internal' && reason !== 'excluded' && reason !== 'scratch');
    const unsure = images.filter(({ reason }) => reason === 'unverified').length;
    if (needed.length === 0) {
        const none = images.length === 1 ? 'The image needs no copy' : `None of ${things(report, images.length)} needs a copy`;
        return [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(`${none}.`)];
    }
    const count = new Set(needed.map(({ canonical, target }) => canonical ?? target)).size;
    const several = count === 2 ? 'Both images' : `All ${count} images`;
    const named = isPullRequest && scope.kind === 'changed' ? ' that this pull request names' : '';
    const advice = warnings > 0 ? 'Read the warnings before you merge.' : 'You can merge.';
    return [
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .strong */ .ko)(count === 1 ? `The image${named} is on` : `${several}${named} are on`),
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(' '),
        ...(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .codeList */ .E5)(targets),
        (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)('.'),
        ...waitingSentence(needed),
        ...(unsure === 0
            ? []
            : [
                (0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(` Of ${unsure} the source does not have the tag any more, or could not be asked, so the copy may be behind.`),
            ]),
        ...(isPullRequest ? [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(` ${advice}`)] : []),
    ];
}
/** The copy is there by its digest. */
function waitingSentence(needed) {
    const waiting = needed.filter(({ tagWaits }) => tagWaits === true).length;
    if (waiting === 0)
        return [];
    if (needed.length === 1)
        return [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(' Its tag moves with the merge.')];
    return [(0,_phrasing_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(waiting === 1 ? ' One tag moves with the merge.' : ` ${waiting} tags move with the merge.`)];
}
/** The targets of the images in that state; all where an image has none, for its name could not be read. */
function targetsOf({ images, targets }, wanted) {
    const copies = images.filter(({ state }) => state === wanted).map(({ target }) => target);
    // Of targets that lie within each other the innermost.
    const concerned = copies.map((copy) => targets.filter((target) => copy?.startsWith(`${target}/`)).toSorted((one, other) => other.length - one.length)[0]);
    const named = targets.filter((target) => concerned.includes(target));
    return named.length === 0 || concerned.includes(undefined) ? targets : named;
}
/** With several targets each image counts once a target. */
function things({ targets }, number) {
    if (targets.length === 1)
        return (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .formatCount */ .B4)(number, 'image');
    return `${number} ${number === 1 ? 'copy' : 'copies'}`;
}


/***/ }),

/***/ 4945:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E$: () => (/* binding */ updatesOf),
/* harmony export */   W0: () => (/* binding */ splitName),
/* harmony export */   uM: () => (/* binding */ bumpOf)
/* harmony export */ });
/* harmony import */ var _image_digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8033);

function splitName(name) {
    const at = name.indexOf('@');
    const tagged = at === -1 ? name : name.slice(0, at);
    const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
    const digest = at === -1 ? '' : name.slice(at + 1);
    if (colon === -1)
        return { repository: tagged, tag: '', digest };
    return { repository: tagged.slice(0, colon), tag: tagged.slice(colon + 1), digest };
}
function bumpOf(image, uses = image.uses) {
    const now = splitName(image.canonical ?? '');
    const before = [...new Set(uses.flatMap(({ was }) => was ?? []))].map(splitName);
    const pin = before[0]?.digest ?? '';
    // What the tree's image before resolves to counts; where nothing is known of one, what the target's tag led to.
    const digestBefore = image.comparison?.before.digest ?? (pin === '' ? image.previousDigest : pin) ?? '';
    return { tags: tagsOf(before, now), digests: arrow(shorten(digestBefore), shorten(image.digest ?? '')) };
}
/**
 * What the bot says of each update. One that leaves the tag and moves its pin is a digest's, whatever the bot says: Dependabot may call it a patch
 * (dependabot-core#14072, 2026-06-14).
 */
function updatesOf({ canonical = '' }, uses) {
    const now = splitName(canonical);
    return uses.flatMap(({ update, was = '', written = '' }) => {
        if (update === undefined)
            return [];
        const before = splitName(was);
        // If the new name has a pin and no tag, the line has the tag.
        const tag = now.tag === '' ? splitName(written).tag : now.tag;
        const isOfDigestAlone = before.digest !== '' && before.repository === now.repository && before.tag === tag;
        return [isOfDigestAlone ? { ...update, type: 'digest' } : update];
    });
}
/** A pin shows in the digests. */
function tagsOf(before, now) {
    const isInFull = before.some(({ repository }) => repository !== now.repository);
    const format = ({ repository, tag }) => isInFull ? [repository, tag].filter(Boolean).join(':') : tag;
    const tags = [...new Set(before.map(format))].filter(Boolean);
    const more = tags.length - maxListed;
    const listed = [...tags.slice(0, maxListed), ...(more > 0 ? [`${more} more`] : [])];
    return arrow(listed.join(', '), format(now));
}
/** As many as a reader compares; the JSON report has them all. */
const maxListed = 3;
function arrow(before, now) {
    if (before === '' || before === now)
        return now;
    return now === '' ? before : `${before} → ${now}`;
}
/** Without the algorithm where it is the one that everybody uses: a table is narrow. */
function shorten(digest) {
    return (0,_image_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .shortDigest */ .VK)(digest).replace(/^sha256:/, '');
}


/***/ }),

/***/ 2082:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ formatPullBudget)
/* harmony export */ });
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5369);

/** `docker.io: 37 of 100 pulls left before the copies (window of 6 h), 41 needed at least, not enough for 3 images` */
function formatPullBudget({ registry, limit, remaining, windowSeconds, needed, neededIs, deferred, }) {
    const window = windowSeconds % 3_600 === 0 ? `${windowSeconds / 3_600} h` : `${Math.round(windowSeconds / 60)} min`;
    return [
        `${registry}: ${remaining} of ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCount */ .B4)(limit, 'pull')} left before the copies (window of ${window})`,
        `${needed} needed ${neededIs === 'at-most' ? 'at most' : 'at least'}`,
        ...(deferred === 0 ? [] : [`not enough for ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCount */ .B4)(deferred, 'image')}`]),
    ].join(', ');
}


/***/ }),

/***/ 1453:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Iq: () => (/* binding */ mergeHosts),
/* harmony export */   ZB: () => (/* binding */ withVia),
/* harmony export */   c5: () => (/* binding */ addCounts)
/* harmony export */ });
/* harmony import */ var _runtime_group_by_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6353);

/**
 * Adds the hosts that were asked, but of what was plainly skipped: there are thousands of these, and they say nothing.
 * @param asked one that stands here twice counts once; a target's siblings count with it already
 */
function withVia(outcome, asked) {
    const isPlain = outcome.state === 'skipped' && outcome.reason !== 'unverified';
    const via = isPlain
        ? []
        : [...new Set(asked)].flatMap(({ side, askedHosts }) => askedHosts.map((host) => ({ side, ...host })));
    return via.length === 0 ? outcome : { ...outcome, via: mergeHosts(via, addCounts) };
}
/** Adds the requests of two repositories, or two targets, at one host. */
function addCounts(one, other) {
    return { ...other, requests: one.requests + other.requests, repeated: one.repeated + other.repeated };
}
/**
 * Lists each host once for each side.
 * @param add makes one entry of two that are for the same host and side
 */
function mergeHosts(all, add) {
    const groups = (0,_runtime_group_by_js__WEBPACK_IMPORTED_MODULE_0__/* .groupBy */ .$)(all, ({ side, host }) => `${side} ${host}`);
    return [...groups.values()].map((group) => group.reduce(add));
}


/***/ })

};
