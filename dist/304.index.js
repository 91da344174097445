export const id = 304;
export const ids = [304];
export const modules = {

/***/ 4304:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   liveProgress: () => (/* binding */ liveProgress)
/* harmony export */ });
/* unused harmony export renderFrame */
/* harmony import */ var log_update__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6888);
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3564);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8992);
/* harmony import */ var _plain_progress_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2024);
/* harmony import */ var _terminal_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7496);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2691);






const redrawMs = 100;
/** A display that is drawn again in place: what is being copied, how much of it, how fast; above it what is done. */
function liveProgress(stream, colors, clock) {
    const log = (0,log_update__WEBPACK_IMPORTED_MODULE_4__/* .createLogUpdate */ .SY)(stream);
    const moving = new Map();
    let done = 0;
    const timer = setInterval(() => {
        log(renderFrame([...moving.values()], done, { rows: stream.rows, columns: stream.columns, now: clock.now() }));
    }, redrawMs);
    timer.unref();
    return {
        started: (task) => {
            moving.set(task, { task, since: clock.now(), bytes: 0 });
        },
        moved: (task, bytes) => {
            const entry = moving.get(task);
            if (entry !== undefined)
                entry.bytes += bytes;
        },
        finished: (task, outcome) => {
            moving.delete(task);
            done += 1;
            if (outcome.kind !== 'skipped')
                log.persist((0,_terminal_js__WEBPACK_IMPORTED_MODULE_2__/* .colorOf */ .H)(outcome.kind, colors)((0,_plain_progress_js__WEBPACK_IMPORTED_MODULE_1__/* .renderOutcome */ .z)(task, outcome)));
        },
        told: (line) => {
            log.persist((0,_text_js__WEBPACK_IMPORTED_MODULE_5__/* .printable */ .g)(line));
        },
        close: () => {
            clearInterval(timer);
            log.clear();
            log.done();
        },
    };
}
/** What moves stands first; lines that find no place are counted. */
function renderFrame(moving, done, { rows, columns, now }) {
    const room = Math.max(rows - 3, 1);
    const sorted = moving.toSorted((one, other) => other.bytes - one.bytes);
    const lines = sorted.slice(0, room).map((entry) => renderMoving(entry, now, columns));
    const hidden = moving.length - lines.length;
    return [...lines, `${done} done, ${moving.length} under way${hidden > 0 ? ` (${hidden} not shown)` : ''}`].join('\n');
}
function renderMoving({ task, since, bytes }, now, columns) {
    const seconds = Math.max((now - since) / 1_000, 0.001);
    const amount = bytes > 0 ? `${(0,_words_js__WEBPACK_IMPORTED_MODULE_3__/* .formatBytes */ .z3)(bytes)}  ${(0,_words_js__WEBPACK_IMPORTED_MODULE_3__/* .formatBytes */ .z3)(Math.round(bytes / seconds))}/s` : 'asking';
    const name = (0,_text_js__WEBPACK_IMPORTED_MODULE_5__/* .printable */ .g)((0,_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCanonical */ .I3)(task.source));
    const room = Math.max(columns - amount.length - 3, 10);
    return `${name.length > room ? `…${name.slice(1 - room)}` : name.padEnd(Math.min(room, 60))}  ${amount}`;
}


/***/ })

};
