import picomatch from 'picomatch';
import { defaultDockerfiles } from '../config/options.js';

/** What a glob for Dockerfiles says of paths below the images folder. */
export interface Matcher {
  readonly matches: (path: string) => boolean;
  /** Whether a file that the glob leaves out has a name that bots take for a Dockerfile's. */
  readonly leavesOut: (path: string) => boolean;
  /** Whether its name does not say for sure that a file is a Dockerfile, because it only has the word in it: it may be a document, or a program. */
  readonly isGuess: (path: string) => boolean;
  /** Whether a path has a part that begins with a dot, which the glob does not ask for: nothing there matches. */
  readonly isHidden: (path: string) => boolean;
  /** Whether the glob says anything of a file's name; where it does not, a folder that it matches is no fault. */
  readonly namesFiles: boolean;
}

/** Docker's and Podman's lists of what a build leaves out stand beside the file, under its name. */
const ignoreLists = ['**/*.dockerignore', '**/*.containerignore'];

/** A name may have a line break in it, which is a character as any other. */
const flags = 's';

/** What bots read, folders with a dot included. */
const matchesDefault = picomatch(defaultDockerfiles, { ignore: ignoreLists, flags: `${flags}i`, dot: true });

/** Names that nothing but a Dockerfile has. */
const certain = picomatch('**/{Dockerfile,*.Dockerfile,Containerfile,*.Containerfile}', { flags, dot: true });

/** No glob looks into it. */
export const gitFolder = '.git';

export function createMatcher(dockerfiles: string): Matcher {
  if (dockerfiles === defaultDockerfiles) return defaultMatcher;
  const glob = picomatch(dockerfiles, { ignore: ignoreLists, flags });
  const namesDots = /(?:^|[/{,(|])\.[^/]/.test(dockerfiles);
  const isHidden = (path: string): boolean => !namesDots && path.split('/').some((part) => part.startsWith('.'));
  const matches = (path: string): boolean => !isInGit(path) && !isHidden(path) && glob(path);
  return {
    matches,
    leavesOut: (path) => defaultMatcher.matches(path) && !matches(path),
    isGuess: (path) => !matches(path) && !certain(path),
    isHidden,
    namesFiles: !/(?:^|\/)\*+$/.test(dockerfiles),
  };
}

function isInGit(path: string): boolean {
  return path.split('/').includes(gitFolder);
}

const defaultMatcher: Matcher = {
  matches: (path) => !isInGit(path) && matchesDefault(path),
  leavesOut: () => false,
  isGuess: (path) => !certain(path),
  isHidden: () => false,
  namesFiles: true,
};
