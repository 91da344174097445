export const id = 594;
export const ids = [594];
export const modules = {

/***/ 594:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  parseConfigFile: () => (/* binding */ parseConfigFile)
});

;// CONCATENATED MODULE: ./node_modules/leven/index.js
const array = [];
const characterCodeCache = [];

function leven(first, second, options) {
	if (first === second) {
		return 0;
	}

	const maxDistance = options?.maxDistance;
	const swap = first;

	// Swapping the strings if `a` is longer than `b` so we know which one is the
	// shortest & which one is the longest
	if (first.length > second.length) {
		first = second;
		second = swap;
	}

	let firstLength = first.length;
	let secondLength = second.length;

	// Performing suffix trimming:
	// We can linearly drop suffix common to both strings since they
	// don't increase distance at all
	// Note: `~-` is the bitwise way to perform a `- 1` operation
	while (firstLength > 0 && (first.charCodeAt(~-firstLength) === second.charCodeAt(~-secondLength))) {
		firstLength--;
		secondLength--;
	}

	// Performing prefix trimming
	// We can linearly drop prefix common to both strings since they
	// don't increase distance at all
	let start = 0;

	while (start < firstLength && (first.charCodeAt(start) === second.charCodeAt(start))) {
		start++;
	}

	firstLength -= start;
	secondLength -= start;

	// Early termination after trimming: if difference in length exceeds max distance
	if (maxDistance !== undefined && secondLength - firstLength > maxDistance) {
		return maxDistance;
	}

	if (firstLength === 0) {
		return maxDistance !== undefined && secondLength > maxDistance
			? maxDistance
			: secondLength;
	}

	let bCharacterCode;
	let result;
	let temporary;
	let temporary2;
	let index = 0;
	let index2 = 0;

	while (index < firstLength) {
		characterCodeCache[index] = first.charCodeAt(start + index);
		array[index] = ++index;
	}

	while (index2 < secondLength) {
		bCharacterCode = second.charCodeAt(start + index2);
		temporary = index2++;
		result = index2;

		for (index = 0; index < firstLength; index++) {
			temporary2 = bCharacterCode === characterCodeCache[index] ? temporary : temporary + 1;
			temporary = array[index];
			// eslint-disable-next-line no-multi-assign
			result = array[index] = temporary > result
				? (temporary2 > result ? result + 1 : temporary2)
				: (temporary2 > temporary ? temporary + 1 : temporary2);
		}

		// Early termination: if all values in current row exceed maxDistance
		if (maxDistance !== undefined) {
			let rowMinimum = result;
			for (index = 0; index < firstLength; index++) {
				if (array[index] < rowMinimum) {
					rowMinimum = array[index];
				}
			}

			if (rowMinimum > maxDistance) {
				return maxDistance;
			}
		}
	}

	// Bound arrays to avoid retaining large previous sizes
	array.length = firstLength;
	characterCodeCache.length = firstLength;

	return maxDistance !== undefined && result > maxDistance ? maxDistance : result;
}

function closestMatch(target, candidates, options) {
	if (!Array.isArray(candidates) || candidates.length === 0) {
		return undefined;
	}

	const userMax = options?.maxDistance;
	const targetLength = target.length;

	// Exact match fast-path
	for (const candidate of candidates) {
		if (candidate === target) {
			return candidate;
		}
	}

	if (userMax === 0) {
		return undefined;
	}

	let best;
	let bestDist = Number.POSITIVE_INFINITY;
	const seen = new Set();

	for (const candidate of candidates) {
		if (seen.has(candidate)) {
			continue;
		}

		seen.add(candidate);

		const lengthDiff = Math.abs(candidate.length - targetLength);
		if (lengthDiff >= bestDist) {
			continue;
		}

		if (userMax !== undefined && lengthDiff > userMax) {
			continue;
		}

		const cap = Number.isFinite(bestDist)
			? (userMax === undefined ? bestDist : Math.min(bestDist, userMax))
			: userMax;

		const distance = cap === undefined
			? leven(target, candidate)
			: leven(target, candidate, {maxDistance: cap});

		// Skip candidates that exceed the user's maximum distance
		if (userMax !== undefined && distance > userMax) {
			continue;
		}

		// If we got a capped result that equals the cap, we need the actual distance
		// for accurate comparison, but only if the cap was due to userMax
		let actualD = distance;
		if (cap !== undefined && distance === cap && cap === userMax) {
			actualD = leven(target, candidate);
		}

		if (actualD < bestDist) {
			bestDist = actualD;
			best = candidate;
			if (bestDist === 0) {
				break;
			}
		}
	}

	if (userMax !== undefined && bestDist > userMax) {
		return undefined;
	}

	return best;
}

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
    const [nearest = ''] = known.toSorted((one, other) => leven(key, one) - leven(key, other));
    const where = path.length === 1 ? '' : `${formatPath(path.slice(0, -1))}: `;
    const advice = leven(key, nearest) <= maxMistypes ? `Did you mean "${nearest}"? ` : '';
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
