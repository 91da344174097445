export const id = 322;
export const ids = [322,922];
export const modules = {

/***/ 322:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runAction: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 7 modules
var core = __webpack_require__(3838);
// EXTERNAL MODULE: ./src/config/read-options.ts
var read_options = __webpack_require__(4715);
// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
// EXTERNAL MODULE: ./src/github/api/api.ts
var api = __webpack_require__(2272);
;// CONCATENATED MODULE: ./src/github/change/trusted-commit.ts
/**
 * Also of reviews, of comments and of workflows that follow another one, which may check out a pull request, and of events whose payload cannot be
 * read. Of what is on the default branch anyway, the file is the same there.
 */
const unmergedEvents = /^(?:pull_request(?:_.*)?|merge_group|issue_comment|workflow_run)$/;
/**
 * What is not merged decides nothing: in a pull request and in a merge group it is their base's commit. Where the base is another branch than the
 * default one, which whoever may push can make, or is not known, it is the default branch.
 * @returns undefined: what the run has in its workspace is merged
 */
function findTrustedCommit(event, environment) {
    if (event.kind === 'other') {
        if (!unmergedEvents.test(event.name))
            return undefined;
        const [owner = '', repository = ''] = (environment.GITHUB_REPOSITORY ?? '').split('/');
        return { owner, repository, sha: undefined };
    }
    if (event.name === 'push')
        return undefined;
    const { owner, repository, baseRef, defaultBranch, baseSha } = event;
    return { owner, repository, sha: baseRef !== '' && baseRef === defaultBranch ? baseSha : undefined };
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./src/config/options.ts
var options = __webpack_require__(6856);
;// CONCATENATED MODULE: ./src/github/runner/runner.ts
/** What a step says to its runner, by the toolkit's own code. */




function annotate(level, message, properties = {}) {
    const issue = level === 'error' ? core/* error */.z3 : core/* warning */.$e;
    issue(message, properties);
}
/** A line of the log. It must not be one that the runner takes for a command: `printable` text after words of ours is none. */
function logLine(line) {
    (0,core/* info */.pq)(line);
}
/** Does nothing where no runner reads outputs: the toolkit would print a command that runners no longer know. */
function setOutput(name, value, environment) {
    if ((environment.GITHUB_OUTPUT ?? '') !== '')
        (0,core/* setOutput */.uH)(name, value);
}
/**
 * Does nothing where no runner reads summaries. Not by the toolkit's `summary`, which writes in Node's threads: the process of a run that was
 * stopped could end before they are done.
 */
function appendSummary(markdown, environment) {
    const path = environment.GITHUB_STEP_SUMMARY ?? '';
    if (path !== '')
        (0,external_node_fs_.appendFileSync)(path, `${markdown}${external_node_os_.EOL}`);
}
/** Reads the action's inputs, all but the token. */
function readInputs(getInput) {
    const names = [options/* modeOption */.dB.name, ...options/* sharedOptions */.mJ.map((option) => option.name)];
    return Object.fromEntries(names.map((name) => [name, getInput(name)]));
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./src/plan/task.ts
var task = __webpack_require__(1510);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
// EXTERNAL MODULE: ./src/report/formats.ts
var formats = __webpack_require__(5226);
;// CONCATENATED MODULE: ./src/report/annotations.ts



/** All remarks on lines, the worst first: GitHub shows ten of a level. */
function annotationsOf(report) {
    const all = (0,formats/* worstFirst */.md)(report.images).flatMap((image) => image.uses.flatMap((use) => annotationsOfUse(image, use)));
    // What is said of a line for one target need not be said again for the next.
    return [...new Map(all.map((annotation) => [JSON.stringify(annotation), annotation])).values()];
}
function annotationsOfUse(image, use) {
    const title = (0,runtime_text/* printable */.g$)(`${(0,formats/* formatState */.lN)(image)}: ${image.canonical ?? use.written ?? use.file}`);
    const warnings = [...image.warnings, ...(use.warnings ?? [])].map((warning) => ({ level: 'warning', title, message: (0,runtime_text/* printable */.g$)(warning, maxCharacters), use }));
    if (image.message === undefined)
        return warnings;
    const culprit = otherWithMissingPin(image, use);
    if (culprit !== undefined) {
        const message = `Not copied: ${(0,task/* formatLocation */.j$)(culprit)} pins this tag to a digest that the source does not have.`;
        return [{ level: 'error', title, message: (0,runtime_text/* printable */.g$)(message, maxCharacters), use }, ...warnings];
    }
    const level = image.state === 'failed' ? 'error' : 'warning';
    return [{ level, title, message: (0,runtime_text/* printable */.g$)(image.message, maxCharacters), use }, ...warnings];
}
/** Where the pin stands that its source does not have; undefined: in this very place, or there is none such. */
function otherWithMissingPin({ uses, missingPin }, use) {
    const hasMissingPin = ({ written }) => missingPin !== undefined && written?.split('@')[1] === missingPin;
    return hasMissingPin(use) ? undefined : uses.find(hasMissingPin);
}
/** Longer texts are cut: an annotation is a remark. */
const maxCharacters = 1_000;

;// CONCATENATED MODULE: ./src/report/markdown/comment-wish.ts
/** Whether a pull request is to have a comment on this run. */
function commentWish(when, report) {
    switch (when) {
        case 'never':
            return 'none';
        case 'always':
            return 'create';
        case 'auto':
            return report.images.length > 0 || report.problems !== undefined ? 'create' : 'update';
        case 'on-problem':
            return hasProblem(report) ? 'create' : 'update';
    }
}
function hasProblem({ problems, checkedBecause, interrupted, warnings, images }) {
    const wasOnlyChecked = checkedBecause !== undefined && images.length > 0;
    const isUndone = images.some(({ state }) => state !== 'mirrored' && state !== 'skipped');
    const warned = [
        ...warnings,
        ...images.flatMap((image) => [image, ...image.uses].flatMap((each) => each.warnings ?? [])),
    ];
    return problems !== undefined || wasOnlyChecked || interrupted || isUndone || warned.length > 0;
}

;// CONCATENATED MODULE: ./src/report/outputs.ts



const listedStates = ['mirrored', 'would-mirror', 'skipped', 'stale', 'deferred', 'failed'];
/**
 * A later step takes a list as a variable of its environment, which Linux lets have 131,072 bytes with its name (`MAX_ARG_STRLEN`). All of them
 * and the comment fit into the 1 MB of outputs that GitHub takes of a job.
 */
const maxImageListBytes = 120_000;
/** Of a run that could not begin. */
function outputsOfProblems({ reportPath, commentBody }) {
    return { report: reportPath, 'comment-body': commentBody };
}
function outputsOf(report, texts) {
    const lists = listedStates.map((state) => ({
        [state]: renderList(report.images.filter((image) => image.state === state)),
        [`${state}-count`]: String(report.counts[state]),
    }));
    return {
        ...lists.reduce((all, list) => ({ ...all, ...list }), {}),
        ...outputsOfProblems(texts),
        'upstream-pulls': String(report.traffic.upstreamPulls),
        bytes: String(report.traffic.bytesToTargets),
    };
}
/** The lists that hold fewer images than there are. */
function cutLists({ counts }, outputs) {
    return listedStates.filter((state) => {
        const list = JSON.parse(outputs[state] ?? '[]');
        return Array.isArray(list) && list.length < counts[state];
    });
}
/** The report has longer texts whole. */
const maxReasonCharacters = 1_000;
/** A JSON array of as many images as fit; the count beside it and the report tell of all. */
function renderList(images) {
    const items = [];
    let bytes = 2;
    for (const image of images) {
        const item = JSON.stringify(toOutputImage(image));
        bytes += Buffer.byteLength(item) + 1;
        if (bytes > maxImageListBytes)
            break;
        items.push(item);
    }
    return `[${items.join(',')}]`;
}
function toOutputImage(image) {
    const { canonical, target, digest, previousDigest, message, reason, uses } = image;
    return {
        image: canonical ?? uses[0]?.written,
        target,
        digest,
        previousDigest,
        reason: message === undefined ? ((0,formats/* tagWords */.u0)(image) ?? reason) : (0,runtime_text/* printable */.g$)(message, maxReasonCharacters),
        files: uses.map(task/* formatLocation */.j$),
    };
}

// EXTERNAL MODULE: ./src/result/report.ts
var result_report = __webpack_require__(6647);
// EXTERNAL MODULE: ./src/github/comment/comment-marker.ts
var comment_marker = __webpack_require__(8715);
// EXTERNAL MODULE: ./src/github/change/checkout.ts
var checkout = __webpack_require__(7134);
;// CONCATENATED MODULE: ./src/github/publish.ts













/**
 * Shows a report where GitHub shows things: annotations, summary, the pull request's comment, a JSON file for later steps, outputs. What cannot
 * be written is said in a warning: the images were mirrored all the same.
 */
async function publish(report, { comment: when, images }, deps) {
    const root = await (0,checkout/* findRoot */.wg)(deps.workspace, images);
    const [{ renderSummary }, { renderComment }] = await Promise.all([
        Promise.all(/* import() */[__webpack_require__.e(664), __webpack_require__.e(286), __webpack_require__.e(500), __webpack_require__.e(112)]).then(__webpack_require__.bind(__webpack_require__, 7112)),
        Promise.all(/* import() */[__webpack_require__.e(664), __webpack_require__.e(286), __webpack_require__.e(500), __webpack_require__.e(279)]).then(__webpack_require__.bind(__webpack_require__, 7279)),
    ]);
    await show(deps, {
        report,
        wish: commentWish(when, report),
        renderComment: (options) => renderComment(report, options),
        annotate: () => {
            annotateLines(report, root);
        },
        renderSummary: () => renderSummary(report),
        outputs: (texts) => {
            const outputs = outputsOf(report, texts);
            warnOfCutLists(report, outputs);
            return outputs;
        },
    });
}
/** The same for a run that could not begin: who reads a pull request does not look into logs. */
async function publishProblems(problems, deps) {
    const { renderProblems, reportOfProblems } = await Promise.all(/* import() */[__webpack_require__.e(664), __webpack_require__.e(286), __webpack_require__.e(199)]).then(__webpack_require__.bind(__webpack_require__, 1199));
    const report = reportOfProblems(problems, new Date(deps.clock.wallMs()));
    const when = (0,read_options/* readCommentOption */.B)(deps.inputs);
    await show(deps, {
        report,
        wish: when === undefined ? 'update' : commentWish(when, report),
        annotate: () => undefined,
        renderComment: (options) => renderProblems(problems, options),
        renderSummary: () => renderProblems(problems, { maxCharacters: comment_marker/* maxCommentCharacters */.iz }),
        outputs: outputsOfProblems,
    });
}
/**
 * Writes first what later steps need. The process of a run that was stopped ends whatever is still to be written, so each step lets the
 * timers of that end run before it begins.
 */
async function show(deps, { report, wish, annotate: annotateReport, renderComment, renderSummary, outputs }) {
    const { event, environment } = deps;
    const render = (maxCharacters) => renderComment({ maxCharacters, ...linksOf(event, environment) });
    const folder = (environment.RUNNER_TEMP ?? '') === '' ? (0,external_node_os_.tmpdir)() : (environment.RUNNER_TEMP ?? '');
    const reportPath = await attempt('The JSON report', async () => writeReport(report, folder));
    await attempt('The outputs', () => {
        const texts = { reportPath: reportPath ?? '', commentBody: render(comment_marker/* maxCommentCharacters */.iz) };
        for (const [name, value] of Object.entries(outputs(texts)))
            setOutput(name, value, environment);
    });
    await attempt('The annotations', annotateReport);
    await attempt('The job summary', () => {
        appendSummary(renderSummary(), environment);
    });
    await attempt('The comment', async () => comment(wish, render, deps));
}
/** octokit is loaded for a pull request alone. Who closes one reads no comment on it. */
async function comment(wish, render, { event, environment, clock, inputs, token, redact, reportSignal }) {
    if (wish === 'none')
        return;
    if (event.kind !== 'pull-request') {
        if (event.kind === 'other' && event.why !== undefined && wish === 'create')
            annotate('warning', `${event.why} So there is no comment.`);
        return;
    }
    if (event.action === 'closed')
        return;
    const { postComment } = await __webpack_require__.e(/* import() */ 583).then(__webpack_require__.bind(__webpack_require__, 1583));
    const sticky = { marker: (0,comment_marker/* markerFor */._Z)(inputs, environment), mayCreate: wish === 'create', render };
    const warn = (sentence) => {
        annotate('warning', redact(sentence), { title: 'No comment' });
    };
    const log = (line) => {
        logLine(redact(line));
    };
    await postComment(sticky, event, { environment, clock, token, log, warn, reportSignal });
}
function linksOf(event, environment) {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
    const isKnown = [server, repository, run].every((part) => (part ?? '') !== '');
    return {
        ...(isKnown ? { runUrl: `${server ?? ''}/${repository ?? ''}/actions/runs/${run ?? ''}` } : {}),
        ...(event.kind === 'pull-request' ? { pullRequest: event.number, commit: event.headSha } : {}),
    };
}
function warnOfCutLists(report, outputs) {
    const cut = cutLists(report, outputs);
    if (cut.length === 0)
        return;
    const names = cut.join(', ');
    annotate('warning', `Of the outputs ${names} GitHub takes no more: they are cut, the JSON report has all images.`);
}
async function attempt(what, write) {
    await (0,external_node_timers_promises_.setImmediate)();
    try {
        return await write();
    }
    catch (error) {
        annotate('warning', `${what} could not be written: ${(0,errors/* messageOf */.bD)(error)}`);
        return undefined;
    }
}
/** GitHub shows ten annotations of a level a step (docs.github.com, "Usage limits"), and drops the others without a word. */
const maxAnnotations = 10;
/** @param root of the repository, in the workspace: with `path` of actions/checkout it is a folder there */
function annotateLines(report, root) {
    const annotations = annotationsOf(report);
    for (const level of ['error', 'warning']) {
        const ofLevel = annotations.filter((annotation) => annotation.level === level);
        for (const { title, message, use } of ofLevel.slice(0, maxAnnotations)) {
            const file = (0,checkout/* fromRoot */.tc)(use.file, root);
            annotate(level, message, { title, file, ...(use.line === undefined ? {} : { startLine: use.line }) });
        }
        const more = ofLevel.length - maxAnnotations;
        if (more > 0)
            logLine(`${more} more ${level}s on lines: the job summary has them.`);
    }
    for (const warning of report.warnings)
        annotate('warning', warning);
}
async function writeReport(report, folder) {
    await (0,promises_.mkdir)(folder, { recursive: true });
    const path = (0,external_node_path_.join)(await (0,promises_.mkdtemp)((0,external_node_path_.join)(folder, 'image-mirror-')), 'report.json');
    await (0,promises_.writeFile)(path, (0,result_report/* formatReportFile */.GF)(report));
    return path;
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
;// CONCATENATED MODULE: ./src/action.ts
















/** The action: GitHub's inputs in, summary, annotations, outputs and an exit code out. */
async function runAction(host, stop) {
    const { environment, clock, workingDirectory, keepHeapSmall } = host;
    const inputs = readInputs(core/* getInput */.V4);
    const token = (0,core/* getInput */.V4)('github-token');
    const secrets = secretsOf(token, inputs, environment);
    const { redact } = secrets;
    const log = (line) => {
        logLine(redact(line));
    };
    const { signal, cleanupSignal, reportSignal } = stop;
    const event = await eventOf(environment);
    const workspace = environment.GITHUB_WORKSPACE ?? workingDirectory;
    const deps = { event, environment, clock, workspace, inputs, token, redact, reportSignal };
    try {
        const options = (0,read_options/* readOptions */.T)(inputs);
        (0,runtime_stop/* stopInTime */.tl)(stop, options, clock);
        const config = await configFor(options, { event, environment, workspace, clock, token, log, signal });
        const rights = await rightsFor({ event, environment, clock, workspace, config, signal });
        const progress = (0,plain_progress/* batchedProgress */.tk)(logLine, (0,result_progress/* namesFor */.G)(config.targets), clock);
        const github = (0,api/* lazyGithub */.Y)({ environment, clock, token, log, signal });
        const { images } = config;
        const report = await (0,run/* run */.e)(config, {
            workspace,
            clock,
            progress,
            redact,
            signal,
            cleanupSignal,
            trigger: await triggerFor({ event, environment, clock, workspace, images, github, log, signal }),
            whenRefused: rights.whenRefused,
            checkOnlyReason: rights.checkOnlyReason,
            leftImagesReason: rights.leftImagesReason,
            engine: { exposed: await exposedFor(config, environment), keepHeapSmall },
            openCache: async (warn) => openCacheFor(config, { environment, clock, workspace, rights, stop, log, warn }),
            connect: async (cache, trusted, logProgress) => {
                const known = { environment, clock, token, secrets, cache, trusted, rights, cleanupSignal };
                return connectFor(config, { ...known, log: logProgress });
            },
        }).finally(async () => {
            progress.close();
            await github.close();
        });
        await publish(report, config, deps);
        return conclude(report, config);
    }
    catch (error) {
        return await reportError(error, deps);
    }
}
/** With the configuration file, of the commit that may decide. */
async function configFor(options, deps) {
    const commit = findTrustedCommit(deps.event, deps.environment);
    if (commit === undefined)
        return (0,read_config_file/* withConfigFile */.Ro)(options, deps.workspace);
    const { readTrustedFile } = await __webpack_require__.e(/* import() */ 86).then(__webpack_require__.bind(__webpack_require__, 8086));
    const github = (0,api/* lazyGithub */.Y)(deps);
    const read = readTrustedFile(options.configFile, read_config_file/* configFileKind */.Vz, commit, { ...deps, github });
    const text = await read.finally(github.close).catch((error) => {
        // A run that is stopped does nothing, whatever the file says.
        if (!deps.signal.aborted)
            throw error;
        return undefined;
    });
    return (0,read_config_file/* withConfigText */.UP)(options, text);
}
/** The runner masks them all, too: before anything is said. */
function secretsOf(token, inputs, environment) {
    const secrets = new runtime_secrets/* Secrets */.Sb(core/* setSecret */.Pq);
    secrets.add(token);
    (0,runtime_secrets/* addLogins */.WF)(secrets, Object.values(inputs));
    (0,runtime_secrets/* addEnvironment */.RM)(secrets, environment);
    return secrets;
}
/** What changes files, or waits for an answer, has a payload that matters; to read it takes a parser. */
async function eventOf(environment) {
    const name = environment.GITHUB_EVENT_NAME ?? '';
    if (!/^(?:pull_request|pull_request_target|push|merge_group)$/.test(name))
        return { kind: 'other', name };
    const { readEvent } = await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 4618));
    return readEvent(environment);
}
async function triggerFor(deps) {
    const { event } = deps;
    if (event.kind === 'other' && event.why === undefined)
        return { kind: 'none', event: event.name };
    const { triggerOf } = await Promise.all(/* import() */[__webpack_require__.e(52), __webpack_require__.e(407)]).then(__webpack_require__.bind(__webpack_require__, 2407));
    return triggerOf(deps);
}
async function exposedFor({ targets, mode }, environment) {
    if (mode !== 'mirror' || !targets.some(({ registry }) => registry === 'ghcr.io'))
        return undefined;
    const { findExposed } = await __webpack_require__.e(/* import() */ 97).then(__webpack_require__.bind(__webpack_require__, 5097));
    return findExposed(environment);
}
async function connectFor(config, deps) {
    const { environment, clock, token, secrets, cache, trusted, rights, cleanupSignal, log } = deps;
    const { connect } = await Promise.all(/* import() */[__webpack_require__.e(193), __webpack_require__.e(119)]).then(__webpack_require__.bind(__webpack_require__, 5119));
    const { githubCredentials } = await __webpack_require__.e(/* import() */ 369).then(__webpack_require__.bind(__webpack_require__, 9369));
    const fallbackCredentials = githubCredentials(config.targets, token, environment);
    const { noAccountReason, publicOnlyReason } = rights;
    return connect(config, {
        environment,
        clock,
        secrets,
        fallbackCredentials,
        cache,
        trusted,
        noAccountReason,
        publicOnlyReason,
        cleanupSignal,
        log,
    });
}
async function openCacheFor(config, deps) {
    const { environment, clock, workspace, rights, log, warn } = deps;
    const { signal, cleanupSignal } = deps.stop;
    // What earlier runs read with an account is not for everybody.
    if (rights.publicOnlyReason !== undefined)
        return (await __webpack_require__.e(/* import() */ 66).then(__webpack_require__.bind(__webpack_require__, 1066))).noCache();
    const { openConfiguredCache } = await __webpack_require__.e(/* import() */ 981).then(__webpack_require__.bind(__webpack_require__, 6981));
    const { findCacheStore } = await __webpack_require__.e(/* import() */ 948).then(__webpack_require__.bind(__webpack_require__, 6948));
    const find = (scopes) => findCacheStore(scopes, environment);
    return openConfiguredCache(config, {
        workspace,
        clock,
        signal,
        cleanupSignal,
        warn,
        service: { find, log },
    });
}
/** A pull request's event has something to tell, one that cannot be read must not pass for another, and any may be Dependabot's. */
async function rightsFor(deps) {
    const { event, environment } = deps;
    const isPullRequest = event.kind === 'pull-request' || event.name === 'pull_request_target';
    if (!isPullRequest && environment.GITHUB_ACTOR !== 'dependabot[bot]')
        return { whenRefused: { kind: 'fail' }, noAccountReason: undefined };
    const { readRights } = await __webpack_require__.e(/* import() */ 345).then(__webpack_require__.bind(__webpack_require__, 345));
    return readRights(deps);
}
function conclude(report, config) {
    const exitCode = (0,exit_code/* exitCodeOf */.F)(report, config.failOn);
    const facts = [(0,formats/* formatScope */.gk)(report.scope), (0,formats/* formatCost */.BD)(report)].filter((part) => part !== undefined);
    logLine(`${(0,formats/* formatResult */.J9)(report)} (${facts.join(' · ')})`);
    if (report.checkedBecause !== undefined) {
        annotate('warning', (0,formats/* formatResult */.J9)(report), { title: (0,formats/* isOnlyChecked */.G4)(report) ? 'Only checked' : 'Not written' });
    }
    if (exitCode !== 0)
        annotate('error', `${(0,formats/* formatCounts */.gM)(report)}. The job summary says what and why.`);
    return exitCode;
}
async function reportError(error, deps) {
    const { redact } = deps;
    if (!(error instanceof errors/* ConfigurationError */.j1)) {
        const message = redact((0,errors/* messageOf */.bD)(error));
        annotate('error', `This is a mistake in image-mirror: ${message}`);
        logLine(`stack: ${(0,runtime_text/* printable */.g$)(redact(error instanceof Error ? (error.stack ?? '') : ''), 4_000)}`);
        await publishProblems({ kind: 'mistake', sentences: [message] }, deps);
        return 1;
    }
    const problems = error.problems.map(redact);
    for (const problem of problems)
        annotate('error', problem, { title: 'Wrong configuration' });
    await publishProblems({ kind: 'configuration', sentences: problems }, deps);
    return 2;
}


/***/ }),

