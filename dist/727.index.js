export const id = 727;
export const ids = [727];
export const modules = {

/***/ 1727:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  describeImageChanges: () => (/* binding */ describeImageChanges)
});

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./src/image/image-name.ts
var image_name = __webpack_require__(4626);
// EXTERNAL MODULE: ./src/image/reference.ts
var image_reference = __webpack_require__(3564);
// EXTERNAL MODULE: ./src/runtime/group-by.ts
var group_by = __webpack_require__(6353);
;// CONCATENATED MODULE: ./src/bump/pair-entries.ts

/** A change costs less than a removal and an addition. */
const changeCost = 2;
const addOrRemoveCost = 3;
/** A file with hundreds of images of one repository is no bot's; those are paired in their order. */
const maxTableSize = 250_000;
/**
 * Pairs the entries of two lists in their order, with as few changes as can be; what was removed or added is in no pair. Lists that have
 * the same entries in another order have changed nothing.
 * @param identity entries of one identity are the same
 */
function pairEntries(before, now, identity) {
    const reordered = pairReordered(before, now, identity);
    if (reordered !== undefined)
        return reordered;
    const isSame = (one, other) => one !== undefined && other !== undefined && identity(one) === identity(other);
    const shorter = Math.min(before.length, now.length);
    let head = 0;
    while (head < shorter && isSame(before[head], now[head]))
        head += 1;
    let tail = 0;
    while (tail < shorter - head && isSame(before.at(-1 - tail), now.at(-1 - tail)))
        tail += 1;
    const middle = (list) => list.slice(head, list.length - tail);
    return [
        ...pairInOrder(before.slice(0, head), now),
        ...pairMiddle(middle(before), middle(now), isSame),
        ...pairInOrder(before.slice(before.length - tail), now.slice(now.length - tail)),
    ];
}
function pairReordered(before, now, identity) {
    if (before.length !== now.length)
        return undefined;
    const waiting = new Map([...(0,group_by/* groupBy */.$)(before, identity)].map(([name, group]) => [name, group.values()]));
    const pairs = now.flatMap((entry) => {
        const same = waiting.get(identity(entry))?.next();
        return same === undefined || same.done === true ? [] : [[same.value, entry]];
    });
    return pairs.length === now.length ? pairs : undefined;
}
function pairInOrder(before, now) {
    return before.flatMap((entry, index) => {
        const other = now[index];
        return other === undefined ? [] : [[entry, other]];
    });
}
/** The least costly way through both lists; of two that cost the same the one that pairs sooner. */
function pairMiddle(before, now, isSame) {
    if ((before.length + 1) * (now.length + 1) > maxTableSize)
        return pairInOrder(before, now);
    const costOf = costsFromEnd(before, now, isSame);
    const pairs = [];
    let [row, column] = [0, 0];
    for (;;) {
        const [one, other] = [before[row], now[column]];
        if (one === undefined || other === undefined)
            return pairs;
        const cost = costOf(row, column);
        if (cost === costOf(row + 1, column + 1) + (isSame(one, other) ? 0 : changeCost)) {
            pairs.push([one, other]);
            row += 1;
            column += 1;
        }
        else if (cost === costOf(row + 1, column) + addOrRemoveCost)
            row += 1;
        else
            column += 1;
    }
}
/** What it costs to turn what is left of the one list into what is left of the other, by where both begin. */
function costsFromEnd(before, now, isSame) {
    const width = now.length + 1;
    const costs = new Uint32Array((before.length + 1) * width);
    const costOf = (row, column) => costs[row * width + column] ?? 0;
    for (let row = before.length; row >= 0; row -= 1) {
        for (let column = now.length; column >= 0; column -= 1) {
            const rest = [before.length - row, now.length - column];
            costs[row * width + column] = rest.includes(0)
                ? Math.max(...rest) * addOrRemoveCost
                : Math.min(costOf(row + 1, column + 1) + (isSame(before[row], now[column]) ? 0 : changeCost), costOf(row + 1, column) + addOrRemoveCost, costOf(row, column + 1) + addOrRemoveCost);
        }
    }
    return costOf;
}

