export const id = 381;
export const ids = [381,505];
export const modules = {

/***/ 7381:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connect: () => (/* binding */ connect)
});

// EXTERNAL MODULE: external "node:dns"
var external_node_dns_ = __webpack_require__(610);
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
// EXTERNAL MODULE: ./src/errors.ts
var src_errors = __webpack_require__(3916);
// EXTERNAL MODULE: ./src/text.ts
var src_text = __webpack_require__(8992);
;// CONCATENATED MODULE: ./src/registry/auth/credentials.ts

/** ACR's user name for "the password is a refresh token" (Azure/acr, docs/AAD-OAuth.md). */
const acrRefreshTokenUser = '00000000-0000-0000-0000-000000000000';
/** As whom an identity token is sent where a password is asked for; also the helpers' mark of one (docker/docker-credential-helpers). */
const identityTokenUser = '<token>';
function toCredentials(username, secret) {
    const isToken = username === identityTokenUser || username === acrRefreshTokenUser;
    return isToken ? { kind: 'identity-token', token: secret } : { kind: 'password', username, password: secret };
}
/** For messages: who it is, and nothing secret. */
function describeAccount(credentials) {
    return credentials.kind === 'password'
        ? `user "${(0,src_text/* printable */.g$)(credentials.username)}"`
        : 'the holder of an identity token';
}
function basicAuthorization(username, password) {
    return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

;// CONCATENATED MODULE: ./src/registry/auth/credential-helper.ts



const answerSchema = dist/* object */.Ikc({ Username: dist/* string */.YjP(), Secret: dist/* string */.YjP() });
/** A helper may ask a cloud's metadata service; one that hangs must not hang the run. */
const helperTimeoutMs = 30_000;
/**
 * Asks `docker-credential-<helper> get` for a server's credentials; undefined where it has none.
 * Source: docker/docker-credential-helpers, "Development".
 * @throws {ConfigurationError} where the helper is missing, fails or hangs; its output is not repeated, for it may hold a secret.
 */
async function askCredentialHelper(helper, server, run) {
    const program = `docker-credential-${helper}`;
    if (!/^[\w.-]+$/.test(helper))
        throw helperError(program, server, 'its name in config.json is none');
    const { exitCode, stdout } = await withTimeout(run(program, ['get'], server), program, server);
    if (exitCode !== 0) {
        // The protocol's own words for "no such entry", on standard output.
        if (/credentials not found in native keychain/i.test(stdout))
            return undefined;
        throw helperError(program, server, `it ended with exit code ${exitCode}`);
    }
    return readAnswer(stdout, program, server);
}
/** More than any helper's answer; a helper that floods is ended. */
const maxAnswerBytes = 1024 * 1024;
/**
 * The real RunProgram: no shell, nothing of it in the log, ended when it hangs. Not by `@actions/exec`, whose write to a program that has
 * ended already is an error that nobody can catch (docs/decisions.md, "Credential helpers").
 * @throws {Error} where the program is not there, or is ended by a signal
 */
async function runProgram(program, args, input) {
    const { execFile } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 1421, 23));
    const options = {
        timeout: helperTimeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: maxAnswerBytes,
        windowsHide: true,
    };
    return new Promise((resolve, reject) => {
        const child = execFile(program, [...args], options, (error, stdout) => {
            if (error === null)
                resolve({ exitCode: 0, stdout });
            else if (typeof error.code === 'number')
                resolve({ exitCode: error.code, stdout });
            // Not the error's own text: it repeats what the program printed.
            else
                reject(new Error(typeof error.code === 'string'
                    ? `${error.code}, it cannot be run`
                    : `it was ended by ${String(error.signal)}`));
        });
        // A helper may end without reading what it is asked.
        child.stdin?.on('error', () => undefined);
        child.stdin?.end(input);
    });
}
function readAnswer(stdout, program, server) {
    try {
        const { Username: username, Secret: secret } = dist/* parse */.qgA(answerSchema, JSON.parse(stdout));
        return username === '' && secret === '' ? undefined : toCredentials(username, secret);
    }
    catch {
        throw helperError(program, server, 'its answer is not the JSON that the protocol asks for');
    }
}
async function withTimeout(task, program, server) {
    let timer;
    const timeout = new Promise((_resolve, reject) => {
        timer = setTimeout(() => {
            reject(helperError(program, server, `it did not answer within ${helperTimeoutMs / 1_000} seconds`));
        }, helperTimeoutMs);
    });
    try {
        return await Promise.race([task, timeout]);
    }
    catch (error) {
        throw error instanceof src_errors/* ConfigurationError */.j1 ? error : helperError(program, server, (0,src_errors/* messageOf */.bD)(error));
    }
    finally {
        clearTimeout(timer);
    }
}
function helperError(program, server, what) {
    return new src_errors/* ConfigurationError */.j1([
        `Asking ${program} for the credentials of ${server} failed: ${what}. Check that the helper is installed, or log in to ${server} again.`,
    ]);
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/image/reference.ts
var reference = __webpack_require__(3564);
;// CONCATENATED MODULE: ./src/registry/auth/docker-config.ts








const authSchema = dist/* object */.Ikc({
    auth: dist/* optional */.lqM(dist/* string */.YjP()),
    username: dist/* optional */.lqM(dist/* string */.YjP()),
    password: dist/* optional */.lqM(dist/* string */.YjP()),
    identitytoken: dist/* optional */.lqM(dist/* string */.YjP()),
});
const configSchema = dist/* object */.Ikc({
    auths: dist/* optional */.lqM(dist/* nullable */.mee(dist/* record */.g1P(dist/* string */.YjP(), dist/* nullable */.mee(authSchema)))),
    credHelpers: dist/* optional */.lqM(dist/* nullable */.mee(dist/* record */.g1P(dist/* string */.YjP(), dist/* string */.YjP()))),
    credsStore: dist/* optional */.lqM(dist/* nullable */.mee(dist/* string */.YjP())),
});
/**
 * Reads docker's configuration and podman's, whichever are there: the first that knows a registry serves.
 * @throws {ConfigurationError} names the file that cannot be read, never its contents.
 */
async function readDockerConfigs(environment) {
    const texts = await Promise.all(configPaths(environment).map(readIfThere));
    const inline = environment.DOCKER_AUTH_CONFIG;
    const files = texts.flatMap((file) => file === undefined
        ? []
        : [{ ...parseDockerConfig(file.text, file.path), place: shownPath(file.path, environment) }]);
    return inline === undefined || inline.trim() === ''
        ? files
        : [...files, { ...parseDockerConfig(inline, variableName), place: variableName }];
}
const variableName = 'DOCKER_AUTH_CONFIG';
/** Where `readDockerConfigs` looks, whatever is there. */
function configPlaces(environment) {
    return [...configPaths(environment).map((path) => shownPath(path, environment)), variableName];
}
/** Of the files in one's home nobody need be told whose home it is. */
function shownPath(path, environment) {
    const home = `${homeOf(environment)}/`;
    return (0,src_text/* printable */.g$)(path.startsWith(home) ? `~/${path.slice(home.length)}` : path);
}
/** @throws {ConfigurationError} */
function parseDockerConfig(text, name) {
    try {
        const content = text.trim() === '' ? {} : JSON.parse(text);
        if (Array.isArray(content))
            throw new TypeError('a list');
        return dist/* parse */.qgA(configSchema, content);
    }
    catch (error) {
        // The error's own text may quote the file, which holds passwords.
        throw new src_errors/* ConfigurationError */.j1([
            `${name}: this is no docker configuration (config.json): ${whyNot(error, text)}. Log in again, or mend the file.`,
        ]);
    }
}
/** Names of the format and places alone. */
function whyNot(error, text) {
    if (error instanceof SyntaxError) {
        const [, position] = /at position (\d+)/.exec(error.message) ?? [];
        if (error.message.includes('end of JSON input') || Number(position) >= text.length)
            return 'it is JSON that ends too early';
        return `it is not JSON${position === undefined ? '' : ` ${placeIn(text, Number(position))}`}`;
    }
    const [issue] = dist/* isValiError */.F1$(error) ? error.issues : [];
    const key = issue?.path?.[0]?.key;
    return typeof key === 'string' && key in configSchema.entries
        ? `"${key}" is not as docker writes it`
        : 'it is no JSON object';
}
function placeIn(text, position) {
    const before = text.slice(0, position).split('\n');
    return `from line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} on`;
}
/**
 * Finds a registry's credentials: its own helper first, then the file, then the default helper.
 * Keys are compared whole: a key that merely contains a registry's name is another registry's.
 */
function findCredentials(config, registry) {
    const [helper] = entriesFor(config.credHelpers ?? {}, registry);
    if (helper !== undefined)
        return { kind: 'helper', helper, server: (0,reference/* registryCredentialKey */.S3)(registry) };
    const entries = entriesFor(config.auths ?? {}, registry);
    const credentials = entries
        .map((entry) => (entry === null ? undefined : readEntry(entry)))
        .find((found) => found !== undefined);
    if (credentials !== undefined)
        return { kind: 'found', credentials };
    const store = config.credsStore ?? '';
    return store === '' ? { kind: 'none' } : { kind: 'helper', helper: store, server: (0,reference/* registryCredentialKey */.S3)(registry) };
}
/** What it has entries for, as they are written, but for what is no part of a host's name. */
function entryHosts({ auths, credHelpers }) {
    const keys = [...Object.keys(credHelpers ?? {}), ...Object.keys(auths ?? {})];
    const hosts = keys.map((key) => registryOfKey(key) ?? key.replace(/^\w+:\/\//, '').split(/[?#]/, 1)[0] ?? '');
    return [...new Set(hosts.map((host) => host.slice(host.lastIndexOf('@') + 1)))].filter((host) => host !== '');
}
/** Says whether a registry's entry has something for a user and a password that holds none. */
function isUndecodable({ auths }, registry) {
    return entriesFor(auths ?? {}, registry).some((entry) => (entry?.auth ?? '') !== '' && entry !== null && readEntry(entry) === undefined);
}
function homeOf({ HOME }) {
    return HOME === undefined || HOME === '' ? (0,external_node_os_.homedir)() : HOME;
}
function configPaths(environment) {
    const set = (name) => ((environment[name] ?? '') === '' ? [] : [environment[name] ?? '']);
    const home = homeOf(environment);
    const [docker = (0,external_node_path_.join)(home, '.docker')] = set('DOCKER_CONFIG');
    const [configHome = (0,external_node_path_.join)(home, '.config')] = set('XDG_CONFIG_HOME');
    return [
        (0,external_node_path_.join)(docker, 'config.json'),
        ...set('REGISTRY_AUTH_FILE'),
        ...set('XDG_RUNTIME_DIR').map((runtime) => (0,external_node_path_.join)(runtime, 'containers', 'auth.json')),
        (0,external_node_path_.join)(configHome, 'containers', 'auth.json'),
    ];
}
async function readIfThere(path) {
    try {
        return { path, text: await (0,promises_.readFile)(path, 'utf8') };
    }
    catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code === 'ENOENT' || code === 'ENOTDIR')
            return undefined;
        throw new src_errors/* ConfigurationError */.j1([`${path}: docker's configuration cannot be read: ${(0,src_errors/* messageOf */.bD)(error)}.`]);
    }
}
function entriesFor(entries, registry) {
    return Object.entries(entries).flatMap(([key, entry]) => (registryOfKey(key) === registry ? [entry] : []));
}
/** `https://host/v1/`, `host/v2`, `host`: all are the host. A key with any other path (`host/namespace`) is no registry's. */
function registryOfKey(key) {
    const match = /^(?:https?:\/\/)?([^/]+)(?:\/(?:v[12]\/?)?)?$/.exec(key);
    return match?.[1] === undefined ? undefined : (0,reference/* canonicalRegistry */.i7)(match[1]);
}
function readEntry(entry) {
    if (entry.identitytoken !== undefined && entry.identitytoken !== '')
        return { kind: 'identity-token', token: entry.identitytoken };
    const decoded = entry.auth === undefined ? '' : (0,src_text/* withoutTrailing */.hT)(Buffer.from(entry.auth, 'base64').toString('utf8'), '\0');
    const colon = decoded.indexOf(':');
    if (colon > 0)
        return toCredentials(decoded.slice(0, colon), decoded.slice(colon + 1));
    if (entry.username === undefined || entry.password === undefined || entry.username === '')
        return undefined;
    return toCredentials(entry.username, entry.password);
}

;// CONCATENATED MODULE: ./src/registry/auth/credential-store.ts



function openLogins(options) {
    const found = new Map();
    let configs;
    const read = async () => (configs ??= readDockerConfigs(options.environment));
    const find = async (registry) => {
        const lookUp = found.get(registry) ?? lookUpIn(read(), registry, options);
        found.set(registry, lookUp);
        return lookUp;
    };
    return {
        credentials: async (registry) => (await find(registry)).credentials,
        trace: async (registry) => traceOf(registry, await find(registry), await read(), options),
    };
}
async function lookUpIn(configs, registry, { runProgram, secrets, fallback }) {
    const stored = await findIn(await configs, registry, runProgram);
    const found = stored.credentials === undefined ? fallbackOf(fallback.get(registry)) : stored;
    const { credentials } = found;
    if (credentials?.kind === 'password')
        secrets.addPair(credentials.username, credentials.password);
    else if (credentials !== undefined)
        secrets.addPair(identityTokenUser, credentials.token);
    return found;
}
function fallbackOf(credentials) {
    return { credentials, from: credentials === undefined ? undefined : 'GitHub (GITHUB_TOKEN)' };
}
async function findIn(configs, registry, runProgram) {
    for (const config of configs) {
        const stored = findCredentials(config, registry);
        if (stored.kind === 'found')
            return { credentials: stored.credentials, from: config.place };
        if (stored.kind === 'none')
            continue;
        const asked = await askCredentialHelper(stored.helper, stored.server, runProgram);
        if (asked !== undefined)
            return { credentials: asked, from: `docker-credential-${stored.helper}` };
    }
    return { credentials: undefined, from: undefined };
}
function traceOf(registry, { from }, configs, { environment }) {
    const places = configPlaces(environment).map((name) => ({
        name,
        hosts: configs.filter(({ place }) => place === name).flatMap(entryHosts),
    }));
    return { registry, from, undecodable: configs.find((config) => isUndecodable(config, registry))?.place, places };
}

// EXTERNAL MODULE: ./src/registry/dispatcher.ts + 1 modules
var dispatcher = __webpack_require__(8505);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: ./src/version.ts
var version = __webpack_require__(311);
;// CONCATENATED MODULE: ./src/registry/http.ts


/** A registry that takes longer to begin its answer is treated as one that does not answer. */
const headersTimeoutMs = 60_000;
/** The longest silence within a body. */
const bodyTimeoutMs = 60_000;
function createSend(dispatcherFor, traffic, clock) {
    return async ({ kind, method, url, headers, body, signal, note, ledBy, headersTimeoutMs: timeout }) => {
        const dispatcher = dispatcherFor(url, ledBy);
        traffic.requests[kind] += 1;
        note?.(url.host);
        const begun = clock.now();
        const response = await dispatcher.request({
            method,
            origin: url.origin,
            path: `${url.pathname}${url.search}`,
            // Registries that compress on request would change the bytes that digests are of.
            headers: { 'user-agent': `image-mirror/${version/* version */.r}`, 'accept-encoding': 'identity', ...headers },
            ...(body === undefined ? {} : { body: toBody(body) }),
            headersTimeout: timeout ?? headersTimeoutMs,
            bodyTimeout: bodyTimeoutMs,
            // undici ends a connection after a HEAD, for servers that send a body all the same (undici#258). Registries do not, and a new
            // connection for every look-up costs more than the look-up; what comes unasked is an error of that connection, and tried again.
            reset: false,
            signal,
        });
        const { statusCode: status, headers: answered, body: content } = response;
        return { status, headers: answered, url, body: content, latencyMs: clock.now() - begun };
    };
}
function headerOf(headers, name) {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
}
/**
 * Reads a body whole.
 * @param isLate asked with each piece, which come at least once in the time that a silence may last: cheaper than a timer a request
 * @throws {BodyTooLargeError} as soon as there is more than `maxBytes`.
 * @throws {DOMException} `TimeoutError`
 */
async function readBody(response, maxBytes, isLate = () => false) {
    const chunks = [];
    let size = 0;
    for await (const chunk of chunksOf(response)) {
        size += chunk.length;
        if (size > maxBytes)
            throw new BodyTooLargeError(maxBytes);
        if (isLate())
            throw new DOMException('the answer did not come to its end in time', 'TimeoutError');
        chunks.push(chunk);
    }
    return Buffer.concat(chunks, size);
}
function chunksOf(response) {
    return response.body;
}
/** A body that nobody wants may cost its connection, and no time. */
const maxDiscardMs = 10_000;
/** Ends an answer whose body nobody wants, so that its connection is free again. */
async function discard(response) {
    await response.body.dump({ limit: 64 * 1024, signal: AbortSignal.timeout(maxDiscardMs) }).catch(() => undefined);
}
class BodyTooLargeError extends Error {
    name = 'BodyTooLargeError';
    constructor(maxBytes) {
        super(`the answer is larger than ${maxBytes} bytes`);
    }
}
function toBody(body) {
    return typeof body === 'string' || body instanceof Uint8Array ? body : external_node_stream_.Readable.from(body, { objectMode: false });
}

// EXTERNAL MODULE: ./src/registry/known-hosts.ts
var known_hosts = __webpack_require__(1942);
// EXTERNAL MODULE: ./node_modules/p-queue/dist/index.js + 4 modules
var p_queue_dist = __webpack_require__(9052);
;// CONCATENATED MODULE: ./src/registry/lane-width.ts
/** Latency that grows to this many times the least that was seen, and by this much more, is a queue at the host. */
const latencyFactor = 5;
const latencySlackMs = 200;
/** The weight of the newest answer in the smoothed latency, and how many answers make it worth a look. */
const newestWeight = 0.1;
const enoughAnswers = 10;
/**
 * How many requests a host bears at once: begun wide, halved where the host says that it is too much (429, 503) or answers ever slower,
 * and grown by one for each round that went well, never over the ceiling. What was begun before the last halving says nothing more.
 */
class LaneWidth {
    ceiling;
    #latencies = new Map();
    #width;
    #halvings = 0;
    #good = 0;
    constructor(ceiling) {
        this.ceiling = ceiling;
        this.#width = ceiling;
    }
    get width() {
        return this.#width;
    }
    /** To be remembered by what is begun, and given back with its outcome. */
    get round() {
        return this.#halvings;
    }
    refused(round) {
        if (round !== this.#halvings)
            return;
        this.#halvings += 1;
        this.#width = Math.max(1, Math.floor(this.#width / 2));
        this.#good = 0;
    }
    /** @param latency absent where the time is the body's and not the host's */
    answered(round, latency) {
        if (round !== this.#halvings)
            return;
        if (latency !== undefined && this.#isQueueing(latency)) {
            this.refused(round);
            return;
        }
        this.#good += 1;
        if (this.#good < this.#width)
            return;
        this.#good = 0;
        this.#width = Math.min(this.ceiling, this.#width + 1);
    }
    /** Says so once for each rise: a latency that does not fall when less is asked at once is the host's own. */
    #isQueueing({ kind, ms }) {
        const known = this.#latencies.get(kind) ?? { leastMs: ms, smoothedMs: ms, answers: 0 };
        this.#latencies.set(kind, known);
        known.leastMs = Math.min(known.leastMs, ms);
        known.smoothedMs = known.smoothedMs * (1 - newestWeight) + ms * newestWeight;
        known.answers += 1;
        if (known.answers < enoughAnswers)
            return false;
        if (known.smoothedMs <= known.leastMs * latencyFactor + latencySlackMs)
            return false;
        this.#latencies.set(kind, { leastMs: known.smoothedMs, smoothedMs: known.smoothedMs, answers: 0 });
        return true;
    }
}

;// CONCATENATED MODULE: ./src/registry/limits.ts



/**
 * The queues of every registry; bodies that are small have their own, for they only wait, too. A copy takes an upload's place first and a download's second, and holders of both only wait for
 * requests, so that no two copies can wait for each other. Each lane is as wide as its registry bears. Where a run has several sources, or targets, none of
 * them may have a lane of the other side's for itself: one that stalls must leave places for those that do not.
 */
class RegistryLimits {
    transfers;
    #queues = new Map();
    #registries = { source: new Set(), target: new Set() };
    /** @param transfers how many bodies may be under way at once from, and to, one registry */
    constructor(transfers) {
        this.transfers = transfers;
    }
    /** Takes note of a registry that the run copies from, or to. */
    expect(registry, side) {
        this.#registries[side].add(registry);
    }
    /** Runs `task` when its registry has a place for it; of those that wait, the largest goes first. */
    async run(registry, lane, task, signal, { size = 0, opposite, latencyOf } = {}) {
        const queue = this.#queue(registry, lane, size);
        const opposites = this.#registries[lane === 'uploads' ? 'source' : 'target'].size;
        // Not the queue's own signal: by that a task would be given up while it still runs, and could not tidy up.
        const live = async () => {
            signal.throwIfAborted();
            return watched(registry, queue, task, latencyOf);
        };
        const inLane = async () => queue.tasks.add(live, { priority: size });
        if (opposite === undefined || opposites < 2)
            return inLane();
        return shareOf(queue, opposite).add(inLane, { priority: size });
    }
    #queue(registry, lane, size) {
        const isSmall = lane !== 'requests' && size <= maxSmallBytes;
        const key = `${isSmall ? 'small ' : ''}${lane} ${registry}`;
        const known = this.#queues.get(key);
        if (known !== undefined)
            return known;
        const places = lane === 'requests' ? requestsPerTransfer : isSmall ? smallBodiesPerTransfer : 1;
        const width = new LaneWidth(this.transfers * places);
        const queue = { tasks: new p_queue_dist/* default */.Ay({ concurrency: width.width }), width, shares: new Map() };
        this.#queues.set(key, queue);
        return queue;
    }
}
function shareOf({ shares, width }, opposite) {
    const known = shares.get(opposite);
    if (known !== undefined)
        return known;
    const share = new p_queue_dist/* default */.Ay({ concurrency: widthOfShare(width) });
    shares.set(opposite, share);
    return share;
}
/** Three quarters: one alone is hardly slower by that, and two of eight places do for the others until the stalled transfers are given up. */
function widthOfShare({ width }) {
    return Math.max(1, Math.floor(width * 0.75));
}
async function watched(registry, { tasks, width, shares }, task, latencyOf) {
    const { round } = width;
    try {
        const result = await task();
        width.answered(round, latencyOf?.(result));
        return result;
    }
    catch (error) {
        if (isTooMuch(error, registry))
            width.refused(round);
        throw error;
    }
    finally {
        tasks.concurrency = width.width;
        for (const share of shares.values())
            share.concurrency = widthOfShare(width);
    }
}
/** GHCR answers pushes that are too many by 500 (chainguard-images/images#173), gateways by 502 to 504. */
const overloadStatuses = new Set([500, 502, 503, 504]);
/** A transfer fails for either of its sides: only this registry's own word counts. */
function isTooMuch(error, registry) {
    if (!(error instanceof src_errors/* RegistryError */.gl) || !error.reference.startsWith(`${registry}/`))
        return false;
    return error.code === 'rate-limited' || overloadStatuses.has(error.status ?? 0);
}
/** A body that is sent in less time than its answer takes: most blobs of most images (configs, attestations, scripts) are. */
const maxSmallBytes = 512 * 1024;
const smallBodiesPerTransfer = 2;
/**
 * Small requests wait for the network, and transfers fill it: with a round trip of 20 ms, 64 at once are 3,200 a second, which is what one
 * thread can do.
 */
const requestsPerTransfer = 8;

// EXTERNAL MODULE: ./src/registry/proxy.ts
var proxy = __webpack_require__(4263);
;// CONCATENATED MODULE: ./src/registry/auth/login-trace.ts

/** More would hide the one that is meant. */
const maxHosts = 5;
/** A sentence: that there is no login for a host, and why not, as far as it is known. */
function noLoginWords(host, trace) {
    if (trace === undefined)
        return `No credentials for ${host} were found.`;
    const { registry, undecodable, places } = trace;
    if (undecodable !== undefined)
        return `The entry for ${registry} in ${undecodable} cannot be decoded: expected base64 of user:password.`;
    const kept = places.filter(({ hosts }) => hosts.length > 0);
    if (kept.length === 0)
        return `No credentials for ${host} were found in ${listed(places.map(({ name }) => name), 'or')}.`;
    const found = kept.map(({ name, hosts }) => `${name} has ${loginWords(hosts, registry)}`);
    const isNearby = kept.some(({ hosts }) => hosts.some((other) => isNear(other, registry)));
    const rule = isNearby ? `, and only an entry for exactly ${registry} counts` : '';
    return `No credentials for ${host} were found: ${listed(found, 'and')}${rule}.`;
}
/** Those that may be meant. The others are nobody's business: a comment may be public. */
function loginWords(hosts, registry) {
    const near = hosts.filter((host) => isNear(host, registry));
    if (near.length > 0)
        return `logins for ${listed(shortened(near), 'and')}`;
    return hosts.length === 1 ? 'a login for another registry' : `logins for ${hosts.length} other registries`;
}
/** The same host by another port or with a path, another name at the same port, or an address that has it in its path. */
function isNear(entry, registry) {
    if (entry.includes(registry))
        return true;
    const [host = ''] = entry.split('/');
    const [name, port] = host.split(':');
    const [ownName = '', ownPort] = registry.split(':');
    if (port !== undefined && port === ownPort)
        return true;
    return name === ownName || name?.endsWith(`.${ownName}`) === true || ownName.endsWith(`.${name ?? ''}`);
}
/** A sentence with a blank behind it, or nothing. */
function originWords(trace) {
    return trace?.from === undefined ? '' : `They are from ${trace.from}. `;
}
function shortened(hosts) {
    const shown = hosts.slice(0, maxHosts).map((host) => (0,src_text/* printable */.g$)(host, 100));
    return hosts.length > maxHosts ? [...shown, `${hosts.length - maxHosts} more`] : shown;
}
function listed(items, word) {
    const last = items.at(-1) ?? '';
    return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}

;// CONCATENATED MODULE: ./src/registry/advice.ts


const none = () => undefined;
const again = () => 'Run it again: what was copied so far is kept.';
/** In a workflow and in a terminal. */
const waysToLogIn = 'docker/login-action in a step before this, docker login, or DOCKER_AUTH_CONFIG';
const altered = () => 'Nothing was committed. The registry, or something between, alters content: tell its operator.';
/** What a person can do about each kind of failure. */
const advices = {
    unauthorized: () => `Log in to the registry first (${waysToLogIn}), and check the spelling of the name.`,
    denied: () => 'Check that an account is logged in that may do this, and that the repository or project exists.',
    credentials: (host) => `Log in to ${host} again.`,
    'token-refused': none,
    'pull-limit': (host, retryAt) => `${retryAt === undefined ? '' : `The limit ends at ${(0,src_text/* formatTime */.fU)(retryAt)}. `}Log in to ${host}, or wait.`,
    'rate-limited': (_host, retryAt) => retryAt === undefined ? 'Try again later, or lower "concurrency".' : `Try again after ${(0,src_text/* formatTime */.fU)(retryAt)}.`,
    unavailable: again,
    timeout: again,
    'upload-lost': again,
    network: (host) => `Check that this machine reaches ${host} (DNS, firewall, HTTPS_PROXY and NO_PROXY).`,
    // It is the failure before that is told, with its own advice.
    unreachable: none,
    'proxy-refused': (host) => `Check HTTPS_PROXY and HTTP_PROXY, that the proxy allows ${host}, and whether NO_PROXY should name it.`,
    tls: (host) => `Check the certificate of ${host}; a private certificate authority goes into NODE_EXTRA_CA_CERTS or SSL_CERT_FILE, a registry without TLS into "insecure-registries".`,
    'invalid-response': (host) => `Check that ${host} is a container registry, and not a proxy or a login page.`,
    'too-large': () => 'A proxy before the registry may limit the size of a request; raise its limit.',
    'digest-mismatch': altered,
    'size-mismatch': altered,
    'not-found': none,
    'invalid-content': none,
    immutable: none,
    'blob-unknown': again,
    refused: none,
    'private-address': none,
    aborted: none,
};
/**
 * What a person can do about a 401 or 403, which depends on who asked.
 * @param withoutAccount why there may be no account
 */
function accessAdvice(host, side, account, withoutAccount) {
    const { name, isRefused, trace } = account;
    if (name === undefined)
        return `${noLoginWords(host, trace)} Log in first (${waysToLogIn}), and check the spelling of the name: registries answer so for what they do not have, too.${withoutAccount === undefined ? '' : ` ${withoutAccount}`}`;
    if (isRefused)
        return `${host} does not take the credentials of ${name}. ${originWords(trace)}Log in again.`;
    const right = side === 'source' ? 'read' : 'write';
    const packages = host === 'ghcr.io' && side === 'target'
        ? ' On ghcr.io the job needs "packages: write", and the package must let this repository write (package settings, "Manage Actions access").'
        : '';
    return `Logged in as ${name}, which may not do this: give the account the right to ${right} there, and check that the repository or project exists.${packages}`;
}
function adviceFor(code, host, retryAt) {
    return advices[code](host, retryAt);
}

// EXTERNAL MODULE: ./src/registry/address.ts
var address = __webpack_require__(7187);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./src/registry/auth/realm.ts



/**
 * Reads where a registry sends its clients for tokens. The host may be another (Docker Hub, GitLab, MCR), but never one that is
 * less protected: no plain http for a registry with TLS, no private address that is not the registry's own.
 * @throws {RegistryError} `invalid-response`
 */
function readTokenService(challenge, base, context, rules) {
    const text = challenge.parameters.get('realm') ?? '';
    const realm = URL.canParse(text) ? new URL(text) : undefined;
    const objection = realm === undefined ? 'is no address' : (0,address/* objectionTo */.Dx)(realm, base, rules);
    if (realm === undefined || objection !== undefined) {
        throw new src_errors/* RegistryError */.gl({
            ...context,
            code: 'invalid-response',
            // Without path and query, which may hold anything.
            what: `${base.host} names a token service that ${objection ?? ''}${realm === undefined ? '' : ` (${realm.protocol}//${realm.host})`}`,
            advice: realm === undefined ? 'Check that this is the registry that you mean.' : (0,address/* listingAdvice */.bO)(realm),
        });
    }
    return { realm, service: challenge.parameters.get('service'), namedBy: base };
}
/** Token services at a host of another domain that are known: Scaleway's. Docker Hub's, GitLab's and most others' share the registry's. */
const knownServices = [
    [/(?:^|\.)scw\.cloud$/, 'api.scaleway.com'],
];
/** Under which everybody may have a name, where a country's domain has such: `co.uk`, `com.au`. */
const publicSuffix = /^(?:ac|co|com|edu|go|gob|gov|mil|ne|net|nom|or|org|sch)\.[a-z]{2}$/;
/**
 * Whether a registry's login is to be expected at a host: its own, one that is below it or that it is below, one of the same domain, or one that is
 * known. What the user lists is the user's to trust. Domains are told by their names, without the list of public suffixes: it is a warning alone that depends on it (docs/decisions.md).
 */
function isExpectedHost(realm, registry, hosts) {
    const [one, other] = [realm.hostname, registry.hostname];
    if (one === other || hosts?.isListed(realm) === true || [realm, registry].every(isOfOwnNetwork))
        return true;
    if ((0,external_node_net_.isIP)(one) !== 0 || (0,external_node_net_.isIP)(other) !== 0)
        return false;
    if (knownServices.some(([registries, service]) => service === one && registries.test(other)))
        return true;
    const shared = sharedLabels(one.split('.'), other.split('.'));
    return shared.length >= 2 && !publicSuffix.test(shared.join('.'));
}
/** A name of one word is no name of the internet's. */
function isOfOwnNetwork(url) {
    return (0,address/* isPrivateHost */.Sf)(url) || !/[.:]/.test(url.hostname);
}
/** From the end on. */
function sharedLabels(one, other) {
    const [ends, otherEnds] = [one.toReversed(), other.toReversed()];
    const length = ends.findIndex((label, index) => label !== otherEnds[index]);
    return (length === -1 ? ends : ends.slice(0, length)).toReversed();
}

;// CONCATENATED MODULE: ./src/registry/auth/jwt.ts

const accessSchema = dist/* object */.Ikc({
    access: dist/* array */.YOg(dist/* object */.Ikc({ type: dist/* string */.YjP(), name: dist/* string */.YjP(), actions: dist/* nullish */.cl6(dist/* array */.YOg(dist/* string */.YjP()), []) })),
});
/**
 * What a token says that it allows; undefined where it cannot be read, as tokens need not be JWTs. It is the registry's to check the
 * signature: here it only tells which scopes of those that were asked for need another request.
 * Source: distribution, docs/content/spec/auth/jwt.md, claim `access`.
 */
function readGrants(token) {
    const [, payload, signature] = token.split('.');
    if (payload === undefined || signature === undefined)
        return undefined;
    const text = Buffer.from(payload, 'base64url').toString('utf8');
    const claims = dist/* safeParse */.xLC(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* parseJson */.qFJ(), accessSchema), text, { abortEarly: true });
    if (!claims.success)
        return undefined;
    return new Map(claims.output.access.map(({ type, name, actions }) => [`${type}:${name}`, new Set(actions)]));
}

;// CONCATENATED MODULE: ./src/registry/auth/scopes.ts
/**
 * Reads scopes, `repository:<name>:<actions>`. A name may hold colons (a port), so the first ends the type and the last begins the actions.
 * Source: distribution, docs/content/spec/auth/scope.md.
 */
function grantsOf(scopes) {
    const grants = new Map();
    for (const scope of scopes) {
        const colon = scope.lastIndexOf(':');
        const resource = scope.slice(0, colon);
        const actions = grants.get(resource) ?? new Set();
        for (const action of scope.slice(colon + 1).split(','))
            actions.add(action);
        grants.set(resource, actions);
    }
    return grants;
}
/** Whether all that `wanted` allows is allowed by `held`. */
function covers(held, wanted) {
    return [...wanted].every(([resource, actions]) => {
        const allowed = held.get(resource);
        return allowed !== undefined && (allowed.has('*') || [...actions].every((action) => allowed.has(action)));
    });
}
/** Both together. */
function joinGrants(one, other) {
    const resources = new Set([...one.keys(), ...other.keys()]);
    return new Map([...resources].map((resource) => [
        resource,
        new Set([...(one.get(resource) ?? []), ...(other.get(resource) ?? [])]),
    ]));
}

;// CONCATENATED MODULE: ./src/registry/auth/token-pool.ts



/** The most scopes of one request. */
const maxScopes = 20;
/** The most repositories of one request that others mount blobs from: the layers of a base lie in several, as several images brought them. */
const maxLenders = 10;
/** What a request line takes nearly everywhere. Source: RFC 9112 §3 asks for 8,000 bytes; half of it leaves room for the rest. */
const maxScopeBytes = 4_000;
/** A header line has 8 KiB in nginx; a token that comes near it is one for too many repositories. */
const maxTokenBytes = 6_000;
/** Statuses by which a token service may say that it does not want several scopes. */
const refusalStatuses = new Set([400, 401, 403, 404, 413, 414, 422, 431]);
/**
 * The tokens of one registry. A token serves all repositories that it says it was granted for, and is asked for together with what the run
 * will need next, so that a run over hundreds of repositories fetches some. Whether a server grants several scopes at once is found out: a JWT
 * says so. Of a token that says nothing nothing is assumed, for registries answer a lack of rights by 401, 403 or 404: each scope gets its own.
 */
class TokenPool {
    now;
    memory;
    #expected = new Map();
    /** The expected scope by its resource. */
    #scopeOf = new Map();
    /** Expected scopes of repositories that others mount blobs from; the latest last. */
    #lenders = new Set();
    /** All tokens by resource, the latest last: a run may have thousands. */
    #byResource = new Map();
    /** How many scopes the server grants at once, as far as is known. */
    #atOnce;
    /** How often in a row it broke on several scopes: that may be for another reason. */
    #breaks = 0;
    constructor(now, memory) {
        this.now = now;
        this.memory = memory;
        this.#atOnce = memory.grantsSeveral === false ? 1 : maxScopes;
    }
    /** Takes note of a scope that the run will need. */
    expect(scope) {
        const grants = grantsOf([scope]);
        this.#expected.set(scope, grants);
        for (const resource of grants.keys())
            this.#scopeOf.set(resource, scope);
    }
    /**
     * A token for all of the scopes; requests that one token serves wait for one fetch.
     * @param scopes a repository's own, and behind it those that it mounts blobs from
     */
    async get(scopes, fetchToken) {
        const needed = grantsOf(scopes);
        this.#noteLenders(scopes.slice(1));
        const held = this.#find(needed) ?? this.#fetch(scopes, needed, fetchToken);
        try {
            const token = await held.promise;
            if (covers(held.grants, needed))
                return token;
        }
        catch (error) {
            if (covers(needed, held.needed) || !mayBeForOthers(error, held, needed))
                throw error;
        }
        // The server granted less than it was asked for, or nothing for another's sake: this scope needs a token of its own.
        return this.get(scopes, fetchToken);
    }
    /** Takes back a token that the registry did not take. */
    refuse(value) {
        const held = new Set([...this.#byResource.values()].flat());
        for (const each of held)
            if (each.token?.value === value)
                this.#drop(each);
    }
    #find(needed) {
        const [resource] = needed.keys();
        // The latest may allow less than another: a repository that was mounted from may only be read by it.
        return this.#heldOf(resource).findLast((held) => this.#serves(held, needed));
    }
    #heldOf(resource) {
        return (resource === undefined ? undefined : this.#byResource.get(resource)) ?? [];
    }
    #serves(held, needed) {
        return this.#isAlive(held) && covers(held.grants, needed);
    }
    #isAlive({ token }) {
        return token === undefined || token.expiresAt > this.now();
    }
    /** Only of those that the run will need anyhow: what was only guessed may be denied, and spoil a token for others. */
    #noteLenders(scopes) {
        for (const resource of grantsOf(scopes).keys()) {
            const scope = this.#scopeOf.get(resource);
            if (scope === undefined)
                continue;
            this.#lenders.delete(scope);
            this.#lenders.add(scope);
        }
    }
    #fetch(scopes, needed, fetchToken) {
        const others = this.#companions(scopes);
        // Memory is good for the first token, which is the only one that most runs need; then it is found out.
        if (this.#byResource.size === 0 && this.memory.grantsSeveral === false)
            this.#atOnce = maxScopes;
        const asked = grantsOf([...scopes, ...others]);
        const held = {
            promise: this.#fetchTogether(scopes, others, fetchToken).then(({ token, granted }) => {
                held.token = token;
                held.grants = joinGrants(granted, needed);
                return token;
            }),
            needed,
            resources: [...asked.keys()],
            grants: asked,
        };
        this.#keep(held);
        held.promise.catch(() => {
            this.#drop(held);
        });
        return held;
    }
    async #fetchTogether(scopes, others, fetchToken) {
        if (others.length === 0)
            return { token: await fetchToken(scopes), granted: grantsOf(scopes) };
        const breaks = this.#breaks;
        try {
            const token = await fetchToken([...scopes, ...others]);
            const granted = readGrants(token.value);
            if (granted === undefined)
                this.#atOnce = 1;
            this.memory.note(granted !== undefined);
            this.#breaks = 0;
            if (token.value.length <= maxTokenBytes)
                return { token, granted: granted ?? grantsOf(scopes) };
            this.#atOnce = Math.ceil(this.#atOnce / 2);
        }
        catch (error) {
            if (!mayBeForMany(error))
                throw error;
            // Where to mount from may be a guess: that it is denied says nothing of how many may be asked for.
            const alone = scopes.length > 1 ? await fetchToken(scopes) : undefined;
            if (this.#isOnSeveral(error, breaks)) {
                this.#atOnce = 1;
                this.memory.note(false);
            }
            if (alone !== undefined)
                return { token: alone, granted: grantsOf(scopes) };
        }
        return { token: await fetchToken(scopes), granted: grantsOf(scopes) };
    }
    /**
     * Whether it is for the several scopes: a service may let one that may not be had spoil the others, or break on them. What breaks may do so for
     * another reason, and is asked once more, when it has had time to be well again.
     */
    #isOnSeveral(error, breaksBefore) {
        if (isRefusal(error))
            return true;
        // Requests that were under way together break together.
        if (breaksBefore === this.#breaks)
            this.#breaks += 1;
        return this.#breaks > 1;
    }
    /**
     * Behind the scopes that are needed now: the repositories that blobs are mounted from, and what the run will need next and has no token
     * for. Where a mount needs them, the next repositories will mount from there, too: what counts is a token for both.
     */
    #companions(scopes) {
        if (scopes.length >= this.#atOnce)
            return [];
        const needed = grantsOf(scopes);
        const companions = [];
        let bytes = lengthOf(scopes);
        for (const scope of [...this.#lendersBut(needed), ...this.#unheldAfter(scopes)]) {
            if (companions.includes(scope) || covers(needed, this.#expected.get(scope) ?? needed))
                continue;
            bytes += scope.length + 1;
            if (scopes.length + companions.length >= this.#atOnce || bytes > maxScopeBytes)
                break;
            companions.push(scope);
        }
        return companions;
    }
    #lendersBut(needed) {
        return [...this.#lenders]
            .filter((scope) => ![...grantsOf([scope]).keys()].some((resource) => needed.has(resource)))
            .slice(-maxLenders);
    }
    /** Those that come after the first in the order of the run, and no token serves together with the others. */
    *#unheldAfter([own, ...others]) {
        const all = [...this.#expected];
        const start = all.findIndex(([scope]) => scope === own) + 1;
        const lent = grantsOf(others);
        const [lender] = lent.keys();
        const lending = this.#heldOf(lender).filter((held) => this.#serves(held, lent));
        for (const [scope, grants] of [...all.slice(start), ...all.slice(0, start)]) {
            const isHeld = lent.size > 0 ? lending.some((held) => covers(held.grants, grants)) : this.#find(grants) !== undefined;
            if (!isHeld)
                yield scope;
        }
    }
    #keep(held) {
        for (const resource of held.resources) {
            const alive = this.#heldOf(resource).filter((other) => this.#isAlive(other));
            this.#byResource.set(resource, [...alive, held]);
        }
    }
    #drop(held) {
        for (const resource of held.resources) {
            const others = this.#heldOf(resource).filter((other) => other !== held);
            if (others.length === 0)
                this.#byResource.delete(resource);
            else
                this.#byResource.set(resource, others);
        }
    }
}
function lengthOf(scopes) {
    return scopes.reduce((sum, scope) => sum + scope.length + 1, 0);
}
function isRefusal(error) {
    return error instanceof src_errors/* RegistryError */.gl && error.status !== undefined && refusalStatuses.has(error.status);
}
/**
 * Whether it may have failed for another's sake. A mount needs a second repository, which may be none to be had: who needs the first alone does not
 * fail with it, whatever the answer was.
 */
function mayBeForOthers(error, held, needed) {
    return covers(held.needed, needed) ? mayBeForMany(error) : isRefusal(error);
}
/** Any answer but that it is too much. */
function mayBeForMany(error) {
    return error instanceof src_errors/* RegistryError */.gl && error.status !== undefined && error.status !== 429;
}

;// CONCATENATED MODULE: ./src/registry/error-body.ts

const itemSchema = dist/* object */.Ikc({ code: dist/* optional */.lqM(dist/* string */.YjP(), ''), message: dist/* optional */.lqM(dist/* string */.YjP(), '') });
const bodySchema = dist/* object */.Ikc({ errors: dist/* array */.YOg(itemSchema) });
const otherSchema = dist/* union */.KCZ([
    dist/* pipe */.FsL(dist/* object */.Ikc({ message: dist/* string */.YjP() }), dist/* transform */.pdi(({ message }) => message)),
    dist/* pipe */.FsL(dist/* object */.Ikc({ details: dist/* string */.YjP() }), dist/* transform */.pdi(({ details }) => details)),
    dist/* pipe */.FsL(dist/* object */.Ikc({ error_description: dist/* string */.YjP() }), dist/* transform */.pdi((body) => body.error_description)),
    dist/* pipe */.FsL(dist/* object */.Ikc({ error: dist/* string */.YjP() }), dist/* transform */.pdi(({ error }) => error)),
]);
/**
 * Reads an error body: OCI's `{errors: [{code, message}]}`, the shapes of token servers and gateways, or an HTML page, of which
 * the words are kept. Source: OCI distribution specification, "Error Codes".
 */
function parseErrorBody(body) {
    const json = parseJson(body);
    const oci = dist/* safeParse */.xLC(bodySchema, json, { abortEarly: true });
    if (oci.success)
        return { errors: oci.output.errors.slice(0, 5), text: body };
    const other = dist/* safeParse */.xLC(otherSchema, json);
    return { errors: [], text: other.success ? other.output : withoutTags(body) };
}
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** What a page says stands at its beginning; more would only be work. */
const maxPageCharacters = 8_192;
function withoutTags(html) {
    return html
        .slice(0, maxPageCharacters)
        .replace(/<(style|script)\b[^>]*>[^<]*<\/\1>/gi, ' ')
        .replace(/<[^<>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
}

;// CONCATENATED MODULE: ./src/registry/pull-limit.ts

/** What is asked of a manifest: only that tells of a pull limit, and meets one. */
const manifestKinds = new Set(['manifest-head', 'manifest-get']);
/** A window that is shorter than this ends while a request waits: such a limit is met by resting, and none to plan for. */
const leastWindowSeconds = 60;
/** What a registry said last of its pull limit, with whatever answer about a manifest. */
class PullGauge {
    #limit;
    get limit() {
        return this.#limit;
    }
    /**
     * Answers may overtake each other: the least that is left counts. That there is no limit shows only with a manifest: Docker Hub names none
     * with what it does not have, or refuses.
     */
    note({ status, headers }) {
        const said = parsePullLimit(headers);
        if (said === undefined)
            this.#limit ??= status === 200 ? 'none' : undefined;
        else if (this.#limit === undefined || this.#limit === 'none')
            this.#limit = said;
        else
            this.#limit = { ...said, remaining: Math.min(said.remaining, this.#limit.remaining) };
    }
}
/**
 * Reads what a registry says of its pull limit with an answer about a manifest: `ratelimit-limit: 100;w=21600`,
 * `ratelimit-remaining: 76;w=21600`. An account without a limit gets neither.
 * Source: docs.docker.com, "Docker Hub pull usage and limits".
 */
function parsePullLimit(headers) {
    const { limit, remaining, windowSeconds } = parseQuotas(headers);
    if (limit === undefined || remaining === undefined || windowSeconds < leastWindowSeconds)
        return undefined;
    return { limit, remaining, windowSeconds };
}
function parseQuotas(headers) {
    const limit = parseQuota(headerOf(headers, 'ratelimit-limit'));
    const remaining = parseQuota(headerOf(headers, 'ratelimit-remaining'));
    const windowSeconds = limit?.windowSeconds ?? remaining?.windowSeconds ?? 0;
    return { limit: limit?.pulls, remaining: remaining?.pulls, windowSeconds };
}
function parseQuota(text) {
    const [, pulls, seconds] = /^\s*(\d{1,9})\s*(?:;\s*w=(\d{1,9})\s*)?$/.exec(text ?? '') ?? [];
    if (pulls === undefined)
        return undefined;
    return { pulls: Number(pulls), windowSeconds: seconds === undefined ? undefined : Number(seconds) };
}
/**
 * Says whether a refusal (429) is a pull limit, which lasts hours. Limits on bursts last seconds, may name what is left, too, as gateways do, and
 * are met by whatever is asked.
 */
function isPullLimit(kind, headers, text) {
    if (!manifestKinds.has(kind))
        return false;
    const { remaining, windowSeconds } = parseQuotas(headers);
    return (remaining === 0 && windowSeconds >= leastWindowSeconds) || /pull rate limit|increase-rate-limit/i.test(text);
}

;// CONCATENATED MODULE: ./src/registry/retry-after.ts

const unitMs = new Map([
    ['ns', 1e-6],
    ['us', 1e-3],
    ['µs', 1e-3],
    ['ms', 1],
    ['s', 1_000],
    ['m', 60_000],
    ['h', 3_600_000],
]);
/**
 * When a host says that it may be asked again, in the three forms that are seen: seconds and HTTP dates in `Retry-After`
 * (RFC 9110 §10.2.3), and GHCR's Go duration in the body ("retry-after: 10.3ms").
 */
function retryAt(response, text, now) {
    const header = headerOf(response.headers, 'retry-after')?.trim();
    const waitMs = header === undefined ? waitFromText(text) : waitFromHeader(header, now);
    if (waitMs === undefined || Number.isNaN(waitMs))
        return undefined;
    return new Date(now + Math.min(Math.max(waitMs, 0), maxWaitMs));
}
/** Dates have an end; a limit of more than a week is shown as one of a week. */
const maxWaitMs = 7 * 24 * 3_600_000;
function waitFromHeader(header, now) {
    if (/^\d{1,9}(?:\.\d+)?$/.test(header))
        return Number(header) * 1_000;
    const date = Date.parse(header);
    return Number.isNaN(date) ? undefined : date - now;
}
function waitFromText(text) {
    const duration = /retry-after:\s*((?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)/i.exec(text.slice(0, 4_096))?.[1];
    if (duration === undefined)
        return undefined;
    const parts = [...duration.toLowerCase().matchAll(/(\d{1,20}(?:\.\d{1,20})?)(ns|us|µs|ms|s|m|h)/g)];
    return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs.get(unit ?? '') ?? 0), 0);
}

;// CONCATENATED MODULE: ./src/registry/signature.ts
/** What this program itself writes into addresses: nothing of it is secret, and errors tell of it. */
const ownParameters = new Set(['digest', 'from', 'mount', 'n', 'scope', 'service']);
/** What is shorter is no signature, and may stand in any sentence. */
const minCharacters = 12;
/**
 * Who has a signed address may read what it leads to, or write. Storages that do not take one say in their error what they were asked, signature and
 * all.
 * @param url that was asked
 */
function withoutSignatures(text, url) {
    const values = [...url.searchParams].flatMap(([name, value]) => (ownParameters.has(name) ? [] : formsOf(value)));
    // A registry's own paths name what is asked for; those of a storage may be signed, too.
    const paths = url.pathname.startsWith('/v2/') ? [] : [url.pathname];
    const hidden = [...new Set([...values, ...paths])]
        .filter((value) => value.length >= minCharacters)
        .sort((one, other) => other.length - one.length);
    return hidden.reduce((rest, value) => rest.replaceAll(value, () => '***'), text);
}
/** Decoded, as a parameter of a form, and as a part of an address. */
function formsOf(value) {
    const form = new URLSearchParams({ '': value }).toString().slice(1);
    return [value, form, encodeURIComponent(value)];
}

;// CONCATENATED MODULE: ./src/registry/failure.ts











/** An error body is read for its text; more than this is no text for people. */
const maxErrorBytes = 64 * 1024;
/** A text that takes longer to come is not worth the wait. */
const maxErrorMs = 10_000;
/**
 * Makes a RegistryError of an answer that was not expected. Reads the body to its end, or to its limit. What a server sends back of what it was sent
 * is taken out here, before the text is cut, for half a secret is not found any more.
 * @param kind what was asked: some limits are on manifests only
 */
async function errorFromResponse(response, context, { clock, redact = asItIs }, kind) {
    const { errors, text } = parseErrorBody(redact(await readErrorText(response, clock)));
    const codes = errors.map((error) => error.code);
    const code = codeOf(response, kind, codes, text);
    const words = errors.length > 0
        ? errors.map(({ code: name, message }) => [name, message].filter(Boolean).join(': ')).join('; ')
        : text;
    const at = retryAt(response, text, clock.now());
    return new src_errors/* RegistryError */.gl({
        ...context,
        code,
        status: response.status,
        what: [String(response.status), (0,src_text/* printable */.g$)(redact(withoutSignatures(words, response.url)))]
            .filter(Boolean)
            .join(' '),
        retryAt: at,
        advice: adviceOf({ code, codes, kind, at }, response, context),
    });
}
function asItIs(text) {
    return text;
}
function adviceOf({ code, codes, kind, at }, { url, status }, context) {
    if (isUnknownRepository(codes, context))
        return makeRepository;
    const isPush = context.side === 'target' && pushKinds.has(kind);
    const isUnsupported = status === 405 || (kind === 'upload-start' && codes.includes('UNSUPPORTED'));
    if (code === 'refused' && isPush && isUnsupported)
        return takesNoPushes(url.host);
    return adviceFor(code, url.host, at);
}
const pushKinds = new Set(['blob-mount', 'upload-start', 'upload-finish', 'manifest-put']);
function takesNoPushes(host) {
    return `${host} takes no pushes: it is read-only, or a cache of another registry. Name another target.`;
}
const makeRepository = 'Make the repository or project on the target first, or let the registry make it on push (on ECR by a creation template).';
function isUnknownRepository(codes, { side }) {
    return side === 'target' && codes.includes('NAME_UNKNOWN');
}
/**
 * Makes a RegistryError of what the HTTP client threw.
 * @param insecureRegistries hosts that are listed as such
 */
function errorFromThrown(error, host, context, insecureRegistries = []) {
    if (error instanceof src_errors/* RegistryError */.gl)
        return error;
    // The credentials could not be had: nothing was sent.
    if (error instanceof src_errors/* ConfigurationError */.j1)
        return new src_errors/* RegistryError */.gl({ ...context, code: 'credentials', what: error.message, cause: error });
    if (error instanceof known_hosts/* PrivateAddressError */.ij)
        return privateAddress(error, context);
    const code = codeOfThrown(error);
    const words = wordsOf(error);
    const what = code === 'aborted' ? 'the run was stopped' : (0,src_text/* printable */.g$)(words.includes(host) ? words : `${host}: ${words}`);
    const advice = adviceOfThrown(error, words, host, insecureRegistries) ?? adviceFor(code, host, undefined);
    return new src_errors/* RegistryError */.gl({ ...context, code, what, advice, cause: error });
}
function adviceOfThrown(error, words, host, insecureRegistries) {
    if (error instanceof proxy/* ProxyError */.T6)
        return `Check the address in ${error.variable}, and that the proxy runs; hosts that need none go into NO_PROXY.`;
    return speaksNoTls(words) ? tlsAdvice(host, insecureRegistries) : undefined;
}
/** OpenSSL's words, and Node's code, for an answer that is none of TLS. */
function speaksNoTls(words) {
    return /wrong.version.number|packet length too long/i.test(words);
}
function tlsAdvice(host, insecureRegistries) {
    const name = host.replace(/:\d+$/, '');
    const what = `${host} does not speak TLS.`;
    return name !== host && insecureRegistries.includes(name)
        ? `${what} "insecure-registries" has ${name} without its port: write ${host} there.`
        : `${what} Check the port; a registry of your own without TLS goes into "insecure-registries".`;
}
function privateAddress(error, context) {
    const advice = (0,address/* listingAdvice */.bO)(error);
    return new src_errors/* RegistryError */.gl({
        ...context,
        code: 'private-address',
        what: (0,src_text/* printable */.g$)(error.message),
        advice,
        cause: error,
    });
}
async function readErrorText(response, clock) {
    const begun = clock.now();
    try {
        const bytes = await readBody(response, maxErrorBytes, () => clock.now() - begun > maxErrorMs);
        return Buffer.from(bytes).toString('utf8');
    }
    catch {
        // The status says enough; its text is a help only.
        return '';
    }
}
const codesByStatus = new Map([
    [401, 'unauthorized'],
    [403, 'denied'],
    [404, 'not-found'],
    [408, 'timeout'],
    [413, 'too-large'],
    [429, 'rate-limited'],
    [499, 'unavailable'],
]);
/** What the body's own codes say more exactly than the status does. Source: OCI distribution specification, "Error Codes". */
const codesByName = new Map([
    ['BLOB_UPLOAD_UNKNOWN', 'upload-lost'],
    ['MANIFEST_BLOB_UNKNOWN', 'blob-unknown'],
    ['BLOB_UNKNOWN', 'blob-unknown'],
    ['DIGEST_INVALID', 'digest-mismatch'],
]);
function codeOf({ status, headers }, kind, names, text) {
    if (status === 429 && isPullLimit(kind, headers, text))
        return 'pull-limit';
    // GHCR's limit on bursts comes as a 403 (docs.github.com, "Rate limits for the REST API": secondary limits).
    if (status === 403 && /secondary rate limit/i.test(text))
        return 'rate-limited';
    if (isImmutableTag(status, names, text))
        return 'immutable';
    const named = names.map((name) => codesByName.get(name)).find((code) => code !== undefined);
    return named ?? codesByStatus.get(status) ?? codeOfRange(status);
}
function codeOfRange(status) {
    if (status >= 500)
        return 'unavailable';
    return status >= 400 ? 'refused' : 'invalid-response';
}
/** Of a request that was allowed and understood: an image whose name says "immutable" may be denied, or absent. */
const failure_refusalStatuses = new Set([400, 405, 409, 412, 422]);
/** ECR: TAG_INVALID, Quay: TAG_IMMUTABLE, Harbor: 412 PRECONDITION; others say it in words. */
function isImmutableTag(status, codes, text) {
    if (!failure_refusalStatuses.has(status))
        return false;
    if (codes.includes('TAG_IMMUTABLE') || (status === 412 && codes.includes('PRECONDITION')))
        return true;
    return /immutable|cannot be overwritten/i.test(text);
}
function codeOfThrown(error) {
    if (error instanceof BodyTooLargeError)
        return 'invalid-content';
    const refused = proxyStatus(error);
    if (refused !== undefined)
        return Number(refused) >= 500 ? 'unavailable' : 'proxy-refused';
    const name = error instanceof Error ? error.name : '';
    if (name === 'TimeoutError')
        return 'timeout';
    if (name === 'AbortError' || error instanceof src_errors/* StoppedError */.Ko)
        return 'aborted';
    const code = codeProperty(error);
    if (/TIMEOUT|ETIMEDOUT/.test(code))
        return 'timeout';
    if (/CERT|TLS|SSL|SIGNATURE|EPROTO|SELF_SIGNED|UNABLE_TO_/.test(code))
        return 'tls';
    return 'network';
}
/** The status of a proxy that would not connect: undici throws it under the name of an abort. */
function proxyStatus(error) {
    return /^Proxy response \((\d+)\)/.exec((0,src_errors/* messageOf */.bD)(error))?.[1];
}
function wordsOf(error) {
    const refused = proxyStatus(error);
    if (refused !== undefined)
        return `the proxy answered ${refused} instead of connecting`;
    const code = codeProperty(error);
    if (code === 'UND_ERR_HEADERS_TIMEOUT')
        return `${noAnswer} (${code})`;
    const message = (0,src_errors/* messageOf */.bD)(error);
    if (message === abortTimeout)
        return noAnswer;
    const cause = error instanceof AggregateError ? (0,src_errors/* messageOf */.bD)(error.errors[0]) : message;
    // OpenSSL's own text is numbers and files of its sources around one useful phrase.
    const [, phrase] = /:SSL routines:[^:]*:([^:]+):/.exec(cause) ?? [];
    if (phrase !== undefined)
        return `TLS: ${phrase} (${code})`;
    return cause.includes(code) ? cause : `${cause} (${code})`;
}
const noAnswer = 'it takes connections, and gave no answer in time';
/** Of `AbortSignal.timeout`. */
const abortTimeout = 'The operation was aborted due to timeout';
function codeProperty(error) {
    return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

;// CONCATENATED MODULE: ./src/registry/auth/token.ts





const token_answerSchema = dist/* object */.Ikc({
    token: dist/* nullish */.cl6(dist/* string */.YjP()),
    access_token: dist/* nullish */.cl6(dist/* string */.YjP()),
    expires_in: dist/* nullish */.cl6(dist/* number */.aig()),
});
/** The specification's life of a token that names none. */
const defaultLifeSeconds = 60;
/** A token is given up this long before its end, so that it does not end on the way. */
const earlyMs = 10_000;
/** A token is a few KiB; a service that sends more is not one. */
const token_maxTokenBytes = 1024 * 1024;
/** Statuses by which services say that they do not know the POST (registries.md: GAR 404, Artifactory 401, ACR 400, others 405). */
const postRefused = new Set([400, 401, 404, 405]);
/** No redirect is followed: what is sent there is for the service that the registry named. @throws {RegistryError} `credentials` where they are refused. */
async function fetchToken(request, means) {
    const { send, clock } = means;
    const response = await requestToken(request, send);
    if (response.status !== 200)
        throw refusal(await errorFromResponse(response, request.context, means, 'token'), request.credentials);
    return readToken(await readBody(response, token_maxTokenBytes), response, request.context, clock);
}
async function requestToken(request, send) {
    const { credentials } = request;
    if (credentials === undefined)
        return getToken(request, undefined, send);
    if (credentials.kind === 'password')
        return getToken(request, basicAuthorization(credentials.username, credentials.password), send);
    const response = await postRefreshToken(request, credentials.token, send);
    if (!postRefused.has(response.status))
        return response;
    await discard(response);
    return getToken(request, basicAuthorization(identityTokenUser, credentials.token), send);
}
async function getToken({ service, scopes, signal, note }, authorization, send) {
    const url = new URL(service.realm);
    if (service.service !== undefined)
        url.searchParams.set('service', service.service);
    for (const scope of scopes)
        url.searchParams.append('scope', scope);
    return send({
        kind: 'token',
        method: 'GET',
        url,
        headers: authorization === undefined ? {} : { authorization },
        signal,
        note,
        ledBy: service.namedBy,
    });
}
async function postRefreshToken({ service, scopes, signal, note }, token, send) {
    const form = new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: 'image-mirror',
        refresh_token: token,
        scope: scopes.join(' '),
    });
    if (service.service !== undefined)
        form.set('service', service.service);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return send({
        kind: 'token',
        method: 'POST',
        url: new URL(service.realm),
        headers,
        body: form.toString(),
        signal,
        note,
        ledBy: service.namedBy,
    });
}
function readToken(bytes, response, context, clock) {
    const answer = dist/* safeParse */.xLC(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* parseJson */.qFJ(), token_answerSchema), Buffer.from(bytes).toString('utf8'));
    const value = answer.success ? [answer.output.token, answer.output.access_token].find(isFilled) : undefined;
    if (!answer.success || value === undefined || !/^[\x21-\x7e]+$/.test(value)) {
        const what = `the token service ${response.url.host} sent no token`;
        throw new src_errors/* RegistryError */.gl({
            ...context,
            code: 'invalid-response',
            what,
            advice: 'Check that it is a registry’s token service.',
        });
    }
    const lifeSeconds = answer.output.expires_in ?? defaultLifeSeconds;
    const lifeMs = (lifeSeconds > 0 ? lifeSeconds : defaultLifeSeconds) * 1_000;
    return { value, expiresAt: clock.now() + lifeMs - Math.min(earlyMs, lifeMs / 2) };
}
function isFilled(text) {
    return text !== undefined && text !== null && text !== '';
}
/** What to do about credentials that are not taken. */
const loginAgain = 'Log in again, or log out to read public images anonymously.';
/** A refusal of credentials says so: going on anonymously would hide that they are wrong. */
function refusal(error, credentials) {
    if (credentials === undefined || (error.code !== 'unauthorized' && error.code !== 'denied'))
        return error;
    return new src_errors/* RegistryError */.gl({
        code: 'credentials',
        operation: error.operation,
        reference: error.reference,
        side: error.side,
        status: error.status,
        what: `the credentials of ${describeAccount(credentials)} were refused (${error.status ?? ''})`,
        advice: loginAgain,
        cause: error,
    });
}

;// CONCATENATED MODULE: ./src/registry/auth/authenticator.ts








/**
 * Makes the `Authorization` header of requests to one registry.
 */
class Authenticator {
    #options;
    #tokens;
    #challenge;
    #isWarned = false;
    constructor(options) {
        this.#options = options;
        this.#tokens = new TokenPool(() => options.clock.now(), options.memory);
    }
    /**
     * Takes over what a registry asks for. Bearer goes first where it is offered; once it was, Basic is not switched to:
     * Harbor offers it to a token that lacks rights.
     */
    learn(challenges) {
        const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'));
        const basic = challenges.find(({ scheme }) => scheme === 'basic');
        if (bearer !== undefined)
            this.#challenge = bearer;
        else if (this.#challenge === undefined && basic !== undefined)
            this.#challenge = basic;
    }
    /** undefined: the registry asked for nothing. */
    async authorization({ scopes, base, context, note }) {
        const challenge = this.#challenge;
        if (challenge === undefined)
            return undefined;
        const credentials = await this.#options.credentials(this.#options.registry);
        if (challenge.scheme === 'basic')
            return basicOf(credentials, this.#options.registry, context);
        const service = readTokenService(challenge, base, context, this.#options);
        if (credentials !== undefined)
            this.#warnOf(service, base);
        return bearerOf(await this.#token({ service, scopes, credentials, context, note }));
    }
    /** As whom the registry is asked; of a Basic one, a 401 says that it is not believed. */
    async account(status) {
        const credentials = await this.#options.credentials(this.#options.registry);
        const name = credentials === undefined ? undefined : describeAccount(credentials);
        return {
            name,
            isRefused: name !== undefined && status === 401 && this.#challenge?.scheme === 'basic',
            trace: await this.#trace(),
        };
    }
    async #trace() {
        return this.#options.traceLogin?.(this.#options.registry);
    }
    /** Takes note of a scope that the run will need, so that it can be asked for together with others. */
    expect(scope) {
        this.#tokens.expect(scope);
    }
    /** Forgets a token that the registry did not take, unless another stands in its place by now. */
    forget(authorization) {
        this.#tokens.refuse(authorization.replace(/^Bearer /, ''));
    }
    /** Token services at another host are the rule, and of another domain the exception: whoever runs the registry named it, and its user should know. */
    #warnOf({ realm }, base) {
        const { registry, hosts, warn } = this.#options;
        if (this.#isWarned || isExpectedHost(realm, base, hosts))
            return;
        this.#isWarned = true;
        warn?.(`${registry} sends who logs in to ${realm.host}, which is of another domain, and the login for ${registry} was sent there. If that is not its token service, change the password, and tell its operator.`);
    }
    async #token({ scopes, ...request }) {
        try {
            return await this.#tokens.get(scopes, async (all) => this.#fetch({ ...request, scopes: all }));
        }
        catch (error) {
            throw error instanceof src_errors/* RegistryError */.gl ? await this.#explained(error.inContext(request.context), request) : error;
        }
    }
    /** Many requests may wait for this token: it must not end with the one that asked first. */
    async #fetch(request) {
        const token = await fetchToken({ ...request, signal: AbortSignal.timeout(maxTokenMs) }, this.#options);
        // What everybody may have is no secret.
        if (request.credentials !== undefined)
            this.#options.onSecret?.(token.value);
        return token;
    }
    /** A token service may refuse one who has no account before the registry can, and one whose password is wrong. */
    async #explained(error, { credentials }) {
        const { registry, withoutAccount } = this.#options;
        const isRefused = error.code === 'credentials' && error.status !== undefined;
        if (isRefused)
            return error.withAdvice(`${originWords(await this.#trace())}${loginAgain}`);
        if (credentials !== undefined || (error.code !== 'unauthorized' && error.code !== 'denied'))
            return error;
        const nobody = { name: undefined, isRefused: false, trace: await this.#trace() };
        return error.withAdvice(accessAdvice((0,reference/* registryApiHost */.Mb)(registry), error.side, nobody, withoutAccount));
    }
}
const maxTokenMs = 60_000;
function bearerOf(token) {
    return `Bearer ${token.value}`;
}
function basicOf(credentials, registry, context) {
    if (credentials === undefined)
        return undefined;
    if (credentials.kind === 'password')
        return basicAuthorization(credentials.username, credentials.password);
    const what = `${registry} asks for a user and a password, and docker login holds an identity token`;
    throw new src_errors/* RegistryError */.gl({
        ...context,
        code: 'credentials',
        what,
        advice: `Log in to ${registry} with a user and a password.`,
    });
}

;// CONCATENATED MODULE: ./src/registry/auth/challenge.ts
/** A header longer than this is no challenge, and is cut. */
const maxHeaderLength = 8_192;
/**
 * Reads every challenge of every header, in order. Several may stand in one header, a scheme may have no parameters, values
 * may be quoted with escapes or bare, where registries write characters that RFC 9110 has not in a token. What cannot be read is passed over.
 */
function parseChallenges(headers) {
    const list = headers === undefined ? [] : typeof headers === 'string' ? [headers] : headers;
    return list.flatMap((header) => readChallenges(header.slice(0, maxHeaderLength)));
}
const parameterPattern = /^[\s,]*([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/;
const schemePattern = /^[\s,]*([!#$%&'*+.^_`|~\w-]+)(?=[\s,]|$)/;
function readChallenges(header) {
    const challenges = [];
    let rest = header;
    while (rest !== '') {
        const parameter = parameterPattern.exec(rest);
        const scheme = parameter === null ? schemePattern.exec(rest) : null;
        if (parameter !== null)
            challenges.at(-1)?.parameters.set((parameter[1] ?? '').toLowerCase(), challenge_valueOf(parameter));
        if (scheme !== null)
            challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters: new Map() });
        rest = rest.slice((parameter ?? scheme)?.[0].length ?? 1);
    }
    return challenges;
}
function challenge_valueOf(match) {
    const [, , quoted, bare] = match;
    return bare ?? (quoted ?? '').replace(/\\(.)/g, '$1');
}

;// CONCATENATED MODULE: ./src/registry/host-health.ts
/** So many requests in a row that nobody answered, … */
const enoughSilences = 5;
/** … for as long as this, and the host is taken to be down: a restart takes seconds, and is worth waiting for. */
const enoughMs = 10_000;
/** How long then until one request tries again whether it is up. */
const restMs = 30_000;
/**
 * Whether a host answers at all. Of one that does not, every request would be waited for and made again, image after image: it is told at once
 * instead, and now and then one request may try.
 */
class HostHealth {
    clock;
    #silences = 0;
    /** milliseconds since 1970: when the first of the requests in a row was made */
    #silentSince = 0;
    #longestMs = 0;
    #last;
    #nextTryAt = 0;
    constructor(clock) {
        this.clock = clock;
    }
    /** @throws {RegistryError} where the host is down */
    check(context) {
        const now = this.clock.now();
        if (this.#last === undefined || this.#silences < enoughSilences || now - this.#silentSince < enoughMs)
            return;
        if (now >= this.#nextTryAt) {
            this.#nextTryAt = now + restMs;
            return;
        }
        throw this.#last.inContext(context).unreachable(this.#silences, this.#longestMs);
    }
    noteAnswer() {
        this.#silences = 0;
        this.#last = undefined;
    }
    /** @param madeAt when the request was made, milliseconds since 1970 */
    noteSilence(error, madeAt) {
        const now = this.clock.now();
        if (this.#silences === 0) {
            this.#silentSince = madeAt;
            this.#longestMs = 0;
        }
        this.#silences += 1;
        this.#longestMs = Math.max(this.#longestMs, now - madeAt);
        this.#last = error;
        this.#nextTryAt = Math.max(this.#nextTryAt, now + restMs);
    }
}
/** Whether nobody answered: no connection, or one that was closed or stayed silent. What a body that was sent threw is no answer's lack. */
function isSilence(error, sendsStream) {
    if (!(error instanceof Error))
        return false;
    if (error.name === 'TimeoutError')
        return !sendsStream;
    const code = 'code' in error ? String(error.code) : '';
    return /^(?:E(?!PROTO)[A-Z]|UND_ERR_(?:SOCKET|CONNECT_TIMEOUT|HEADERS_TIMEOUT))/.test(code);
}

// EXTERNAL MODULE: ./src/retry.ts + 2 modules
var retry = __webpack_require__(4500);
;// CONCATENATED MODULE: ./src/registry/host-rest.ts


/** After that it is not waited for: what comes in so long fails at once, and does not add to what the host refuses. */
const leftAloneMs = 15 * 60_000;
/** A 503 may be of the one request; where it names a time it is of the host. Source: RFC 9110 §15.6.4. */
function asksForRest({ code, status, retryAt }) {
    return code === 'rate-limited' || (status === 503 && retryAt !== undefined);
}
/**
 * The cool-down of one host, for all of its requests together. It is as long as the host asks for; one that refuses without saying so (Docker
 * Hub's limit on abuse does) rests ever longer, and less long for each answer that it gives. What was sent before is no reason for another rest.
 */
class HostRest {
    policy;
    clock;
    /** milliseconds since 1970 */
    #until = 0;
    /** How many rests there were: what was sent before the last one has a smaller number. */
    #rests = 0;
    /** The last rest that the host did not ask for, less for each answer since; 0: there was none. */
    #ownMs = 0;
    /** All rests since the host last gave an answer. */
    #restedMs = 0;
    #last;
    constructor(policy, clock) {
        this.policy = policy;
        this.clock = clock;
    }
    /**
     * Waits until the host may be asked, and gives the number of rests until then.
     * @throws {RegistryError} the last refusal, where it is not waited for
     */
    async over(context, signal) {
        for (let ms = this.#leftMs(); ms > 0; ms = this.#leftMs()) {
            if (ms > retry/* maxRestedMs */.sM && this.#last !== undefined)
                throw this.#last.error.inContext(context);
            // Looked at again behind it: what was under way meanwhile may have been refused.
            await this.clock.sleep(ms, signal);
        }
        return this.#rests;
    }
    /**
     * The host gave an answer. Only one to what it refused last shows that it bears that again; one that was sent together with what was refused
     * does so, too, for refusals are quicker than answers: then less at once is the cure, which is the lanes' matter, and not more rest.
     */
    served(kind, sentAfter) {
        if (sentAfter < this.#rests - 1 || kind !== this.#last?.kind)
            return;
        this.#restedMs = 0;
        this.#ownMs /= 2;
    }
    /** Takes note of a refusal, and gives it back with the end of the rest; any other failure as it is. */
    refused(error, kind, sentAfter) {
        if (!(error instanceof src_errors/* RegistryError */.gl) || !asksForRest(error))
            return error;
        const askedMs = error.retryAt === undefined ? undefined : error.retryAt.getTime() - this.clock.now();
        if (sentAfter === this.#rests)
            this.#begin(askedMs);
        else
            this.#extend(askedMs ?? 0);
        this.#last = { kind, error };
        return error.notBefore(new Date(this.#until));
    }
    #begin(askedMs) {
        const { firstRestMs, maxRestMs } = this.policy;
        if (askedMs === undefined)
            this.#ownMs = Math.min(Math.max(this.#ownMs * 2, firstRestMs), maxRestMs);
        const ms = askedMs ?? this.#ownMs;
        this.#rests += 1;
        this.#restedMs += Math.max(ms, 0);
        this.#extend(this.#restedMs > retry/* maxRestedMs */.sM ? Math.max(ms, leftAloneMs) : ms);
    }
    #extend(ms) {
        this.#until = Math.max(this.#until, this.clock.now() + ms);
    }
    #leftMs() {
        return this.#until - this.clock.now();
    }
}

;// CONCATENATED MODULE: ./src/registry/ping.ts




/**
 * Asks a registry's root. Source: OCI distribution specification, "Determining Support".
 * @param plain whether it may be without TLS: http is tried first then, for a server without TLS may wait for the end of what it takes for a request.
 * @throws {RegistryError} or what the HTTP client throws
 */
async function ping(host, plain, options) {
    const secure = new URL(`https://${host}`);
    if (!plain)
        return pingAt(secure, options);
    try {
        return await pingAt(new URL(`http://${host}`), options);
    }
    catch (error) {
        if (error instanceof src_errors/* RegistryError */.gl || options.signal.aborted)
            throw error;
        return await pingAt(secure, options).catch((other) => {
            throw ping_speaksNoTls(other) ? error : other;
        });
    }
}
async function pingAt(base, options) {
    const { send, context, signal, note } = options;
    const response = await send({ kind: 'ping', method: 'GET', url: new URL('/v2/', base), headers: {}, signal, note });
    // A proxy may know nothing of this path: what the real request says counts.
    if (response.status >= 500 || response.status === 429)
        throw await errorFromResponse(response, context, options, 'ping');
    await discard(response);
    if (response.status === 400 && base.protocol === 'http:')
        throw new Error('400, as a server with TLS answers plain http');
    return { base, challenges: parseChallenges(response.headers['www-authenticate']) };
}
/** OpenSSL's words for "the other side does not speak TLS". */
function ping_speaksNoTls(error) {
    const text = error instanceof Error ? `${error.message} ${'code' in error ? String(error.code) : ''}` : '';
    return /wrong version number|packet length too long|EPROTO/i.test(text);
}

;// CONCATENATED MODULE: ./src/registry/redirect.ts






const redirectStatuses = new Set([301, 302, 303, 307, 308]);
/** Registries need one hop to their CDN, registry.k8s.io two. */
const maxRedirects = 5;
/**
 * Sends a request and follows its redirects, which only reads have. Authorization stays with the host that it was made for;
 * a foreign host that asks for a token of its own (registry.k8s.io leads to other registries) gets an anonymous one.
 * Source: OCI distribution specification, "Pulling blobs".
 */
async function followRedirects(request, { scopes, context }, surroundings) {
    let current = request;
    for (let hops = 0; hops <= maxRedirects; hops += 1) {
        const response = await sendAnonymously(current, request, { scopes, context }, surroundings);
        const location = headerOf(response.headers, 'location');
        if (!redirectStatuses.has(response.status) || location === undefined || !isRead(request))
            return response;
        await discard(response);
        current = {
            ...current,
            url: nextUrl(location, response.url, context, surroundings),
            ledBy: response.url,
            headers: headersFor(location, response.url, request),
        };
    }
    throw new src_errors/* RegistryError */.gl({
        ...context,
        code: 'invalid-response',
        what: `${request.url.host} redirected more than ${maxRedirects} times`,
    });
}
function isRead({ method }) {
    return method === 'GET' || method === 'HEAD';
}
/** On a foreign host, a challenge is answered with an anonymous token, once. */
async function sendAnonymously(current, original, { scopes, context }, surroundings) {
    const { send } = surroundings;
    const response = await send(current);
    if (response.status !== 401 || current.url.origin === original.url.origin)
        return response;
    const challenge = parseChallenges(response.headers['www-authenticate']).find(({ scheme }) => scheme === 'bearer');
    if (challenge === undefined)
        return response;
    await discard(response);
    const asked = challenge.parameters.get('scope')?.split(' ') ?? scopes;
    const service = readTokenService(challenge, new URL(current.url.origin), context, surroundings);
    const token = await fetchToken({ service, scopes: asked, credentials: undefined, context, signal: current.signal, note: current.note }, surroundings);
    return send({ ...current, headers: { ...current.headers, authorization: `Bearer ${token.value}` } });
}
function nextUrl(location, from, context, rules) {
    const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
    const objection = url === undefined ? 'is none' : (0,address/* objectionTo */.Dx)(url, from, rules);
    if (url !== undefined && objection === undefined)
        return url;
    throw new src_errors/* RegistryError */.gl({
        ...context,
        code: 'invalid-response',
        // Without path and query, which may be signed.
        what: `${from.host} redirected to an address that ${objection ?? ''}${url === undefined ? '' : ` (${url.protocol}//${url.host})`}`,
        ...(url === undefined ? {} : { advice: (0,address/* listingAdvice */.bO)(url) }),
    });
}
function headersFor(location, from, original) {
    const { authorization, ...others } = original.headers;
    const own = new URL(location, from).origin === original.url.origin;
    return own && authorization !== undefined ? { ...others, authorization } : others;
}

// EXTERNAL MODULE: ./src/settle.ts
var settle = __webpack_require__(6964);
;// CONCATENATED MODULE: ./src/registry/connection.ts















/** One registry, for a whole run: its address, its credentials, its rests. */
class RegistryConnection {
    registry;
    #options;
    #authenticator;
    #host;
    #base;
    #rest;
    #pulls = new PullGauge();
    #health;
    constructor(registry, options) {
        this.registry = registry;
        this.#options = options;
        this.#host = (0,reference/* registryApiHost */.Mb)(registry);
        this.#health = new HostHealth(options.clock);
        this.#rest = new HostRest(options.retryPolicy, options.clock);
        this.#authenticator = new Authenticator({ registry, ...options, memory: options.memoryOf(registry) });
    }
    /** Takes note of a scope that the run will need. */
    expect(scope) {
        this.#authenticator.expect(scope);
    }
    get pullLimit() {
        return this.#pulls.limit;
    }
    async isAnonymous() {
        return (await this.#options.credentials(this.registry)) === undefined;
    }
    get options() {
        return this.#options;
    }
    /**
     * Runs a task in one of the registry's queues.
     * @param opposite the registry at the other end of a transfer
     */
    async inLane(lane, task, signal, size, opposite) {
        return this.#options.limits.run(this.registry, lane, task, signal, {
            size,
            ...(opposite === undefined ? {} : { opposite }),
        });
    }
    /**
     * Sends a small request, again where its failure may pass, and reads the answer whole.
     * @param expected the statuses that are answers; every other is thrown.
     * @param take is given every answer, and may throw of one that is not to be believed.
     * @throws {RegistryError}
     */
    async ask(request, expected, maxBytes, take = () => undefined) {
        const { retryPolicy, clock } = this.#options;
        const once = async () => this.#guarded(request, async () => {
            const response = await this.send(request, expected);
            const answeredAt = clock.now();
            const bytes = await readBody(response, maxBytes, () => clock.now() - answeredAt > maxAnswerMs);
            const { status, headers, url, latencyMs } = response;
            const answer = { status, headers, url, bytes, latencyMs };
            take(answer);
            return answer;
        });
        const { signal } = request;
        const inLane = async () => this.#options.limits.run(this.registry, 'requests', once, signal, {
            latencyOf: ({ latencyMs }) => ({ kind: request.kind, ms: latencyMs }),
        });
        return (0,retry/* retrying */.R$)(inLane, retryPolicy, clock, signal);
    }
    /**
     * Sends a request once, when its host does not rest, and hands over the answer with its body unread. One 429 slows the whole host, and no
     * other, whichever of its services says so: without a token it serves nothing.
     * @throws {RegistryError}
     */
    async send(request, expected) {
        const { kind, context, signal } = request;
        return this.#guarded(request, async () => {
            const rests = await this.#rest.over(context, signal);
            const response = await this.#ask(request, expected).catch((error) => {
                throw this.#rest.refused(error, kind, rests);
            });
            this.#rest.served(kind, rests);
            return response;
        });
    }
    async #ask(request, expected) {
        const { kind, context } = request;
        const response = await this.#answered(request);
        if (manifestKinds.has(kind) && response.url.host === this.#host)
            this.#pulls.note(response);
        if (expected.includes(response.status))
            return response;
        throw await this.#withAccount(await errorFromResponse(response, context, this.#options, kind), response);
    }
    /** Nobody waits on and on for a host that answers nobody. */
    async #answered(request) {
        this.#health.check(request.context);
        const madeAt = this.#options.clock.now();
        try {
            const response = await this.#authorized(request, request.log?.begin(request));
            this.#health.noteAnswer();
            return response;
        }
        catch (error) {
            const failure = errorFromThrown(error, this.#host, request.context, this.#options.insecureRegistries);
            if (!request.signal.aborted && isSilence(causeOf(error), isBodyStream(request.body)))
                this.#health.noteSilence(failure, madeAt);
            throw failure;
        }
    }
    /** A registry that refuses is told of with the account that it refuses; a host that it led to knows of none. */
    async #withAccount(error, { url, status }) {
        if ((error.code !== 'unauthorized' && error.code !== 'denied') || url.host !== this.#host)
            return error;
        const account = await this.#authenticator.account(status);
        const advice = accessAdvice(this.#host, error.side, account, this.#options.withoutAccount);
        return account.isRefused ? error.ofLogin(advice) : error.withAdvice(advice);
    }
    /** Sends with authorization; where it is refused, once more with what the refusal asks for. */
    async #authorized(request, note) {
        const base = await (0,settle/* unlessAborted */.Wh)(this.#address(request.context, note), request.signal);
        const { scopes, context, signal } = request;
        const first = await (0,settle/* unlessAborted */.Wh)(this.#authenticator.authorization({ scopes, base, context, note }), signal);
        const response = await this.#dispatch(request, base, first, note);
        // A foreign host's word, after a redirect, must not decide where this registry's credentials go.
        if (response.status !== 401 || response.url.origin !== base.origin)
            return response;
        // To give a session back distribution wants the right to delete, which is never asked for: no token would help.
        if (request.kind === 'upload-cancel')
            return response;
        this.#authenticator.learn(parseChallenges(response.headers['www-authenticate']));
        if (first !== undefined)
            this.#authenticator.forget(first);
        const second = await (0,settle/* unlessAborted */.Wh)(this.#authenticator.authorization({ scopes, base, context, note }), signal);
        if (second === undefined || second === first)
            return response;
        await discard(response);
        if (isBodyStream(request.body))
            throw tokenRefused(context);
        return this.#dispatch(request, base, second, request.log?.begin(request, true));
    }
    async #dispatch(request, base, authorization, note) {
        const url = typeof request.url === 'string' ? new URL(request.url, base) : request.url;
        const { kind, method, headers, body, headersTimeoutMs } = request;
        const signal = this.#signalFor(request);
        const own = url.origin === base.origin && authorization !== undefined;
        const first = {
            kind,
            method,
            url,
            headers: own ? { ...headers, authorization } : headers,
            signal,
            note,
            ...(url.host === base.host ? {} : { ledBy: base }),
            ...(body === undefined ? {} : { body }),
            ...(headersTimeoutMs === undefined ? {} : { headersTimeoutMs }),
        };
        return followRedirects(first, request, this.#options);
    }
    #signalFor({ signal, isSeenThrough }) {
        if (isSeenThrough !== true)
            return signal;
        signal.throwIfAborted();
        return this.#options.tidyUntil ?? new AbortController().signal;
    }
    /** The registry's address, found out once a run by a ping, which also tells what authorization it asks for. */
    async #address(context, note) {
        this.#base ??= this.#ping(context, note);
        try {
            return await this.#base;
        }
        catch (error) {
            // The next request asks again: a registry that was down may be up by then.
            this.#base = undefined;
            throw error instanceof src_errors/* RegistryError */.gl ? error.inContext(context) : error;
        }
    }
    async #ping(context, note) {
        // Plain http is for this machine and for hosts that the user listed; they may have TLS all the same.
        const plain = (0,address/* isLoopbackHost */.cW)(this.#host) || this.#options.insecureRegistries.includes(this.registry);
        const { base, challenges } = await ping(this.#host, plain, {
            ...this.#options,
            context,
            note,
            signal: AbortSignal.timeout(maxSharedMs),
        });
        this.#authenticator.learn(challenges);
        return base;
    }
    async #guarded(request, task) {
        try {
            return await task();
        }
        catch (error) {
            request.log?.failed(request);
            throw errorFromThrown(error, this.#host, request.context);
        }
    }
}
/** From the first byte of a small answer to the last: a host that sends a byte at a time is as good as one that sends none. */
const maxAnswerMs = 120_000;
/** For what many requests wait for, which must not end with one of them. */
const maxSharedMs = 60_000;
/** What was streamed cannot be sent again from here: who has the content begins anew, with the new token. */
function tokenRefused(context) {
    const what = '401: the token was not taken, though it had not ended by its own word';
    return new src_errors/* RegistryError */.gl({
        ...context,
        code: 'token-refused',
        status: 401,
        what,
        advice: 'Check that the logged-in account may write there.',
    });
}
/** A ping's or a token's failure comes in the words of the request that waited for it. */
function causeOf(error) {
    return error instanceof src_errors/* RegistryError */.gl && error.cause !== undefined ? causeOf(error.cause) : error;
}
function isBodyStream(body) {
    return body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
}