/***/ 2272:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ connectGithub),
/* harmony export */   Y: () => (/* binding */ lazyGithub)
/* harmony export */ });
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9541);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5369);
/* harmony import */ var _rate_limit_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7806);



const defaultLimits = { requestTimeoutMs: 30_000, secondMs: 1_000 };
/**
 * Makes a client for the GitHub that the run is on, through the environment's proxy. `@actions/github` takes longer to load than a run on an
 * empty tree takes in all, so it is loaded here and not when this file is.
 * @returns undefined without a token, for GitHub then answers sixty requests an hour and address, which runners share
 * @throws {ConfigurationError} where GITHUB_API_URL, the proxy or the certificates of the environment cannot be used
 */
async function connectGithub(deps) {
    const { environment, clock, token, log, signal, limits = defaultLimits } = deps;
    if (token === '')
        return undefined;
    const url = parseApiUrl(environment);
    const [{ createFetch }, { createDispatcher }] = await Promise.all([
        __webpack_require__.e(/* import() */ 116).then(__webpack_require__.bind(__webpack_require__, 7116)),
        __webpack_require__.e(/* import() */ 783).then(__webpack_require__.bind(__webpack_require__, 5783)),
    ]);
    const dispatcher = await createDispatcher(environment);
    // Last: `@actions/github` reads the proxies too, and its own error for one that cannot be used does not name the variable.
    const { createOctokit } = await Promise.all(/* import() */[__webpack_require__.e(159), __webpack_require__.e(857)]).then(__webpack_require__.bind(__webpack_require__, 3857));
    const { requestTimeoutMs: timeoutMs, secondMs } = limits;
    const ask = createFetch({ dispatcher, clock, origin: url.origin, timeoutMs, signal });
    const limit = (0,_rate_limit_js__WEBPACK_IMPORTED_MODULE_2__/* .createRateLimit */ .a)(clock);
    const fetch = async (...request) => {
        const answer = await ask(...request);
        limit.record(answer.headers);
        return answer;
    };
    const baseUrl = `${url.origin}${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutTrailing */ .hT)(url.pathname, '/')}`;
    const { request, graphql } = createOctokit({ baseUrl, token, fetch, log, secondMs });
    return { client: { clock, request, graphql, requestsLeft: limit.left }, close: async () => dispatcher.destroy() };
}
function lazyGithub(deps) {
    let api;
    const connect = async () => connectGithub(deps).catch((error) => {
        deps.log(`GitHub cannot be asked: ${(0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)}`);
        return undefined;
    });
    return {
        client: async () => (await (api ??= connect()))?.client,
        close: async () => (await api)?.close(),
    };
}
/** GitHub Enterprise Server's has a path. Source: docs.github.com, "Variables reference". */
function parseApiUrl(environment) {
    const text = environment.GITHUB_API_URL ?? '';
    const address = text === '' ? 'https://api.github.com' : text;
    if (/^https?:/.test(address) && URL.canParse(address))
        return new URL(address);
    throw new _runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigurationError */ .j1([`GITHUB_API_URL: ${text} is no http address. Leave it to the runner.`]);
}


