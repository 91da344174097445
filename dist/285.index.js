export const id = 285;
export const ids = [285,811];
export const modules = {

/***/ 2285:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readDependabotUpdates: () => (/* binding */ readDependabotUpdates)
/* harmony export */ });
/* unused harmony export parseDependabotMessage */
/* harmony import */ var js_yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3243);
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7934);
/* harmony import */ var _runtime_wait_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6223);
/* harmony import */ var _renovate_updates_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(811);
/* harmony import */ var _api_pages_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6528);





/** Three pages of GitHub's; what is nice to know is not waited for as long as what is needed. */
const listingTimeoutMs = 30_000;
/** GitHub lists no more of a pull request's. Source: docs.github.com, "List commits on a pull request". */
const maxCommits = 250;
/** Dependabot writes three lines for a dependency; of thousands of them nobody wants to be told. */
const maxMessageCharacters = 131_072;
const maxUpdates = 500;
const pageSchema = valibot__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
    commit: valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ message: valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP() }),
    author: valibot__WEBPACK_IMPORTED_MODULE_3__/* .fallback */ .NpB(valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ login: valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP() }), { login: '' }),
}));
const dependencySchema = valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
    'dependency-name': valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
    'dependency-version': valibot__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP()),
    'update-type': valibot__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP()),
    'dependency-group': valibot__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP()),
});
const metadataSchema = valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ 'updated-dependencies': valibot__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_3__/* .unknown */ .L5J()) });
/**
 * What Dependabot's own commits in a pull request say of it.
 * @throws {Error} GitHub cannot be asked, or a commit's message has something else where Dependabot's lines should be
 */
async function readDependabotUpdates(event, client, signal) {
    return (0,_runtime_wait_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .NE)(listingTimeoutMs, { clock: client.clock, signal }, async (bounded) => {
        const messages = await readMessages(event, client, bounded);
        return messages.flatMap(parseDependabotMessage).slice(0, maxUpdates);
    });
}
async function readMessages({ owner, repository, number }, client, signal) {
    const parameters = { owner, repo: repository, pull_number: number };
    const messages = [];
    let listed = 0;
    for await (const answer of (0,_api_pages_js__WEBPACK_IMPORTED_MODULE_4__/* .readPages */ .n)(client, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits', parameters)) {
        signal.throwIfAborted();
        const page = valibot__WEBPACK_IMPORTED_MODULE_3__/* .safeParse */ .xLC(pageSchema, answer);
        if (!page.success)
            throw new Error('the answer is no list of commits');
        const own = page.output.filter(({ author }) => author.login === 'dependabot[bot]');
        messages.push(...own.map(({ commit }) => commit.message));
        listed += page.output.length;
        if (listed >= maxCommits)
            break;
    }
    return messages;
}
/**
 * The `updated-dependencies` at the end of a commit's message, in YAML between `---` and `...`; none where there are no such lines. Of
 * Docker's digests there is no `update-type`, and the version is the tag that stays. Source: dependabot/fetch-metadata and dependabot-core,
 * message_builder.rb.
 * @throws {Error} what stands there is not what Dependabot writes
 */
function parseDependabotMessage(message) {
    const yaml = message.length > maxMessageCharacters ? undefined : blockOf(message);
    if (yaml === undefined)
        return [];
    // Every value is text, because a version such as `8.10` is not a number. Aliases are refused: they can expand to gigabytes.
    const written = (0,js_yaml__WEBPACK_IMPORTED_MODULE_0__/* .load */ .Hh)(yaml, { schema: js_yaml__WEBPACK_IMPORTED_MODULE_0__/* .FAILSAFE_SCHEMA */ .uH, maxDepth: 8, maxAliases: 0, maxTotalMergeKeys: 0 });
    const { 'updated-dependencies': dependencies } = valibot__WEBPACK_IMPORTED_MODULE_3__/* .parse */ .qgA(metadataSchema, written);
    return dependencies.slice(0, maxUpdates).flatMap((dependency) => {
        const read = valibot__WEBPACK_IMPORTED_MODULE_3__/* .safeParse */ .xLC(dependencySchema, dependency);
        if (!read.success)
            return [];
        const { 'dependency-name': name, 'dependency-version': version = '' } = read.output;
        const type = (0,_renovate_updates_js__WEBPACK_IMPORTED_MODULE_2__/* .typeWord */ .N)(read.output['update-type']?.replace('version-update:semver-', ''));
        const group = (0,_renovate_updates_js__WEBPACK_IMPORTED_MODULE_2__/* .groupWord */ .U)(read.output['dependency-group']);
        return [
            {
                by: 'dependabot',
                name,
                ...(version === '' ? {} : { version }),
                ...(type === undefined ? {} : { type }),
                ...(group === undefined ? {} : { group }),
            },
        ];
    });
}
function blockOf(message) {
    const lines = message.split(/\r?\n/);
    const first = lines.findIndex((line, index) => line === 'updated-dependencies:' && lines[index - 1] === '---');
    const last = lines.indexOf('...', first);
    return first === -1 || last === -1 ? undefined : lines.slice(first, last).join('\n');
}


/***/ }),

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
