export const id = 160;
export const ids = [160];
export const modules = {

/***/ 9160:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findLeftOut: () => (/* binding */ findLeftOut),
/* harmony export */   readFiles: () => (/* binding */ readFiles),
/* harmony export */   unusedArguments: () => (/* binding */ unusedArguments)
/* harmony export */ });
/* harmony import */ var p_queue__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9052);
/* harmony import */ var _dockerfile_arguments_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8270);
/* harmony import */ var _dockerfile_parse_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1620);
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3564);
/* harmony import */ var _folder_layout_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6601);





/** A tree may have more files than a process may open. */
const maxOpenFiles = 32;
/** Reads the images that each of the files names, in the order of the files. A file that cannot be read is a problem. */
async function readFiles(files, config) {
    const queue = new p_queue__WEBPACK_IMPORTED_MODULE_4__/* ["default"] */ .Ay({ concurrency: maxOpenFiles });
    return queue.addAll(files.map((file) => async () => readFile(file, config)));
}
/** What is wrong with a file that the run is not of is told by those that are of it. */
async function readFile(file, config) {
    const { images, problems, declared, nonDockerfile } = await readAny(file, config);
    if (file.isOutOfScope === true)
        return { images: images.map((image) => ({ ...image, isOutOfScope: true })), problems: [], declared };
    return { images, problems, declared, ...(nonDockerfile === undefined ? {} : { nonDockerfile }) };
}
async function readAny(file, config) {
    const read = await file.read();
    if (read.kind === 'problem') {
        if (file.isGuess === true && read.isOther === true)
            return asNonDockerfile(file, false);
        return { images: [], problems: [{ file: file.path, message: read.message }], declared: undefined };
    }
    const parsed = (0,_dockerfile_parse_js__WEBPACK_IMPORTED_MODULE_1__.parseDockerfile)(read.text, config.buildArgs);
    if (file.isGuess === true && !parsed.isDockerfile)
        return asNonDockerfile(file, parsed.images.some(isBase));
    const complaint = layoutComplaint(file, parsed.images);
    const images = parsed.images.map((image) => toNamedImage(file, image, complaint, config.strictLayout));
    const problems = parsed.problems.map((problem) => ({ file: file.path, ...problem }));
    return { images, problems, declared: parsed.declared };
}
function asNonDockerfile({ path }, hasFrom) {
    return { images: [], problems: [], declared: new Set(), nonDockerfile: { file: path, hasFrom } };
}
/** Many a program has a line that begins with `from`. */
function isBase({ instruction, image }) {
    return instruction === 'FROM' && image.toLowerCase() !== 'scratch' && (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .tryReference */ .$Q)(image) !== undefined;
}
/** The paths of Dockerfiles that the glob leaves out. A file that cannot be read is judged by its name. */
async function findLeftOut(files, config) {
    const queue = new p_queue__WEBPACK_IMPORTED_MODULE_4__/* ["default"] */ .Ay({ concurrency: maxOpenFiles });
    const paths = await queue.addAll(files.map((file) => async () => {
        const read = await file.read();
        const isDockerfile = read.kind === 'text'
            ? (0,_dockerfile_parse_js__WEBPACK_IMPORTED_MODULE_1__.parseDockerfile)(read.text, config.buildArgs).isDockerfile
            : file.isGuess !== true && read.isOther !== true;
        return isDockerfile ? file.path : undefined;
    }));
    return paths.filter((path) => path !== undefined);
}
function toNamedImage(file, base, complaint, strict) {
    const { image, platform, line, written, stage, instruction } = base;
    const message = complaint?.image === base ? complaint.message : undefined;
    const use = { file: file.path, line, written, ...(stage === undefined ? {} : { stage }) };
    const warnings = [base.warning, strict ? undefined : message].filter((warning) => warning !== undefined);
    return {
        image,
        ...(platform === undefined ? {} : { platform }),
        ...roleOf(instruction, written),
        ...(strict && message !== undefined ? { problem: message } : {}),
        use: warnings.length === 0 ? use : { ...use, warnings },
    };
}
function roleOf(instruction, written) {
    if (instruction === 'syntax')
        return { isFrontend: true };
    return instruction !== 'FROM' && /^[\w-]+$/.test(written) ? { possibleStage: written } : {};
}
/**
 * A folder that names an image wants one of its file's images to be that. A frontend, which most files name, says nothing of the folder.
 * What is no name is told where tasks are made.
 */
function layoutComplaint({ relativeToImages }, images) {
    const folder = (0,_folder_layout_js__WEBPACK_IMPORTED_MODULE_3__/* .imageOfFolder */ .h)(relativeToImages);
    if (folder === undefined)
        return undefined;
    const named = images.flatMap((image) => {
        const isNone = image.instruction === 'syntax' || image.image.toLowerCase() === 'scratch';
        const reference = isNone ? undefined : (0,_image_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .tryReference */ .$Q)(image.image);
        return reference === undefined ? [] : [{ image, reference }];
    });
    const last = named.findLast(({ image }) => image.instruction === 'FROM') ?? named.at(-1);
    if (last === undefined || named.some(({ reference }) => (0,_folder_layout_js__WEBPACK_IMPORTED_MODULE_3__/* .agrees */ .i)(folder, reference)))
        return undefined;
    const message = `The folder says ${(0,_image_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .formatRepository */ .Sh)(folder)}, and this line says ${(0,_image_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .formatRepository */ .Sh)(last.reference)}. Move the file, or mend the line.`;
    return { image: last.image, message };
}
/** The given arguments that change nothing in any of the files: most likely misspelled. None where a file may use them that could not be read. */
function unusedArguments(files, { buildArgs }) {
    if (files.some(({ declared }) => declared === undefined))
        return [];
    const isUsed = (name) => (0,_dockerfile_arguments_js__WEBPACK_IMPORTED_MODULE_0__/* .isPredefined */ .Z)(name) || files.some(({ declared }) => declared?.has(name));
    return [...buildArgs.keys()].filter((name) => !isUsed(name));
}


/***/ })

};