/***/ }),

/***/ 7806:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ localReset),
/* harmony export */   a: () => (/* binding */ createRateLimit)
/* harmony export */ });
/* harmony import */ var _runtime_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9842);

/** Source: docs.github.com, "Rate limits for the REST API". */
function createRateLimit(clock) {
    let last;
    return {
        record: (headers) => {
            // GraphQL has a limit of its own.
            if ((headers.get('x-ratelimit-resource') ?? 'core') !== 'core')
                return;
            const [count, reset] = ['x-ratelimit-remaining', 'x-ratelimit-reset'].map((name) => numberOf(headers.get(name)));
            if (count === undefined || reset === undefined)
                return;
            last = { count, opens: (0,_runtime_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .momentIn */ .I)(reset * 1_000 - clock.wallMs(), clock) };
        },
        left: () => last !== undefined && last.opens.dueMs > clock.monotonicMs()
            ? { count: last.count, until: last.opens.date }
            : undefined,
    };
}
/** Less than this is the time that an answer takes, and seconds that are rounded. */
const minSkewMs = 5_000;
/**
 * GitHub's `x-ratelimit-reset` in the time of this machine's clock: octokit's throttling waits until that clock shows it. GitHub's own clock is in
 * `date`; undefined where the two agree, or GitHub says nothing.
 */
