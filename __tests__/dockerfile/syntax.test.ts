import { describe, expect, it } from '@jest/globals';

import { outline, read } from './reading.js';

interface Row {
  readonly name: string;
  readonly text: string;
  readonly want: readonly string[];
}

const layout: readonly Row[] = [
  { name: 'lower-case from and as', text: 'from a as b\nfrom b\nFrom c As d\n', want: ['FROM a @1', 'FROM c @3'] },
  { name: 'no line feed at the end', text: 'FROM a', want: ['FROM a @1'] },
  { name: 'CRLF', text: 'FROM a \\\r\n  AS b\r\nFROM c\r\n', want: ['FROM a @1', 'FROM c @3'] },
  { name: 'a byte-order mark', text: '\ufeffFROM a\n', want: ['FROM a @1'] },
  { name: 'tabs', text: '\tFROM\ta\tAS\tb\t\n\tFROM\tc\n', want: ['FROM a @1', 'FROM c @2'] },
  { name: 'form feed and vertical tab', text: 'FROM\fa\vAS\fb\n', want: ['FROM a @1'] },
  { name: 'what Unicode calls white space around a line', text: '\u00a0FROM a\u0085\n', want: ['FROM a @1'] },
  { name: 'comments', text: '# FROM x\n  # FROM y\nFROM a\n#FROM z\n', want: ['FROM a @3'] },
  { name: 'continued lines', text: 'FROM \\\n  a \\\n  AS b\nFROM c\n', want: ['FROM a @1', 'FROM c @4'] },
  {
    name: 'blanks behind the escape character',
    text: 'FROM a \\ \t\n AS b\nFROM c\n',
    want: ['FROM a @1', 'FROM c @3'],
  },
  {
    name: 'comments and blank lines between continued ones',
    text: 'FROM a \\\n# FROM x\n\n   # FROM y \\\n  AS b\nFROM c\n',
    want: ['FROM a @1', 'FROM c @6'],
  },
  { name: 'a word that goes on in the next line', text: 'FR\\\nOM al\\\npine\n', want: ['FROM alpine @1'] },
  { name: 'a continued line at the end of the file', text: 'FROM a \\', want: ['FROM a @1'] },
  {
    name: 'two escape characters continue nothing',
    text: 'FROM a\nRUN x \\\\\nFROM b\n',
    want: ['FROM a @1', 'FROM b @3'],
  },
  { name: 'an escape character inside a line', text: 'FROM a\nRUN x \\ y\nFROM b\n', want: ['FROM a @1', 'FROM b @3'] },
  { name: 'a comment continues nothing', text: 'FROM a\n# x \\\nFROM b\n', want: ['FROM a @1', 'FROM b @3'] },
  {
    name: 'a FROM that is part of a command',
    text: 'FROM a\nRUN x \\\nFROM b\nFROM c\n',
    want: ['FROM a @1', 'FROM c @4'],
  },
  { name: 'a FROM in another instruction', text: 'FROM a\nLABEL x="FROM b"\nCMD ["FROM", "c"]\n', want: ['FROM a @1'] },
  { name: 'unknown instructions', text: 'FROM a\nINCLUDE x\nFROMAGE b\nFROM c\n', want: ['FROM a @1', 'FROM c @4'] },
  { name: 'a carriage return alone ends no line', text: 'FROM a\rFROM b\n', want: ['problem @1'] },
  { name: 'a no-break space splits no words', text: 'FROM a\u00a0AS\u00a0b\n', want: ['FROM a\u00a0AS\u00a0b @1'] },
  { name: 'an empty file', text: '', want: ['problem @file'] },
  { name: 'comments alone', text: '# FROM a\n\n', want: ['problem @file'] },
  { name: 'a file that is no Dockerfile', text: '<html>\n<body>FROM a</body>\n', want: ['problem @1'] },
];

const directives: readonly Row[] = [
  { name: 'escape', text: '# escape=`\nFROM a `\n AS b\nRUN x \\\nFROM c\n', want: ['FROM a @2', 'FROM c @5'] },
  { name: 'in any case, with blanks', text: '  #  Escape = `  \nFROM a `\n AS b\n', want: ['FROM a @2'] },
  {
    name: 'behind syntax and check',
    text: '# syntax=docker/dockerfile:1\n# check=skip=all\n# escape=`\nFROM a `\n AS b\n',
    want: ['syntax docker/dockerfile:1 @1', 'FROM a @4'],
  },
  { name: 'behind a byte-order mark', text: '\ufeff# escape=`\nFROM a `\n AS b\n', want: ['FROM a @2'] },
  { name: 'with CRLF', text: '# escape=`\r\nFROM a `\r\n AS b\r\n', want: ['FROM a @2'] },
  { name: 'that says what holds anyway', text: '# escape=\\\nFROM a \\\n AS b\n', want: ['FROM a @2'] },
  { name: 'not behind a comment', text: '# hello\n# escape=`\nFROM a \\\n AS b\n', want: ['FROM a @3'] },
  { name: 'not behind a blank line', text: '\n# escape=`\nFROM a \\\n AS b\n', want: ['FROM a @3'] },
  { name: 'not behind an unknown one', text: '# foo=bar\n# escape=`\nFROM a \\\n AS b\n', want: ['FROM a @3'] },
  {
    name: 'not behind an instruction',
    text: 'FROM x\n# escape=`\nFROM a \\\n AS b\n',
    want: ['FROM x @1', 'FROM a @3'],
  },
  { name: 'not without a value', text: '# escape=\n#escape=`\nFROM a \\\n AS b\n', want: ['FROM a @3'] },
  { name: 'another character', text: '# escape=x\nFROM a \\\n AS b\n', want: ['FROM a @2', 'problem @1'] },
  {
    name: 'twice',
    text: '# escape=`\n# escape=`\nFROM a `\n AS b\n',
    want: ['FROM a @3', 'problem @2'],
  },
  { name: 'syntax twice', text: '# syntax=a\n# syntax=b\nFROM a\n', want: ['syntax a @1', 'FROM a @3', 'problem @2'] },
];

