export const id = 922;
export const ids = [922];
export const modules = {

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
