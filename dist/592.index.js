export const id = 592;
export const ids = [592];
export const modules = {

/***/ 1444:
/***/ ((module) => {


const array = [];
const charCodeCache = [];

const leven = (left, right) => {
	if (left === right) {
		return 0;
	}

	const swap = left;

	// Swapping the strings if `a` is longer than `b` so we know which one is the
	// shortest & which one is the longest
	if (left.length > right.length) {
		left = right;
		right = swap;
	}

	let leftLength = left.length;
	let rightLength = right.length;

	// Performing suffix trimming:
	// We can linearly drop suffix common to both strings since they
	// don't increase distance at all
	// Note: `~-` is the bitwise way to perform a `- 1` operation
	while (leftLength > 0 && (left.charCodeAt(~-leftLength) === right.charCodeAt(~-rightLength))) {
		leftLength--;
		rightLength--;
	}

	// Performing prefix trimming
	// We can linearly drop prefix common to both strings since they
	// don't increase distance at all
	let start = 0;

	while (start < leftLength && (left.charCodeAt(start) === right.charCodeAt(start))) {
		start++;
	}

	leftLength -= start;
	rightLength -= start;

	if (leftLength === 0) {
		return rightLength;
	}

	let bCharCode;
	let result;
	let temp;
	let temp2;
	let i = 0;
	let j = 0;

	while (i < leftLength) {
		charCodeCache[i] = left.charCodeAt(start + i);
		array[i] = ++i;
	}

	while (j < rightLength) {
		bCharCode = right.charCodeAt(start + j);
		temp = j++;
		result = j;

		for (i = 0; i < leftLength; i++) {
			temp2 = bCharCode === charCodeCache[i] ? temp : temp + 1;
			temp = array[i];
			// eslint-disable-next-line no-multi-assign
			result = array[i] = temp > result ? temp2 > result ? result + 1 : temp2 : temp2 > temp ? temp + 1 : temp2;
		}
	}

	return result;
};

module.exports = leven;
// TODO: Remove this for the next major release
module.exports["default"] = leven;


/***/ }),

/***/ 5592:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  parseConfigFile: () => (/* binding */ parseConfigFile)
});

// EXTERNAL MODULE: ./node_modules/leven/index.js
var leven = __webpack_require__(1444);
var leven_default = /*#__PURE__*/__webpack_require__.n(leven);
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
// EXTERNAL MODULE: ./src/runtime/errors.ts
var errors = __webpack_require__(9541);
// EXTERNAL MODULE: ./src/runtime/optional-field.ts
var optional_field = __webpack_require__(7843);
// EXTERNAL MODULE: ./src/image/platform.ts + 1 modules
var platform = __webpack_require__(1329);
// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
// EXTERNAL MODULE: ./src/config/glob.ts
var glob = __webpack_require__(3334);
// EXTERNAL MODULE: ./src/config/options.ts
var options = __webpack_require__(6856);
// EXTERNAL MODULE: ./node_modules/js-yaml/dist/js-yaml.mjs
var js_yaml = __webpack_require__(3243);
;// CONCATENATED MODULE: ./src/config/file/read-yaml.ts


/** A text that is no YAML, or none that is read here. The message has the line before it: `12: …`. */
class YamlError extends Error {
    name = 'YamlError';
}
const maxDepth = 16;
/** What is repeated is named once and used again; whoever nests that makes gigabytes of a kilobyte. */
const maxAliases = 100;
/**
 * Reads one document of YAML 1.2 (core schema), and where everything stands in it.
 * @throws {YamlError}
 */
