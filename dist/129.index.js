export const id = 129;
export const ids = [129];
export const modules = {

/***/ 5129:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   liveProgress: () => (/* binding */ liveProgress)
/* harmony export */ });
/* unused harmony export renderFrame */
/* harmony import */ var log_update__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6888);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5369);
/* harmony import */ var _result_progress_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3230);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5226);




const redrawMs = 100;
/** A display that is drawn again in place: what is being copied, how much of it, how fast; above it what was told of the run. */
function liveProgress(stream, clock, nameOf) {
    const log = (0,log_update__WEBPACK_IMPORTED_MODULE_3__/* .createLogUpdate */ .SY)(stream);
    const moving = new _result_progress_js__WEBPACK_IMPORTED_MODULE_1__/* .Advances */ .K();
    let done = 0;
    let failed = 0;
    const timer = clock.setTimer(redrawMs, () => {
        timer.restart();
        log(renderFrame(movingOf(moving), { done, failed }, { rows: stream.rows, columns: stream.columns, now: clock.monotonicMs() }));
    });
    return {
        started: (task) => {
            moving.begin(task, { name: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g$)(nameOf(task)), since: clock.monotonicMs() });
        },
        expected: (task, expected) => {
            moving.add(task, { expected });
        },
        moved: (task, bytes) => {
            moving.add(task, { bytes });
        },
        finished: (task, outcome) => {
            moving.end(task);
            done += 1;
            if (outcome.state === 'failed')
                failed += 1;
        },
        log: (line) => {
            log.persist((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g$)(line));
        },
        close: () => {
            timer.cancel();
            log.clear();
            log.done();
        },
    };
}
function* movingOf(advances) {
    for (const [, { more, bytes, expected }] of advances.all)
        yield { ...more, bytes, expected };
}
/** What moves stands first; lines that find no place are counted. */
function renderFrame(moving, { done, failed }, { rows, columns, now }) {
    const room = Math.max(rows - 3, 1);
    const { shown, count } = selectMoving(moving, room);
    const lines = shown.map((entry) => renderMoving(entry, now, columns));
    const hidden = count - lines.length;
    const finished = failed > 0 ? `${done} done (${failed} failed)` : `${done} done`;
    return [...lines, `${finished}, ${count} under way${hidden > 0 ? ` (${hidden} not shown)` : ''}`].join('\n');
}
/** Those of which most has moved, in that order. Thousands may be under way, and a frame is drawn ten times a second: they are not sorted. */
function selectMoving(moving, room) {
    const shown = [];
    let count = 0;
    for (const entry of moving) {
        count += 1;
        if (shown.length >= room && entry.bytes <= (shown.at(-1)?.bytes ?? 0))
            continue;
        shown.splice(shown.findLastIndex(({ bytes }) => bytes >= entry.bytes) + 1, 0, entry);
        if (shown.length > room)
            shown.pop();
    }
    return { shown, count };
}
function renderMoving({ name, since, bytes, expected }, now, columns) {
    const seconds = Math.max((now - since) / 1_000, 0.001);
    const amount = bytes > 0 ? `${(0,_formats_js__WEBPACK_IMPORTED_MODULE_2__/* .formatAdvance */ .Gg)({ bytes, expected })}  ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_2__/* .formatBytes */ .z3)(Math.round(bytes / seconds))}/s` : 'asking';
    const room = Math.max(columns - amount.length - 3, 10);
    return `${name.length > room ? `…${name.slice(1 - room)}` : name.padEnd(Math.min(room, 60))}  ${amount}`;
}


/***/ })

};
