import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { NamingError, formatTarget, nameTarget, parseNaming, parseTarget } from '../../src/config/naming.js';
import { type Reference, formatCanonical, parseReference } from '../../src/image/reference.js';

const hex = 'ab'.repeat(32);
const whole = '{registry}/{repository}';

function nameOf(source: string, target = 'ghcr.io/acme/mirror', naming = whole): string {
  return formatCanonical(nameTarget(parseReference(source), parseTarget(target), parseNaming(naming)));
}

describe('a target is read', () => {
  test.each([
    ['ghcr.io/acme/mirror', 'ghcr.io', 'acme/mirror'],
    ['ghcr.io/Acme/Mirror', 'ghcr.io', 'acme/mirror'],
    ['GHCR.io/acme///', 'ghcr.io', 'acme'],
    ['registry.acme.io', 'registry.acme.io', ''],
    ['registry.acme.io:5000/', 'registry.acme.io:5000', ''],
    ['registry:5000/a__b', 'registry:5000', 'a__b'],
    ['localhost/m', 'localhost', 'm'],
    ['[::1]:5000/m', '[::1]:5000', 'm'],
    ['index.docker.io/acme', 'docker.io', 'acme'],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/m', '123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'm'],
  ])('%s', (text, registry, prefix) => {
    expect(parseTarget(text)).toEqual({ registry, prefix });
    expect(parseTarget(formatTarget({ registry, prefix }))).toEqual({ registry, prefix });
  });

  test.each([
    ['', 'it is required'],
    ['a.test/x b.test/y', 'one a line, or with commas'],
    ['https://ghcr.io/acme', 'has a scheme. Write ghcr.io/acme.'],
    ['docker://ghcr.io/acme', 'Write ghcr.io/acme.'],
    ['acme', 'docker.io/acme'],
    ['acme/mirror', 'begins with no registry host'],
    ['/acme', 'begins with no registry host'],
    ['ghcr.io/acme:v1', '"acme:v1"'],
    [`ghcr.io/acme@sha256:${hex}`, 'no digest'],
    ['ghcr.io/acme//mirror', '""'],
    ['ghcr.io/_acme', '"_acme"'],
    ['ghcr.io/acme/a..b', '"a..b"'],
    ['ghcr.io/../acme', '".."'],
    ['ghcr.io/acme mirror', 'has a blank in it'],
    ['ghcr..io/acme', 'is no host'],
    ['ghcr.io:/acme', 'is no host'],
    ['ghcr.io:99999/acme', 'is no host'],
    ['user@ghcr.io/acme', 'there is an "@" in it'],
    ['ghcr.io?a/b', 'is no host'],
  ])('%j is refused: %s', (text, what) => {
    expect(() => parseTarget(text)).toThrow(what);
  });
});

describe('a naming template is read', () => {
  test.each([
    ['{repository}', [{ variable: 'repository' }]],
    ['a/{namespace}-{name}', ['a/', { variable: 'namespace' }, '-', { variable: 'name' }]],
    ['{name}{name}', [{ variable: 'name' }, { variable: 'name' }]],
    [whole, [{ variable: 'registry' }, '/', { variable: 'repository' }]],
  ])('%s', (text, template) => {
    expect(parseNaming(text)).toEqual(template);
  });

  test.each([
    ['', 'gives all images one name'],
    ['mirror', 'gives all images one name'],
    ['{registry}', 'gives all images one name'],
    ['{registry}/{namespace}', 'It needs {repository} or {name}'],
    ['{Name}', '"{Name}"'],
    ['{ name }', '"{ name }"'],
    ['{}', '"{}"'],
    ['{name}/{digest}', '"{digest}"'],
    ['{name', '"{name'],
    ['{{name}}', 'is unknown'],
    ['${name', 'gives all images one name'],
  ])('%j is refused: %s', (text, what) => {
    expect(() => parseNaming(text)).toThrow(what);
  });

  test.each(['Mirror/{name}', '{name}}', '{name}:14', '{name}-'])(
    '%j, whose own text no name can hold, is refused once and not image by image',
    (text) => {
      expect(() => parseNaming(text)).toThrow(text);
    },
  );
});

describe('N1 a copy’s name', () => {
  test.each([
    ['postgres:14', whole, 'ghcr.io/acme/mirror/docker.io/library/postgres:14'],
    ['postgres', whole, 'ghcr.io/acme/mirror/docker.io/library/postgres:latest'],
    ['quay.io/a/b/c:V1', whole, 'ghcr.io/acme/mirror/quay.io/a/b/c:V1'],
    ['postgres:14', '{repository}', 'ghcr.io/acme/mirror/library/postgres:14'],
    ['postgres:14', '{name}', 'ghcr.io/acme/mirror/postgres:14'],
    ['postgres:14', '{namespace}-{name}', 'ghcr.io/acme/mirror/library-postgres:14'],
    ['quay.io/a/b/c:1', '{namespace}-{name}', 'ghcr.io/acme/mirror/a/b-c:1'],
    ['registry.k8s.io/pause:3.9', '{namespace}/{name}', 'ghcr.io/acme/mirror/pause:3.9'],
    ['registry.k8s.io/pause:3.9', '{namespace}-{name}', 'ghcr.io/acme/mirror/pause:3.9'],
    ['registry.k8s.io/pause:3.9', '{registry}/{namespace}-{name}', 'ghcr.io/acme/mirror/registry.k8s.io/pause:3.9'],
    ['postgres:14', '{registry}/{repository}:{tag}', 'ghcr.io/acme/mirror/docker.io/library/postgres:14'],
    ['registry.k8s.io/pause:3.9', '{registry}/{namespace}/{name}', 'ghcr.io/acme/mirror/registry.k8s.io/pause:3.9'],
  ])('of %s by %s', (source, naming, expected) => {
    expect(nameOf(source, 'ghcr.io/acme/mirror', naming)).toBe(expected);
  });

  test('directly below a host that has no prefix', () => {
    expect(nameOf('postgres:14', 'registry.acme.io')).toBe('registry.acme.io/docker.io/library/postgres:14');
  });
});

