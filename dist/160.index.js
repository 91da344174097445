export const id = 160;
export const ids = [160,361];
export const modules = {

/***/ 8270:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ isPredefined),
/* harmony export */   l: () => (/* binding */ readArguments)
/* harmony export */ });
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2584);
/* harmony import */ var _expand_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2819);


/**
 * What a builder sets by itself. Which machine it will run on nobody knows here, so the most common one stands for it.
 * Source: BuildKit, frontend/dockerfile/dockerfile2llb/platform.go, defaultArgs.
 */
const predefined = ['TARGET', 'BUILD'].flatMap((side) => [
    [`${side}PLATFORM`, 'linux/amd64'],
    [`${side}OS`, 'linux'],
    [`${side}OSVERSION`, ''],
    [`${side}ARCH`, 'amd64'],
    [`${side}VARIANT`, ''],
]);
/** Says whether every file has the argument, without an ARG. */
function isPredefined(name) {
    return name === 'TARGETSTAGE' || predefined.some(([known]) => known === name);
}
/**
 * Reads the ARGs before the first FROM; an ARG inside a stage is seen by no FROM. A value given from outside counts for
 * names that are declared or predefined, and for no others.
 */
function readArguments(instructions, finalStage, buildArgs, rules) {
    const scope = new Map(predefinedVariables(finalStage, buildArgs));
    const declared = new Set();
    const problems = [];
    for (const { keyword, rest, line } of instructions) {
        for (const declaration of keyword === 'ARG' ? readDeclarations(rest, rules.escape) : []) {
            const { name } = declaration;
            const value = valueOf(declaration, buildArgs.get(name), scope, rules);
            declared.add(name);
            if (value?.kind === 'value')
                scope.set(name, value);
            if (value?.kind === 'problem')
                problems.push({ line, message: `ARG ${(0,_characters_js__WEBPACK_IMPORTED_MODULE_1__/* .shorten */ .ml)(name)}: ${value.message}.` });
        }
    }
    return { scope, declared, problems };
}
function predefinedVariables(finalStage, buildArgs) {
    const defaults = [...predefined, ['TARGETSTAGE', finalStage ?? 'default']];
    return defaults.map(([name, value]) => {
        const given = buildArgs.get(name);
        return [name, { value: given ?? value, fromBuilder: given === undefined }];
    });
}
/** Undefined leaves the variable as it is: `ARG V` without a value takes none away. */
function valueOf({ value }, given, scope, rules) {
    if (given !== undefined)
        return { kind: 'value', value: given, fromBuilder: false };
    return value === undefined ? undefined : (0,_expand_js__WEBPACK_IMPORTED_MODULE_0__/* .expand */ .f)(value, scope, rules);
}
/** `A=1 B="2 3" C`: words keep their quotes and escapes. Source: BuildKit, line_parsers.go, parseWords. */
function readDeclarations(text, escape) {
    return splitQuoted(text, escape).map((word) => {
        const sign = word.indexOf('=');
        return sign === -1 ? { name: word } : { name: word.slice(0, sign), value: word.slice(sign + 1) };
    });
}
function splitQuoted(text, escape) {
    const words = [];
    let start = 0;
    let quote = '';
    for (let at = 0; at < text.length; at += 1) {
        const character = text.charAt(at);
        if (character === escape && quote !== "'") {
            at += 1;
        }
        else if (quote !== '') {
            if (character === quote)
                quote = '';
        }
        else if (character === '"' || character === "'") {
            quote = character;
        }
        else if ((0,_characters_js__WEBPACK_IMPORTED_MODULE_1__/* .isSpace */ .xC)(character)) {
            words.push(text.slice(start, at));
            start = at + 1;
        }
    }
    return [...words, text.slice(start)].filter((word) => word !== '');
}


/***/ }),

/***/ 2584:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AN: () => (/* binding */ skipSpace),
/* harmony export */   FO: () => (/* binding */ splitAtBlanks),
/* harmony export */   Pd: () => (/* binding */ trimSpace),
/* harmony export */   ml: () => (/* binding */ shorten),
/* harmony export */   xC: () => (/* binding */ isSpace)
/* harmony export */ });
/**
 * White space as Go's unicode.IsSpace has it, which is what BuildKit trims by. JavaScript's `\s` lacks U+0085 and has
 * U+FEFF besides.
 */
const space = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
function isSpace(character) {
    return space.test(character);
}
/** The first position, from `at` on, that is not white space. */
function skipSpace(text, at = 0) {
    let end = at;
    while (end < text.length && isSpace(text.charAt(end)))
        end += 1;
    return end;
}
function trimSpace(text) {
    const start = skipSpace(text);
    let end = text.length;
    while (end > start && isSpace(text.charAt(end - 1)))
        end -= 1;
    return text.slice(start, end);
}
/** What BuildKit splits words by is narrower than what it trims by. */
function splitAtBlanks(text) {
    return text === '' ? [] : text.split(/[ \t\v\f\r]+/);
}
/** For messages: a hostile file's word must not fill a report. */
function shorten(text) {
    return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}


/***/ }),

/***/ 2819:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  f: () => (/* binding */ expand),
  _: () => (/* binding */ newWordRules)
});

// EXTERNAL MODULE: ./src/dockerfile/characters.ts
var characters = __webpack_require__(2584);
// EXTERNAL MODULE: ./src/dockerfile/word.ts
var dockerfile_word = __webpack_require__(7820);
;// CONCATENATED MODULE: ./src/dockerfile/pattern.ts

/**
 * Reads the pattern of `${name#pattern}`: `*`, `?` and `\` before one of `*`, `?`, `\`, `/`, `}`. There are no brackets.
 * Source: BuildKit, frontend/dockerfile/shell/lex.go, convertShellPatternToRegex.
 * @throws {WordError}
 */