function readYaml(text) {
    try {
        const events = (0,js_yaml/* parseEvents */.PH)(text, { maxDepth });
        const values = (0,js_yaml/* constructFromEvents */.fw)(events, { source: text, schema: js_yaml/* CORE_SCHEMA */.OU, maxAliases });
        if (values.length > 1)
            throw new YamlError('1: there are several documents ("---") in it. Write one.');
        const offsets = findOffsets(events, text);
        return { value: values[0], lineOf: (path) => lineAt(text, offsetOf(path, offsets)) };
    }
    catch (error) {
        if (!(error instanceof js_yaml/* YAMLException */.tB))
            throw error;
        const line = error.mark === undefined ? 1 : error.mark.line + 1;
        throw new YamlError(`${line}: this is no YAML: ${(0,runtime_text/* printable */.g$)(error.reason)}.`, { cause: error });
    }
}
function offsetOf(path, offsets) {
    for (let length = path.length; length > 0; length -= 1) {
        const offset = offsets.get(keyOf(path.slice(0, length)));
        if (offset !== undefined)
            return offset;
    }
    return 0;
}
function keyOf(path) {
    return JSON.stringify(path.map(String));
}
function lineAt(text, offset) {
    return text.slice(0, offset).split(/\r\n|\r|\n/).length;
}
/** A key stands where it begins, and an item where its value does. */
function findOffsets(events, text) {
    const offsets = new Map();
    const open = [];
    /** Where the next node belongs; undefined if it is a key. */
    const place = () => {
        const inside = open.at(-1);
        if (inside === undefined)
            return [];
        if (!inside.isMapping) {
            inside.count += 1;
            return [...inside.path, inside.count - 1];
        }
        if (inside.key === undefined)
            return undefined;
        const path = [...inside.path, inside.key];
        inside.key = undefined;
        return path;
    };
    const startKey = (key, offset) => {
        const inside = open.at(-1);
        if (inside === undefined)
            return;
        inside.key = key;
        offsets.set(keyOf([...inside.path, key]), offset);
    };
    for (const event of events) {
        if (event.type === js_yaml/* EVENT_ID */.hy.POP) {
            open.pop();
            continue;
        }
        if (event.type === js_yaml/* EVENT_ID */.hy.DOCUMENT)
            continue;
        const path = place();
        const start = startOf(event);
        if (path === undefined)
            startKey(event.type === js_yaml/* EVENT_ID */.hy.SCALAR ? (0,js_yaml/* getScalarValue */.KE)(text, event) : '', start);
        else if (start >= 0 && !offsets.has(keyOf(path)))
            offsets.set(keyOf(path), start);
        if (event.type === js_yaml/* EVENT_ID */.hy.MAPPING || event.type === js_yaml/* EVENT_ID */.hy.SEQUENCE)
            open.push({ path: path ?? [], isMapping: event.type === js_yaml/* EVENT_ID */.hy.MAPPING, key: undefined, count: 0 });
    }
    return offsets;
}
function startOf(event) {
    switch (event.type) {
        case js_yaml/* EVENT_ID */.hy.SCALAR:
            return event.valueStart;
        case js_yaml/* EVENT_ID */.hy.ALIAS:
            return event.anchorStart;
        case js_yaml/* EVENT_ID */.hy.MAPPING:
        case js_yaml/* EVENT_ID */.hy.SEQUENCE:
            return event.start;
    }
}

;// CONCATENATED MODULE: ./src/config/file/config-file.ts









/** More problems than this are one: it is another file. */
const maxProblems = 50;
/** A text that is read as an input's would be. */
function parsed(parse) {
    return dist/* pipe */.FsL(dist/* string */.YjP(), dist/* rawTransform */.NTK(({ dataset, addIssue, NEVER }) => {
        try {
            return parse(dataset.value);
        }
        catch (error) {
            addIssue({ message: (0,errors/* messageOf */.bD)(error) });
            return NEVER;
        }
    }));
}
function choice(name) {
    const values = options/* choices */.zM[name];
    return dist/* picklist */.KIO(values);
}
const ruleEntries = {
    platforms: dist/* pipe */.FsL(dist/* array */.YOg(parsed(platform/* parsePlatform */.Y8)), dist/* nonEmpty */.hq()),
    'on-missing-platform': choice('on-missing-platform'),
    'on-mismatch': choice('on-mismatch'),
    compare: choice('compare'),
};
const overrideSchema = dist/* pipe */.FsL(dist/* strictObject */.rej({ match: parsed(glob/* parseGlob */.q), ...dist/* partial */.OH3(dist/* object */.Ikc(ruleEntries)).entries }), dist/* check */.z6Y((override) => Object.keys(override).length > 1, `it sets nothing. Add one of ${Object.keys(ruleEntries).join(', ')}.`), dist/* transform */.pdi(({ match, platforms, compare, ...others }) => ({
    match: [match],
    rules: {
        ...(platforms === undefined ? {} : { platforms }),
        ...(compare === undefined ? {} : { compare }),
        ...(others['on-mismatch'] === undefined ? {} : { onMismatch: others['on-mismatch'] }),
        ...(others['on-missing-platform'] === undefined ? {} : { onMissingPlatform: others['on-missing-platform'] }),
    },
})));
/** A list whose items are all commented out is null. */
const fileSchema = dist/* strictObject */.rej({ overrides: (0,optional_field/* optional */.lq)(dist/* array */.YOg(overrideSchema)) });
/** The keys of each object of the file, to suggest one. */
const knownKeys = new Map([
    ['', Object.keys(fileSchema.entries)],
    ['overrides', ['match', ...Object.keys(ruleEntries)]],
]);
/**
 * Reads the configuration file.
 * @param name the file's, for messages
 * @throws {ConfigurationError} with every problem, each with its line: `.github/image-mirror.yml:3: …`
 */