// EXTERNAL MODULE: ./src/image/access.ts
var access = __webpack_require__(1907);
;// CONCATENATED MODULE: ./src/registry/byte-range.ts
/** The `Range` of a request for all from a byte on. Source: RFC 9110 §14.2. */
function formatRangeFrom(offset) {
    return `bytes=${offset}-`;
}
/** Reads a `Content-Range`; undefined: it is none, or one of a range that was not to be had. */
function parseContentRange(text) {
    // Sixteen digits are more than any number that is exact.
    const match = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16}|\*)$/i.exec(text);
    if (match === null)
        return undefined;
    const [first, last] = [Number(match[1]), Number(match[2])];
    const size = match[3] === '*' ? undefined : Number(match[3]);
    const end = size ?? Number.MAX_SAFE_INTEGER;
    return first <= last && last < end && Number.isSafeInteger(end) ? { first, last, size } : undefined;
}
/** Whether these are all bytes from there on, of a whole of that size. */
function isRest(range, offset, wholeSize) {
    if (range === undefined)
        return false;
    return range.first === offset && range.last === wholeSize - 1 && (range.size ?? wholeSize) === wholeSize;
}

;// CONCATENATED MODULE: ./src/registry/resumed-stream.ts

/**
 * Passes content on, and goes on where it was cut, so that whoever sends it on does not notice. Of a server that begins anew what was passed
 * on already is dropped. That it is the same content is not known here: who reads it checks size and digest of the whole.
 * Source: RFC 9110 §14.2; OCI distribution specification, "Pulling blobs".
 */