/** Each of these is a RUN with its here-documents, behind `FROM a` and before `FROM z`. */
const heredocs: readonly (readonly [name: string, run: string])[] = [
  ['plain', 'RUN <<EOF\nFROM b\nEOF'],
  ['behind a command', 'RUN cat <<EOF | sh\nFROM b\nEOF'],
  ['tabs before its end', 'RUN <<-EOF\n\tFROM b\n\t\tEOF'],
  ['in double quotes', 'RUN <<"EOF"\nFROM b\nEOF'],
  ['in single quotes with tabs', "RUN <<-'EOF'\nFROM b\n\tEOF"],
  ['quoted in part', 'RUN <<E"O"F\nFROM b\nEOF'],
  ['a name with a blank', "RUN <<'E F'\nFROM b\nE F"],
  ['an escaped name', 'RUN <<\\EOF\nFROM b\nEOF'],
  ['with a number', 'RUN cat 3<<EOF\nFROM b\nEOF'],
  ['blanks behind <<', 'RUN cat << EOF\nFROM b\nEOF'],
  ['behind a tab', 'RUN cat\t<<EOF\nFROM b\nEOF'],
  ['two of them', 'RUN <<A <<B\nFROM b\nA\nFROM c\nB'],
  ['the first with tabs, the second without', 'RUN <<-A <<B\nFROM b\n\tA\n\tB\nFROM c\nB'],
  ['the second with tabs, the first without', 'RUN <<A <<-B\n\tA\nFROM b\nA\nFROM c\n\tB'],
  ['the same name twice', 'RUN <<A <<A\nFROM b\nA\nFROM c\nA'],
  ['on a continued line', 'RUN <<EOF \\\n  cat\nFROM b\nEOF'],
  ['of a COPY', 'COPY <<EOF /x\nFROM b\nEOF'],
  ['of an ADD', 'ADD <<EOF /x\nFROM b\nEOF'],
  ['of an ONBUILD', 'ONBUILD RUN <<EOF\nFROM b\nEOF'],
  ['of a lower-case run with a flag', 'run --mount=type=cache,target=/c <<EOF\nFROM b\nEOF'],
  ['with CRLF', 'RUN <<EOF\r\nFROM b\r\nEOF\r'],
  ['lines that look like its end', 'RUN <<EOF\n EOF\nEOF \n\tEOF\neof\nEOFEOF\nFROM b\nEOF'],
  ['an escape character and a comment in it', 'RUN <<EOF\nFROM b \\\n# c \\\nEOF'],
  ['a name that is a variable', 'RUN <<$X\nFROM b\n$X'],
  ['a name that a sign follows', 'RUN cat <<EOF;ls\nFROM b\nEOF;ls'],
];

/** None of these is a here-document: the FROM behind it counts. */
const noHeredocs: readonly (readonly [name: string, run: string])[] = [
  ['in double quotes', 'RUN echo "x <<EOF"'],
  ['in single quotes', "RUN echo 'x <<EOF'"],
  ['three of them', 'RUN cat <<<EOF'],
  ['inside a word', 'RUN echo $((1<<2))'],
  ['escaped', 'RUN echo \\<<EOF'],
  ['in a list', 'RUN ["cat", "<<EOF"]'],
  ['in a list, escaped', 'RUN ["cat \\" <<EOF"]'],
  ['in a COPY that is a list', 'COPY ["<<EOF", "/x"]'],
  ['of an ENV', 'ENV X=1 <<EOF'],
  ['of an ONBUILD ENV', 'ONBUILD ENV X <<EOF'],
  ['without a name', 'RUN cat <<'],
  ['with an empty name', 'RUN cat <<""'],
  ['on a line with an apostrophe', "RUN echo it's <<EOF"],
  ['on a line that the lexer refuses', 'RUN echo ${list[@]} <<EOF'],
  ['in a comment', '# RUN <<EOF'],
];

describe('T8 lines', () => {
  it.each(layout.map((row) => [row.name, row] as const))('T8 %s', (_, { text, want }) => {
    expect(outline(text)).toEqual(want);
  });
});

describe('T8 directives', () => {
  it.each(directives.map((row) => [row.name, row] as const))('T8 escape %s', (_, { text, want }) => {
    expect(outline(text)).toEqual(want);
  });
});

describe('T8 here-documents', () => {
  it.each(heredocs)('T8 hides a FROM in its text: %s', (_, run) => {
    const line = run.split('\n').length + 2;
    expect(outline(`FROM a\n${run}\nFROM z\n`)).toEqual(['FROM a @1', `FROM z @${line}`]);
  });

  it.each(noHeredocs)('T8 is none: %s', (_, run) => {
    expect(outline(`FROM a\n${run}\nFROM b\nFROM z\n`)).toEqual(['FROM a @1', 'FROM b @3', 'FROM z @4']);
  });

  it.each(['RUN <<EOF', 'RUN <<A <<EOF\nA', 'RUN <<-"EOF"', 'COPY <<EOF /x', 'ONBUILD RUN <<EOF'])(
    'T8 without an end, it is told: %j',
    (run) => {
      const { images, problems } = read(`FROM a\n${run}\nFROM b\n EOF\n`);
      expect(images.map(({ image }) => image)).toEqual(['a']);
      expect(problems).toMatchObject([{ line: 2, message: expect.stringContaining('the here-document "EOF"') }]);
    },
  );
});