function parsePattern(text) {
    const segments = [];
    let segment = [];
    segments.push(segment);
    for (let at = 0; at < text.length; at += 1) {
        const character = text.charAt(at);
        if (character === '*') {
            segment = [];
            segments.push(segment);
        }
        else if (character === '\\') {
            at += 1;
            const escaped = text.charAt(at);
            if (escaped === '' || !'*?\\/}'.includes(escaped))
                throw new dockerfile_word/* WordError */.NE(`"\\${escaped}" means nothing in a pattern`);
            segment.push(escaped);
        }
        else {
            segment.push(character === '?' ? undefined : character);
        }
    }
    return segments;
}
function trimPrefix(value, pattern, longest) {
    const end = matchFrom(value, 0, pattern, longest);
    return end === undefined ? value : value.slice(end);
}
/** A suffix is a prefix of the reversed text. */
function trimSuffix(value, pattern, longest) {
    const reversed = pattern.map((segment) => segment.toReversed()).toReversed();
    return reverse(trimPrefix(reverse(value), reversed, longest));
}
/** Replaces the first match, or all; `*` takes as much as it can. */
function replacePattern(value, pattern, replacement, all) {
    let result = '';
    let copied = 0;
    for (let at = 0; at <= value.length; at += 1) {
        const end = matchFrom(value, at, pattern, true);
        // Nothing, right behind a match, is not replaced again.
        if (end === undefined || (end === at && at === copied && at > 0))
            continue;
        result += value.slice(copied, at) + replacement;
        copied = end;
        if (!all)
            break;
        at = Math.max(at, end - 1);
    }
    return result + value.slice(copied);
}
/** Where a match that begins at `start` ends: the longest, or the shortest. Without going back: see {@link findSegment}. */
function matchFrom(value, start, pattern, longest) {
    const [first = [], ...others] = pattern;
    if (!fits(value, start, first))
        return undefined;
    let end = start + first.length;
    for (const [index, segment] of others.entries()) {
        const found = findSegment(value, end, segment, longest && index === others.length - 1);
        if (found === undefined)
            return undefined;
        end = found + segment.length;
    }
    return end;
}
/**
 * The first place of a segment is always right for all but the last one: what stands behind it then has the most room.
 * So the work is at most length of value × length of pattern, where a regular expression with several `.*` may take for ever.
 */
function findSegment(value, from, segment, last) {
    const end = value.length - segment.length;
    for (let step = 0; step <= end - from; step += 1) {
        const at = last ? end - step : from + step;
        if (fits(value, at, segment))
            return at;
    }
    return undefined;
}
function fits(value, at, segment) {
    if (at + segment.length > value.length)
        return false;
    return segment.every((atom, index) => atom === undefined || atom === value.charAt(at + index));
}
function reverse(text) {
    return text.split('').reverse().join('');
}

;// CONCATENATED MODULE: ./src/dockerfile/expand.ts



/**
 * What one file may cost: characters put together and compared. The largest files in use need some thousands; `ARG B=$A$A`,
 * `ARG C=$B$B` … doubles with every line.
 */
const maxWork = 10_000_000;
function newWordRules(escape) {
    return { escape, work: { left: maxWork } };
}
/**
 * Expands the variables of a word as BuildKit does, and takes its quotes and escapes away. A variable without a value is
 * nothing to BuildKit, and the image another than the one that was meant; here `lacking` names it.
 * Source: BuildKit, frontend/dockerfile/shell/lex.go.
 */
function expand(word, scope, rules) {
    try {
        return { kind: 'value', ...evaluate((0,dockerfile_word/* parseWord */.kB)(word, rules.escape), { scope, work: rules.work }) };
    }
    catch (error) {
        if (error instanceof dockerfile_word/* WordError */.NE)
            return { kind: 'problem', message: error.message };
        throw error;
    }
}
const nothing = { value: '', fromBuilder: false };
function evaluate(word, context) {
    let value = '';
    let unsetArgument;
    let fromBuilder = false;
    for (const part of word) {
        const next = part.kind === 'text' ? undefined : substitute(part, context);
        const text = part.kind === 'text' ? part.text : (next?.value ?? '');
        spend(context.work, text.length + 1);
        value += text;
        unsetArgument ??= next?.unsetArgument;
        fromBuilder ||= next?.fromBuilder === true;
    }
    return unsetArgument === undefined ? { value, fromBuilder } : { value, unsetArgument, fromBuilder };
}
function substitute(part, context) {
    const variable = context.scope.get(part.name);
    switch (part.kind) {
        case 'variable':
            return variable ?? { ...nothing, unsetArgument: part.name };
        case 'choice': {
            // The word is read even where it is not taken: an error in it is an error, a variable without a value is none.
            const word = evaluate(part.word, context);
            const taken = take(part, part.emptyCounts && variable?.value === '' ? undefined : variable, word);
            return { ...taken, fromBuilder: taken.fromBuilder || variable?.fromBuilder === true };
        }
        case 'trim':
        case 'replace':
            return rework(part, variable ?? { ...nothing, unsetArgument: part.name }, context);
    }
}
function take({ operator, name }, variable, word) {
    if (operator === '+')
        return variable === undefined ? nothing : word;
    if (operator === '-' || variable !== undefined)
        return variable ?? word;
    const reason = word.value === '' ? '' : `: ${(0,characters/* shorten */.ml)(word.value)}`;
    throw new dockerfile_word/* WordError */.NE(`the build argument ${name} must have a value${reason}`);
}
function rework(part, variable, context) {
    const spelled = evaluate(part.pattern, context);
    const replacement = part.kind === 'replace' ? evaluate(part.replacement, context) : nothing;
    const { value } = variable;
    const starts = part.kind === 'replace' ? value.length + 1 : 1;
    spend(context.work, starts * (value.length + 1) * (spelled.value.length + replacement.value.length + 1));
    const unsetArgument = variable.unsetArgument ?? spelled.unsetArgument ?? replacement.unsetArgument;
    return {
        value: reworkText(value, part, spelled.value, replacement.value),
        fromBuilder: variable.fromBuilder || spelled.fromBuilder || replacement.fromBuilder,
        ...(unsetArgument === undefined ? {} : { unsetArgument }),
    };
}
function reworkText(value, part, spelled, replacement) {
    if (part.kind === 'replace')
        return replacePattern(value, parsePattern(spelled), replacement, part.all);
    const { side } = part;
    // `##` and `%%` take as much as they can; to the grammar their second sign is the pattern's first.
    const longest = spelled.startsWith(side === 'prefix' ? '#' : '%');
    const pattern = parsePattern(longest ? spelled.slice(1) : spelled);
    return side === 'prefix' ? trimPrefix(value, pattern, longest) : trimSuffix(value, pattern, longest);
}
function spend(work, steps) {
    if (steps > work.left)
        throw new dockerfile_word/* WordError */.NE('the variables of this file make longer texts than any image name needs');
    work.left -= steps;
}


/***/ }),

/***/ 9361:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  parseDockerfile: () => (/* binding */ parseDockerfile)
});

// EXTERNAL MODULE: ./src/dockerfile/arguments.ts
var dockerfile_arguments = __webpack_require__(8270);
// EXTERNAL MODULE: ./src/dockerfile/characters.ts
var characters = __webpack_require__(2584);
// EXTERNAL MODULE: ./src/dockerfile/expand.ts + 1 modules
var expand = __webpack_require__(2819);
;// CONCATENATED MODULE: ./src/dockerfile/flags.ts

/**
 * Takes the leading words that begin with `--` off an instruction's text. A word `--` ends them.
 * Source: BuildKit, frontend/dockerfile/parser/split_command.go.
 */
