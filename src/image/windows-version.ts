interface WindowsVersion {
  /** `10.0` */
  readonly release: string;
  readonly build: number;
}

/** Builds since which a Windows runs the images of the long-term release before it: Server 2022 and 2025. */
const stableBuilds = [20_348, 26_100] as const;

/**
 * Says whether a Windows of one version runs an image that is for another. A version that is missing or cannot be read allows all.
 * Source: learn.microsoft.com, "Windows container version compatibility"; github.com/containerd/platforms, platform_windows_compat.go.
 * @param wanted `10.0.20348` or longer
 */
export function isWindowsServed(wanted = '', candidate = ''): boolean {
  const host = parseVersion(wanted);
  if (host === undefined || candidate === '') return true;
  const image = parseVersion(candidate);
  if (image?.release !== host.release) return false;
  const reached = stableBuilds.filter((build) => build <= host.build);
  if (reached.length === 0) return image.build === host.build;
  const [oldest] = reached.slice(-2);
  return oldest !== undefined && oldest <= image.build && image.build <= host.build;
}

function parseVersion(text: string): WindowsVersion | undefined {
  const [, release, build] = /^(\d{1,3}\.\d{1,3})\.(\d{1,5})(?:\.|$)/.exec(text) ?? [];
  return release === undefined || build === undefined ? undefined : { release, build: Number(build) };
}