function localReset(headers, clock) {
    const reset = numberOf(headers.get('x-ratelimit-reset'));
    const skewMs = clock.wallMs() - Date.parse(headers.get('date') ?? '');
    if (reset === undefined || !(Math.abs(skewMs) >= minSkewMs))
        return undefined;
    return String(Math.max(0, Math.ceil(reset + skewMs / 1_000)));
}
/** Of more digits no time is made. */
function numberOf(text) {
    return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}


/***/ }),

/***/ 7134:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D0: () => (/* binding */ findRoots),
/* harmony export */   tc: () => (/* binding */ fromRoot),
/* harmony export */   wg: () => (/* binding */ findRoot)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_path_posix__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3916);
/* harmony import */ var node_path_posix__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_path_posix__WEBPACK_IMPORTED_MODULE_2__);



/**
 * The folders of the workspace, '' for itself, that may be the repository's root: actions/checkout may put it into any (`path:`). One where
 * git's own folder is found; without it, as in a checkout that was made without git, all that the images folder lies in.
 * @param images relative to the workspace
 */
async function findRoots(workspace, images) {
    const parts = (0,node_path_posix__WEBPACK_IMPORTED_MODULE_2__.normalize)(images)
        .split('/')
        .filter((part) => part !== '' && part !== '.');
    if (images.startsWith('/') || parts.includes('..'))
        return [''];
    const above = parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
    for (const folder of [...above.toReversed(), '']) {
        if (await isCheckout(workspace, folder))
            return [folder];
    }
    return ['', ...above];
}
/** That one of them which is taken where there can be one alone. @param images may be a path in full, too */
async function findRoot(workspace, images) {
    const [root] = await findRoots(workspace, (0,node_path_posix__WEBPACK_IMPORTED_MODULE_2__.relative)(workspace, (0,node_path_posix__WEBPACK_IMPORTED_MODULE_2__.resolve)(workspace, images)));
    return root;
}
/** A path of the workspace as GitHub has it: from the repository's root. */
function fromRoot(path, root) {
    return root !== '' && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}
