export const id = 581;
export const ids = [581];
export const modules = {

/***/ 5581:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runCli: () => (/* binding */ runCli)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var commander__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8179);
/* harmony import */ var picocolors__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(7336);
/* harmony import */ var picocolors__WEBPACK_IMPORTED_MODULE_13___default = /*#__PURE__*/__webpack_require__.n(picocolors__WEBPACK_IMPORTED_MODULE_13__);
/* harmony import */ var _clock_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9373);
/* harmony import */ var _config_options_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6856);
/* harmony import */ var _config_read_options_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4715);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3916);
/* harmony import */ var _report_exit_code_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(8324);
/* harmony import */ var _report_plain_progress_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(2024);
/* harmony import */ var _report_terminal_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(7496);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(5573);
/* harmony import */ var _signals_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(970);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(311);














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
async function runCli(terminal) {
    let exitCode = 0;
    const program = createProgram(terminal, async (mode, flags) => {
        exitCode = await runMode(mode, flags, terminal);
    });
    try {
        await program.parseAsync([...terminal.args], { from: 'user' });
        return exitCode;
    }
    catch (error) {
        return tellError(error, terminal);
    }
}
function createProgram(terminal, action) {
    const program = new commander__WEBPACK_IMPORTED_MODULE_2__/* .Command */ .uB('image-mirror')
        .description('Keeps a registry’s copies of the images that Dockerfiles name.')
        .version(_version_js__WEBPACK_IMPORTED_MODULE_10__/* .version */ .r)
        .addHelpText('after', exitCodes)
        .showHelpAfterError('(image-mirror --help lists the commands, image-mirror mirror --help the options)')
        .configureOutput({
        writeOut: (text) => terminal.stdout.write(text),
        writeErr: (text) => terminal.stderr.write(text),
    })
        .exitOverride();
    for (const mode of _config_options_js__WEBPACK_IMPORTED_MODULE_4__/* .modeOption */ .dB.choices) {
        const command = program
            .command(mode)
            .description(descriptions[mode])
            .copyInheritedSettings(program)
            .addHelpText('after', exitCodes);
        for (const flag of createFlags())
            command.addOption(flag);
        command.action(async (flags) => action(mode, flags));
    }
    return program;
}
function createFlags() {
    const shared = _config_options_js__WEBPACK_IMPORTED_MODULE_4__/* .sharedOptions */ .mJ.map((option) => {
        const isList = option.kind === 'list';
        const hint = 'choices' in option ? ` (${option.choices.join(' | ')})` : isList ? ' (may be given more than once)' : '';
        const shown = option.default === '' ? '' : ` [${option.default}]`;
        const argument = option.kind === 'boolean' ? '[boolean]' : `<${option.value}>`;
        const flag = new commander__WEBPACK_IMPORTED_MODULE_2__/* .Option */ .c$(`--${option.name} ${argument}`, `${option.description.replaceAll('`', '')}${hint}${shown}`);
        return isList
            ? flag.argParser((item, items) => (typeof items === 'string' ? `${items}\n${item}` : item))
            : flag;
    });
    return [
        ...shared,
        new commander__WEBPACK_IMPORTED_MODULE_2__/* .Option */ .c$('-C, --directory <folder>', 'Run as if started in this folder: --images and --report are looked for there.'),
        new commander__WEBPACK_IMPORTED_MODULE_2__/* .Option */ .c$('--report <file>', 'Write the JSON report to a file, too.'),
        new commander__WEBPACK_IMPORTED_MODULE_2__/* .Option */ .c$('--json', 'Print the JSON report on standard output; progress goes to standard error.'),
    ];
}
async function runMode(mode, flags, terminal) {
    const config = (0,_config_read_options_js__WEBPACK_IMPORTED_MODULE_5__/* .readOptions */ .T)({ ...optionTexts(flags), mode });
    const json = flags.json === true;
    const workspace = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(terminal.workingDirectory, textOf(flags.directory) ?? '.');
    const file = textOf(flags.report) === undefined ? undefined : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, textOf(flags.report) ?? '');
    await checkPaths(workspace, file);
    const { progress, close } = await createProgress(terminal, json);
    const signal = (0,_signals_js__WEBPACK_IMPORTED_MODULE_11__/* .abortOnSignals */ .P)();
    try {
        const report = await (0,_run_js__WEBPACK_IMPORTED_MODULE_9__/* .run */ .e)(config, {
            workspace,
            clock: _clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m,
            progress,
            signal,
            urgency: async () => Promise.resolve({ kind: 'none' }),
            remember: async (warn) => {
                const { remember } = await Promise.all(/* import() */[__webpack_require__.e(934), __webpack_require__.e(86)]).then(__webpack_require__.bind(__webpack_require__, 86));
                return remember(config, { workspace, clock: _clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m, signal, warn });
            },
            connect: async (knowledge) => connectFor(config, knowledge, terminal),
        });
        close();
        await printReport(report, { json, file }, terminal);
        return (0,_report_exit_code_js__WEBPACK_IMPORTED_MODULE_12__/* .exitCodeOf */ .F)(report, config.failOn);
    }
    finally {
        close();
    }
}
/** Before anything is done: a report that cannot be kept is no way to end a long run. */
async function checkPaths(workspace, file) {
    const problems = [
        ...((await isFolder(workspace)) ? [] : [`--directory: there is no folder ${workspace}.`]),
        ...(file === undefined || (await isFolder((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(file)))
            ? []
            : [`--report: there is no folder ${(0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(file)}.`]),
    ];
    if (problems.length > 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .ConfigurationError */ .j1(problems);
}
async function isFolder(path) {
    try {
        return (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(path)).isDirectory();
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
    return Object.fromEntries(_config_options_js__WEBPACK_IMPORTED_MODULE_4__/* .sharedOptions */ .mJ.flatMap(({ name }) => (text(name) === undefined ? [] : [[name, text(name)]])));
}
function textOf(value) {
    return typeof value === 'string' ? value : undefined;
}
async function connectFor(config, knowledge, { environment }) {
    const { connect } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(934), __webpack_require__.e(90)]).then(__webpack_require__.bind(__webpack_require__, 5090));
    const { githubCredentials } = await __webpack_require__.e(/* import() */ 37).then(__webpack_require__.bind(__webpack_require__, 6037));
    const fallbackCredentials = githubCredentials(config.targets, environment.GITHUB_TOKEN ?? '', environment);
    return connect(config, {
        environment,
        clock: _clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m,
        onSecret: () => undefined,
        fallbackCredentials,
        knowledge,
    });
}
/** A display where somebody watches on a screen of a known size, a line an image elsewhere. */
async function createProgress({ stdout, stderr }, json) {
    const close = () => undefined;
    const stream = json ? stderr : stdout;
    // A pseudo-terminal that nobody has told its size says 0 of 0.
    if (!stream.isTTY || stream.columns === 0 || stream.rows === 0)
        return { progress: (0,_report_plain_progress_js__WEBPACK_IMPORTED_MODULE_7__/* .plainProgress */ .E)((line) => stream.write(`${line}\n`)), close };
    const { liveProgress } = await Promise.all(/* import() */[__webpack_require__.e(888), __webpack_require__.e(304)]).then(__webpack_require__.bind(__webpack_require__, 4304));
    const live = liveProgress(stream, picocolors__WEBPACK_IMPORTED_MODULE_13___default().createColors((picocolors__WEBPACK_IMPORTED_MODULE_13___default().isColorSupported)), _clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m);
    return {
        progress: live,
        close: () => {
            live.close();
        },
    };
}
async function printReport(report, { json, file }, terminal) {
    const text = `${JSON.stringify(report, undefined, 2)}\n`;
    const colors = picocolors__WEBPACK_IMPORTED_MODULE_13___default().createColors(terminal.stdout.isTTY && (picocolors__WEBPACK_IMPORTED_MODULE_13___default().isColorSupported));
    terminal.stdout.write(json ? text : (0,_report_terminal_js__WEBPACK_IMPORTED_MODULE_8__/* .renderTerminal */ .b)(report, colors));
    if (file === undefined)
        return;
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(file, text);
    }
    catch (error) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .ConfigurationError */ .j1([`--report: ${file} cannot be written: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .messageOf */ .bD)(error)}`]);
    }
}
function tellError(error, { stderr }) {
    // Commander has printed its own words; help and version are no errors.
    if (error instanceof commander__WEBPACK_IMPORTED_MODULE_2__/* .CommanderError */ .b7)
        return error.exitCode === 0 ? 0 : 2;
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .ConfigurationError */ .j1) {
        for (const problem of error.problems)
            stderr.write(`error: ${problem}\n`);
        return 2;
    }
    stderr.write(`error: this is a mistake in image-mirror: ${error instanceof Error ? (error.stack ?? error.message) : (0,_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .messageOf */ .bD)(error)}\n`);
    return 1;
}


