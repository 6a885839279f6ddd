import { load } from 'js-yaml';
import type { Problem } from '../../mesh/index.js';
import { type ChartRepository, ISTIO_CHARTS } from './istio-charts.js';
import { type RunCommand, runCommand } from './machine-check.js';

/** What the local stack takes from elsewhere. */
export interface SourceNeeds {
  /** Names of the kind clusters. */
  readonly clusters: readonly string[];
  /** Images that are loaded from the machine's Docker, which pulls those that it lacks. */
  readonly loaded: readonly string[];
  /** Images that the nodes pull themselves, by who runs them. */
  readonly pulled: Readonly<Record<string, string>>;
  /** Repository of Istio's charts, if they do not come from a folder. */
  readonly repository?: ChartRepository;
}

/** Reads a page. @throws Error if it cannot be read */
export type ReadPage = (url: string) => Promise<string>;

/** What came of the look. */
export interface SourceCheck {
  readonly problems: readonly Problem[];
  /** What could not be found out, in a line. */
  readonly notes: readonly string[];
}

/**
 * Checks that the images and charts that the local stack needs can be found, before it changes anything: a node would go on
 * asking for an image that does not exist until the engine gives up.
 *
 * What the clusters have already is not looked for, so an update without a network works.
 */
export async function checkSources(needs: SourceNeeds, run = runCommand, read = readPage): Promise<SourceCheck> {
  const clusters = await Promise.all(needs.clusters.map((cluster) => imagesOn(cluster, run)));
  const standing = clusters.every((images) => images !== undefined);
  const here = (image: string) => clusters.some((images) => images?.has(fullName(image)) === true);
  const wanted = new Map([
    ...Object.entries(needs.pulled),
    ...needs.loaded.map((image) => [image, 'local.kind.images'] as const),
  ]);
  const answers = await Promise.all(
    [...wanted].filter(([image]) => !here(image)).map(([image, user]) => imageAnswer(image, user, needs.loaded, run)),
  );
  const charts = needs.repository === undefined || standing ? [] : await chartAnswers(needs.repository, read);
  const all = [...answers, ...charts];
  return { problems: all.flatMap(({ problem }) => problem ?? []), notes: notesOf(all) };
}

/** A problem, or something that could not be found out, or neither. */
interface Answer {
  readonly problem?: Problem;
  readonly unknown?: { readonly what: string; readonly why: string };
}

/** One line for all that could not be found out. */
function notesOf(answers: readonly Answer[]): string[] {
  const unknown = answers.flatMap((answer) => answer.unknown ?? []);
  const [first] = unknown;
  if (first === undefined) return [];
  const names = unknown.map(({ what }) => what).join(', ');
  return [`whether these exist could not be found out (${first.why}): ${names}`];
}

/** The images on the nodes of a cluster, by full name; `undefined` if there is no such cluster. */
async function imagesOn(cluster: string, run: RunCommand): Promise<ReadonlySet<string> | undefined> {
  const label = `label=io.x-k8s.kind.cluster=${cluster}`;
  const nodes = await run('docker', ['ps', '--filter', label, '--format', '{{.Names}}']);
  const names = nodes.state === 'done' ? nodes.output.split('\n').filter(Boolean) : [];
  const found = await Promise.all(names.map((node) => imagesOnNode(node, run)));
  return names.length === 0 ? undefined : new Set(found.flat());
}

async function imagesOnNode(node: string, run: RunCommand): Promise<string[]> {
  const listed = await run('docker', ['exec', node, 'crictl', 'images', '--output', 'json']);
  if (listed.state !== 'done') return [];
  const { images } = JSON.parse(listed.output) as {
    images: readonly { readonly repoTags?: readonly string[]; readonly repoDigests?: readonly string[] }[];
  };
  return images.flatMap(({ repoTags = [], repoDigests = [] }) => [...repoTags, ...repoDigests]);
}

/** What a registry says when it is sure that it does not have an image, or does not give it to anybody. */
const REFUSED = /no such manifest|manifest unknown|not found|denied|unauthorized|does not exist|invalid reference/i;

async function imageAnswer(image: string, user: string, loaded: readonly string[], run: RunCommand): Promise<Answer> {
  const inDocker = (await run('docker', ['image', 'inspect', image])).state === 'done';
  if (inDocker && loaded.includes(image)) return {};
  const found = await run('docker', ['manifest', 'inspect', image]);
  if (found.state === 'done') return {};
  const why = found.state === 'failed' ? found.message : 'docker is missing';
  if (!REFUSED.test(why) || /no such host/.test(why)) return { unknown: { what: `image ${image}`, why } };
  return {
    problem: {
      code: 'LOCAL_IMAGE',
      place: `image ${image}`,
      message: `cannot be pulled (${why}), and ${user} needs it`,
      fix: inDocker
        ? "this machine's Docker has it: name it in local.kind.images"
        : 'correct its name, or build it and name it in local.kind.images',
    },
  };
}

/** The name under which a node knows an image. */
function fullName(image: string): string {
  const tagged = /[:@][^/]*$/.test(image) ? image : `${image}:latest`;
  const [first = '', ...rest] = tagged.split('/');
  if (rest.length === 0) return `docker.io/library/${tagged}`;
  return /[.:]|^localhost$/.test(first) ? tagged : `docker.io/${tagged}`;
}

async function chartAnswers({ url, version }: ChartRepository, read: ReadPage): Promise<Answer[]> {
  const index = `${url.replace(/\/+$/, '')}/index.yaml`;
  let entries: Readonly<Record<string, readonly { readonly version: string }[]>>;
  try {
    const page = load(await read(index)) as { readonly entries?: typeof entries } | undefined;
    if (typeof page?.entries !== 'object') throw new Error('no index of charts');
    entries = page.entries;
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    // Helm goes through the proxy, this look does not.
    if (isBehindProxy()) return [{ unknown: { what: `charts in ${url}`, why } }];
    const fix = 'give another in local.istio.repository, or a folder with the charts in local.istio.folder';
    const message = `cannot be read as a Helm repository (${why})`;
    return [{ problem: { code: 'LOCAL_ISTIO_REPOSITORY', place: url, message, fix } }];
  }
  const missing = ISTIO_CHARTS.filter((chart) => !entries[chart]?.some((entry) => entry.version === version));
  return missing.map((chart) => ({
    problem: {
      code: 'LOCAL_ISTIO_VERSION',
      place: url,
      message: `has no version ${version} of the chart ${chart}`,
      fix: `set local.istio.version to one that it has, for example ${entries[chart]?.[0]?.version ?? 'none'}`,
    },
  }));
}

function isBehindProxy(): boolean {
  return ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'].some(
    (name) => (process.env[name] ?? '') !== '',
  );
}

/** Reads a page from the network. */
export const readPage: ReadPage = async (url) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(20_000) }).catch((error: Error) => {
    throw error.cause instanceof Error ? error.cause : error;
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.text();
};