function readFlags(text, escape) {
    const flags = [];
    let at = 0;
    for (;;) {
        while (at < text.length && (0,characters/* isSpace */.xC)(text.charAt(at)))
            at += 1;
        if (!text.startsWith('--', at))
            return { flags, rest: text.slice(at) };
        const { word, end } = readFlag(text, at, escape);
        at = end;
        if (word === '--')
            return { flags, rest: text.slice(at) };
        flags.push(word);
    }
}
/** Values of one flag in their order; undefined stands for a flag without `=`. */
function flagValues(flags, name) {
    return flags.flatMap((flag) => {
        if (flag === `--${name}`)
            return [undefined];
        return flag.startsWith(`--${name}=`) ? [flag.slice(name.length + 3)] : [];
    });
}
function readFlag(text, start, escape) {
    let word = '';
    let quote = '';
    let at = start;
    for (; at < text.length; at += 1) {
        const character = text.charAt(at);
        if (quote === '' && (0,characters/* isSpace */.xC)(character))
            break;
        if (quote === '' ? character === '"' || character === "'" : character === quote) {
            quote = quote === '' ? character : '';
        }
        else if (character === escape) {
            at += 1;
            word += text.charAt(at);
        }
        else {
            word += character;
        }
    }
    return { word, end: at };
}

;// CONCATENATED MODULE: ./src/dockerfile/from.ts



/** Source: BuildKit, instructions/parse.go, parseFrom; dockerfile2llb/convert.go, buildDispatchStates. */
function readFrom(instruction, context) {
    const words = (0,characters/* splitAtBlanks */.FO)(instruction.rest);
    const [written] = words;
    if (written === undefined)
        return { kind: 'problem', message: 'FROM names no image. Write FROM <image>.' };
    const fault = faultOfWords(words);
    if (fault !== undefined)
        return problem(written, fault, (0,characters/* trimSpace */.Pd)(instruction.rest));
    const stranger = instruction.flags.find((flag) => !flag.startsWith('--platform='));
    if (stranger !== undefined)
        return problem(written, `"${(0,characters/* shorten */.ml)(stranger)}" is no flag of FROM. It takes --platform=<platform> alone.`);
    if (instruction.flags.length > 1)
        return problem(written, '--platform stands there more than once. Keep one.');
    const image = resolve(written, 'the image name', context);
    if (image.kind === 'problem')
        return problem(written, image.message);
    const [flag] = flagValues(instruction.flags, 'platform');
    const names = { written, image: image.value };
    if (flag === undefined || flag === '')
        return { kind: 'from', names };
    const platform = resolve(flag, 'the platform', context);
    if (platform.kind === 'problem')
        return problem(written, `--platform=${(0,characters/* shorten */.ml)(flag)}: ${platform.message}`);
    return { kind: 'from', names: platform.fromBuilder ? names : { ...names, platform: platform.value } };
}
/** Whether the words are those of a FROM. Many a sentence, and many a program, begins with this word and goes on in another way. */
function isFrom({ rest }) {
    const words = (0,characters/* splitAtBlanks */.FO)(rest);
    return words.length > 0 && faultOfWords(words) === undefined;
}
function faultOfWords([, as, name, ...rest]) {
    if (as === undefined)
        return undefined;
    if (as.toLowerCase() !== 'as' || name === undefined || rest.length > 0) {
        return 'FROM takes an image, or an image AS a name, and nothing else. A comment needs a line of its own.';
    }
    if (/^[a-z][a-z0-9-_.]*$/.test(name.toLowerCase()))
        return undefined;
    return `"${(0,characters/* shorten */.ml)(name)}" is no name for a stage. It begins with a letter and goes on with letters, digits, "-", "_" and ".".`;
}
/**
 * To BuildKit a variable without a value is nothing: `FROM postgres$SUFFIX` is postgres, and `FROM postgres:$V` fails. To
 * mirror what nobody meant helps no one, so both are problems here.
 */
function resolve(word, what, context) {
    const expansion = (0,expand/* expand */.f)(word, context.globals.scope, context.rules);
    if (expansion.kind === 'problem')
        return { kind: 'problem', message: `${expansion.message}.` };
    const { value, unsetArgument, fromBuilder } = expansion;
    if (unsetArgument !== undefined)
        return {
            kind: 'problem',
            message: `the build argument ${(0,characters/* shorten */.ml)(unsetArgument)} has no value. ${advice(unsetArgument, context)}`,
        };
    if (value === '')
        return { kind: 'problem', message: `${what} is empty once its variables are expanded.` };
    return { kind: 'value', value, fromBuilder };
}
function advice(name, { globals, buildArgs }) {
    const declaration = `ARG ${(0,characters/* shorten */.ml)(name)}`;
    if (globals.declared.has(name))
        return `Give it a default (${declaration}=…) before the first FROM or set it in build-args.`;
    if (buildArgs.has(name))
        return `build-args sets it, but nothing declares it. Add ${declaration} before the first FROM.`;
    return `Give it a default (${declaration}=…) before the first FROM: an ARG that stands behind one is not seen by any.`;
}
function problem(written, fault, text = written) {
    return { kind: 'problem', written, message: `FROM ${(0,characters/* shorten */.ml)(text)}: ${fault}` };
}

;// CONCATENATED MODULE: ./src/dockerfile/directives.ts

const knownNames = new Set(['syntax', 'escape', 'check']);
const grammar = /^([a-z][a-z0-9]*)[\t\n\f\r ]*=(.+)$/is;
/**
 * Reads one of the lines at the top of a file that may be parser directives. The first line that is none ends them:
 * a blank line, an ordinary comment, a directive of another name.
 * Source: BuildKit, frontend/dockerfile/parser/directives.go.
 */
function readDirective(line, seen) {
    const directive = splitDirective(line, '#');
    if (directive === undefined)
        return { kind: 'none' };
    const { name, value } = directive;
    if (seen.has(name))
        return directives_problem(`the directive "${name}" stands here a second time. Keep one of them.`);
    if (name !== 'escape')
        return { kind: 'directive', name };
    if (value === '\\' || value === '`')
        return { kind: 'directive', name, escape: value };
    return directives_problem('the directive "escape" takes \\ or ` and nothing else.');
}
/** @param comment what begins the line: `#` in a Dockerfile */
function splitDirective(line, comment) {
    if (!line.startsWith(comment))
        return undefined;
    const [, key = '', text = ''] = grammar.exec(line.slice((0,characters/* skipSpace */.AN)(line, comment.length))) ?? [];
    const name = key.toLowerCase();
    return knownNames.has(name) ? { name, value: trimBlanks(text) } : undefined;
}
/** What the pattern of BuildKit leaves out around a value is narrower than what BuildKit trims lines by. */
function trimBlanks(text) {
    const isBlank = (at) => '\t\n\f\r '.includes(text.charAt(at));
    let [start, end] = [0, text.length];
    while (start < end && isBlank(start))
        start += 1;
    while (end > start && isBlank(end - 1))
        end -= 1;
    return text.slice(start, end);
}
function directives_problem(message) {
    return { kind: 'problem', message };
}

