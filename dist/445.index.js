export const id = 445;
export const ids = [445];
export const modules = {

/***/ 6445:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runCli: () => (/* binding */ runCli)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/commander/esm.mjs
var esm = __webpack_require__(8179);
// EXTERNAL MODULE: ./src/config/options.ts
var options = __webpack_require__(6856);
// EXTERNAL MODULE: ./src/config/read-options.ts
var read_options = __webpack_require__(4715);
// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./node_modules/picocolors/picocolors.js
var picocolors = __webpack_require__(7336);
var picocolors_default = /*#__PURE__*/__webpack_require__.n(picocolors);
// EXTERNAL MODULE: ./src/result/report.ts
var result_report = __webpack_require__(6647);
// EXTERNAL MODULE: ./src/plan/task.ts
var task = __webpack_require__(1510);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
// EXTERNAL MODULE: ./src/result/bump.ts
var bump = __webpack_require__(4945);
// EXTERNAL MODULE: ./src/report/markdown/shared-causes.ts
var shared_causes = __webpack_require__(2870);
// EXTERNAL MODULE: ./src/result/pull-budget.ts
var pull_budget = __webpack_require__(2082);
// EXTERNAL MODULE: ./src/report/formats.ts
var formats = __webpack_require__(5226);
;// CONCATENATED MODULE: ./src/report/terminal/terminal-report.ts






/**
 * The report for a terminal: all that needs a person or was changed, the worst first, each with the locations that name it; then the result
 * in words, and what it cost. What was up to date is only counted.
 */
function renderTerminal(report, colors) {
    const sorted = (0,formats/* worstFirst */.md)(report.images);
    const blocks = renderImages(sorted.filter(needsAttention), report, colors);
    // Left out without asking any registry: who wonders where an image is has to find it.
    const notAsked = sorted.filter((image) => !needsAttention(image) &&
        (image.reason === 'internal' || image.reason === 'excluded' || image.reason === 'scratch'));
    const lines = notAsked.map((image) => {
        const locations = image.uses.map((use) => (0,runtime_text/* printable */.g$)((0,task/* formatLocation */.j$)(use))).join(', ');
        return colors.dim(`${(0,formats/* formatState */.lN)(image)} ${(0,runtime_text/* printable */.g$)((0,formats/* nameOf */.Vb)(image))}  in ${locations}`);
    });
    const scope = [(0,formats/* formatScope */.gk)(report.scope), (0,formats/* scopeReason */.V9)(report)].filter((part) => part !== undefined).join(': ');
    const costs = [(0,formats/* formatCost */.BD)(report), ...report.pullBudgets.map((budget) => (0,runtime_text/* printable */.g$)((0,pull_budget/* formatPullBudget */.M)(budget)))];
    const facts = [...(scope === '' ? [] : [(0,runtime_text/* printable */.g$)(scope, maxMessageCharacters)]), ...costs];
    return joinLines([...blocks, ...lines, ...renderWarnings(report, colors)], [...renderResult(report, colors), ...facts.map((line) => colors.dim(line))]);
}
/** What failed or is to be looked at, and the result: for who does not see the report itself. */
function renderShort(report, colors) {
    const images = (0,formats/* worstFirst */.md)(report.images).filter((image) => image.state === 'failed' || image.state === 'deferred' || image.state === 'stale' || hasWarnings(image));
    return joinLines([...renderImages(images, report, colors), ...renderWarnings(report, colors)], renderResult(report, colors));
}
function joinLines(facts, result) {
    return [...facts, ...(facts.length === 0 ? [] : ['']), ...result, ''].join('\n');
}
function renderWarnings({ warnings }, colors) {
    return warnings.map((warning) => `${colors.yellow('warning')} ${(0,runtime_text/* printable */.g$)(warning, maxMessageCharacters)}`);
}
function renderResult(report, colors) {
    const targets = (0,runtime_text/* formatList */.ki)(report.targets.map((target) => (0,runtime_text/* printable */.g$)(target)));
    const result = `${colors.bold((0,formats/* formatCounts */.gM)(report, 'reasons'))} under ${targets}`;
    if (report.checkedBecause === undefined)
        return [result];
    const what = (0,formats/* isOnlyChecked */.G4)(report) ? 'only checked' : 'not written';
    return [result, `${what}: ${(0,runtime_text/* printable */.g$)(report.checkedBecause, maxMessageCharacters)}`];
}
/** What several failed by is said once, where the first of them would stand. */
function renderImages(images, { targets }, colors) {
    const shared = (0,shared_causes/* causeByImage */.w)((0,shared_causes/* sharedCauses */.Y)(images));
    return images.flatMap((image) => {
        const cause = shared.get(image);
        if (cause === undefined)
            return [renderImage(image, colors)];
        return cause.images[0] === image ? [renderCause(cause, targets.length > 1, colors)] : [];
    });
}
function renderCause({ message, images, names }, namesTargets, colors) {
    const count = (0,runtime_text/* formatCount */.B4)(names.length, 'image');
    const lines = images.flatMap((image) => {
        const { target, warnings, uses } = image;
        const copy = namesTargets && target !== undefined ? ` → ${(0,runtime_text/* printable */.g$)(target)}` : '';
        const locations = colors.dim(`in ${uses.map((use) => (0,runtime_text/* printable */.g$)((0,task/* formatLocation */.j$)(use))).join(', ')}`);
        const all = [...warnings, ...uses.flatMap((use) => use.warnings ?? [])];
        return [
            `${(0,runtime_text/* printable */.g$)((0,formats/* nameOf */.Vb)(image))}${copy}  ${locations}`,
            ...all.map((warning) => renderWarning(warning, colors)),
        ];
    });
    return [`${colors.red('failed')} ${colors.bold(count)}: ${(0,runtime_text/* printable */.g$)(message, maxMessageCharacters)}`, ...lines].join('\n    ');
}
function renderWarning(warning, colors) {
    return `${colors.yellow('warning:')} ${(0,runtime_text/* printable */.g$)(warning, maxMessageCharacters)}`;
}
function needsAttention(image) {
    return image.state !== 'skipped' || hasWarnings(image);
}
function hasWarnings({ warnings, uses }) {
    return warnings.length > 0 || uses.some((use) => use.warnings !== undefined);
}
function renderImage(image, colors) {
    const { target, copiedBytes, uses } = image;
    const copied = copiedBytes === undefined ? '' : `${(0,formats/* formatBytes */.z3)(copiedBytes)} copied`;
    const { tags } = (0,bump/* bumpOf */.uM)(image);
    // What it is now stands in its name already.
    const bumped = tags.includes(' → ') ? tags : '';
    const facts = [(0,runtime_text/* printable */.g$)(bumped), (0,formats/* formatDigests */.x7)(image), copied, (0,formats/* tagWords */.u0)(image)].filter(Boolean).join(', ');
    const lines = [
        `${colorOf(image.state, colors)((0,formats/* formatState */.lN)(image))} ${colors.bold((0,runtime_text/* printable */.g$)((0,formats/* nameOf */.Vb)(image)))}`,
        ...(target === undefined ? [] : [`→ ${(0,runtime_text/* printable */.g$)(target)}`]),
        ...(facts === '' ? [] : [facts]),
        ...(image.message === undefined ? [] : [`why: ${(0,runtime_text/* printable */.g$)(image.message, maxMessageCharacters)}`]),
        ...image.warnings.map((warning) => renderWarning(warning, colors)),
        ...uses.flatMap((use) => renderUse(use, colors)),
    ];
    return lines.join('\n    ');
}
function renderUse({ written, warnings = [], ...location }, colors) {
    const spelling = written === undefined ? '' : `  ${(0,runtime_text/* printable */.g$)(written)}`;
    return [
        colors.dim(`in ${(0,runtime_text/* printable */.g$)((0,task/* formatLocation */.j$)(location))}${spelling}`),
        ...warnings.map((warning) => renderWarning(warning, colors)),
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

// EXTERNAL MODULE: ./src/tree/containment.ts
var containment = __webpack_require__(5228);
;// CONCATENATED MODULE: ./src/print-report.ts







/**
 * Prints a run's report, and keeps it where that was asked for. Who cannot see standard output is told on standard error what failed.
 * @throws {ConfigurationError} where the file cannot be written
 */
async function printReport(report, { stdout, stderr, json, file }) {
    stdout.write(json ? (0,result_report/* formatReportFile */.GF)(report) : renderTerminal(report, picocolors_default().createColors(stdout.isTTY && (picocolors_default()).isColorSupported)));
    if (json || (stderr.isTTY && !stdout.isTTY))
        stderr.write(renderShort(report, picocolors_default().createColors(stderr.isTTY && (picocolors_default()).isColorSupported)));
    if (file === undefined)
        return;
    try {
        await (0,promises_.writeFile)(file, (0,result_report/* formatReportFile */.GF)(report));
    }
    catch (error) {
        throw new errors/* ConfigurationError */.j1([cannotBeWritten(file, error)]);
    }
}
/** The report of a run that did not begin, for programs: people read of it on standard error. Where its own file is the problem, that stays. */
async function printProblems(sentences, mode, { stdout, json, file }, workspace, now) {
    const { reportOfProblems } = await Promise.all(/* import() */[__webpack_require__.e(664), __webpack_require__.e(286), __webpack_require__.e(199)]).then(__webpack_require__.bind(__webpack_require__, 1199));
    const text = (0,result_report/* formatReportFile */.GF)(reportOfProblems({ kind: 'configuration', sentences }, now, mode));
    if (json)
        stdout.write(text);
    if (file === undefined || (await findFileProblems(workspace, file)).length > 0)
        return;
    await (0,promises_.writeFile)(file, text).catch(() => undefined);
}
/** Before anything is done: a report that cannot be kept is no way to end a long run. */
async function findDestinationProblems(workspace, file) {
    return [
        ...((await isFolder(workspace)) ? [] : [`--directory: there is no folder ${workspace}.`]),
        ...(file === undefined ? [] : await findFileProblems(workspace, file)),
    ];
}
async function findFileProblems(workspace, file) {
    if (!(await isFolder((0,external_node_path_.dirname)(file))))
        return [`--report: there is no folder ${(0,external_node_path_.dirname)(file)}.`];
    if (await isFolder(file))
        return [`--report: ${file} is a folder. Name a file in it.`];
    if ((await isFolder(workspace)) && (await (0,containment/* leadsOutside */.dr)(workspace, file)))
        return [
            `--report: ${file} leads out of the workspace ${workspace} by a link. Remove the link, or name another file.`,
        ];
    try {
        await (0,promises_.access)((await isThere(file)) ? file : (0,external_node_path_.dirname)(file), promises_.constants.W_OK);
        return [];
    }
    catch (error) {
        return [cannotBeWritten(file, error)];
    }
}
function cannotBeWritten(file, error) {
    return `--report: ${file} cannot be written: ${(0,errors/* messageOf */.bD)(error)}`;
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

// EXTERNAL MODULE: ./src/result/exit-code.ts
var exit_code = __webpack_require__(931);
// EXTERNAL MODULE: ./src/report/terminal/plain-progress.ts
var plain_progress = __webpack_require__(4539);
// EXTERNAL MODULE: ./src/result/progress.ts
var result_progress = __webpack_require__(3230);
// EXTERNAL MODULE: ./src/read-config-file.ts
var read_config_file = __webpack_require__(8169);
// EXTERNAL MODULE: ./src/run.ts + 17 modules
var run = __webpack_require__(2023);
// EXTERNAL MODULE: ./src/runtime/secrets.ts
var runtime_secrets = __webpack_require__(4205);
// EXTERNAL MODULE: ./src/runtime/stop.ts
var runtime_stop = __webpack_require__(5438);
// EXTERNAL MODULE: ./src/runtime/environment.ts
var environment = __webpack_require__(329);
;// CONCATENATED MODULE: ./src/cli.ts














const descriptions = {
    mirror: 'copy what the target lacks or holds in another version',
    check: 'say what "mirror" would do, and write nothing',
    verify: 'look whether the target has a tag for every image, with the pinned digest where there is one; no source is asked',
};
const exitCodes = `
Exit codes: 0 done, 1 something failed (or is not on the target, with --fail-on not-mirrored), 2 wrong usage or configuration, or standard output cannot be written.
Credentials are those of "docker login"; for a target on ghcr.io without any, GITHUB_TOKEN.

Example: image-mirror mirror --target ghcr.io/acme/mirror --images images`;
/** The command: flags in, a printed report and an exit code out. */
async function runCli(terminal, stop) {
    let exitCode = 0;
    const secrets = new runtime_secrets/* Secrets */.Sb();
    (0,runtime_secrets/* addEnvironment */.RM)(secrets, terminal.environment);
    (0,runtime_secrets/* addLogins */.WF)(secrets, terminal.args);
    const program = createProgram(terminal, async (mode, flags) => {
        exitCode = await runMode(mode, flags, { terminal, secrets }, stop);
    });
    try {
        await program.parseAsync([...terminal.args], { from: 'user' });
        return exitCode;
    }
    catch (error) {
        return reportError(error, terminal, secrets);
    }
}
function createProgram(terminal, action) {
    const program = new esm/* Command */.uB('image-mirror')
        .description('Keeps a registry’s copies of the images that Dockerfiles name.')
        .version(environment/* version */.r)
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
async function runMode(mode, flags, { terminal, secrets }, stop) {
    const { workingDirectory, stdout, stderr } = terminal;
    const workspace = (0,external_node_path_.resolve)(workingDirectory, textOf(flags.directory) ?? '.');
    const wanted = textOf(flags.report);
    const file = wanted === undefined ? undefined : (0,external_node_path_.resolve)(workspace, wanted);
    const destinations = { stdout, stderr, json: flags.json === true, file };
    const { report, config } = await makeReport(mode, flags, { workspace, destinations, terminal, secrets, stop });
    await printReport(report, destinations);
    return (0,exit_code/* exitCodeOf */.F)(report, config.failOn);
}
/** Of a run that could not be made a report is printed, too, where programs read it. */
async function makeReport(mode, flags, deps) {
    const { workspace, destinations, terminal, secrets } = deps;
    try {
        const options = (0,read_options/* readOptions */.T)({ ...optionTexts(flags), mode });
        const problems = await findDestinationProblems(workspace, destinations.file);
        if (problems.length > 0)
            throw new errors/* ConfigurationError */.j1(problems);
        const config = await (0,read_config_file/* withConfigFile */.Ro)(options, workspace);
        return { report: await runWith(config, deps), config };
    }
    catch (error) {
        const sentences = error instanceof errors/* ConfigurationError */.j1 ? error.problems : [(0,errors/* messageOf */.bD)(error)];
        const now = new Date(terminal.clock.wallMs());
        await printProblems(sentences.map(secrets.redact), mode, destinations, workspace, now);
        throw error;
    }
}
async function runWith(config, { workspace, terminal, secrets, stop }) {
    const { environment, clock, stderr, keepHeapSmall } = terminal;
    (0,runtime_stop/* stopInTime */.tl)(stop, config, clock);
    const { signal, cleanupSignal } = stop;
    const progress = await createProgress(stderr, clock, (0,result_progress/* namesFor */.G)(config.targets));
    try {
        return await (0,run/* run */.e)(config, {
            workspace,
            clock,
            progress,
            redact: secrets.redact,
            signal,
            cleanupSignal,
            trigger: { kind: 'none', event: '' },
            whenRefused: { kind: 'fail' },
            engine: { keepHeapSmall },
            openCache: async (warn) => {
                const { openConfiguredCache } = await Promise.all(/* import() */[__webpack_require__.e(934), __webpack_require__.e(981)]).then(__webpack_require__.bind(__webpack_require__, 6981));
                return openConfiguredCache(config, { workspace, clock, signal, cleanupSignal, warn });
            },
            connect: async (cache, trusted, log) => {
                const { connect } = await Promise.all(/* import() */[__webpack_require__.e(934), __webpack_require__.e(193), __webpack_require__.e(119), __webpack_require__.e(922)]).then(__webpack_require__.bind(__webpack_require__, 5119));
                const { githubCredentials } = await __webpack_require__.e(/* import() */ 369).then(__webpack_require__.bind(__webpack_require__, 9369));
                const fallbackCredentials = githubCredentials(config.targets, environment.GITHUB_TOKEN ?? '', environment);
                const known = { environment, clock, secrets, fallbackCredentials };
                return connect(config, { ...known, cache, trusted, cleanupSignal, log });
            },
        });
    }
    finally {
        progress.close();
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
/** A display where somebody watches on a screen of a known size, a line an image elsewhere; standard output is for the report. */
async function createProgress(stream, clock, nameOf) {
    // A pseudo-terminal that nobody has told its size says 0 of 0.
    if (!stream.isTTY || stream.columns === 0 || stream.rows === 0)
        return (0,plain_progress/* batchedProgress */.tk)((lines) => stream.write(`${lines}\n`), nameOf, clock);
    const { liveProgress } = await Promise.all(/* import() */[__webpack_require__.e(888), __webpack_require__.e(129)]).then(__webpack_require__.bind(__webpack_require__, 5129));
    return liveProgress(stream, clock, nameOf);
}
function reportError(error, { stderr }, { redact }) {
    // Commander has printed its own words; help and version are no errors.
    if (error instanceof esm/* CommanderError */.b7)
        return error.exitCode === 0 ? 0 : 2;
    if (error instanceof errors/* ConfigurationError */.j1) {
        for (const problem of error.problems) {
            const name = problem.slice(0, problem.indexOf(':'));
            // Whoever types a flag reads its name so.
            stderr.write(`error: ${redact(optionNames.has(name) ? `--${problem}` : problem)}\n`);
        }
        return 2;
    }
    const words = error instanceof Error ? (error.stack ?? error.message) : (0,errors/* messageOf */.bD)(error);
    stderr.write(`error: this is a mistake in image-mirror: ${redact(words)}\n`);
    return 1;
}
const optionNames = new Set(options/* flagOptions */.vo.map(({ name }) => name));


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


/***/ })

};
