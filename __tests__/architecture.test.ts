import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from '@jest/globals';

const src = resolve(import.meta.dirname, '../src');

interface Import {
  readonly from: string;
  /** A file of src/, or a package's or built-in module's name. */
  readonly to: string;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort();
const imports: readonly Import[] = files.flatMap(importsOf);

function importsOf(from: string): readonly Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(src, from), 'utf8'));
  return importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return { from, to: fileName };
    const path = relative(src, resolve(src, dirname(from), fileName)).replace(/\.js$/, '.ts');
    return { from, to: path.startsWith('..') ? path.replace(/^.*node_modules\//, '') : path };
  });
}

/** `registry/auth/token.ts` → `registry`; a file of src/ itself is its own folder. */
function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : path;
}

/** What each part may know, besides itself and what everything may know: the table of docs/architecture.md. */
const allowed = new Map(
  [
    ...readFileSync(resolve(src, '../docs/architecture.md'), 'utf8').matchAll(/^\| `([^`]+)` \| [^|]* \|([^|]*)\|$/gm),
  ].map(([, part = '', names = '']) => [
    withoutSlash(part),
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => withoutSlash(name)),
  ]),
);

function withoutSlash(name: string): string {
  return name.replace(/\/$/, '');
}

/** The names that several files have, in whatever folders. */
function repeatedNames(paths: readonly string[]): readonly string[] {
  const names = paths.map((path) => basename(path));
  return names.filter((name, index) => names.indexOf(name) !== index);
}

const known = ['runtime'];

describe('the parts of src/', () => {
  test.each([...new Set(files.map(folderOf))])('%s imports only what is before it on the line', (folder) => {
    const may = new Set([folder, ...known, ...(allowed.get(folder) ?? [])]);
    const own = imports.filter(({ from, to }) => folderOf(from) === folder && files.includes(to));
    expect(own.filter(({ to }) => !may.has(folderOf(to)))).toEqual([]);
  });

  test('all stand in the table of docs/architecture.md', () => {
    expect([...allowed.keys()].sort()).toEqual([...new Set(files.map(folderOf))].sort());
  });

  test('leave it to runtime/optional-field.ts to say that null is absence', () => {
    const others = files.filter((file) => file !== 'runtime/optional-field.ts');
    const decides = (file: string): boolean =>
      /\bv\.(?:nullish|nullable|undefinedable|null)\(/.test(readFileSync(join(src, file), 'utf8'));
    expect(others.filter(decides)).toEqual([]);
    expect(decides('runtime/optional-field.ts')).toBe(true);
  });

  test('export each name once', () => {
    const exported = files.flatMap((file) =>
      [
        ...readFileSync(join(src, file), 'utf8').matchAll(
          /^export (?:async |abstract )*(?:function\*?|const|class|interface|type|enum) (\w+)/gm,
        ),
      ].map(([, name = '']) => name),
    );
    const twice = exported.filter((name, index) => exported.indexOf(name) !== index);
    expect(exported.length).toBeGreaterThan(500);
    expect(twice).toEqual([]);
  });

  test('name no local type like an exported one, or like that of another file', () => {
    const types = files.flatMap((file) => [
      ...readFileSync(join(src, file), 'utf8').matchAll(/^(export )?(?:abstract )?(?:class|interface|type) (\w+)/gm),
    ]);
    const names = types.map(([, , name = '']) => name);
    expect(types.filter(([, exported]) => exported === undefined).length).toBeGreaterThan(200);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('have file names that say their subjects: no two are the same', () => {
    expect(repeatedNames(files)).toEqual([]);
  });

  test('have no cycles of imports', () => {
    const edges = new Map(
      files.map((file) => [
        file,
        imports.filter(({ from, to }) => from === file && files.includes(to)).map(({ to }) => to),
      ]),
    );
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return undefined;
      const cycle = (edges.get(file) ?? [])
        .map((next) => visit(next, [...path, file]))
        .find((found) => found !== undefined);
      done.add(file);
      return cycle;
    };
    expect(files.map((file) => visit(file, [])).find((cycle) => cycle !== undefined)).toBeUndefined();
  });

  test.each(['image', 'dockerfile', 'bump', 'config', 'plan', 'result', 'report'])(
    '%s is pure: no files, no network, no processes',
    (folder) => {
      const effects = /^(?:node:(?:fs|net|http|https|tls|dns|child_process|process)|undici|@actions\/)/;
      expect(imports.filter(({ from, to }) => folderOf(from) === folder && effects.test(to))).toEqual([]);
    },
  );

  test('only registry/ and one file of github/ import an HTTP client', () => {
    const knowing = imports.filter(({ to }) => to === 'undici' || to === 'node:http').map(({ from }) => from);
    const importing = knowing.map((from) => (folderOf(from) === 'github' ? from : folderOf(from)));
    expect([...new Set(importing)].sort()).toEqual(['github/api/fetch.ts', 'registry']);
  });

  test('octokit is loaded by nothing but an import that waits for it', () => {
    const importing = imports.filter(({ to }) => to === 'github/api/octokit.ts').map(({ from }) => from);
    const atOnce = importing.filter((from) =>
      /^import (?!type )[^;]*'\.\/octokit\.js'/m.test(readFileSync(join(src, from), 'utf8')),
    );
    expect([importing.includes('github/api/api.ts'), atOnce]).toEqual([true, []]);
  });

  test('the toolkit of GitHub Actions is for the action: nothing that the command can load imports it', () => {
    const reached = new Set(['cli.ts']);
    for (const file of reached) for (const { to } of imports.filter(({ from }) => from === file)) reached.add(to);
    expect(reached).toContain('registry/http/connection.ts');
    expect([...reached].filter((name) => name.startsWith('@actions/'))).toEqual([]);
  });

  test('@actions/github is imported by the one file that only an import which waits for it loads', () => {
    expect(imports.filter(({ to }) => to === '@actions/github').map(({ from }) => from)).toEqual([
      'github/api/octokit.ts',
    ]);
  });

  test('private paths of packages are imported by one file, which says why', () => {
    const isPrivate = (file: string): boolean => readFileSync(join(src, file), 'utf8').includes('/node_modules/');
    expect(files.filter(isPrivate)).toEqual(['github/runner/cache-private.ts']);
  });

  test('take their clock as an argument: only the entry names the system’s', () => {
    const naming = files.filter((file) => /\bsystemClock\b/.test(readFileSync(join(src, file), 'utf8')));
    expect(naming).toEqual(['main.ts', 'runtime/clock.ts']);
  });

  test('only the entries touch the process', () => {
    const touching = files.filter((file) =>
      /\bprocess\.(?:env|exit|argv|cwd)\b/.test(readFileSync(join(src, file), 'utf8')),
    );
    expect(touching).toEqual(['main.ts', 'runtime/stop.ts']);
  });
});

describe('the files of __tests__', () => {
  const paths = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.[jt]s$/.test(path))
    .sort();
  const parts = files.map(folderOf);

  test('have names that say their subjects: no two are the same', () => {
    expect(paths.length).toBeGreaterThan(300);
    expect(repeatedNames(paths)).toEqual([]);
  });

  test('are where the file of src/ is that they are named after', () => {
    const tests = paths.filter((path) => path.endsWith('.test.ts') && parts.includes(folderOf(path)));
    const tested = tests.map((path) => path.replace(/\.test\.ts$/, '.ts'));
    const elsewhere = tested.filter(
      (path) => !files.includes(path) && files.some((file) => basename(file) === basename(path)),
    );
    expect(tested.filter((path) => files.includes(path)).length).toBeGreaterThan(50);
    expect(elsewhere).toEqual([]);
  });

  test('are in folders of src/, or in those that docs/architecture.md lists', () => {
    const text = readFileSync(resolve(src, '../docs/architecture.md'), 'utf8');
    const rows = [...text.matchAll(/^\| ((?:`__tests__\/[\w-]+`(?:, )?)+) \|/gm)].map(([, names = '']) => names);
    const listed = rows.flatMap((names) => [...names.matchAll(/`__tests__\/([\w-]+)`/g)].map(([, name = '']) => name));
    const folders = paths.filter((path) => path.includes('/')).map(folderOf);
    const others = [...new Set(folders)].filter((folder) => !parts.includes(folder));
    expect(listed.toSorted()).toEqual(others.toSorted());
  });
});

describe('our documents', () => {
  const root = resolve(src, '..');
  const folders = ['src', '__tests__', 'bench', 'scripts', 'demo', 'docs', 'examples', '.github'];
  const paths = folders.flatMap((folder) => [
    `/${folder}`,
    ...readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `/${folder}/${path}`),
  ]);
  const decisions = readdirSync(join(root, 'docs/decisions')).map((file) => `docs/decisions/${file}`);
  const documents = ['CONTRIBUTING.md', 'SECURITY.md', 'docs/architecture.md', 'docs/registries.md', ...decisions];
  const pathOf = new RegExp(`^(?:[\\w/.-]+\\.[jt]s|(?:${folders.join('|')})/[\\w/.-]*)$`);

  /** Files of code, by the end of their paths, and whatever begins with one of our folders. */
  function pathsIn(document: string): readonly string[] {
    const text = readFileSync(join(root, document), 'utf8');
    return [...text.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name).filter((name) => pathOf.test(name));
  }

  test.each(documents)('%s names only files and folders that are there', (document) => {
    const isThere = (name: string): boolean => paths.some((path) => path.endsWith(`/${withoutSlash(name)}`));
    expect(pathsIn(document).filter((name) => !isThere(name))).toEqual([]);
  });

  test('name many', () => {
    expect(pathsIn('docs/architecture.md').length).toBeGreaterThan(100);
    expect(pathsIn('SECURITY.md').length).toBeGreaterThan(40);
    expect(decisions.flatMap(pathsIn).length).toBeGreaterThan(20);
  });
});