/***/ }),

/***/ 7496:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ colorOf),
/* harmony export */   b: () => (/* binding */ renderTerminal)
/* harmony export */ });
/* harmony import */ var _plan_place_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7844);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8992);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2691);



/**
 * The report for a terminal: all that needs a person or was changed, the worst first, each with the places that name it; then the result
 * in words, and what it cost. What was up to date is only counted.
 */
function renderTerminal(report, colors) {
    const sorted = (0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .worstFirst */ .md)(report.images);
    const blocks = sorted.filter(needsWords).map((image) => renderImage(image, colors));
    const passedOver = sorted.filter((image) => !needsWords(image) && wasPassedOver(image));
    const lines = passedOver.map((image) => renderPassedOver(image, colors));
    const warnings = report.warnings.map((warning) => `${colors.yellow('warning')} ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(warning)}`);
    const result = `${colors.bold((0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCounts */ .gM)(report))} under ${report.targets.map((target) => (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(target)).join(' and ')}`;
    const costs = [(0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCost */ .BD)(report), ...report.pullBudgets.map((budget) => (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)((0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPullBudget */ .Mb)(budget)))];
    return [...blocks, ...lines, ...warnings, '', result, ...costs.map((line) => colors.dim(line)), ''].join('\n');
}
function needsWords({ state, warnings, uses }) {
    return state !== 'skipped' || warnings.length > 0 || uses.some((use) => use.warnings !== undefined);
}
/** Left out without asking any registry: who wonders where an image is has to find it. */
function wasPassedOver({ reason }) {
    return reason === 'internal' || reason === 'excluded' || reason === 'scratch';
}
function renderPassedOver(image, colors) {
    const places = image.uses.map((use) => (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)((0,_plan_place_js__WEBPACK_IMPORTED_MODULE_2__/* .formatPlace */ .d)(use))).join(', ');
    return colors.dim(`${(0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatState */ .lN)(image)} ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(nameOf(image))}  in ${places}`);
}
function nameOf({ canonical, uses }) {
    return canonical ?? uses[0]?.written ?? uses[0]?.file ?? '';
}
function renderImage(image, colors) {
    const { target, copiedBytes, uses } = image;
    const facts = [(0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDigests */ .x7)(image), copiedBytes === undefined ? '' : `${(0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatBytes */ .z3)(copiedBytes)} copied`]
        .filter(Boolean)
        .join(', ');
    const lines = [
        `${colorOf(image.state, colors)((0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .formatState */ .lN)(image))} ${colors.bold((0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(nameOf(image)))}`,
        ...(target === undefined ? [] : [`→ ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(target)}`]),
        ...(facts === '' ? [] : [facts]),
        ...(image.message === undefined ? [] : [`why: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(image.message, maxMessageCharacters)}`]),
        ...image.warnings.map((warning) => `${colors.yellow('warning:')} ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(warning, maxMessageCharacters)}`),
        ...uses.flatMap((use) => renderUse(use, colors)),
    ];
    return lines.join('\n    ');
}
function renderUse({ written, warnings = [], ...place }, colors) {
    const spelling = written === undefined ? '' : `  ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(written)}`;
    return [
        colors.dim(`in ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)((0,_plan_place_js__WEBPACK_IMPORTED_MODULE_2__/* .formatPlace */ .d)(place))}${spelling}`),
        ...warnings.map((warning) => `${colors.yellow('warning:')} ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(warning, maxMessageCharacters)}`),
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


/***/ })

};
