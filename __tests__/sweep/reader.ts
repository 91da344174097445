import type { Found, Stage, StagedImage } from './stage.js';

/** Somebody who pulls the target's tags all the time. */
export interface Reader {
  /** Waits for the last look. Each problem is one that a pull would have met, told once. */
  stop(): Promise<readonly string[]>;
}

/** Looks behind each answer of the target at what every tag leads to, and at all that this leads to. */
export function startReader(stage: Stage): Reader {
  const problems = new Set<string>();
  let looking: Promise<void> | undefined;
  let isAsked = false;
  const look = (): void => {
    // A real registry takes longer for a look than the engine for a request: then there is one look behind several.
    if (looking !== undefined) {
      isAsked = true;
      return;
    }
    looking = lookAtAll(stage, problems).then(() => {
      looking = undefined;
      if (isAsked) look();
    });
    isAsked = false;
  };
  const unwatch = stage.target.watch(look);
  return {
    stop: async () => {
      unwatch();
      look();
      while (looking !== undefined) await looking;
      return [...problems];
    },
  };
}

async function lookAtAll(stage: Stage, problems: Set<string>): Promise<void> {
  await Promise.all(
    stage.images.map(async (image) =>
      lookAt(stage, image, problems).catch((error: unknown) => {
        problems.add(`a reader could not pull ${image.repository}:${image.tag}: ${String(error)}`);
      }),
    ),
  );
}

async function lookAt(stage: Stage, image: StagedImage, problems: Set<string>): Promise<void> {
  const found = await stage.look(image);
  if (found === undefined ? image.former === undefined : isRight(image, found)) return;
  const { digest, missing, damaged } = found ?? { digest: 'nothing', missing: [], damaged: [] };
  const other = digest === image.digest ? '' : `, which is not ${image.digest}`;
  const lacks = [...missing.map((one) => `${one} is missing`), ...damaged.map((one) => `${one} is damaged`)].join(', ');
  problems.add(`a reader found ${image.repository}:${image.tag} at ${digest}${other}: ${lacks}`);
}

function isRight(image: StagedImage, { digest, complete }: Found): boolean {
  return complete && (digest === image.digest || digest === image.former);
}
