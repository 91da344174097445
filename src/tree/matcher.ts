import picomatch from 'picomatch';
import { defaultDockerfiles } from '../config/options.js';

/** What a glob for Dockerfiles says of paths below the images folder. */
export interface Matcher {
  readonly matches: (path: string) => boolean;
  /** Whether a file that the glob leaves out has a name that bots take for a Dockerfile's. */
  readonly leavesOut: (path: string) => boolean;
  /** Whether a path that matches is only found because its name has the word in it: it may be a document, or a program. */
  readonly isGuess: (path: string) => boolean;
  /** Whether nothing of this name is looked into, or at. */
  readonly passesOver: (name: string) => boolean;
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

export function createMatcher(dockerfiles: string): Matcher {
  if (dockerfiles === defaultDockerfiles) return defaultMatcher;
  const matches = picomatch(dockerfiles, { ignore: ignoreLists, flags });
  const namesDots = /(?:^|[/{,(|])\.[^/]/.test(dockerfiles);
  return {
    matches,
    leavesOut: (path) => matchesDefault(path) && !matches(path),
    isGuess: () => false,
    passesOver: (name) => name.startsWith('.') && !namesDots,
    namesFiles: !/(?:^|\/)\*+$/.test(dockerfiles),
  };
}

const defaultMatcher: Matcher = {
  matches: matchesDefault,
  leavesOut: () => false,
  isGuess: (path) => !certain(path),
  passesOver: (name) => name === '.git',
  namesFiles: true,
};
