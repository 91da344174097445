export const id = 555;
export const ids = [555];
export const modules = {

/***/ 7555:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Http2Session: () => (/* binding */ Http2Session)
});

// EXTERNAL MODULE: external "node:http2"
var external_node_http2_ = __webpack_require__(2467);
// EXTERNAL MODULE: ./src/registry/transport/sendable-request.ts
var sendable_request = __webpack_require__(1323);
// EXTERNAL MODULE: ./src/registry/transport/transport.ts
var transport = __webpack_require__(8436);
// EXTERNAL MODULE: ./src/registry/transport/http2/failures.ts
var failures = __webpack_require__(8897);
// EXTERNAL MODULE: ./src/registry/transport/transport-error.ts
var transport_error = __webpack_require__(9055);
// EXTERNAL MODULE: ./src/registry/transport/received-body.ts
var received_body = __webpack_require__(5431);
;// CONCATENATED MODULE: ./src/registry/transport/http2/http2-exchange.ts



/** Source: RFC 9113 §6.2. */
const endStreamFlag = 0x1;
/** As over HTTP/1.1. */
const maxInformational = 100;
/** One request and its answer, on one stream of a session. */
class Http2Exchange {
    stream;
    request;
    hooks;
    response;
    #resolve = () => undefined;
    #reject = () => undefined;
    #sentAtMs;
    #timer;
    #body;
    /** by its header */
    #left;
    #informational = 0;
    #error;
    #isOver = false;
    constructor(stream, request, hooks) {
        this.stream = stream;
        this.request = request;
        this.hooks = hooks;
        this.response = new Promise((resolve, reject) => {
            this.#resolve = resolve;
            this.#reject = reject;
        });
        this.#sentAtMs = hooks.clock.monotonicMs();
        this.#timer = hooks.clock.setTimer(request.headersTimeoutMs, () => {
            hooks.onSilence();
            this.#fail(new transport_error/* TransportError */.wX('HEADERS_TIMEOUT', 'it takes connections, and gave no answer in time'));
        });
        request.signal.addEventListener('abort', this.#abort, { once: true });
        stream.on('headers', () => {
            this.#informational += 1;
            if (this.#informational > maxInformational)
                this.#fail(new transport_error/* MalformedResponseError */.f7('it has too many informational answers', 'HTTP/2'));
        });
        stream.once('response', (headers, flags, ...[fields]) => {
            this.#answered(headers, fields, (flags & endStreamFlag) !== 0);
        });
        stream.on('error', (error) => {
            this.#error = error;
        });
        stream.once('close', () => {
            this.#closed();
        });
    }
    #abort = () => {
        const reason = this.request.signal.reason;
        this.#fail(reason);
    };
    #answered(headers, fields, isEnd) {
        if (this.#isOver)
            return;
        this.#timer?.cancel();
        const status = headers[':status'];
        if (status === undefined) {
            this.#fail(new transport_error/* MalformedResponseError */.f7('it has no status', 'HTTP/2'));
            return;
        }
        const head = { status, headers: headersOf(fields) };
        const latencyMs = this.hooks.clock.monotonicMs() - this.#sentAtMs;
        if (isEnd) {
            // Nothing comes, and nobody else takes note of it.
            this.stream.resume();
            this.#end();
            this.#resolve({ ...head, body: received_body/* noBody */.G, latencyMs });
            return;
        }
        const length = head.headers['content-length'];
        if (this.request.method !== 'HEAD' && typeof length === 'string')
            this.#left = Number(length);
        this.#body = this.#openBody();
        this.#resolve({ ...head, body: this.#body, latencyMs });
    }
    #openBody() {
        const { stream } = this;
        this.#timer = this.#awaitBody();
        const body = new received_body/* ReceivedBody */.u(undefined, {
            clock: this.hooks.clock,
            pause: () => {
                this.#timer?.cancel();
                stream.pause();
            },
            resume: () => {
                if (this.#isOver)
                    return;
                this.#timer = this.#awaitBody();
                stream.resume();
            },
            abandon: () => {
                this.#end();
                stream.close(failures/* errorCodes */.fv.cancel);
            },
        });
        stream.on('data', (bytes) => {
            this.#timer?.restart();
            if (this.#left !== undefined)
                this.#left -= bytes.length;
            body.append(bytes);
        });
        stream.once('end', () => {
            // A stream that was reset without an error ends like one that is whole.
            if ((this.#left ?? 0) !== 0)
                this.#fail((0,transport_error/* closedError */.L1)());
            if (this.#isOver)
                return;
            this.#end();
            body.complete();
        });
        return body;
    }
    #awaitBody() {
        return this.hooks.clock.setTimer(this.request.bodyTimeoutMs, () => {
            this.#fail(new transport_error/* TransportError */.wX('BODY_TIMEOUT', 'the answer stopped before its end, and nothing more came in time'));
        });
    }
    /** Before the answer was whole. */
    #closed() {
        if (this.#isOver)
            return;
        const { stream, hooks } = this;
        const isUnprocessed = this.#body === undefined && hooks.isUnprocessed(stream.id);
        const cause = hooks.sessionError() ?? this.#error;
        this.#fail(isUnprocessed ? new failures/* UnprocessedRequestError */.Lo() : (0,failures/* streamFailure */.RC)(stream.rstCode, cause));
    }
    #fail(error) {
        if (this.#isOver)
            return;
        this.#end();
        if (!this.stream.closed)
            this.stream.close(failures/* errorCodes */.fv.cancel);
        if (this.#body === undefined)
            this.#reject(error);
        else
            this.#body.cut(error instanceof Error ? error : (0,transport_error/* closedError */.L1)());
    }
    #end() {
        this.#isOver = true;
        this.#timer?.cancel();
        this.#timer = undefined;
        this.request.signal.removeEventListener('abort', this.#abort);
        this.hooks.onEnd();
    }
}
/** From names and values in turn: Node's own object joins several values by commas, or keeps the first. */
function headersOf(fields) {
    const headers = {};
    const list = Array.isArray(fields) ? fields : [];
    for (let at = 0; at + 1 < list.length; at += 2) {
        const [name, value] = [list[at], list[at + 1]];
        if (typeof name !== 'string' || typeof value !== 'string' || name.startsWith(':'))
            continue;
        const known = headers[name];
        headers[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
    }
    return headers;
}

;// CONCATENATED MODULE: ./src/registry/transport/http2/http2-session.ts





/** Balancers drop what has been idle for some minutes, and may not say so. */
const maxIdleMs = 30_000;
/** Heads of answers are as large as over HTTP/1.1. */
const maxHeadBytes = 64 * 1024;
const maxFields = 256;
/** So much of one answer, and of all together, may come before it is read: most manifests come in one go. */
const streamWindowBytes = 256 * 1024;
const sessionWindowBytes = 4 * 1024 * 1024;
/** In units of a million bytes. The windows bound what is held for answers; this bounds the rest. */
const maxSessionMemory = 32;
/**
 * One session of HTTP/2. Node and nghttp2 bound what the other side may do to it: the CONTINUATION frames of a head, the SETTINGS and PING frames
 * that wait for an answer, empty and invalid frames. It takes no pushed answers, and serves no other origin.
 * Source: RFC 9113.
 */
class Http2Session {
    url;
    clock;
    #session;
    /** Streams behind this were not processed. */
    #lastStreamId = Infinity;
    #error;
    #exchanges = 0;
    #usedAtMs;
    /** It takes no more requests. */
    #isRetired = false;
    /** Nobody may be there to close it. After some broken frames nghttp2 reads no more, and does not say so. */
    #isSilent = false;
    /**
     * @param early what the server sent before
     * @param onClose called when its connection is closed
     */
    constructor({ socket, early }, url, clock, onClose) {
        this.url = url;
        this.clock = clock;
        this.#usedAtMs = clock.monotonicMs();
        // Node's session begins with what its socket holds.
        if (early.length > 0)
            socket.unshift(early);
        this.#session = (0,external_node_http2_.connect)(url.origin, {
            createConnection: () => socket,
            maxSessionMemory,
            maxHeaderListPairs: maxFields,
            maxReservedRemoteStreams: 0,
            settings: { enablePush: false, initialWindowSize: streamWindowBytes, maxHeaderListSize: maxHeadBytes },
        });
        this.#session.setLocalWindowSize(sessionWindowBytes);
        this.#session.on('error', (error) => {
            this.#error = error;
        });
        this.#session.on('goaway', (_code, lastStreamId) => {
            this.#isRetired = true;
            if (typeof lastStreamId === 'number')
                this.#lastStreamId = lastStreamId;
        });
        this.#session.once('close', onClose);
    }
    /** Whether it may take one more request. */
    get isUsable() {
        if (this.#isRetired || this.#session.closed || this.#session.destroyed)
            return false;
        return this.#exchanges > 0 || this.clock.monotonicMs() - this.#usedAtMs <= maxIdleMs;
    }
    /** It takes no more requests, and closes when the last answer is whole. */
    retire() {
        this.#isRetired = true;
        this.#closeIfUnused();
    }
    /**
     * @throws {UnprocessedRequestError} where it may be sent again
     * @throws {UnsendableRequestError} before anything is sent
     */
    async send(request) {
        request.signal.throwIfAborted();
        if (!this.isUsable)
            throw new failures/* UnprocessedRequestError */.Lo();
        const { body } = request;
        if ((0,transport/* isStreamed */.e)(body))
            throw new sendable_request/* UnsendableRequestError */.Hn('a streamed body goes over HTTP/1.1');
        const stream = this.#open(this.#headersOf(request), body === undefined);
        this.#exchanges += 1;
        const exchange = new Http2Exchange(stream, request, {
            clock: this.clock,
            sessionError: () => this.#error,
            isUnprocessed: (id) => id === undefined || id > this.#lastStreamId,
            onSilence: () => {
                this.#isSilent = true;
                this.#isRetired = true;
            },
            onEnd: () => {
                this.#exchanges -= 1;
                this.#usedAtMs = this.clock.monotonicMs();
                this.#closeIfUnused();
            },
        });
        if (body !== undefined)
            stream.end(body);
        return exchange.response;
    }
    #closeIfUnused() {
        if (!this.#isRetired || this.#exchanges > 0)
            return;
        if (this.#isSilent)
            this.#session.destroy();
        else
            this.#session.close();
    }
    /** @throws {UnprocessedRequestError} where the session ends at this moment */
    #open(headers, endStream) {
        try {
            return this.#session.request(headers, { endStream });
        }
        catch {
            this.#isRetired = true;
            throw new failures/* UnprocessedRequestError */.Lo();
        }
    }
    /** Whoever waits for an answer gets the error. */
    destroy(error) {
        this.#isRetired = true;
        this.#error = error;
        this.#session.destroy();
    }
    #headersOf({ method, url, headers, body }) {
        const path = `${url.pathname}${url.search}`;
        (0,sendable_request/* checkTarget */.e$)(method, path, this.url.host);
        const length = (0,transport/* isStreamed */.e)(body) ? undefined : (0,transport/* bodyLength */.Z)(method, body);
        const fields = {
            ':method': method,
            ':scheme': this.url.protocol.slice(0, -1),
            ':authority': this.url.host,
            ':path': path,
        };
        for (const name of Object.keys(headers)) {
            const value = headers[name] ?? '';
            (0,sendable_request/* checkField */.PZ)(name, value);
            if (connectionFields.has(name) || (name === 'content-length' && value !== String(length)))
                throw new sendable_request/* UnsendableRequestError */.Hn(`its header "${name}" contradicts what is sent`, name);
            fields[name] = value;
        }
        if (length !== undefined)
            fields['content-length'] = length;
        return fields;
    }
}
/** Source: RFC 9113 §8.2.2. */
const connectionFields = new Set([
    'host',
    'connection',
    'keep-alive',
    'proxy-connection',
    'transfer-encoding',
    'upgrade',
    'te',
]);


/***/ })

};
