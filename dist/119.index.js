export const id = 119;
export const ids = [119];
export const modules = {

/***/ 5119:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connect: () => (/* binding */ connect)
});

// EXTERNAL MODULE: external "node:dns"
var external_node_dns_ = __webpack_require__(610);
// EXTERNAL MODULE: ./src/registry/http/address.ts
var address = __webpack_require__(4564);
// EXTERNAL MODULE: ./src/runtime/wait.ts
var wait = __webpack_require__(6223);
;// CONCATENATED MODULE: ./src/registry/throttle/host-restart.ts

/** How often it is looked whether the host is back: a registry takes seconds to start. */
const probeEveryMs = 2_000;
/** One request may fail by chance. The second in a row is a reason to look. */
const suspiciousFailures = 2;
/**
 * Waits for a host that goes down in the middle of a run and comes back, as a restarted registry does: up to a minute in the whole run. Only a host
 * that has answered in this run counts, because a wrong name or port must not cost each run a minute.
 */
class HostRestart {
    deps;
    #hasAnswered = false;
    /** how many requests in a row had no answer */
    #failures = 0;
    #leftMs;
    #waiting;
    #probing;
    constructor(deps) {
        this.deps = deps;
        this.#leftMs = deps.policy.maxRestartMs;
    }
    get isActive() {
        return this.#waiting !== undefined;
    }
    recordAnswer() {
        this.#hasAnswered = true;
        this.#failures = 0;
    }
    /** Takes note of a request that had no answer, and says whether the host is waited for on its account. */
    async recordFailure() {
        if (this.isActive)
            return true;
        this.#failures += 1;
        if (!this.#hasAnswered || this.#failures < suspiciousFailures || this.#leftMs <= 0)
            return false;
        this.#probing ??= this.#probe();
        return this.#probing;
    }
    /** Waits until the host answers again, or was waited for long enough. */
    async wait(signal) {
        if (this.#waiting !== undefined)
            await (0,wait/* unlessAborted */.Wh)(this.#waiting, signal);
    }
    async #probe() {
        try {
            if (await this.deps.probe()) {
                // It is the request, and not the host.
                this.#failures = 0;
                return false;
            }
            this.#waiting ??= this.#wait();
            return true;
        }
        finally {
            this.#probing = undefined;
        }
    }
    async #wait() {
        const { host, clock, probe, log, signal } = this.deps;
        const allMs = this.#leftMs;
        log(`${host} does not answer any more. Waiting up to ${Math.ceil(allMs / 1_000)} s until it does.`);
        let isBack = false;
        while (!isBack && this.#leftMs > 0 && !signal.aborted) {
            const ms = Math.min(probeEveryMs, this.#leftMs);
            this.#leftMs -= ms;
            await clock.sleep(ms, signal).catch(() => undefined);
            isBack = await probe();
        }
        const seconds = Math.round((allMs - this.#leftMs) / 1_000);
        log(isBack ? `${host} answers again after ${seconds} s.` : `${host} did not answer within ${seconds} s.`);
        if (isBack)
            this.recordAnswer();
        this.#waiting = undefined;
    }
}

// EXTERNAL MODULE: ./src/runtime/circuit-breaker.ts
var circuit_breaker = __webpack_require__(2002);
// EXTERNAL MODULE: ./src/image/registry-error.ts
var registry_error = __webpack_require__(6657);
// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
;// CONCATENATED MODULE: ./src/registry/throttle/host-circuits.ts

/** Ten seconds: a load balancer that changes its backend takes less. Then every half minute one request tries again. */
const hostRule = { failures: 5, forMs: 10_000, cooldownMs: 30_000 };
/** What changes something at a registry. */
const writeKinds = new Set([
    'blob-mount',
    'upload-start',
    'upload-patch',
    'upload-finish',
    'manifest-put',
]);
/** A full disk shows when bytes are stored: to open an upload shows nothing. */
const storingKinds = new Set(['upload-finish', 'manifest-put']);
/** A circuit breaker for a host that fails every write and may still be read. Without it each image would be sent, one after another. */
class HostCircuits {
    #writes;
    constructor(clock) {
        this.#writes = new circuit_breaker/* CircuitBreaker */.a(hostRule, clock);
    }
    /** @throws {RegistryError} where the host fails every write and this is one */
    check(context, kind) {
        const write = writeKinds.has(kind) ? this.#writes.refusal() : undefined;
        if (write !== undefined)
            throw write.inContext(context).asNotWritten();
    }
    /** Whether it is taken to fail every write. */
    get failsWrites() {
        return this.#writes.isOpen;
    }
    /** Takes note of what was stored. */
    recordStored() {
        this.#writes.succeeded();
    }
    /** @param isMounted whether the answer says that a blob was mounted */
    recordWrite(kind, isMounted) {
        if (storingKinds.has(kind) || (kind === 'blob-mount' && isMounted))
            this.recordStored();
    }
    /** Records a write that the host failed, and returns its error. If all others failed too, the error says so and is not retried. */
    recordFailedWrite(error, kind, host, madeAt) {
        if (!writeKinds.has(kind))
            return error;
        const failures = this.#writes.failures + 1;
        const reported = failures >= hostRule.failures ? error.asWritesFailed(host) : error;
        this.#writes.failed(reported, madeAt, error.retryAt?.dueMs);
        return this.failsWrites ? reported.asNotWritten() : reported;
    }
}

// EXTERNAL MODULE: ./src/registry/transport/transport.ts
var transport_transport = __webpack_require__(8436);
;// CONCATENATED MODULE: ./src/registry/throttle/host-silence.ts





/** A host that did not answer so many requests in a row is not asked any more for a while. */
class SilentHostError extends Error {
    host;
    silences;
    longestMs;
    cause;
    name = 'SilentHostError';
    /** @param cause what the HTTP client threw last */
    constructor(host, silences, longestMs, cause) {
        super(`${host} does not answer`);
        this.host = host;
        this.silences = silences;
        this.longestMs = longestMs;
        this.cause = cause;
    }
}
/** A circuit breaker for one host that answers nothing. Without it each request would be waited for and made again, image after image. */
class HostSilence {
    host;
    clock;
    #circuit;
    #longestMs = 0;
    constructor(host, clock) {
        this.host = host;
        this.clock = clock;
        this.#circuit = new circuit_breaker/* CircuitBreaker */.a(hostRule, clock);
    }
    /** @throws {SilentHostError} where the host answers nobody */
    check() {
        const refusal = this.#circuit.refusal();
        if (refusal !== undefined)
            throw new SilentHostError(this.host, this.#circuit.failures, this.#longestMs, refusal.cause);
    }
    recordAnswer() {
        this.#circuit.succeeded();
    }
    /**
     * Takes note of what the HTTP client threw.
     * @param madeAt when the request was made, by `Clock.monotonicMs`
     */
    recordFailure(cause, { signal, body }, madeAt) {
        // What many requests wait for has a signal of its own, which ends it when its host is silent.
        const isEndedFromHere = signal.aborted && !(signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError');
        if (isEndedFromHere || !isSilence(cause, (0,transport_transport/* isStreamed */.e)(body)))
            return;
        if (this.#circuit.failures === 0)
            this.#longestMs = 0;
        this.#longestMs = Math.max(this.#longestMs, this.clock.monotonicMs() - madeAt);
        this.#circuit.failed({ cause }, madeAt);
    }
}
/**
 * Whether nobody answered: no connection, or one that was closed or stayed silent. Errors of the body that was sent do not count, nor do TLS errors
 * (`EPROTO`, `ERR_SSL_…`, `ERR_TLS_…`), because then something answered.
 */
function isSilence(thrown, sendsStream) {
    const error = causeOf(thrown);
    if (!(error instanceof Error))
        return false;
    if (error.name === 'TimeoutError')
        return !sendsStream;
    return /^(?:E(?!PROTO|RR_)[A-Z]|(?:UND_ERR_)?(?:SOCKET|CONNECT_TIMEOUT|HEADERS_TIMEOUT)$)/.test((0,errors/* errorCodeOf */.D9)(error) ?? '');
}
/** Whether the failure looks like a host that is down: connections are refused or closed, as while a registry restarts. */
function isConnectionLost(error) {
    return error instanceof Error && isSilence(error, true) && !/TIMEOUT|ETIMEDOUT/.test((0,errors/* errorCodeOf */.D9)(error) ?? '');
}
/** A ping's or a token's failure comes in the words of the request that waited for it. */
function causeOf(error) {
    return error instanceof registry_error/* RegistryError */.gl && error.cause !== undefined ? causeOf(error.cause) : error;
}

;// CONCATENATED MODULE: ./src/registry/http/asked-hosts.ts



/**
 * Every host that a run asks: registries, their token services, and the storages that they redirect to. Each is judged by its own requests, because
 * a registry may be up while its storage is down.
 */
class AskedHosts {
    plainSend;
    deps;
    #hosts = new Map();
    /** @param plainSend sends, and takes note of nothing */
    constructor(plainSend, deps) {
        this.plainSend = plainSend;
        this.deps = deps;
    }
    restartOf(host) {
        return this.#of(host).restart;
    }
    /**
     * Sends, and takes note of the host that answered, or did not.
     * @throws {SilentHostError} where it answers nobody
     */
    send = async (request) => {
        const { url, namedBy } = request;
        const host = this.#of(url.host);
        host.silence.check();
        const madeAt = this.deps.clock.monotonicMs();
        try {
            const response = await this.plainSend(request);
            host.silence.recordAnswer();
            if (isOfGateway(response))
                return response;
            host.lastAddress = { url, namedBy };
            host.restart.recordAnswer();
            return response;
        }
        catch (error) {
            host.silence.recordFailure(error, request, madeAt);
            throw error;
        }
    };
    #of(host) {
        const known = this.#hosts.get(host);
        if (known !== undefined)
            return known;
        const { retryPolicy: policy, clock, log = () => undefined, cleanupSignal: signal = neverAborted } = this.deps;
        const record = {
            restart: new HostRestart({ host, policy, clock, probe: async () => this.#isUp(host), log, signal }),
            silence: new HostSilence(host, clock),
            lastAddress: undefined,
        };
        this.#hosts.set(host, record);
        return record;
    }
    /** Whether it answers anything, by a ping; what stands before it answers for one that is down, too. */
    async #isUp(host) {
        const { lastAddress, silence } = this.#of(host);
        if (lastAddress === undefined)
            return false;
        const { clock, cleanupSignal } = this.deps;
        const url = new URL('/v2/', lastAddress.url);
        const { namedBy } = lastAddress;
        try {
            return await (0,wait/* runAttempt */.Tm)(maxProbeMs, { clock, signal: cleanupSignal }, async (signal) => {
                const response = await this.plainSend({ kind: 'ping', method: 'GET', url, namedBy, headers: {}, signal });
                await response.discard();
                if (isOfGateway(response))
                    return false;
                silence.recordAnswer();
                return true;
            });
        }
        catch {
            return false;
        }
    }
}
/** Whether a proxy may have answered so for a host that is down. */
function isOfGateway({ status }) {
    return gatewayStatuses.has(status);
}
const gatewayStatuses = new Set([502, 503, 504]);
const neverAborted = new AbortController().signal;
/** A host that is there answers a ping at once. */
const maxProbeMs = 5_000;

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
;// CONCATENATED MODULE: ./src/registry/auth/registry-credentials.ts


const loginKeys = new WeakMap();
/** The same text for the same login, for maps alone: it holds the secret. Each request asks for it. */
function loginKey(credentials) {
    if (credentials === undefined)
        return '';
    const key = loginKeys.get(credentials) ?? JSON.stringify(Object.entries(credentials).sort());
    loginKeys.set(credentials, key);
    return key;
}
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
    switch (credentials.kind) {
        case 'password':
            return `user "${(0,runtime_text/* printable */.g$)(credentials.username)}"`;
        case 'identity-token':
            return 'the holder of an identity token';
        case 'registry-token':
            return 'the holder of a registry token';
    }
}
function basicAuthorization(username, password) {
    return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
/** What a registry gets that asks for a user and a password. undefined: it is asked without. @throws {RegistryError} where the login is another */
function basicHeaderOf(credentials, registry, context) {
    if (credentials === undefined)
        return undefined;
    if (credentials.kind === 'password')
        return basicAuthorization(credentials.username, credentials.password);
    const held = credentials.kind === 'identity-token' ? 'an identity token' : 'a registry token';
    throw new registry_error/* RegistryError */.gl({
        ...context,
        code: 'credentials',
        what: `${registry} asks for a user and a password, and docker login holds ${held}`,
        advice: `Log in to ${registry} with a user and a password.`,
    });
}

;// CONCATENATED MODULE: ./src/registry/auth/credential-helper.ts





const answerSchema = dist/* object */.Ikc({ Username: dist/* string */.YjP(), Secret: dist/* string */.YjP() });
/** A helper may ask a cloud's metadata service; one that hangs must not hang the run. */
const helperTimeoutMs = 30_000;
/** A helper is missing, fails or hangs. Its output is not repeated: it may hold a secret. */
class CredentialHelperError extends Error {
    program;
    why;
    name = 'CredentialHelperError';
    constructor(program, why) {
        super(`${program} could not be asked: ${why}`);
        this.program = program;
        this.why = why;
    }
}
/**
 * Asks `docker-credential-<helper> get` for a server's credentials. undefined: it has none.
 * Source: docker/docker-credential-helpers, "Development".
 * @throws {CredentialHelperError} also if the name in the configuration cannot be a program's: nothing is run
 */
async function askCredentialHelper(helper, server, run, clock) {
    const program = `docker-credential-${helper}`;
    if (!/^[\w.-]+$/.test(helper))
        throw new CredentialHelperError((0,runtime_text/* printable */.g$)(program), "that cannot be a program's name");
    const { exitCode, stdout } = await answerOf(program, clock, async () => run(program, ['get'], server));
    if (exitCode !== 0) {
        // The protocol's own words for "no such entry", on standard output.
        if (/credentials not found in native keychain/i.test(stdout))
            return undefined;
        throw new CredentialHelperError(program, `it ended with exit code ${exitCode}`);
    }
    return readAnswer(stdout, program);
}
/** More than any helper's answer; a helper that floods is ended. */
const maxAnswerBytes = 1024 * 1024;
/**
 * The real RunProgram: no shell, nothing of it in the log, ended when it hangs. `@actions/exec` is not used, because nobody can catch the
 * error of its write to a program that has ended (docs/decisions/0005-running-programs.md).
 * @throws {Error} where the program is not there, or is ended by a signal
 */
async function runHelper(program, args, input) {
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
function readAnswer(stdout, program) {
    try {
        const { Username: username, Secret: secret } = dist/* parse */.qgA(answerSchema, JSON.parse(stdout));
        return username === '' && secret === '' ? undefined : toCredentials(username, secret);
    }
    catch {
        throw new CredentialHelperError(program, 'its answer is not the JSON that the protocol asks for');
    }
}
async function answerOf(program, clock, ask) {
    try {
        return await (0,wait/* withDeadline */.NE)(helperTimeoutMs, { clock }, ask);
    }
    catch (error) {
        const isLate = error instanceof wait/* DeadlineError */.j3;
        const why = isLate ? `it did not answer within ${helperTimeoutMs / 1_000} seconds` : (0,errors/* messageOf */.bD)(error);
        throw new CredentialHelperError(program, why);
    }
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/runtime/optional-field.ts
var optional_field = __webpack_require__(7843);
;// CONCATENATED MODULE: ./src/registry/auth/docker-config.ts


const docker_config_text = dist/* pipe */.FsL((0,optional_field/* optional */.lq)(dist/* string */.YjP()), dist/* transform */.pdi((written) => written ?? ''));
/** A credential helper without its `docker-credential-`; empty: none. */
const helper = dist/* pipe */.FsL(docker_config_text, dist/* regex */.yGV(/^[\w.-]*$/));
const authSchema = dist/* object */.Ikc({
    auth: docker_config_text,
    username: docker_config_text,
    password: (0,optional_field/* optional */.lq)(dist/* string */.YjP()),
    identitytoken: docker_config_text,
    registrytoken: docker_config_text,
});
/** Each entry is read separately, so that a wrong one does not affect the others. */
const entriesSchema = dist/* pipe */.FsL((0,optional_field/* optional */.lq)(dist/* record */.g1P(dist/* string */.YjP(), dist/* unknown */.L5J())), dist/* transform */.pdi((entries) => entries ?? {}));
/** An empty text and `null` are an empty configuration, as in Go. */
function parseDockerConfig(text) {
    try {
        const content = text.trim() === '' ? {} : JSON.parse(text);
        const fields = Array.isArray(content) ? undefined : dist/* safeParse */.xLC(entriesSchema, content);
        return fields?.success === true ? readFields(fields.output) : unreadableConfig('it is not a JSON object');
    }
    catch (error) {
        if (!(error instanceof SyntaxError))
            throw error;
        // The error's own text may quote the file, which holds passwords.
        return unreadableConfig(whyNotJson(error, text));
    }
}
/** @param why is shown in messages, so it must not quote the configuration */
function unreadableConfig(why) {
    const problems = [{ what: `could not be read: ${why}`, key: undefined }];
    return { auths: {}, credHelpers: {}, credsStore: '', problems };
}
function readFields(fields) {
    const auths = readEntries('auths', (0,optional_field/* optional */.lq)(authSchema), fields.auths);
    const credHelpers = readEntries('credHelpers', helper, fields.credHelpers);
    const credsStore = readPart('"credsStore"', helper, fields.credsStore, '');
    return {
        auths: auths.value,
        credHelpers: credHelpers.value,
        credsStore: credsStore.value,
        problems: [auths, credHelpers, credsStore].flatMap(({ problems }) => problems),
    };
}
function readEntries(name, schema, written) {
    const all = readPart(`"${name}"`, entriesSchema, written, {});
    const entries = Object.entries(all.value).map(([key, entry], index) => ({
        key,
        // By its number: the key may be the name of somebody's registry, and a comment may be public.
        ...readPart(`entry ${index + 1} of "${name}"`, schema, entry, undefined, key),
    }));
    return {
        value: Object.fromEntries(entries.flatMap(({ key, value, problems }) => (problems.length > 0 ? [] : [[key, value]]))),
        problems: [...all.problems, ...entries.flatMap(({ problems }) => problems)],
    };
}
function readPart(name, schema, written, none, key) {
    const read = dist/* safeParse */.xLC(schema, written);
    if (read.success)
        return { value: read.output, problems: [] };
    return { value: none, problems: [{ what: `was read in part: ${name} is not as docker writes it`, key }] };
}
/** Names places alone. */
function whyNotJson({ message }, text) {
    const [, position] = /at position (\d+)/.exec(message) ?? [];
    if (message.includes('end of JSON input') || Number(position) >= text.length)
        return 'it is JSON that ends too early';
    if (position === undefined)
        return 'it is not JSON';
    const before = text.slice(0, Number(position)).split('\n');
    return `it is not JSON from line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} on`;
}

;// CONCATENATED MODULE: ./src/registry/auth/config-locations.ts






const variableName = 'DOCKER_AUTH_CONFIG';
/**
 * Reads the variable, docker's configuration and podman's, whichever exist. The first that has a login for a repository counts.
 * Source for the variable before the file: docker/cli 28.3, `ConfigFile.GetCredentialsStore`.
 */
async function readDockerConfigs(environment) {
    const files = await Promise.all(configFiles(environment).map(async ({ path, format }) => {
        const config = await readConfigFile(path);
        return config === undefined ? [] : [{ ...config, location: shownPath(path, environment), format }];
    }));
    const inline = environment.DOCKER_AUTH_CONFIG ?? '';
    if (inline.trim() === '')
        return files.flat();
    return [{ ...parseDockerConfig(inline), location: variableName, format: 'docker' }, ...files.flat()];
}
/** Where `readDockerConfigs` looks, whatever is there: what most people have goes first. */
function configLocations(environment) {
    return [...configFiles(environment).map(({ path }) => shownPath(path, environment)), variableName];
}
/** The name of a file in the home folder, without the user's name. */
function shownPath(path, environment) {
    const home = `${homeOf(environment)}/`;
    return (0,runtime_text/* printable */.g$)(path.startsWith(home) ? `~/${path.slice(home.length)}` : path);
}
function homeOf({ HOME }) {
    return HOME === undefined || HOME === '' ? (0,external_node_os_.homedir)() : HOME;
}
function configFiles(environment) {
    const set = (name) => ((environment[name] ?? '') === '' ? [] : [environment[name] ?? '']);
    const home = homeOf(environment);
    const [docker = (0,external_node_path_.join)(home, '.docker')] = set('DOCKER_CONFIG');
    const [configHome = (0,external_node_path_.join)(home, '.config')] = set('XDG_CONFIG_HOME');
    const podman = [
        ...set('REGISTRY_AUTH_FILE'),
        ...set('XDG_RUNTIME_DIR').map((runtime) => (0,external_node_path_.join)(runtime, 'containers', 'auth.json')),
        (0,external_node_path_.join)(configHome, 'containers', 'auth.json'),
    ];
    return [
        { path: (0,external_node_path_.join)(docker, 'config.json'), format: 'docker' },
        ...podman.map((path) => ({ path, format: 'podman' })),
    ];
}
/** undefined: there is none. */
async function readConfigFile(path) {
    try {
        return parseDockerConfig(await (0,promises_.readFile)(path, 'utf8'));
    }
    catch (error) {
        // The system's own words have the whole path in them.
        const code = (0,errors/* errorCodeOf */.D9)(error);
        if (code === undefined)
            throw error;
        return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : unreadableConfig(code);
    }
}

// EXTERNAL MODULE: ./src/image/reference.ts
var reference = __webpack_require__(3564);
;// CONCATENATED MODULE: ./src/registry/auth/login-entries.ts



/**
 * Everything that one configuration has for a repository, in the order to try it. Source: docker/cli, `ConfigFile.GetCredentialsStore`, and
 * containers-auth.json(5), whose order `containers/image` keeps in `findCredentialsInFile`:
 *
 * 1. the registry's own helper (`credHelpers`);
 * 2. entries of `auths` for the repository or a namespace that it is in, the most specific first;
 * 3. what is for the whole registry. Docker asks `credsStore` and ignores an entry of `auths`, which may be from before the store was set up. Podman
 *    knows no `credsStore`. So in docker's format the store goes first, and in podman's the entry.
 */
function storedLogins(config, registry, repository) {
    const own = ownHelper(config, registry);
    const ownHelpers = own === undefined || own.helper === '' ? [] : [own];
    // An own helper without a name turns the store off for this registry, as in docker.
    const store = own !== undefined || config.credsStore === ''
        ? []
        : [{ kind: 'helper', helper: config.credsStore, servers: [(0,reference/* registryCredentialKey */.S3)(registry)] }];
    const entries = login_entries_readEntries(config, registry);
    const namespaced = entries
        .filter(({ key }) => isWithin(repository, key.namespace))
        .sort((one, other) => (other.key.namespace?.length ?? 0) - (one.key.namespace?.length ?? 0));
    const whole = entries.filter(({ key }) => key.namespace === undefined);
    const forRegistry = config.format === 'docker' ? [...store, ...whole] : [...whole, ...store];
    return [...ownHelpers, ...namespaced, ...forRegistry];
}
/** Says whether a registry's repositories may have several logins: one of its keys names a namespace. */
function namesNamespace({ auths, credHelpers, problems }, registry) {
    const keys = [...Object.keys(auths), ...Object.keys(credHelpers), ...problems.flatMap(({ key }) => key ?? [])];
    return keys.some((written) => {
        const key = readKey(written);
        return key?.registry === registry && key.namespace !== undefined;
    });
}
/** Says whether a repository's entry has something for a user and a password that holds neither. */
function isUndecodable(config, registry, repository) {
    return Object.entries(config.auths).some(([written, value]) => isFor(written, registry, repository) &&
        value !== undefined &&
        value.auth !== '' &&
        readEntry(value) === undefined);
}
/** The unreadable parts of a configuration that may have held a repository's login. */
function problemsFor({ problems }, registry, repository) {
    return problems.filter(({ key }) => key === undefined || isFor(key, registry, repository));
}
/** The keys of a configuration that are not for a repository, as they are written, without user and query. */
function otherKeys({ auths, credHelpers }, registry, repository) {
    const others = [...Object.keys(credHelpers), ...Object.keys(auths)].filter((written) => !isFor(written, registry, repository));
    const shown = others.map((written) => {
        const [, scheme = '', address = ''] = /^(\w+:\/\/)?([^?#]*)/.exec(written) ?? [];
        return `${scheme}${address.slice(address.lastIndexOf('@') + 1)}`;
    });
    return [...new Set(shown)].filter((key) => key !== '');
}
function isFor(written, registry, repository) {
    const key = readKey(written);
    return key?.registry === registry && (key.namespace === undefined || isWithin(repository, key.namespace));
}
/** It is asked under the key as it is written, as podman asks it, and then under docker's name for the registry. */
function ownHelper(config, registry) {
    const [own] = keysFor(config.credHelpers, registry, config).filter(({ key }) => key.namespace === undefined);
    if (own === undefined)
        return undefined;
    const servers = [...new Set([own.key.written, (0,reference/* registryCredentialKey */.S3)(registry)])];
    return { kind: 'helper', helper: own.value, servers };
}
const entriesByConfig = new WeakMap();
/** The entries of one registry. They are decoded once, and not for each of its repositories. */
function login_entries_readEntries(config, registry) {
    const byRegistry = entriesByConfig.get(config) ?? new Map();
    entriesByConfig.set(config, byRegistry);
    const entries = byRegistry.get(registry) ?? decodeEntries(config, registry);
    byRegistry.set(registry, entries);
    return entries;
}
function decodeEntries(config, registry) {
    return keysFor(config.auths, registry, config).flatMap(({ key, value }) => {
        const credentials = value === undefined ? undefined : readEntry(value);
        return credentials === undefined ? [] : [{ kind: 'entry', key, credentials }];
    });
}
/** The entries of one registry. First are the keys that the format's own login command writes, last those with a path that says nothing. */
function keysFor(entries, registry, { format }) {
    const exact = format === 'docker' ? [(0,reference/* registryCredentialKey */.S3)(registry), registry] : [registry];
    const rank = ({ key }) => {
        const index = exact.indexOf(key.written);
        if (index !== -1)
            return index;
        return key.hasOtherPath ? exact.length + 1 : exact.length;
    };
    return Object.entries(entries)
        .flatMap(([written, value]) => {
        const key = readKey(written);
        return key?.registry === registry ? [{ key, value }] : [];
    })
        .sort((one, other) => rank(one) - rank(other));
}
/** Docker stores its tokens for Docker Hub under these keys. They are no logins. Source: docker/cli, `OAuthManager`. */
const dockersOwnKeys = new Set([
    'https://index.docker.io/v1/access-token',
    'https://index.docker.io/v1/refresh-token',
]);
/**
 * `https://host/v1/`, `host/v2`, `host`: all are the host, as docker wrote it at one time or another. Without a scheme any other path is a namespace.
 * With `https:` it says nothing: docker (`ConvertToHostname`) and podman (`normalizeAuthFileKey`) take such a key for its whole host. With `http:` it is
 * left alone, as regclient does: no login command writes it.
 */
function readKey(written) {
    const [, scheme, host, path = ''] = /^(https?:\/\/)?([^/]+)(?:\/(.*))?$/s.exec(written) ?? [];
    if (host === undefined || dockersOwnKeys.has(written))
        return undefined;
    const registry = (0,reference/* canonicalRegistry */.i7)(host);
    const hasOtherPath = !/^(?:v[12]\/?)?$/.test(path);
    if (hasOtherPath && scheme === 'http://')
        return undefined;
    const isNamespace = hasOtherPath && scheme === undefined;
    const namespace = isNamespace ? path.toLowerCase().replace(/\/$/, '') : undefined;
    return { written, registry, namespace, hasOtherPath };
}
/** Whole components of the name are compared: `acme` is not for `acme2/app`. */
function isWithin(repository, namespace) {
    return namespace !== undefined && namespace !== '' && `${repository}/`.startsWith(`${namespace}/`);
}
/** The registry token, then the refresh token, then the password: each was obtained with the next one. */
function readEntry({ auth, username, password, identitytoken, registrytoken }) {
    if (registrytoken !== '')
        return { kind: 'registry-token', token: registrytoken };
    if (identitytoken !== '')
        return { kind: 'identity-token', token: identitytoken };
    const decoded = (0,runtime_text/* withoutTrailing */.hT)(Buffer.from(auth, 'base64').toString('utf8'), '\0');
    const colon = decoded.indexOf(':');
    if (colon > 0)
        return toCredentials(decoded.slice(0, colon), decoded.slice(colon + 1));
    return username === '' || typeof password !== 'string' ? undefined : toCredentials(username, password);
}

;// CONCATENATED MODULE: ./src/registry/auth/credential-store.ts





function openLogins(deps) {
    /** By repository; by registry where all its repositories have the same. */
    const found = new Map();
    const share = shareEqual();
    const lookUpDeps = { ask: oncePerServer(deps), noteUnread: warningOnce(deps) };
    const addSecret = addSecretsOnce(deps);
    let configs;
    const read = async () => (configs ??= readDockerConfigs(deps.environment));
    const lookUp = async (registry, repository) => {
        const stored = await findIn(await read(), registry, repository, lookUpDeps);
        const fallback = stored.credentials === undefined ? deps.fallback.get(registry) : undefined;
        const result = fallback === undefined ? stored : { ...stored, credentials: fallback, from: fallbackName };
        if (result.credentials === undefined && stored.unreadable.length > 0)
            throw new errors/* ConfigurationError */.j1(stored.unreadable.map((what) => `${what}. Correct it, or log in again.`));
        addSecret(result.credentials);
        return share(result);
    };
    const findAnew = async (registry, repository, name) => {
        const finding = lookUp(registry, repository);
        found.set(name, finding);
        const login = await finding;
        const isOfAll = !(await read()).some((config) => namesNamespace(config, registry));
        if (isOfAll)
            found.delete(name);
        found.set(isOfAll ? registry : name, login);
        return login;
    };
    const find = (registry, repository) => {
        const name = `${registry}/${repository}`;
        return found.get(registry) ?? found.get(name) ?? findAnew(registry, repository, name);
    };
    return {
        credentials: (registry, repository) => {
            const login = find(registry, repository);
            return login instanceof Promise ? login.then(({ credentials }) => credentials) : login.credentials;
        },
        trace: async (registry, repository) => traceOf(registry, repository, await find(registry, repository), await read(), deps),
    };
}
/** What was found is kept for each repository, of which a run may have thousands. Most have the same login, or none. */
function shareEqual() {
    const shared = new Map();
    return (login) => {
        const { credentials, from, failures, unreadable } = login;
        const known = shared.get(credentials);
        if (failures.length > 0 || unreadable.length > 0)
            return login;
        if (known?.from === from && known !== undefined)
            return known;
        shared.set(credentials, login);
        return login;
    };
}
/** A helper may open a window or ask a cloud: it is asked once for a server, however many repositories are there. */
function oncePerServer({ clock, runHelper, warn }) {
    const answers = new Map();
    const warned = new Set();
    const ask = async (helper, server) => {
        try {
            return await askCredentialHelper(helper, server, runHelper, clock);
        }
        catch (error) {
            if (!(error instanceof CredentialHelperError))
                throw error;
            if (!warned.has(error.program))
                warn?.(`${error.message}. The run goes on without its logins. Install it, or remove it from "credsStore" and "credHelpers".`);
            warned.add(error.program);
            return error;
        }
    };
    return async (helper, server) => {
        const key = `${helper}\n${server}`;
        const answer = answers.get(key) ?? ask(helper, server);
        answers.set(key, answer);
        return answer;
    };
}
function warningOnce({ warn }) {
    const warned = new Set();
    return (failure) => {
        if (!warned.has(failure))
            warn?.(`${failure}. The run goes on with the logins that it could read. Log in again, or correct it.`);
        warned.add(failure);
    };
}
function addSecretsOnce({ secrets }) {
    const added = new Set();
    return (credentials) => {
        if (credentials === undefined || added.has(loginKey(credentials)))
            return;
        added.add(loginKey(credentials));
        if (credentials.kind === 'password')
            secrets.addPair(credentials.username, credentials.password);
        else
            secrets.addPair(identityTokenUser, credentials.token);
    };
}
const fallbackName = 'GitHub (GITHUB_TOKEN)';
/**
 * A helper that fails does not stop the run: most images are public. If a registry then requires a login, the failure names the helper. An
 * unreadable file does not stop the run if the login is found elsewhere.
 */
async function findIn(configs, registry, repository, { ask, noteUnread }) {
    const failures = [];
    const unreadable = [];
    for (const config of configs) {
        for (const { what, key } of problemsFor(config, registry, repository)) {
            const failure = `${config.location} ${what}`;
            failures.push(failure);
            if (key === undefined)
                unreadable.push(failure);
            noteUnread(failure);
        }
        for (const stored of storedLogins(config, registry, repository)) {
            if (stored.kind === 'entry') {
                const { key, credentials } = stored;
                const scope = key.namespace === undefined ? '' : ` (${key.registry}/${key.namespace})`;
                return { credentials, from: `${config.location}${scope}`, failures, unreadable };
            }
            const answer = await askHelper(stored, ask);
            if (answer instanceof CredentialHelperError)
                failures.push(answer.message);
            else if (answer !== undefined)
                return { credentials: answer, from: `docker-credential-${stored.helper}`, failures, unreadable };
        }
    }
    return { credentials: undefined, from: undefined, failures, unreadable };
}
async function askHelper({ helper, servers }, ask) {
    for (const server of servers) {
        const answer = await ask(helper, server);
        if (answer !== undefined)
            return answer;
    }
    return undefined;
}
function traceOf(registry, repository, { from, failures }, configs, { environment, fallback }) {
    const isUnused = from !== undefined && from !== fallbackName && fallback.has(registry);
    const sources = configLocations(environment).map((name) => ({
        name,
        keys: configs
            .filter(({ location }) => location === name)
            .flatMap((config) => otherKeys(config, registry, repository)),
    }));
    const undecodable = configs.find((config) => isUndecodable(config, registry, repository))?.location;
    const unused = isUnused ? { unused: 'The workflow’s token (github-token, GITHUB_TOKEN)' } : {};
    return { registry, repository, from, ...unused, failures, undecodable, sources };
}

// EXTERNAL MODULE: ./src/registry/throttle/body-pace.ts
var body_pace = __webpack_require__(5860);
// EXTERNAL MODULE: ./src/runtime/environment.ts
var environment = __webpack_require__(329);
// EXTERNAL MODULE: ./src/runtime/bounded-read.ts
var bounded_read = __webpack_require__(7126);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./src/registry/content/decoding.ts
/**
 * One decoder. It gets a piece and is read until it asks for the next one. A pipeline would read ahead: a reader that stops would have to wait for
 * the next piece from the network until the connection is given up.
 */
class Decoding {
    decoder;
    #error;
    #isTaken = false;
    #isEnded = false;
    #wake = () => undefined;
    /** @param wrong makes the error that is thrown of the decoder's */
    constructor(decoder, wrong) {
        this.decoder = decoder;
        decoder
            .on('readable', () => {
            this.#wake();
        })
            .on('end', () => {
            this.#isEnded = true;
            this.#wake();
        })
            .on('error', (error) => {
            this.#error = wrong(error);
            this.#wake();
        });
    }
    /** Whether the content has ended, though more may have been given. */
    get isEnded() {
        return this.#isEnded;
    }
    /** What comes out of one more piece. */
    of(piece) {
        this.#isTaken = false;
        this.decoder.write(piece, () => {
            this.#isTaken = true;
            this.#wake();
        });
        return this.#read();
    }
    /** What comes out at the end. */
    rest() {
        this.#isTaken = false;
        this.decoder.end();
        return this.#read();
    }
    destroy() {
        this.decoder.destroy();
    }
    async *#read() {
        for (;;) {
            const piece = this.decoder.read();
            if (piece instanceof Uint8Array)
                yield piece;
            else if (this.#error !== undefined)
                throw this.#error;
            else if (this.#isTaken || this.#isEnded)
                return;
            else
                await new Promise((wake) => {
                    this.#wake = wake;
                });
        }
    }
}

;// CONCATENATED MODULE: ./src/registry/content/content-coding.ts





/** Large enough that a layer takes few steps, small enough that a bomb is stopped soon behind its limit. */
const options = { chunkSize: 64 * 1024 };
/** The first byte of each gzip member. Source: RFC 1952 §2.3.1. */
const gzipStart = 0x1f;
// Some servers pass on the label of a body that they have decoded already (docker-archive/docker-registry#369).
const gzip = (first) => (first === gzipStart ? (0,external_node_zlib_.createGunzip)(options) : new external_node_stream_.PassThrough());
// RFC 9110 §8.4.1.2 wants it in the zlib format, whose low four bits are 8. Some servers send it without, as their name for it suggests.
const deflate = (first) => ((first & 0x0f) === 8 ? (0,external_node_zlib_.createInflate)(options) : (0,external_node_zlib_.createInflateRaw)(options));
const decoders = new Map([
    ['gzip', gzip],
    ['x-gzip', gzip],
    ['deflate', deflate],
    ['br', () => (0,external_node_zlib_.createBrotliDecompress)(options)],
]);
/** Some object storages repeat `aws-chunked`, which an upload had, with content that has no coding (versity/versitygw#2398). */
const notCodings = new Set(['', 'identity', 'aws-chunked']);
/** No server is known that uses more than one. Each costs memory for its window. */
const maxCodings = 3;
/** The codings that an answer says its body has, in the order in which they were applied. Source: RFC 9110 §8.4. */
function parseContentEncoding(header) {
    if (header === undefined)
        return [];
    const names = [header]
        .flat()
        .join(',')
        .toLowerCase()
        .split(/[\s,]+/);
    return names.filter((name) => !notCodings.has(name));
}
/** An answer has codings that cannot be undone. */
class UnknownCodingError extends Error {
    name = 'UnknownCodingError';
    constructor(host, codings) {
        const names = codings.join(', ').slice(0, 60);
        super(`${host} sent an answer with the Content-Encoding "${names}", although it was asked for none`);
    }
}
/** A body is not what its coding makes: it was cut or altered, or its label is wrong. */
class UndecodableError extends Error {
    name = 'UndecodableError';
    constructor(coding, cause) {
        super(`the answer cannot be decoded as ${coding}: ${(0,errors/* messageOf */.bD)(cause)}`, { cause });
    }
}
function canDecode(codings) {
    return codings.length <= maxCodings && codings.every((coding) => decoders.has(coding));
}
/**
 * Undoes codings that `canDecode` knows. It reads no further ahead than a piece, and so holds little.
 * @param maxBytes of what comes out; what goes in has a limit that follows from it
 * @throws {BodyTooLargeError} where more goes in
 * @throws {UndecodableError}
 */
function decoded(content, codings, maxBytes) {
    return codings.reduceRight((encoded, coding) => undone(limited(encoded, maxBytes), coding), content);
}
async function* limited(content, maxBytes) {
    // No coding makes content so much longer, whatever it is. But a body may consist of blocks that hold nothing, without an end; and of two codings
    // the outer one may be a bomb that the inner one swallows.
    const maxEncodedBytes = 2 * maxBytes + 64 * 1024;
    let size = 0;
    for await (const chunk of content) {
        // Up to there it may decode to too much, which its reader says better.
        yield chunk.subarray(0, maxEncodedBytes - size);
        size += chunk.length;
        if (size > maxEncodedBytes)
            throw new bounded_read/* BodyTooLargeError */.Au(maxBytes);
    }
}
async function* undone(content, coding) {
    let decoding;
    const wrong = (cause) => new UndecodableError(coding, cause);
    try {
        for await (const chunk of content) {
            const [first] = chunk;
            if (first === undefined)
                continue;
            decoding ??= new Decoding(decoders.get(coding)?.(first) ?? new external_node_stream_.PassThrough(), wrong);
            yield* decoding.of(chunk);
            // What follows the end belongs to nothing.
            if (decoding.isEnded)
                return;
        }
        if (decoding !== undefined)
            yield* decoding.rest();
    }
    finally {
        decoding?.destroy();
    }
}

;// CONCATENATED MODULE: ./src/registry/http/http.ts






/** A registry that takes longer to begin its answer is treated as one that does not answer. */
const headersTimeoutMs = 60_000;
/** The longest silence within a body. A host whose bodies all are silent is given up before that (`body-pace.ts`). */
const bodyTimeoutMs = 90_000;
/** A body that nobody wants may cost its connection, and no time. */
const maxDiscardMs = 10_000;
const maxDiscardBytes = 64 * 1024;
/** Registries that compress on request would change the bytes that digests are of. */
const ownHeaders = { 'user-agent': `image-mirror/${environment/* version */.r}`, 'accept-encoding': 'identity' };
/** @param paces watches how fast bodies go; without it nobody does */
function createSend(transportFor, traffic, clock, paces) {
    return async (request) => {
        const { kind, method, url, headers, body, signal, onHost, namedBy } = request;
        const transport = transportFor(url, namedBy);
        traffic.requests[kind] += 1;
        onHost?.(url.host);
        const paced = paces !== undefined && (0,transport_transport/* isStreamed */.e)(body) ? sendPace(url, signal, paces) : undefined;
        const response = await transport({
            method,
            url,
            headers: { ...ownHeaders, ...headers },
            body,
            isTransfer: kind === 'blob-get' || (0,transport_transport/* isStreamed */.e)(body),
            headersTimeoutMs: request.headersTimeoutMs ?? headersTimeoutMs,
            bodyTimeoutMs,
            signal: paced?.signal ?? signal,
            pace: paced?.pace,
        });
        const { status, headers: answered, body: content, latencyMs } = response;
        return {
            status,
            headers: answered,
            url,
            body: content,
            latencyMs,
            pace: paces === undefined ? undefined : () => openPace(paces, url, content),
            discard: async () => discard(content, clock),
        };
    };
}
async function discard(content, clock) {
    if (content.isEnded)
        return;
    await (0,wait/* runAttempt */.Tm)(maxDiscardMs, { clock }, async (bounded) => content.drain(maxDiscardBytes, bounded));
}
/** A body that is not read, as its host is known to trickle, is ended, too. @throws {TrickleError} */
function openPace(paces, { host }, content) {
    try {
        return paces.of(host, 'received').open((error) => {
            content.destroy(error);
        });
    }
    catch (error) {
        if (error instanceof Error)
            content.destroy(error);
        throw error;
    }
}
/** A host that takes next to nothing ends the request. */
function sendPace({ host }, signal, paces) {
    const slow = new AbortController();
    const pace = () => paces.of(host, 'sent').open((error) => {
        slow.abort(error);
    });
    return { signal: AbortSignal.any([signal, slow.signal]), pace };
}
function headerOf(headers, name) {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
}
/** Source: RFC 9110 §15.4. */
const redirectStatuses = new Set([301, 302, 303, 307, 308]);
/** Where an answer leads, be it allowed or not. undefined: it leads nowhere. */
function redirectOf({ status, headers, url, }) {
    const location = headerOf(headers, 'location');
    if (!redirectStatuses.has(status) || location === undefined || !URL.canParse(location, url.href))
        return undefined;
    return new URL(location, url);
}
/**
 * Reads a body whole.
 * @throws {BodyTooLargeError} as soon as there is more than `maxBytes`.
 * @throws {DOMException} `TimeoutError`
 */
async function readBody(response, options) {
    const { maxBytes } = options;
    return (takeBody(response, options) ??
        (0,bounded_read/* readBounded */.CB)(chunksOf(response, options), maxBytes, () => new bounded_read/* BodyTooLargeError */.Au(maxBytes)));
}
/**
 * A body that is here already, as small ones are; undefined: it has to be read.
 * @throws {BodyTooLargeError}
 */
function takeBody({ headers, body }, { maxBytes, codings = parseContentEncoding(headers['content-encoding']) }) {
    const whole = codings.length === 0 ? body.takeWhole() : undefined;
    if (whole !== undefined && whole.length > maxBytes)
        throw new bounded_read/* BodyTooLargeError */.Au(maxBytes);
    return whole;
}
/**
 * A body, decoded. We ask for no coding, but some registries and proxies use one all the same. The reader must stop after `maxBytes`.
 * @throws {TrickleError} where the host sends next to nothing
 * @throws {UnknownCodingError}
 * @throws {UndecodableError}
 */
function chunksOf(response, { maxBytes, isLate, codings = parseContentEncoding(response.headers['content-encoding']) }) {
    const { body, pace } = response;
    const paced = pace === undefined ? body : (0,body_pace/* paceReceived */.X7)(body, pace);
    const raw = isLate === undefined ? paced : inTime(paced, isLate);
    if (codings.length === 0)
        return raw;
    return canDecode(codings) ? decoded(raw, codings, maxBytes) : refused(response, codings);
}
/** It looks at what comes from the network: a body that decodes to nothing is late, too. */
async function* inTime(content, isLate) {
    for await (const chunk of content) {
        if (isLate())
            throw (0,wait/* timeoutError */.w2)('the answer did not come to its end in time');
        yield chunk;
    }
}
async function* refused(response, codings) {
    await response.discard();
    throw new UnknownCodingError(response.url.host, codings);
}

// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
// EXTERNAL MODULE: ./src/registry/http/known-hosts.ts
var known_hosts = __webpack_require__(9313);
// EXTERNAL MODULE: ./src/registry/http/proxy.ts + 1 modules
var proxy = __webpack_require__(9903);
// EXTERNAL MODULE: ./src/registry/transport/authorities.ts
var transport_authorities = __webpack_require__(9432);
;// CONCATENATED MODULE: ./src/registry/transport/first-bytes.ts
/** Over HTTP/2 a server speaks first: of its settings, with what else it may send before it is asked. */
const maxBytes = 64 * 1024;
/**
 * Reads a socket until it is known who reads it. A server of HTTP/2 may send its settings together with the end of the TLS handshake, before the
 * client knows which protocol was chosen, and a session that misses them fails.
 */
class FirstBytes {
    owner;
    #kept = [];
    #size = 0;
    #isHandedOver = false;
    /** @param owner who reads it in the end, if the server speaks HTTP/1.1 */
    constructor(owner) {
        this.owner = owner;
    }
    onRead = {
        buffer: () => this.owner.buffer(),
        callback: (count, buffer) => {
            if (this.#isHandedOver)
                return this.owner.callback(count, buffer);
            this.#size += count;
            if (this.#size <= maxBytes)
                this.#kept.push(Buffer.from(buffer.subarray(0, count)));
            return true;
        },
    };
    /** What came, in one piece; undefined: more than is kept. */
    take() {
        return this.#size > maxBytes ? undefined : Buffer.concat(this.#kept.splice(0));
    }
    /** The owner reads from now on. @returns whether nothing came before, as nobody was asked for anything */
    handOver() {
        this.#isHandedOver = true;
        return this.#size === 0;
    }
}

// EXTERNAL MODULE: ./src/registry/transport/transport-error.ts
var transport_error = __webpack_require__(9055);
// EXTERNAL MODULE: ./src/registry/transport/field-characters.ts
var field_characters = __webpack_require__(3762);
;// CONCATENATED MODULE: ./src/registry/transport/http1/chunked-body.ts


/**
 * Node's limit. Without one, a server can keep a reader busy: CVE-2024-22019, CVE-2023-39326. No registry sends any.
 */
const maxExtensionBytes = 16 * 1024;
/** Trailers are dropped. We would not trust what they can say, such as a digest. */
const maxTrailerBytes = 16 * 1024;
/** Go's limit. Zeros in front count. */
const maxSizeDigits = 16;
const semicolon = 0x3b;
const colon = 0x3a;
/** Extracts a body from its chunks (RFC 9112 §7.1), in pieces that are cut anywhere. It keeps no bytes. */
class ChunkedDecoder {
    #place = 'size';
    /** The CR of a line was read: its LF must follow. */
    #isAfterReturn = false;
    /** How many characters of the line were read, without those of an extension. */
    #length = 0;
    #size = 0;
    #extensionBytes = 0;
    #trailerBytes = 0;
    /**
     * Calls `onPayload` with views of `bytes`.
     * @returns undefined while more is needed; else where the body ended in `bytes`, after the trailers
     * @throws {MalformedResponseError}
     */
    feed(bytes, onPayload) {
        let at = 0;
        while (at < bytes.length && this.#place !== 'end') {
            if (this.#place === 'data') {
                const payload = bytes.subarray(at, at + this.#size);
                at += payload.length;
                this.#size -= payload.length;
                if (this.#size === 0)
                    this.#place = 'data-end';
                onPayload(payload);
            }
            else {
                this.#readLineByte(bytes[at] ?? 0, this.#place);
                at += 1;
            }
        }
        return this.#place === 'end' ? at : undefined;
    }
    #readLineByte(byte, place) {
        if (this.#isAfterReturn) {
            if (byte !== field_characters/* lineFeed */.hB)
                throw new transport_error/* MalformedResponseError */.f7('its chunks have a CR without LF');
            this.#isAfterReturn = false;
            this.#endLine(place);
            this.#length = 0;
        }
        else if (byte === field_characters/* carriageReturn */.Ry)
            this.#isAfterReturn = true;
        else if (byte === field_characters/* lineFeed */.hB)
            throw new transport_error/* MalformedResponseError */.f7('its chunks have a LF without CR');
        else
            this.#readText(byte, place);
    }
    #readText(byte, place) {
        switch (place) {
            case 'size':
                this.#readSize(byte);
                return;
            case 'extension':
                this.#extensionBytes += 1;
                if (this.#extensionBytes > maxExtensionBytes)
                    throw new transport_error/* MalformedResponseError */.f7('the extensions of its chunks are larger than 16 KiB');
                if (field_characters/* valueBytes */.LH[byte] !== 1)
                    throw new transport_error/* MalformedResponseError */.f7('an extension of its chunks has a control character');
                return;
            case 'data-end':
                throw new transport_error/* MalformedResponseError */.f7('a chunk is longer than its size');
            case 'trailer':
            case 'trailer-value':
                this.#readTrailer(byte, place);
        }
    }
    /** Some servers write a blank after the size (nodejs/undici#2678). llhttp refuses it, and so do we. */
    #readSize(byte) {
        if (byte === semicolon && this.#length > 0) {
            this.#place = 'extension';
            return;
        }
        const digit = hexDigit(byte);
        this.#length += 1;
        if (digit === undefined)
            throw new transport_error/* MalformedResponseError */.f7('the size of a chunk is not a hexadecimal number');
        this.#size = this.#size * 16 + digit;
        if (this.#length > maxSizeDigits || this.#size > Number.MAX_SAFE_INTEGER)
            throw new transport_error/* MalformedResponseError */.f7('the size of a chunk is too large');
    }
    #readTrailer(byte, place) {
        this.#trailerBytes += 1;
        if (this.#trailerBytes > maxTrailerBytes)
            throw new transport_error/* MalformedResponseError */.f7('its trailers are larger than 16 KiB');
        if (place === 'trailer' && byte === colon && this.#length > 0) {
            this.#place = 'trailer-value';
            return;
        }
        this.#length += 1;
        const isAllowed = place === 'trailer' ? (0,field_characters/* isNameByte */.ys)(byte) : field_characters/* valueBytes */.LH[byte] === 1;
        if (!isAllowed)
            throw new transport_error/* MalformedResponseError */.f7('a trailer has a character that is not allowed');
    }
    #endLine(place) {
        switch (place) {
            case 'size':
            case 'extension':
                if (this.#length === 0)
                    throw new transport_error/* MalformedResponseError */.f7('a chunk has no size');
                this.#place = this.#size === 0 ? 'trailer' : 'data';
                return;
            case 'data-end':
                this.#place = 'size';
                return;
            case 'trailer':
                if (this.#length > 0)
                    throw new transport_error/* MalformedResponseError */.f7('it has a trailer without a colon');
                this.#place = 'end';
                return;
            case 'trailer-value':
                this.#place = 'trailer';
        }
    }
}
function hexDigit(byte) {
    if (byte >= 0x30 && byte <= 0x39)
        return byte - 0x30;
    const small = byte | 0x20;
    return small >= 0x61 && small <= 0x66 ? small - 0x57 : undefined;
}

// EXTERNAL MODULE: ./src/registry/transport/received-body.ts
var received_body = __webpack_require__(5431);
// EXTERNAL MODULE: ./src/registry/transport/sendable-request.ts
var sendable_request = __webpack_require__(1323);
;// CONCATENATED MODULE: ./src/registry/transport/http1/request-head.ts

/** Headers that only `formatRequestHead` itself writes. */
const request_head_ownHeaders = new Set(['host', 'transfer-encoding']);
/**
 * Writes the head of a request, with its empty line, in Latin-1. It refuses line breaks, because text after one would
 * be another header, or another request.
 * @throws {UnsendableRequestError} before a byte goes out
 */
function formatRequestHead({ method, path, host, headers, framing }) {
    (0,sendable_request/* checkTarget */.e$)(method, path, host);
    let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
    for (const name of Object.keys(headers))
        head += formatField(name, headers[name] ?? '', framing);
    return `${head}${formatFraming(framing)}\r\n`;
}
function formatField(name, value, framing) {
    const small = name.toLowerCase();
    (0,sendable_request/* checkField */.PZ)(name, value);
    // The caller may pass the length as a header, too. It is written once.
    if (small === 'content-length' && value === String(framing))
        return '';
    if (small === 'content-length' || request_head_ownHeaders.has(small))
        throw new sendable_request/* UnsendableRequestError */.Hn(`its header "${small}" contradicts what is sent`, small);
    return `${name}: ${value}\r\n`;
}
function formatFraming(framing) {
    if (framing === undefined)
        return '';
    if (framing === 'chunked')
        return 'transfer-encoding: chunked\r\n';
    if (!Number.isSafeInteger(framing) || framing < 0)
        throw new sendable_request/* UnsendableRequestError */.Hn('the length of its body is not a whole number');
    return `content-length: ${framing}\r\n`;
}

;// CONCATENATED MODULE: ./src/registry/transport/http1/field-lines.ts


/** Names as registries write them. The characters of these names need no check, which makes the usual head faster. */
const usualNames = new Map([
    ...['Accept-Ranges', 'Age', 'Cache-Control', 'Connection', 'Content-Length', 'Content-Range', 'Content-Type'],
    ...['Date', 'Docker-Content-Digest', 'Docker-Distribution-Api-Version', 'Docker-Upload-UUID', 'Etag', 'ETag'],
    ...['Expires', 'Keep-Alive', 'Last-Modified', 'Link', 'Location', 'OCI-Subject', 'Range', 'RateLimit-Limit'],
    ...['RateLimit-Remaining', 'Retry-After', 'Server', 'Set-Cookie', 'Strict-Transport-Security', 'Transfer-Encoding'],
    ...['Vary', 'Via', 'Www-Authenticate', 'WWW-Authenticate', 'X-Content-Type-Options', 'X-Request-Id'],
].flatMap((name) => [name, name.toLowerCase()].map((written) => [written, name.toLowerCase()])));
/** Registries send about 15 headers. A proxy in front may add as many. */
const maxFields = 256;
/**
 * Parses the header lines of a head. A header that is repeated has all its values in an array, in their order, as in
 * undici. Nothing is joined: code that reads a list joins it, and the first `Location` counts.
 * @param text a whole head, in which every CR is followed by LF, and which has no other control characters but tabs
 * @param from where the first header line begins
 * @returns an object without prototype, so that `__proto__` and `constructor` are headers like any other
 * @throws {MalformedResponseError}
 */
function parseFieldLines(text, from) {
    const fields = {};
    Object.setPrototypeOf(fields, null);
    const emptyLine = text.length - 2;
    let at = from;
    for (let count = 1; at < emptyLine; count += 1) {
        if (count > maxFields)
            throw new transport_error/* MalformedResponseError */.f7(`it has more than ${maxFields} headers`);
        const end = text.indexOf('\r\n', at);
        const colon = text.indexOf(':', at);
        const written = text.slice(at, colon);
        const name = usualNames.get(written) ?? parseName(written, colon === -1 || colon > end);
        const value = trimmed(text, colon + 1, end);
        const before = fields[name];
        if (before === undefined)
            fields[name] = value;
        else if (typeof before === 'string')
            fields[name] = [before, value];
        else
            before.push(value);
        at = end + 2;
    }
    return fields;
}
/**
 * A line that begins with a blank continues the line before it. RFC 9112 §5.2 allows a user agent to read both as one.
 * llhttp refuses it since CVE-2022-32215, because readers disagree about what it says. They also disagree about the
 * name of a header that has a blank before its colon (RFC 9112 §5.1).
 */
function parseName(written, hasNoColon) {
    if ((0,field_characters/* isToken */.sg)(written) && !hasNoColon)
        return written.toLowerCase();
    if (/^[ \t]/.test(written))
        throw new transport_error/* MalformedResponseError */.f7('it has a header that is folded into two lines');
    if (hasNoColon)
        throw new transport_error/* MalformedResponseError */.f7('it has a header line without a colon');
    if (written === '')
        throw new transport_error/* MalformedResponseError */.f7('it has a header without a name');
    if (/[ \t]$/.test(written))
        throw new transport_error/* MalformedResponseError */.f7('it has a blank before the colon of a header');
    throw new transport_error/* MalformedResponseError */.f7('it has a header whose name has a character that is not allowed');
}
const space = 0x20;
const tab = 0x09;
/** Removes the blanks around a value (RFC 9112 §5.1). `String.trim` would also remove 0xa0. */
function trimmed(text, from, to) {
    let begin = from;
    let end = to;
    while (begin < end && (text.charCodeAt(begin) === space || text.charCodeAt(begin) === tab))
        begin += 1;
    while (end > begin && (text.charCodeAt(end - 1) === space || text.charCodeAt(end - 1) === tab))
        end -= 1;
    return text.slice(begin, end);
}

;// CONCATENATED MODULE: ./src/registry/transport/http1/head-text.ts


/** Node's default (`--max-http-header-size`). The heads of registries have 1 or 2 KiB. */
const maxHeadBytes = 16 * 1024;
const begin = 'HTTP/1.';
/** The first byte of an answer in another protocol. */
const otherProtocols = new Map([
    [0x00, ' (it looks like HTTP/2)'],
    [0x15, ' (it looks like TLS)'],
    [0x16, ' (it looks like TLS)'],
]);
/** A head ends with CR LF CR LF. `endRead` says how many of these four bytes were just read. */
const endLength = 4;
/**
 * Collects the text of one head from pieces that are cut anywhere. It reads each byte once, so a head that arrives byte
 * by byte costs no more than another. It throws at the first byte that is not allowed in a head. It copies what it
 * reads, so the caller may reuse the pieces.
 */
class HeadText {
    #text = '';
    #endRead = 0;
    /** @returns where the head ends in `bytes`; undefined: more is needed  @throws {MalformedResponseError} */
    read(bytes, from) {
        if (this.#text.length < begin.length)
            this.#checkBegin(bytes, from);
        const most = from + maxHeadBytes - this.#text.length;
        const end = this.#findEnd(bytes, from, Math.min(bytes.length, most));
        if (end === undefined && bytes.length >= most)
            throw new transport_error/* MalformedResponseError */.f7('its head is larger than 16 KiB');
        this.#text += latin1(bytes, from, end ?? bytes.length);
        return end;
    }
    /** Returns the head with its empty line. The next call of `read` begins another head. */
    take() {
        const text = this.#text;
        this.#text = '';
        this.#endRead = 0;
        return text;
    }
    #checkBegin(bytes, from) {
        const read = this.#text.length;
        const length = Math.min(begin.length - read, bytes.length - from);
        for (let at = 0; at < length; at += 1) {
            const byte = bytes[from + at] ?? 0;
            if (byte === begin.charCodeAt(read + at))
                continue;
            const hint = read + at === 0 ? otherProtocols.get(byte) : undefined;
            throw new transport_error/* MalformedResponseError */.f7(`it does not begin with HTTP/1.0 or HTTP/1.1${hint ?? ''}`);
        }
    }
    /**
     * RFC 9112 §2.2 allows a reader to accept a bare LF as the end of a line. llhttp does not, and no registry sends one.
     */
    #findEnd(bytes, from, to) {
        let endRead = this.#endRead;
        for (let at = from; at < to; at += 1) {
            const byte = bytes[at] ?? 0;
            const isAfterReturn = (endRead & 1) === 1;
            if (field_characters/* valueBytes */.LH[byte] === 1 && !isAfterReturn)
                endRead = 0;
            else if (byte === (isAfterReturn ? field_characters/* lineFeed */.hB : field_characters/* carriageReturn */.Ry))
                endRead += 1;
            else
                throw wrongByte(byte, isAfterReturn);
            if (endRead === endLength)
                return at + 1;
        }
        this.#endRead = endRead;
        return undefined;
    }
}
function wrongByte(byte, isAfterReturn) {
    if (isAfterReturn)
        return new transport_error/* MalformedResponseError */.f7('its head has a CR without LF');
    if (byte === field_characters/* lineFeed */.hB)
        return new transport_error/* MalformedResponseError */.f7('its head has a LF without CR');
    return new transport_error/* MalformedResponseError */.f7('its head has a control character');
}
function latin1(bytes, from, to) {
    const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return buffer.toString('latin1', from, to);
}

;// CONCATENATED MODULE: ./src/registry/transport/http1/response-framing.ts

const none = { kind: 'none' };
const chunked = { kind: 'chunked' };
const untilClose = { kind: 'until-close' };
/**
 * Says how the body of an answer ends. Source: RFC 9112 §6.3. Headers that contradict each other are an error even if
 * there is no body, as in llhttp.
 * @throws {MalformedResponseError}
 */
function parseBodyFraming({ method, status, isOldVersion, headers }) {
    const isChunked = parseTransferEncoding(headers, isOldVersion);
    const length = parseContentLength(headers['content-length']);
    // It "ought to be handled as an error" (RFC 9112 §6.3), because two readers may see two bodies. So does llhttp.
    if (isChunked && length !== undefined)
        throw new transport_error/* MalformedResponseError */.f7('it has both a Content-Length and a Transfer-Encoding header');
    // llhttp reads a body of 204 and 304 if they have a length (RFC 9112 §6.3).
    if (method === 'HEAD' || status === 204 || status === 304 || length === 0)
        return none;
    if (isChunked)
        return chunked;
    return length === undefined ? untilClose : { kind: 'length', bytes: length };
}
/**
 * Accepts `chunked` once and nothing else, as Go's client does (golang/go#38867, golang/go#44591). Docker, containerd
 * and crane use that client. llhttp accepts `gzip, chunked` and passes the gzip on as if it were the content. With
 * HTTP/1.0 the framing is faulty (RFC 9112 §6.1): a proxy of that version forwards the header without reading it.
 */
function parseTransferEncoding(headers, isOldVersion) {
    const coding = headers['transfer-encoding'];
    if (coding === undefined)
        return false;
    if (typeof coding !== 'string')
        throw new transport_error/* MalformedResponseError */.f7('it has two Transfer-Encoding headers');
    if (coding.toLowerCase() !== 'chunked')
        throw new transport_error/* MalformedResponseError */.f7('its Transfer-Encoding is another than "chunked"');
    if (isOldVersion)
        throw new transport_error/* MalformedResponseError */.f7('it is of HTTP/1.0 and has a Transfer-Encoding header');
    return true;
}
/**
 * RFC 9110 §8.6 allows a reader to accept `5, 5`, or the same header twice, as one length, or to refuse it. We refuse
 * it, as llhttp does.
 */
function parseContentLength(length) {
    if (length === undefined)
        return undefined;
    if (typeof length !== 'string')
        throw new transport_error/* MalformedResponseError */.f7('it has two Content-Length headers');
    const bytes = /^\d+$/.test(length) ? Number(length) : Infinity;
    if (bytes > Number.MAX_SAFE_INTEGER)
        throw new transport_error/* MalformedResponseError */.f7('its Content-Length is not a whole number, or too large');
    return bytes;
}
/** Says whether the connection may carry another request after this answer. Source: RFC 9112 §9.3. */
function keepsConnectionAlive(head, framing) {
    if (framing.kind === 'until-close' || announcesForbiddenBody(head))
        return false;
    const options = connectionOptions(head.headers.connection);
    return !options.includes('close') && (!head.isOldVersion || options.includes('keep-alive'));
}
/**
 * A 204 must not announce content (RFC 9110 §8.6, RFC 9112 §6.1). If it follows all the same, it is not the next
 * answer.
 */
function announcesForbiddenBody({ status, headers }) {
    if (status !== 204)
        return false;
    return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
const noOptions = [];
function connectionOptions(value) {
    if (value === undefined)
        return noOptions;
    const list = typeof value === 'string' ? value : value.join(',');
    return list
        .toLowerCase()
        .split(',')
        .map((option) => option.trim());
}

;// CONCATENATED MODULE: ./src/registry/transport/http1/response-head.ts




/**
 * How many informational answers may precede the final one, as in CPython's `http.client`. Servers send one 100, a few
 * 103, or a 102 every few seconds. Go's first limit, 5, was too small (golang/go#65035).
 */
const maxInformational = 100;
const maxInformationalBytes = 64 * 1024;
/** Collects the head of one answer from pieces that are cut anywhere. Skips informational answers, and refuses 101. */
class ResponseHeadReader {
    #method;
    #text = new HeadText();
    #informational = 0;
    #informationalBytes = 0;
    /** @param method the method of the request: an answer to `HEAD` has no body */
    constructor(method) {
        this.#method = method;
    }
    /**
     * Reads the next piece. It copies what it needs of it.
     * @returns undefined while more is needed; else the final head, and where in `bytes` what follows it begins
     * @throws {MalformedResponseError}
     */
    read(bytes) {
        let end = 0;
        while (end < bytes.length) {
            end = this.#text.read(bytes, end);
            if (end === undefined)
                return undefined;
            const head = this.#parse(this.#text.take());
            if (head !== undefined)
                return { head, end };
        }
        return undefined;
    }
    /** @returns undefined if the answer is informational */
    #parse(text) {
        const status = parseStatus(text);
        const headers = parseFieldLines(text, text.indexOf('\r\n') + 2);
        if (status < 200) {
            this.#passOver(status, text.length);
            return undefined;
        }
        const framed = { method: this.#method, status, isOldVersion: text.charAt(minorVersionAt) === '0', headers };
        const framing = parseBodyFraming(framed);
        return { status, headers, framing, keepsAlive: keepsConnectionAlive(framed, framing) };
    }
    /** An informational answer has no body, whatever its headers say (RFC 9112 §6.3). */
    #passOver(status, bytes) {
        if (status === 101)
            throw new transport_error/* MalformedResponseError */.f7('it changes to another protocol (101)');
        this.#informational += 1;
        this.#informationalBytes += bytes;
        if (this.#informational > maxInformational || this.#informationalBytes > maxInformationalBytes)
            throw new transport_error/* MalformedResponseError */.f7('too many informational answers (1xx) come before it');
    }
}
/** In `HTTP/1.1 200 OK`. */
const minorVersionAt = 7;
const statusAt = 9;
const statusEnd = 12;
/**
 * RFC 9112 §4 demands a space after the status even if no reason follows. llhttp and Go also accept a line without it.
 * @param text a head that begins with `HTTP/1.`
 */
function parseStatus(text) {
    const minor = text.charAt(minorVersionAt);
    if ((minor !== '0' && minor !== '1') || text.charAt(minorVersionAt + 1) !== ' ')
        throw new transport_error/* MalformedResponseError */.f7('it does not begin with HTTP/1.0 or HTTP/1.1');
    const digits = text.slice(statusAt, statusEnd);
    const after = text.charAt(statusEnd);
    if (!/^[1-9]\d\d$/.test(digits) || (after !== ' ' && after !== '\r'))
        throw new transport_error/* MalformedResponseError */.f7('its first line has no status of three digits');
    return Number(digits);
}


// EXTERNAL MODULE: ./src/runtime/blocks.ts
var blocks = __webpack_require__(4864);
;// CONCATENATED MODULE: ./src/registry/transport/http1/sent-body.ts


/** So much may be on its way to the system at once. More is not read from the body. */
const maxUnwrittenBytes = 2 * 1024 * 1024;
/** The system says when a write is done as a whole: smaller writes show earlier that a slow host took something. */
const writeBytes = 128 * 1024;
/** A streamed body, on its way to a socket. */
class SentBody {
    content;
    length;
    socket;
    pace;
    hooks;
    /** What was read of it, and is not written. */
    #chunks = [];
    #unwritten = 0;
    /** of the first chunk */
    #written = 0;
    #wake;
    /** of all chunks */
    #sent = 0;
    #isOver = false;
    constructor(content, length, socket, pace, hooks) {
        this.content = content;
        this.length = length;
        this.socket = socket;
        this.pace = pace;
        this.hooks = hooks;
    }
    /** Whether the system has all of it, whatever the content still says. */
    get isWhole() {
        return this.#sent === this.length;
    }
    /**
     * Writes all of it. Ends early, without an error, after `stop`.
     * @throws {UnsendableRequestError} where it is not as long as its header says
     * @throws what the content throws
     */
    async send() {
        let sent = 0;
        try {
            for await (const chunk of this.content) {
                if (this.#isOver)
                    return;
                sent += chunk.length;
                if (sent > this.length)
                    throw this.#wrongLength(sent);
                this.#push(chunk);
                if (this.#unwritten > maxUnwrittenBytes)
                    await this.#untilWritten(maxUnwrittenBytes);
            }
            if (sent < this.length)
                throw this.#wrongLength(sent);
            await this.#untilWritten(0);
        }
        finally {
            this.pace?.end();
        }
    }
    /** Nothing more is read, or written. */
    stop() {
        this.#isOver = true;
        this.pace?.end();
        this.#wakeUp();
    }
    #push(chunk) {
        if (chunk.length === 0)
            return;
        this.#unwritten += chunk.length;
        this.#chunks.push(chunk);
        if (this.#chunks.length > 1)
            return;
        this.pace?.waits();
        this.hooks.onWaits();
        this.#writeNext();
    }
    /** One write at a time: Node would join several into one, which costs a copy of all of them. */
    #writeNext() {
        const [chunk] = this.#chunks;
        if (chunk === undefined || this.#isOver)
            return;
        const part = chunk.subarray(this.#written, this.#written + writeBytes);
        this.socket.write(part, (error) => {
            // The system may still have it, or nobody knows.
            if (error !== undefined && error !== null)
                return;
            this.#unwritten -= part.length;
            this.#written += part.length;
            this.#sent += part.length;
            if (this.#written === chunk.length) {
                this.#written = 0;
                this.#chunks.shift();
                blocks/* blocks */.B.release(chunk);
            }
            if (!this.#isOver)
                this.#passed(part.length);
            this.#writeNext();
            this.#wakeUp();
        });
    }
    #passed(bytes) {
        this.pace?.passed(bytes);
        if (this.#unwritten > 0)
            this.pace?.waits();
        if (this.#unwritten > 0 || this.isWhole)
            this.hooks.onWaits();
        else
            this.hooks.onTaken();
    }
    async #untilWritten(bytes) {
        while (this.#unwritten > bytes && !this.#isOver) {
            await new Promise((resolve) => {
                this.#wake = resolve;
            });
        }
    }
    #wakeUp() {
        const wake = this.#wake;
        this.#wake = undefined;
        wake?.();
    }
    #wrongLength(sent) {
        const what = sent > this.length ? 'more than' : `${sent} of`;
        return new sendable_request/* UnsendableRequestError */.Hn(`the body of the request has ${what} the ${this.length} bytes of its header`);
    }
}

;// CONCATENATED MODULE: ./src/registry/transport/http1/exchange.ts







/** A small body goes out together with its head. */
const maxJoinedBytes = 32 * 1024;
/** One request and its answer, on one connection. Source: RFC 9112. */
class Exchange {
    request;
    hooks;
    response;
    #resolve = () => undefined;
    #reject = () => undefined;
    #reader;
    #sentAtMs;
    #timer;
    #sending;
    #isWritten = false;
    #isHeldUp = false;
    #head;
    #body;
    #chunked;
    /** of a body whose length is known */
    #left = 0;
    #isOver = false;
    constructor(request, hooks) {
        this.request = request;
        this.hooks = hooks;
        this.response = new Promise((resolve, reject) => {
            this.#resolve = resolve;
            this.#reject = reject;
        });
        this.#reader = new ResponseHeadReader(request.method);
        this.#sentAtMs = hooks.clock.monotonicMs();
    }
    /** @throws {UnsendableRequestError} before anything is sent */
    begin() {
        const { method, url, headers, body, signal } = this.request;
        const length = (0,transport_transport/* isStreamed */.e)(body) ? Number(headers['content-length']) : (0,transport_transport/* bodyLength */.Z)(method, body);
        const head = formatRequestHead({
            method,
            path: `${url.pathname}${url.search}`,
            host: url.host,
            headers,
            framing: length,
        });
        signal.addEventListener('abort', this.#abort, { once: true });
        if ((0,transport_transport/* isStreamed */.e)(body))
            void this.#stream(head, body, length ?? 0);
        else {
            this.#awaitHead();
            this.#write(head, body);
        }
    }
    /** Whether the body of the answer waits for its reader. */
    get isHeldUp() {
        return this.#isHeldUp;
    }
    /** Where the socket's next bytes go; undefined: to the connection's own buffer. */
    space() {
        return this.#body?.isDirect === true && this.#chunked === undefined ? this.#body.space() : undefined;
    }
    /** Bytes were read into `space`. */
    filled(count) {
        this.#timer?.restart();
        this.#left -= count;
        this.#body?.filled(count);
        if (this.#left === 0)
            this.#complete(true);
    }
    /** Bytes were read into the connection's own buffer, which is used again afterwards. */
    received(bytes) {
        try {
            if (this.#head !== undefined) {
                this.#receivedBody(bytes);
                return;
            }
            const read = this.#reader.read(bytes);
            if (read !== undefined)
                this.#answered(read.head, bytes.subarray(read.end));
        }
        catch (error) {
            this.fail(error);
        }
    }
    /** The connection is closed. */
    closed(error) {
        const isEnd = error === undefined && this.#head?.framing.kind === 'until-close';
        if (isEnd)
            this.#complete(false);
        else
            this.fail(error ?? (0,transport_error/* closedError */.L1)());
    }
    /** Ends it, whatever it came to. */
    fail(error) {
        if (this.#isOver)
            return;
        const body = this.#body;
        this.#end(false);
        if (body === undefined)
            this.#reject(error);
        else
            body.cut(error instanceof Error ? error : (0,transport_error/* closedError */.L1)());
    }
    #abort = () => {
        const reason = this.request.signal.reason;
        this.fail(reason);
    };
    /** From now on the server has so long to begin its answer. */
    #awaitHead() {
        if (this.#isOver || this.#head !== undefined)
            return;
        this.#timer?.cancel();
        this.#timer = this.hooks.clock.setTimer(this.request.headersTimeoutMs, () => {
            this.fail(new transport_error/* TransportError */.wX('HEADERS_TIMEOUT', 'it takes connections, and gave no answer in time'));
        });
    }
    /** The whole request is out. After an earlier answer the connection is not used again. */
    get #isSent() {
        return this.#sending?.isWhole ?? this.#isWritten;
    }
    #write(head, body) {
        const { socket } = this.hooks;
        const isSmall = body === undefined || body.length <= maxJoinedBytes;
        if (isSmall) {
            const bytes = Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body ?? '')]);
            socket.write(bytes);
            this.#isWritten = true;
        }
        else {
            socket.cork();
            socket.write(Buffer.from(head, 'latin1'));
            socket.write(typeof body === 'string' ? Buffer.from(body) : body, () => {
                this.#isWritten = true;
            });
            socket.uncork();
        }
    }
    async #stream(head, body, length) {
        const { socket } = this.hooks;
        try {
            // A host that takes next to nothing is not sent the head of a request.
            const pace = this.request.pace?.();
            socket.write(Buffer.from(head, 'latin1'));
            if (length === 0)
                this.#awaitHead();
            this.#sending = new SentBody(body, length, socket, pace, {
                onWaits: () => {
                    this.#awaitHead();
                },
                onTaken: () => {
                    this.#timer?.cancel();
                },
            });
            await this.#sending.send();
        }
        catch (error) {
            // What came of a body that the server no longer wants does not matter.
            if (this.#head === undefined)
                this.fail(error);
        }
    }
    #answered(head, rest) {
        this.#head = head;
        this.#timer?.cancel();
        const { framing, status, headers } = head;
        // Whoever answers early does not read the rest.
        if (!this.#isSent)
            this.#sending?.stop();
        const latencyMs = this.hooks.clock.monotonicMs() - this.#sentAtMs;
        if (framing.kind === 'none' || (framing.kind === 'length' && framing.bytes === 0)) {
            this.#end(rest.length === 0 && head.keepsAlive && this.#isSent);
            this.#resolve({ status, headers, body: received_body/* noBody */.G, latencyMs });
            return;
        }
        this.#left = framing.kind === 'length' ? framing.bytes : Infinity;
        if (framing.kind === 'chunked')
            this.#chunked = new ChunkedDecoder();
        const body = this.#openBody();
        this.#resolve({ status, headers, body, latencyMs });
        this.#receivedBody(rest);
    }
    #openBody() {
        const { socket, clock } = this.hooks;
        const startTimer = () => clock.setTimer(this.request.bodyTimeoutMs, () => {
            this.fail(new transport_error/* TransportError */.wX('BODY_TIMEOUT', 'the answer stopped before its end, and nothing more came in time'));
        });
        this.#timer = startTimer();
        this.#body = new received_body/* ReceivedBody */.u(Number.isFinite(this.#left) ? this.#left : undefined, {
            clock,
            pause: () => {
                // A TLS socket may still give what it has read.
                this.#timer?.cancel();
                this.#timer = undefined;
                socket.pause();
                this.#isHeldUp = true;
                this.hooks.onHeldUp();
            },
            resume: () => {
                if (this.#isOver)
                    return;
                this.#isHeldUp = false;
                this.#timer = startTimer();
                socket.resume();
            },
            abandon: () => {
                this.#end(false);
            },
        });
        return this.#body;
    }
    #receivedBody(bytes) {
        const body = this.#body;
        if (body === undefined || bytes.length === 0)
            return;
        this.#timer?.restart();
        if (this.#chunked !== undefined) {
            const end = appendPayload(body, this.#chunked, bytes);
            if (end !== undefined)
                this.#complete(end === bytes.length);
            return;
        }
        const own = bytes.length <= this.#left ? bytes : bytes.subarray(0, this.#left);
        this.#left -= own.length;
        body.append(own);
        if (this.#left === 0)
            this.#complete(own.length === bytes.length);
    }
    /** @param isClean whether nothing came behind the answer */
    #complete(isClean) {
        if (this.#isOver)
            return;
        const body = this.#body;
        this.#end(isClean && this.#head?.keepsAlive === true && this.#isSent);
        body?.complete();
    }
    #end(isReusable) {
        if (this.#isOver)
            return;
        this.#isOver = true;
        this.#timer?.cancel();
        this.#timer = undefined;
        this.#sending?.stop();
        this.request.signal.removeEventListener('abort', this.#abort);
        this.hooks.onEnd(isReusable);
    }
}
/**
 * As one piece: chunks of a byte each would cost a hundred times their size. What came before a fault is passed on.
 * @returns where the body ended
 */
function appendPayload(body, decoder, bytes) {
    let length = 0;
    try {
        return decoder.feed(bytes, (payload) => {
            // Only bytes that the decoder is done with are overwritten.
            bytes.set(payload, length);
            length += payload.length;
        });
    }
    finally {
        body.append(bytes.subarray(0, length));
    }
}

;// CONCATENATED MODULE: ./src/registry/transport/http1/http1-connection.ts


/** Heads and small bodies come into this. */
const bufferBytes = 16 * 1024;
/** One connection. It carries one exchange at a time. */
class Http1Connection {
    clock;
    hooks;
    #buffer = Buffer.allocUnsafeSlow(bufferBytes);
    #socket;
    #exchange;
    #direct;
    #error;
    #isClosed = false;
    constructor(clock, hooks) {
        this.clock = clock;
        this.hooks = hooks;
    }
    /** The socket that is made for it is read so. */
    onRead = {
        buffer: () => {
            this.#direct = this.#exchange?.space();
            return this.#direct ?? this.#buffer;
        },
        callback: (count) => {
            this.#read(count);
            return true;
        },
    };
    /** Takes over the socket that was made for it. */
    attach(socket) {
        this.#socket = socket;
        if (this.#isClosed)
            socket.destroy();
        socket.on('error', (error) => {
            this.#error = error;
        });
        socket.on('end', () => {
            this.#exchange?.closed(undefined);
            this.close();
        });
        socket.on('close', () => {
            const exchange = this.#exchange;
            this.close();
            exchange?.closed(this.#error ?? (0,transport_error/* closedError */.L1)());
        });
    }
    /** Whether a socket was made for it. */
    get isAttached() {
        return this.#socket !== undefined;
    }
    /** Whether the body of its answer waits for the reader. */
    get isHeldUp() {
        return this.#exchange?.isHeldUp === true;
    }
    get isClosed() {
        return this.#isClosed;
    }
    /** @throws {UnsendableRequestError} before anything is sent; the connection is as good as before */
    async send(request) {
        const socket = this.#socket;
        if (request.signal.aborted)
            this.hooks.onFree();
        request.signal.throwIfAborted();
        // It may have been closed since it was chosen.
        if (socket === undefined || this.#isClosed)
            throw (0,transport_error/* closedError */.L1)();
        const exchange = new Exchange(request, {
            socket,
            clock: this.clock,
            onHeldUp: this.hooks.onHeldUp,
            onEnd: (isReusable) => {
                this.#exchange = undefined;
                this.#direct = undefined;
                if (!isReusable)
                    this.close();
                if (this.#isClosed)
                    return;
                // The last bytes of a body may come behind the moment in which its reader was too slow.
                socket.resume();
                this.hooks.onFree();
            },
        });
        this.#exchange = exchange;
        try {
            exchange.begin();
        }
        catch (error) {
            this.#exchange = undefined;
            this.hooks.onFree();
            throw error;
        }
        return exchange.response;
    }
    close() {
        if (this.#isClosed)
            return;
        this.#isClosed = true;
        this.#socket?.destroy();
        this.hooks.onFree();
    }
    #read(count) {
        const exchange = this.#exchange;
        const isDirect = this.#direct !== undefined;
        this.#direct = undefined;
        // Nobody asked: what it says would be taken for the answer to the next request.
        if (exchange === undefined)
            this.close();
        else if (isDirect)
            exchange.filled(count);
        else
            exchange.received(this.#buffer.subarray(0, count));
    }
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: ./src/registry/transport/guarded-lookup.ts
var guarded_lookup = __webpack_require__(6396);
;// CONCATENATED MODULE: ./src/registry/transport/open-socket.ts





const connectTimeoutMs = 15_000;
/** As Go's clients do, so that a firewall which drops a connection shows before the timeouts. */
const keepAliveInitialDelayMs = 60_000;
/**
 * Connects, with TLS where the origin has it. It checks a name's addresses while connecting, so that the address checked is the one
 * connected to. A literal address is not looked up, and must be checked before.
 * @throws {PrivateAddressError}
 * @throws {TransportError} CONNECT_TIMEOUT
 * @throws what Node throws
 */
async function openSocket(origin, protocols, onRead, signal) {
    const { url, hosts, clock } = origin;
    signal.throwIfAborted();
    const socket = open_socket_begin(origin, protocols, onRead);
    return new Promise((resolve, reject) => {
        const end = (error) => {
            timer.cancel();
            signal.removeEventListener('abort', abort);
            if (error === undefined)
                return;
            socket.destroy();
            reject(error instanceof known_hosts/* PrivateAddressError */.ij ? new known_hosts/* PrivateAddressError */.ij(url.host, error.address) : error);
        };
        const abort = () => {
            end(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
        };
        const closed = () => {
            end((0,transport_error/* closedError */.L1)());
        };
        const timer = clock.setTimer(connectTimeoutMs, () => {
            end(new transport_error/* TransportError */.wX('CONNECT_TIMEOUT', `no connection within ${connectTimeoutMs / 1_000} seconds`));
        });
        signal.addEventListener('abort', abort, { once: true });
        // It stays: an error without a listener would end the process.
        socket.on('error', end);
        socket.once('close', closed);
        socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
            // Before anything is sent on it.
            hosts.recordConnection(url.host, socket.remoteAddress);
            socket.off('close', closed);
            end();
            resolve(socket);
        });
    });
}
function open_socket_begin(origin, protocols, onread) {
    const { url, reach, resolve } = origin;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const options = {
        host,
        port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
        lookup: (0,guarded_lookup/* guardedLookup */.r)(resolve, reach),
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: keepAliveInitialDelayMs,
        onread,
    };
    if (url.protocol !== 'https:')
        return (0,external_node_net_.connect)(options);
    const { session } = origin;
    const socket = (0,external_node_tls_.connect)({
        ...options,
        // An address is no name for this. Source: RFC 6066 §3.
        servername: (0,external_node_net_.isIP)(host) === 0 ? host : '',
        secureContext: origin.secureContext(),
        ALPNProtocols: [...protocols],
        ...(session === undefined ? {} : { session }),
    });
    socket.on('session', (ticket) => {
        origin.session = ticket;
    });
    return socket;
}

;// CONCATENATED MODULE: ./src/registry/transport/http1/origin-connections.ts



/** Where nothing but look-ups is made, they only wait for the network. */
const maxLookUpConnections = 64;
const maxConnections = 32;
/** A server may close a connection that has been idle for longer, at the moment in which the next request goes out. */
const maxIdleMs = 4_000;
/** The connections to one origin. */
class OriginConnections {
    origin;
    hasOtherConnection;
    #idle = [];
    #open = new Set();
    #waiting = [];
    #destroyed = new AbortController();
    #isWrittenTo = false;
    /** @param hasOtherConnection whether the origin has one beside these, over HTTP/2, which counts */
    constructor(origin, hasOtherConnection) {
        this.origin = origin;
        this.hasOtherConnection = hasOtherConnection;
    }
    async send(request) {
        request.signal.throwIfAborted();
        this.#destroyed.signal.throwIfAborted();
        this.#isWrittenTo ||= request.method !== 'GET' && request.method !== 'HEAD';
        const connection = this.#claim(request) ?? (await this.#waitForOne(request));
        if (!connection.isAttached)
            await this.#connect(connection, request.signal);
        return connection.send(request);
    }
    /** Whoever has an answer under way gets an error. */
    destroy() {
        this.#destroyed.abort((0,transport_error/* closedError */.L1)());
        for (const { fail } of this.#waiting.splice(0))
            fail((0,transport_error/* closedError */.L1)());
        for (const connection of this.#open)
            connection.close();
    }
    /**
     * The connection that was used last, because the others may be closed when they are not needed; or a new one, which counts from now on.
     * @returns undefined if as many as may be open are busy
     */
    #claim(request) {
        const limit = this.#limitFor(request);
        for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
            const { connection, sinceMs } = last;
            if (connection.isClosed)
                continue;
            const isFresh = this.origin.clock.monotonicMs() - sinceMs <= maxIdleMs;
            // Look-ups may have left more of them than a copy may use.
            if (isFresh && (!this.#isWrittenTo || this.#open.size <= limit))
                return connection;
            this.#open.delete(connection);
            connection.close();
        }
        if (this.#open.size >= limit)
            return undefined;
        const connection = this.prepare();
        this.#open.add(connection);
        return connection;
    }
    /** One without a socket, which does not count. */
    prepare() {
        const connection = new Http1Connection(this.origin.clock, {
            onFree: () => {
                this.#freed(connection);
            },
            onHeldUp: () => {
                this.#serveWaiting();
            },
        });
        return connection;
    }
    /** Takes in one that was prepared, with the socket that was made for it. */
    adopt(connection, socket) {
        this.#open.add(connection);
        connection.attach(socket);
        this.#freed(connection);
        if (this.#destroyed.signal.aborted)
            connection.close();
    }
    async #connect(connection, signal) {
        try {
            const bounded = AbortSignal.any([signal, this.#destroyed.signal]);
            connection.attach(await openSocket(this.origin, ['http/1.1'], connection.onRead, bounded));
        }
        catch (error) {
            connection.close();
            throw error;
        }
    }
    async #waitForOne(request) {
        const { signal } = request;
        return new Promise((resolve, reject) => {
            const leave = () => {
                this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
                reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
            };
            const waiting = {
                request,
                take: (connection) => {
                    signal.removeEventListener('abort', leave);
                    resolve(connection);
                },
                fail: (error) => {
                    signal.removeEventListener('abort', leave);
                    reject(error);
                },
            };
            signal.addEventListener('abort', leave, { once: true });
            this.#waiting.push(waiting);
        });
    }
    #freed(connection) {
        if (connection.isClosed)
            this.#open.delete(connection);
        else
            this.#idle.push({ connection, sinceMs: this.origin.clock.monotonicMs() });
        this.#serveWaiting();
    }
    /** In the order in which they came. */
    #serveWaiting() {
        for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
            const connection = this.#claim(next.request);
            if (connection === undefined)
                return;
            this.#waiting.shift();
            next.take(connection);
        }
    }
    #limitFor({ method }) {
        const taken = this.hasOtherConnection() ? 1 : 0;
        if (!this.#isWrittenTo)
            return (method === 'HEAD' ? maxLookUpConnections : maxConnections) - taken;
        // Whoever does not read on may wait for a request to this very host: the upload of what is read, or a token for it.
        return [...this.#open].some(({ isHeldUp }) => isHeldUp) ? Infinity : maxConnections - taken;
    }
}

// EXTERNAL MODULE: ./src/registry/transport/http2/failures.ts
var failures = __webpack_require__(8897);
;// CONCATENATED MODULE: ./src/registry/transport/origin-client.ts






/**
 * How often one request is sent again that the origin says it did not process. Servers end a session after a number of requests
 * (nginx: 1,000), or when they are replaced: the next session takes what was under way.
 */
const maxRepeats = 4;
/**
 * One origin. Where it offers HTTP/2, small requests share one session, which costs one connection and one TLS handshake whatever their number.
 * Large content goes over HTTP/1.1, which is cheaper for it: on a session of HTTP/2 the bodies of blobs would hold each other up.
 */
class OriginClient {
    origin;
    #http1;
    #mayOfferHttp2;
    /** The one that takes requests. */
    #session;
    /** All that are open: those before it still read what they were asked for. */
    #sessions = new Set();
    #opening;
    #destroyed = new AbortController();
    constructor(origin) {
        this.origin = origin;
        this.#http1 = new OriginConnections(origin, () => this.#sessions.size > 0);
        this.#mayOfferHttp2 = origin.url.protocol === 'https:';
    }
    async send(request) {
        for (let repeats = 0; this.#mayOfferHttp2 && !request.isTransfer; repeats += 1) {
            const session = this.#usable() ?? (await this.#opened(request.signal));
            if (session === undefined)
                break;
            try {
                return await session.send(request);
            }
            catch (error) {
                if (error instanceof failures/* Http11RequiredError */.u0)
                    this.#mayOfferHttp2 = false;
                else if (!(error instanceof failures/* UnprocessedRequestError */.Lo) || repeats === maxRepeats)
                    throw error;
            }
        }
        return this.#http1.send(request);
    }
    /** Whoever has an answer under way gets an error. */
    destroy() {
        this.#destroyed.abort((0,transport_error/* closedError */.L1)());
        for (const session of this.#sessions)
            session.destroy((0,transport_error/* closedError */.L1)());
        this.#http1.destroy();
    }
    #usable() {
        return this.#session?.isUsable === true ? this.#session : undefined;
    }
    /** One connection for all that wait, because nobody knows yet what the origin speaks. */
    async #opened(signal) {
        if (this.#opening === undefined || this.#opening.isStopped) {
            const opening = new wait/* SharedWork */.lu(async (stop) => this.#open(AbortSignal.any([stop, this.#destroyed.signal])).finally(() => {
                if (this.#opening === opening)
                    this.#opening = undefined;
            }));
            this.#opening = opening;
        }
        return this.#opening.wait(signal);
    }
    /** @returns undefined if the origin speaks HTTP/1.1 */
    async #open(signal) {
        this.#session?.retire();
        const connection = this.#http1.prepare();
        const first = new FirstBytes(connection.onRead);
        const socket = await openSocket(this.origin, ['h2', 'http/1.1'], first.onRead, signal);
        if ('alpnProtocol' in socket && socket.alpnProtocol === 'h2') {
            // What most hosts of blobs do not need takes a run longer to load than a request.
            const { Http2Session: Session } = await __webpack_require__.e(/* import() */ 555).then(__webpack_require__.bind(__webpack_require__, 7555));
            const early = first.take();
            if (early === undefined) {
                socket.destroy();
                throw new transport_error/* MalformedResponseError */.f7('it sent too much before it was asked', 'HTTP/2');
            }
            const session = new Session({ socket, early }, this.origin.url, this.origin.clock, () => {
                this.#sessions.delete(session);
            });
            this.#sessions.add(session);
            this.#session = session;
            // It may have been destroyed while that was loaded.
            if (this.#destroyed.signal.aborted)
                session.destroy((0,transport_error/* closedError */.L1)());
            return session;
        }
        this.#mayOfferHttp2 = false;
        // Nobody asked: what it said would be taken for the answer to the first request.
        if (!first.handOver())
            connection.close();
        this.#http1.adopt(connection, socket);
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/registry/transport/direct-client.ts


/**
 * A client for what is reached without a proxy. Its connections and TLS sessions are kept by origin, and each client has one reach and one set of
 * certificate authorities.
 */
class DirectClient {
    deps;
    #origins = new Map();
    #isDestroyed = false;
    constructor(deps) {
        this.deps = deps;
    }
    send = async (request) => {
        const { origin } = request.url;
        const known = this.#origins.get(origin);
        if (known !== undefined)
            return known.send(request);
        if (this.#isDestroyed)
            throw (0,transport_error/* closedError */.L1)();
        const made = new OriginClient({ ...this.deps, url: new URL(origin), session: undefined });
        this.#origins.set(origin, made);
        return made.send(request);
    };
    /** Whoever waits gets an error, and nothing more is sent. */
    destroy() {
        this.#isDestroyed = true;
        for (const origin of this.#origins.values())
            origin.destroy();
    }
}

;// CONCATENATED MODULE: ./src/registry/transport/transports.ts







/** Sends everything through undici. A way out for those whom the client of our own fails. */
const variable = 'IMAGE_MIRROR_TRANSPORT';
/**
 * Our own client for what is reached directly, undici for what goes through a proxy. undici is loaded when it is first needed. There is one client for
 * each reach, so that a connection to a host that may be anywhere is never used for one that may not.
 * @throws {ConfigurationError} where the environment's proxy or certificates cannot be used
 */
async function createTransports({ environment, hosts, resolve, clock }) {
    const usesUndici = readVariable(environment);
    const proxyFor = (0,proxy/* readProxies */.rq)(environment);
    const authorities = await (0,transport_authorities/* readAuthorities */.G)(environment);
    const secureContext = lazy(() => authorities ?? (0,external_node_tls_.createSecureContext)());
    const own = (reach) => new DirectClient({ reach, hosts, resolve, clock, secureContext });
    const clients = {
        anywhere: own('anywhere'),
        network: own('network'),
        public: own('public'),
    };
    const undici = lazy(async () => {
        const { createUndiciTransports } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(536)]).then(__webpack_require__.bind(__webpack_require__, 4536));
        return createUndiciTransports(environment, authorities, { hosts, resolve }, clock);
    });
    let isUndiciUsed = false;
    const byUndici = (reach) => async (request) => {
        isUndiciUsed = true;
        return (await undici()).of(reach)(request);
    };
    return {
        transportFor: (url, namedBy) => {
            const reach = hosts.reachOf(url, namedBy);
            if (!(0,known_hosts/* mayReach */.Bs)(reach, (0,address/* kindOfHost */.g3)(url) ?? 'public'))
                throw new known_hosts/* PrivateAddressError */.ij(url.host);
            return usesUndici || proxyFor(url) !== undefined ? byUndici(reach) : clients[reach].send;
        },
        close: async () => {
            for (const client of Object.values(clients))
                client.destroy();
            if (isUndiciUsed)
                await (await undici()).close();
        },
    };
}
function readVariable(environment) {
    const value = environment[variable] ?? '';
    if (value !== '' && value !== 'undici')
        throw new errors/* ConfigurationError */.j1([`${variable}: the only value is "undici".`]);
    return value === 'undici';
}
function lazy(make) {
    let made;
    return () => {
        made ??= { value: make() };
        return made.value;
    };
}

;// CONCATENATED MODULE: ./src/runtime/slots.ts
/** Slots for so many at a time. Of those that wait, the one of the highest priority goes first; of equals, the one that came first. */
class Slots {
    #limit;
    #taken = 0;
    /** In the order in which they go. */
    #waiting = [];
    constructor(limit) {
        this.#limit = limit;
    }
    get limit() {
        return this.#limit;
    }
    set limit(limit) {
        this.#limit = limit;
        this.#startWaiting();
    }
    /** Takes a slot, if one is free. */
    tryTake() {
        if (this.#taken >= this.#limit)
            return false;
        this.#taken += 1;
        return true;
    }
    /** Waits for a slot, which is then taken. */
    async take(priority = 0) {
        if (this.tryTake())
            return;
        await new Promise((start) => {
            this.#waiting.splice(this.#placeFor(priority), 0, { priority, start });
        });
    }
    /** Gives a slot back. */
    release() {
        this.#taken -= 1;
        this.#startWaiting();
    }
    #startWaiting() {
        while (this.#waiting.length > 0 && this.tryTake())
            this.#waiting.shift()?.start();
    }
    /** Behind all whose priority is not less. Most have the same: then that is the end. */
    #placeFor(priority) {
        const last = this.#waiting.at(-1);
        if (last === undefined || last.priority >= priority)
            return this.#waiting.length;
        let [first, end] = [0, this.#waiting.length];
        while (first < end) {
            const middle = (first + end) >>> 1;
            if ((this.#waiting[middle]?.priority ?? 0) >= priority)
                first = middle + 1;
            else
                end = middle;
        }
        return first;
    }
}

;// CONCATENATED MODULE: ./src/registry/throttle/adaptive-concurrency.ts
/** Latency that grows to this many times the least that was seen, and by this much more, is a queue at the host. */
const latencyFactor = 5;
const latencySlackMs = 200;
/** The weight of the newest answer in the smoothed latency, and how many answers make it worth a look. */
const newestWeight = 0.1;
const enoughAnswers = 10;
/**
 * How many requests a host gets at once. It begins high, is halved if the host says that it is overloaded (429, 503) or answers ever slower, and
 * grows by one for each round that went well, up to the ceiling. Requests that began before the last halving no longer count.
 */
class AdaptiveConcurrency {
    ceiling;
    #latencies = new Map();
    #limit;
    #halvings = 0;
    #successes = 0;
    constructor(ceiling) {
        this.ceiling = ceiling;
        this.#limit = ceiling;
    }
    get limit() {
        return this.#limit;
    }
    /** Read it when a request begins, and pass it on with the request's outcome. */
    get round() {
        return this.#halvings;
    }
    refused(round) {
        if (round !== this.#halvings)
            return;
        this.#halvings += 1;
        this.#limit = Math.max(1, Math.floor(this.#limit / 2));
        this.#successes = 0;
    }
    /** @param latency absent where the time is the body's and not the host's */
    answered(round, latency) {
        if (round !== this.#halvings)
            return;
        if (latency !== undefined && this.#isQueueing(latency)) {
            this.refused(round);
            return;
        }
        this.#successes += 1;
        if (this.#successes < this.#limit)
            return;
        this.#successes = 0;
        this.#limit = Math.min(this.ceiling, this.#limit + 1);
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

;// CONCATENATED MODULE: ./src/registry/throttle/queues.ts



/**
 * The queues of every registry. Small bodies have queues of their own, because they only wait for the network. A copy takes an upload slot first and
 * a download slot second, and holders of both wait only for requests, so no two copies can wait for each other. Each queue adapts its concurrency to
 * its registry. In a run with several sources or targets, none of them may fill a queue of the other side: one that stalls must leave slots for the
 * others.
 */
class RegistryQueues {
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
    /** Runs `task` when its registry has a slot for it; of those that wait, the largest goes first. */
    async run(registry, kind, task, signal, { size = 0, opposite, latencyOf } = {}) {
        const queue = this.#queueOf(registry, kind, size);
        const { slots, concurrency } = queue;
        const share = this.#shareOf(queue, kind, opposite);
        // Nothing ends the wait for a slot: what runs meanwhile is ended, and gives its slot back.
        if (share?.tryTake() === false)
            await share.take(size);
        if (!slots.tryTake())
            await slots.take(size);
        const { round } = concurrency;
        try {
            signal.throwIfAborted();
            const result = await task();
            concurrency.answered(round, latencyOf?.(result));
            return result;
        }
        catch (error) {
            if (saysOverloaded(error, registry))
                concurrency.refused(round);
            throw error;
        }
        finally {
            adapt(queue);
            slots.release();
            share?.release();
        }
    }
    #queueOf(registry, kind, size) {
        const isSmall = kind !== 'requests' && size <= maxSmallBytes;
        const key = `${isSmall ? 'small ' : ''}${kind} ${registry}`;
        const known = this.#queues.get(key);
        if (known !== undefined)
            return known;
        const slots = kind === 'requests' ? requestsPerTransfer : isSmall ? smallBodiesPerTransfer : 1;
        const concurrency = new AdaptiveConcurrency(this.transfers * slots);
        const queue = {
            slots: new Slots(concurrency.limit),
            concurrency,
            shares: new Map(),
        };
        this.#queues.set(key, queue);
        return queue;
    }
    /** undefined: there is one registry at the other end, which may have all of the queue. */
    #shareOf({ shares, concurrency }, kind, opposite) {
        if (opposite === undefined || this.#registries[kind === 'uploads' ? 'source' : 'target'].size < 2)
            return undefined;
        const share = shares.get(opposite) ?? new Slots(limitOfShare(concurrency));
        shares.set(opposite, share);
        return share;
    }
}
/** Three quarters: one alone is hardly slower by that, and two of eight slots do for the others until the stalled transfers are given up. */
function limitOfShare({ limit }) {
    return Math.max(1, Math.floor(limit * 0.75));
}
function adapt({ slots, concurrency, shares }) {
    if (slots.limit === concurrency.limit)
        return;
    slots.limit = concurrency.limit;
    for (const share of shares.values())
        share.limit = limitOfShare(concurrency);
}
/** Either side can fail a transfer. Only this registry's own answer counts. */
function saysOverloaded(error, registry) {
    if (!(error instanceof registry_error/* RegistryError */.gl) || !error.reference.startsWith(`${registry}/`))
        return false;
    return error.code === 'rate-limited' || overloadStatuses.has(error.status ?? 0);
}
/** GHCR answers pushes that are too many by 500 (chainguard-images/images#173), gateways by 502 to 504. */
const overloadStatuses = new Set([500, 502, 503, 504]);
/** A body that is sent in less time than its answer takes: most blobs of most images (configs, attestations, scripts) are. */
const maxSmallBytes = 512 * 1024;
const smallBodiesPerTransfer = 2;
/**
 * Small requests wait for the network, and transfers fill it: with a round trip of 20 ms, 64 at once are 3,200 a second, which is what one
 * thread can do.
 */
const requestsPerTransfer = 8;

;// CONCATENATED MODULE: ./src/registry/auth/login-trace.ts

/** More would hide the one that is meant. */
const maxKeys = 5;
/** A sentence that says that there is no login for a host, and why not, as far as it is known. */
function noLoginWords(host, trace) {
    if (trace === undefined)
        return `No credentials for ${host} were found.`;
    const { registry, repository, failures, undecodable, sources } = trace;
    if (failures.length > 0)
        return `No credentials for ${host} were found: ${(0,runtime_text/* formatList */.ki)(failures)}.`;
    if (undecodable !== undefined)
        return `The entry for ${registry} in ${undecodable} cannot be decoded: expected base64 of user:password.`;
    const kept = sources.filter(({ keys }) => keys.length > 0);
    if (kept.length === 0)
        return `No credentials for ${host} were found in ${(0,runtime_text/* formatAlternatives */.YU)(sources.map(({ name }) => name))}.`;
    const found = kept.map(({ name, keys }) => `${name} has ${loginWords(keys, registry)}`);
    const isNearby = kept.some(({ keys }) => keys.some((key) => isNear(key, registry)));
    const rule = isNearby ? `, and none that is for ${(0,runtime_text/* printable */.g$)(`${registry}/${repository}`)}` : '';
    return `No credentials for ${host} were found: ${(0,runtime_text/* formatList */.ki)(found)}${rule}.`;
}
/** Keys that may be meant for the registry. The others are not shown, because a comment may be public. */
function loginWords(keys, registry) {
    const near = keys.filter((key) => isNear(key, registry));
    if (near.length === 0)
        return keys.length === 1 ? 'a login for another registry' : `logins for ${keys.length} other registries`;
    const shown = near.slice(0, maxKeys).map((key) => (0,runtime_text/* printable */.g$)(key, 100));
    const more = near.length > maxKeys ? [`${near.length - maxKeys} more`] : [];
    return `logins for ${(0,runtime_text/* formatList */.ki)([...shown, ...more])}`;
}
/** The same host by another port or with a path, another name at the same port, or an address that has it in its path. */
function isNear(key, registry) {
    if (key.includes(registry))
        return true;
    const [host = ''] = key.replace(/^\w+:\/\//, '').split('/');
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
/** Sentences with a blank before them, or nothing: why the one login was taken, and not the other. */
function unusedWords(trace) {
    if (trace?.unused === undefined)
        return '';
    return ` ${trace.unused} was not used, because a login that is there goes first. To use it, remove that login: leave out the step that logs in to ${trace.registry}, or run docker logout ${trace.registry}.`;
}

;// CONCATENATED MODULE: ./src/registry/errors/advice.ts


const advice_none = () => undefined;
const again = () => 'Run it again: what was copied so far is kept.';
/** In a workflow and in a terminal. */
const waysToLogIn = 'docker/login-action in a step before this, docker login, or DOCKER_AUTH_CONFIG';
const altered = () => 'Nothing was committed. The registry, or something between, alters content: tell its operator.';
/** What a person can do about each kind of failure. */
const advices = {
    unauthorized: () => `Log in to the registry first (${waysToLogIn}), and check the spelling of the name.`,
    denied: () => 'Check that an account is logged in that may do this, and that the repository or project exists.',
    credentials: (host) => `Log in to ${host} again.`,
    'token-refused': advice_none,
    'pull-limit': (host, retryAt) => `${retryAt === undefined ? '' : `The limit ends at ${(0,runtime_text/* formatTime */.fU)(retryAt)}. `}Log in to ${host}, or wait.`,
    'rate-limited': (_host, retryAt) => retryAt === undefined ? 'Try again later, or lower "concurrency".' : `Try again after ${(0,runtime_text/* formatTime */.fU)(retryAt)}.`,
    unavailable: again,
    timeout: again,
    'upload-lost': again,
    'send-again': again,
    network: (host) => `Check that this machine reaches ${host} (DNS, firewall, HTTPS_PROXY and NO_PROXY).`,
    // It is the failure before that is told, with its own advice.
    unreachable: advice_none,
    'writes-failed': advice_none,
    'proxy-refused': (host) => `Check HTTPS_PROXY and HTTP_PROXY, that the proxy allows ${host}, and whether NO_PROXY should name it.`,
    tls: (host) => `Check the certificate of ${host}; a private certificate authority goes into NODE_EXTRA_CA_CERTS or SSL_CERT_FILE, a registry without TLS into "insecure-registries".`,
    'invalid-response': (host) => `Check that ${host} is a container registry, and not a proxy or a login page.`,
    'too-large': () => 'A proxy before the registry may limit the size of a request; raise its limit.',
    'digest-mismatch': altered,
    'size-mismatch': altered,
    'not-found': advice_none,
    'invalid-content': advice_none,
    immutable: advice_none,
    'blob-unknown': again,
    lost: advice_none,
    refused: advice_none,
    'private-address': advice_none,
    aborted: advice_none,
};
/**
 * What a person can do about a 401 or 403, which depends on who asked.
 * @param noAccountReason why there may be no account
 */
function accessAdvice(host, side, account, noAccountReason) {
    const { name, isLoginAtFault, trace } = account;
    if (name === undefined)
        return `${noLoginWords(host, trace)} Log in first (${waysToLogIn}), and check the spelling of the name: registries answer so for what they do not have, too.${noAccountReason === undefined ? '' : ` ${noAccountReason}`}`;
    if (isLoginAtFault)
        return `${host} does not take the credentials of ${name}. ${originWords(trace)}Log in again.${unusedWords(trace)}`;
    const right = side === 'source' ? 'read' : 'write';
    const packages = host === 'ghcr.io' && side === 'target'
        ? ' On ghcr.io the job needs "packages: write", and the package must let this repository write (package settings, "Manage Actions access"). For a package that is new, the organisation must let its members create packages (organisation settings, Packages, "Package creation").'
        : '';
    return `Logged in as ${name}, which may not do this: give the account the right to ${right} there, and check that the repository or project exists.${packages}${unusedWords(trace)}`;
}
/** What to do about a login that a token service refuses. Only what is read can be read without one. */
function loginAdvice(side) {
    return side === 'source'
        ? 'Log in again, or log out to read public images anonymously.'
        : 'Log in again, with an account that may write there.';
}
function adviceForCode(code, host, retryAt) {
    return advices[code](host, retryAt);
}
const noLoginHelps = ({ host }) => ` A login does not help there. Check that the image exists, and that no firewall or proxy blocks ${host}; then run it again.`;
/** No login is sent to a host behind a registry, so none helps. */
const advicesBehind = {
    unauthorized: noLoginHelps,
    denied: noLoginHelps,
    refused: noLoginHelps,
    'invalid-response': () => ' Check that no proxy or login page answers in its place.',
    'pull-limit': () => ' Wait, then run it again.',
};
/** What a person can do about the answer of a host behind a registry, as its storage. */
function adviceBehind(code, behind) {
    const { host, registryHost, retryAt } = behind;
    const advice = advicesBehind[code]?.(behind);
    if (advice === undefined)
        return adviceForCode(code, host, retryAt);
    return `${registryHost} sends its clients to ${host} for this.${advice}`;
}

// EXTERNAL MODULE: ./src/runtime/clock.ts
var runtime_clock = __webpack_require__(9842);
;// CONCATENATED MODULE: ./src/registry/errors/error-body.ts


const itemSchema = dist/* object */.Ikc({ code: (0,optional_field/* optional */.lq)(dist/* string */.YjP()), message: (0,optional_field/* optional */.lq)(dist/* string */.YjP()) });
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
        return {
            errors: oci.output.errors.slice(0, 5).map(({ code = '', message = '' }) => ({ code, message })),
            text: body,
        };
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

;// CONCATENATED MODULE: ./src/registry/throttle/pull-limit.ts

/** What is asked of a manifest: only that tells of a pull limit, and meets one. */
const manifestKinds = new Set(['manifest-head', 'manifest-get']);
/** A window that is shorter than this ends while a request waits: such a limit is met by resting, and none to plan for. */
const leastWindowSeconds = 60;
/** What a registry said last of its pull limit, with whatever answer about a manifest. */
class PullLimitTracker {
    #limit;
    #isMet = false;
    get limit() {
        return this.#limit;
    }
    /** Whether a limit was named, or met. */
    get isShown() {
        return this.#isMet || (this.#limit !== undefined && this.#limit !== 'none');
    }
    recordRefusal() {
        this.#isMet = true;
    }
    /**
     * Answers may overtake each other, so the lowest number left counts. Only an answer about an existing manifest shows that there is no limit:
     * Docker Hub names none when it refuses, or does not have the manifest.
     */
    record({ status, headers }) {
        const named = parsePullLimit(headers);
        if (named === undefined)
            this.#limit ??= status === 200 ? 'none' : undefined;
        else if (this.#limit === undefined || this.#limit === 'none')
            this.#limit = named;
        else
            this.#limit = { ...named, remaining: Math.min(named.remaining, this.#limit.remaining) };
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
    if (text === undefined)
        return undefined;
    const [, pulls, seconds] = /^\s*(\d{1,9})\s*(?:;\s*w=(\d{1,9})\s*)?$/.exec(text) ?? [];
    if (pulls === undefined)
        return undefined;
    return { pulls: Number(pulls), windowSeconds: seconds === undefined ? undefined : Number(seconds) };
}
/**
 * Says whether a refusal (429) is a pull limit, which lasts hours. Limits on bursts last seconds and apply to every request; gateways may name what
 * is left of them, too.
 */
function isPullLimit(kind, headers, text) {
    if (!manifestKinds.has(kind))
        return false;
    const { remaining, windowSeconds } = parseQuotas(headers);
    return (remaining === 0 && windowSeconds >= leastWindowSeconds) || /pull rate limit|increase-rate-limit/i.test(text);
}

;// CONCATENATED MODULE: ./src/registry/throttle/retry-after.ts

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
 * How long a host asks to be left alone, in milliseconds. Three forms occur: seconds and HTTP dates in `Retry-After` (RFC 9110 §10.2.3), and GHCR's
 * Go duration in the body ("retry-after: 10.3ms").
 * @param localMs the date by this machine's clock, in milliseconds since 1970, for an answer that says no date of its own
 */
function retryAfterMs(response, text, localMs) {
    const waitMs = readWait(response, text, localMs);
    if (waitMs === undefined || Number.isNaN(waitMs))
        return undefined;
    return Math.min(Math.max(waitMs, 0), maxWaitMs);
}
/** Dates have an end; a limit of more than a week is shown as one of a week. */
const maxWaitMs = 7 * 24 * 3_600_000;
/**
 * When an answer was made, by its host's clock, in milliseconds since 1970; undefined if it does not say. Compare the host's dates with this one,
 * because this machine's clock may be wrong. Source: RFC 9110 §6.6.1.
 */
function answeredAt({ headers }) {
    const date = Date.parse(headerOf(headers, 'date') ?? '');
    return Number.isNaN(date) ? undefined : date;
}
/** NaN: a date that cannot be read. */
function readWait(response, text, localMs) {
    const header = headerOf(response.headers, 'retry-after')?.trim();
    if (header === undefined)
        return waitFromText(text);
    if (/^\d{1,9}(?:\.\d+)?$/.test(header))
        return Number(header) * 1_000;
    return Date.parse(header) - (answeredAt(response) ?? localMs);
}
function waitFromText(text) {
    const duration = /retry-after:\s*((?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)/i.exec(text.slice(0, 4_096))?.[1];
    if (duration === undefined)
        return undefined;
    const parts = [...duration.toLowerCase().matchAll(/(\d{1,20}(?:\.\d{1,20})?)(ns|us|µs|ms|s|m|h)/g)];
    return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs.get(unit ?? '') ?? 0), 0);
}

;// CONCATENATED MODULE: ./src/registry/content/signature.ts
/** What this program itself writes into addresses: nothing of it is secret, and errors tell of it. */
const ownParameters = new Set(['digest', 'from', 'mount', 'n', 'scope', 'service']);
/** Shorter values are not signatures, and may occur in any sentence. */
const minCharacters = 12;
/**
 * Who has a signed address may read what it leads to, or write. Storages that do not take one say in their error what they were asked, signature and
 * all.
 * @param url that was asked
 */
function withoutSignatures(text, url) {
    const values = [...url.searchParams].flatMap(([name, value]) => {
        if (ownParameters.has(name))
            return [];
        // Decoded, as a parameter of a form, and as a part of an address.
        return [value, new URLSearchParams({ '': value }).toString().slice(1), encodeURIComponent(value)];
    });
    // A registry's own paths name what is asked for; those of a storage may be signed, too.
    const paths = url.pathname.startsWith('/v2/') ? [] : [url.pathname];
    const hidden = [...new Set([...values, ...paths])]
        .filter((value) => value.length >= minCharacters)
        .sort((one, other) => other.length - one.length);
    return hidden.reduce((rest, value) => rest.replaceAll(value, () => '***'), text);
}

;// CONCATENATED MODULE: ./src/registry/content/upload-methods.ts

/** Chunk sizes, tried in this order. By default proxies accept 100 MB (Cloudflare) or 1 MiB (nginx). GHCR accepts 4 MiB in a `PATCH` with a range. */
const chunkSizes = [64, 16, 4, 1].map((mebibytes) => mebibytes * 1024 * 1024);
/** A registry that asks for larger chunks than this asks for too much: they may have to be held. */
const maxMinChunkBytes = 64 * 1024 * 1024;
/** A chunk that may be redirected is held whole. Several uploads of 16 MiB each fit into the memory of a small runner. */
const maxHeldChunkBytes = 16 * 1024 * 1024;
/** What a run learns of the way in which one registry takes the bytes of blobs. */
class UploadMethods {
    #whole = 'put';
    /** Whether the way for whole blobs has worked. */
    #isProven = false;
    #isPatchRefused = false;
    /** Why the first way for whole blobs was given up, until another has worked. */
    #refusal;
    /** While a blob is looked for whose bytes the registry does not know; never rejected. */
    #looking;
    /** Blobs of this size were too large for one request. */
    #tooLarge = Number.POSITIVE_INFINITY;
    #chunkBytes = Number.POSITIVE_INFINITY;
    #minChunkBytes = 0;
    #redirectsBodies = false;
    #isHeldInVain = false;
    /** What an answer to `POST …/blobs/uploads/` names as the least size of a chunk. */
    recordMinChunk(header) {
        if (header !== undefined && /^\d{1,12}$/.test(header))
            this.#minChunkBytes = Math.min(Number(header), maxMinChunkBytes);
    }
    /** Whether a body is held back behind its first piece, until it shows that it is redirected. */
    get holdsBodies() {
        return this.#redirectsBodies && !this.#isHeldInVain;
    }
    /** Whether each chunk is held whole, because a redirect may show when all of it was sent. */
    get holdsChunks() {
        return this.#redirectsBodies;
    }
    /** A body was redirected when too much of it was sent to be held. */
    recordRedirect() {
        this.#redirectsBodies = true;
    }
    /** A body was held back for long, and not redirected: the registry reads all of it first. */
    recordVainHold() {
        this.#isHeldInVain = true;
    }
    methodFor(size) {
        if (size < this.#tooLarge)
            return { kind: this.#whole };
        const most = this.holdsChunks ? Math.max(maxHeldChunkBytes, this.#minChunkBytes) : Number.POSITIVE_INFINITY;
        return { kind: 'chunks', bytes: Math.min(this.#chunkBytes, most) };
    }
    /** The same, but first waits while a blob is looked for: its answer may change the way. */
    async methodWhenKnown(size, signal) {
        if (this.#looking !== undefined)
            await (0,wait/* unlessAborted */.Wh)(this.#looking, signal);
        return this.methodFor(size);
    }
    /**
     * Looks for a blob after the registry has answered that it does not know its bytes. If the blob is missing, the next ones go the other way; those
     * that come meanwhile wait, because a large one would be sent in vain.
     */
    async isStored(method, error, look) {
        const looking = look().then((isThere) => {
            if (!isThere)
                this.afterRefusal(method, error);
            return isThere;
        });
        this.#looking = Promise.allSettled([this.#looking, looking]).then(() => undefined);
        return looking;
    }
    /** A blob of that size was taken. An empty one has no bytes to be lost, and shows nothing. */
    worked({ kind }, size) {
        if (kind === 'chunks' || size === 0)
            return;
        this.#isProven = true;
        this.#refusal = undefined;
    }
    /** Why a blob that failed in this way was not sent in the first one. */
    whyNotByPut({ kind }) {
        return kind === 'patch' ? this.#refusal : undefined;
    }
    /** A proxy refused a request as too large. What to try next; undefined: there is nothing. */
    afterTooLarge(method, size) {
        const current = method.kind === 'chunks' ? method.bytes : size;
        const bytes = chunkSizes.map((chunk) => Math.max(chunk, this.#minChunkBytes)).find((chunk) => chunk < current);
        if (bytes === undefined)
            return undefined;
        this.#tooLarge = Math.min(this.#tooLarge, size);
        this.#chunkBytes = Math.min(this.#chunkBytes, bytes);
        return this.methodFor(size);
    }
    /** Whether the way for whole blobs may be the wrong one. */
    isInDoubt({ kind }) {
        if (kind !== 'put')
            return false;
        // What was under way when another blob showed that it has to be the other way.
        return this.#whole === 'patch' || (!this.#isProven && !this.#isPatchRefused);
    }
    /** The registry would not take a whole blob in this way. What to try next; undefined: there is nothing. */
    afterRefusal(method, error) {
        if (!this.isInDoubt(method))
            return undefined;
        this.#whole = 'patch';
        this.#refusal ??= error;
        return { kind: 'patch' };
    }
    /** The other method did not work either: the next blob is sent with the first method again. */
    failed({ kind }) {
        if (kind === 'chunks')
            this.#tooLarge = Number.POSITIVE_INFINITY;
        if (kind !== 'patch' || this.#isProven)
            return;
        this.#whole = 'put';
        this.#isPatchRefused = true;
    }
}
const methodRefusalStatuses = new Set([405, 411, 415, 501]);
/** What registries say of bytes that they lost. */
const lossCodes = new Set(['DIGEST_INVALID', 'BLOB_UPLOAD_INVALID', 'SIZE_INVALID']);
/**
 * Whether a registry's answer says that it does not accept a blob in one `PUT`. Old Artifactory loses the bytes and then does not find the blob
 * (containerd#3533, buildx#196: 404).
 * @param isSent whether all of the content was sent, whose hash was right
 */
function isMethodRefusal({ status = 0, registryCodes }, isSent) {
    if (methodRefusalStatuses.has(status) || (status === 400 && registryCodes.includes('UNSUPPORTED')))
        return true;
    // With 413 the registry's own limit for a blob is meant.
    return isSent && status !== 413 && registryCodes.some((code) => lossCodes.has(code));
}
/** Whether a request was too large for what stands before the registry, which says so in its own words. */
function isProxyLimit({ status, registryCodes }) {
    return status === 413 && registryCodes.length === 0;
}

;// CONCATENATED MODULE: ./src/registry/errors/registry-failure.ts





















/** An error body is read for its text; people do not read more than this. */
const maxErrorBytes = 64 * 1024;
/** A text that takes longer to come is not worth the wait. */
const maxErrorMs = 10_000;
/**
 * Makes a RegistryError of an unexpected answer. Reads the body to its end or its limit. Secrets that a server echoes are removed here, before the
 * text is cut, because half a secret would not be found any more.
 */
async function errorFromResponse(response, context, { clock, redact = (body) => body }, { kind, registryHost }) {
    const { errors, text } = parseErrorBody(redact(await readErrorText(response, clock)));
    const codes = errors.map((error) => error.code);
    const code = codeOf(response, kind, codes, text);
    const words = errors.length > 0
        ? errors.map(({ code: name, message }) => [name, message].filter(Boolean).join(': ')).join('; ')
        : text;
    const waitMs = retryAfterMs(response, text, clock.wallMs());
    const at = waitMs === undefined ? undefined : (0,runtime_clock/* momentIn */.I)(waitMs, clock);
    const { host } = response.url;
    const answer = [String(response.status), (0,runtime_text/* printable */.g$)(redact(withoutSignatures(words, response.url)))]
        .filter(Boolean)
        .join(' ');
    const details = { ...context, code, status: response.status, registryCodes: codes, retryAt: at, host };
    if (registryHost === undefined || registryHost === host)
        return new registry_error/* RegistryError */.gl({
            ...details,
            what: answer,
            advice: adviceOf({ code, codes, kind, at: at?.date }, response, context),
        });
    const advice = adviceBehind(code, { host, registryHost, retryAt: at?.date });
    return new registry_error/* RegistryError */.gl({ ...details, what: `${host} answered ${answer}`, advice });
}
function adviceOf({ code, codes, kind, at }, { url, status }, context) {
    if (context.side === 'target' && codes.includes('NAME_UNKNOWN'))
        return makeRepository;
    if (code === 'too-large' && !isProxyLimit({ status, registryCodes: codes }))
        return `${url.host} itself limits the size of what it takes: raise its limit.`;
    const isPush = context.side === 'target' && pushKinds.has(kind);
    const isUnsupported = status === 405 || (kind === 'upload-start' && codes.includes('UNSUPPORTED'));
    if (code === 'refused' && isPush && isUnsupported)
        return `${url.host} takes no pushes: it is read-only, or a cache of another registry. Name another target.`;
    return adviceForCode(code, url.host, at);
}
const pushKinds = new Set([
    'blob-mount',
    'upload-start',
    'upload-patch',
    'upload-finish',
    'manifest-put',
]);
const makeRepository = 'Make the repository or project on the target first, or let the registry make it on push (on ECR by a creation template).';
/**
 * Makes a RegistryError of what the HTTP client threw.
 * @param host the one that was asked
 * @param insecureRegistries hosts that are listed as such
 */
function errorFromThrown(error, host, context, insecureRegistries = []) {
    if (error instanceof registry_error/* RegistryError */.gl)
        return error;
    // The credentials could not be had: nothing was sent.
    if (error instanceof errors/* ConfigurationError */.j1)
        return new registry_error/* RegistryError */.gl({ ...context, code: 'credentials', what: error.message, cause: error });
    if (error instanceof known_hosts/* PrivateAddressError */.ij)
        return privateAddress(error, context);
    if (error instanceof body_pace/* TrickleError */.ND)
        return trickling(error, context);
    if (error instanceof SilentHostError) {
        const failure = errorFromThrown(error.cause, error.host, context, insecureRegistries);
        return failure.asUnreachable(error.silences, error.longestMs);
    }
    const code = codeOfThrown(error);
    const words = wordsOf(error);
    const what = code === 'aborted' ? 'the run was stopped' : (0,runtime_text/* printable */.g$)(words.includes(host) ? words : `${host}: ${words}`);
    const advice = adviceOfThrown(error, host, insecureRegistries) ?? adviceForCode(code, host, undefined);
    return new registry_error/* RegistryError */.gl({ ...context, code, what, advice, host, cause: error });
}
function trickling(error, context) {
    const advice = `Check that ${error.host}, and the way to it, is well; then run it again.`;
    return new registry_error/* RegistryError */.gl({
        ...context,
        code: 'unreachable',
        what: error.message,
        advice,
        host: error.host,
        cause: error,
    });
}
function adviceOfThrown(error, host, insecureRegistries) {
    if (error instanceof proxy/* ProxyError */.T6)
        return `Check the address in ${error.variable}, and that the proxy runs; hosts that need none go into NO_PROXY.`;
    if (error instanceof UnknownCodingError)
        return 'Make the registry, or the proxy in front of it, answer "Accept-Encoding: identity" without a Content-Encoding.';
    if (error instanceof transport_error/* MalformedResponseError */.f7)
        return `Check ${host}, and any proxy or load balancer in front of it; then run it again.`;
    return speaksNoTls(error) ? tlsAdvice(host, insecureRegistries) : undefined;
}
/**
 * Whether a server answered TLS with something else, by OpenSSL's words or Node's code for it. `EPROTO` alone does not say so: a server that refuses
 * a TLS version with an alert does speak TLS.
 */
function speaksNoTls(error) {
    const cause = (0,errors/* firstOf */.Ku)(error);
    return /wrong.version.number|packet.length.too.long/i.test(`${(0,errors/* messageOf */.bD)(cause)} ${(0,errors/* errorCodeOf */.D9)(cause) ?? ''}`);
}
function tlsAdvice(host, insecureRegistries) {
    const name = (0,address/* withoutPort */.Y7)(host);
    const what = `${host} does not speak TLS.`;
    return name !== host && insecureRegistries.includes(name)
        ? `${what} "insecure-registries" has ${name} without its port: write ${host} there.`
        : `${what} Check the port; a registry of your own without TLS goes into "insecure-registries".`;
}
function privateAddress(error, context) {
    const advice = (0,address/* listingAdvice */.bO)(error);
    return new registry_error/* RegistryError */.gl({
        ...context,
        code: 'private-address',
        what: (0,runtime_text/* printable */.g$)(error.message),
        advice,
        cause: error,
    });
}
async function readErrorText(response, clock) {
    const begun = clock.monotonicMs();
    try {
        const isLate = () => clock.monotonicMs() - begun > maxErrorMs;
        const bytes = await readBody(response, { maxBytes: maxErrorBytes, isLate });
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
    // Only a proxy answers so, to a request that it makes itself (RFC 9110 §15.5.8).
    [407, 'proxy-refused'],
    [408, 'timeout'],
    [413, 'too-large'],
    [429, 'rate-limited'],
    [499, 'unavailable'],
]);
function codeOfStatus(status) {
    const known = codesByStatus.get(status);
    if (known !== undefined)
        return known;
    if (status >= 500)
        return 'unavailable';
    return status >= 400 ? 'refused' : 'invalid-response';
}
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
    // ECR: TAG_INVALID, Quay: TAG_IMMUTABLE, Harbor: 412 PRECONDITION; others say it in words.
    const saysImmutable = names.includes('TAG_IMMUTABLE') ||
        (status === 412 && names.includes('PRECONDITION')) ||
        /immutable|cannot be overwritten/i.test(text);
    if (saysImmutable && immutableTagStatuses.has(status))
        return 'immutable';
    const named = names.map((name) => codesByName.get(name)).find((code) => code !== undefined);
    return named ?? codeOfStatus(status);
}
/** Of a request that was allowed and understood: an image whose name says "immutable" may be denied, or absent. */
const immutableTagStatuses = new Set([400, 405, 409, 412, 422]);
function codeOfThrown(error) {
    if (error instanceof bounded_read/* BodyTooLargeError */.Au)
        return 'invalid-content';
    if (error instanceof UnknownCodingError)
        return 'invalid-response';
    if (error instanceof UndecodableError)
        return 'digest-mismatch';
    // A token in a Docker configuration file may have a line break. All else that cannot be sent came from an answer, such as a `Location`.
    if (error instanceof sendable_request/* UnsendableRequestError */.Hn)
        return error.header === 'authorization' ? 'credentials' : 'invalid-response';
    const refused = proxyStatus(error);
    if (refused !== undefined)
        return Number(refused) >= 500 ? 'unavailable' : 'proxy-refused';
    const name = error instanceof Error ? error.name : '';
    if (name === 'TimeoutError')
        return 'timeout';
    if (name === 'AbortError' || error instanceof errors/* StoppedError */.Ko)
        return 'aborted';
    return codeOfConnection((0,errors/* errorCodeOf */.D9)(error));
}
function codeOfConnection(code = '') {
    if (/TIMEOUT|ETIMEDOUT/.test(code))
        return 'timeout';
    if (/CERT|TLS|SSL|SIGNATURE|EPROTO|SELF_SIGNED|UNABLE_TO_/.test(code))
        return 'tls';
    return 'network';
}
/** The status of a proxy that would not connect: undici throws it under the name of an abort. */
function proxyStatus(error) {
    return /^Proxy response \((\d+)\)/.exec((0,errors/* messageOf */.bD)(error))?.[1];
}
function wordsOf(error) {
    const refused = proxyStatus(error);
    if (refused !== undefined)
        return `the proxy answered ${refused} instead of connecting`;
    const code = (0,errors/* errorCodeOf */.D9)(error) ?? '';
    if (/(?:^|_)HEADERS_TIMEOUT$/.test(code))
        return `${noAnswer} (${code})`;
    const cause = (0,errors/* messageOf */.bD)((0,errors/* firstOf */.Ku)(error));
    // OpenSSL's own text is numbers and files of its sources around one useful phrase.
    const [, phrase] = /:SSL routines:[^:]*:([^:]+):/.exec(cause) ?? [];
    if (phrase !== undefined)
        return `TLS: ${phrase} (${code})`;
    return cause.includes(code) ? cause : `${cause} (${code})`;
}
const noAnswer = 'it takes connections, and gave no answer in time';
/** Why a request ends that has had no answer in its time. */
function noAnswerError() {
    return (0,wait/* timeoutError */.w2)(noAnswer);
}

;// CONCATENATED MODULE: ./src/registry/http/answer.ts


/** @throws {RegistryError} that names the host which answered */
async function answer_readAnswer(response, request, maxBytes, clock) {
    const { status, headers, url, latencyMs } = response;
    const answeredAt = clock.monotonicMs();
    const isLate = () => clock.monotonicMs() - answeredAt > maxAnswerMs;
    // Nobody looks into the body of another answer, so that its coding is of no account.
    const codings = request.method === 'GET' && status === 200 ? undefined : asItCame;
    const options = { maxBytes, isLate, codings };
    try {
        const bytes = takeBody(response, options) ?? (await readBody(response, options));
        return { status, headers, url, bytes, latencyMs };
    }
    catch (error) {
        throw errorFromThrown(error, url.host, request.context);
    }
}
const asItCame = [];
/** From the first byte of a small answer to the last: a host that sends a byte at a time is as good as one that sends none. */
const maxAnswerMs = 120_000;

;// CONCATENATED MODULE: ./src/registry/auth/challenge.ts
/**
 * Chooses the challenge to answer. Bearer goes first if the registry offers it. After Bearer, never switch to Basic: Harbor offers Basic when a
 * token does not grant enough.
 */
function chosenChallenge(challenges, before) {
    const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'));
    return bearer ?? before ?? challenges.find(({ scheme }) => scheme === 'basic');
}
/** A longer header is cut: challenges are shorter. */
const maxHeaderLength = 8_192;
/** What stands at the beginning of what is left of a header. */
const challengePatterns = {
    parameter: /^[\s,]*([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/,
    scheme: /^[\s,]*([!#$%&'*+.^_`|~\w-]+)(?=[\s,]|$)/,
};
/**
 * Reads every challenge of every header, in order. One header may hold several. A scheme may have no parameters. Values are quoted, with escapes, or
 * bare; in bare values registries write characters that RFC 9110 does not allow. What cannot be read is skipped.
 */
function parseChallenges(headers, patterns = challengePatterns) {
    const list = headers === undefined ? [] : typeof headers === 'string' ? [headers] : headers;
    return list.flatMap((header) => readChallenges(header.slice(0, maxHeaderLength), patterns));
}
function readChallenges(header, patterns) {
    const challenges = [];
    let rest = header;
    while (rest !== '') {
        const parameter = patterns.parameter.exec(rest);
        const scheme = parameter === null ? patterns.scheme.exec(rest) : null;
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

;// CONCATENATED MODULE: ./src/registry/auth/scopes.ts
/** What registries have names for, in the order in which they come. A run has tens of thousands of grants, nearly all of them with one of these. */
const usualActions = new Map(['pull', 'pull,push', 'push,pull'].map((actions) => [actions, new Set(actions.split(','))]));
function actionsOf(actions) {
    return usualActions.get(actions.join(',')) ?? new Set(actions);
}
/**
 * Reads scopes, `repository:<name>:<actions>`. A name may contain colons (a port), so the first colon ends the type and the last begins the actions.
 * Source: distribution, docs/content/spec/auth/scope.md.
 */
function grantsOf(scopes) {
    const grants = new Map();
    for (const scope of scopes) {
        const resource = resourceOf(scope);
        const actions = scope.slice(resource.length + 1);
        grants.set(resource, joinActions(grants.get(resource), usualActions.get(actions) ?? new Set(actions.split(','))));
    }
    return grants;
}
/** `repository:<name>` */
function resourceOf(scope) {
    return scope.slice(0, scope.lastIndexOf(':'));
}
/** Whether all that `wanted` allows is allowed by `held`. */
function covers(held, wanted) {
    for (const [resource, actions] of wanted) {
        const allowed = held.get(resource);
        if (allowed === undefined || !allowsAll(allowed, actions))
            return false;
    }
    return true;
}
function allowsAll(allowed, actions) {
    if (allowed === actions || allowed.has('*'))
        return true;
    for (const action of actions)
        if (!allowed.has(action))
            return false;
    return true;
}
/** Both together. */
function joinGrants(one, other) {
    const joined = new Map(one);
    for (const [resource, actions] of other)
        joined.set(resource, joinActions(one.get(resource), actions));
    return joined;
}
function joinActions(one, other) {
    if (one === undefined || one === other)
        return other;
    return new Set([...one, ...other]);
}

;// CONCATENATED MODULE: ./src/registry/auth/demanded-scopes.ts


/** A gateway needs one, or a few for what it puts together. */
const maxDemanded = 10;
/**
 * Scopes that challenges name and requests did not ask for. A gateway that serves `team/app` from a registry's `app` passes on the registry's
 * challenge, `repository:app:pull` (oras-project/oras-go#650). The owner of the login did not name that repository. So ask for no more than the
 * request itself needs: pull, or pull and push, never delete.
 */
class DemandedScopes {
    #byRepository = new Map();
    of(repository) {
        return this.#byRepository.get(repository);
    }
    /**
     * @param own what the request asked for
     * @returns whether they name anything new
     */
    record(repository, challenges, own, method) {
        const before = this.of(repository) ?? { scopes: [], isAlone: false };
        const known = grantsOf([...own, ...before.scopes]);
        const fresh = challenges
            .flatMap(({ scheme, parameters }) => (scheme === 'bearer' ? (parameters.get('scope') ?? '').split(' ') : []))
            .flatMap((scope) => reduced(scope, method) ?? [])
            .filter((scope) => !covers(known, grantsOf([scope])));
        const scopes = [...new Set([...before.scopes, ...fresh])].slice(-maxDemanded);
        if (fresh.length > 0)
            this.#byRepository.set(repository, { ...before, scopes });
        return fresh.length > 0;
    }
    standAlone(repository) {
        const demand = this.of(repository);
        if (demand !== undefined)
            this.#byRepository.set(repository, { ...demand, isAlone: true });
    }
}
/** The scope with the actions that a request of this method needs; undefined: it is for something else. */
function reduced(scope, method) {
    const [, name = '', named = ''] = /^repository:(.+):([^:]+)$/.exec(scope) ?? [];
    if (!isRepositoryName(name))
        return undefined;
    const actions = named.split(',');
    const needed = method === 'GET' || method === 'HEAD' ? ['pull'] : ['pull', 'push'];
    const kept = needed.filter((action) => actions.includes(action) || actions.includes('*'));
    return kept.length === 0 ? undefined : `repository:${name}:${kept.join(',')}`;
}
/** No pattern that stands for many, as `*` does. Some registries write their host before the name. */
function isRepositoryName(name) {
    const [first = '', ...others] = name.split('/');
    const rest = others.join('/');
    return (((0,reference/* isRegistryHost */.EV)(first) || (0,reference/* invalidComponent */.xz)(first) === undefined) &&
        (rest === '' || (0,reference/* invalidComponent */.xz)(rest) === undefined));
}

;// CONCATENATED MODULE: ./src/registry/auth/held-tokens.ts

/** Tokens by their value. A service may give the same value for several requests; if the registry refuses it, all of them are lost. */
class TokenValues {
    #byValue = new Map();
    add(value, held, onRefused) {
        const holders = this.#byValue.get(value) ?? new Map();
        holders.set(held, onRefused);
        this.#byValue.set(value, holders);
    }
    delete(value, held) {
        const holders = this.#byValue.get(value);
        holders?.delete(held);
        if (holders?.size === 0)
            this.#byValue.delete(value);
    }
    refuse(value) {
        for (const onRefused of [...(this.#byValue.get(value)?.values() ?? [])])
            onRefused();
    }
}
/** From so many tokens of one resource on, what a search found is remembered. */
const manyTokens = 8;
/** The tokens of one login. A run may have thousands, and a repository that others mount from is in most of them. */
class HeldTokens {
    now;
    values;
    onLost;
    /** By resource, the latest last. */
    #byResource = new Map();
    /** Those that have arrived; the first to expire first. */
    #byExpiry = [];
    /** What was found where there are many, by what was looked for. */
    #found = new Map();
    /** @param onLost called when a token serves nobody any more */
    constructor(now, values, onLost) {
        this.now = now;
        this.values = values;
        this.onLost = onLost;
    }
    /**
     * The latest token that allows all that is needed. The latest of a resource may allow less than another one: a repository that was mounted from may
     * only be read by it.
     * @param scopes what `needed` was read from, as one text
     */
    find(scopes, needed) {
        const { value: resource } = needed.keys().next();
        const all = resource === undefined ? undefined : this.#byResource.get(resource);
        if (all === undefined)
            return undefined;
        if (all.length < manyTokens)
            return all.findLast((held) => this.#serves(held, needed));
        const held = this.#findAmongMany(all, needed, this.#found.get(scopes));
        if (held === undefined)
            this.#found.delete(scopes);
        else
            this.#found.set(scopes, { held, upTo: all.at(-1)?.number ?? 0 });
        return held;
    }
    add(held) {
        for (const resource of held.resources) {
            const all = this.#byResource.get(resource);
            if (all === undefined)
                this.#byResource.set(resource, [held]);
            else
                all.push(held);
        }
    }
    /** Records that a token has come, and what it allows. */
    arrived(held, token, grants) {
        held.token = token;
        held.grants = grants;
        const later = this.#byExpiry.findLastIndex((other) => expiryOf(other) <= token.expiresAt);
        this.#byExpiry.splice(later + 1, 0, held);
        this.values.add(token.value, held, () => {
            this.drop(held);
        });
    }
    drop(held) {
        if (held.isLost === true)
            return;
        held.isLost = true;
        for (const resource of held.resources)
            this.#remove(held, resource);
        if (held.token !== undefined)
            this.values.delete(held.token.value, held);
        this.onLost(held);
    }
    dropExpired() {
        const now = this.now();
        const alive = this.#byExpiry.findIndex((held) => expiryOf(held) > now);
        for (const held of this.#byExpiry.splice(0, alive === -1 ? this.#byExpiry.length : alive))
            this.drop(held);
    }
    #findAmongMany(all, needed, known) {
        if (known === undefined || !this.#serves(known.held, needed))
            return all.findLast((held) => this.#serves(held, needed));
        // Those between the known one and the last that was looked at did not serve.
        for (let index = all.length - 1;; index -= 1) {
            const held = all[index];
            if (held === undefined || held.number <= known.upTo)
                return known.held;
            if (this.#serves(held, needed))
                return held;
        }
    }
    #serves(held, needed) {
        return held.isLost !== true && expiryOf(held) > this.now() && covers(held.grants, needed);
    }
    #remove(held, resource) {
        const all = this.#byResource.get(resource) ?? [];
        // The first expires first, and the last fails first.
        const index = all[0] === held ? 0 : all.lastIndexOf(held);
        if (index !== -1)
            all.splice(index, 1);
        if (all.length === 0)
            this.#byResource.delete(resource);
    }
}
/** A token that is on its way has no end yet. */
function expiryOf({ token }) {
    return token?.expiresAt ?? Number.POSITIVE_INFINITY;
}

;// CONCATENATED MODULE: ./src/registry/auth/realm.ts



/**
 * Reads the token service's address from a challenge. A relative address is resolved against the registry. The host may be another (Docker Hub,
 * GitLab, MCR), but must not be less protected: no plain http for a registry with TLS, no private address other than the registry's own.
 * @throws {RegistryError} `invalid-response`
 */
function readTokenService(challenge, base, context, rules) {
    const text = challenge.parameters.get('realm') ?? '';
    // Source for `/v2/` as the base: distribution/distribution#1458. The specification of tokens does not say.
    const root = new URL('/v2/', base);
    const relative = relativePath.test(text) && URL.canParse(text, root.href) ? new URL(text, root) : undefined;
    const realm = URL.canParse(text) ? new URL(text) : relative;
    const objection = realm === undefined ? 'is no address' : (0,address/* objectionTo */.Dx)(realm, base, rules);
    if (realm === undefined || objection !== undefined) {
        throw new registry_error/* RegistryError */.gl({
            ...context,
            code: 'invalid-response',
            // Without path and query, which may hold anything.
            what: `${base.host} names a token service that ${objection ?? ''}${realm === undefined ? '' : ` (${realm.protocol}//${realm.host})`}`,
            advice: realm === undefined ? 'Check that this is the registry that you mean.' : (0,address/* listingAdvice */.bO)(realm),
        });
    }
    return { realm, service: challenge.parameters.get('service'), namedBy: base };
}
/** `/token`, `./token`, `../token` or `token`. A first word with a dot in it (`auth.test`) is more likely a host whose scheme is missing. */
const relativePath = /^(?:\.{0,2}\/|[\w-]+(?:[/?]|$))/;
/** Token services at a host of another domain that are known: Scaleway's. Docker Hub's, GitLab's and most others' share the registry's. */
const knownServices = [
    [/(?:^|\.)scw\.cloud$/, 'api.scaleway.com'],
];
/**
 * Whether a registry's login is expected at a host: the registry's own host, one below or above it, one of the same domain, or a known one.
 * Hosts that the user lists are trusted. Domains are compared by name, without the list of public suffixes, because only a warning depends on
 * it (docs/decisions/0027-logins-and-tokens.md).
 */
function isExpectedHost(realm, registry, hosts) {
    const [one, other] = [realm.hostname, registry.hostname];
    // A name of one word is no name of the internet's.
    if (one === other ||
        hosts?.isListed(realm) === true ||
        [realm, registry].every((url) => (0,address/* isPrivateHost */.Sf)(url) || !/[.:]/.test(url.hostname)))
        return true;
    if ((0,external_node_net_.isIP)(one) !== 0 || (0,external_node_net_.isIP)(other) !== 0)
        return false;
    if (knownServices.some(([registries, service]) => service === one && registries.test(other)))
        return true;
    return areOfOneDomain(one, other);
}
/** Under which everybody may have a name, where a country's domain has such: `co.uk`, `com.au`. */
const publicSuffix = /^(?:ac|co|com|edu|go|gob|gov|mil|ne|net|nom|or|org|sch)\.[a-z]{2}$/;
function areOfOneDomain(one, other) {
    const [labels, otherLabels] = [one.split('.').toReversed(), other.split('.').toReversed()];
    const length = labels.findIndex((label, index) => label !== otherLabels[index]);
    const shared = length === -1 ? labels : labels.slice(0, length);
    return shared.length >= 2 && !publicSuffix.test(shared.toReversed().join('.'));
}

;// CONCATENATED MODULE: ./src/registry/auth/position-set.ts
/** So many positions share a word. */
const wordBits = 32;
/**
 * A set of positions. It finds the next absent one in a few steps, however many are present: each level has a bit for each word of the level below,
 * which is set if that word is full.
 */
class PositionSet {
    #levels = [];
    add(position) {
        let index = position;
        for (let level = 0;; level += 1) {
            const words = (this.#levels[level] ??= new Map());
            const [word, bit] = placeOf(index);
            const bits = (words.get(word) ?? 0) | bit;
            words.set(word, bits);
            if (~bits !== 0)
                return;
            index = word;
        }
    }
    delete(position) {
        let index = position;
        for (const words of this.#levels) {
            const [word, bit] = placeOf(index);
            const bits = words.get(word) ?? 0;
            words.set(word, bits & ~bit);
            if (~bits !== 0)
                return;
            index = word;
        }
    }
    /** The first position from this one on that is not in the set. */
    nextAbsent(from) {
        let index = from;
        let level = 0;
        // Up, as long as the rest of a word is full.
        while (this.#roomFrom(level, index) === 0) {
            index = Math.floor(index / wordBits) + 1;
            level += 1;
        }
        index = index - (index % wordBits) + lowestBit(this.#roomFrom(level, index));
        // And down to the position itself.
        for (; level > 0; level -= 1)
            index = index * wordBits + lowestBit(this.#roomFrom(level - 1, index * wordBits));
        return index;
    }
    /** The bits of a word that are not set, from this one on. */
    #roomFrom(level, index) {
        const [word, bit] = placeOf(index);
        return ~(this.#levels[level]?.get(word) ?? 0) & -bit;
    }
}
function placeOf(index) {
    return [Math.floor(index / wordBits), 1 << (index % wordBits)];
}
function lowestBit(word) {
    return wordBits - 1 - Math.clz32(word & -word);
}

;// CONCATENATED MODULE: ./src/registry/auth/expected-scopes.ts


/** The most repositories to mount from in one request. The layers of a base are in several repositories, because several images brought them. */
const maxLenders = 10;
/** So many lenders are remembered: a request for less than twenty scopes needs some of them itself. */
const knownLenders = 30;
/** For so many groups of lenders it is remembered which scopes are served. */
const knownGroups = 100;
/** The scopes that a run needs, in its order, and which of them have a token. */
class ExpectedScopes {
    findToken;
    #scopes = [];
    #positions = new Map();
    /** By its resource. */
    #scopeOf = new Map();
    /** Those of repositories that others mount blobs from; the latest last. */
    #lenders = new Set();
    /** Which scopes have a token, by the lenders that the token must serve, too; what was used last is last. */
    #served = new Map();
    constructor(findToken) {
        this.findToken = findToken;
    }
    add(scope) {
        this.#scopeOf.set(resourceOf(scope), scope);
        if (this.#positions.has(scope))
            return;
        this.#positions.set(scope, this.#scopes.push(scope) - 1);
    }
    /** Only of those that the run will need anyhow: what was only guessed may be denied, and spoil a token for others. */
    recordLenders(scopes) {
        for (const lent of scopes) {
            const scope = this.#scopeOf.get(resourceOf(lent));
            if (scope === undefined)
                continue;
            this.#lenders.delete(scope);
            this.#lenders.add(scope);
        }
        for (const oldest of this.#lenders) {
            if (this.#lenders.size <= knownLenders)
                return;
            this.#lenders.delete(oldest);
        }
    }
    lendersBut(needed) {
        return [...this.#lenders].filter((scope) => !needed.has(resourceOf(scope))).slice(-maxLenders);
    }
    /** Those that come after the first in the order of the run, and that no token serves together with the others. */
    *unservedAfter([own, ...lenders]) {
        const served = this.#servedWith(lenders.join(' '));
        const first = own === undefined ? 0 : (this.#positions.get(own) ?? -1) + 1;
        const find = (position) => this.findToken([this.#scopes[position] ?? '', ...lenders]);
        for (const position of served.unserved(first, this.#scopes.length, find)) {
            const scope = this.#scopes[position];
            if (scope !== undefined)
                yield scope;
        }
    }
    /** A token allows less than it was asked for, or serves nobody any more. */
    recordLoss(held) {
        for (const served of this.#served.values())
            served.recordLoss(held);
    }
    #servedWith(lenders) {
        const served = this.#served.get(lenders) ?? new ServedScopes();
        this.#served.delete(lenders);
        this.#served.set(lenders, served);
        const [oldest] = this.#served.keys();
        if (this.#served.size > knownGroups && oldest !== undefined)
            this.#served.delete(oldest);
        return served;
    }
}
/** Which scopes have a token, as far as it was looked at: each is looked at once, and again when its token is lost. */
class ServedScopes {
    #served = new PositionSet();
    #byToken = new Map();
    /** From `first` on to the end, and then from the beginning. */
    *unserved(first, count, find) {
        yield* this.#unservedBetween(first, count, find);
        yield* this.#unservedBetween(0, first, find);
    }
    recordLoss(held) {
        for (const position of this.#byToken.get(held) ?? [])
            this.#served.delete(position);
        this.#byToken.delete(held);
    }
    *#unservedBetween(start, end, find) {
        for (let at = this.#served.nextAbsent(start); at < end; at = this.#served.nextAbsent(at + 1)) {
            const held = find(at);
            if (held === undefined)
                yield at;
            else
                this.#recordServed(at, held);
        }
    }
    #recordServed(position, held) {
        this.#served.add(position);
        const positions = this.#byToken.get(held);
        if (positions === undefined)
            this.#byToken.set(held, [position]);
        else
            positions.push(position);
    }
}

;// CONCATENATED MODULE: ./src/registry/auth/jwt.ts



const accessSchema = dist/* object */.Ikc({
    access: dist/* array */.YOg(dist/* object */.Ikc({ type: dist/* string */.YjP(), name: dist/* string */.YjP(), actions: (0,optional_field/* optional */.lq)(dist/* array */.YOg(dist/* string */.YjP())) })),
});
/**
 * What a token says it allows; undefined if it cannot be read, because tokens need not be JWTs. The registry checks the signature. Here the claim
 * only shows which of the requested scopes need another request.
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
    return new Map(claims.output.access.map(({ type, name, actions }) => [`${type}:${name}`, actionsOf(actions ?? [])]));
}

;// CONCATENATED MODULE: ./src/registry/auth/token-pool.ts





/** The most scopes of one request. */
const maxScopes = 20;
/** What a request line takes nearly everywhere. Source: RFC 9112 §3 asks for 8,000 bytes; half of it leaves room for the rest. */
const maxScopeBytes = 4_000;
/** A header line has 8 KiB in nginx; a token that comes near it is one for too many repositories. */
const maxSharedTokenBytes = 6_000;
/** Statuses by which a token service may say that it does not want several scopes. */
const scopeRefusalStatuses = new Set([400, 401, 403, 404, 413, 414, 422, 431]);
/**
 * The tokens of one login at one registry. A token serves every repository that it grants, and is requested together with the scopes that the run
 * needs next, so a run over hundreds of repositories fetches only some tokens. A JWT says whether a server grants several scopes at once. An opaque
 * token does not, and registries answer missing rights by 401, 403 or 404. So after an opaque token each scope gets a token of its own.
 */
class TokenPool {
    scopesCache;
    #expected;
    #held;
    /** How many tokens were asked for. */
    #count = 0;
    /** How many scopes the server grants at once, as far as is known. */
    #atOnce;
    /** How often in a row it broke on several scopes: that may be for another reason. */
    #breaks = 0;
    /** @param values shared by the pools of one registry */
    constructor(now, scopesCache, values = new TokenValues()) {
        this.scopesCache = scopesCache;
        this.#atOnce = scopesCache.grantsSeveral === false ? 1 : maxScopes;
        this.#held = new HeldTokens(now, values, (held) => {
            this.#expected.recordLoss(held);
        });
        this.#expected = new ExpectedScopes((scopes) => this.#held.find(scopes.join(' '), grantsOf(scopes)));
    }
    /** Takes note of a scope that the run will need. */
    expect(scope) {
        this.#expected.add(scope);
    }
    /** The token for a scope, if it has come. Most requests find theirs so, and wait for nothing. */
    atHand(scope) {
        return this.#held.find(scope, grantsOf([scope]))?.token;
    }
    /**
     * A token for all of the scopes; requests that one token serves wait for one fetch.
     * @param scopes a repository's own, and behind it those that it mounts blobs from
     */
    async get(scopes, fetchToken) {
        const needed = grantsOf(scopes);
        if (scopes.length > 1)
            this.#expected.recordLenders(scopes.slice(1));
        const held = this.#held.find(scopes.join(' '), needed) ?? this.#fetch(scopes, needed, fetchToken);
        try {
            const token = await held.promise;
            if (covers(held.grants, needed))
                return token;
        }
        catch (error) {
            // It may have failed for another's sake. A mount needs a second repository, which may be none to be had: who needs the first alone does not
            // fail with it, whatever the answer was.
            const mayBeForOthers = covers(held.needed, needed) ? mayBeForMany(error) : isRefusal(error);
            if (covers(needed, held.needed) || !mayBeForOthers)
                throw error;
        }
        // The server granted less than it was asked for, or nothing for another's sake: this scope needs a token of its own.
        return this.get(scopes, fetchToken);
    }
    #fetch(scopes, needed, fetchToken) {
        this.#held.dropExpired();
        const others = this.#scopesAlong(scopes);
        // Memory is good for the first token, which is the only one that most runs need; then it is found out.
        if (this.#count === 0 && this.scopesCache.grantsSeveral === false)
            this.#atOnce = maxScopes;
        this.#count += 1;
        const asked = grantsOf([...scopes, ...others]);
        const held = {
            promise: this.#fetchTogether(scopes, others, fetchToken).then(({ token, granted }) => {
                this.#held.arrived(held, token, joinGrants(granted, needed));
                // It may have granted less than it was asked for.
                this.#expected.recordLoss(held);
                return token;
            }),
            needed,
            resources: [...asked.keys()],
            number: this.#count,
            grants: asked,
        };
        this.#held.add(held);
        held.promise.catch(() => {
            this.#held.drop(held);
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
            this.scopesCache.record(granted !== undefined);
            this.#breaks = 0;
            if (token.value.length <= maxSharedTokenBytes)
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
                this.scopesCache.record(false);
            }
            if (alone !== undefined)
                return { token: alone, granted: grantsOf(scopes) };
        }
        return { token: await fetchToken(scopes), granted: grantsOf(scopes) };
    }
    /**
     * Whether the request failed because it asked for several scopes: a service may refuse all scopes because of one, or fail on them. A service that
     * fails may have another reason, so it is asked once more after a pause.
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
     * Scopes to add behind those that are needed now: the repositories that blobs are mounted from, and those that the run needs next and has no token
     * for. If the request is for mounts, the next repositories will mount from there, too, so only a token for both counts.
     */
    #scopesAlong(scopes) {
        if (scopes.length >= this.#atOnce)
            return [];
        const needed = grantsOf(scopes);
        const along = new Set();
        let bytes = scopes.reduce((sum, scope) => sum + scope.length + 1, 0);
        for (const scope of this.#candidates(scopes, needed)) {
            if (along.has(scope) || covers(needed, grantsOf([scope])))
                continue;
            bytes += scope.length + 1;
            if (bytes > maxScopeBytes)
                break;
            along.add(scope);
            if (scopes.length + along.size >= this.#atOnce)
                break;
        }
        return [...along];
    }
    *#candidates(scopes, needed) {
        yield* this.#expected.lendersBut(needed);
        yield* this.#expected.unservedAfter(scopes);
    }
}
/** Whether a token service refused what it was asked for, and may give less. */
function isRefusal(error) {
    return error instanceof registry_error/* RegistryError */.gl && error.status !== undefined && scopeRefusalStatuses.has(error.status);
}
/** Any answer but that it is too much. */
function mayBeForMany(error) {
    return error instanceof registry_error/* RegistryError */.gl && error.status !== undefined && error.status !== 429;
}

;// CONCATENATED MODULE: ./src/registry/auth/token.ts









const token_answerSchema = dist/* object */.Ikc({
    token: (0,optional_field/* optional */.lq)(dist/* string */.YjP()),
    access_token: (0,optional_field/* optional */.lq)(dist/* string */.YjP()),
    expires_in: (0,optional_field/* optional */.lq)(dist/* number */.aig()),
    issued_at: (0,optional_field/* optional */.lq)(dist/* string */.YjP()),
});
/** The specification's life of a token that names none. */
const defaultLifeSeconds = 60;
/** A token is given up this long before its end, so that it does not end on the way. */
const earlyMs = 10_000;
/** A token is a few KiB; a service that sends more is not one. */
const maxTokenAnswerBytes = 1024 * 1024;
/** Statuses by which services say that they do not know the POST (GAR 404, Artifactory 401, ACR 400, others 405). A redirect says so, too. */
const postRefused = new Set([400, 401, 404, 405]);
/**
 * What is sent is for the service that the registry named. So one redirect of a GET is followed, and only to the same origin: `/token` to `/token/`.
 * @throws {RegistryError} `credentials` where they are refused.
 */
async function fetchToken(request, deps) {
    const { service, context, credentials } = request;
    try {
        const response = await requestToken(request, deps.send);
        if (response.status !== 200)
            throw refusal(await errorFromResponse(response, context, deps, { kind: 'token' }), credentials);
        return readToken(await readBody(response, { maxBytes: maxTokenAnswerBytes }), response, context, deps.clock);
    }
    catch (error) {
        throw errorFromThrown(error, service.realm.host, context, deps.insecureRegistries).ofTokenService();
    }
}
async function requestToken(request, send) {
    const { credentials } = request;
    if (credentials === undefined)
        return getToken(request, undefined, send);
    if (credentials.kind === 'password')
        return getToken(request, basicAuthorization(credentials.username, credentials.password), send);
    const response = await postRefreshToken(request, credentials.token, send);
    if (!postRefused.has(response.status) && redirectOf(response) === undefined)
        return response;
    await response.discard();
    return getToken(request, basicAuthorization(identityTokenUser, credentials.token), send);
}
async function getToken({ service, scopes, signal, onHost }, authorization, send) {
    const url = new URL(service.realm);
    // Not by the address's own parameters, which make it anew with each scope.
    const query = new URLSearchParams(url.search);
    if (service.service !== undefined)
        query.set('service', service.service);
    for (const scope of scopes)
        query.append('scope', scope);
    url.search = query.toString();
    const request = {
        kind: 'token',
        method: 'GET',
        url,
        headers: authorization === undefined ? {} : { authorization },
        signal,
        onHost,
        namedBy: service.namedBy,
    };
    const response = await send(request);
    const next = redirectOf(response);
    if (next?.origin !== url.origin)
        return response;
    await response.discard();
    return send({ ...request, url: next });
}
async function postRefreshToken({ service, scopes, signal, onHost }, token, send) {
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
        onHost,
        namedBy: service.namedBy,
    });
}
function readToken(bytes, response, context, clock) {
    const answer = dist/* safeParse */.xLC(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* parseJson */.qFJ(), token_answerSchema), Buffer.from(bytes).toString('utf8'));
    const value = answer.success
        ? [answer.output.token, answer.output.access_token].find((text) => text !== undefined && text !== '')
        : undefined;
    if (!answer.success || value === undefined || !/^[\x21-\x7e]+$/.test(value)) {
        const what = `the token service ${response.url.host} sent no token`;
        throw new registry_error/* RegistryError */.gl({
            ...context,
            code: 'invalid-response',
            what,
            advice: 'Check that it is a registry’s token service.',
        });
    }
    const lifeSeconds = answer.output.expires_in ?? defaultLifeSeconds;
    const lifeMs = (lifeSeconds > 0 ? lifeSeconds : defaultLifeSeconds) * 1_000;
    // How old it is when it comes: a token service may hand out one that it made before. Both dates are the service's own. Where they cannot
    // both be right, the token counts as new: a registry says by a 401 when it has ended.
    const ageMs = (answeredAt(response) ?? Number.NaN) - Date.parse(answer.output.issued_at ?? '');
    const leftMs = lifeMs - (ageMs > 0 && ageMs < lifeMs ? ageMs : 0);
    return {
        value,
        header: (0,runtime_text/* detached */.ht)(`Bearer ${value}`),
        expiresAt: clock.monotonicMs() + leftMs - Math.min(earlyMs, leftMs / 2),
    };
}
/** A refusal of credentials says so: going on anonymously would hide that they are wrong. */
function refusal(error, credentials) {
    if (credentials === undefined || (error.code !== 'unauthorized' && error.code !== 'denied'))
        return error;
    return new registry_error/* RegistryError */.gl({
        code: 'credentials',
        operation: error.operation,
        reference: error.reference,
        side: error.side,
        status: error.status,
        host: error.host,
        what: `the credentials of ${describeAccount(credentials)} were refused (${error.status ?? ''})`,
        advice: loginAdvice(error.side),
        cause: error,
    });
}

;// CONCATENATED MODULE: ./src/registry/auth/authenticator.ts














/**
 * Makes the `Authorization` header of requests to one registry. Its repositories may have several logins; a token is shared only between those of one.
 */
class Authenticator {
    #deps;
    #pools = new Map();
    /** The tokens of all pools. */
    #tokens = new TokenValues();
    #expected = [];
    #assigned = Promise.resolve();
    #demands = new DemandedScopes();
    #challenge;
    /** By repository: the challenge that a token was taken for. */
    #acceptedChallenges = new Map();
    /** Tokens that the registry accepted, for any repository. */
    #accepted = new WeakSet();
    #isWarned = false;
    constructor(deps) {
        this.#deps = deps;
    }
    /** Records a registry's challenges, of which one is answered from then on. */
    recordChallenges(challenges) {
        this.#challenge = chosenChallenge(challenges, this.#challenge);
    }
    /**
     * Records the challenges of a refusal. A token may only have expired: the token service that issued it keeps serving its repository, even if the
     * registry names another service now (nvcr.io does, and that one serves no anonymous clients).
     */
    recordRefusal(challenges, { repository, scopes, method, authorization }) {
        const { token } = authorization ?? {};
        if (authorization !== undefined && token !== undefined && this.#accepted.has(token))
            this.#acceptedChallenges.set(repository, authorization.challenge);
        if (!this.#acceptedChallenges.has(repository))
            this.recordChallenges(challenges);
        const isNew = this.#demands.record(repository, challenges, scopes, method);
        // The token is good for what it was asked for, and others may use it.
        if (authorization !== undefined && !isNew)
            this.#forget(authorization);
    }
    /** To be called when the registry took an authorization. */
    recordAccepted(repository, authorization) {
        if (authorization?.token === undefined)
            return;
        this.#accepted.add(authorization.token);
        this.#acceptedChallenges.set(repository, authorization.challenge);
    }
    /** To be called when the registry refused a token that was fetched anew: the next refusal may name another token service. */
    recordRefusedAgain(repository) {
        this.#acceptedChallenges.delete(repository);
    }
    /** undefined: the registry asked for nothing. Most requests find a token that has come already: they wait for no promise. */
    authorization(request) {
        const { repository } = request;
        const challenge = this.#acceptedChallenges.get(repository) ?? this.#challenge;
        if (challenge === undefined)
            return undefined;
        const credentials = this.#deps.credentials(this.#deps.registry, repository);
        return credentials instanceof Promise
            ? credentials.then((found) => this.#answerTo(challenge, found, request))
            : this.#answerTo(challenge, credentials, request);
    }
    /** As whom the registry is asked; of a secret that is sent to it as it is, a 401 says that it is not believed. */
    async account(repository, status) {
        const credentials = await this.#credentialsOf(repository);
        const isSent = credentials?.kind === 'registry-token' || this.#challenge?.scheme === 'basic';
        return accountOf(credentials, await this.#trace(repository), isSent && status === 401);
    }
    async isAnonymous(repository) {
        return (await this.#credentialsOf(repository)) === undefined;
    }
    /** Whether two repositories have the same login, or both none. */
    async sharesLogin(one, other) {
        return loginKey(await this.#credentialsOf(one)) === loginKey(await this.#credentialsOf(other));
    }
    /** Takes note of a scope that the run will need, so that it can be asked for together with others. */
    expect(repository, scope) {
        this.#expected.push({ repository, scope });
    }
    #answerTo(challenge, credentials, request) {
        if (challenge.scheme === 'basic') {
            const header = basicHeaderOf(credentials, this.#deps.registry, request.context);
            return header === undefined ? undefined : { header, challenge };
        }
        if (credentials?.kind === 'registry-token')
            return { header: `Bearer ${credentials.token}`, challenge };
        const token = this.#tokenAtHand(request, credentials);
        return token === undefined ? this.#tokenFor(challenge, credentials, request) : bearer(token, challenge);
    }
    #tokenAtHand({ repository, scopes: [scope = '', ...others] }, credentials) {
        const isUsual = others.length === 0 && this.#demands.of(repository) === undefined;
        return isUsual ? this.#pools.get(loginKey(credentials))?.atHand(scope) : undefined;
    }
    async #credentialsOf(repository) {
        return this.#deps.credentials(this.#deps.registry, repository);
    }
    async #trace(repository) {
        return this.#deps.traceLogin?.(this.#deps.registry, repository);
    }
    /** Forgets a token that the registry did not take, unless another stands in its place by now. */
    #forget({ header }) {
        this.#tokens.refuse(header.replace(/^Bearer /, ''));
    }
    /** Token services at another host are the rule, and of another domain the exception: whoever runs the registry named it, and its user should know. */
    #warnOf({ realm }, base) {
        const { registry, hosts, warn } = this.#deps;
        if (this.#isWarned || isExpectedHost(realm, base, hosts))
            return;
        this.#isWarned = true;
        warn?.(`${registry} sends who logs in to ${realm.host}, which is of another domain, and the login for ${registry} was sent there. If that is not its token service, change the password, and tell its operator.`);
    }
    async #tokenFor(challenge, credentials, request) {
        const { repository, scopes, context } = request;
        const fetch = async (all) => this.#fetch(all, challenge, credentials, request);
        const demand = this.#demands.of(repository);
        try {
            if (demand !== undefined)
                return bearer(await this.#tokenAlone(request, demand, credentials, fetch), challenge);
            if (this.#expected.length > 0)
                this.#assigned = this.#assigned.then(async () => this.#assignExpected());
            await this.#assigned;
            return bearer(await this.#poolFor(loginKey(credentials)).get(scopes, fetch), challenge);
        }
        catch (error) {
            if (!(error instanceof registry_error/* RegistryError */.gl))
                throw error;
            throw await this.#explained(error.inContext(context), repository, credentials);
        }
    }
    /** What the registry demanded beside the request's own scopes is for that repository's requests alone. */
    async #tokenAlone({ repository, scopes }, { scopes: demanded, isAlone }, credentials, fetch) {
        const pool = this.#poolFor(`${loginKey(credentials)}\n${repository}`);
        if (isAlone)
            return pool.get(demanded, fetch);
        try {
            return await pool.get([...scopes, ...demanded], fetch);
        }
        catch (error) {
            if (!isRefusal(error))
                throw error;
            // Some services refuse all scopes for the sake of one (ghcr.io does), and ours may name what only the gateway knows.
            const token = await pool.get(demanded, fetch);
            this.#demands.standAlone(repository);
            return token;
        }
    }
    #poolFor(key) {
        const { clock, scopesCache } = this.#deps;
        const pool = this.#pools.get(key) ?? new TokenPool(() => clock.monotonicMs(), scopesCache, this.#tokens);
        this.#pools.set(key, pool);
        return pool;
    }
    async #assignExpected() {
        for (const { repository, scope } of this.#expected.splice(0)) {
            try {
                const credentials = this.#deps.credentials(this.#deps.registry, repository);
                // A run has tens of thousands: those whose login is known are not waited for.
                const known = credentials instanceof Promise ? await credentials : credentials;
                this.#poolFor(loginKey(known)).expect(scope);
            }
            catch (error) {
                // The repository's own requests fail with it.
                if (!(0,errors/* isFailure */.N6)(error))
                    throw error;
            }
        }
    }
    /** Many requests may wait for this token: it must not end with the one that asked first. */
    async #fetch(scopes, challenge, credentials, { base, context, onHost }) {
        const service = readTokenService(challenge, base, context, this.#deps);
        if (credentials !== undefined)
            this.#warnOf(service, base);
        const bounds = { clock: this.#deps.clock, lateError: noAnswerError };
        const token = await (0,wait/* runAttempt */.Tm)(maxTokenMs, bounds, async (signal) => fetchToken({ service, scopes, credentials, context, onHost, signal }, this.#deps));
        // What everybody may have is no secret.
        if (credentials !== undefined)
            this.#deps.onSecret?.(token.value);
        return token;
    }
    /** A token service may refuse one who has no account before the registry can, and one whose password is wrong. */
    async #explained(error, repository, credentials) {
        const { registry, noAccountReason } = this.#deps;
        const isRefused = error.code === 'credentials' && error.status !== undefined;
        const trace = await this.#trace(repository);
        if (isRefused)
            return error.withAdvice(`${originWords(trace)}${loginAdvice(error.side)}${unusedWords(trace)}`);
        if (credentials !== undefined || (error.code !== 'unauthorized' && error.code !== 'denied'))
            return error;
        const account = accountOf(undefined, trace, false);
        const advice = accessAdvice((0,reference/* registryApiHost */.Mb)(registry), error.side, account, noAccountReason);
        return account.isLoginAtFault ? error.asLoginRefusal(advice) : error.withAdvice(advice);
    }
}
const maxTokenMs = 60_000;
function bearer(token, challenge) {
    return { header: token.header, challenge, token };
}
function accountOf(credentials, trace, isRefused) {
    if (credentials !== undefined)
        return { name: describeAccount(credentials), isLoginAtFault: isRefused, trace };
    return { name: undefined, isLoginAtFault: (trace?.failures ?? []).length > 0, trace };
}

;// CONCATENATED MODULE: ./src/registry/http/replay.ts

/** So much of a body is held while it is sent: what is sent again after so little needs no second read of its source. */
const heldBytes = 1024 * 1024;
/**
 * A request's body that can be sent again from its beginning, until more of it was read than is held. Each iteration starts over; breaking one off
 * loses nothing. The creator closes it.
 */
class Replay {
    options;
    #content;
    #held = [];
    #heldBytes = 0;
    #isWhole = true;
    #isDone = false;
    #failure;
    #reading;
    #isHeldBack = false;
    /** There is one only where somebody is to be told. */
    #over;
    #hasBegun = false;
    constructor(content, options = {}) {
        this.options = options;
        this.#content = content[Symbol.asyncIterator]();
        this.#over = options.afterFirst === undefined ? undefined : new AbortController();
    }
    /** Whether it can be sent from its beginning. */
    get isWhole() {
        return this.#isWhole && this.#failure === undefined;
    }
    /** Whether its content was read to the end. */
    get isDone() {
        return this.#isDone;
    }
    /** Whether the content itself failed. */
    get hasFailed() {
        return this.#failure !== undefined;
    }
    /** Ends the content, which is not waited for. */
    close() {
        this.#over?.abort();
        this.#drop(this.#held.length);
        this.#content.return?.().catch(() => undefined);
    }
    async *[Symbol.asyncIterator]() {
        if (this.#hasBegun)
            this.#over?.abort();
        this.#hasBegun = true;
        for (let next = 0;; next = this.#isWhole ? next + 1 : 0) {
            const chunk = await this.#chunkAt(next);
            if (chunk === undefined)
                return;
            this.#handOver(chunk, next);
            this.options.onBytes?.(chunk.length);
            yield chunk;
            await this.#waitAfterFirst();
        }
    }
    /** What is held has two owners; what is not held any more belongs to the reader. */
    #handOver(chunk, index) {
        if (this.#isWhole) {
            blocks/* blocks */.B.share(chunk);
            return;
        }
        this.#held.splice(index, 1);
        this.#drop(index);
    }
    #drop(count) {
        for (const chunk of this.#held.splice(0, count))
            blocks/* blocks */.B.release(chunk);
    }
    /** undefined: that was all. */
    async #chunkAt(index) {
        while (index >= this.#held.length && !this.#isDone) {
            this.#reading ??= this.#read().finally(() => {
                this.#reading = undefined;
            });
            await this.#reading;
        }
        return this.#held[index];
    }
    async #read() {
        // Content that failed once would seem to be at its end when it is asked again.
        if (this.#failure !== undefined)
            throw this.#failure.error;
        try {
            const read = await this.#content.next();
            if (read.done === true) {
                this.#isDone = true;
                return;
            }
            this.#held.push(read.value);
            this.#heldBytes += read.value.length;
            if (this.#heldBytes > (this.options.maxHeldBytes ?? heldBytes))
                this.#isWhole = false;
        }
        catch (error) {
            this.#failure = { error };
            throw error;
        }
    }
    async #waitAfterFirst() {
        if (this.#isHeldBack || this.#over === undefined || this.#over.signal.aborted)
            return;
        this.#isHeldBack = true;
        await this.options.afterFirst?.(this.#over.signal);
    }
}
/** Whether a request with this body can be sent again. */
function canBeSentAgain(body) {
    return body instanceof Replay
        ? body.isWhole
        : body === undefined || typeof body === 'string' || body instanceof Uint8Array;
}

;// CONCATENATED MODULE: ./src/registry/http/redirect.ts








/** What else than a read may follow: the method and the body stay. By the others a client may make a GET of it. Source: RFC 9110 §15.4. */
const writeRedirectStatuses = new Set([307, 308]);
/** Registries need one hop to their CDN, registry.k8s.io two. */
const maxRedirects = 5;
/**
 * Sends a request and follows its redirects. Authorization stays with its host. If a read is redirected to a foreign host that requires a token of
 * its own (registry.k8s.io redirects to other registries), it gets an anonymous one.
 * Source: OCI distribution specification, "Redirects".
 * @throws {RedirectedError} where the body cannot be sent again from here
 * @throws {RegistryError}
 */
async function followRedirects(request, { scopes, context }, deps) {
    let current = request;
    for (let hops = 0; hops <= maxRedirects; hops += 1) {
        const direct = await sendTo(current, context, deps);
        const isRefused = direct.status === 401 && isRead(request) && !(0,address/* isOwnAddress */.v7)(current.url, request.url);
        const response = isRefused ? await sendAnonymously(direct, current, { scopes, context }, deps) : direct;
        const location = headerOf(response.headers, 'location');
        if (!redirectStatuses.has(response.status) || location === undefined)
            return response;
        await response.discard();
        if (!isRead(request) && !writeRedirectStatuses.has(response.status))
            throw turnedIntoRead(response, request, context);
        const url = nextUrl(location, response.url, context, deps);
        if (!canBeSentAgain(request.body))
            throw new RedirectedError(url, response, context);
        const { authorization, ...others } = request.headers;
        const isForOwn = (0,address/* isOwnAddress */.v7)(url, request.url) && authorization !== undefined;
        current = { ...current, url, namedBy: response.url, headers: isForOwn ? { ...others, authorization } : others };
    }
    throw tooManyRedirects(request.url, context);
}
function tooManyRedirects({ host }, context) {
    const what = `${host} redirected more than ${maxRedirects} times`;
    return new registry_error/* RegistryError */.gl({ ...context, code: 'invalid-response', what });
}
/** A body was redirected that is no longer held. The caller that has its content sends it to `url`. */
class RedirectedError extends registry_error/* RegistryError */.gl {
    url;
    namedBy;
    constructor(url, { url: from, status }, context) {
        super({ ...context, code: 'send-again', status, what: `${from.host} redirected the upload to ${url.host}` });
        this.url = url;
        this.namedBy = from;
    }
}
function turnedIntoRead({ url, status }, { method }, context) {
    return new registry_error/* RegistryError */.gl({
        ...context,
        code: 'invalid-response',
        status,
        what: `${url.host} redirected a ${method} with status ${status}, which turns it into a GET`,
        advice: 'Make the registry, or the proxy in front of it, answer with 307 or 308.',
    });
}
function isRead({ method }) {
    return method === 'GET' || method === 'HEAD';
}
/** On a foreign host, a read's challenge is answered with an anonymous token, once. Writes go to who needs none: the address is signed. */
async function sendAnonymously(response, current, { scopes, context }, deps) {
    const challenge = parseChallenges(response.headers['www-authenticate']).find(({ scheme }) => scheme === 'bearer');
    if (challenge === undefined)
        return response;
    await response.discard();
    const asked = challenge.parameters.get('scope')?.split(' ') ?? scopes;
    const service = readTokenService(challenge, new URL(current.url.origin), context, deps);
    const token = await fetchToken({ service, scopes: asked, credentials: undefined, context, signal: current.signal, onHost: current.onHost }, deps);
    const headers = { ...current.headers, authorization: token.header };
    return sendTo({ ...current, headers }, context, deps);
}
/** An error names the host that was asked, and not the one that redirected there. */
async function sendTo(request, context, { send, insecureRegistries }) {
    try {
        return await send(request);
    }
    catch (error) {
        throw errorFromThrown(error, request.url.host, context, insecureRegistries);
    }
}
function nextUrl(location, from, context, rules) {
    const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
    const objection = url === undefined ? 'is none' : (0,address/* objectionTo */.Dx)(url, from, rules);
    if (url !== undefined && objection === undefined)
        return url;
    throw new registry_error/* RegistryError */.gl({
        ...context,
        code: 'invalid-response',
        // Without path and query, which may be signed.
        what: `${from.host} redirected to an address that ${objection ?? ''}${url === undefined ? '' : ` (${url.protocol}//${url.host})`}`,
        ...(url === undefined ? {} : { advice: (0,address/* listingAdvice */.bO)(url) }),
    });
}

;// CONCATENATED MODULE: ./src/registry/auth/send-authorized.ts





/** Sends with authorization; where it is refused, once more with what the refusal asks for. */
async function sendAuthorized(authenticator, request, address, deps) {
    const { repository, kind, context } = request;
    const first = await authorizationFor(request, authenticator);
    const response = await followRedirects(address(first?.header, false), request, deps);
    if (!isRefused(response, request)) {
        authenticator.recordAccepted(repository, first);
        return response;
    }
    // To cancel a session, distribution requires the right to delete. We never ask for it, so no token would help.
    if (kind === 'upload-cancel')
        return response;
    const challenges = parseChallenges(response.headers['www-authenticate']);
    authenticator.recordRefusal(challenges, { ...request, authorization: first });
    const second = await authorizationFor(request, authenticator);
    if (second === undefined || second.header === first?.header)
        return response;
    await response.discard();
    if (request.isStreamed)
        throw tokenRefused(context);
    const again = await followRedirects(address(second.header, true), request, deps);
    if (isRefused(again, request))
        authenticator.recordRefusedAgain(repository);
    else
        authenticator.recordAccepted(repository, second);
    return again;
}
/** What others wait for too goes on when this request is stopped. */
function authorizationFor(request, authenticator) {
    const found = authenticator.authorization(request);
    return found instanceof Promise ? (0,wait/* unlessAborted */.Wh)(found, request.signal) : found;
}
/** A foreign host's word, after a redirect, must not decide where this registry's credentials go. */
function isRefused({ status, url }, { base }) {
    return status === 401 && (0,address/* isOwnAddress */.v7)(url, base);
}
/** What was streamed cannot be sent again from here: who has the content begins anew, with the new token. */
function tokenRefused(context) {
    const what = '401: the token was not taken, though it had not ended by its own word';
    return new registry_error/* RegistryError */.gl({
        ...context,
        code: 'token-refused',
        status: 401,
        what,
        advice: 'Check that the logged-in account may write there.',
    });
}

;// CONCATENATED MODULE: ./src/registry/content/blob-codings.ts


/**
 * Which codings a registry's blobs have. Some web servers compress what they send. Others label a layer `Content-Encoding: gzip` because it is a gzip
 * file, and send it as it is (moby/moby#17595). The blob's size tells them apart, and where that is not enough, its digest.
 */
class BlobCodings {
    /** What came out wrong the last time that it was read. */
    #misread = new Set();
    /** The codings to undo, last one first, in an answer that has the whole blob. */
    of(headers, { digest, size }) {
        const codings = parseContentEncoding(headers['content-encoding']);
        const length = headerOf(headers, 'content-length');
        const isOfSize = Number(length) === size;
        if (length !== undefined && !isOfSize)
            return codings;
        const seemsMislabelled = isOfSize || !canDecode(codings);
        return seemsMislabelled === this.#misread.has(digest) ? codings : [];
    }
    /** The next answer with it is read in the other way, unless only one is possible. */
    noteWrong(digest) {
        if (!this.#misread.delete(digest))
            this.#misread.add(digest);
    }
}

;// CONCATENATED MODULE: ./src/registry/content/head-trust.ts
/**
 * Registries, and what stands before them, may refuse a HEAD and answer the GET: a gateway or a signed address does not allow the method (403, 405),
 * or a server does not know it (400, 406, 500, 501). Such an answer says nothing about the content. Sources: docs/registries.md, "Lookups". A 404 is
 * an answer. Only a source that has not yet served a HEAD may mean something else by it (`manifest-head.ts`).
 */
const untrustedHeadStatuses = [400, 403, 405, 406, 500, 501];
/** A host whose GETs find nothing more than its HEADs is believed after so many. */
const maxTries = 3;
/** Whether one host's HEAD of a manifest is believed. GETs may be counted as pulls, so they are made only until it is known. */
class HeadTrust {
    #method = 'unknown';
    #tries = 0;
    #turn = Promise.resolve();
    /** The host does not serve HEAD: look-ups are GETs from the first request on. */
    get isRefused() {
        return this.#method === 'get';
    }
    /** It is known whether this host's HEAD is to be believed. */
    get isKnown() {
        return this.#method !== 'unknown' || this.#tries >= maxTries;
    }
    /** A HEAD found a manifest, so this host serves HEAD. */
    recordHead() {
        if (this.#method === 'unknown')
            this.#method = 'head';
    }
    /**
     * Repeats a refused HEAD as a GET, until it is known whether this registry's refusals say anything. One at a time: the first helpful answer saves
     * the others their HEAD, and waiting look-ups must not fail because of a try that is still under way.
     * @param get the same look-up by GET; undefined: the registry does not have it
     * @returns `believed`: the HEAD's answer counts
     */
    async ask(get) {
        const turn = this.#turn.then(async () => this.#try(get));
        this.#turn = turn.catch(() => undefined);
        return turn;
    }
    async #try(get) {
        if (this.#method !== 'get' && this.isKnown)
            return 'believed';
        this.#tries += 1;
        const found = await get();
        if (found !== undefined)
            this.#method = 'get';
        return found;
    }
}

;// CONCATENATED MODULE: ./node_modules/is-network-error/index.js
const objectToString = Object.prototype.toString;

const isError = value => objectToString.call(value) === '[object Error]';

const errorMessages = new Set([
	'network error', // Chrome
	'NetworkError when attempting to fetch resource.', // Firefox
	'The Internet connection appears to be offline.', // Safari 16
	'Network request failed', // `cross-fetch`
	'fetch failed', // Undici (Node.js)
	'terminated', // Undici (Node.js)
	' A network error occurred.', // Bun (WebKit)
	'Network connection lost', // Cloudflare Workers (fetch)
]);

function isNetworkError(error) {
	const isValid = error
		&& isError(error)
		&& error.name === 'TypeError'
		&& typeof error.message === 'string';

	if (!isValid) {
		return false;
	}

	const {message, stack} = error;

	// Safari 17+ has generic message but no stack for network errors
	if (message === 'Load failed' || (message.startsWith('Load failed (') && message.endsWith(')'))) {
		return stack === undefined
			// Sentry adds its own stack trace to the fetch error, so also check for that
			|| '__sentry_captured__' in error;
	}

	// Deno network errors start with specific text
	if (message.startsWith('error sending request for url')) {
		return true;
	}

	// Chrome: exact "Failed to fetch" or with hostname: "Failed to fetch (example.com)"
	if (message === 'Failed to fetch' || (message.startsWith('Failed to fetch (') && message.endsWith(')'))) {
		return true;
	}

	// Standard network error messages
	return errorMessages.has(message);
}

;// CONCATENATED MODULE: ./node_modules/p-retry/index.js


function validateRetries(retries) {
	if (typeof retries === 'number') {
		if (retries < 0) {
			throw new TypeError('Expected `retries` to be a non-negative number.');
		}

		if (Number.isNaN(retries)) {
			throw new TypeError('Expected `retries` to be a valid number or Infinity, got NaN.');
		}
	} else if (retries !== undefined) {
		throw new TypeError('Expected `retries` to be a number or Infinity.');
	}
}

function validateNumberOption(name, value, {min = 0, allowInfinity = false} = {}) {
	if (value === undefined) {
		return;
	}

	if (typeof value !== 'number' || Number.isNaN(value)) {
		throw new TypeError(`Expected \`${name}\` to be a number${allowInfinity ? ' or Infinity' : ''}.`);
	}

	if (!allowInfinity && !Number.isFinite(value)) {
		throw new TypeError(`Expected \`${name}\` to be a finite number.`);
	}

	if (value < min) {
		throw new TypeError(`Expected \`${name}\` to be \u2265 ${min}.`);
	}
}

class AbortError extends Error {
	constructor(message) {
		super();

		if (message instanceof Error) {
			this.originalError = message;
			({message} = message);
		} else {
			this.originalError = new Error(message);
			this.originalError.stack = this.stack;
		}

		this.name = 'AbortError';
		this.message = message;
	}
}

function calculateDelay(retriesConsumed, options) {
	const attempt = Math.max(1, retriesConsumed + 1);
	const random = options.randomize ? (Math.random() + 1) : 1;

	let timeout = Math.round(random * options.minTimeout * (options.factor ** (attempt - 1)));
	timeout = Math.min(timeout, options.maxTimeout);

	return timeout;
}

function calculateRemainingTime(start, max) {
	if (!Number.isFinite(max)) {
		return max;
	}

	return max - (performance.now() - start);
}

async function onAttemptFailure({error, attemptNumber, retriesConsumed, startTime, options}) {
	const normalizedError = error instanceof Error
		? error
		: new TypeError(`Non-error was thrown: "${error}". You should only throw errors.`);

	if (normalizedError instanceof AbortError) {
		throw normalizedError.originalError;
	}

	const retriesLeft = Number.isFinite(options.retries)
		? Math.max(0, options.retries - retriesConsumed)
		: options.retries;

	const maxRetryTime = options.maxRetryTime ?? Number.POSITIVE_INFINITY;

	const context = Object.freeze({
		error: normalizedError,
		attemptNumber,
		retriesLeft,
		retriesConsumed,
	});

	await options.onFailedAttempt(context);

	if (calculateRemainingTime(startTime, maxRetryTime) <= 0) {
		throw normalizedError;
	}

	const consumeRetry = await options.shouldConsumeRetry(context);

	const remainingTime = calculateRemainingTime(startTime, maxRetryTime);

	if (remainingTime <= 0 || retriesLeft <= 0) {
		throw normalizedError;
	}

	if (normalizedError instanceof TypeError && !isNetworkError(normalizedError)) {
		if (consumeRetry) {
			throw normalizedError;
		}

		options.signal?.throwIfAborted();
		return false;
	}

	if (!await options.shouldRetry(context)) {
		throw normalizedError;
	}

	if (!consumeRetry) {
		options.signal?.throwIfAborted();
		return false;
	}

	const delayTime = calculateDelay(retriesConsumed, options);
	const finalDelay = Math.min(delayTime, remainingTime);

	options.signal?.throwIfAborted();

	if (finalDelay > 0) {
		await new Promise((resolve, reject) => {
			const onAbort = () => {
				clearTimeout(timeoutToken);
				options.signal?.removeEventListener('abort', onAbort);
				reject(options.signal.reason);
			};

			const timeoutToken = setTimeout(() => {
				options.signal?.removeEventListener('abort', onAbort);
				resolve();
			}, finalDelay);

			if (options.unref) {
				timeoutToken.unref?.();
			}

			options.signal?.addEventListener('abort', onAbort, {once: true});
		});
	}

	options.signal?.throwIfAborted();

	return true;
}

async function pRetry(input, options = {}) {
	options = {...options};

	validateRetries(options.retries);

	if (Object.hasOwn(options, 'forever')) {
		throw new Error('The `forever` option is no longer supported. For many use-cases, you can set `retries: Infinity` instead.');
	}

	options.retries ??= 10;
	options.factor ??= 2;
	options.minTimeout ??= 1000;
	options.maxTimeout ??= Number.POSITIVE_INFINITY;
	options.maxRetryTime ??= Number.POSITIVE_INFINITY;
	options.randomize ??= false;
	options.onFailedAttempt ??= () => {};
	options.shouldRetry ??= () => true;
	options.shouldConsumeRetry ??= () => true;

	// Validate numeric options and normalize edge cases
	validateNumberOption('factor', options.factor, {min: 0, allowInfinity: false});
	validateNumberOption('minTimeout', options.minTimeout, {min: 0, allowInfinity: false});
	validateNumberOption('maxTimeout', options.maxTimeout, {min: 0, allowInfinity: true});
	validateNumberOption('maxRetryTime', options.maxRetryTime, {min: 0, allowInfinity: true});

	// Treat non-positive factor as 1 to avoid zero backoff or negative behavior
	if (!(options.factor > 0)) {
		options.factor = 1;
	}

	options.signal?.throwIfAborted();

	let attemptNumber = 0;
	let retriesConsumed = 0;
	const startTime = performance.now();

	while (Number.isFinite(options.retries) ? retriesConsumed <= options.retries : true) {
		attemptNumber++;

		try {
			options.signal?.throwIfAborted();

			const result = await input(attemptNumber);

			options.signal?.throwIfAborted();

			return result;
		} catch (error) {
			if (await onAttemptFailure({
				error,
				attemptNumber,
				retriesConsumed,
				startTime,
				options,
			})) {
				retriesConsumed++;
			}
		}
	}

	// Should not reach here, but in case it does, throw an error
	throw new Error('Retry attempts exhausted without throwing an error.');
}

function makeRetriable(function_, options) {
	return function (...arguments_) {
		return pRetry(() => function_.apply(this, arguments_), options);
	};
}

;// CONCATENATED MODULE: ./src/registry/throttle/retry.ts


/** Limits on bursts are counted by the second or the minute: a cooldown of a minute outlasts both. */
const defaultRetryPolicy = {
    attempts: 5,
    firstDelayMs: 500,
    maxDelayMs: 20_000,
    firstCooldownMs: 1_000,
    maxCooldownMs: 60_000,
    maxRestartMs: 60_000,
};
/** A host that fails and wants more time is not waited for: the run reports the time instead. */
const maxRetryAfterMs = 60_000;
/**
 * A host that does nothing but refuse is waited for so long in all. Limits on bursts have windows of a minute at most, and a runner's minutes cost:
 * what is done until then is kept, and the next run goes on.
 */
const maxTotalCooldownMs = 5 * 60_000;
/** How often one operation is refused by a host that serves others meanwhile: at the longest delay about as long as that. */
const maxRefusals = 20;
/**
 * Runs `task` again while it fails with what may pass, with growing, jittered waits that heed the host's own word. This is the only home of
 * retries: what is tried again here must not try its own parts again, and must hold no slot while it waits.
 */
async function retrying(task, policy, clock, signal) {
    try {
        return await task(1);
    }
    catch (error) {
        if (signal.aborted || !(0,registry_error/* isRetryable */.r3)(error))
            throw error;
        return retryFailed(error, task, policy, clock, signal);
    }
}
/** Most requests succeed at once, and need none of this. */
async function retryFailed(first, task, policy, clock, signal) {
    const attempt = async (number) => {
        // The first attempt was made before the library came in.
        if (number === 1)
            throw first;
        return task(number);
    };
    let failures = 0;
    let refusals = 0;
    const canRetry = (error) => (0,registry_error/* isRetryable */.r3)(error) && !signal.aborted && (isAwaited(error) || canRetryInTime(error));
    const canRetryInTime = (error) => waitAsked(error, clock) <= (retry_isRefusal(error) ? maxTotalCooldownMs : maxRetryAfterMs) &&
        failures < policy.attempts &&
        refusals < maxRefusals;
    return pRetry(attempt, {
        // Counted here: the library ends with the last attempt whatever that failed of.
        retries: Number.POSITIVE_INFINITY,
        minTimeout: 0,
        factor: 1,
        shouldRetry: ({ error }) => canRetry(error),
        onFailedAttempt: async ({ error }) => {
            // The task waits for its host itself, before it takes a slot.
            if (isAwaited(error))
                return;
            if (retry_isRefusal(error))
                refusals += 1;
            else
                failures += 1;
            if (!canRetry(error))
                return;
            const askedMs = waitAsked(error, clock);
            const fullMs = Math.min(policy.firstDelayMs * 2 ** (failures + refusals - 1), policy.maxDelayMs);
            const backoffMs = fullMs / 2 + (fullMs / 2) * clock.random();
            await clock.sleep(Math.max(askedMs, backoffMs), signal);
        },
    });
}
function isAwaited(error) {
    return error instanceof registry_error/* RegistryError */.gl && error.hostIsAwaited;
}
function retry_isRefusal(error) {
    return error instanceof registry_error/* RegistryError */.gl && error.code === 'rate-limited';
}
function waitAsked(error, clock) {
    return error instanceof registry_error/* RegistryError */.gl && error.retryAt !== undefined ? error.retryAt.dueMs - clock.monotonicMs() : 0;
}

;// CONCATENATED MODULE: ./src/registry/throttle/host-cooldown.ts




/** After that it is not waited for: what comes in so long fails at once, and does not add to what the host refuses. */
const exhaustedCooldownMs = 15 * 60_000;
/** Whether a refusal makes only the host's writes cool down. A 429 counts all requests of an account, so the whole host cools down. */
function isWriteCooldown(error, kind) {
    return error instanceof registry_error/* RegistryError */.gl && error.code !== 'rate-limited' && writeKinds.has(kind);
}
/**
 * The cooldown of one host, for all of its requests or for its writes. It lasts as long as the host asks. If a host refuses without saying how long
 * (Docker Hub's abuse limit does), each cooldown is longer than the last, and each answer shortens the next one. A refusal of a request that was
 * sent before a cooldown does not start another.
 */
class HostCooldown {
    policy;
    clock;
    /** by `Clock.monotonicMs` */
    #until = 0;
    /** How many cooldowns there were: what was sent before the last one has a smaller number. */
    #count = 0;
    /** The last cooldown that the host did not ask for, less for each answer since; 0: there was none. */
    #ownMs = 0;
    /** All cooldowns since the host last gave an answer. */
    #totalMs = 0;
    #last;
    constructor(policy, clock) {
        this.policy = policy;
        this.clock = clock;
    }
    get isActive() {
        return this.#leftMs() > 0;
    }
    /** How many cooldowns there were until now. */
    get count() {
        return this.#count;
    }
    /**
     * Waits until the host may be asked, and returns the number of cooldowns until then.
     * @throws {RegistryError} the last refusal, where it is not waited for
     */
    async wait(context, signal) {
        for (let ms = this.#leftMs(); ms > 0; ms = this.#leftMs()) {
            if (ms > maxTotalCooldownMs && this.#last !== undefined)
                throw this.#last.error.inContext(context);
            // Looked at again behind it: what was under way meanwhile may have been refused.
            await this.clock.sleep(ms, signal);
        }
        return this.#count;
    }
    /**
     * Records an answer. Only an answer to the kind of request that was refused last shows that the host accepts it again. An answer to a request sent
     * together with the refused one counts too, because refusals are faster than answers: then the host needs fewer requests at once, which the queues
     * see to, and no longer cooldown.
     */
    served(kind, sentAfter) {
        if (sentAfter < this.#count - 1 || kind !== this.#last?.kind)
            return;
        this.#totalMs = 0;
        this.#ownMs /= 2;
    }
    /** Records a refusal, and returns it with the end of the cooldown; any other failure as it is. */
    refused(error, kind, sentAfter) {
        if (!(error instanceof registry_error/* RegistryError */.gl))
            return error;
        const { code, status, retryAt, hostFailsWrites } = error;
        // A 503 may be of the one request; where it names a time it is of the host. Source: RFC 9110 §15.6.4.
        const isOfHost = code === 'rate-limited' || hostFailsWrites || (status === 503 && retryAt !== undefined);
        if (!isOfHost)
            return error;
        const askedMs = retryAt === undefined ? undefined : retryAt.dueMs - this.clock.monotonicMs();
        if (sentAfter === this.#count)
            this.#begin(askedMs);
        else
            this.#extend(askedMs ?? 0);
        this.#last = { kind, error };
        return error.withRetryAt((0,runtime_clock/* momentIn */.I)(this.#leftMs(), this.clock));
    }
    #begin(askedMs) {
        const { firstCooldownMs, maxCooldownMs } = this.policy;
        if (askedMs === undefined)
            this.#ownMs = Math.min(Math.max(this.#ownMs * 2, firstCooldownMs), maxCooldownMs);
        const ms = askedMs ?? this.#ownMs;
        this.#count += 1;
        this.#totalMs += Math.max(ms, 0);
        this.#extend(this.#totalMs > maxTotalCooldownMs ? Math.max(ms, exhaustedCooldownMs) : ms);
    }
    #extend(ms) {
        this.#until = Math.max(this.#until, this.clock.monotonicMs() + ms);
    }
    #leftMs() {
        return this.#until === 0 ? 0 : this.#until - this.clock.monotonicMs();
    }
}

;// CONCATENATED MODULE: ./src/registry/throttle/host-state.ts






/** What the requests to one registry showed: it cools down, it fails every write, or a host that it needs restarts. */
class HostState {
    host;
    deps;
    #cooldown;
    /** For writes only: a host that refuses them may serve reads. */
    #writeCooldown;
    #readCooldowns;
    #writeCooldowns;
    /** The hosts that its requests failed at: itself, its token service, those that it redirects to. */
    #restarts = new Set();
    #circuits;
    constructor(host, deps) {
        this.host = host;
        this.deps = deps;
        const { retryPolicy, clock } = deps;
        this.#cooldown = new HostCooldown(retryPolicy, clock);
        this.#writeCooldown = new HostCooldown(retryPolicy, clock);
        this.#readCooldowns = [this.#cooldown];
        this.#writeCooldowns = [this.#cooldown, this.#writeCooldown];
        this.#circuits = new HostCircuits(clock);
    }
    /** Whether it may be asked now: it does not cool down, and none of its hosts is away. */
    isReadyFor(kind) {
        for (const { isActive } of this.#restarts)
            if (isActive)
                return false;
        return this.#cooldownsOf(kind).every(({ isActive }) => !isActive);
    }
    /**
     * Waits until it may be asked. Wait here before you take a slot.
     * @throws {RegistryError} the last refusal of a host that is not waited for
     */
    async waitUntilReady(kind, context, signal) {
        while (!this.isReadyFor(kind)) {
            for (const cooldown of this.#cooldownsOf(kind))
                await cooldown.wait(context, signal);
            for (const restart of [...this.#restarts])
                await restart.wait(signal);
        }
    }
    /** A write whose answer was lost was carried out. */
    recordStored() {
        this.#circuits.recordStored();
    }
    /**
     * Asks when the host does not cool down, and records how it went.
     * @throws {RegistryError} with what is known of the host
     */
    async send(request, ask) {
        const { kind, context, signal } = request;
        const cooldowns = this.#cooldownsOf(kind);
        for (const cooldown of cooldowns)
            if (cooldown.isActive)
                await cooldown.wait(context, signal);
        const counts = cooldowns.map(({ count }) => count);
        const madeAt = this.deps.clock.monotonicMs();
        try {
            const response = await ask();
            cooldowns.forEach((cooldown, index) => {
                cooldown.served(kind, counts[index] ?? 0);
            });
            this.#circuits.recordWrite(kind, response.status === 201);
            return response;
        }
        catch (error) {
            const judged = await this.#classified(error, request, madeAt);
            const cooldown = isWriteCooldown(judged, kind) ? this.#writeCooldown : this.#cooldown;
            throw cooldown.refused(judged, kind, counts[cooldowns.indexOf(cooldown)] ?? 0);
        }
    }
    /** A host that fails every write is not waited for: its circuit breaker lets one write through now and then. */
    #cooldownsOf(kind) {
        return writeKinds.has(kind) && !this.#circuits.failsWrites ? this.#writeCooldowns : this.#readCooldowns;
    }
    /** @throws {RegistryError} where it is of no use to ask */
    check({ context, kind }) {
        this.#circuits.check(context, kind);
    }
    /** What a failure says: that the host which was asked restarts, or that the registry fails every write. */
    async #classified(error, request, madeAt) {
        if (!(error instanceof registry_error/* RegistryError */.gl) || !(0,registry_error/* isRetryable */.r3)(error) || request.signal.aborted)
            return error;
        // What the other side of a transfer threw says nothing of this one.
        if (error.side !== request.context.side)
            return error;
        if (await this.#isAwaited(error))
            return error.asHostAwaited();
        // The token service that a write needs is not the host that writes.
        if (error.side !== 'target' || error.isOfTokenService)
            return error;
        if (error.code !== 'unavailable' && !isSilence(causeOf(error), (0,transport_transport/* isStreamed */.e)(request.body)))
            return error;
        return this.#circuits.recordFailedWrite(error, request.kind, error.host ?? this.host, madeAt);
    }
    /** Whether the host may be away, and the run waits for it. A host that says when to ask again is there. */
    async #isAwaited(error) {
        const { status, retryAt } = error;
        const mayBeAway = status === undefined ? isConnectionLost(causeOf(error)) : isOfGateway({ status });
        if (retryAt !== undefined || !mayBeAway)
            return false;
        const restart = this.deps.askedHosts.restartOf(error.host ?? this.host);
        this.#restarts.add(restart);
        return restart.recordFailure();
    }
}

;// CONCATENATED MODULE: ./src/registry/http/ping.ts



/**
 * Asks a registry's root. Source: OCI distribution specification, "Determining Support".
 * @param plain whether it may be without TLS: http is tried first then, for a server without TLS may wait for the end of what it takes for a request.
 * @throws {RegistryError} or what the HTTP client throws
 */
async function ping(host, plain, deps) {
    const secure = new URL(`https://${host}`);
    if (!plain)
        return pingAt(secure, deps);
    try {
        return await pingAt(new URL(`http://${host}`), deps);
    }
    catch (error) {
        if (error instanceof registry_error/* RegistryError */.gl || deps.signal.aborted)
            throw error;
        return await pingAt(secure, deps).catch((other) => {
            throw speaksNoTls(other) ? error : other;
        });
    }
}
async function pingAt(base, deps) {
    const { send, context, signal, onHost } = deps;
    const response = await send({ kind: 'ping', method: 'GET', url: new URL('/v2/', base), headers: {}, signal, onHost });
    // A proxy may know nothing of this path: what the real request says counts.
    if (response.status >= 500 || response.status === 429)
        throw await errorFromResponse(response, context, deps, { kind: 'ping' });
    await response.discard();
    if (response.status === 400 && base.protocol === 'http:')
        throw new Error('400, as a server with TLS answers plain http');
    return { base, challenges: parseChallenges(response.headers['www-authenticate']) };
}

;// CONCATENATED MODULE: ./src/registry/http/connection.ts


















/** One registry, for a whole run: its address, its credentials, its cooldowns. */
class RegistryConnection {
    registry;
    #deps;
    #authenticator;
    #host;
    #pinging;
    /** Its address, when a ping has found it. */
    #base;
    #pulls = new PullLimitTracker();
    /** Whether its HEAD of a manifest is believed. */
    heads = new HeadTrust();
    #state;
    /** Which of its blobs are encoded. */
    blobCodings = new BlobCodings();
    /** How it takes the bytes of blobs. */
    uploads = new UploadMethods();
    constructor(registry, deps) {
        this.registry = registry;
        this.#deps = deps;
        this.#host = (0,reference/* registryApiHost */.Mb)(registry);
        this.#state = new HostState(this.#host, deps);
        this.#authenticator = new Authenticator({ registry, ...deps, scopesCache: deps.scopesCacheOf(registry) });
    }
    /** Takes note of a scope that the run will need. */
    expect(repository, scope) {
        this.#authenticator.expect(repository, scope);
    }
    get pullLimit() {
        return this.#pulls.limit;
    }
    /** Whether it may count a GET of a manifest: Docker Hub does, and who has named or shown a limit. */
    get countsPulls() {
        return this.registry === reference/* dockerHub */.UD || this.#pulls.isShown;
    }
    async isAnonymous(repository) {
        return this.#authenticator.isAnonymous(repository);
    }
    /** Whether two repositories have the same login, or both none. */
    async sharesLogin(one, other) {
        return this.#authenticator.sharesLogin(one, other);
    }
    get deps() {
        return this.#deps;
    }
    /** Whether it may be asked, and what to wait for. */
    get state() {
        return this.#state;
    }
    /**
     * Runs a task in one of the registry's queues.
     * @param opposite the registry at the other end of a transfer
     */
    async inQueue(kind, task, signal, size, opposite) {
        return this.#deps.queues.run(this.registry, kind, task, signal, {
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
    async ask(request, expected, maxBytes, take) {
        const { retryPolicy, clock } = this.#deps;
        const once = async () => this.askOnce(request, expected, maxBytes, take);
        return request.isSentOnce === true ? once() : retrying(once, retryPolicy, clock, request.signal);
    }
    /** The same without another attempt. */
    async askOnce(request, expected, maxBytes, take) {
        const { kind, context, signal } = request;
        const once = async () => {
            try {
                const response = await this.#state.send(request, async () => this.#ask(request, expected));
                const answer = await answer_readAnswer(response, request, maxBytes, this.#deps.clock);
                take?.(answer);
                return answer;
            }
            catch (error) {
                throw this.#failed(request, error);
            }
        };
        if (!this.#state.isReadyFor(kind))
            await this.#state.waitUntilReady(kind, context, signal);
        return this.#deps.queues.run(this.registry, 'requests', once, signal, {
            latencyOf: ({ latencyMs }) => ({ kind, ms: latencyMs }),
        });
    }
    /**
     * Sends a request once, when its host does not cool down, and returns the answer with its body unread. A 429 of any of the registry's services
     * slows down the whole registry, because it serves nothing without a token. Other registries go on.
     * @throws {RegistryError}
     */
    async send(request, expected) {
        try {
            return await this.#state.send(request, async () => this.#ask(request, expected));
        }
        catch (error) {
            throw this.#failed(request, error);
        }
    }
    #failed(request, error) {
        request.hostLog?.failed(request);
        return errorFromThrown(error, this.#host, request.context);
    }
    async #ask(request, expected) {
        const { kind, context } = request;
        // Nothing is written to a host that fails every write.
        this.#state.check(request);
        try {
            const response = await this.#authorized(request);
            if (manifestKinds.has(kind) && response.url.host === this.#host)
                this.#pulls.record(response);
            if (expected.includes(response.status))
                return response;
            const registryHost = this.#base?.host;
            const error = await errorFromResponse(response, context, this.#deps, { kind, registryHost });
            if (error.code === 'pull-limit')
                this.#pulls.recordRefusal();
            throw await this.#withAccount(error, request, response);
        }
        catch (error) {
            throw errorFromThrown(error, this.#host, context, this.#deps.insecureRegistries);
        }
    }
    /** The error names the account that the registry refused. A host that it redirected to got no account. */
    async #withAccount(error, { repository }, { url, status }) {
        if ((error.code !== 'unauthorized' && error.code !== 'denied') || url.host !== this.#host)
            return error;
        const account = await this.#authenticator.account(repository, status);
        const advice = accessAdvice(this.#host, error.side, account, this.#deps.noAccountReason);
        return account.isLoginAtFault ? error.asLoginRefusal(advice) : error.withAdvice(advice);
    }
    async #authorized(request) {
        const { kind, method, repository, scopes, context, signal, body, hostLog } = request;
        const onHost = hostLog?.begin(request);
        const base = this.#base ?? (await (0,wait/* unlessAborted */.Wh)(this.#address(context, onHost), signal));
        const asked = { kind, method, repository, scopes, context, signal, base, onHost, isStreamed: (0,transport_transport/* isStreamed */.e)(body) };
        const address = (authorization, isAgain) => this.#addressed(request, base, authorization, isAgain ? hostLog?.begin(request, true) : onHost);
        return sendAuthorized(this.#authenticator, asked, address, this.#deps);
    }
    #addressed(request, base, authorization, onHost) {
        const { kind, method, headers, body, headersTimeoutMs } = request;
        const url = typeof request.url === 'string' ? new URL(request.url, base) : request.url;
        return {
            kind,
            method,
            url,
            headers: authorization !== undefined && (0,address/* isOwnAddress */.v7)(url, base) ? { ...headers, authorization } : headers,
            body,
            headersTimeoutMs,
            signal: this.#signalFor(request),
            onHost,
            namedBy: url.host === base.host ? undefined : (request.namedBy ?? base),
        };
    }
    #signalFor({ signal, isFinishedWhenStopped }) {
        if (isFinishedWhenStopped !== true)
            return signal;
        signal.throwIfAborted();
        return this.#deps.cleanupSignal ?? new AbortController().signal;
    }
    /** The registry's address, found out once a run by a ping, which also tells what authorization it asks for. */
    async #address(context, onHost) {
        this.#pinging ??= this.#ping(context, onHost);
        try {
            this.#base = await this.#pinging;
            return this.#base;
        }
        catch (error) {
            // The next request asks again: a registry that was down may be up by then.
            this.#pinging = undefined;
            throw error instanceof registry_error/* RegistryError */.gl ? error.inContext(context) : error;
        }
    }
    async #ping(context, onHost) {
        // Plain http is for this machine and for hosts that the user listed; they may have TLS all the same.
        const plain = (0,address/* isLoopbackHost */.cW)(this.#host) || this.#deps.insecureRegistries.includes(this.registry);
        const bounds = { clock: this.#deps.clock, lateError: noAnswerError };
        const { base, challenges } = await (0,wait/* runAttempt */.Tm)(maxSharedMs, bounds, async (signal) => ping(this.#host, plain, { ...this.#deps, context, onHost, signal }));
        this.#authenticator.recordChallenges(challenges);
        return base;
    }
}
/** For what many requests wait for, which must not end with one of them. */
const maxSharedMs = 60_000;

;// CONCATENATED MODULE: ./src/registry/http/host-log.ts

/**
 * Which hosts were asked for one repository: the registry, its token service, and those that it redirects to. A run may have tens of thousands of
 * these logs, most with one host and no failure, so space for more is allocated only when needed.
 */
class HostLog {
    #first;
    #others;
    #failed;
    /** Begins to send a request, with what goes along: a ping, a token, redirects. */
    begin(request, isAgain = false) {
        const isRepeated = (this.#failed?.delete(keyOf(request)) ?? false) || isAgain;
        return (host) => {
            this.#record(host, isRepeated);
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
    #record(host, isRepeated) {
        if (this.#first === undefined || this.#first.host === host)
            this.#first = counted(this.#first, host, isRepeated);
        else
            this.#recordOther(host, isRepeated);
    }
    #recordOther(host, isRepeated) {
        this.#others ??= [];
        const index = this.#others.findIndex((other) => other.host === host);
        if (index === -1)
            this.#others.push(counted(undefined, host, isRepeated));
        else
            this.#others[index] = counted(this.#others[index], host, isRepeated);
    }
}
function counted(asked, host, isRepeated) {
    // The address of a CDN is long.
    return {
        host: asked?.host ?? (0,runtime_text/* detached */.ht)(host),
        requests: (asked?.requests ?? 0) + 1,
        repeated: (asked?.repeated ?? 0) + (isRepeated ? 1 : 0),
    };
}
function keyOf({ kind, context }) {
    return `${kind} ${context.reference}`;
}

;// CONCATENATED MODULE: ./src/registry/repository-client.ts
var _a;

const usual = {};
/** One repository of one registry, as its requests need to know it. */
class RepositoryClient {
    connection;
    repository;
    side;
    writable;
    hostLog;
    manner;
    /**
     * @param hostLog of an image's other repositories, where it is one of them
     * @param writable a push scope is asked for along with the pull scope, so that one token serves the whole copy
     */
    constructor(connection, repository, side, writable, hostLog = new HostLog(), manner = usual) {
        this.connection = connection;
        this.repository = repository;
        this.side = side;
        this.writable = writable;
        this.hostLog = hostLog;
        this.manner = manner;
    }
    /** The same repository for one who tries again as a whole. */
    get once() {
        return this.#with({ isSentOnce: true });
    }
    /** The same repository, as one that answers 403 for a manifest that it does not have. */
    get denyingAbsent() {
        return this.#with({ deniesAbsent: true });
    }
    get deniesAbsent() {
        return this.manner.deniesAbsent === true;
    }
    /** How the bodies of blobs go to it, or come from it. */
    get bodyKind() {
        return this.writable ? 'upload-finish' : 'blob-get';
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
            repository: this.repository,
            scopes: this.scopes,
            context,
            signal,
            hostLog: this.hostLog,
            isSentOnce: this.manner.isSentOnce === true,
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
    #with(manner) {
        const { connection, repository, side, writable, hostLog } = this;
        return new _a(connection, repository, side, writable, hostLog, { ...this.manner, ...manner });
    }
}
_a = RepositoryClient;

// EXTERNAL MODULE: ./src/image/source-and-target.ts
var source_and_target = __webpack_require__(6671);
;// CONCATENATED MODULE: ./src/registry/content/byte-range.ts
/** The `Range` of a request that only asks whether there is something. */
const firstByte = 'bytes=0-0';
/** The `Range` of a request for all from a byte on. Source: RFC 9110 §14.2. */
function formatRangeFrom(offset) {
    return `bytes=${offset}-`;
}
/** Reads a `Content-Range`; undefined if it is not one, or says that the range does not exist. */
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

;// CONCATENATED MODULE: ./src/registry/content/resumed-stream.ts


/**
 * Passes content on, and resumes where it was cut off, without the receiver noticing. If the server starts over, the bytes already passed on are
 * dropped. Nothing here checks that they are the same: the reader checks size and digest of the whole.
 * Source: RFC 9110 §14.2; OCI distribution specification, "Pulling blobs".
 */
async function* resumeContent(first, reopen) {
    let content = first;
    let passed = 0;
    for (;;) {
        const before = passed;
        try {
            for await (const chunk of skipBytes(content.chunks, passed - content.start)) {
                passed += chunk.length;
                yield chunk;
            }
            return;
        }
        catch (error) {
            const isCut = error instanceof registry_error/* RegistryError */.gl && (error.code === 'network' || error.code === 'timeout');
            if (!isCut || passed - before < reopen.enoughBytes)
                throw error;
            content = await reopen.from(passed).catch((reason) => {
                // Then it is begun anew by who wanted it, and what is wrong shows there.
                throw (0,errors/* isFailure */.N6)(reason) ? error : reason;
            });
        }
    }
}
async function* skipBytes(chunks, bytes) {
    let left = bytes;
    for await (const chunk of chunks) {
        const skipped = Math.min(left, chunk.length);
        left -= skipped;
        if (skipped < chunk.length)
            yield skipped === 0 ? chunk : chunk.subarray(skipped);
    }
}

// EXTERNAL MODULE: ./src/image/digest.ts
var image_digest = __webpack_require__(8033);
// EXTERNAL MODULE: ./src/image/hash.ts
var image_hash = __webpack_require__(8649);
;// CONCATENATED MODULE: ./src/registry/content/verified-stream.ts



/**
 * Passes content on while measuring and hashing it. The last piece is held back until size and digest are right, so a receiver that knows the length
 * can never complete wrong content.
 * @param onWrong called before a mismatch is thrown
 * @throws {RegistryError} `size-mismatch` or `digest-mismatch`
 */
async function* verifyContent(content, descriptor, context, onWrong = () => undefined) {
    const wrong = (code, what) => {
        onWrong();
        return new registry_error/* RegistryError */.gl({ ...context, code, what });
    };
    const { digest, size: expected } = descriptor;
    const hash = (0,image_hash/* hashFor */.Og)(digest);
    let size = 0;
    let held;
    for await (const chunk of content) {
        // An empty piece held back would let the last bytes pass unchecked.
        if (chunk.length === 0)
            continue;
        size += chunk.length;
        if (size > expected)
            throw wrong('size-mismatch', `${digest} has more than ${expected} bytes, expected ${expected}`);
        hash.update(chunk);
        if (held !== undefined)
            yield held;
        held = chunk;
    }
    if (size !== expected)
        throw wrong('size-mismatch', `${digest} has ${size} bytes, expected ${expected}`);
    const hex = hash.digest('hex');
    if (hex !== (0,image_digest/* hexOf */.ZD)(digest))
        throw wrong('digest-mismatch', `the content of ${digest} hashes to ${hex}`);
    if (held !== undefined)
        yield held;
}

;// CONCATENATED MODULE: ./src/registry/content/blobs.ts











/**
 * A blob with another size than its manifest says is another blob.
 * @param by `get`: without a HEAD, which some registries do not answer as they answer a GET
 */
async function hasBlob(client, descriptor, signal, by = 'head') {
    if (by === 'get')
        return hasBlobByGet(client, descriptor, signal);
    const { digest, size } = descriptor;
    const context = client.context('Looking up the blob', digest);
    const request = client.request('blob-head', 'HEAD', `blobs/${digest}`, context, signal);
    const answer = await client.connection.ask(request, [200, 404, ...untrustedHeadStatuses], 0);
    if (answer.status === 404)
        return false;
    if (answer.status !== 200)
        return hasBlobByGet(client, descriptor, signal);
    const length = lengthOf(answer);
    // Some servers answer every HEAD with a length of 0.
    return length === 0 || isOfSize(length, size);
}
/** Asks for one byte; of a server that knows no ranges the body is given up as soon as it begins. */
async function hasBlobByGet(client, { digest, size }, signal) {
    const { retryPolicy, clock } = client.connection.deps;
    const context = client.context('Looking up the blob', digest);
    const request = client.request('blob-get', 'GET', `blobs/${digest}`, context, signal);
    const headers = { range: firstByte };
    // 416: it has no first byte, and is there.
    const ask = async () => {
        const response = await client.connection.send({ ...request, headers }, [200, 206, 404, 416]);
        await response.discard();
        return response;
    };
    const response = await (request.isSentOnce === true ? ask() : retrying(ask, retryPolicy, clock, signal));
    if (response.status === 404)
        return false;
    if (response.status === 416)
        return size === 0;
    if (isEncoded(response))
        return true;
    const range = parseContentRange(headerOf(response.headers, 'content-range') ?? '');
    return isOfSize(response.status === 206 ? range?.size : lengthOf(response), size);
}
/** Its lengths are not those of the content. */
function isEncoded({ headers }) {
    return parseContentEncoding(headers['content-encoding']).length > 0;
}
/** Undefined where it is not said, or is that of an encoded body. */
function lengthOf(answer) {
    const length = headerOf(answer.headers, 'content-length');
    return length === undefined || isEncoded(answer) ? undefined : Number(length);
}
/** A size that is not known is not wrong. */
function isOfSize(length, size) {
    return length === undefined || length === size;
}
/**
 * Source: OCI distribution specification, "Pulling blobs". Opening is not retried here; the caller does that. A body that is cut off continues at
 * that point if the server supports it, else from its beginning. It waits only for a host that cools down or restarts, because the bytes that came
 * so far are worth more than the slot it holds meanwhile.
 */
async function openBlob(client, descriptor, signal) {
    const { retryPolicy, clock } = client.connection.deps;
    const content = resumeContent(await openFrom(client, descriptor, 0, signal), {
        from: async (offset) => retrying(async () => openReady(client, descriptor, offset, signal), { ...retryPolicy, attempts: reopenings }, clock, signal),
        enoughBytes: enoughResumedBytes,
    });
    const context = client.context('Reading the blob', descriptor.digest);
    return verifyContent(content, descriptor, context, () => {
        client.connection.blobCodings.noteWrong(descriptor.digest);
        client.hostLog.failed({ kind: 'blob-get', context });
    });
}
/** One may meet the connection that was closed, and the second shows whether the host is there. */
const reopenings = 2;
/** A server that ends or holds up each of its answers behind less would be asked, and waited for, thousands of times for one layer. */
const enoughResumedBytes = 64 * 1024;
async function openReady(client, descriptor, offset, signal) {
    await client.connection.state.waitUntilReady('blob-get', client.context('Reading the blob', descriptor.digest), signal);
    return openFrom(client, descriptor, offset, signal);
}
/** Ask the registry itself each time: the address that it redirects to may be valid only once, or for minutes. */
async function openFrom(client, descriptor, offset, signal) {
    const context = client.context('Reading the blob', descriptor.digest);
    const request = client.request('blob-get', 'GET', `blobs/${descriptor.digest}`, context, signal);
    const headers = offset === 0 ? {} : { range: formatRangeFrom(offset) };
    const response = await client.connection.send({ ...request, headers }, offset === 0 ? [200] : [200, 206]);
    const open = (start, codings) => ({
        start,
        chunks: countReceived(response, codings, client, { descriptor, context }),
    });
    if (response.status !== 206)
        return open(0, client.connection.blobCodings.of(response.headers, descriptor));
    const range = headerOf(response.headers, 'content-range') ?? '';
    // Numbers that are right for the blob are not those of an encoded one.
    if (isRest(parseContentRange(range), offset, descriptor.size))
        return open(offset, []);
    await response.discard();
    // A part of something encoded is of no use.
    if (isEncoded(response))
        return openFrom(client, descriptor, 0, signal);
    const what = `asked for the bytes from ${offset} on, the registry sent others (Content-Range: ${/^bytes [\d*/-]{1,60}$/.test(range) ? range : 'none'})`;
    throw new registry_error/* RegistryError */.gl({ ...context, code: 'invalid-response', what });
}
async function getBlob(client, descriptor, signal) {
    if (descriptor.size > source_and_target/* maxConfigBytes */.a) {
        const context = client.context('Reading the blob', descriptor.digest);
        const what = `it has ${descriptor.size} bytes, and at most ${source_and_target/* maxConfigBytes */.a} are held in memory`;
        throw new registry_error/* RegistryError */.gl({ ...context, code: 'too-large', what });
    }
    const { retryPolicy, clock } = client.connection.deps;
    const context = client.context('Reading the blob', descriptor.digest);
    const once = async () => {
        await client.connection.state.waitUntilReady('blob-get', context, signal);
        const read = async () => {
            const content = await openBlob(client, descriptor, signal);
            return (0,bounded_read/* readBounded */.CB)(content, source_and_target/* maxConfigBytes */.a, () => new bounded_read/* BodyTooLargeError */.Au(source_and_target/* maxConfigBytes */.a));
        };
        return client.connection.inQueue('downloads', read, signal, descriptor.size);
    };
    return retrying(once, retryPolicy, clock, signal);
}
async function* countReceived(response, codings, client, { descriptor: { digest, size }, context }) {
    const { traffic } = client.connection.deps;
    try {
        for await (const chunk of chunksOf(response, { maxBytes: size, codings })) {
            if (client.side === 'source')
                traffic.bytesFromSources += chunk.length;
            yield chunk;
        }
    }
    catch (error) {
        if (error instanceof UndecodableError)
            client.connection.blobCodings.noteWrong(digest);
        client.hostLog.failed({ kind: 'blob-get', context });
        throw errorFromThrown(error, response.url.host, context);
    }
}

// EXTERNAL MODULE: ./src/image/manifest.ts + 1 modules
var manifest = __webpack_require__(5034);
;// CONCATENATED MODULE: ./src/registry/content/manifests.ts








/** Every type that is understood, those first that are wanted. Without the full list some registries convert, or deny that there is anything. */
const accept = [...Object.values(manifest/* mediaTypes */.Ib), ...manifest/* schema1Types */.CJ].join(', ');
/** The body of an answer to a PUT is not looked at. */
const manifests_maxAnswerBytes = 1024 * 1024;
/** undefined: it is not there (404, or 403 where the registry answers so for what it does not have). */
async function tryFetch(client, fetch) {
    try {
        const answer = await fetchManifest(client, fetch, [200, 404]);
        return answer.status === 404 ? undefined : read(answer, fetch.context, fetch.digest);
    }
    catch (error) {
        if (client.deniesAbsent && (0,registry_error/* isDenial */.c6)(error))
            return undefined;
        throw error;
    }
}
/** @param by `get`: its bytes are read, and must hash to the digest */
async function hasManifest(client, digest, signal, by = 'head') {
    if (by === 'get')
        return (await findManifest(client, digest, signal)) !== undefined;
    const context = client.context('Looking up', digest);
    const request = client.request('manifest-head', 'HEAD', `manifests/${digest}`, context, signal);
    const answer = await client.connection.ask({ ...request, headers: { accept } }, [200, 404, ...untrustedHeadStatuses], 0);
    if (answer.status === 404)
        return false;
    return answer.status === 200 || (await findManifest(client, digest, signal)) !== undefined;
}
/** undefined: it is not there (404). */
async function findManifest(client, digest, signal) {
    return tryFetch(client, { reference: digest, context: client.context('Reading', digest), signal, digest });
}
/** undefined: there is no such tag (404). */
async function findTagged(client, tag, signal) {
    const context = client.context('Reading', tag);
    const answer = await fetchManifest(client, { reference: tag, context, signal }, [200, 404]);
    if (answer.status === 404)
        return undefined;
    const etag = headerOf(answer.headers, 'etag');
    // What `If-Match` takes. A weak tag never matches there (RFC 9110 §13.1.1), and that of an encoded answer is the encoded body's: Apache's ends in
    // `-gzip`, and matches nothing that is stored.
    const isEncoded = parseContentEncoding(answer.headers['content-encoding']).length > 0;
    const isStrong = etag !== undefined && !isEncoded && !etag.startsWith('W/');
    return { content: read(answer, context), ...(isStrong ? { etag } : {}) };
}
/** Source: OCI distribution specification, "Pulling manifests". */
async function getManifest(client, digest, signal) {
    const context = client.context('Reading', digest);
    const fetch = { reference: digest, context, signal, digest };
    return read(await fetchManifest(client, fetch, [200]), context, digest);
}
/** Source: OCI distribution specification, "Pushing manifests". */
async function putManifest(client, reference, { bytes, manifest, digest }, signal, etag) {
    const context = client.context('Writing', reference);
    const request = {
        ...client.request('manifest-put', 'PUT', `manifests/${reference}`, context, signal),
        // A tag is what readers see: whether it was put must be known.
        isFinishedWhenStopped: !reference.includes(':'),
    };
    const headers = { 'content-type': manifest.mediaType, ...(etag === undefined ? {} : { 'if-match': etag }) };
    const answer = await client.connection.ask({ ...request, headers, body: bytes }, [200, 201, 202], manifests_maxAnswerBytes);
    const stored = headerOf(answer.headers, 'docker-content-digest');
    if (stored === undefined || stored === digest)
        return { listsReferrer: headerOf(answer.headers, 'oci-subject') !== undefined };
    const what = `the registry says that it stored ${(0,image_digest/* isDigest */.Bc)(stored) ? stored : 'what is no digest'}, expected ${digest}`;
    throw new registry_error/* RegistryError */.gl({ ...context, code: 'digest-mismatch', what });
}
async function fetchManifest(client, { reference, context, signal, digest, isOneAttempt = false }, expected) {
    const { connection, side } = client;
    const request = client.request('manifest-get', 'GET', `manifests/${reference}`, context, signal);
    const take = (answer) => {
        if (answer.status !== 200)
            return;
        if (side === 'source') {
            connection.deps.traffic.upstreamPulls += 1;
            connection.deps.traffic.bytesFromSources += answer.bytes.length;
        }
        if (digest !== undefined)
            checkDigest(answer, digest, context);
    };
    const sent = { ...request, headers: { accept } };
    return isOneAttempt
        ? connection.askOnce(sent, expected, manifest/* maxManifestBytes */.rq, take)
        : connection.ask(sent, expected, manifest/* maxManifestBytes */.rq, take);
}
function checkDigest({ bytes }, digest, context) {
    if ((0,image_hash/* matchesDigest */._j)(bytes, digest))
        return;
    throw new registry_error/* RegistryError */.gl({
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
            throw new registry_error/* RegistryError */.gl({
                ...context,
                code: 'invalid-content',
                what: 'it answered text/html, as no registry does',
                advice: 'The host or its port may be wrong, or a login page may stand in between.',
                cause: error,
            });
        const what = `the manifest cannot be used: ${(0,errors/* messageOf */.bD)(error)}`;
        throw new registry_error/* RegistryError */.gl({ ...context, code: 'invalid-content', what, cause: error });
    }
}

;// CONCATENATED MODULE: ./src/registry/content/manifest-head.ts





/** 405: the registry knows no HEAD, and says so. */
const answers = [200, 404, 405];
/**
 * Looks a manifest up without reading it, where the registry has a HEAD for that. A source whose HEAD fails is asked by GET (`HeadTrust`). A target is
 * not, because every client that pushes asks it by HEAD. One that answers 403 for what it does not have is: the answer to a GET says why it refuses.
 * Source: OCI distribution specification, "Checking if content exists in the registry".
 */
async function headManifest(client, reference, signal) {
    const { retryPolicy, clock } = client.connection.deps;
    const lookUp = client.side === 'source' ? headOrGet : headAsItIs;
    return retrying(async () => lookUp(client, reference, signal), retryPolicy, clock, signal);
}
async function headAsItIs(client, reference, signal) {
    const expected = client.deniesAbsent ? [...answers, 403] : answers;
    return readHead(await head(client, reference, expected, signal), client, reference, signal);
}
async function headOrGet(client, reference, signal) {
    const { heads } = client.connection;
    if (heads.isRefused)
        return headByGet(client, reference, signal);
    const expected = heads.isKnown ? answers : [...answers, ...untrustedHeadStatuses];
    const answer = await head(client, reference, expected, signal);
    if (answer.status === 200)
        heads.recordHead();
    // Most of what a run asks for and does not find is not there: a registry that counts pulls is not asked twice for that.
    const mayBeWrong = answer.status === 404 ? !client.connection.countsPulls : untrustedHeadStatuses.includes(answer.status);
    if (mayBeWrong) {
        const found = await heads.ask(async () => headByGet(client, reference, signal));
        if (found !== 'believed')
            return found;
    }
    // An answer that is none, of a host whose HEAD is believed, fails as it does anywhere.
    return answers.includes(answer.status)
        ? readHead(answer, client, reference, signal)
        : headAsItIs(client, reference, signal);
}
async function head(client, reference, expected, signal) {
    const context = client.context('Looking up', reference);
    const request = client.request('manifest-head', 'HEAD', `manifests/${reference}`, context, signal);
    return client.connection.askOnce({ ...request, headers: { accept: accept } }, expected, 0);
}
async function readHead({ status, headers }, client, reference, signal) {
    if (status === 404)
        return undefined;
    const digest = headerOf(headers, 'docker-content-digest');
    if (status === 200 && digest !== undefined && (0,image_digest/* isDigest */.Bc)(digest))
        return { digest };
    return headByGet(client, reference, signal);
}
/** Registries without the header, or without HEAD: the bytes are the truth. */
async function headByGet(client, reference, signal) {
    const context = client.context('Looking up', reference);
    const content = await tryFetch(client, { reference, context, signal, isOneAttempt: true });
    return content === undefined ? undefined : { digest: content.digest, content };
}

;// CONCATENATED MODULE: ./src/registry/content/referrers-api.ts



/** The answer is a list, of which only its type is looked at. */
const maxReferrersAnswerBytes = 8 * 1024 * 1024;
/**
 * Whether the registry has the referrers API. A registry without it answers 404; others answer 400, 403, 405 or 501, or a page (Quay, GitLab). None
 * of these lists anything. Source: OCI distribution specification, "Listing Referrers".
 * @throws {RegistryError} if the answer does not say
 */
async function servesReferrers(client, subject, signal) {
    const context = client.context('Looking up the referrers of', subject);
    const request = client.request('referrers', 'GET', `referrers/${subject}`, context, signal);
    const headers = { accept: manifest/* mediaTypes */.Ib.ociIndex };
    try {
        const answer = await client.connection.ask({ ...request, headers }, [200, 404, 501], maxReferrersAnswerBytes);
        const type = headerOf(answer.headers, 'content-type')?.split(';', 1)[0]?.trim();
        return answer.status === 200 && type === manifest/* mediaTypes */.Ib.ociIndex;
    }
    catch (error) {
        // A limit on requests says nothing of the API.
        if (error instanceof registry_error/* RegistryError */.gl && error.status !== undefined && error.status < 500 && !(0,registry_error/* isRetryable */.r3)(error))
            return false;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/registry/content/pieces.ts

/** Cuts content of `size` bytes into pieces of so many bytes, the last one of what is left, without holding them. */
async function* piecesOf(content, size, bytes) {
    const reader = new PieceReader(content[Symbol.asyncIterator]());
    for (let start = 0; start < size; start += bytes) {
        const length = Math.min(bytes, size - start);
        yield { size: length, content: reader.read(length) };
    }
    await reader.readEnd();
}
class PieceReader {
    content;
    #rest = new Uint8Array();
    constructor(content) {
        this.content = content;
    }
    async *read(size) {
        for (let left = size; left > 0;) {
            if (this.#rest.length === 0) {
                const read = await this.content.next();
                if (read.done === true)
                    return;
                this.#rest = read.value;
            }
            const part = this.#rest.subarray(0, left);
            if (part.length < this.#rest.length)
                blocks/* blocks */.B.share(this.#rest);
            this.#rest = this.#rest.subarray(part.length);
            left -= part.length;
            yield part;
        }
    }
    /** So that content which is checked at its end is checked. */
    async readEnd() {
        while ((await this.content.next()).done !== true)
            ;
    }
}

;// CONCATENATED MODULE: ./src/registry/content/upload-location.ts



/**
 * Where the registry wants the bytes: an absolute address, or one relative to where the answer came from. Its query may be signed. If the registry
 * has TLS and names itself with plain http, https is used (distribution#479: behind a proxy it may not know that it has TLS).
 * @throws {RegistryError} where the answer names no usable location
 */
function uploadLocation({ headers, url: from }, context, rules) {
    const text = headerOf(headers, 'location') ?? '';
    const url = text !== '' && URL.canParse(text, from.href) ? new URL(text, from) : undefined;
    const failure = { ...context, code: 'invalid-response' };
    const where = 'the registry sends uploads to an address that';
    if (url === undefined)
        throw new registry_error/* RegistryError */.gl({ ...failure, what: `${where} is none` });
    if (url.hostname === from.hostname && from.protocol === 'https:' && url.protocol === 'http:')
        url.protocol = 'https:';
    const objection = (0,address/* objectionTo */.Dx)(url, from, rules);
    if (objection === undefined)
        return url;
    const what = `${where} ${objection} (${url.protocol}//${url.host})`;
    throw new registry_error/* RegistryError */.gl({ ...failure, what, advice: (0,address/* listingAdvice */.bO)(url) });
}
/** As raw text: URLSearchParams would rewrite a signed query. */
function withDigest(location, digest) {
    const text = location.toString();
    return new URL(`${text}${text.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`);
}

;// CONCATENATED MODULE: ./src/registry/content/upload-session.ts





/** GHCR takes up to 11 s to commit 700 MB (jib#4301); a larger layer, on a busier registry, several times that. */
const commitTimeoutMs = 300_000;
/**
 * A blob of up to this size is read whole before it is sent. Then its request takes one write, which costs more than so few bytes do, and it can be sent
 * again. Most configs and attestations are smaller.
 */
const maxWholeBytes = 32 * 1024;
const endStatuses = [200, 201, 202, 204];
/** ECR answers 201, some 204. */
const patchStatuses = [200, 201, 202, 204];
/** One session that a registry opened for the bytes of a blob. Source: OCI distribution specification, "Pushing blobs". */
class UploadSession {
    client;
    #location;
    /** The host that named the location. */
    #namedBy;
    /** Where the request that carries the blob was redirected to. */
    #redirected;
    /** @throws {RegistryError} where the answer names no usable location */
    constructor(answer, client) {
        this.client = client;
        this.#location = uploadLocation(answer, client.context('Starting an upload to'), client.connection.deps);
        this.#namedBy = answer.url;
        client.connection.uploads.recordMinChunk(headerOf(answer.headers, 'oci-chunk-min-length'));
    }
    get location() {
        return this.#location;
    }
    /** The whole blob goes there next. */
    redirect(error) {
        this.#redirected = error;
    }
    async send(method, descriptor, body, signal) {
        if (method.kind === 'chunks' && descriptor.size > 0) {
            await this.#patchInChunks(method.bytes, descriptor, body, signal);
            return this.#end(descriptor, signal);
        }
        const content = descriptor.size > maxWholeBytes ? body : await readWhole(descriptor, body);
        if (method.kind !== 'patch' || descriptor.size === 0)
            return this.#put(descriptor, content, signal);
        await this.#patchWhole(descriptor, content, signal);
        return this.#end(descriptor, signal);
    }
    /** "Pushing a blob monolithically": one PUT with the length, the only way that every registry takes. */
    async #put(descriptor, body, signal) {
        const headers = { 'content-type': 'application/octet-stream', 'content-length': String(descriptor.size) };
        const request = this.#request('upload-finish', 'PUT', withDigest(this.#location, descriptor.digest), descriptor, signal);
        const response = await this.#sent({ ...request, ...this.#redirection(), headers, body }, endStatuses);
        await response.discard();
    }
    /**
     * Without a range the whole blob goes in one PATCH, as docker sends it, and every registry accepts that. With a range GHCR refuses more than 4
     * MiB, and Google's Artifact Registry refuses any.
     */
    async #patchWhole(descriptor, body, signal) {
        const request = this.#request('upload-patch', 'PATCH', this.#location, descriptor, signal);
        const headers = { 'content-length': String(descriptor.size) };
        await this.#patch({ ...request, ...this.#redirection(), headers, body });
    }
    /** "Pushing a blob in chunks". */
    async #patchInChunks(bytes, descriptor, body, signal) {
        let start = 0;
        for await (const { size, content } of piecesOf(body, descriptor.size, bytes)) {
            const request = this.#request('upload-patch', 'PATCH', this.#location, descriptor, signal);
            const headers = { 'content-length': String(size), 'content-range': `${start}-${start + size - 1}` };
            const maxHeldBytes = this.client.connection.uploads.holdsChunks ? size : undefined;
            await this.#patch({ ...request, headers, body: new Replay(content, { maxHeldBytes }) });
            start += size;
        }
    }
    async #patch(request) {
        const headers = { 'content-type': 'application/octet-stream', ...request.headers };
        const response = await this.#sent({ ...request, headers }, patchStatuses);
        await response.discard();
        if (headerOf(response.headers, 'location') === undefined)
            return;
        this.#location = uploadLocation(response, request.context, this.client.connection.deps);
        this.#namedBy = response.url;
    }
    async #end(descriptor, signal) {
        const url = withDigest(this.#location, descriptor.digest);
        const request = this.#request('upload-finish', 'PUT', url, descriptor, signal);
        const headers = { 'content-type': 'application/octet-stream' };
        const response = await this.#sent({ ...request, headers, body: new Uint8Array() }, endStatuses);
        await response.discard();
    }
    #redirection() {
        return this.#redirected === undefined
            ? undefined
            : { url: this.#redirected.url, namedBy: this.#redirected.namedBy };
    }
    #request(kind, method, url, { digest }, signal) {
        const context = this.client.context('Writing the blob', digest);
        return { ...this.client.request(kind, method, '', context, signal), url, namedBy: this.#namedBy };
    }
    async #sent(request, expected) {
        return this.client.connection.send({ ...request, headersTimeoutMs: commitTimeoutMs }, expected);
    }
}
/** The content is checked when it ends; an empty blob, too, which has nothing to send. */
async function readWhole({ size }, body) {
    const name = size === 0 ? 'an empty blob has' : `a blob of ${size} bytes has more`;
    return (0,bounded_read/* readBounded */.CB)(body, size, () => new RangeError(`${name} content`));
}

;// CONCATENATED MODULE: ./src/registry/content/upload.ts







/** An answer to a POST has no body to speak of. */
const upload_maxAnswerBytes = 1024 * 1024;
async function startUpload(client, signal) {
    return openUpload(await postUpload(client, signal), client);
}
async function postUpload(client, signal) {
    const context = client.context('Starting an upload to');
    const request = client.request('upload-start', 'POST', 'blobs/uploads/', context, signal);
    // Only an upload whose location is known can be cancelled.
    return client.connection.ask({ ...request, body: '', isFinishedWhenStopped: true }, [202], upload_maxAnswerBytes);
}
/**
 * Source: OCI distribution specification, "Mounting a blob from another repository". Mounting from the repository itself asks whether it has the
 * blob, and opens an upload if not, in one request.
 */
async function mountBlob(client, digest, from, signal) {
    // A login is for its own namespace: it must not ask for what lies in another's.
    if (!(await client.connection.sharesLogin(client.repository, from)))
        return startUpload(client, signal);
    const query = new URLSearchParams({ mount: digest, from });
    const path = `blobs/uploads/?${query.toString()}`;
    const request = client.request('blob-mount', 'POST', path, client.context('Mounting the blob', digest), signal);
    const scopes = from === client.repository ? request.scopes : [...request.scopes, `repository:${from}:pull`];
    const opening = { ...request, scopes, body: '', isFinishedWhenStopped: true };
    const answer = await client.connection.ask(opening, [201, 202], upload_maxAnswerBytes);
    return answer.status === 201 ? 'mounted' : openUpload(answer, client);
}
/**
 * The upload that an answer to `POST …/blobs/uploads/` opened.
 * @throws {RegistryError} where the answer names no usable location
 */
function openUpload(answer, client) {
    const upload = new BlobUpload(new UploadSession(answer, client), client);
    return {
        finish: async (descriptor, body, signal) => upload.finish(descriptor, body, signal),
        cancel: async () => upload.cancel(),
    };
}
/** How long a body is held back that may be redirected. */
const maxHoldMs = 2_000;
/** Brings one blob's bytes to where, and in the way that, the registry wants them. */
class BlobUpload {
    client;
    /** undefined: the next bytes need a new one. */
    #session;
    #method;
    /** Why the first way did not do. */
    #refusal;
    /** How often its bytes were redirected when they were not held any more. */
    #redirects = 0;
    constructor(session, client) {
        this.client = client;
        this.#session = session;
    }
    get #methods() {
        return this.client.connection.uploads;
    }
    async finish(descriptor, body, signal) {
        const { kind } = this.#method ?? this.#methods.methodFor(descriptor.size);
        // What is held whole can be sent again: nobody has to wait for what becomes of its first piece.
        const isWhole = kind === 'chunks' || descriptor.size <= maxWholeBytes;
        const isHeldBack = this.#methods.holdsBodies && this.#redirects === 0 && !isWhole;
        const replay = new Replay(body, {
            onBytes: (bytes) => {
                this.client.connection.deps.traffic.bytesToTargets += bytes;
            },
            afterFirst: isHeldBack ? async (over) => this.#holdBack(over) : undefined,
        });
        try {
            while (!(await this.#isSent(descriptor, replay, signal)))
                ;
        }
        finally {
            replay.close();
        }
    }
    async #holdBack(over) {
        try {
            await this.client.connection.deps.clock.sleep(maxHoldMs, over);
            this.#methods.recordVainHold();
        }
        catch (error) {
            if (!over.aborted)
                throw error;
        }
    }
    /** @returns whether the blob is there; else its bytes are to be sent once more, and are held. */
    async #isSent(descriptor, replay, signal) {
        const method = this.#method ?? (await this.#methods.methodWhenKnown(descriptor.size, signal));
        try {
            this.#session ??= new UploadSession(await postUpload(this.client, signal), this.client);
            await this.#session.send(method, descriptor, replay, signal);
            this.#methods.worked(method, descriptor.size);
            return true;
        }
        catch (error) {
            if (!(error instanceof registry_error/* RegistryError */.gl) || replay.hasFailed || signal.aborted)
                throw error;
            const look = async () => hasBlob(this.client, descriptor, signal);
            if (this.#mayBeLost(error, method) && (await this.#methods.isStored(method, error, look)))
                return true;
            await this.#prepareRepeat(error, method, descriptor, replay);
            if (!replay.isWhole)
                throw error.asBodyNeeded();
            return false;
        }
    }
    /** @throws {RegistryError} where there is nothing else to try */
    async #prepareRepeat(error, method, descriptor, replay) {
        if (error instanceof RedirectedError)
            return this.#redirect(error, method, descriptor);
        const next = this.#otherMethod(error, method, descriptor, replay);
        if (next === undefined)
            throw this.#failed(error, method, descriptor, replay);
        this.#refusal ??= error;
        this.#method = next;
        await this.cancel();
    }
    async #redirect(error, method, { size }) {
        this.#redirects += 1;
        if (this.#redirects > maxRedirects)
            throw tooManyRedirects(error.namedBy, error);
        this.#methods.recordRedirect();
        if (method.kind !== 'chunks')
            return this.#session?.redirect(error);
        // The chunks before it are there, and their content is gone. From now on each chunk is held, and follows its redirect.
        this.#method = this.#methods.methodFor(size);
        await this.cancel();
    }
    /** Whether the registry does not know the bytes that it was sent, and may know those that it is sent in another way. */
    #mayBeLost({ code }, method) {
        return (code === 'not-found' || code === 'blob-unknown') && this.#methods.isInDoubt(method);
    }
    #otherMethod(error, method, { size }, { isDone }) {
        if (size === 0)
            return undefined;
        if (isProxyLimit(error) || (method.kind === 'chunks' && error.status === 416))
            return this.#methods.afterTooLarge(method, size);
        const isRefusal = isMethodRefusal(error, isDone) || this.#mayBeLost(error, method);
        return isRefusal ? this.#methods.afterRefusal(method, error) : undefined;
    }
    /** What was wrong with the first way says more than what is wrong with the second. */
    #failed(error, method, { digest }, { isDone }) {
        if (!(0,registry_error/* isRetryable */.r3)(error) || isMethodRefusal(error, isDone))
            this.#methods.failed(method);
        if ((0,registry_error/* isRetryable */.r3)(error))
            return error;
        const context = this.client.context('Writing the blob', digest);
        return this.#refusal ?? this.#methods.whyNotByPut(method)?.inContext(context) ?? error;
    }
    /** Gives the session back. Never throws. */
    async cancel() {
        const session = this.#session;
        this.#session = undefined;
        if (session !== undefined)
            await cancelSession(session, this.client);
    }
}
/** Giving a session back is a courtesy that nothing waits long for. */
const cancelTimeoutMs = 5_000;
async function cancelSession({ location }, client) {
    const { clock, cleanupSignal } = client.connection.deps;
    const context = client.context('Cancelling an upload');
    try {
        await (0,wait/* runAttempt */.Tm)(cancelTimeoutMs, { clock, signal: cleanupSignal }, async (signal) => {
            const request = client.request('upload-cancel', 'DELETE', '', context, signal);
            const response = await client.connection.send({ ...request, url: location }, [200, 202, 204]);
            await response.discard();
        });
    }
    catch {
        // Many registries do not let everybody cancel; they end what is left of a session by themselves.
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
    #client;
    constructor(client) {
        this.#client = client;
    }
    get registry() {
        return this.#client.connection.registry;
    }
    get pullLimit() {
        return this.#client.connection.pullLimit;
    }
    get countsPulls() {
        return this.#client.connection.countsPulls;
    }
    get areLookUpsPulls() {
        return this.#client.connection.heads.isRefused && this.countsPulls;
    }
    get side() {
        return this.#client.side;
    }
    get repository() {
        return this.#client.repository;
    }
    /** What a token for it must allow. */
    get scopes() {
        return this.#client.scopes;
    }
    get name() {
        return this.#client.name;
    }
    get askedHosts() {
        return this.#client.hostLog.hosts;
    }
    async isReadAnonymously() {
        return this.#client.connection.isAnonymous(this.#client.repository);
    }
    async sharesLogin(repository) {
        return this.#client.connection.sharesLogin(this.#client.repository, repository);
    }
    get isReady() {
        return this.#client.connection.state.isReadyFor(this.#client.bodyKind);
    }
    async waitUntilReady(signal) {
        return this.#client.connection.state.waitUntilReady(this.#client.bodyKind, this.#client.context('Asking'), signal);
    }
    async headManifest(reference, signal) {
        return headManifest(this.#client, reference, signal);
    }
    async getManifest(digest, signal) {
        return getManifest(this.#client, digest, signal);
    }
    async findManifest(digest, signal) {
        return findManifest(this.#client, digest, signal);
    }
    async hasManifest(digest, signal, by) {
        return hasManifest(this.#client, digest, signal, by);
    }
    async putManifest(reference, content, signal, etag) {
        return putManifest(this.#client, reference, content, signal, etag);
    }
    async findTagged(tag, signal) {
        return findTagged(this.#client, tag, signal);
    }
    async servesReferrers(subject, signal, isSentOnce = false) {
        return servesReferrers(isSentOnce ? this.#client.once : this.#client, subject, signal);
    }
    async hasBlob(descriptor, signal, by) {
        return hasBlob(this.#client, descriptor, signal, by);
    }
    async hasStored(descriptor, signal) {
        const isStored = await hasBlob(this.#client.once, descriptor, signal);
        if (isStored)
            this.#client.connection.state.recordStored();
        return isStored;
    }
    async getBlob(descriptor, signal) {
        return getBlob(this.#client, descriptor, signal);
    }
    async openBlob(descriptor, signal) {
        return openBlob(this.#client, descriptor, signal);
    }
    async mountBlob(digest, from, signal) {
        const { retryPolicy, clock } = this.#client.connection.deps;
        // Wait only for a host that cools down or restarts. After any other failure the blob is transferred instead, with retries.
        return retrying(async () => this.mountBlobOnce(digest, from, signal), { ...retryPolicy, attempts: 1 }, clock, signal);
    }
    async mountBlobOnce(digest, from, signal) {
        return mountBlob(this.#client.once, digest, from, signal);
    }
    async startUpload(signal) {
        return startUpload(this.#client.once, signal);
    }
    async repositoryExists(signal) {
        const request = this.#client.request('tags', 'GET', 'tags/list?n=1', this.#client.context('Looking up the repository'), signal);
        const answer = await this.#client.connection.ask(request, [200, 404], maxTagsBytes);
        return answer.status === 200;
    }
    async withDownloadSlot(task, size, signal, to) {
        return this.#client.connection.inQueue('downloads', task, signal, size, to);
    }
    async withUploadSlot(task, size, signal, from) {
        return this.#client.connection.inQueue('uploads', task, signal, size, from);
    }
    sibling(repository) {
        const { connection, side, hostLog } = this.#client;
        return new Repository(new RepositoryClient(connection, repository, side, false, hostLog));
    }
    denyingAbsent() {
        return new Repository(this.#client.denyingAbsent);
    }
}

;// CONCATENATED MODULE: ./src/registry/registries.ts



/** Every registry of a run, each with one connection, whatever number of repositories is used. */
class Registries {
    deps;
    #connections = new Map();
    constructor(deps) {
        this.deps = deps;
    }
    /** @param writable whether the run may write there, so that its token must allow it */
    repository({ registry, repository }, side, writable) {
        const connection = this.#connections.get(registry) ?? new RegistryConnection(registry, this.deps);
        this.#connections.set(registry, connection);
        this.deps.queues.expect(registry, side);
        const made = new Repository(new RepositoryClient(connection, repository, side, writable));
        for (const scope of made.scopes)
            connection.expect(repository, scope);
        return made;
    }
}

;// CONCATENATED MODULE: ./src/registry/http/traffic.ts
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
        'upload-patch': 0,
        'upload-finish': 0,
        'upload-cancel': 0,
        tags: 0,
        referrers: 0,
    };
    /** bytes of blobs and manifests read from sources */
    bytesFromSources = 0;
    /** bytes of blobs sent to targets */
    bytesToTargets = 0;
    /** Manifests that sources served to a GET: what Docker Hub counts as pulls (docs.docker.com, "Docker Hub pull usage and limits"). */
    upstreamPulls = 0;
}

;// CONCATENATED MODULE: ./src/registry/errors/warnings.ts

/** Source: OCI distribution specification, "Warnings": a registry must not send more in all headers of one answer. */
const maxHeaderCharacters = 4_096;
/** A sentence is shorter. */
const maxTextCharacters = 300;
/** A host with more warnings repeats itself in other words. */
const maxWarningsOfHost = 10;
/** A registry may lead to any number of hosts. */
const maxWarnings = 50;
/** Only what is for people: code 299, from nobody in particular, without a date. The text is a quoted string of RFC 9110 §5.6.4. */
const warning = /(?:^|,)\s*299\s+-\s+"((?:[^"\\]|\\.)*)"\s*(?=,|$)/g;
/** The texts of an answer's `Warning` headers. */
function parseWarnings({ warning: value }) {
    if (value === undefined)
        return [];
    const header = (Array.isArray(value) ? value.join(', ') : value).slice(0, maxHeaderCharacters);
    return [...header.matchAll(warning)]
        .map(([, text = '']) => text.replace(/\\(.)/g, '$1'))
        .filter((text) => text.trim() !== '');
}
/**
 * Passes on what hosts warn of with any answer, each text once a host. Nothing is done because of it: the specification forbids that.
 * @param redact takes secrets out of a text before it is cut, for half a secret is not found any more
 * @param warn is told a sentence
 */
function forwardWarnings(send, redact, warn) {
    const warned = new Map();
    let left = maxWarnings;
    return async (request) => {
        const response = await send(request);
        if (response.headers.warning === undefined)
            return response;
        for (const warnedOfHost of parseWarnings(response.headers)) {
            const text = (0,runtime_text/* printable */.g$)(redact(warnedOfHost), maxTextCharacters);
            const { host } = response.url;
            const known = warned.get(host) ?? new Set();
            warned.set(host, known);
            if (known.has(text) || known.size >= maxWarningsOfHost || left === 0)
                continue;
            known.add(text);
            left -= 1;
            warn(`${host} warns: ${/[.!?…]$/.test(text) ? text : `${text}.`}`);
        }
        return response;
    };
}

;// CONCATENATED MODULE: ./src/connect.ts















/**
 * Makes the real registry access of a run: an HTTP client, the credentials of docker login, the registries.
 * @throws {ConfigurationError} where the environment's proxy or certificates cannot be used.
 */
async function connect(config, deps) {
    const { environment, clock, secrets, fallbackCredentials, cache, publicOnlyReason } = deps;
    const warnings = [...portWarnings(config, deps.trusted)];
    const warn = (sentence) => warnings.push(sentence);
    const { retryPolicy = defaultRetryPolicy, adapt = (transport) => transport, log, cleanupSignal } = deps;
    const traffic = new Traffic();
    const allowed = config.allowedRegistries.filter((registry) => registry !== '*');
    const named = [...config.targets.map(({ registry }) => registry), ...config.insecureRegistries, ...allowed];
    const hosts = new known_hosts/* KnownHosts */.BV([...named, ...deps.trusted]);
    const transports = await createTransports({ environment, hosts, resolve: deps.resolve ?? external_node_dns_.lookup, clock });
    const logins = openLogins({ environment, clock, runHelper: runHelper, secrets, fallback: fallbackCredentials, warn });
    const paces = new body_pace/* BodyPaces */.xV(clock);
    const send = createSend((url, namedBy) => adapt(transports.transportFor(url, namedBy)), traffic, clock, paces);
    const plainSend = forwardWarnings((0,proxy/* explainingProxy */.mS)(send, environment), secrets.redact, warn);
    const askedHosts = new AskedHosts(plainSend, { clock, retryPolicy, log, cleanupSignal });
    const shared = {
        send: askedHosts.send,
        askedHosts,
        queues: new RegistryQueues(config.concurrency),
        traffic,
        credentials: logins.credentials,
        traceLogin: logins.trace,
        insecureRegistries: config.insecureRegistries,
        hosts,
        noAccountReason: deps.noAccountReason,
        cleanupSignal,
        retryPolicy,
        scopesCacheOf: (registry) => scopesCacheOf(registry, cache),
        clock,
        onSecret: (secret) => {
            secrets.add(secret);
        },
        redact: secrets.redact,
        warn,
    };
    const registries = new Registries(shared);
    const sources = publicOnlyReason === undefined ? registries : new Registries(withoutAccounts(shared, publicOnlyReason));
    return {
        source: (reference) => sources.repository(reference, 'source', false),
        publicSource: publicSources(shared),
        target: (reference, writable) => registries.repository(reference, 'target', writable),
        isPublicOnly: publicOnlyReason !== undefined,
        traffic,
        cache,
        warnings,
        retry: async (task, signal) => retrying(task, retryPolicy, clock, signal),
        close: transports.close,
    };
}
function scopesCacheOf(registry, cache) {
    return {
        grantsSeveral: cache.host(registry).severalScopes,
        record: (severalScopes) => {
            cache.recordHost(registry, { severalScopes });
        },
    };
}
/** A host without its port is another. */
function portWarnings({ targets, insecureRegistries }, trusted) {
    const hosts = [...new Set([...targets.map(({ registry }) => registry), ...trusted])];
    return insecureRegistries.flatMap((listed) => {
        const meant = hosts.filter((host) => host !== listed && (0,address/* withoutPort */.Y7)(host) === listed);
        if (hosts.includes(listed) || meant.length === 0)
            return [];
        return [`insecure-registries: "${listed}" is without its port, and so has no effect. Write ${meant.join(', ')}.`];
    });
}
/** Made when it is first asked for. */
function publicSources(deps) {
    let registries;
    return (reference) => {
        registries ??= new Registries(withoutAccounts(deps, 'It was asked as everybody may ask.'));
        return registries.repository(reference, 'source', false);
    };
}
function withoutAccounts(deps, why) {
    return {
        ...deps,
        credentials: async () => Promise.resolve(undefined),
        traceLogin: undefined,
        noAccountReason: why,
    };
}


/***/ }),

/***/ 4564:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C0: () => (/* binding */ isPrivateAddress),
/* harmony export */   Dx: () => (/* binding */ objectionTo),
/* harmony export */   Qi: () => (/* binding */ kindOfAddress),
/* harmony export */   Sf: () => (/* binding */ isPrivateHost),
/* harmony export */   Y7: () => (/* binding */ withoutPort),
/* harmony export */   bO: () => (/* binding */ listingAdvice),
/* harmony export */   cW: () => (/* binding */ isLoopbackHost),
/* harmony export */   g3: () => (/* binding */ kindOfHost),
/* harmony export */   v7: () => (/* binding */ isOwnAddress)
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
        // Source: RFC 3056, section 2.
        const hex = network.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
        list.addSubnet(`2002:${hex.slice(0, 2).join('')}:${hex.slice(2).join('')}::`, 16 + prefix, 'ipv6');
    }
    for (const [network, prefix] of networks6)
        list.addSubnet(network, prefix, 'ipv6');
    return list;
}
/** So many addresses are remembered: a run asks a few, and each of them for every request. */
const maxKnownAddresses = 256;
const knownAddresses = new Map();
/** What an IP address is, whichever way it is written; a zone behind it (`%eth0`) changes nothing. */
function kindOfAddress(address) {
    const known = knownAddresses.get(address) ?? findKind(address);
    if (knownAddresses.size < maxKnownAddresses)
        knownAddresses.set(address, known);
    return known;
}
function findKind(address) {
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
 * Says why a registry must not send its clients to this address. Redirects, realms and the locations of uploads send clients elsewhere. An honest
 * registry on a public host sends nobody to a private address; an attacker might.
 * @returns undefined if it may
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
    return objectionToHost(url, from, hosts);
}
function objectionToHost(url, from, hosts) {
    if (url.hostname === from.hostname || hosts?.isListed(url) === true)
        return undefined;
    const kind = kindOfHost(url);
    if (kind === undefined || kind === 'public')
        return undefined;
    const isFromPrivate = hosts?.isPrivate(from) ?? isPrivateHost(from);
    if (!isFromPrivate)
        return 'is at a private address';
    return kind === 'link-local' ? 'is at an address that is for this machine alone' : undefined;
}
/**
 * Whether an address is the registry's own, so that its Authorization may go there: the same origin. For a registry without TLS also the same host
 * with TLS, at the same port, or at 443 instead of 80: registries behind a TLS proxy name themselves so.
 */
function isOwnAddress(url, own) {
    if (url.origin === own.origin)
        return true;
    if (url.hostname !== own.hostname || own.protocol !== 'http:' || url.protocol !== 'https:')
        return false;
    const [port, ownPort] = [url.port || '443', own.port || '80'];
    return port === ownPort || (port === '443' && ownPort === '80');
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
    const name = withoutPort(host).replace(/^\[|\]$/g, '');
    return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}
function withoutPort(host) {
    return host.replace(/:\d+$/, '');
}


/***/ }),

/***/ 9313:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BV: () => (/* binding */ KnownHosts),
/* harmony export */   Bs: () => (/* binding */ mayReach),
/* harmony export */   ij: () => (/* binding */ PrivateAddressError)
/* harmony export */ });
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3564);
/* harmony import */ var _address_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4564);


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
 * The hosts of a run, and the reach of each. Hosts that the user or a trusted file names may be anywhere. Where a registry sends clients depends on
 * the registry alone: one in your own network may send them to other hosts there, and a public one may not, whatever names it uses.
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
     * A name that changes its address in the middle of a run counts as public from then on, because its answers may come from there. If a proxy makes
     * the connections, nobody here knows the address.
     */
    isPrivate(url) {
        return (0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .kindOfHost */ .g3)(url) === undefined ? this.#connected.get(url.host) === true : (0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .isPrivateHost */ .Sf)(url);
    }
    /** To be called for every connection, before anything is sent on it. */
    recordConnection(host, address) {
        const isPrivate = address !== undefined && (0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .isPrivateAddress */ .C0)(address);
        this.#connected.set(host, (this.#connected.get(host) ?? true) && isPrivate);
    }
    /** @param namedBy the host that gave the address; undefined: a file names it */
    reachOf(url, namedBy) {
        if (this.isListed(url))
            return 'anywhere';
        return namedBy !== undefined && this.isPrivate(namedBy) ? 'network' : 'public';
    }
}
/** As addresses spell them: without the port that the scheme has anyhow. */
function hostsOf(registry) {
    const authority = (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .registryApiHost */ .Mb)(registry);
    return ['https:', 'http:'].flatMap((scheme) => URL.canParse(`${scheme}//${authority}`) ? [new URL(`${scheme}//${authority}`).host] : []);
}


/***/ }),

/***/ 9903:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  T6: () => (/* binding */ ProxyError),
  mS: () => (/* binding */ explainingProxy),
  rq: () => (/* binding */ readProxies)
});

// UNUSED EXPORTS: shownProxy

// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./src/registry/http/no-proxy.ts

/** This machine is reached without a proxy, whatever the environment says. */
const neverProxied = ['localhost', '127.0.0.0/8', '::1'];
/**
 * Reads `NO_PROXY` as Go does, and with it crane, skopeo, regctl and docker. Source: golang.org/x/net/http/httpproxy, `Config.NoProxy`.
 *
 * - `*`: no proxy at all
 * - `10.0.0.0/8`, `fd00::/8`: hosts that are named by an address of that network; names are not looked up
 * - `10.1.2.3`, `::1`, `[::1]:5000`: that address
 * - `example.com`: that host and those below it
 * - `.example.com`, `*.example.com`: those below it alone
 *
 * A port behind an address or a name is compared, too. What cannot be read is passed over. Blanks part entries as commas do.
 */
function parseNoProxy(text) {
    const entries = [...text.toLowerCase().split(/[\s,]+/), ...neverProxied].filter((entry) => entry !== '');
    if (entries.includes('*'))
        return () => true;
    const matchers = entries.flatMap((entry) => readEntry(entry) ?? []);
    return ({ hostname, port, protocol }) => {
        const name = hostname.replace(/^\[|\]$/g, '');
        const usualPort = protocol === 'https:' ? '443' : '80';
        const host = { name, family: familyOf(name), port: port === '' ? usualPort : port };
        return matchers.some((matches) => matches(host));
    };
}
function familyOf(address) {
    const family = (0,external_node_net_.isIP)(address);
    return family === 4 || family === 6 ? family : 0;
}
function readEntry(entry) {
    const network = readNetwork(entry);
    if (network !== undefined)
        return ({ name, family }) => family !== 0 && network.check(name, nameOf(family));
    // An address of IPv6 has colons itself, and a port only behind brackets.
    const [, bracketed, bare, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d+))?$/.exec(entry) ?? [];
    const name = bracketed ?? bare ?? entry;
    const matches = readHost(name);
    return name === '' ? undefined : (host) => matches(host) && (port === undefined || port === host.port);
}
function readNetwork(entry) {
    const [, address = '', length] = /^([^/]+)\/(\d{1,3})$/.exec(entry) ?? [];
    const family = familyOf(address);
    const prefix = Number(length);
    if (family === 0 || prefix > (family === 4 ? 32 : 128))
        return undefined;
    const list = new external_node_net_.BlockList();
    list.addSubnet(address, prefix, nameOf(family));
    return list;
}
function readHost(written) {
    const family = familyOf(written);
    if (family !== 0) {
        // Each address has several spellings.
        const list = new external_node_net_.BlockList();
        list.addAddress(written, nameOf(family));
        return (host) => host.family !== 0 && list.check(host.name, nameOf(host.family));
    }
    const name = written.replace(/^\*(?=\.)/, '');
    if (name.startsWith('.'))
        return (host) => host.family === 0 && host.name.endsWith(name);
    return (host) => host.family === 0 && (host.name === name || host.name.endsWith(`.${name}`));
}
function nameOf(family) {
    return family === 4 ? 'ipv4' : 'ipv6';
}

;// CONCATENATED MODULE: ./src/registry/http/proxy.ts



/** The lower-case name goes first, as in curl and in Go. An empty one is as good as none. */
function variableOf(name, environment) {
    const found = [name, name.toUpperCase()].find((spelling) => (environment[spelling] ?? '') !== '');
    return found === undefined ? undefined : { name: found, value: environment[found] ?? '' };
}
/** Without the user and password that it may hold. */
function shownProxy(address) {
    // To the last: a password may have one in it.
    return (0,runtime_text/* printable */.g$)(address.replace(/^([^/]*\/\/)?.*@/s, '$1***@'));
}
const noProxy = () => undefined;
/**
 * Reads which proxies the environment names, each for its own scheme. `ALL_PROXY` is not read. As in Go: what crane and docker reach, this reaches in
 * the same way.
 * @throws {ConfigurationError}
 */
function readProxies(environment) {
    const http = readProxy(variableOf('http_proxy', environment));
    const https = readProxy(variableOf('https_proxy', environment));
    if (http === undefined && https === undefined)
        return noProxy;
    const isDirect = parseNoProxy(variableOf('no_proxy', environment)?.value ?? '');
    return (url) => (isDirect(url) ? undefined : url.protocol === 'https:' ? https : http);
}
const protocols = new Set(['http:', 'https:', 'socks5:', 'socks:']);
function readProxy(variable) {
    if (variable === undefined)
        return undefined;
    const { name, value } = variable;
    const url = (0,runtime_text/* parseProxyAddress */.u)(value);
    if (url === undefined || !protocols.has(url.protocol))
        throw new errors/* ConfigurationError */.j1([
            `${name}: "${shownProxy(value)}" is not the address of a proxy. Write it as http://host:port.`,
        ]);
    const login = `${decoded(url.username)}:${decoded(url.password)}`;
    const authorization = login === ':' ? undefined : `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
    return { variable: name, shown: shownProxy(value), url, authorization };
}
/** A password may have a bare `%` in it. */
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
/** Names the proxy, and the variable that names it, where a connection to it failed. */
function explainingProxy(send, environment) {
    const proxyFor = readProxies(environment);
    if (proxyFor === noProxy)
        return send;
    return async (request) => {
        try {
            return await send(request);
        }
        catch (error) {
            const proxy = proxyFor(request.url);
            throw proxy !== undefined && isOfConnection(error) ? new ProxyError(proxy, error) : error;
        }
    };
}
/** Whoever is asked through a proxy is connected to by the proxy: what fails here is the connection to the proxy, or the look-up of its name. */
function isOfConnection(error) {
    const failure = (0,errors/* firstOf */.Ku)(error);
    if (!(failure instanceof Error))
        return false;
    if ('syscall' in failure)
        return failure.syscall === 'connect' || failure.syscall === 'getaddrinfo';
    return (0,errors/* errorCodeOf */.D9)(failure) === 'UND_ERR_CONNECT_TIMEOUT';
}
/** A proxy could not be connected to. */
class ProxyError extends Error {
    name = 'ProxyError';
    variable;
    /** the system's, such as ECONNREFUSED */
    code;
    constructor({ variable, shown }, error) {
        const cause = (0,errors/* firstOf */.Ku)(error);
        super(`the proxy ${shown} (${variable}) is not reached: ${(0,errors/* messageOf */.bD)(cause)}`, { cause: error });
        this.variable = variable;
        this.code = (0,errors/* errorCodeOf */.D9)(cause);
    }
}


/***/ }),

/***/ 5860:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ND: () => (/* binding */ TrickleError),
/* harmony export */   WS: () => (/* binding */ paceSent),
/* harmony export */   X7: () => (/* binding */ paceReceived),
/* harmony export */   xV: () => (/* binding */ BodyPaces)
/* harmony export */ });
/* harmony import */ var _runtime_circuit_breaker_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2002);

/** Below this a host counts as one that is silent. */
const minBytesPerSecond = 1_024;
/** How often it is looked, and how many looks make the time that a host has. A target may pause to store what it took. */
const checkEveryMs = 5_000;
const checks = { received: 12, sent: 20 };
/** How long until one body tries again whether the host has become better. */
const cooldownMs = 30_000;
/** Thrown for every body of a host that trickles. */
class TrickleError extends Error {
    host;
    direction;
    name = 'TrickleError';
    constructor(host, direction) {
        const verb = direction === 'received' ? 'sent' : 'took';
        const seconds = (checks[direction] * checkEveryMs) / 1_000;
        super(`${host} ${verb} less than ${minBytesPerSecond / 1_024} KiB a second, over ${seconds} s and all that was under way`);
        this.host = host;
        this.direction = direction;
    }
}
/**
 * How fast the bodies of one host come or go. A body counts only while it waits for the host, because one that waits for us says nothing about the
 * host. The host trickles if one body has waited at every look for a minute and all bodies together moved next to nothing. So a host that serves one
 * body well does not trickle. Time is counted in looks, because a busy machine looks less often.
 */
class HostPace {
    host;
    direction;
    clock;
    #bodies = new Set();
    #circuit;
    /** of each look */
    #bytes = [];
    #now = 0;
    /** Until the next look; there as long as bodies are. */
    #timer;
    constructor(host, direction, clock) {
        this.host = host;
        this.direction = direction;
        this.clock = clock;
        this.#circuit = new _runtime_circuit_breaker_js__WEBPACK_IMPORTED_MODULE_0__/* .CircuitBreaker */ .a({ failures: 1, forMs: 0, cooldownMs }, clock);
    }
    /** @throws {TrickleError} where the host trickles */
    open(giveUp) {
        const error = this.#circuit.refusal();
        if (error !== undefined)
            throw error;
        const body = { isWaiting: false, waited: 0, giveUp };
        this.#bodies.add(body);
        if (this.#timer === undefined)
            this.#watch();
        return {
            waits: () => {
                body.isWaiting = true;
            },
            passed: (bytes) => {
                body.isWaiting = false;
                this.#now += bytes;
            },
            end: () => {
                this.#bodies.delete(body);
                if (this.#bodies.size === 0)
                    this.#rest();
            },
        };
    }
    #watch() {
        this.#bytes = [];
        this.#timer = this.clock.setTimer(checkEveryMs, () => {
            this.#timer?.restart();
            this.#check();
        });
    }
    #rest() {
        this.#timer?.cancel();
        this.#timer = undefined;
    }
    #check() {
        const most = checks[this.direction];
        this.#bytes = [...this.#bytes, this.#now].slice(-most);
        this.#now = 0;
        for (const body of this.#bodies)
            body.waited = body.isWaiting ? body.waited + 1 : 0;
        const bytes = this.#bytes.reduce((sum, each) => sum + each, 0);
        const isSlow = bytes < (minBytesPerSecond * most * checkEveryMs) / 1_000;
        if (!isSlow)
            this.#circuit.succeeded();
        if (!isSlow || ![...this.#bodies].some(({ waited }) => waited >= most))
            return;
        const error = new TrickleError(this.host, this.direction);
        this.#circuit.failed(error);
        for (const { giveUp } of this.#bodies)
            giveUp(error);
        this.#bodies.clear();
        this.#rest();
    }
}
/** The pace of every host of a run, in both directions. */
class BodyPaces {
    clock;
    #hosts = new Map();
    constructor(clock) {
        this.clock = clock;
    }
    of(host, direction) {
        const key = `${direction} ${host}`;
        const known = this.#hosts.get(key) ?? new HostPace(host, direction, this.clock);
        this.#hosts.set(key, known);
        return known;
    }
}
/** Passes on what a host sends, and tells the pace of that. @throws {TrickleError} */
async function* paceReceived(content, open) {
    const body = open();
    try {
        body.waits();
        for await (const chunk of content) {
            body.passed(chunk.length);
            yield chunk;
            body.waits();
        }
    }
    finally {
        body.end();
    }
}
/** Passes on what a host is sent, and tells the pace at which it takes that. @throws {TrickleError} */
async function* paceSent(content, open) {
    const body = open();
    try {
        for await (const chunk of content) {
            body.waits();
            yield chunk;
            body.passed(chunk.length);
        }
    }
    finally {
        body.end();
    }
}


/***/ }),

/***/ 9432:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ readAuthorities)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1692);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_tls__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9541);



/**
 * The certificate authorities of the environment (SSL_CERT_FILE; NODE_EXTRA_CA_CERTS, which Node reads itself), as one context for all
 * connections: to read a system's list anew takes some 15 ms a connection.
 * @returns undefined: Node's own list does
 * @throws {ConfigurationError}
 */
async function readAuthorities(environment) {
    const file = environment.SSL_CERT_FILE ?? '';
    // Node's own list, NODE_EXTRA_CA_CERTS included. A list that is given replaces both, so that they have to be added.
    if (file === '')
        return undefined;
    const ca = [...(await defaultAuthorities(environment)), await readPem(file, 'SSL_CERT_FILE')];
    return node_tls__WEBPACK_IMPORTED_MODULE_1___default().createSecureContext({ ca });
}
async function defaultAuthorities(environment) {
    // Node tells its list from 22.15 on; the oldest supported Node does not.
    if ("getCACertificates" in (node_tls__WEBPACK_IMPORTED_MODULE_1___default()) && typeof (node_tls__WEBPACK_IMPORTED_MODULE_1___default().getCACertificates) === 'function') {
        const list = Reflect.apply((node_tls__WEBPACK_IMPORTED_MODULE_1___default().getCACertificates), (node_tls__WEBPACK_IMPORTED_MODULE_1___default()), ['default']);
        return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : (node_tls__WEBPACK_IMPORTED_MODULE_1___default().rootCertificates);
    }
    const extra = environment.NODE_EXTRA_CA_CERTS ?? '';
    return extra === '' ? (node_tls__WEBPACK_IMPORTED_MODULE_1___default().rootCertificates) : [...(node_tls__WEBPACK_IMPORTED_MODULE_1___default().rootCertificates), await readPem(extra, 'NODE_EXTRA_CA_CERTS')];
}
async function readPem(path, variable) {
    try {
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8');
    }
    catch (error) {
        throw new _runtime_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ConfigurationError */ .j1([`${variable}: ${path} cannot be read: ${(0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)}.`]);
    }
}


/***/ }),

/***/ 3762:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ce: () => (/* binding */ isFieldValue),
/* harmony export */   LH: () => (/* binding */ valueBytes),
/* harmony export */   Ry: () => (/* binding */ carriageReturn),
/* harmony export */   hB: () => (/* binding */ lineFeed),
/* harmony export */   sg: () => (/* binding */ isToken),
/* harmony export */   ys: () => (/* binding */ isNameByte)
/* harmony export */ });
/** For each byte, whether it can stand in a name. Source: RFC 9110 §5.6.2, `tchar`. */
const nameBytes = tableOf((byte) => /[\w!#$%&'*+.^`|~-]/.test(String.fromCharCode(byte)));
/**
 * For each byte, whether it can stand in a value. Bytes above 0x7f can: Node reads and writes headers as Latin-1. It is
 * a table because a lookup is faster than a call as long as the code is not compiled. Source: RFC 9110 §5.5.
 */
const valueBytes = tableOf((byte) => (byte >= 0x20 && byte !== 0x7f) || byte === 0x09);
function tableOf(isIn) {
    return Uint8Array.from({ length: 256 }, (_, byte) => (isIn(byte) ? 1 : 0));
}
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
function isNameByte(byte) {
    return nameBytes[byte] === 1;
}
/** Whether the text can be the name of a header, or a method. */
function isToken(text) {
    for (let at = 0; at < text.length; at += 1)
        if (nameBytes[text.charCodeAt(at)] !== 1)
            return false;
    return text !== '';
}
/** The same for a text, by Latin-1. A pattern, because a token has thousands of characters, and goes out with each request. */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Whether the text can be the value of a header. */
function isFieldValue(text) {
    return fieldValue.test(text);
}


/***/ }),

/***/ 6396:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ guardedLookup)
/* harmony export */ });
/* harmony import */ var _http_address_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4564);
/* harmony import */ var _http_known_hosts_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9313);


/** Of several addresses those that may be reached are left. */
function guardedLookup(resolve, reach) {
    return (hostname, options, callback) => {
        resolve(hostname, { ...options, all: true }, (error, addresses) => {
            if (error !== null) {
                callback(error, []);
                return;
            }
            const [first, ...others] = addresses.filter(({ address }) => (0,_http_known_hosts_js__WEBPACK_IMPORTED_MODULE_1__/* .mayReach */ .Bs)(reach, (0,_http_address_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOfAddress */ .Qi)(address)));
            if (first === undefined)
                callback(new _http_known_hosts_js__WEBPACK_IMPORTED_MODULE_1__/* .PrivateAddressError */ .ij(hostname, addresses[0]?.address), []);
            else if (options.all === true)
                callback(null, [first, ...others]);
            else
                callback(null, first.address, first.family);
        });
    };
}


/***/ }),

/***/ 8897:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lo: () => (/* binding */ UnprocessedRequestError),
/* harmony export */   RC: () => (/* binding */ streamFailure),
/* harmony export */   fv: () => (/* binding */ errorCodes),
/* harmony export */   u0: () => (/* binding */ Http11RequiredError)
/* harmony export */ });
/* harmony import */ var _runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9541);
/* harmony import */ var _transport_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9055);


/** The server did not process the request, so that it may be sent again, whatever it does. Source: RFC 9113 §8.7. */
class UnprocessedRequestError extends Error {
    name = 'UnprocessedRequestError';
    /** As for a connection that was closed: the host may be away. */
    code = 'ECONNRESET';
    constructor() {
        super('the other side closed the session again and again, and did not process the request');
    }
}
/** The server takes this request over HTTP/1.1 only. */
class Http11RequiredError extends Error {
    name = 'Http11RequiredError';
}
/** Source: RFC 9113 §7. Node has them too, in a module that is loaded only where it is needed. */
const errorCodes = {
    protocolError: 0x1,
    flowControlError: 0x3,
    frameSizeError: 0x6,
    refusedStream: 0x7,
    cancel: 0x8,
    compressionError: 0x9,
    enhanceYourCalm: 0xb,
    http11Required: 0xd,
};
/** What the other side, or this one, did wrong by the rules of HTTP/2. */
const faults = new Map([
    [errorCodes.protocolError, 'PROTOCOL_ERROR'],
    [errorCodes.flowControlError, 'FLOW_CONTROL_ERROR'],
    [errorCodes.frameSizeError, 'FRAME_SIZE_ERROR'],
    [errorCodes.compressionError, 'COMPRESSION_ERROR'],
    [errorCodes.enhanceYourCalm, 'ENHANCE_YOUR_CALM'],
]);
/** Node's own words for what broke the rules: a frame that is none, a head that is too large. */
const brokenRules = /^ERR_HTTP2_(?:ERROR|TOO_MANY_|INVALID_|HEADER|PSEUDO|STATUS|CONNECTION_HEADERS)/;
/**
 * Why a stream ended before its answer was whole.
 * @param resetCode the code of its RST_STREAM, whoever sent it
 * @param cause what its session failed with, where it did
 */
function streamFailure(resetCode, cause) {
    if (resetCode === errorCodes.refusedStream)
        return new UnprocessedRequestError();
    if (resetCode === errorCodes.http11Required)
        return new Http11RequiredError('HTTP_1_1_REQUIRED');
    const fault = faults.get(resetCode);
    if (fault !== undefined)
        return new _transport_error_js__WEBPACK_IMPORTED_MODULE_1__/* .MalformedResponseError */ .f7(fault, 'HTTP/2');
    const code = (0,_runtime_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorCodeOf */ .D9)(cause) ?? '';
    if (brokenRules.test(code))
        return new _transport_error_js__WEBPACK_IMPORTED_MODULE_1__/* .MalformedResponseError */ .f7(code, 'HTTP/2');
    return cause instanceof Error && code !== '' && !code.startsWith('ERR_HTTP2_') ? cause : (0,_transport_error_js__WEBPACK_IMPORTED_MODULE_1__/* .closedError */ .L1)();
}


/***/ }),

/***/ 5431:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ noBody),
/* harmony export */   u: () => (/* binding */ ReceivedBody)
/* harmony export */ });
/* harmony import */ var _runtime_blocks_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4864);
/* harmony import */ var _transport_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9055);


/** How it is read from the socket: into memory of its own, or through the connection's small buffer. */
const minDirectBytes = 64 * 1024;
/** A read into less than this is not worth the call. */
const minReadBytes = 64 * 1024;
/** So much is read ahead of whoever reads the body. Then the socket is not read any more. */
const maxAheadBytes = 1.5 * _runtime_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .blockBytes */ .V;
/** A reader that waits gets what is there, even if it is little, after this. */
const maxHeldMs = 100;
const nothing = new Uint8Array();
/** The body of one answer, between the socket and its reader. */
class ReceivedBody {
    left;
    hooks;
    #chunks = [];
    #aheadBytes = 0;
    #isPaused = false;
    #ending;
    #changed;
    #wake;
    /** What the socket fills. */
    #space;
    #filled = 0;
    /** What is before this was passed on as a copy. */
    #start = 0;
    /** Runs while bytes are held in there. */
    #holdTimer;
    #isOverdue = false;
    /** @param left bytes that are to come, where that is known */
    constructor(left, hooks) {
        this.left = left;
        this.hooks = hooks;
    }
    /** Whether the socket is to be read into `space`. */
    get isDirect() {
        return this.left !== undefined && (this.#space !== undefined || this.left >= minDirectBytes);
    }
    /** Where the next bytes go. */
    space() {
        this.#space ??= _runtime_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .blocks */ .B.take();
        const space = this.#space;
        const end = this.left === undefined ? space.length : Math.min(space.length, this.#filled + this.left);
        return this.#filled === 0 && end === space.length ? space : space.subarray(this.#filled, end);
    }
    /** So many bytes were read into `space`. */
    filled(count) {
        if (this.left !== undefined)
            this.left -= count;
        this.#filled += count;
        if (this.left === 0 || _runtime_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .blockBytes */ .V - this.#filled < minReadBytes)
            this.#passOn();
        else
            this.#hold();
    }
    /** Takes bytes that the caller uses again. */
    append(bytes) {
        if (bytes.length === 0)
            return;
        if (this.isDirect) {
            this.#copyIn(bytes);
            return;
        }
        if (this.left !== undefined)
            this.left -= bytes.length;
        this.#push(Buffer.from(bytes));
    }
    /** What came with the head of an answer, before the socket was read into `space`. */
    #copyIn(bytes) {
        for (let start = 0; start < bytes.length;) {
            const space = this.space();
            const part = bytes.subarray(start, start + space.length);
            space.set(part);
            this.filled(part.length);
            start += part.length;
        }
    }
    /** That was all. */
    complete() {
        this.#end({});
    }
    /** It was cut off. What came before is passed on, so that it need not be sent again. */
    cut(error) {
        this.#end({ error });
    }
    get isEnded() {
        return this.#ending !== undefined && this.#chunks.length === 0;
    }
    takeWhole() {
        const [chunk, ...others] = this.#chunks;
        if (this.#ending === undefined || this.#ending.error !== undefined || others.length > 0)
            return undefined;
        const whole = chunk === undefined ? nothing : Buffer.from(chunk);
        this.#drop();
        return whole;
    }
    destroy(error) {
        this.#drop();
        this.#holdNothing();
        if (this.#ending !== undefined) {
            this.#ending = { error };
            return;
        }
        this.#ending = { error };
        this.#wakeUp();
        this.hooks.abandon();
    }
    async drain(maxBytes, signal) {
        let dropped = 0;
        const stop = () => {
            this.destroy((0,_transport_error_js__WEBPACK_IMPORTED_MODULE_1__/* .closedError */ .L1)());
        };
        signal.addEventListener('abort', stop, { once: true });
        try {
            for (;;) {
                for (const chunk of this.#chunks)
                    dropped += chunk.length;
                this.#drop();
                if (this.#ending !== undefined)
                    return;
                if (dropped > maxBytes || dropped + (this.left ?? 0) > maxBytes || signal.aborted) {
                    stop();
                    return;
                }
                this.#resume();
                await this.#untilChanged();
            }
        }
        finally {
            signal.removeEventListener('abort', stop);
        }
    }
    async *[Symbol.asyncIterator]() {
        try {
            for (;;) {
                const chunk = this.#chunks.shift();
                if (chunk !== undefined) {
                    this.#aheadBytes -= chunk.length;
                    this.#resume();
                    yield chunk;
                }
                else if (this.#ending?.error !== undefined)
                    throw this.#ending.error;
                else if (this.#ending !== undefined)
                    return;
                else if (this.#isOverdue)
                    this.#passCopy();
                else
                    await this.#untilChanged();
            }
        }
        finally {
            if (this.#ending === undefined)
                this.destroy((0,_transport_error_js__WEBPACK_IMPORTED_MODULE_1__/* .closedError */ .L1)());
        }
    }
    #passOn() {
        const [space, start, filled] = [this.#space, this.#start, this.#filled];
        this.#space = undefined;
        this.#filled = 0;
        this.#start = 0;
        this.#holdNothing();
        if (space !== undefined && filled > start)
            this.#push(space.subarray(start, filled));
    }
    #hold() {
        if (this.#isPaused || this.#filled === this.#start)
            return;
        if (this.#holdTimer !== undefined || this.#isOverdue)
            return;
        this.#holdTimer = this.hooks.clock.setTimer(maxHeldMs, () => {
            this.#holdTimer = undefined;
            this.#isOverdue = true;
            if (this.#wake !== undefined)
                this.#passCopy();
        });
    }
    #holdNothing() {
        this.#holdTimer?.cancel();
        this.#holdTimer = undefined;
        this.#isOverdue = false;
    }
    /**
     * A host that is slow would fill memory with blocks that hold next to nothing. And the socket may have been promised the rest of the block, so
     * that it has to stay.
     */
    #passCopy() {
        const [space, start] = [this.#space, this.#start];
        this.#holdNothing();
        if (space === undefined || this.#filled === start)
            return;
        this.#start = this.#filled;
        this.#push(Buffer.from(space.subarray(start, this.#filled)));
    }
    #push(chunk) {
        if (this.#ending !== undefined)
            return;
        this.#chunks.push(chunk);
        this.#aheadBytes += chunk.length;
        if (this.#aheadBytes > maxAheadBytes && this.left !== 0 && !this.#isPaused) {
            this.#isPaused = true;
            this.hooks.pause();
        }
        this.#wakeUp();
    }
    #end(ending) {
        if (this.#ending !== undefined)
            return;
        this.#passOn();
        this.#ending = ending;
        this.#wakeUp();
    }
    #resume() {
        if (!this.#isPaused || this.#aheadBytes > maxAheadBytes || this.#ending !== undefined)
            return;
        this.#isPaused = false;
        this.#hold();
        this.hooks.resume();
    }
    #drop() {
        for (const chunk of this.#chunks)
            _runtime_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .blocks */ .B.release(chunk);
        this.#chunks.length = 0;
        this.#aheadBytes = 0;
    }
    #wakeUp() {
        const wake = this.#wake;
        this.#wake = undefined;
        this.#changed = undefined;
        wake?.();
    }
    async #untilChanged() {
        this.#changed ??= new Promise((resolve) => {
            this.#wake = resolve;
        });
        await this.#changed;
    }
}
/** The body of an answer that has none. */
const noBody = {
    isEnded: true,
    takeWhole: () => nothing,
    drain: async () => Promise.resolve(),
    destroy: () => undefined,
    // eslint-disable-next-line @typescript-eslint/no-empty-function -- a body without bytes has no chunks
    async *[Symbol.asyncIterator]() { },
};


/***/ }),

/***/ 1323:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hn: () => (/* binding */ UnsendableRequestError),
/* harmony export */   PZ: () => (/* binding */ checkField),
/* harmony export */   e$: () => (/* binding */ checkTarget)
/* harmony export */ });
/* harmony import */ var _field_characters_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3762);

/** The request would break the rules of HTTP, so nothing was sent. */
class UnsendableRequestError extends Error {
    header;
    name = 'UnsendableRequestError';
    /**
     * @param fault what is wrong with it. Never a value, which may be a secret.
     * @param header the name of the header at fault, in lower case
     */
    constructor(fault, header) {
        super(`the request cannot be sent: ${fault}`);
        this.header = header;
    }
}
/** Visible ASCII, as in `URL.pathname`. A blank would end the path. Fragments are not sent (RFC 9112 §3.2.1). */
const sendablePath = /^\/[!"$-~]*$/;
const sendableHost = /^[\w.:[\]-]+$/;
/**
 * It refuses line breaks, because text after one would be a header, or another request.
 * @param path with the query: `/v2/?n=1`
 * @param host with the port, unless it is the default of the scheme
 * @throws {UnsendableRequestError}
 */
function checkTarget(method, path, host) {
    if (!(0,_field_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isToken */ .sg)(method))
        throw new UnsendableRequestError('its method is not a word of HTTP');
    if (!sendablePath.test(path))
        throw new UnsendableRequestError('its path has a character that is not allowed there');
    if (!sendableHost.test(host))
        throw new UnsendableRequestError('its host has a character that is not allowed there');
}
/** @throws {UnsendableRequestError} */
function checkField(name, value) {
    if (!(0,_field_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isToken */ .sg)(name))
        throw new UnsendableRequestError('a header has a name with a character that is not allowed', name.toLowerCase());
    if ((0,_field_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isFieldValue */ .Ce)(value))
        return;
    const header = name.toLowerCase();
    throw new UnsendableRequestError(`its header "${header}" has a line break or another character that is not allowed`, header);
}


/***/ }),

/***/ 9055:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L1: () => (/* binding */ closedError),
/* harmony export */   f7: () => (/* binding */ MalformedResponseError),
/* harmony export */   wX: () => (/* binding */ TransportError)
/* harmony export */ });
/** A request that failed on its way. Failures of the system itself (`ECONNREFUSED`, `ENOTFOUND`, TLS errors) come as Node makes them. */
class TransportError extends Error {
    code;
    name = 'TransportError';
    constructor(code, message) {
        super(message);
        this.code = code;
    }
}
function closedError() {
    return new TransportError('ECONNRESET', 'the other side closed the connection');
}
/**
 * The server's answer breaks the rules of HTTP. Nobody knows where such an answer ends, so its connection must be
 * closed. The message never repeats what the server sent.
 */
class MalformedResponseError extends Error {
    name = 'MalformedResponseError';
    /** @param fault a sentence without its full stop: "it has two Content-Length headers" */
    constructor(fault, version = 'HTTP/1.1') {
        super(`the answer is not valid ${version}: ${fault}`);
    }
}


/***/ }),

/***/ 8436:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ bodyLength),
/* harmony export */   e: () => (/* binding */ isStreamed)
/* harmony export */ });
/** Whether a body is read while it is sent, so that it cannot be sent twice. */
function isStreamed(body) {
    return body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
}
/** What `content-length` says of a body that is here. undefined: no header says it. */
function bodyLength(method, body) {
    if (body !== undefined)
        return Buffer.byteLength(body);
    // Source: RFC 9110 §8.6. Some servers answer 411 to a PUT or POST without it.
    return method === 'PUT' || method === 'POST' || method === 'PATCH' ? 0 : undefined;
}


/***/ }),

/***/ 2002:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ CircuitBreaker)
/* harmony export */ });
/**
 * Stops attempts that are bound to fail. Closed, it lets everybody through. Enough failures in a row open it: whoever asks then gets the last
 * failure at once. After each cooldown it lets one attempt through, and one success closes it.
 */
class CircuitBreaker {
    rule;
    clock;
    #failures = 0;
    /** by `Clock.monotonicMs`: when the first attempt of the row was made */
    #since = 0;
    #last;
    #nextTryAt = 0;
    #isTripped = false;
    constructor(rule, clock) {
        this.rule = rule;
        this.clock = clock;
    }
    /** How many failures there were in a row. */
    get failures() {
        return this.#failures;
    }
    /** Whether attempts are refused, but for one after each cooldown. */
    get isOpen() {
        return this.#last !== undefined && this.#isOpen(this.clock.monotonicMs());
    }
    /** Why nobody should try now; undefined: try, and say how it went. */
    refusal() {
        if (this.#last === undefined)
            return undefined;
        const now = this.clock.monotonicMs();
        if (!this.#isOpen(now))
            return undefined;
        if (now < this.#nextTryAt)
            return this.#last;
        this.#nextTryAt = now + this.rule.cooldownMs;
        return undefined;
    }
    succeeded() {
        this.#failures = 0;
        this.#last = undefined;
        this.#isTripped = false;
    }
    /**
     * @param madeAt when the attempt was made, by `Clock.monotonicMs`
     * @param notBefore until then no attempt is let through
     */
    failed(failure, madeAt = this.clock.monotonicMs(), notBefore = 0) {
        if (this.#failures === 0)
            this.#since = madeAt;
        this.#failures += 1;
        this.#last = failure;
        this.#nextTryAt = Math.max(this.#nextTryAt, notBefore, this.clock.monotonicMs() + this.rule.cooldownMs);
    }
    /** Opens at once, whatever went well before. */
    trip(failure) {
        this.failed(failure);
        this.#isTripped = true;
    }
    #isOpen(now) {
        if (this.#isTripped)
            return true;
        return this.#failures >= this.rule.failures && now - this.#since >= this.rule.forMs;
    }
}


/***/ })

};
