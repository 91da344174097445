import { describe, expect, it } from '@jest/globals';

import { outline, read } from './reading.js';

/** A FROM's word, with V=14, W=1.25.3-alpine, E set to nothing, U not set. */
function expandWord(word: string, escapeDirective = ''): unknown {
  const head = `${escapeDirective}ARG V=14\nARG W=1.25.3-alpine\nARG E=\nARG U\n`;
  const { images, problems } = read(`${head}FROM ${word}\n`);
  return images[0]?.image ?? { problem: problems[0]?.message };
}

const words: readonly (readonly [word: string, image: string])[] = [
  ['postgres:$V', 'postgres:14'],
  ['postgres:${V}', 'postgres:14'],
  ['postgres:${V:-13}', 'postgres:14'],
  ['postgres:${U:-13}', 'postgres:13'],
  ['postgres:${E:-13}', 'postgres:13'],
  ['postgres${E-:13}', 'postgres'],
  ['postgres:${U-13}', 'postgres:13'],
  ['postgres${V:+:x}', 'postgres:x'],
  ['postgres${U:+:x}', 'postgres'],
  ['postgres${E:+:x}', 'postgres'],
  ['postgres${E+:x}', 'postgres:x'],
  ['postgres${U+:x}', 'postgres'],
  ['postgres:${V:?say-which}', 'postgres:14'],
  ['postgres${E?say-which}', 'postgres'],
  ['postgres:$V-alpine', 'postgres:14-alpine'],
  ['postgres:$V.2', 'postgres:14.2'],
  ['$V$V', '1414'],
  ['${U:-${E:-${V}}}', '14'],
  ['${U:-a${U:-b}c}', 'abc'],
  ['${U:-"a}b"}', 'a}b'],
  ['${U:-a\\}b}', 'a}b'],
  ["${U:-'$V'}", '$V'],
  ['nginx:${W#*.}', 'nginx:25.3-alpine'],
  ['nginx:${W##*.}', 'nginx:3-alpine'],
  ['nginx:${W%-*}', 'nginx:1.25.3'],
  ['nginx:${W%.*}', 'nginx:1.25'],
  ['nginx:${W%%.*}', 'nginx:1'],
  ['nginx:${W%%x*}', 'nginx:1.25.3-alpine'],
  ['nginx:${W#?.}', 'nginx:25.3-alpine'],
  ['nginx:${W#$V}', 'nginx:1.25.3-alpine'],
  ['nginx:${W/alpine/slim}', 'nginx:1.25.3-slim'],
  ['nginx:${W/./_}', 'nginx:1_25.3-alpine'],
  ['nginx:${W//./_}', 'nginx:1_25_3-alpine'],
  ['nginx:${W/-*/}', 'nginx:1.25.3'],
  ['nginx:${W//[0-9]/x}', 'nginx:1.25.3-alpine'],
  ['nginx:${W/${W%%.*}/2}', 'nginx:2.25.3-alpine'],
  ['nginx:${V///-}', 'nginx:-1-4-'],
  ['nginx:${V//*/x}', 'nginx:x'],
  ['nginx${E//*/x}', 'nginxx'],
  ["nginx:${V#'\\x'}", 'nginx:14'],
  ['nginx:${V#"\\x"}', 'nginx:14'],
  ['"postgres:$V"', 'postgres:14'],
  ["'postgres:$V'", 'postgres:$V'],
  ['post"gres":1\'4\'', 'postgres:14'],
  ['postgres:\\$V', 'postgres:$V'],
  ['"postgres:\\$V"', 'postgres:$V'],
  ['"a\\b"', 'a\\b'],
  ['a\\b', 'ab'],
  ['a$', 'a$'],
  ['a$:b', 'a$:b'],
  ['x-$TARGETOS-$TARGETARCH$TARGETVARIANT', 'x-linux-amd64'],
  ['x-${BUILDPLATFORM#*/}', 'x-amd64'],
];