/**
 * A worktree or a submodule has a file in the place of git's folder. A pull request can make a folder a link to the root, or to another checkout: what
 * lies behind a link has another path in its repository.
 */
async function isCheckout(workspace, folder) {
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.lstat)((0,node_path_posix__WEBPACK_IMPORTED_MODULE_2__.join)(workspace, folder, '.git'));
        return (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)((0,node_path_posix__WEBPACK_IMPORTED_MODULE_2__.join)(workspace, folder))) === node_path__WEBPACK_IMPORTED_MODULE_1___default().resolve(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)(workspace), folder);
    }
    catch {
        return false;
    }
}


/***/ }),

/***/ 8715:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _Z: () => (/* binding */ markerFor),
/* harmony export */   gJ: () => (/* binding */ formatMarker),
/* harmony export */   gY: () => (/* binding */ parseMarker),
/* harmony export */   iz: () => (/* binding */ maxCommentCharacters),
/* harmony export */   tW: () => (/* binding */ isOlder)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5369);
/* harmony import */ var _runner_event_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4618);



/**
 * The marker of this run. Targets, what chooses and names images, workflow and job are its key, so that another target, job or leg of a matrix has a
 * comment of its own. They are taken as they were written: a run whose inputs are wrong finds the comment of those before it.
 */