async function* resumed(first, reopen) {
    let content = first;
    let passed = 0;
    let failures = 0;
    for (;;) {
        const before = passed;
        try {
            for await (const chunk of skipping(content.chunks, passed - content.start)) {
                passed += chunk.length;
                yield chunk;
            }
            return;
        }
        catch (error) {
            failures = passed - before >= reopen.enoughBytes ? 1 : failures + 1;
            if (!isCut(error) || failures >= reopen.attempts)
                throw error;
            await reopen.rest(error, failures);
            content = await reopen.from(passed).catch((reason) => {
                // Then it is begun anew by who wanted it, and what is wrong shows there.
                throw (0,src_errors/* isFailure */.N6)(reason) ? error : reason;
            });
        }
    }
}
function isCut(error) {
    return error instanceof src_errors/* RegistryError */.gl && (error.code === 'network' || error.code === 'timeout');
}
async function* skipping(chunks, bytes) {
    let left = bytes;
    for await (const chunk of chunks) {
        const skipped = Math.min(left, chunk.length);
        left -= skipped;
        if (skipped < chunk.length)
            yield skipped === 0 ? chunk : chunk.subarray(skipped);
    }
}

;// CONCATENATED MODULE: ./src/registry/upload.ts




/** GHCR takes up to 11 s to commit 700 MB (jib#4301); a larger layer, on a busier registry, several times that. */
const commitTimeoutMs = 300_000;
/**
 * The session that an answer to `POST …/blobs/uploads/` opened. Source: OCI distribution specification, "Pushing a blob
 * monolithically": one PUT with the length, the only way that every registry takes.
 * @throws {RegistryError} where the answer names no usable place
 */