/** Nothing of these is an image. */
const faults: readonly (readonly [word: string, says: string])[] = [
  [
    'postgres:$U',
    'FROM postgres:$U: the build argument U has no value. Give it a default (ARG U=…) before the first FROM or set it in build-args.',
  ],
  ['postgres:${U}', 'the build argument U has no value'],
  [
    'postgres$NOWHERE',
    'the build argument NOWHERE has no value. Give it a default (ARG NOWHERE=…) before the first FROM',
  ],
  ['postgres:$v', 'the build argument v has no value'],
  ['postgres:$14', 'the build argument 14 has no value'],
  ['postgres:$14alpine', 'the build argument 14 has no value'],
  ['postgres:$V_alpine', 'the build argument V_alpine has no value'],
  ['postgres:${U:-$X}', 'the build argument X has no value'],
  ['postgres:${V:+$X}', 'the build argument X has no value'],
  ['postgres:${U#*.}', 'the build argument U has no value'],
  ['postgres:${U/a/b}', 'the build argument U has no value'],
  ['postgres:${V#$X}', 'the build argument X has no value'],
  ['postgres:${V/1/$X}', 'the build argument X has no value'],
  ['postgres:${U:?say-which}', 'the build argument U must have a value: say-which.'],
  ['postgres:${U?}', 'the build argument U must have a value.'],
  ['postgres:${E:?say-which}', 'the build argument E must have a value: say-which.'],
  ['${V:-${U:?say-which}}', 'the build argument U must have a value: say-which.'],
  ['$E', 'the image name is empty once its variables are expanded'],
  ['${U:+x}', 'the image name is empty'],
  ['""', 'the image name is empty'],
  ['${V', '"}" is missing'],
  ['${V:', '"}" is missing'],
  ['${V:-x', '"}" is missing'],
  ['${U:-${V}', '"}" is missing'],
  ['${V/x}', '"/" is missing'],
  ['${}', 'there is no name after ${'],
  ['${{V}}', 'there is no name after ${'],
  ['${:-x}', 'there is no name after ${'],
  ['${V^^}', '"^" is not known after ${V'],
  ['${V:1}', '":1" is not known after ${V'],
  ['${V@Q}', '"@" is not known after ${V'],
  ['${V:#1}', '":#" is not known after ${V'],
  ['${V#\\x}', '"\\x" means nothing in a pattern'],
  ['"postgres', 'the closing " is missing'],
  ["'postgres", "the closing ' is missing"],
  ['${U:-"x}', 'the closing " is missing'],
];

describe('T6 expanding a word', () => {
  it.each(words)('T6 expands %s to %s', (word, image) => {
    expect(expandWord(word)).toBe(image);
  });

  it.each(faults)('T6 refuses %s: %s', (word, says) => {
    expect(expandWord(word)).toEqual({ problem: expect.stringContaining(says) });
  });

  it('T6 a variable without a value is no fault where its value is not taken', () => {
    expect(expandWord('${V:-$X}')).toBe('14');
    expect(expandWord('a${U:+$X}')).toBe('a');
  });

  it('T6 takes the escape character of the file', () => {
    expect(expandWord('a`$V', '# escape=`\n')).toBe('a$V');
    expect(expandWord('a\\$V', '# escape=`\n')).toBe('a\\14');
  });
});

interface ScopeRow {
  readonly name: string;
  readonly file: readonly string[];
  readonly given?: Record<string, string>;
  readonly want: readonly string[];
}