function markerFor(inputs, environment) {
    const { target = '' } = inputs;
    const targets = target
        .split(/[,\n]/)
        .map((item) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutTrailing */ .hT)(item.trim().toLowerCase(), '/'))
        .filter((item) => item !== '');
    const choice = choosing.map((name) => (inputs[name] ?? '').trim());
    const { GITHUB_WORKFLOW_REF: reference = '', GITHUB_WORKFLOW: workflowName = '' } = environment;
    // `octo-org/octo-repo/.github/workflows/mirror.yml`: its file, without the branch that it was read from.
    const workflow = reference === '' ? workflowName : reference.replace(/@refs\/.*$/s, '');
    const parts = [[...new Set(targets)].sort(), ...choice, workflow, environment.GITHUB_JOB];
    return {
        key: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16),
        run: countOf(environment.GITHUB_RUN_NUMBER),
        attempt: countOf(environment.GITHUB_RUN_ATTEMPT),
    };
}
/** Inputs that say which images a run is of, and what they are called. The legs of a matrix have one name of a job, and differ in these. */
const choosing = ['images', 'dockerfiles', 'only', 'exclude', 'naming', 'build-args'];
function countOf(text = '') {
    return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
/** What a comment has room for behind its marker, which has at most eighty-three characters and a line end. */
const maxCommentCharacters = _runner_event_js__WEBPACK_IMPORTED_MODULE_2__/* .maxBodyCharacters */ .N - 100;
function formatMarker({ key, run, attempt }) {
    return `<!-- image-mirror:${key} run=${run} attempt=${attempt} -->`;
}
/** @returns undefined of a comment that does not begin with one */
function parseMarker(body) {
    const match = /^<!-- image-mirror:([0-9a-f]{16}) run=(\d{1,15}) attempt=(\d{1,15}) -->/.exec(body);
    if (match?.[1] === undefined)
        return undefined;
    return { key: match[1], run: countOf(match[2]), attempt: countOf(match[3]) };
}
/** Says whether one run began before the other. */
function isOlder(one, other) {
    return one.run === other.run ? one.attempt < other.attempt : one.run < other.run;
}


/***/ }),

/***/ 4618:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ maxBodyCharacters),
/* harmony export */   readEvent: () => (/* binding */ readEvent)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7934);
/* harmony import */ var _runtime_optional_field_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7843);
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9541);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5369);
/* harmony import */ var _payload_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6464);