// EXTERNAL MODULE: ./src/dockerfile/word.ts
var dockerfile_word = __webpack_require__(7820);
;// CONCATENATED MODULE: ./src/dockerfile/heredoc.ts

/** The lexer of here-documents takes the backslash, whatever the file's escape directive says. */
const heredoc_escape = '\\';
const heredoc_grammar = /^\d*<<(-?)[\t\n\f\r ]*([^<\t\n\f\r ][^<]*|)$/;
/**
 * The here-documents of a RUN, COPY or ADD instruction, in their order. dockerfile-ast overlooks `3<<EOF` and `<< EOF`
 * (so that a FROM in their text counts), finds one in `echo "a <<EOF"` (so that the FROM behind it is lost), and takes
 * tabs before the end of every later one when the first is `<<-`.
 * Source: BuildKit, frontend/dockerfile/parser/parser.go, heredocsFromLine.
 */
function readHeredocs(line) {
    return line.includes('<<') ? wordsOf(line).flatMap(readHeredoc) : [];
}
/** BuildKit looks for none in a line that its lexer cannot read, such as one with an apostrophe or `${list[@]}`. */
function wordsOf(line) {
    try {
        return (0,dockerfile_word/* splitWords */.yM)(line, heredoc_escape);
    }
    catch (error) {
        if (error instanceof dockerfile_word/* WordError */.NE)
            return [];
        throw error;
    }
}
function readHeredoc(word) {
    const [, dash = '', spelled = ''] = heredoc_grammar.exec(word) ?? [];
    const name = (0,dockerfile_word/* parseWord */.kB)(spelled, heredoc_escape)
        .map((part) => (part.kind === 'text' ? part.text : part.source))
        .join('');
    return name === '' ? [] : [{ name, tabs: dash === '-' }];
}

// EXTERNAL MODULE: ./src/runtime/text.ts
var runtime_text = __webpack_require__(5369);
;// CONCATENATED MODULE: ./src/dockerfile/lines.ts


/** BuildKit refuses a file with a longer line: the buffer of its reader, bufio.MaxScanTokenSize, holds 64 KiB. */
const maxLineBytes = 65_535;
/** Lines end at line feeds alone; carriage returns before one belong to it. A byte-order mark is none of the text. */
function splitLines(text) {
    return text
        .replace(/^\ufeff/, '')
        .split('\n')
        .map((line) => (0,runtime_text/* withoutTrailing */.hT)(line, '\r'));
}
/** Index of the first line that BuildKit would not read, or -1. */
function findTooLong(lines) {
    return lines.findIndex((line) => Buffer.byteLength(line) > maxLineBytes);
}
/** Comments and blank lines between continued ones are left out; white space at their beginning is kept. */
function joinLines(lines, start, escape) {
    const first = lines[start] ?? '';
    const begin = (0,characters/* skipSpace */.AN)(first);
    if (first.startsWith('#', begin))
        return { text: '', end: start + 1 };
    let { text, continued } = cutContinuation(first.slice(begin), escape);
    let end = start + 1;
    for (; continued && end < lines.length; end += 1) {
        const line = lines[end] ?? '';
        const position = (0,characters/* skipSpace */.AN)(line);
        if (position === line.length || line.startsWith('#', position))
            continue;
        const next = cutContinuation(line, escape);
        text += next.text;
        continued = next.continued;
    }
    return { text, end };
}
/** An escape character at the end continues a line, blanks behind it or not, but not a second one right behind a first. */
function cutContinuation(line, escape) {
    let end = line.length;
    while (line[end - 1] === ' ' || line[end - 1] === '\t')
        end -= 1;
    const continued = line[end - 1] === escape && line[end - 2] !== escape;
    return continued ? { text: line.slice(0, end - 1), continued } : { text: line, continued };
}

;// CONCATENATED MODULE: ./src/dockerfile/instructions.ts





const withHeredocs = new Set(['RUN', 'COPY', 'ADD']);
/**
 * Reads a file's instructions as BuildKit does: directives, comments, continued lines, here-documents. Where BuildKit
 * would not read on, neither does this, and a problem says so.
 *
 * Own code, although dockerfile-ast has a parser: that one obeys an escape directive behind an unknown one, continues a line
 * that ends in two escape characters, so that the FROM behind it is lost, and misreads here-documents (see heredoc.ts).
 * Source: BuildKit, frontend/dockerfile/parser/parser.go.
 */
function readInstructions(text) {
    const all = splitLines(text);
    const tooLong = findTooLong(all);
    const lines = tooLong === -1 ? all : all.slice(0, tooLong);
    const directives = readDirectives(lines);
    const body = readBody(lines, directives.escape);
    const problems = [...directives.problems, ...body.problems];
    if (tooLong !== -1)
        problems.push(tooLongLine(tooLong + 1));
    return { instructions: body.instructions, escape: directives.escape, problems };
}
/** Takes an instruction's text apart; undefined where there is nothing but white space. */
function splitInstruction(text, escape, line) {
    const trimmed = (0,characters/* trimSpace */.Pd)(text);
    if (trimmed === '')
        return undefined;
    const [word = ''] = /^[^ \t\v\f\r]+/.exec(trimmed) ?? [];
    const { flags, rest } = readFlags(trimmed.slice(word.length), escape);
    return { keyword: word.toUpperCase(), flags, rest: (0,characters/* trimSpace */.Pd)(rest), line };
}
function readDirectives(lines) {
    const seen = new Set();
    const problems = [];
    let escape = '\\';
    for (const [index, line] of lines.entries()) {
        const directive = readDirective(line.slice((0,characters/* skipSpace */.AN)(line)), seen);
        if (directive.kind === 'none')
            break;
        if (directive.kind === 'problem') {
            problems.push({ line: index + 1, message: directive.message });
        }
        else {
            seen.add(directive.name);
            escape = directive.escape ?? escape;
        }
    }
    return { escape, problems };
}
function readBody(lines, escape) {
    const instructions = [];
    const problems = [];
    for (let at = 0; at < lines.length;) {
        const line = at + 1;
        const joined = joinLines(lines, at, escape);
        at = joined.end;
        const instruction = splitInstruction(joined.text, escape, line);
        if (instruction === undefined)
            continue;
        instructions.push(instruction);
        const { keyword, rest } = instruction;
        const inner = keyword === 'ONBUILD' ? splitInstruction(rest, escape, line) : instruction;
        // The form `RUN ["cat", "<<EOF"]` needs no rule of its own: what stands in its quotes opens nothing.
        const heredocs = inner !== undefined && withHeredocs.has(inner.keyword) ? readHeredocs(joined.text) : [];
        const { end, unclosed } = skipHeredocs(lines, at, heredocs);
        if (unclosed !== undefined)
            problems.push(unclosedHeredoc(instruction, unclosed));
        at = end;
    }
    return { instructions, problems };
}
function skipHeredocs(lines, start, heredocs) {
    let end = start;
    for (const heredoc of heredocs) {
        const { name, tabs } = heredoc;
        for (; end < lines.length; end += 1) {
            const line = lines[end] ?? '';
            if (line === name || (tabs && line.endsWith(name) && /^\t*$/.test(line.slice(0, -name.length))))
                break;
        }
        if (end === lines.length)
            return { end, unclosed: heredoc };
        end += 1;
    }
    return { end };
}
function unclosedHeredoc({ keyword, line }, { name }) {
    const what = `${(0,characters/* shorten */.ml)(keyword)} opens the here-document "${(0,characters/* shorten */.ml)(name)}", and no line behind it ends it`;
    return {
        line,
        message: `${what}, so that the rest of the file was read as its text. Add a line that says ${(0,characters/* shorten */.ml)(name)}.`,
    };
}
function tooLongLine(line) {
    return {
        line,
        message: 'This line is longer than the 65,535 bytes that BuildKit reads; the file was read up to here.',
    };
}