;// CONCATENATED MODULE: ./src/bump/match-uses.ts



/** A file has one frontend: it came from the one before, whatever that was, and from no other image. */
const frontend = '# syntax';
const repositoryOf = ({ reference }) => (0,image_reference/* formatRepository */.Sh)(reference);
const lastWordOf = ({ reference }) => reference.repository.slice(reference.repository.lastIndexOf('/') + 1);
/**
 * Which use of a file came from which use of an older version of it. What is surer goes first: the same repository in the stage of the
 * same name, then anywhere in the file; only then another repository, by the last word of its name, or in the same stage.
 * @returns the index of the older use by that of the newer, each in at most one pair; a use without one was added, or removed
 */
function matchUses(before, now) {
    const pairs = new Map();
    let left = { before: before.map(toIdentifiedUse), now: now.map(toIdentifiedUse) };
    for (const pass of passesFor(before.length === now.length)) {
        for (const [older, newer] of pairsOf(pass, left))
            pairs.set(newer.index, older.index);
        const taken = new Set(pairs.values());
        left = {
            before: left.before.filter(({ index }) => !taken.has(index)),
            now: left.now.filter(({ index }) => !pairs.has(index)),
        };
    }
    return pairs;
}
function toIdentifiedUse(use, index) {
    return { index, use, identity: (0,image_reference/* formatPinned */.y6)(use.reference) };
}
/** A stage's number means something only as long as no stage was added or removed before it. */
function passesFor(isAsMany) {
    const same = [both(stageName, repositoryOf), repositoryOf];
    const another = [both(stageName, lastWordOf), lastWordOf, isAsMany ? stageOf : stageName];
    return [
        ...same.map((key) => ({ key, repository: 'same' })),
        ...another.map((key) => ({ key, repository: 'another' })),
    ];
}
function stageOf({ stage }) {
    return stage?.toLowerCase();
}
/** BuildKit compares names of stages without regard to case. */
function stageName(use) {
    const stage = stageOf(use);
    return stage === undefined || /^\d+$/.test(stage) ? undefined : stage;
}
function both(one, other) {
    return (use) => {
        const [first, second] = [one(use), other(use)];
        return first === undefined || second === undefined ? undefined : `${first} ${second}`;
    };
}
function pairsOf({ key, repository }, { before, now }) {
    const keyOf = ({ use }) => (use.isFrontend === true ? frontend : key(use));
    const older = (0,group_by/* groupBy */.$)(before, keyOf);
    const pairs = [...(0,group_by/* groupBy */.$)(now, keyOf)].flatMap(([name, group]) => name === undefined ? [] : pairEntries(older.get(name) ?? [], group, ({ identity }) => identity));
    if (repository === 'same')
        return pairs;
    return pairs.filter(([one, other]) => repositoryOf(one.use) !== repositoryOf(other.use));
}

;// CONCATENATED MODULE: ./src/bump/find-previous-images.ts





/**
 * Says of every image that a pull request's files name what it was before, where it named another one: by reading the same file as it was.
 * An image of a new file, and one that was added, have no such thing, nor has one whose file cannot be read as it was: they are new. Never
 * throws.
 * @param images of any number of files, all of which the pull request changes
 * @param textBefore asked once a file
 * @returns the same images in the same order, some with `use.former`, some with `isNew`
 */