const nameSchema = valibot__WEBPACK_IMPORTED_MODULE_3__/* .picklist */ .KIO(['pull_request', 'pull_request_target', 'push', 'merge_group']);
/** git's object names are arguments of a program later on: nothing else may pass here. */
const shaSchema = valibot__WEBPACK_IMPORTED_MODULE_3__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_3__/* .regex */ .yGV(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, 'no name of a commit'));
/** GitHub takes no more of a description or a comment: its own error message says so. */
const maxBodyCharacters = 65_536;
/** What is only ever shown, or looked for in, and must not make the event unreadable. */
const wordsSchema = valibot__WEBPACK_IMPORTED_MODULE_3__/* .fallback */ .NpB(valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), '');
/** Of the events' payloads what is needed. Source: docs.github.com, "Webhook events and payloads". */
const pullRequestSchema = valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
    action: valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
    number: valibot__WEBPACK_IMPORTED_MODULE_3__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_3__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_3__/* .integer */ .ndf(), valibot__WEBPACK_IMPORTED_MODULE_3__/* .minValue */ .Wwf(1)),
    pull_request: valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
        user: valibot__WEBPACK_IMPORTED_MODULE_3__/* .fallback */ .NpB(valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ login: wordsSchema }), { login: '' }),
        body: wordsSchema,
        merged: valibot__WEBPACK_IMPORTED_MODULE_3__/* .fallback */ .NpB(valibot__WEBPACK_IMPORTED_MODULE_3__/* .boolean */ .zMY(), false),
        head: valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ sha: shaSchema, ref: wordsSchema, repo: (0,_runtime_optional_field_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ full_name: valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP() })) }),
        base: valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
            sha: shaSchema,
            ref: wordsSchema,
            repo: valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ full_name: valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), default_branch: wordsSchema }),
        }),
    }),
});
const pushSchema = valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ before: shaSchema, after: shaSchema });
/** What every event has. */
const defaultBranchSchema = valibot__WEBPACK_IMPORTED_MODULE_3__/* .fallback */ .NpB(valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ repository: valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ default_branch: wordsSchema }) }), {
    repository: { default_branch: '' },
});
const mergeGroupSchema = valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
    merge_group: valibot__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ base_sha: shaSchema, base_ref: wordsSchema, head_sha: shaSchema }),
});
const repositorySchema = valibot__WEBPACK_IMPORTED_MODULE_3__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP('missing'), valibot__WEBPACK_IMPORTED_MODULE_3__/* .regex */ .yGV(/^[\w.-]+\/[\w.-]+$/, 'not owner/name'));
/** Reads the event that started the run, as the runner tells it; what cannot be read is an event of another kind. */
async function readEvent(environment) {
    const name = valibot__WEBPACK_IMPORTED_MODULE_3__/* .safeParse */ .xLC(nameSchema, environment.GITHUB_EVENT_NAME);
    if (!name.success)
        return { kind: 'other', name: environment.GITHUB_EVENT_NAME ?? '' };
    try {
        const repositoryParts = parse(repositorySchema, environment.GITHUB_REPOSITORY, 'GITHUB_REPOSITORY');
        const [owner = '', repository = ''] = repositoryParts.split('/');
        return { owner, repository, ...fieldsOf(name.output, await (0,_payload_js__WEBPACK_IMPORTED_MODULE_2__/* .readPayload */ .r)(environment)) };
    }
    catch (error) {
        const why = `The event ${name.output} cannot be read: ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g$)((0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error))}.`;
        return { kind: 'other', name: name.output, why };
    }
}
function parse(schema, value, what) {
    const result = valibot__WEBPACK_IMPORTED_MODULE_3__/* .safeParse */ .xLC(schema, value, { abortEarly: true });
    if (result.success)
        return result.output;
    const [issue] = result.issues;
    throw new Error(`${[what, valibot__WEBPACK_IMPORTED_MODULE_3__/* .getDotPath */ .BuJ(issue)].filter(Boolean).join(', ')}: ${issue.message}`);
}
function fieldsOf(name, payload) {
    const what = 'the event’s file (GITHUB_EVENT_PATH)';
    const defaultBranch = valibot__WEBPACK_IMPORTED_MODULE_3__/* .parse */ .qgA(defaultBranchSchema, payload).repository.default_branch;
    switch (name) {
        case 'pull_request':
        case 'pull_request_target': {
            return { kind: 'pull-request', name, ...fieldsOfPullRequest(parse(pullRequestSchema, payload, what)) };
        }
        case 'push': {
            const { before: baseSha, after: headSha } = parse(pushSchema, payload, what);
            return { kind: 'commit-range', name, headSha, baseSha, baseRef: '', defaultBranch };
        }
        case 'merge_group': {
            const { base_sha: baseSha, base_ref, head_sha: headSha } = parse(mergeGroupSchema, payload, what).merge_group;
            const baseRef = base_ref.replace(/^refs\/heads\//, '');
            return { kind: 'commit-range', name, headSha, baseSha, baseRef, defaultBranch };
        }
    }
}
function fieldsOfPullRequest({ action, number, pull_request: request }) {
    const { head, base, user, body, merged } = request;
    const isMerged = merged && base.ref !== '' && base.ref === base.repo.default_branch;
    const isFromFork = head.repo?.full_name !== base.repo.full_name;
    const branches = { baseRef: base.ref, defaultBranch: base.repo.default_branch };
    const words = { headRef: head.ref, author: user.login, body: body.slice(0, maxBodyCharacters) };
    return { action, number, headSha: head.sha, baseSha: base.sha, isMerged, isFromFork, ...branches, ...words };
}


/***/ }),