function openUpload(answer, place) {
    const location = uploadLocation(answer, place.context('Starting an upload to'), place.connection.options);
    return {
        finish: async (descriptor, body, signal) => finishUpload(place, location, descriptor, body, signal),
        cancel: async () => cancelUpload(place, location),
    };
}
async function finishUpload(place, location, descriptor, body, signal) {
    const context = place.context('Writing the blob', descriptor.digest);
    const request = {
        ...place.request('upload-finish', 'PUT', '', context, signal),
        url: withDigest(location, descriptor),
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(descriptor.size) },
        // An empty blob is read to its end, so that it is checked; there is nothing to stream.
        body: descriptor.size === 0 ? await drained(body) : counted(body, place),
        headersTimeoutMs: commitTimeoutMs,
    };
    await discard(await place.connection.send(request, [200, 201, 202, 204]));
}
async function cancelUpload(place, location) {
    const { tidyUntil = new AbortController().signal } = place.connection.options;
    const attempt = (0,settle/* beginAttempt */.xF)(cancelTimeoutMs, tidyUntil);
    const { signal } = attempt;
    const request = place.request('upload-cancel', 'DELETE', '', place.context('Cancelling an upload'), signal);
    try {
        await discard(await place.connection.send({ ...request, url: location }, [200, 202, 204]));
    }
    catch {
        // Many registries do not let everybody cancel; they end what is left of a session by themselves.
    }
    finally {
        attempt.end();
    }
}
async function drained(body) {
    for await (const chunk of body)
        if (chunk.length > 0)
            throw new RangeError('an empty blob has content');
    return new Uint8Array();
}
/** Giving a session back is a courtesy that nothing waits long for. */
const cancelTimeoutMs = 5_000;
/**
 * Where the registry wants the bytes: absolute or relative, with a query that may be signed. Plain http of the registry's own
 * name is mended where the registry has TLS (distribution#479: behind a proxy it may not know that it has).
 */
