import { lstat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '../config/config.js';
import { parseImageName } from '../image/image-name.js';
import { type KnownChange, isAmong } from './known-change.js';
import { type FoundFile, findDockerfiles } from './find.js';
import { readDockerfile } from './read.js';
import { selectDockerfiles } from './select.js';

export type BaseConfig = Pick<Config, 'images' | 'dockerfiles' | 'buildArgs'>;

/** What a pull request's images need. */
interface Needed {
  readonly registries: ReadonlySet<string>;
  /** those that name them now */
  readonly files: ReadonlySet<string>;
}

interface SearchDeps {
  readonly workspace: string;
  readonly config: BaseConfig;
  readonly change: KnownChange;
}

/**
 * Says which of these registries the tree named before a pull request. It believes texts of the base alone, and nothing of the workspace:
 * what GitHub lists as changed may be newer than that, so that a file may pass for unchanged and not be. The texts that bumps are named by
 * go first, for they are read anyhow; where they do not name it, an unchanged file that does is read as it was; and then all else that
 * was changed, renamed or removed.
 */
export async function findRegistriesBefore(needed: Needed, deps: SearchDeps): Promise<ReadonlySet<string>> {
  if (needed.registries.size === 0) return needed.registries;
  const search = new Search(needed.registries, deps);
  const changed = changedInTree(deps);
  await search.read(changed.filter((path) => needed.files.has(path)));
  for (const [registry, paths] of await search.candidates()) {
    for (const path of paths) if (!search.found.has(registry)) await search.read([path]);
  }
  if (search.missing.length > 0) await search.read(changed.filter((path) => !needed.files.has(path)));
  return search.found;
}

/** Of what is changed, by its path now, what was a Dockerfile of the tree. */
function changedInTree({ workspace, config: { images, dockerfiles }, change }: SearchDeps): readonly string[] {
  const before = (path: string): string | undefined => (change.files.has(path) ? change.files.get(path) : path);
  const paths = [...change.files.keys(), ...change.gone];
  const inTree = selectDockerfiles(
    paths.flatMap((path) => before(path) ?? []),
    { workspace, images, dockerfiles },
  );
  const were = new Set(inTree.map(({ path }) => path));
  return paths.filter((path) => were.has(before(path) ?? ''));
}

/** Unchanged files that name a registry now named it before, but for a race; a few tries tell. */
const maxCandidates = 3;

class Search {
  readonly found = new Set<string>();

  constructor(
    private readonly wanted: ReadonlySet<string>,
    private readonly deps: SearchDeps,
  ) {}

  get missing(): readonly string[] {
    return [...this.wanted].filter((registry) => !this.found.has(registry));
  }

  /** Takes over what files named before the change. */
  async read(paths: readonly string[]): Promise<void> {
    const { change, config } = this.deps;
    const texts = await Promise.all(paths.map(async (path) => change.textBefore(path)));
    for (const text of texts) {
      if (text === undefined) continue;
      for (const registry of await registriesIn(text, config)) if (this.wanted.has(registry)) this.found.add(registry);
    }
  }

  /** Unchanged files, by the registries that are missing and that they name now. */
  async candidates(): Promise<ReadonlyMap<string, readonly string[]>> {
    const candidates = new Map(this.missing.map((registry) => [registry, new Set<string>()]));
    const isEnough = (): boolean => [...candidates.values()].every(({ size }) => size >= maxCandidates);
    if (isEnough()) return new Map();
    const { workspace, config } = this.deps;
    for (const { path, real } of await findUnchanged(this.deps)) {
      if (isEnough()) break;
      const read = await readDockerfile(workspace, path);
      const named = read.kind === 'text' ? await registriesIn(read.text, config) : [];
      for (const registry of named) candidates.get(registry)?.add(real);
    }
    return new Map([...candidates].map(([registry, paths]) => [registry, [...paths].slice(0, maxCandidates)]));
  }
}

/** A link in the change may lead an unchanged one to what was no Dockerfile: then none is followed. */
async function findUnchanged({ workspace, config, change }: SearchDeps): Promise<readonly FoundFile[]> {
  const found = await findDockerfiles({ workspace, images: config.images, dockerfiles: config.dockerfiles });
  if (found.kind !== 'found') return [];
  const unchanged = found.files.filter(({ path }) => !isAmong(path, change.files) && !isAmong(path, change.gone));
  if (unchanged.every(({ path, real }) => path === real)) return unchanged;
  const mayFollow = !(await bringsLinks(workspace, change));
  return unchanged.filter(({ path, real }) => path === real || mayFollow);
}

async function bringsLinks(workspace: string, { files }: KnownChange): Promise<boolean> {
  for (const path of files.keys()) {
    const status = await lstat(resolve(workspace, path)).catch(() => undefined);
    if (status?.isSymbolicLink() === true) return true;
  }
  return false;
}

async function registriesIn(text: string, { buildArgs }: BaseConfig): Promise<readonly string[]> {
  const { parseDockerfile } = await import('../dockerfile/parse.js');
  const names = parseDockerfile(text, buildArgs).images.map(({ image }) => parseImageName(image));
  return names.flatMap((name) => (name.kind === 'reference' ? name.reference.registry : []));
}