/***/ 6464:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ readPayload)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _runtime_bounded_read_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7126);


/** GitHub sends no payload of more than 25 MB. Source: docs.github.com, "Webhook events and payloads". */
const maxPayloadBytes = 32 * 1024 * 1024;
/**
 * Reads the payload of the event that started the run. The `context` of `@actions/github` has it too, and is not used: it reads the file without
 * a limit, and takes the environment from the process.
 * @throws {Error} the runner names no file, or the file cannot be read, is too large, or is not JSON
 */
async function readPayload({ GITHUB_EVENT_PATH: path = '' }) {
    if (path === '')
        throw new Error('GITHUB_EVENT_PATH is missing');
    const what = 'the event’s file (GITHUB_EVENT_PATH)';
    const tooLarge = () => new Error(`${what} has more than ${maxPayloadBytes} bytes`);
    const bytes = await (0,_runtime_bounded_read_js__WEBPACK_IMPORTED_MODULE_1__/* .readBounded */ .CB)((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.createReadStream)(path), maxPayloadBytes, tooLarge);
    return JSON.parse(bytes.toString('utf8'));
}


/***/ }),

/***/ 4864:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ blocks),
/* harmony export */   V: () => (/* binding */ blockBytes)
/* harmony export */ });
/**
 * Large enough that a layer takes few steps: half of what a transfer costs the processor is per chunk, not per byte. A copy
 * between processors' caches would be the next cost; larger blocks do not fit there.
 */
const blockBytes = 1024 * 1024;
/** So many unused blocks are kept. The transfers of a run use about four each. */
const maxUnusedBlocks = 48;
/**
 * Memory for the bodies of blobs, used again and again: new memory costs the system as much as the bytes themselves.
 *
 * A chunk is a part of a block. It has one owner. Whoever gets a chunk from a stream owns it, and passes it on, or releases it, or forgets it: the
 * memory of a chunk that is forgotten is freed, and not used again. Whoever gives a chunk to several owners calls `share` for each one more. A
 * block is used again when all of its chunks are released, so nobody may look at a chunk after its release. Chunks that are no part of a
 * block pass through all of this unharmed.
 */
class BlockPool {
    #unused = [];
    #used = new WeakMap();
    #isPoisoned = false;
    /** A whole block, with one owner. Its bytes are anything. */
    take() {
        const block = this.#unused.pop() ?? { bytes: Buffer.allocUnsafeSlow(blockBytes), owners: 0 };
        block.owners = 1;
        this.#used.set(block.bytes.buffer, block);
        return block.bytes;
    }
    /** One owner more, of this chunk or of a part of it. */
    share(chunk) {
        const block = this.#used.get(chunk.buffer);
        if (block !== undefined)
            block.owners += 1;
    }
    /** One owner less. */
    release(chunk) {
        const block = this.#used.get(chunk.buffer);
        if (block === undefined)
            return;
        block.owners -= 1;
        if (block.owners > 0)
            return;
        this.#used.delete(chunk.buffer);
        if (this.#isPoisoned)
            block.bytes.fill(poison);
        if (this.#unused.length < maxUnusedBlocks)
            this.#unused.push(block);
    }
    /** Overwrites each block that is returned, so that a chunk which was released too early shows. For tests. */
    poisonReturned() {
        this.#isPoisoned = true;
    }
}
const poison = 0xdb;
/** One for the process: it is memory, and nothing else. */
const blocks = new BlockPool();


/***/ }),

/***/ 7126:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $$: () => (/* binding */ bytesOf),
/* harmony export */   Au: () => (/* binding */ BodyTooLargeError),
/* harmony export */   CB: () => (/* binding */ readBounded)
/* harmony export */ });
/* harmony import */ var _blocks_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4864);

/**
 * Reads content to its end.
 * @param tooLarge makes the error for content of more than `maxBytes`; the content is closed then
 * @throws what `tooLarge` makes, or what the content throws
 */
async function readBounded(content, maxBytes, tooLarge) {
    const chunks = [];
    let size = 0;
    for await (const chunk of content) {
        size += chunk.length;
        if (size > maxBytes)
            throw tooLarge();
        chunks.push(chunk);
    }
    const whole = Buffer.concat(chunks, size);
    for (const chunk of chunks)
        _blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .blocks */ .B.release(chunk);
    return whole;
}
/** The chunks of a body of undici, whose types do not say what it is made of. */
async function* bytesOf(body) {
    for await (const chunk of body ?? [])
        if (chunk instanceof Uint8Array)
            yield chunk;
}
class BodyTooLargeError extends Error {
    name = 'BodyTooLargeError';
    constructor(maxBytes) {
        super(`the answer is larger than ${maxBytes} bytes`);
    }
}


/***/ }),

/***/ 7843:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R2: () => (/* binding */ optionalList),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   zJ: () => (/* binding */ optionalWord)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7934);

/**
 * A field that its specification has optional. `null` is how some writers spell its absence: Go's decoders, which registries and other clients are
 * built on, read both alike, and GitHub writes it for what is gone. This is the one place that decides so; a field that is required stays required.
 */
function optional(schema) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl6(schema, () => undefined);
}
/**
 * A list that is optional. Go writes `null` for one that nobody filled: whether that is an empty list or none depends on what it is in, so it is kept apart
 * from both.
 */
function optionalList(schema) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl6(valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(schema));
}
/** An optional field that is a word, whose empty value says nothing either: Go writes one for a string that nobody set. */
function optionalWord(maxLength) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(optional(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .maxLength */ .Ru6(maxLength))), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((word) => (word === '' ? undefined : word)));
}


/***/ })

};
