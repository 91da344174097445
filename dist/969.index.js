export const id = 969;
export const ids = [969];
export const modules = {

/***/ 3969:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runCli: () => (/* binding */ runCli)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/commander/esm.mjs
var esm = __webpack_require__(8179);
// EXTERNAL MODULE: ./node_modules/picocolors/picocolors.js
var picocolors = __webpack_require__(7336);
var picocolors_default = /*#__PURE__*/__webpack_require__.n(picocolors);
// EXTERNAL MODULE: ./src/clock.ts
var clock = __webpack_require__(9373);
// EXTERNAL MODULE: ./src/config/options.ts
var options = __webpack_require__(6856);
// EXTERNAL MODULE: ./src/config/read-options.ts
var read_options = __webpack_require__(4715);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(3916);
// EXTERNAL MODULE: ./src/report/exit-code.ts
var exit_code = __webpack_require__(8324);
// EXTERNAL MODULE: ./src/report/plain-progress.ts
var plain_progress = __webpack_require__(2024);
// EXTERNAL MODULE: ./src/report/progress.ts
var report_progress = __webpack_require__(8991);
// EXTERNAL MODULE: ./src/plan/place.ts
var plan_place = __webpack_require__(7844);
// EXTERNAL MODULE: ./src/text.ts
var src_text = __webpack_require__(8992);
// EXTERNAL MODULE: ./src/report/bump.ts
var bump = __webpack_require__(204);
// EXTERNAL MODULE: ./src/report/words.ts
var words = __webpack_require__(2691);
;// CONCATENATED MODULE: ./src/report/terminal.ts




/**
 * The report for a terminal: all that needs a person or was changed, the worst first, each with the places that name it; then the result
 * in words, and what it cost. What was up to date is only counted.
 */
function renderTerminal(report, colors) {
    const sorted = (0,words/* worstFirst */.md)(report.images);
    const blocks = sorted.filter(needsWords).map((image) => renderImage(image, colors));
    const passedOver = sorted.filter((image) => !needsWords(image) && wasPassedOver(image));
    const lines = passedOver.map((image) => renderPassedOver(image, colors));
    const warnings = report.warnings.map((warning) => `${colors.yellow('warning')} ${(0,src_text/* printable */.g$)(warning)}`);
    const result = `${colors.bold((0,words/* formatCounts */.gM)(report))} under ${(0,words/* formatList */.ki)(report.targets.map((target) => (0,src_text/* printable */.g$)(target)))}`;
    const scope = [(0,words/* formatScope */.gk)(report.scope), (0,words/* scopeReason */.V9)(report)].filter((part) => part !== undefined).join(': ');
    const why = report.checkedBecause === undefined
        ? []
        : [
            `${(0,words/* isOnlyChecked */.G4)(report) ? 'only checked' : 'not written'}: ${(0,src_text/* printable */.g$)(report.checkedBecause, maxMessageCharacters)}`,
        ];
    const costs = [(0,words/* formatCost */.BD)(report), ...report.pullBudgets.map((budget) => (0,src_text/* printable */.g$)((0,words/* formatPullBudget */.Mb)(budget)))];
    const facts = [...(scope === '' ? [] : [(0,src_text/* printable */.g$)(scope, maxMessageCharacters)]), ...costs];
    return [...blocks, ...lines, ...warnings, '', result, ...why, ...facts.map((line) => colors.dim(line)), ''].join('\n');
}
function needsWords({ state, warnings, uses }) {
    return state !== 'skipped' || warnings.length > 0 || uses.some((use) => use.warnings !== undefined);
}
/** Left out without asking any registry: who wonders where an image is has to find it. */
function wasPassedOver({ reason }) {
    return reason === 'internal' || reason === 'excluded' || reason === 'scratch';
}
function renderPassedOver(image, colors) {
    const places = image.uses.map((use) => (0,src_text/* printable */.g$)((0,plan_place/* formatPlace */.d)(use))).join(', ');
    return colors.dim(`${(0,words/* formatState */.lN)(image)} ${(0,src_text/* printable */.g$)((0,words/* nameOf */.Vb)(image))}  in ${places}`);
}
function renderImage(image, colors) {
    const { target, copiedBytes, tagWaits, uses } = image;
    const copied = copiedBytes === undefined ? '' : `${(0,words/* formatBytes */.z3)(copiedBytes)} copied`;
    const waiting = tagWaits === true ? words/* waitingWords */.RK : '';
    const facts = [(0,src_text/* printable */.g$)(bumped(image)), (0,words/* formatDigests */.x7)(image), copied, waiting].filter(Boolean).join(', ');
    const lines = [
        `${colorOf(image.state, colors)((0,words/* formatState */.lN)(image))} ${colors.bold((0,src_text/* printable */.g$)((0,words/* nameOf */.Vb)(image)))}`,
        ...(target === undefined ? [] : [`→ ${(0,src_text/* printable */.g$)(target)}`]),
        ...(facts === '' ? [] : [facts]),
        ...(image.message === undefined ? [] : [`why: ${(0,src_text/* printable */.g$)(image.message, maxMessageCharacters)}`]),
        ...image.warnings.map((warning) => `${colors.yellow('warning:')} ${(0,src_text/* printable */.g$)(warning, maxMessageCharacters)}`),
        ...uses.flatMap((use) => renderUse(use, colors)),
    ];
    return lines.join('\n    ');
}
/** What it is now stands in its name already. */
function bumped(image) {
    const { tags } = (0,bump/* bumpOf */.u)(image);
    return tags.includes(' → ') ? tags : '';
}
function renderUse({ written, warnings = [], ...place }, colors) {
    const spelling = written === undefined ? '' : `  ${(0,src_text/* printable */.g$)(written)}`;
    return [
        colors.dim(`in ${(0,src_text/* printable */.g$)((0,plan_place/* formatPlace */.d)(place))}${spelling}`),
        ...warnings.map((warning) => `${colors.yellow('warning:')} ${(0,src_text/* printable */.g$)(warning, maxMessageCharacters)}`),
    ];
}
const maxMessageCharacters = 1_000;
function colorOf(state, colors) {
    switch (state) {
        case 'mirrored':
            return colors.green;
        case 'would-mirror':
            return colors.cyan;
        case 'skipped':
            return colors.dim;
        case 'stale':
            return colors.yellow;
        case 'deferred':
            return colors.magenta;
        case 'failed':
            return colors.red;
    }
}

// EXTERNAL MODULE: ./src/run.ts + 12 modules
var run = __webpack_require__(6907);
// EXTERNAL MODULE: ./src/secrets.ts
var src_secrets = __webpack_require__(7194);
// EXTERNAL MODULE: ./src/stop.ts
var src_stop = __webpack_require__(1123);
// EXTERNAL MODULE: ./src/version.ts
var version = __webpack_require__(311);
;// CONCATENATED MODULE: ./src/cli.ts
















const descriptions = {
    mirror: 'copy what the target lacks or holds in another version',
    check: 'say what "mirror" would do, and write nothing',
    verify: 'look whether the target has a tag for every image, with the pinned digest where there is one; no source is asked',
};
const exitCodes = `
Exit codes: 0 done, 1 something failed (see --fail-on), 2 wrong usage or configuration.
Credentials are those of "docker login"; for a target on ghcr.io without any, GITHUB_TOKEN.

Example: image-mirror mirror --target ghcr.io/acme/mirror --images images`;
/** The command: flags in, a printed report and an exit code out. */
async function runCli(terminal, stop) {
    let exitCode = 0;
    const secrets = new src_secrets/* Secrets */.Sb();
    (0,src_secrets/* addEnvironment */.RM)(secrets, terminal.environment);
    (0,src_secrets/* addLogins */.WF)(secrets, terminal.args);
    const program = createProgram(terminal, async (mode, flags) => {
        exitCode = await runMode(mode, flags, { ...terminal, secrets }, stop);
    });
    try {
        await program.parseAsync([...terminal.args], { from: 'user' });
        return exitCode;
    }
    catch (error) {
        return tellError(error, terminal, secrets);
    }
}
function createProgram(terminal, action) {
    const program = new esm/* Command */.uB('image-mirror')
        .description('Keeps a registry’s copies of the images that Dockerfiles name.')
        .version(version/* version */.r)
        .addHelpText('after', exitCodes)
        .showHelpAfterError('(image-mirror --help lists the commands, image-mirror <command> --help the options)')
        .configureOutput({
        writeOut: (text) => terminal.stdout.write(text),
        writeErr: (text) => terminal.stderr.write(text),
    })
        .exitOverride();
    for (const mode of options/* modeOption */.dB.choices) {
        const command = program
            .command(mode)
            .description(descriptions[mode])
            .copyInheritedSettings(program)
            .showHelpAfterError(`(image-mirror ${mode} --help lists the options)`)
            .addHelpText('after', exitCodes);
        for (const flag of createFlags())
            command.addOption(flag);
        command.action(async (flags) => action(mode, flags));
    }
    return program;
}
function createFlags() {
    const shared = options/* flagOptions */.vo.map((option) => {
        const isList = option.kind === 'list';
        const hint = 'choices' in option ? ` (${option.choices.join(' | ')})` : isList ? ' (may be given more than once)' : '';
        const shown = option.default === '' ? '' : ` [${option.default}]`;
        const argument = option.kind === 'boolean' ? '[boolean]' : `<${option.value}>`;
        const flag = new esm/* Option */.c$(`--${option.name} ${argument}`, `${option.description.replaceAll('`', '')}${hint}${shown}`);
        return isList
            ? flag.argParser((item, items) => (typeof items === 'string' ? `${items}\n${item}` : item))
            : flag;
    });
    return [
        ...shared,
        new esm/* Option */.c$('-C, --directory <folder>', 'Run as if started in this folder: --images and --report are looked for there.'),
        new esm/* Option */.c$('--report <file>', 'Write the JSON report to a file, too.'),
        new esm/* Option */.c$('--json', 'Print the report on standard output as JSON; progress goes to standard error always.'),
    ];
}
async function runMode(mode, flags, terminal, stop) {
    const config = (0,read_options/* readOptions */.T)({ ...optionTexts(flags), mode });
    (0,src_stop/* stopInTime */.tl)(stop, { ...config, startedAt: performance.timeOrigin }, clock/* systemClock */.m);
    const { signal, tidyUntil } = stop;
    const json = flags.json === true;
    const workspace = (0,external_node_path_.resolve)(terminal.workingDirectory, textOf(flags.directory) ?? '.');
    const file = textOf(flags.report) === undefined ? undefined : (0,external_node_path_.resolve)(workspace, textOf(flags.report) ?? '');
    await checkPaths(workspace, file);
    const { progress, close } = await createProgress(terminal.stderr, (0,report_progress/* namesFor */.G)(config.targets));
    try {
        const report = await (0,run/* run */.e)(config, {
            workspace,
            clock: clock/* systemClock */.m,
            progress,
            redact: terminal.secrets.redact,
            signal,
            tidyUntil,
            trigger: { kind: 'none', event: '' },
            whenRefused: { kind: 'fail' },
            remember: async (warn) => {
                const { remember } = await Promise.all(/* import() */[__webpack_require__.e(934), __webpack_require__.e(722)]).then(__webpack_require__.bind(__webpack_require__, 9722));
                return remember(config, { workspace, clock: clock/* systemClock */.m, signal, tidyUntil, warn });
            },
            connect: async (knowledge, trusted) => connectFor(config, { knowledge, trusted, tidyUntil }, terminal),
        });
        close();
        await printReport(report, { json, file }, terminal);
        return (0,exit_code/* exitCodeOf */.F)(report, config.failOn);
    }
    finally {
        close();
    }
}
/** Before anything is done: a report that cannot be kept is no way to end a long run. */
async function checkPaths(workspace, file) {
    const problems = [
        ...((await isFolder(workspace)) ? [] : [`--directory: there is no folder ${workspace}.`]),
        ...(file === undefined ? [] : await problemsOfReport(file)),
    ];
    if (problems.length > 0)
        throw new errors/* ConfigurationError */.j1(problems);
}
async function problemsOfReport(file) {
    if (!(await isFolder((0,external_node_path_.dirname)(file))))
        return [`--report: there is no folder ${(0,external_node_path_.dirname)(file)}.`];
    if (await isFolder(file))
        return [`--report: ${file} is a folder. Name a file in it.`];
    try {
        await (0,promises_.access)((await isThere(file)) ? file : (0,external_node_path_.dirname)(file), promises_.constants.W_OK);
        return [];
    }
    catch (error) {
        return [`--report: ${file} cannot be written: ${(0,errors/* messageOf */.bD)(error)}`];
    }
}
async function isThere(path) {
    return (0,promises_.access)(path).then(() => true, () => false);
}
async function isFolder(path) {
    try {
        return (await (0,promises_.stat)(path)).isDirectory();
    }
    catch {
        return false;
    }
}
/** Commander names an option's value in camel case; a boolean flag without a value is `true`. */
function optionTexts(flags) {
    const text = (name) => {
        const value = flags[name.replace(/-([a-z])/g, (_match, letter) => letter.toUpperCase())];
        return value === true ? 'true' : textOf(value);
    };
    return Object.fromEntries(options/* flagOptions */.vo.flatMap(({ name }) => (text(name) === undefined ? [] : [[name, text(name)]])));
}
function textOf(value) {
    return typeof value === 'string' ? value : undefined;
}
async function connectFor(config, known, { environment, secrets }) {
    const { connect } = await Promise.all(/* import() */[__webpack_require__.e(934), __webpack_require__.e(52), __webpack_require__.e(752), __webpack_require__.e(557), __webpack_require__.e(253)]).then(__webpack_require__.bind(__webpack_require__, 9253));
    const { githubCredentials } = await __webpack_require__.e(/* import() */ 37).then(__webpack_require__.bind(__webpack_require__, 6037));
    const fallbackCredentials = githubCredentials(config.targets, environment.GITHUB_TOKEN ?? '', environment);
    return connect(config, {
        environment,
        clock: clock/* systemClock */.m,
        secrets,
        fallbackCredentials,
        ...known,
    });
}
/** A display where somebody watches on a screen of a known size, a line an image elsewhere; standard output is for the report. */
async function createProgress(stream, nameOf) {
    const close = () => undefined;
    // A pseudo-terminal that nobody has told its size says 0 of 0.
    if (!stream.isTTY || stream.columns === 0 || stream.rows === 0)
        return { progress: (0,plain_progress/* plainProgress */.E)((line) => stream.write(`${line}\n`), nameOf), close };
    const { liveProgress } = await Promise.all(/* import() */[__webpack_require__.e(888), __webpack_require__.e(304)]).then(__webpack_require__.bind(__webpack_require__, 4304));
    const live = liveProgress(stream, clock/* systemClock */.m, nameOf);
    return {
        progress: live,
        close: () => {
            live.close();
        },
    };
}
async function printReport(report, { json, file }, terminal) {
    const text = `${JSON.stringify(report, undefined, 2)}\n`;
    const colors = picocolors_default().createColors(terminal.stdout.isTTY && (picocolors_default()).isColorSupported);
    terminal.stdout.write(json ? text : renderTerminal(report, colors));
    if (file === undefined)
        return;
    try {
        await (0,promises_.writeFile)(file, text);
    }
    catch (error) {
        throw new errors/* ConfigurationError */.j1([`--report: ${file} cannot be written: ${(0,errors/* messageOf */.bD)(error)}`]);
    }
}
function tellError(error, { stderr }, { redact }) {
    // Commander has printed its own words; help and version are no errors.
    if (error instanceof esm/* CommanderError */.b7)
        return error.exitCode === 0 ? 0 : 2;
    if (error instanceof errors/* ConfigurationError */.j1) {
        for (const problem of error.problems)
            stderr.write(`error: ${redact(problem)}\n`);
        return 2;
    }
    const words = error instanceof Error ? (error.stack ?? error.message) : (0,errors/* messageOf */.bD)(error);
    stderr.write(`error: this is a mistake in image-mirror: ${redact(words)}\n`);
    return 1;
}


/***/ }),

/***/ 204:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ splitName),
/* harmony export */   u: () => (/* binding */ bumpOf)
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
    return {
        tags: tagsOf(before, now),
        digests: arrow(shorten(digestBefore(image, before[0])), shorten(image.digest ?? '')),
    };
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
/** What the tree's image before resolves to counts; where nothing is known of one, what the target's tag led to. */
function digestBefore({ comparison, previousDigest }, before) {
    return comparison?.before.digest ?? ((before?.digest ?? '') === '' ? previousDigest : before?.digest) ?? '';
}
function arrow(before, now) {
    if (before === '' || before === now)
        return now;
    return now === '' ? before : `${before} → ${now}`;
}
/** Without the algorithm where it is the one that everybody uses: a table is narrow. */
function shorten(digest) {
    return (0,_image_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .shortDigest */ .VK)(digest).replace(/^sha256:/, '');
}


/***/ })

};