describe('N3 a source’s host is mapped', () => {
  test.each([
    ['localhost:5000/a/b:1', 'ghcr.io/acme/mirror/localhost_5000/a/b:1'],
    ['Quay.IO/a/b:1', 'ghcr.io/acme/mirror/quay.io/a/b:1'],
    ['Registry.Acme.io:8443/a:1', 'ghcr.io/acme/mirror/registry.acme.io_8443/a:1'],
    ['127.0.0.1:5000/a:1', 'ghcr.io/acme/mirror/127.0.0.1_5000/a:1'],
    ['index.docker.io/a/b:1', 'ghcr.io/acme/mirror/docker.io/a/b:1'],
  ])('%s', (source, expected) => {
    expect(nameOf(source)).toBe(expected);
  });

  const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/mirror';
  test.each([
    ['[::1]:5000/a:1', 'ghcr.io/acme', whole, 'is no part of a repository name', 'an IPv6 address'],
    ['[::1]/a:1', 'ghcr.io/acme', whole, 'is no part of a repository name', 'an IPv6 address without a port'],
    ['xn--bcher-kva.example/a:1', ecr, whole, '"--"', 'doubled separators on ECR'],
    ['quay.io/a__b/c:1', ecr, whole, '"__"', 'doubled separators on ECR'],
    ['quay.io/a--b/c:1', 'public.ecr.aws/x', whole, '"--"', 'doubled separators on ECR Public'],
    ['a', '123456789012.dkr.ecr.eu-west-1.amazonaws.com', '{name}', 'the name "a"', 'a single character on ECR'],
    ['quay.io/a/b:1', 'docker.io/acme', whole, 'Docker Hub takes exactly namespace/name', 'Docker Hub with depth'],
    ['quay.io/a/b:1', 'docker.io', '{name}', 'Docker Hub takes exactly', 'Docker Hub without a namespace'],
    [`quay.io/${'a/'.repeat(110)}a:1`, 'ghcr.io/acme/mirror/of/images', whole, 'more than 255', 'a long name'],
  ])('%s under %s by %s is refused with %s: %s', (source, target, naming, what) => {
    expect(() => nameOf(source, target, naming)).toThrow(NamingError);
    expect(() => nameOf(source, target, naming)).toThrow(what);
  });

  test('the refusal names the source, the name it would have, and what to do', () => {
    expect(() => nameOf('quay.io/a__b/c:1', ecr)).toThrow(
      /^quay\.io\/a__b\/c would be kept as .*amazonaws\.com\/mirror\/quay\.io\/a__b\/c, and ECR .*"naming".*exclude/,
    );
  });

  test.each([
    ['docker.io/acme', '{namespace}-{name}', 'docker.io/acme/library-postgres:14'],
    [ecr, whole, `${ecr}/docker.io/library/postgres:14`],
    ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', '{name}', undefined],
    ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/m', '{name}', undefined],
  ])('a name that %s takes by %s is left alone', (target, naming, expected) => {
    const name = nameOf('postgres:14', target, naming);
    expect(name).toBe(expected ?? `${target}/postgres:14`);
  });
});

describe('T9 a source without a tag is kept under one made from its digest', () => {
  test('that is not OCI’s referrers tag', () => {
    expect(nameOf(`redis@sha256:${hex}`)).toBe(`ghcr.io/acme/mirror/docker.io/library/redis:pinned-sha256-${hex}`);
  });

  test('a sha512 is cut to what a tag may have', () => {
    const { tag } = nameTarget(
      parseReference(`redis@sha512:${hex}${hex}`),
      parseTarget('ghcr.io/acme'),
      parseNaming(whole),
    );
    expect(tag).toBe(`pinned-sha512-${hex}${hex}`.slice(0, 128));
  });

  test('and one with both keeps its own tag', () => {
    expect(nameOf(`redis:7@sha256:${hex}`)).toMatch(/\/redis:7$/);
  });
});

describe('of any source', () => {
  const host = fc.constantFrom('docker.io', 'ghcr.io', 'quay.io', 'localhost:5000', 'localhost', 'a.b', 'a.b:443');
  const component = fc.stringMatching(/^[a-z0-9]{1,6}([._-][a-z0-9]{1,4})?$/);
  const reference: fc.Arbitrary<Reference> = fc
    .tuple(host, fc.array(component, { minLength: 1, maxLength: 4 }), fc.stringMatching(/^\w[\w.-]{0,8}$/))
    .map(([registry, path, tag]) => parseReference(`${registry}/${path.join('/')}:${tag}`));
  const target = parseTarget('ghcr.io/acme/mirror');

  test('the name is the same every time, and one that can be read back', () => {
    fc.assert(
      fc.property(reference, fc.constantFrom(whole, '{repository}', 'x/{name}', '{name}'), (source, naming) => {
        const named = nameTarget(source, target, parseNaming(naming));
        expect(nameTarget({ ...source }, target, parseNaming(naming))).toEqual(named);
        expect(parseReference(formatCanonical(named))).toEqual(named);
        expect(formatCanonical(named).startsWith('ghcr.io/acme/mirror/')).toBe(true);
      }),
    );
  });

  test('by the default template, two sources have two names', () => {
    fc.assert(
      fc.property(reference, reference, (one, other) => {
        const same = formatCanonical(one) === formatCanonical(other);
        expect(nameOf(formatCanonical(one)) === nameOf(formatCanonical(other))).toBe(same);
      }),
    );
  });
});