;// CONCATENATED MODULE: ./src/dockerfile/stages.ts

/** A stage whose FROM has faults is a stage all the same, so that the numbers and names of the others keep their meaning. */
function splitStages(instructions) {
    const starts = instructions.flatMap(({ keyword }, index) => (keyword === 'FROM' ? [index] : []));
    const stages = starts.flatMap((start, number) => {
        const [from, ...body] = instructions.slice(start, starts[number + 1]);
        if (from === undefined)
            return [];
        const [, as, name] = (0,characters/* splitAtBlanks */.FO)(from.rest);
        const isNamed = as?.toLowerCase() === 'as' && name !== undefined;
        return [isNamed ? { number, name, from, body } : { number, from, body }];
    });
    return { head: instructions.slice(0, starts[0]), stages };
}
function stageLabel({ name, number }) {
    return name ?? String(number);
}
/** The first stage of each name, in lower case: BuildKit compares names without regard to it. */
function indexStages(stages) {
    const byName = new Map();
    for (const stage of stages) {
        const name = stage.name?.toLowerCase();
        if (name !== undefined && !byName.has(name))
            byName.set(name, stage);
    }
    return byName;
}

;// CONCATENATED MODULE: ./src/dockerfile/syntax.ts


/**
 * Finds the frontend that a file names: by the directive `# syntax=`, or, as files of other frontends do, by `// syntax=` or by the
 * key `syntax` of a JSON object. A shebang may stand before each of these.
 * Source: BuildKit, frontend/dockerfile/parser/directives.go, DetectSyntax.
 */