function parseConfigFile(text, name) {
    try {
        const { value, lineOf } = readYaml(text);
        // To valibot a list is an object without keys.
        const result = dist/* safeParse */.xLC(fileSchema, Array.isArray(value) ? String(value) : (value ?? {}));
        if (result.success)
            return { overrides: result.output.overrides ?? [] };
        const problems = result.issues.map((issue) => {
            const path = pathOf(issue);
            return `${name}:${lineOf(path)}: ${describe(issue, path)}`;
        });
        throw new errors/* ConfigurationError */.j1(problems.slice(0, maxProblems));
    }
    catch (error) {
        if (error instanceof YamlError)
            throw new errors/* ConfigurationError */.j1([`${name}:${error.message}`]);
        throw error;
    }
}
function pathOf({ path }) {
    return (path ?? []).flatMap(({ key }) => (typeof key === 'string' || typeof key === 'number' ? [key] : []));
}
/** So many letters are a slip of the hand, and more are another word. */
const maxMistypes = 3;
/** What is wrong, and what to write. */
function describe(issue, path) {
    const where = path.length === 0 ? '' : `${(0,runtime_text/* printable */.g$)(formatPath(path), 200)}: `;
    if (issue.type === 'strict_object' && issue.expected === 'never')
        return describeUnknown(path);
    if (issue.type === 'strict_object' && issue.received === 'undefined')
        return `${where}it is missing.`;
    if (issue.kind !== 'schema' && issue.type !== 'non_empty')
        return `${where}${issue.message}`;
    return `${where}${(0,runtime_text/* printable */.g$)(shownOf(issue.input), 100)} is not ${wantedBy(issue)}.`;
}
function describeUnknown(path) {
    const key = String(path.at(-1));
    const known = knownKeys.get(path
        .filter((part) => typeof part === 'string')
        .slice(0, -1)
        .join('.')) ?? [];
    const [nearest = ''] = known.toSorted((one, other) => leven_default()(key, one) - leven_default()(key, other));
    const where = path.length === 1 ? '' : `${formatPath(path.slice(0, -1))}: `;
    const advice = leven_default()(key, nearest) <= maxMistypes ? `Did you mean "${nearest}"? ` : '';
    return `${where}"${(0,runtime_text/* printable */.g$)(key, 100)}" is unknown. ${advice}Known ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.`;
}
/** `overrides[2].platforms`, its items counted from 0, as editors and jq do. */
function formatPath(path) {
    return path
        .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
        .join('');
}
function shownOf(input) {
    return input === undefined ? 'nothing' : JSON.stringify(input);
}
/** In words: valibot's are those of types. */
function wantedBy({ type, expected }) {
    switch (type) {
        case 'string':
            return 'a text';
        case 'array':
            return 'a list';
        case 'non_empty':
            return 'a list with something in it';
        case 'strict_object':
            return 'a mapping of keys to values';
        case 'picklist':
            return `one of ${(expected ?? '').replace(/[()"]/g, '').replaceAll(' | ', ', ')}`;
        default:
            return expected ?? 'right';
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
