import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Which Istio, and where it comes from. */
export interface IstioSource {
  /** Chart repository. @default 'https://istio-release.storage.googleapis.com/charts' */
  readonly repository?: string;
  /** Version of the charts. @default {@link DEFAULT_ISTIO_VERSION} */
  readonly version?: string;
  /**
   * Folder with the charts, for machines that do not reach the repository: `manifests/charts` of an Istio release.
   * @default none: the repository
   */
  readonly folder?: string;
  /** Registry of the images. @default the charts' own */
  readonly hub?: string;
  /** Tag of the images. @default the charts' own */
  readonly tag?: string;
}

/** The Istio that is installed where an environment names none. */
export const DEFAULT_ISTIO_VERSION = '1.29.0';

const REPOSITORY = 'https://istio-release.storage.googleapis.com/charts';

/** Folder of each chart inside a release of Istio, and inside a folder made of `helm pull`s. */
const CHART_FOLDERS = {
  base: ['base'],
  istiod: ['istio-control/istio-discovery', 'istiod'],
  gateway: ['gateway'],
} as const;

/** Names of the charts. */
export const ISTIO_CHARTS = Object.keys(CHART_FOLDERS) as IstioChart[];

/** A Helm repository, and the version that is taken from it. */
export interface ChartRepository {
  readonly url: string;
  readonly version: string;
}

/** The repository of Istio's charts; none where they come from a folder. */
export function chartRepository({ folder, repository, version }: IstioSource): ChartRepository | undefined {
  if (folder !== undefined) return undefined;
  return { url: repository ?? REPOSITORY, version: version ?? DEFAULT_ISTIO_VERSION };
}

/** One of Istio's Helm charts. */
export type IstioChart = keyof typeof CHART_FOLDERS;

/** Where a chart comes from. */
export function chartSource(
  chart: IstioChart,
  source: IstioSource,
): { chart: string; version?: string; repositoryOpts?: { repo: string } } {
  const repository = chartRepository(source);
  if (repository !== undefined) {
    return { chart, version: repository.version, repositoryOpts: { repo: repository.url } };
  }
  const { folder = '' } = source;
  const candidates = CHART_FOLDERS[chart].map((path) => join(folder, path));
  return { chart: candidates.find((path) => existsSync(join(path, 'Chart.yaml'))) ?? join(folder, chart) };
}

/** The charts that a folder lacks, by the path at which each was looked for. */
export function missingCharts(folder: string): string[] {
  return ISTIO_CHARTS.map((chart) => chartSource(chart, { folder }).chart).filter(
    (path) => !existsSync(join(path, 'Chart.yaml')),
  );
}