function detectSyntax(text) {
    const all = splitLines(text);
    const shebang = all[0]?.startsWith('#!') === true ? 1 : 0;
    const lines = all.slice(shebang);
    const found = findDirective(lines, '#') ?? findDirective(lines, '//') ?? findKey(lines.join('\n'));
    return found === undefined ? undefined : { ...found, line: found.line + shebang };
}
function findDirective(lines, comment) {
    const tooLong = findTooLong(lines);
    const seen = new Set();
    for (const [index, line] of lines.entries()) {
        const directive = index === tooLong ? undefined : splitDirective(line, comment);
        if (directive === undefined || seen.has(directive.name))
            return undefined;
        seen.add(directive.name);
        if (directive.name !== 'syntax')
            continue;
        // What stands behind a blank is for the frontend.
        const [written = ''] = directive.value.split(' ');
        return { written, line: index + 1, isDirective: comment === '#' };
    }
    return undefined;
}
function findKey(text) {
    const value = parseJson(text);
    if (typeof value !== 'object' || value === null || !('syntax' in value))
        return undefined;
    const { syntax: written } = value;
    if (typeof written !== 'string')
        return undefined;
    const before = /"syntax"\s*:/.exec(text)?.index ?? 0;
    return { written, line: text.slice(0, before).split('\n').length, isDirective: false };
}
function parseJson(text) {
    if (!text.trimStart().startsWith('{'))
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/dockerfile/uses.ts




/**
 * The images that an instruction of a stage takes files from: `COPY --from=image`, `RUN --mount=from=image`. In neither are
 * variables expanded. Source: BuildKit, dockerfile2llb/convert.go, toCommand; convert_runmount.go, detectRunMount.
 */
function readUses(instruction, context) {
    if (instruction.keyword === 'COPY')
        return readCopy(instruction, context);
    return instruction.keyword === 'RUN' ? readRun(instruction, context) : [];
}
/** What an image's ONBUILD instructions hold back until another stage starts from it. */
function triggersOf(stage, escape) {
    return stage.body.flatMap(({ keyword, rest, line }) => {
        const trigger = keyword === 'ONBUILD' ? splitInstruction(rest, escape, line) : undefined;
        return trigger === undefined ? [] : [trigger];
    });
}
function readCopy({ flags, line }, context) {
    const [from = '', ...others] = flagValues(flags, 'from');
    const problem = (message) => [
        { kind: 'problem', written: from, line, message: `COPY --from=${(0,characters/* shorten */.ml)(from)}: ${message}` },
    ];
    if (others.length > 0)
        return problem('--from stands there more than once. Keep one.');
    if (from === '')
        return [];
    const expansion = (0,expand/* expand */.f)(from, new Map(), context.rules);
    if (expansion.kind === 'problem' || expansion.value !== from)
        return problem(notExpanded);
    if (!/^[+-]?\d+$/.test(from))
        return readSource('COPY', from, line, context, problem);
    const fault = faultOfNumber(Number(from), context);
    return fault === undefined ? [] : problem(fault);
}
const notExpanded = 'variables and quotes mean nothing here. Give the image a stage of its own (FROM … AS name) before this one and name that.';
function faultOfNumber(number, { stage, stages }) {
    if (number >= 0 && number < stage.number)
        return undefined;
    return stages[number] === undefined
        ? `there is no stage ${number}; the first one is 0.`
        : `stage ${number} does not come before this one.`;
}
function readRun({ flags, line }, context) {
    return flagValues(flags, 'mount').flatMap((mount = '') => {
        const sources = sourcesOfMount(mount);
        const from = sources.at(-1) ?? '';
        const problem = (message) => [
            { kind: 'problem', written: from, line, message: `RUN --mount=…,from=${(0,characters/* shorten */.ml)(from)}: ${message}` },
        ];
        // A `$` at the very end is left to be refused as part of the name, as BuildKit does.
        if (sources.some((source) => source.slice(0, -1).includes('$')))
            return problem(notExpanded);
        return from === '' ? [] : readSource('RUN', from, line, context, problem);
    });
}
/** Values of `from` in `type=bind,from=image,target=/x`, whatever its place; the last one counts. */
function sourcesOfMount(mount) {
    return splitFields(mount).flatMap((field) => {
        const sign = field.indexOf('=');
        return field.slice(0, Math.max(sign, 0)).toLowerCase() === 'from' ? [field.slice(sign + 1)] : [];
    });
}
/** Fields of a CSV line: one that begins with `"` goes on to the next `"`, and `""` in it is one `"`. */
function splitFields(line) {
    const fields = [];
    let field = '';
    let quoted = false;
    for (let at = 0; at < line.length; at += 1) {
        const character = line.charAt(at);
        if (quoted && line.startsWith('""', at)) {
            field += character;
            at += 1;
        }
        else if (character === '"' && (quoted || field === '')) {
            quoted = !quoted;
        }
        else if (character === ',' && !quoted) {
            fields.push(field);
            field = '';
        }
        else {
            field += character;
        }
    }
    return [...fields, field];
}
/** A name that only a later stage has is a fault: BuildKit takes the stage, and then finds that it is not there yet. */
function readSource(instruction, from, line, { stage, stagesByName }, problem) {
    const named = stagesByName.get(from.toLowerCase());
    if (named === undefined)
        return [{ kind: 'use', instruction, written: from, image: from, line }];
    if (named.number < stage.number)
        return [];
    if (named.number === stage.number)
        return problem('that is the stage this stands in.');
    return problem(`the stage of that name comes later, on line ${named.from.line}. Move it before this one.`);
}

;// CONCATENATED MODULE: ./src/dockerfile/parse.ts









/** Enough to mend a file by; GitHub shows at most 50 annotations of a job. BuildKit stops at the first fault. */
const maxProblems = 50;
/**
 * Reads the images that a Dockerfile names, in the order of their lines: its frontend, those that stages start from, and those that
 * files are copied or mounted from. What BuildKit would refuse is a problem with its line; the other images are still there.
 * Never throws, and its work is bounded by the length of the text.
 * @param buildArgs values for ARGs that are declared before the first FROM, and for predefined ones
 */
function parseDockerfile(text, buildArgs) {
    const syntax = detectSyntax(text);
    const body = syntax?.isDirective === false ? nothing : parse_readBody(text, buildArgs);
    // Docker's own frontend, or a copy or a fork of it under the same name, reads Dockerfiles. What another one reads only that knows.
    const isForeign = syntax !== undefined && body.hasNoStage && !/(?:^|\/)dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax.written);
    const findings = [...(syntax === undefined ? [] : [frontendFinding(syntax, isForeign)]), ...body.findings];
    const problems = [
        ...(isForeign ? [] : body.problems),
        ...findings.flatMap((finding) => (finding.kind === 'problem' ? [finding.problem] : [])),
    ].toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0));
    const unlisted = problems.length <= maxProblems ? 0 : problems.length - maxProblems + 1;
    const more = unlisted === 0 ? [] : [{ message: `There are ${unlisted} more problems in this file.` }];
    return {
        images: findings.flatMap((finding) => (finding.kind === 'image' ? [finding.image] : [])),
        problems: [...problems.slice(0, problems.length - unlisted), ...more],
        declared: body.declared,
        isDockerfile: body.beginsAsDockerfile || (isForeign && syntax.isDirective),
    };
}
const nothing = {
    findings: [],
    problems: [],
    declared: new Set(),
    hasNoStage: true,
    beginsAsDockerfile: false,
};
function parse_readBody(text, buildArgs) {
    const { instructions, escape, problems } = readInstructions(text);
    const { head, stages } = splitStages(instructions);
    const rules = (0,expand/* newWordRules */._)(escape);
    const globals = (0,dockerfile_arguments/* readArguments */.l)(head, stages.at(-1)?.name, buildArgs, rules);
    const findings = [...findInHead(head), ...findInStages(stages, { globals, buildArgs, rules })];
    const all = [...problems, ...globals.problems];
    const isSilent = all.length === 0 && findings.every(({ kind }) => kind !== 'problem');
    const [first] = stages;
    const hasNoStage = first === undefined;
    return {
        findings,
        problems: isSilent && hasNoStage ? [noStage(instructions)] : all,
        declared: globals.declared,
        hasNoStage,
        beginsAsDockerfile: first !== undefined && isFrom(first.from) && head.every(({ keyword }) => keyword === 'ARG'),
    };
}
function frontendFinding({ written, line }, isForeign) {
    if (written === '') {
        const message = 'The directive "syntax" names no image. Name one, for example docker/dockerfile:1, or remove the line.';
        return { kind: 'problem', problem: { line, message } };
    }
    const image = { written, image: written, instruction: 'syntax', line };
    const warning = `There is no FROM in this file, which the frontend ${(0,characters/* shorten */.ml)(written)} reads: other images that it may name are not mirrored.`;
    return { kind: 'image', image: isForeign ? { ...image, warning } : image };
}
/** BuildKit refuses whatever is no ARG before the first FROM; only what would have named an image matters here. */
function findInHead(head) {
    const lost = head.filter(({ keyword, flags }) => (keyword === 'COPY' && flagValues(flags, 'from').length > 0) ||
        (keyword === 'RUN' && flagValues(flags, 'mount').length > 0));
    return lost.map(({ keyword, line }) => ({
        kind: 'problem',
        problem: { line, message: `${keyword} stands before the first FROM, where nothing but ARG may stand.` },
    }));
}
function findInStages(stages, context) {
    const stagesByName = indexStages(stages);
    const triggered = new Set();
    return stages.flatMap((stage) => {
        const from = readFrom(stage.from, context);
        const named = from.kind === 'from' ? stagesByName.get(from.names.image.toLowerCase()) : undefined;
        const base = named !== undefined && named.number < stage.number ? named : undefined;
        const triggers = base === undefined || triggered.has(base) ? [] : triggersOf(base, context.rules.escape);
        if (base !== undefined)
            triggered.add(base);
        const uses = { stage, stages, stagesByName, rules: context.rules };
        return [
            ...(base === undefined ? [baseFinding(from, stage)] : []),
            ...[...triggers, ...stage.body]
                .flatMap((instruction) => readUses(instruction, uses))
                .map((use) => useFinding(use, stage)),
        ];
    });
}
function baseFinding(from, stage) {
    const { line } = stage.from;
    if (from.kind === 'problem') {
        const { written, message } = from;
        return { kind: 'problem', problem: written === undefined ? { line, message } : { line, written, message } };
    }
    return { kind: 'image', image: { ...from.names, stage: stageLabel(stage), instruction: 'FROM', line } };
}
function useFinding(use, stage) {
    if (use.kind === 'problem') {
        const { line, written, message } = use;
        return { kind: 'problem', problem: { line, written, message } };
    }
    const { written, image, instruction, line } = use;
    return { kind: 'image', image: { written, image, stage: stageLabel(stage), instruction, line } };
}
function noStage(instructions) {
    const [first] = instructions;
    if (first === undefined)
        return { message: 'There is no instruction in this file, so that it names no image. Write FROM <image>.' };
    const message = `There is no FROM in this file, so that it names no image. It begins with ${(0,characters/* shorten */.ml)(first.keyword)}. Write FROM <image>.`;
    return { line: first.line, message };
}