async function findPreviousImages(images, textBefore, config) {
    const bumped = await (0,p_map/* default */.Ay)((0,group_by/* groupBy */.$)(images, ({ use }) => use.file), async ([file, group]) => nameInFile(group, await readBefore(file, textBefore), config), { concurrency: maxReads });
    const byImage = new Map(bumped.flat());
    return images.map((image) => byImage.get(image) ?? image);
}
/** Each may be a process or a request. */
const maxReads = 4;
async function readBefore(file, textBefore) {
    try {
        return await textBefore(file);
    }
    catch {
        return undefined;
    }
}
async function nameInFile(images, text, { buildArgs }) {
    if (text === undefined)
        return images.map(markNew);
    const { parseDockerfile } = await __webpack_require__.e(/* import() */ 361).then(__webpack_require__.bind(__webpack_require__, 9361));
    const before = parseDockerfile(text, buildArgs).images.flatMap(({ image, stage, instruction }) => toUse({ name: (0,image_name/* parseImageName */.i)(image), stage, isFrontend: instruction === 'syntax' }));
    const now = images.flatMap((named) => toUse({ name: named.name, stage: named.use.stage, isFrontend: named.isFrontend === true }).map((use) => ({
        ...use,
        named,
    })));
    const pairs = matchUses(before, now);
    return now.flatMap(({ reference, named }, index) => {
        const old = before[pairs.get(index) ?? -1];
        if (old === undefined)
            return [markNew(named)];
        const former = old.reference;
        if ((0,image_reference/* formatPinned */.y6)(former) === (0,image_reference/* formatPinned */.y6)(reference))
            return [];
        return [[named, { ...named, use: { ...named.use, former } }]];
    });
}
function markNew(named) {
    return [named, { ...named, isNew: true }];
}
/** Neither `scratch` nor what is no name has a version to go up from. */
function toUse({ name, ...use }) {
    return name.kind === 'reference' ? [{ ...use, reference: name.reference }] : [];
}

// EXTERNAL MODULE: ./src/image/digest.ts
var image_digest = __webpack_require__(8033);
;// CONCATENATED MODULE: ./src/bump/add-bot-updates.ts


/** Says of every image that was bumped (`use.former`) what the bot says of it, where it says something. */
function addBotUpdates(images, updates) {
    if (updates.length === 0)
        return images;
    const known = updates.map((update) => {
        const reference = (0,image_reference/* tryReference */.$Q)(update.name);
        return { update, repository: reference === undefined ? undefined : (0,image_reference/* formatRepository */.Sh)(reference) };
    });
    return images.map((named) => {
        if (named.use.former === undefined || named.name.kind !== 'reference')
            return named;
        const { reference } = named.name;
        const inFull = (0,image_reference/* formatRepository */.Sh)(reference);
        // Dependabot leaves the registry out, whichever it is.
        const fitting = known
            .filter(({ update: { by, name }, repository }) => repository === inFull || (by === 'dependabot' && name === reference.repository))
            .map(({ update }) => update);
        const saidWithVersion = fitting.find((update) => namesVersion(update, reference)) ?? fitting.find(({ version }) => version === undefined);
        if (saidWithVersion === undefined)
            return named;
        const { by, type, group } = saidWithVersion;
        const update = { by, ...(type === undefined ? {} : { type }), ...(group === undefined ? {} : { group }) };
        return { ...named, use: { ...named.use, update } };
    });
}
/** Renovate shows seven digits of a digest; Dependabot names the tag of a pin, where there is one. */
function namesVersion({ version }, { tag, digest }) {
    if (version === undefined)
        return false;
    if (version === tag)
        return true;
    const hex = version.replace(/^sha(?:256|512):/, '');
    return digest !== undefined && /^[0-9a-f]{7,128}$/.test(hex) && (0,image_digest/* hexOf */.ZD)(digest).startsWith(hex);
}

;// CONCATENATED MODULE: ./src/bump/describe-image-changes.ts


/** What each image was before a change, and what the bot that made it says of that. The bot is only asked where something was bumped. */
async function describeImageChanges(images, change, config) {
    const changed = images.filter(({ use }) => change.files.has(use.file));
    const named = await findPreviousImages(changed, change.textBefore, config);
    const byImage = new Map(changed.map((image, index) => [image, named[index]]));
    const bumped = images.map((image) => byImage.get(image) ?? image);
    const isBumped = bumped.some(({ use }) => use.former !== undefined);
    const updated = isBumped ? addBotUpdates(bumped, await change.readUpdates()) : bumped;
    return { images: updated, warnings: change.warnings };
}


/***/ })

};
