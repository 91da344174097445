import { type ImageReport, type Report, formatReportFile } from '../../../src/result/report.js';
import type { Files } from '../../support/mirror.js';
import type { Registry } from '../../support/registry/registry.js';
import type { ListenerName } from '../../support/registry/types.js';

/** A registry double, and the public registry that it stands for. */
export interface StandIn {
  readonly registry: Registry;
  /** As images are named: `docker.io` */
  readonly name: string;
  /** The hosts that answer for it, where they are called otherwise. */
  readonly hosts?: Partial<Readonly<Record<ListenerName, string>>>;
}

/** A text of a situation, which names public registries, for the doubles. */
export function toDoubles(text: string, standIns: readonly StandIn[]): string {
  return standIns.reduce((all, { registry, name }) => all.replaceAll(name, registry.host), text);
}

/** The same for files, whose folders name registries, too. */
export function filesToDoubles(files: Files, standIns: readonly StandIn[]): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      standIns.reduce((all, { registry, name }) => all.replaceAll(name, folderOf(registry)), path),
      toDoubles(text, standIns),
    ]),
  );
}

/** `127.0.0.1:5000` is `docker.io`. */
export function publicName(host: string, standIns: readonly StandIn[]): string {
  return standIns.find(({ registry }) => registry.host === host)?.name ?? host;
}

/**
 * What a run between the doubles reported, as if it had been one between public registries. Nothing else of a recorded report is not the
 * engine's own, but how long it took.
 */
export function toPublic(report: Report, standIns: readonly StandIn[]): Report {
  const images = report.images.map((image) => withPublicHosts(image, standIns));
  const named = JSON.parse(
    standIns.reduce(
      (all, { registry, name }) => all.replaceAll(registry.host, name).replaceAll(folderOf(registry), name),
      formatReportFile({ ...report, images }),
    ),
  ) as Report;
  return { ...named, images: named.images.toSorted(byFile) };
}

/** A port's colon cannot stand in a folder's name. */
function folderOf({ host }: Registry): string {
  return host.replace(':', '_');
}

function withPublicHosts(image: ImageReport, standIns: readonly StandIn[]): ImageReport {
  if (image.via === undefined) return image;
  return { ...image, via: image.via.map((one) => ({ ...one, host: publicHost(one.host, standIns) })) };
}

/** A double's other listeners are known by what they were asked. */
function publicHost(host: string, standIns: readonly StandIn[]): string {
  for (const { registry, hosts = {} } of standIns) {
    const request = registry.requests.find(({ url }) => new URL(url).host === host);
    const known = request === undefined ? undefined : hosts[request.listener];
    if (known !== undefined) return known;
  }
  return host;
}

/** The order of a report; under the doubles' names it was another. */
function byFile({ uses: [one] }: ImageReport, { uses: [other] }: ImageReport): number {
  const [left = '', right = ''] = [one?.file, other?.file];
  if (left === right) return (one?.line ?? 0) - (other?.line ?? 0);
  return left < right ? -1 : 1;
}