/***/ }),

/***/ 7820:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NE: () => (/* binding */ WordError),
/* harmony export */   kB: () => (/* binding */ parseWord),
/* harmony export */   yM: () => (/* binding */ splitWords)
/* harmony export */ });
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2584);

/** A word that breaks the grammar. The message says what is wrong, without naming the file. */
class WordError extends Error {
    name = 'WordError';
}
/** BuildKit has no limit; no Dockerfile needs more, and ours keeps `${A:-${A:-…` from overflowing the stack. */
const maxDepth = 50;
/** @throws {WordError} */
function parseWord(text, escape) {
    return readUntil({ text, escape, at: 0, depth: 0 }, '', 'resolve');
}
/**
 * Cuts a line at the white space outside of quotes and variables; the words keep their quotes and escapes. Blanks behind
 * `<<` belong to its word, as BuildKit has it for here-documents.
 * @throws {WordError}
 */
function splitWords(line, escape) {
    const cursor = { text: line, escape, at: 0, depth: 0 };
    const words = [];
    for (;;) {
        cursor.at = (0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .skipSpace */ .AN)(line, cursor.at);
        // An escape character at the end of the line escapes what is not there.
        if (cursor.at >= line.length)
            return words;
        const start = cursor.at;
        while (cursor.at < line.length && !(0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isSpace */ .xC)(line.charAt(cursor.at)))
            readRaw(cursor);
        words.push(line.slice(start, cursor.at));
    }
}
function readRaw(cursor) {
    if (!cursor.text.startsWith('<<', cursor.at)) {
        readInto([], cursor, cursor.text.charAt(cursor.at), 'resolve');
        return;
    }
    cursor.at += 2;
    while (/[\t\r ]/.test(cursor.text.charAt(cursor.at)))
        cursor.at += 1;
}
/** Reads parts up to the closing character and past it; up to the end of the text where that is ''. */
function readUntil(cursor, closing, mode) {
    const parts = [];
    while (cursor.at < cursor.text.length) {
        const character = cursor.text.charAt(cursor.at);
        if (character === closing) {
            cursor.at += 1;
            return parts;
        }
        readInto(parts, cursor, character, mode);
    }
    if (closing !== '')
        throw new WordError(`"${closing}" is missing after \${`);
    return parts;
}
function readInto(parts, cursor, character, mode) {
    if (character === '"')
        readDoubleQuoted(parts, cursor, mode);
    else if (character === "'")
        parts.push(textPart(readSingleQuoted(cursor, mode)));
    else if (character === '$')
        parts.push(readVariable(cursor));
    else if (character === cursor.escape)
        parts.push(textPart(readEscaped(cursor, mode, false)));
    else
        parts.push(textPart(readPlain(cursor)));
}
function textPart(value) {
    return { kind: 'text', text: value };
}
/** Everything up to the next single quote means itself. In a pattern an escape character is doubled to stay one. */
function readSingleQuoted(cursor, mode) {
    const end = cursor.text.indexOf("'", cursor.at + 1);
    if (end === -1)
        throw new WordError("the closing ' is missing");
    const quoted = cursor.text.slice(cursor.at + 1, end);
    cursor.at = end + 1;
    return mode === 'pattern' ? quoted.replaceAll(cursor.escape, cursor.escape + cursor.escape) : quoted;
}
/** Variables are read, and an escape character may work. */
function readDoubleQuoted(parts, cursor, mode) {
    cursor.at += 1;
    while (cursor.at < cursor.text.length) {
        const character = cursor.text.charAt(cursor.at);
        if (character === '"') {
            cursor.at += 1;
            return;
        }
        if (character === '$')
            parts.push(readVariable(cursor));
        else if (character === cursor.escape)
            parts.push(textPart(readEscaped(cursor, mode, true)));
        else
            parts.push(textPart(readPlain(cursor)));
    }
    throw new WordError('the closing " is missing');
}
/** In quotes an escape character works before `"`, `$` and itself, outside before every character. At the end of the text it is nothing. */
function readEscaped(cursor, mode, isQuoted) {
    const next = cursor.text.charAt(cursor.at + 1);
    const works = !isQuoted || (next !== '' && `"$${cursor.escape}`.includes(next));
    cursor.at += works ? 2 : 1;
    if (mode === 'resolve')
        return works ? next : cursor.escape;
    return cursor.escape + (works ? next : cursor.escape);
}
/** One character that means itself here, whatever it is, and the harmless ones behind it. */
function readPlain(cursor) {
    const start = cursor.at;
    do
        cursor.at += 1;
    while (/[\w.:@-]/.test(cursor.text.charAt(cursor.at)));
    return cursor.text.slice(start, cursor.at);
}
/** Reads from a `$` on: `$name`, `${name}`, `${name<operator>…}`, or a `$` that stands for itself. */
function readVariable(cursor) {
    const start = cursor.at;
    cursor.at += 1;
    const isInBraces = cursor.text.charAt(cursor.at) === '{';
    const substitution = isInBraces ? readBraces(cursor) : { kind: 'variable', name: readName(cursor) };
    if (substitution.name === '')
        return textPart('$');
    return { ...substitution, source: cursor.text.slice(start, cursor.at) };
}
function readBraces(cursor) {
    cursor.at += 1;
    if (cursor.depth === maxDepth)
        throw new WordError(`\${ stands inside of itself more than ${maxDepth} times`);
    cursor.depth += 1;
    const substitution = readSubstitution(cursor, readName(cursor));
    cursor.depth -= 1;
    return substitution;
}
function readSubstitution(cursor, name) {
    if (name === '')
        throw new WordError('there is no name after ${');
    const emptyCounts = cursor.text.charAt(cursor.at) === ':';
    if (emptyCounts)
        cursor.at += 1;
    const operator = cursor.text.charAt(cursor.at);
    cursor.at += 1;
    if (operator === '-' || operator === '+' || operator === '?') {
        return { kind: 'choice', name, operator, emptyCounts, word: readUntil(cursor, '}', 'resolve') };
    }
    if (emptyCounts)
        throw unsupported(name, `:${operator}`);
    return readPlainSubstitution(cursor, name, operator);
}
function readPlainSubstitution(cursor, name, operator) {
    switch (operator) {
        case '}':
            return { kind: 'variable', name };
        case '/':
            return readReplacement(cursor, name);
        case '#':
            return { kind: 'trim', name, side: 'prefix', pattern: readUntil(cursor, '}', 'pattern') };
        case '%':
            return { kind: 'trim', name, side: 'suffix', pattern: readUntil(cursor, '}', 'pattern') };
        default:
            throw unsupported(name, operator);
    }
}
function unsupported(name, operator) {
    if (operator === '' || operator === ':')
        return new WordError('"}" is missing after ${');
    return new WordError(`"${operator}" is not known after \${${(0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .shorten */ .ml)(name)}`);
}
function readReplacement(cursor, name) {
    const all = cursor.text.charAt(cursor.at) === '/';
    if (all)
        cursor.at += 1;
    const pattern = readUntil(cursor, '/', 'pattern');
    return { kind: 'replace', name, all, pattern, replacement: readUntil(cursor, '}', 'replacement') };
}
/** A name, a run of digits, or one of the shell's special parameters, which are never set here. */
const nameGrammar = /\p{Nd}+|[@*#?$!-]|[\p{L}\p{Nd}_]*/uy;
function readName(cursor) {
    nameGrammar.lastIndex = cursor.at;
    const name = nameGrammar.exec(cursor.text)?.[0] ?? '';
    cursor.at += name.length;
    return name;
}


/***/ }),