function uploadLocation(answer, context, rules) {
    const text = headerOf(answer.headers, 'location') ?? '';
    const url = text !== '' && URL.canParse(text, answer.url.href) ? new URL(text, answer.url) : undefined;
    if (url !== undefined)
        mendScheme(url, answer.url);
    const objection = url === undefined ? 'is none' : (0,address/* objectionTo */.Dx)(url, answer.url, rules);
    if (url !== undefined && objection === undefined)
        return url;
    throw new src_errors/* RegistryError */.gl({
        ...context,
        code: 'invalid-response',
        what: `the registry sends uploads to an address that ${objection ?? ''}${url === undefined ? '' : ` (${url.protocol}//${url.host})`}`,
        ...(url === undefined ? {} : { advice: (0,address/* listingAdvice */.bO)(url) }),
    });
}
function mendScheme(url, own) {
    if (url.hostname === own.hostname && own.protocol === 'https:' && url.protocol === 'http:')
        url.protocol = 'https:';
}
/** As raw text: URLSearchParams would rewrite a signed query. */
function withDigest(location, { digest }) {
    const text = location.toString();
    return new URL(`${text}${text.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`);
}
async function* counted(body, place) {
    for await (const chunk of body) {
        place.connection.options.traffic.bytesToTargets += chunk.length;
        yield chunk;
    }
}

// EXTERNAL MODULE: ./src/image/digest.ts
var image_digest = __webpack_require__(8033);
// EXTERNAL MODULE: ./src/image/hash.ts
var image_hash = __webpack_require__(8649);
;// CONCATENATED MODULE: ./src/registry/verified-stream.ts



/**
 * Passes content on while measuring and hashing it. The last piece is held back until size and digest are right, so that
 * whoever sends the content on with its length can never complete a wrong one.
 * @param onWrong called before a mismatch is thrown
 * @throws {RegistryError} `size-mismatch` or `digest-mismatch`
 */
async function* verified(content, descriptor, context, onWrong = () => undefined) {
    const wrong = (error) => {
        onWrong();
        return error;
    };
    const hash = (0,image_hash/* hashFor */.Og)(descriptor.digest);
    let size = 0;
    let held;
    for await (const chunk of content) {
        // An empty piece held back would let the last bytes pass unchecked.
        if (chunk.length === 0)
            continue;
        size += chunk.length;
        if (size > descriptor.size)
            throw wrong(sizeMismatch(descriptor, `more than ${descriptor.size}`, context));
        hash.update(chunk);
        if (held !== undefined)
            yield held;
        held = chunk;
    }
    if (size !== descriptor.size)
        throw wrong(sizeMismatch(descriptor, String(size), context));
    const hex = hash.digest('hex');
    if (hex !== (0,image_digest/* hexOf */.ZD)(descriptor.digest))
        throw wrong(digestMismatch(descriptor, hex, context));
    if (held !== undefined)
        yield held;
}
function sizeMismatch({ digest, size }, got, context) {
    return new src_errors/* RegistryError */.gl({ ...context, code: 'size-mismatch', what: `${digest} has ${got} bytes, expected ${size}` });
}
function digestMismatch({ digest }, hex, context) {
    return new src_errors/* RegistryError */.gl({ ...context, code: 'digest-mismatch', what: `the content of ${digest} hashes to ${hex}` });
}

;// CONCATENATED MODULE: ./src/registry/blobs.ts









/** Answers to POST and HEAD have no body to speak of. */
const blobs_maxAnswerBytes = 1024 * 1024;
/** A blob of another size than its manifest says is not the one that is meant. */
async function hasBlob(place, { digest, size }, signal) {
    const request = place.request('blob-head', 'HEAD', `blobs/${digest}`, place.context('Looking up the blob', digest), signal);
    const answer = await place.connection.ask(request, [200, 404], 0);
    const length = headerOf(answer.headers, 'content-length');
    return answer.status === 200 && (length === undefined || Number(length) === size);
}
/**
 * Source: OCI distribution specification, "Pulling blobs". To open it is not tried again here; a body that is cut is gone on with where it was
 * cut, where the server allows that, and else from its beginning.
 */
async function openBlob(place, descriptor, signal) {
    const { retryPolicy, clock } = place.connection.options;
    const content = resumed(await openFrom(place, descriptor, 0, signal), {
        from: async (offset) => (0,retry/* retrying */.R$)(async () => openFrom(place, descriptor, offset, signal), retryPolicy, clock, signal),
        rest: async (error, failures) => clock.sleep((0,retry/* delayAfter */.Ee)(error, failures, retryPolicy, clock), signal),
        attempts: retryPolicy.attempts,
        enoughBytes: enoughResumedBytes,
    });
    const context = place.context('Reading the blob', descriptor.digest);
    return verified(content, descriptor, context, () => {
        place.log.failed({ kind: 'blob-get', context });
    });
}
/** A server that ends or holds up each of its answers behind less would be asked, and waited for, thousands of times for one layer. */
const enoughResumedBytes = 64 * 1024;
/** Of the registry itself each time, for the address that it leads to may be good once only, or for minutes. */
async function openFrom(place, { digest, size }, offset, signal) {
    const context = place.context('Reading the blob', digest);
    const request = place.request('blob-get', 'GET', `blobs/${digest}`, context, signal);
    const headers = offset === 0 ? {} : { range: formatRangeFrom(offset) };
    const response = await place.connection.send({ ...request, headers }, offset === 0 ? [200] : [200, 206]);
    const range = headerOf(response.headers, 'content-range') ?? '';
    if (response.status === 206 && !isRest(parseContentRange(range), offset, size)) {
        await response.body.dump({ limit: 0 }).catch(() => undefined);
        const what = `asked for the bytes from ${offset} on, the registry sent others (Content-Range: ${/^bytes [\d*/-]{1,60}$/.test(range) ? range : 'none'})`;
        throw new src_errors/* RegistryError */.gl({ ...context, code: 'invalid-response', what });
    }
    const start = response.status === 206 ? offset : 0;
    return { start, chunks: received(chunksOf(response), place, context) };
}
async function getBlob(place, descriptor, signal) {
    if (descriptor.size > access/* maxConfigBytes */.a) {
        const context = place.context('Reading the blob', descriptor.digest);
        const what = `it has ${descriptor.size} bytes, and at most ${access/* maxConfigBytes */.a} are held in memory`;
        throw new src_errors/* RegistryError */.gl({ ...context, code: 'too-large', what });
    }
    const { retryPolicy, clock } = place.connection.options;
    return (0,retry/* retrying */.R$)(async () => collect(await openBlob(place, descriptor, signal)), retryPolicy, clock, signal);
}
/**
 * Source: OCI distribution specification, "Mounting a blob from another repository". From itself: whether a repository holds it already,
 * and an upload where it does not, by one request.
 */
async function mountBlob(place, digest, from, signal) {
    const query = new URLSearchParams({ mount: digest, from });
    const path = `blobs/uploads/?${query.toString()}`;
    const request = place.request('blob-mount', 'POST', path, place.context('Mounting the blob', digest), signal);
    const scopes = from === place.repository ? request.scopes : [...request.scopes, `repository:${from}:pull`];
    const opening = { ...request, scopes, body: '', isSeenThrough: true };
    const answer = await place.connection.ask(opening, [201, 202], blobs_maxAnswerBytes);
    return answer.status === 201 ? 'mounted' : openUpload(answer, place);
}
async function startUpload(place, signal) {
    const request = place.request('upload-start', 'POST', 'blobs/uploads/', place.context('Starting an upload to'), signal);
    // Only an upload whose place is known can be given back.
    const opening = { ...request, body: '', isSeenThrough: true };
    return openUpload(await place.connection.ask(opening, [202], blobs_maxAnswerBytes), place);
}
async function* received(content, place, context) {
    const { traffic } = place.connection.options;
    try {
        for await (const chunk of content) {
            if (place.side === 'source')
                traffic.bytesFromSources += chunk.length;
            yield chunk;
        }
    }
    catch (error) {
        place.log.failed({ kind: 'blob-get', context });
        throw errorFromThrown(error, place.connection.registry, context);
    }
}
async function collect(content) {
    const chunks = [];
    for await (const chunk of content)
        chunks.push(chunk);
    return Buffer.concat(chunks);
}

// EXTERNAL MODULE: ./src/image/manifest.ts
var manifest = __webpack_require__(596);
;// CONCATENATED MODULE: ./src/registry/manifests.ts





/** Every type that is understood, those first that are wanted. Without the full list some registries convert, or deny that there is anything. */
const accept = [...Object.values(manifest/* mediaTypes */.Ib), ...manifest/* schema1Types */.CJ].join(', ');
/** The body of an answer to a PUT is not looked at. */
const manifests_maxAnswerBytes = 1024 * 1024;
/** Source: OCI distribution specification, "Checking if content exists in the registry". */
async function headManifest(place, reference, signal) {
    const request = place.request('manifest-head', 'HEAD', `manifests/${reference}`, place.context('Looking up', reference), signal);
    const answer = await place.connection.ask({ ...request, headers: { accept } }, [200, 404, 405], 0);
    if (answer.status === 404)
        return undefined;
    const digest = headerOf(answer.headers, 'docker-content-digest');
    if (answer.status === 200 && digest !== undefined && (0,image_digest/* isDigest */.Bc)(digest))
        return { digest };
    return headByGet(place, reference, signal);
}
/** undefined: it is not there (404). */
async function findManifest(place, digest, signal) {
    const context = place.context('Reading', digest);
    const answer = await fetchManifest(place, digest, [200, 404], context, signal, digest);
    return answer.status === 404 ? undefined : read(answer, context, digest);
}
/** Source: OCI distribution specification, "Pulling manifests". */
async function getManifest(place, digest, signal) {
    const context = place.context('Reading', digest);
    return read(await fetchManifest(place, digest, [200], context, signal, digest), context, digest);
}
/** Source: OCI distribution specification, "Pushing manifests". */
async function putManifest(place, reference, { bytes, manifest, digest }, signal) {
    const context = place.context('Writing', reference);
    const request = {
        ...place.request('manifest-put', 'PUT', `manifests/${reference}`, context, signal),
        // A tag is what readers see: whether it was put must be known.
        isSeenThrough: !reference.includes(':'),
    };
    const headers = { 'content-type': manifest.mediaType };
    const answer = await place.connection.ask({ ...request, headers, body: bytes }, [200, 201, 202], manifests_maxAnswerBytes);
    const stored = headerOf(answer.headers, 'docker-content-digest');
    if (stored === undefined || stored === digest)
        return;
    const what = `the registry says that it stored ${(0,image_digest/* isDigest */.Bc)(stored) ? stored : 'what is no digest'}, expected ${digest}`;
    throw new src_errors/* RegistryError */.gl({ ...context, code: 'digest-mismatch', what });
}
/** Registries without the header, or without HEAD: the bytes are the truth. */
async function headByGet(place, reference, signal) {
    const context = place.context('Reading', reference);
    const answer = await fetchManifest(place, reference, [200, 404], context, signal);
    return answer.status === 404 ? undefined : { digest: read(answer, context).digest };
}
/** @param digest of what must come; bytes that were altered on the way are asked for again. */
async function fetchManifest(place, reference, expected, context, signal, digest) {
    const request = place.request('manifest-get', 'GET', `manifests/${reference}`, context, signal);
    const take = (answer) => {
        if (answer.status !== 200)
            return;
        if (place.side === 'source') {
            place.connection.options.traffic.upstreamPulls += 1;
            place.connection.options.traffic.bytesFromSources += answer.bytes.length;
        }
        if (digest !== undefined)
            checkDigest(answer, digest, context);
    };
    return place.connection.ask({ ...request, headers: { accept } }, expected, manifest/* maxManifestBytes */.rq, take);
}
function checkDigest({ bytes }, digest, context) {
    if ((0,image_hash/* matchesDigest */._j)(bytes, digest))
        return;
    throw new src_errors/* RegistryError */.gl({
        ...context,
        code: 'digest-mismatch',
        what: 'the manifest’s bytes do not hash to its digest',
    });
}
function read(answer, context, digest) {
    try {
        return (0,manifest/* toContent */.LL)(answer.bytes, headerOf(answer.headers, 'content-type'), digest);
    }
    catch (error) {
        if (!(error instanceof manifest/* InvalidManifestError */.t4))
            throw error;
        const type = headerOf(answer.headers, 'content-type') ?? '';
        if (/^text\/html\b/i.test(type))
            throw pageError(context, error);
        const what = `the manifest cannot be used: ${(0,src_errors/* messageOf */.bD)(error)}`;
        throw new src_errors/* RegistryError */.gl({ ...context, code: 'invalid-content', what, cause: error });
    }
}
function pageError(context, cause) {
    const what = 'it answered text/html, as no registry does';
    const advice = 'The host or its port may be wrong, or a login page may stand in between.';
    return new src_errors/* RegistryError */.gl({ ...context, code: 'invalid-content', what, advice, cause });
}

;// CONCATENATED MODULE: ./src/registry/host-log.ts
/**
 * Which hosts were asked for one repository: the registry, its token service, those that it redirects to. A run may have tens of
 * thousands of these, most with one host and no failure: what more there is has its place made only then.
 */
class HostLog {
    #first;
    #others;
    #failed;
    /** Begins to send a request, with what goes along: a ping, a token, redirects. */
    begin(request, isAgain = false) {
        const isRepeated = (this.#failed?.delete(keyOf(request)) ?? false) || isAgain;
        return (host) => {
            this.#note(host, isRepeated);
        };
    }
    /** The request failed, or what came of it was cut off or wrong. */
    failed(request) {
        this.#failed ??= new Set();
        this.#failed.add(keyOf(request));
    }
    get hosts() {
        return this.#first === undefined ? [] : [this.#first, ...(this.#others ?? [])];
    }
    #note(host, isRepeated) {
        if (this.#first === undefined || this.#first.host === host)
            this.#first = host_log_counted(this.#first, host, isRepeated);
        else
            this.#noteOther(host, isRepeated);
    }
    #noteOther(host, isRepeated) {
        this.#others ??= [];
        const index = this.#others.findIndex((other) => other.host === host);
        if (index === -1)
            this.#others.push(host_log_counted(undefined, host, isRepeated));
        else
            this.#others[index] = host_log_counted(this.#others[index], host, isRepeated);
    }
}
function host_log_counted(asked, host, isRepeated) {
    return {
        host: asked?.host ?? copyOf(host),
        requests: (asked?.requests ?? 0) + 1,
        repeated: (asked?.repeated ?? 0) + (isRepeated ? 1 : 0),
    };
}
/** A part of an address keeps the whole of it in memory, and that of a CDN is long. */
function copyOf(host) {
    return Buffer.from(host).toString();
}
function keyOf({ kind, context }) {
    return `${kind} ${context.reference}`;
}

;// CONCATENATED MODULE: ./src/registry/place.ts

/** One repository of one registry, as its requests need to know it. */
class Place {
    connection;
    repository;
    side;
    writable;
    log;
    /**
     * @param log of an image's other repositories, where it is one of them
     * @param writable a push scope is asked for along with the pull scope, so that one token serves the whole copy
     */
    constructor(connection, repository, side, writable, log = new HostLog()) {
        this.connection = connection;
        this.repository = repository;
        this.side = side;
        this.writable = writable;
        this.log = log;
    }
    /** `docker.io/library/postgres` */
    get name() {
        return `${this.connection.registry}/${this.repository}`;
    }
    /** The push scope stands first: some registries honour only the first. */
    get scopes() {
        return [`repository:${this.repository}:${this.writable ? 'pull,push' : 'pull'}`];
    }
    /** @param path below the repository: `manifests/14` */
    request(kind, method, path, context, signal) {
        return {
            kind,
            method,
            url: `/v2/${this.repository}/${path}`,
            headers: {},
            scopes: this.scopes,
            context,
            signal,
            log: this.log,
        };
    }
    /** @param reference a tag or digest; absent where the whole repository is meant */
    context(operation, reference) {
        const separator = reference?.includes(':') === true ? '@' : ':';
        return {
            operation,
            reference: reference === undefined ? this.name : `${this.name}${separator}${reference}`,
            side: this.side,
        };
    }
}

;// CONCATENATED MODULE: ./src/registry/repository.ts



/** The body of a list of tags is not looked at. */
const maxTagsBytes = 1024 * 1024;
/**
 * One repository of a registry: the operations of the OCI distribution specification 1.1 that a mirror needs.
 * Each throws a RegistryError that says what was done, on which side, and what came back.
 */
class Repository {
    #place;
    /** @param writable whether the run writes there, so that its token must allow it */
    constructor(connection, repository, side, writable, log) {
        this.#place = new Place(connection, repository, side, writable, log);
    }
    get registry() {
        return this.#place.connection.registry;
    }
    get pullLimit() {
        return this.#place.connection.pullLimit;
    }
    get side() {
        return this.#place.side;
    }
    get repository() {
        return this.#place.repository;
    }
    /** What a token for it must allow. */
    get scopes() {
        return this.#place.scopes;
    }
    get name() {
        return this.#place.name;
    }
    get askedHosts() {
        return this.#place.log.hosts;
    }
    async isReadAnonymously() {
        return this.#place.connection.isAnonymous();
    }
    async headManifest(reference, signal) {
        return headManifest(this.#place, reference, signal);
    }
    async getManifest(digest, signal) {
        return getManifest(this.#place, digest, signal);
    }
    async findManifest(digest, signal) {
        return findManifest(this.#place, digest, signal);
    }
    async putManifest(reference, content, signal) {
        return putManifest(this.#place, reference, content, signal);
    }
    async hasBlob(descriptor, signal) {
        return hasBlob(this.#place, descriptor, signal);
    }
    async getBlob(descriptor, signal) {
        return getBlob(this.#place, descriptor, signal);
    }
    async openBlob(descriptor, signal) {
        return openBlob(this.#place, descriptor, signal);
    }
    async mountBlob(digest, from, signal) {
        return mountBlob(this.#place, digest, from, signal);
    }
    async startUpload(signal) {
        return startUpload(this.#place, signal);
    }
    async repositoryExists(signal) {
        const request = this.#place.request('tags', 'GET', 'tags/list?n=1', this.#place.context('Looking up the repository'), signal);
        const answer = await this.#place.connection.ask(request, [200, 404], maxTagsBytes);
        return answer.status === 200;
    }
    async reading(task, size, signal, to) {
        return this.#place.connection.inLane('downloads', task, signal, size, to);
    }
    async writing(task, size, signal, from) {
        return this.#place.connection.inLane('uploads', task, signal, size, from);
    }
    sibling(repository) {
        const { connection, side, log } = this.#place;
        return new Repository(connection, repository, side, false, log);
    }
}

;// CONCATENATED MODULE: ./src/registry/registries.ts


/** Every registry of a run, each with one connection, whatever number of repositories is used. */
class Registries {
    options;
    #connections = new Map();
    constructor(options) {
        this.options = options;
    }
    /** @param writable whether the run may write there, so that its token must allow it */
    repository({ registry, repository }, side, writable) {
        const connection = this.#connections.get(registry) ?? new RegistryConnection(registry, this.options);
        this.#connections.set(registry, connection);
        this.options.limits.expect(registry, side);
        const made = new Repository(connection, repository, side, writable);
        for (const scope of made.scopes)
            connection.expect(scope);
        return made;
    }
}

;// CONCATENATED MODULE: ./src/registry/traffic.ts
/** What a run cost, counted where it happens. */
class Traffic {
    requests = {
        ping: 0,
        token: 0,
        'manifest-head': 0,
        'manifest-get': 0,
        'manifest-put': 0,
        'blob-head': 0,
        'blob-get': 0,
        'blob-mount': 0,
        'upload-start': 0,
        'upload-finish': 0,
        'upload-cancel': 0,
        tags: 0,
    };
    /** bytes of blobs and manifests read from sources */
    bytesFromSources = 0;
    /** bytes of blobs sent to targets */
    bytesToTargets = 0;
    /** Manifests that sources served to a GET: what Docker Hub counts as pulls (docs.docker.com, "Docker Hub pull usage and limits"). */
    upstreamPulls = 0;
}

;// CONCATENATED MODULE: ./src/connect.ts











/**
 * Makes the real wire of a run: an HTTP client, the credentials of docker login, the registries.
 * @throws {ConfigurationError} where the environment's proxy or certificates cannot be used.
 */
async function connect(config, options) {
    const { environment, clock, secrets, fallbackCredentials, knowledge, onlyPublic } = options;
    const warnings = [...portWarnings(config, options.trusted)];
    const { retryPolicy = retry/* defaultRetryPolicy */.ur } = options;
    const traffic = new Traffic();
    const hosts = new known_hosts/* KnownHosts */.BV([...registriesOf(config), ...options.trusted]);
    const dispatchers = await (0,dispatcher.createDispatchers)(environment, hosts, options.resolve ?? external_node_dns_.lookup);
    const logins = openLogins({ environment, runProgram: runProgram, secrets, fallback: fallbackCredentials });
    const adapt = options.adapt ?? connect_asItIs;
    const shared = {
        send: (0,proxy/* namingProxy */.tZ)(createSend((url, ledBy) => adapt(dispatchers.dispatcherFor(url, ledBy)), traffic, clock), environment),
        limits: new RegistryLimits(config.concurrency),
        traffic,
        credentials: logins.credentials,
        traceLogin: logins.trace,
        insecureRegistries: config.insecureRegistries,
        hosts,
        withoutAccount: options.withoutAccount,
        tidyUntil: options.tidyUntil,
        retryPolicy,
        memoryOf: (registry) => ({
            grantsSeveral: knowledge.host(registry).severalScopes,
            note: (severalScopes) => {
                knowledge.noteHost(registry, { severalScopes });
            },
        }),
        clock,
        onSecret: (secret) => {
            secrets.add(secret);
        },
        redact: secrets.redact,
        warn: (sentence) => warnings.push(sentence),
    };
    const registries = new Registries(shared);
    const sources = onlyPublic === undefined ? registries : new Registries(withoutAccounts(shared, onlyPublic));
    return {
        source: (reference) => sources.repository(reference, 'source', false),
        target: (reference, writable) => registries.repository(reference, 'target', writable),
        isPublicOnly: onlyPublic !== undefined,
        traffic,
        knowledge,
        warnings,
        retryPolicy,
        close: dispatchers.destroy,
    };
}
/** Those that its user names. */
function registriesOf({ targets, insecureRegistries, allowedRegistries }) {
    const allowed = allowedRegistries.filter((registry) => registry !== '*');
    return [...targets.map(({ registry }) => registry), ...insecureRegistries, ...allowed];
}
/** A host without its port is another. */
function portWarnings({ targets, insecureRegistries }, trusted) {
    const hosts = [...new Set([...targets.map(({ registry }) => registry), ...trusted])];
    return insecureRegistries.flatMap((listed) => {
        const meant = hosts.filter((host) => host !== listed && host.replace(/:\d+$/, '') === listed);
        if (hosts.includes(listed) || meant.length === 0)
            return [];
        return [`insecure-registries: "${listed}" is without its port, and so has no effect. Write ${meant.join(', ')}.`];
    });
}
function withoutAccounts(options, why) {
    return {
        ...options,
        credentials: async () => Promise.resolve(undefined),
        traceLogin: undefined,
        withoutAccount: why,
    };
}
function connect_asItIs(client) {
    return client;
}


/***/ }),

/***/ 7187:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C0: () => (/* binding */ isPrivateAddress),
/* harmony export */   Dx: () => (/* binding */ objectionTo),
/* harmony export */   Qi: () => (/* binding */ kindOfAddress),
/* harmony export */   Sf: () => (/* binding */ isPrivateHost),
/* harmony export */   bO: () => (/* binding */ listingAdvice),
/* harmony export */   cW: () => (/* binding */ isLoopbackHost),
/* harmony export */   g3: () => (/* binding */ kindOfHost)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_net__WEBPACK_IMPORTED_MODULE_0__);

/** Source: IANA's special-purpose address registries, and that of multicast. */
const privateNetworks = [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
];
/** 100.100.100.200 is Alibaba's metadata service, 168.63.129.16 Azure's, 192.0.0.192 was Oracle's; all others are at 169.254.169.254. */
const linkLocalNetworks = [
    ['169.254.0.0', 16],
    ['100.100.100.200', 32],
    ['168.63.129.16', 32],
    ['192.0.0.192', 32],
];
/** The IPv4 addresses of old forms, of NAT64 in one's own network, and of Teredo cannot be told from outside: none of them is public. */
const privateNetworks6 = [
    ['::', 96],
    // Of translators, of tunnels, and what is thrown away. Source: RFC 2765, RFC 5214, RFC 6666.
    ['::ffff:0:0:0', 96],
    ['::5efe:0:0', 96],
    ['::200:5efe:0:0', 96],
    ['100::', 64],
    ['64:ff9b:1::', 48],
    ['2001::', 32],
    ['fc00::', 7],
    ['fec0::', 10],
    ['ff00::', 8],
];
/** The last two are the metadata services of AWS and of Google. */
const linkLocalNetworks6 = [
    ['fe80::', 10],
    ['fd00:ec2::', 32],
    ['fd20:ce::254', 128],
];
const privateAddresses = makeList(privateNetworks, privateNetworks6);
const linkLocalAddresses = makeList(linkLocalNetworks, linkLocalNetworks6);
/** With what IPv6 writes for the same IPv4 addresses: behind NAT64 and in 6to4. The list knows the mapped ones (`::ffff:`) itself. */
function makeList(networks, networks6) {
    const list = new node_net__WEBPACK_IMPORTED_MODULE_0__.BlockList();
    for (const [network, prefix] of networks) {
        list.addSubnet(network, prefix, 'ipv4');
        list.addSubnet(`64:ff9b::${network}`, 96 + prefix, 'ipv6');
        list.addSubnet(sixToFour(network), 16 + prefix, 'ipv6');
    }
    for (const [network, prefix] of networks6)
        list.addSubnet(network, prefix, 'ipv6');
    return list;
}
/** Source: RFC 3056, section 2. */
function sixToFour(address) {
    const hex = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
    return `2002:${hex.slice(0, 2).join('')}:${hex.slice(2).join('')}::`;
}
/** What an IP address is, whichever way it is written; a zone behind it (`%eth0`) changes nothing. */
function kindOfAddress(address) {
    const family = (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(address) === 6 ? 'ipv6' : 'ipv4';
    if (linkLocalAddresses.check(address, family))
        return 'link-local';
    return privateAddresses.check(address, family) ? 'private' : 'public';
}
/** The name by which Google's cloud hands out credentials; only such a machine knows its address. */
const metadataName = /(?:^|\.)metadata\.(?:google\.internal|goog)$/;
/** What a host is by its very name; undefined: DNS says it. */
function kindOfHost({ hostname }) {
    const name = hostname.replace(/^\[|\]$|\.$/g, '');
    if ((0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(name) !== 0)
        return kindOfAddress(name);
    if (metadataName.test(name))
        return 'link-local';
    return /(?:^|\.)localhost$/.test(name) ? 'private' : undefined;
}
/**
 * Why a registry must not lead its clients there, by a redirect, for a token or for an upload, as far as the address itself tells; undefined:
 * it may. From a public host to an address that only this machine's network has is what no registry does, and an attacker might.
 */
function objectionTo(url, from, { insecureRegistries, hosts }) {
    if (!/^https?:$/.test(url.protocol))
        return 'is not reached by http';
    if (url.username !== '' || url.password !== '')
        return 'has credentials in its address';
    if (insecureRegistries.includes(url.host))
        return undefined;
    if (url.protocol === 'http:' && from.protocol === 'https:')
        return 'has no TLS';
    if (url.hostname === from.hostname || hosts?.isListed(url) === true)
        return undefined;
    const isFromPrivate = hosts?.isPrivate(from) ?? isPrivateHost(from);
    return objectionToKind(kindOfHost(url), isFromPrivate);
}
function objectionToKind(kind, isFromPrivate) {
    if (kind === undefined || kind === 'public')
        return undefined;
    if (!isFromPrivate)
        return 'is at a private address';
    return kind === 'link-local' ? 'is at an address that is for this machine alone' : undefined;
}
/** What to do about one's own registry that does so. */
function listingAdvice({ host }) {
    return `Nothing was sent there. If ${host} is your own, and may be private or without TLS, list it in "insecure-registries".`;
}
/** Says whether a host is, by its very name, at an address that is not public. */
function isPrivateHost(url) {
    const kind = kindOfHost(url);
    return kind !== undefined && kind !== 'public';
}
/** Says whether an IP address is not public. */
function isPrivateAddress(address) {
    return kindOfAddress(address) !== 'public';
}
/** Says whether a host, with its port, is this machine by its very name. */
function isLoopbackHost(host) {
    const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
    return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}


/***/ }),

/***/ 8505:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createDispatcher: () => (/* binding */ createDispatcher),
  createDispatchers: () => (/* binding */ createDispatchers)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
var external_node_tls_default = /*#__PURE__*/__webpack_require__.n(external_node_tls_);
// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(6752);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(3916);
// EXTERNAL MODULE: ./src/registry/address.ts
var registry_address = __webpack_require__(7187);
// EXTERNAL MODULE: ./src/registry/known-hosts.ts
var known_hosts = __webpack_require__(1942);
;// CONCATENATED MODULE: ./src/registry/guarded-connect.ts



/**
 * Makes connections for requests that may go so far and no further. A name's addresses are looked at where the connection is made, so that what
 * is checked is what is connected to. An address that stands for itself is not looked up, and has to be looked at before.
 */
function guardedConnect(options, { hosts, reach, resolve }) {
    const connect = (0,undici/* buildConnector */.gU)({ ...options, lookup: guardedLookup(resolve, reach) });
    return (target, callback) => {
        const host = target.host ?? target.hostname;
        connect(target, (...[error, socket]) => {
            if (error !== null) {
                callback(error instanceof known_hosts/* PrivateAddressError */.ij ? new known_hosts/* PrivateAddressError */.ij(host, error.address) : error, null);
                return;
            }
            hosts.noteConnection(host, socket.remoteAddress);
            callback(null, socket);
        });
    };
}
/** Of several addresses those that may be reached are left. */
function guardedLookup(resolve, reach) {
    return (hostname, options, callback) => {
        resolve(hostname, { ...options, all: true }, (error, addresses) => {
            if (error !== null) {
                callback(error, []);
                return;
            }
            const [first, ...others] = addresses.filter(({ address }) => (0,known_hosts/* mayReach */.Bs)(reach, (0,registry_address/* kindOfAddress */.Qi)(address)));
            if (first === undefined)
                callback(new known_hosts/* PrivateAddressError */.ij(hostname, addresses[0]?.address), []);
            else if (options.all === true)
                callback(null, [first, ...others]);
            else
                callback(null, first.address, first.family);
        });
    };
}

// EXTERNAL MODULE: ./src/registry/proxy.ts
var proxy = __webpack_require__(4263);
;// CONCATENATED MODULE: ./src/registry/dispatcher.ts








const connectTimeoutMs = 15_000;
/** This machine is reached without a proxy, whatever the environment says: undici would send even loopback through it. */
const neverProxied = ['localhost', '127.0.0.1', '::1'];
/**
 * One HTTP client for each reach: a connection that was made for a host that may be anywhere serves none that may not. Behind a proxy names are
 * the proxy's to look up, so that only addresses that stand for themselves are refused there.
 * @throws {ConfigurationError}
 */
async function createDispatchers(environment, hosts, resolve) {
    const options = await connectOptions(environment);
    const make = (reach) => makeDispatcher(environment, options, guardedConnect(options, { hosts, reach, resolve }));
    const dispatchers = {
        anywhere: make('anywhere'),
        network: make('network'),
        public: make('public'),
    };
    return {
        dispatcherFor: (url, ledBy) => {
            const reach = hosts.reachOf(url, ledBy);
            if (!(0,known_hosts/* mayReach */.Bs)(reach, (0,registry_address/* kindOfHost */.g3)(url) ?? 'public'))
                throw new known_hosts/* PrivateAddressError */.ij(url.host);
            return dispatchers[reach];
        },
        destroy: async () => {
            await Promise.all(Object.values(dispatchers).map(async (dispatcher) => dispatcher.destroy()));
        },
    };
}
/**
 * The HTTP client for a run, with the proxy (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) and the certificate authorities
 * (SSL_CERT_FILE; NODE_EXTRA_CA_CERTS, which Node reads itself) of the environment.
 * @throws {ConfigurationError}
 */
async function createDispatcher(environment) {
    const options = await connectOptions(environment);
    return makeDispatcher(environment, options, options);
}
/** Authorities are made into one context for all connections: to read a system's list anew takes some 15 ms a connection. */
async function connectOptions(environment) {
    const ca = await readAuthorities(environment);
    const timeout = connectTimeoutMs;
    return ca === undefined ? { timeout } : { timeout, secureContext: external_node_tls_default().createSecureContext({ ca: [...ca] }) };
}
function makeDispatcher(environment, options, connect) {
    const httpProxy = (0,proxy/* proxyVariable */.rw)('http_proxy', environment);
    const httpsProxy = (0,proxy/* proxyVariable */.rw)('https_proxy', environment);
    if (httpProxy === '' && httpsProxy === '')
        return new undici/* Agent */.g6({ connect });
    const noProxy = [(0,proxy/* proxyVariable */.rw)('no_proxy', environment), ...neverProxied].filter(Boolean).join(',');
    // Through a proxy `connect` is not looked at: the certificate authorities have to be given for the way behind it too.
    return proxyAgent({ connect, requestTls: options, proxyTls: options, httpProxy, httpsProxy, noProxy });
}
function proxyAgent(options) {
    try {
        return new undici/* EnvHttpProxyAgent */.J2(options);
    }
    catch (error) {
        const { httpProxy, httpsProxy } = options ?? {};
        throw new errors/* ConfigurationError */.j1([
            `HTTP_PROXY is ${quoted(httpProxy)}, HTTPS_PROXY is ${quoted(httpsProxy)}: no proxy's address: ${(0,errors/* messageOf */.bD)(error)}. Write it as http://host:port.`,
        ]);
    }
}
function quoted(address = '') {
    return address === '' ? 'not set' : `"${(0,proxy/* shownProxy */.qb)(address)}"`;
}
/** undefined: Node's own list, NODE_EXTRA_CA_CERTS included. A list that is given replaces both, so that they have to be added. */
async function readAuthorities(environment) {
    const file = environment.SSL_CERT_FILE ?? '';
    if (file === '')
        return undefined;
    return [...(await defaultAuthorities(environment)), await readPem(file, 'SSL_CERT_FILE')];
}
async function defaultAuthorities(environment) {
    // Node tells its list from 22.15 on; the oldest supported Node does not.
    if ("getCACertificates" in (external_node_tls_default()) && typeof (external_node_tls_default()).getCACertificates === 'function') {
        const list = Reflect.apply((external_node_tls_default()).getCACertificates, (external_node_tls_default()), ['default']);
        return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : (external_node_tls_default()).rootCertificates;
    }
    const extra = environment.NODE_EXTRA_CA_CERTS ?? '';
    return extra === '' ? (external_node_tls_default()).rootCertificates : [...(external_node_tls_default()).rootCertificates, await readPem(extra, 'NODE_EXTRA_CA_CERTS')];
}
async function readPem(path, variable) {
    try {
        return await (0,promises_.readFile)(path, 'utf8');
    }
    catch (error) {
        throw new errors/* ConfigurationError */.j1([`${variable}: ${path} cannot be read: ${(0,errors/* messageOf */.bD)(error)}.`]);
    }
}


/***/ }),

/***/ 1942:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BV: () => (/* binding */ KnownHosts),
/* harmony export */   Bs: () => (/* binding */ mayReach),
/* harmony export */   ij: () => (/* binding */ PrivateAddressError)
/* harmony export */ });
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3564);
/* harmony import */ var _address_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7187);


function mayReach(reach, kind) {
    if (reach === 'anywhere' || kind === 'public')
        return true;
    return reach === 'network' && kind === 'private';
}
/** An address that a request must not go to. */
class PrivateAddressError extends Error {
    host;
    address;
    name = 'PrivateAddressError';
    /**
     * @param host with its port, where it has one of its own
     * @param address that its name led to; undefined: it is one itself, or names this machine
     */
    constructor(host, address) {
        const is = address === undefined ? `${host} is a private address` : `${host} resolves to the private address ${address}`;
        super(`${is}, where only hosts of your own may be`);
        this.host = host;
        this.address = address;
    }
}
/**
 * The hosts of a run, and how far each may be. Those that the user or a trusted file names may be anywhere. Where a registry leads is known by
 * the registry alone: one that is itself in one's own network may lead to others there, and a public one may not, whatever names it gives them.
 */
class KnownHosts {
    #listed;
    /** Whether all connections to a host until now were made to addresses of one's own network. */
    #connected = new Map();
    /** @param registries canonical names */
    constructor(registries) {
        this.#listed = new Set([...registries].flatMap(hostsOf));
    }
    isListed({ host }) {
        return this.#listed.has(host);
    }
    /**
     * A name that changes its address in the middle of a run is public from then on: its answers may come from there. And where no connection
     * was made from here (a proxy makes them) nobody knows.
     */
    isPrivate(url) {
        return (0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .kindOfHost */ .g3)(url) === undefined ? this.#connected.get(url.host) === true : (0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .isPrivateHost */ .Sf)(url);
    }
    /** To be called for every connection, before anything is sent on it. */
    noteConnection(host, address) {
        const isPrivate = address !== undefined && (0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .isPrivateAddress */ .C0)(address);
        this.#connected.set(host, (this.#connected.get(host) ?? true) && isPrivate);
    }
    /** @param ledBy the host that gave the address; undefined: a file names it */
    reachOf(url, ledBy) {
        if (this.isListed(url))
            return 'anywhere';
        return ledBy !== undefined && this.isPrivate(ledBy) ? 'network' : 'public';
    }
}
/** As addresses spell them: without the port that the scheme has anyhow. */
function hostsOf(registry) {
    const authority = (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .registryApiHost */ .Mb)(registry);
    return ['https:', 'http:'].flatMap((scheme) => URL.canParse(`${scheme}//${authority}`) ? [new URL(`${scheme}//${authority}`).host] : []);
}


/***/ }),