const scopes: readonly ScopeRow[] = [
  {
    name: 'the input comes before the default',
    file: ['ARG V=14', 'FROM a:$V'],
    given: { V: '15' },
    want: ['FROM a:15 @2'],
  },
  {
    name: 'the input gives a value to a name without one',
    file: ['ARG V', 'FROM a:$V'],
    given: { V: '15' },
    want: ['FROM a:15 @2'],
  },
  { name: 'the input may be empty', file: ['ARG V=14', 'FROM a${V:+:$V}'], given: { V: '' }, want: ['FROM a @2'] },
  {
    name: 'the input is not expanded',
    file: ['ARG V', 'ARG W=1', 'FROM a:$V'],
    given: { V: '$W' },
    want: ['FROM a:$W @3'],
  },
  {
    name: 'a predefined name need not be declared',
    file: ['FROM a:$TARGETARCH'],
    given: { TARGETARCH: 'arm64' },
    want: ['FROM a:arm64 @1'],
  },
  { name: 'TARGETSTAGE is the last stage', file: ['FROM a:$TARGETSTAGE AS fin'], want: ['FROM a:fin @1'] },
  { name: 'a default may use an earlier name', file: ['ARG A=1', 'ARG B=$A.2', 'FROM x:$B'], want: ['FROM x:1.2 @3'] },
  { name: 'a default may use its own name', file: ['ARG A=1', 'ARG A=$A.2', 'FROM x:$A'], want: ['FROM x:1.2 @3'] },
  { name: 'several on a line', file: ['ARG A=1 B=$A C="4_5"', 'FROM x:$B${C#*_}'], want: ['FROM x:15 @2'] },
  { name: 'the later default counts', file: ['ARG A=1', 'ARG A=2', 'FROM x:$A'], want: ['FROM x:2 @3'] },
  { name: 'a name without a value takes none away', file: ['ARG A=1', 'ARG A', 'FROM x:$A'], want: ['FROM x:1 @3'] },
  { name: 'quoted defaults', file: ['ARG A="1"', "ARG B='2'", 'ARG C=\\"', 'FROM x:$A$B$C'], want: ['FROM x:12" @4'] },
  {
    name: 'a default in quotes with blanks and an escaped quote',
    file: ['ARG A="1 \\" 2" B=3', 'FROM x:${A#????}$B'],
    want: ['FROM x:23 @2'],
  },
  { name: 'an escape character in single quotes', file: ["ARG A='1\\' B=2", 'FROM x:$B'], want: ['FROM x:2 @2'] },
  { name: 'lower-case arg, continued', file: ['arg A=1 \\', '  B=2', 'from x:$A$B'], want: ['FROM x:12 @3'] },
  { name: 'every FROM sees it', file: ['ARG A=1', 'FROM x:$A', 'FROM y:$A'], want: ['FROM x:1 @2', 'FROM y:1 @3'] },
  {
    name: 'an ARG inside a stage changes nothing',
    file: ['ARG A=1', 'FROM x', 'ARG A=2', 'FROM y:$A'],
    want: ['FROM x @2', 'FROM y:1 @4'],
  },
  {
    name: 'an ENV inside a stage changes nothing',
    file: ['ARG A=1', 'FROM x', 'ENV A=2', 'FROM y:$A'],
    want: ['FROM x @2', 'FROM y:1 @4'],
  },
  {
    name: 'an ARG inside a stage is seen by no FROM',
    file: ['FROM x', 'ARG A=2', 'FROM y:$A', 'FROM z'],
    want: ['FROM x @1', 'FROM z @4', 'problem @3'],
  },
  { name: 'an ENV before the first FROM is none', file: ['ENV A=2', 'FROM y:$A'], want: ['problem @2'] },
  { name: 'the input does not declare', file: ['FROM y:$A'], given: { A: '1' }, want: ['problem @1'] },
  {
    name: 'the name of a predefined proxy is not seen',
    file: ['FROM y:$HTTP_PROXY'],
    given: { HTTP_PROXY: '1' },
    want: ['problem @1'],
  },
  {
    name: 'a default made of what has no value',
    file: ['ARG A=1$X', 'FROM y:$A', 'FROM z'],
    want: ['FROM z @3', 'problem @2'],
  },
  { name: 'a default that breaks the grammar', file: ['ARG A=${X', 'FROM z'], want: ['FROM z @2', 'problem @1'] },
  { name: 'a default that asks for a value', file: ['ARG A=${X:?no}', 'FROM z'], want: ['FROM z @2', 'problem @1'] },
  { name: 'others go on', file: ['FROM a:$A', 'FROM b', 'FROM c:$C'], want: ['FROM b @2', 'problem @1', 'problem @3'] },
];

describe('T6 build arguments', () => {
  it.each(scopes.map((row) => [row.name, row] as const))('T6 %s', (_, { file, given, want }) => {
    expect(outline(file, given)).toEqual(want);
  });

  it('T6 names the argument that a default lacks, its line and the image as it is written', () => {
    expect(read(['ARG B', 'ARG A=1$B', 'FROM postgres:$A']).problems).toEqual([
      {
        line: 3,
        written: 'postgres:$A',
        message:
          'FROM postgres:$A: the build argument B has no value. Give it a default (ARG B=…) before the first FROM or set it in build-args.',
      },
    ]);
  });

  it('T6 says that build-args alone does not declare', () => {
    expect(read('FROM a:$V', { V: '1' }).problems[0]?.message).toContain('Add ARG V before the first FROM.');
  });
});