/***/ 9160:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findLeftOut: () => (/* binding */ findLeftOut),
/* harmony export */   readFiles: () => (/* binding */ readFiles),
/* harmony export */   unusedArguments: () => (/* binding */ unusedArguments)
/* harmony export */ });
/* harmony import */ var p_map__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(606);
/* harmony import */ var _dockerfile_arguments_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8270);
/* harmony import */ var _dockerfile_parse_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9361);
/* harmony import */ var _image_image_name_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4626);
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3564);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5369);
/* harmony import */ var _folder_layout_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6601);







/** A tree may have more files than a process may open. */
const maxOpenFiles = 32;
/** Reads the images that each of the files names, in the order of the files. A file that cannot be read is a problem. */
async function readFiles(files, config) {
    return (0,p_map__WEBPACK_IMPORTED_MODULE_6__/* ["default"] */ .Ay)(files, async (file) => readFile(file, config), { concurrency: maxOpenFiles });
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
    const bases = parsed.images.map(keptImage).map((base) => ({ base, name: (0,_image_image_name_js__WEBPACK_IMPORTED_MODULE_2__/* .parseImageName */ .i)(base.image) }));
    if (file.isGuess === true && !parsed.isDockerfile) {
        // Many a program has a line that begins with `from`.
        const hasFrom = bases.some(({ base, name }) => base.instruction === 'FROM' && name.kind === 'reference');
        return asNonDockerfile(file, hasFrom);
    }
    const complaint = layoutComplaint(file, bases);
    const images = bases.map((read) => toNamedImage(file, read, complaint, config.strictLayout));
    const problems = parsed.problems.map((problem) => ({ file: file.path, ...problem }));
    return { images, problems, declared: parsed.declared };
}
/** It is kept as long as the run lasts, and the file's text is not. */
function keptImage(base) {
    const { written, image, stage, platform } = base;
    return {
        ...base,
        written: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_4__/* .detached */ .ht)(written),
        image: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_4__/* .detached */ .ht)(image),
        ...(stage === undefined ? {} : { stage: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_4__/* .detached */ .ht)(stage) }),
        ...(platform === undefined ? {} : { platform: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_4__/* .detached */ .ht)(platform) }),
    };
}
function asNonDockerfile({ path }, hasFrom) {
    return { images: [], problems: [], declared: new Set(), nonDockerfile: { file: path, hasFrom } };
}
/** The paths of Dockerfiles that the glob leaves out. A file that cannot be read is judged by its name. */
async function findLeftOut(files, config) {
    const namedIfDockerfile = async (file) => {
        const read = await file.read();
        const isDockerfile = read.kind === 'text'
            ? (0,_dockerfile_parse_js__WEBPACK_IMPORTED_MODULE_1__.parseDockerfile)(read.text, config.buildArgs).isDockerfile
            : file.isGuess !== true && read.isOther !== true;
        return isDockerfile ? file.path : undefined;
    };
    const paths = await (0,p_map__WEBPACK_IMPORTED_MODULE_6__/* ["default"] */ .Ay)(files, namedIfDockerfile, { concurrency: maxOpenFiles });
    return paths.filter((path) => path !== undefined);
}
function toNamedImage(file, { base, name }, complaint, strict) {
    const { platform, line, written, stage, instruction } = base;
    const mayBeStage = ['COPY', 'RUN'].includes(instruction) && /^[\w-]+$/.test(written);
    const message = complaint?.image === base ? complaint.message : undefined;
    const use = { file: file.path, line, written, ...(stage === undefined ? {} : { stage }) };
    const warnings = [base.warning, strict ? undefined : message].filter((warning) => warning !== undefined);
    return {
        name,
        ...(platform === undefined ? {} : { platform }),
        ...(instruction === 'syntax' ? { isFrontend: true } : {}),
        ...(mayBeStage ? { possibleStage: written } : {}),
        ...(strict && message !== undefined ? { problem: message } : {}),
        use: warnings.length === 0 ? use : { ...use, warnings },
    };
}
/**
 * A folder that names an image wants one of its file's images to be that. A frontend, which most files name, says nothing of the folder.
 * What is no name is told where tasks are made.
 */
function layoutComplaint({ relativeToImages }, images) {
    const folder = (0,_folder_layout_js__WEBPACK_IMPORTED_MODULE_5__/* .imageOfFolder */ .h)(relativeToImages);
    if (folder === undefined)
        return undefined;
    const named = images.flatMap(({ base, name }) => name.kind === 'reference' && base.instruction !== 'syntax' ? [{ base, reference: name.reference }] : []);
    const last = named.findLast(({ base }) => base.instruction === 'FROM') ?? named.at(-1);
    if (last === undefined || named.some(({ reference }) => (0,_folder_layout_js__WEBPACK_IMPORTED_MODULE_5__/* .agrees */ .i)(folder, reference)))
        return undefined;
    const message = `The folder says ${(0,_image_reference_js__WEBPACK_IMPORTED_MODULE_3__/* .formatRepository */ .Sh)(folder)}, and this line says ${(0,_image_reference_js__WEBPACK_IMPORTED_MODULE_3__/* .formatRepository */ .Sh)(last.reference)}. Move the file, or mend the line.`;
    return { image: last.base, message };
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