/***/ 4263:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T6: () => (/* binding */ ProxyError),
/* harmony export */   qb: () => (/* binding */ shownProxy),
/* harmony export */   rw: () => (/* binding */ proxyVariable),
/* harmony export */   tZ: () => (/* binding */ namingProxy)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_net__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3916);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8992);



/** By curl's custom: the lower-case name goes first. */
function proxyVariable(name, environment) {
    return environment[name] ?? environment[name.toUpperCase()] ?? '';
}
/** Without the user and password that it may hold. */
function shownProxy(address) {
    // To the last: a password may have one in it.
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g$)(address.replace(/^([^/]*\/\/)?.*@/s, '$1***@'));
}
/** Tells of a connection that failed that it was the proxy's, and which variable names that. */
function namingProxy(send, environment) {
    const proxies = proxiesOf(environment);
    if (proxies.length === 0)
        return send;
    return async (request) => {
        try {
            return await send(request);
        }
        catch (error) {
            const proxy = proxies.find((candidate) => isOf(error, candidate, request));
            throw proxy === undefined ? error : proxyError(proxy, error);
        }
    };
}
function proxiesOf(environment) {
    return ['https_proxy', 'http_proxy'].flatMap((name) => {
        const address = proxyVariable(name, environment);
        if (!URL.canParse(address))
            return [];
        const { hostname, protocol, port } = new URL(address);
        const variable = environment[name] === undefined ? name.toUpperCase() : name;
        return [
            { variable, shown: shownProxy(address), host: hostname.replace(/^\[|\]$/g, ''), port: portOf(port, protocol) },
        ];
    });
}
function portOf(port, protocol) {
    if (port !== '')
        return Number(port);
    return protocol === 'https:' ? 443 : 80;
}
/** The system names the address that it connected to, and the name that it looked up. */
function isOf(error, { host, port }, { url }) {
    const failure = error instanceof AggregateError ? error.errors[0] : error;
    if (!(failure instanceof Error))
        return false;
    if ('hostname' in failure)
        return failure.hostname === host && url.hostname !== host;
    if (!('port' in failure && 'address' in failure) || failure.port !== port)
        return false;
    // Whose address it is, is known where the proxy is named by that, or no one else has this port.
    return (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(host) === 0 ? portOf(url.port, url.protocol) !== port : failure.address === host;
}
/** A proxy could not be connected to. */
class ProxyError extends Error {
    variable;
    code;
    name = 'ProxyError';
    constructor(message, variable, 
    /** the system's, such as ECONNREFUSED */
    code, cause) {
        super(message, { cause });
        this.variable = variable;
        this.code = code;
    }
}
function proxyError({ variable, shown }, error) {
    const cause = error instanceof AggregateError ? error.errors[0] : error;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const message = `the proxy ${shown} (${variable}) is not reached: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(cause)}`;
    return new ProxyError(message, variable, code, error);
}


/***/ })

};
