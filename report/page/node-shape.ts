import { headHeight, rowHeight, shownVersions } from '../layout/drawings.js';
import type { PlacedNode } from '../layout/view.js';
import { percent } from '../model/percent.js';
import type { Node, Version } from '../model/report-data.js';
import { type App, nameOf } from './app.js';
import { svg } from './dom.js';

const kindWords: Readonly<Record<Node['kind'], string>> = {
  internet: 'everyone outside',
  gateway: 'gateway',
  service: 'service',
  workload: 'calls only',
  host: 'outside the mesh',
  callers: 'may call',
};

/** The drawing of a node, which can be focused and clicked. */
export function nodeShape(app: App, placed: PlacedNode): SVGGElement {
  const node = app.nodes.get(placed.id);
  return node === undefined ? namespaceShape(app, placed) : serviceShape(app, node, placed);
}

function serviceShape(app: App, node: Node, { x, y, width, height }: PlacedNode): SVGGElement {
  const { kind, versions, ports, findings, exposed, clusters } = node;
  const rows = versions.length < 2 ? [] : versions.slice(0, shownVersions);
  const hidden = versions.length - rows.length;
  const level = worst(app, findings);
  const isPublic = exposed.length > 0;
  const meta = [
    ...(kind === 'service' && ports.length > 0 ? [] : [kindWords[kind]]),
    ...(kind === 'service' || kind === 'gateway' ? ports.slice(0, 2) : []),
    ...(clusters.length > 1 ? [`${clusters.length} clusters`] : []),
  ].join(' · ');
  const label = [
    `${kindWords[kind]} ${nameOf(node)}`,
    ...(isPublic ? ['reached from the Internet'] : []),
    ...(rows.length > 0 ? rows.map((row) => `${versionName(node, row)} ${shareWords(row)}`) : []),
    ...(findings.length > 0 ? [`${findings.length} findings`] : []),
  ].join(', ');
  const change = app.data.comparison?.goneNodes.some(({ id }) => id === node.id) === true ? ' gone' : '';
  return svg(
    'g',
    {
      class: `node ${kind}${isPublic ? ' public' : ''}${change}`,
      transform: `translate(${x},${y})`,
      tabindex: 0,
      role: 'button',
      'data-id': node.id,
    },
    svg('title', {}, label),
    svg('rect', { class: 'box', width, height, rx: kind === 'internet' || kind === 'callers' ? 20 : 6 }),
    svg('rect', { class: 'mark', width: 5, height: height - 12, y: 6, x: 5, rx: 2 }),
    svg(
      'text',
      { class: 'name', x: 17, y: 17 },
      fitted(node.name, width - 30 - (level === undefined ? 0 : 18) - (isPublic ? 18 : 0)),
    ),
    svg('text', { class: 'meta', x: 17, y: 32 }, fitted(meta, width - 24, 6.2)),
    isPublic && globe(width - (level === undefined ? 20 : 38), 8),
    level !== undefined && warning(level, width - 20, 8),
    ...rows.map((row, index) => versionRow(node, row, headHeight + index * rowHeight, width)),
    rows.length > 0 &&
      hidden > 0 &&
      svg('text', { class: 'meta', x: 17, y: headHeight + rows.length * rowHeight + 14 }, `${hidden} more`),
  );
}

function versionRow(node: Node, version: Version, y: number, width: number): SVGElement {
  const share = version.share ?? 0;
  const isCanary = share > 0 && share < 0.5;
  const length = width - 34;
  return svg(
    'g',
    { class: `version${share === 0 ? ' idle' : isCanary ? ' canary' : ''}` },
    svg('rect', { class: 'track', x: 17, y: y + 1, width: length, height: rowHeight - 4, rx: 3 }),
    svg('rect', {
      class: 'bar',
      x: 17,
      y: y + 1,
      width: Math.max(share > 0 ? 3 : 0, length * share),
      height: rowHeight - 4,
      rx: 3,
    }),
    svg('text', { class: 'row', x: 22, y: y + 13 }, fitted(versionName(node, version), length - 54, 6.2)),
    svg('text', { class: 'row share', x: 17 + length - 5, y: y + 13, 'text-anchor': 'end' }, shareWords(version)),
  );
}

/** A version without what its name repeats of the service. */
export function versionName({ name }: Node, { workload, version }: Version): string {
  const short = workload.slice(workload.indexOf('/') + 1);
  return version !== '' && short === `${name}-${version}` ? version : short;
}

function shareWords({ share }: Version): string {
  return share === null ? '–' : percent(share);
}

function namespaceShape(app: App, { id, x, y, width, height }: PlacedNode): SVGGElement {
  const isHosts = id === 'hosts';
  const namespace = id.replace(/^ns:/, '');
  const members = app.data.nodes.filter((node) =>
    isHosts ? node.kind === 'host' : node.namespace === namespace && node.kind === 'service',
  );
  const split = members.filter(isSplit).length;
  const exposed = members.filter((node) => node.exposed.length > 0).length;
  const findings = new Set(members.flatMap((node) => node.findings)).size;
  const lines = isHosts
    ? ['outside the mesh']
    : [`${members.length} services · ${exposed} exposed`, `${split} split · ${findings} findings`];
  const name = isHosts ? `${members.length} hosts` : namespace;
  return svg(
    'g',
    {
      class: `node ${isHosts ? 'host' : 'namespace'}`,
      transform: `translate(${x},${y})`,
      tabindex: 0,
      role: 'button',
      'data-id': id,
    },
    svg('title', {}, `${isHosts ? '' : 'namespace '}${name}, ${lines.join(', ')}`),
    svg('rect', { class: 'box', width, height, rx: 6 }),
    svg('text', { class: 'name', x: 14, y: 20 }, fitted(name, width - 24)),
    ...lines
      .filter((_, index) => 36 + index * 16 < height)
      .map((line, index) => svg('text', { class: 'meta', x: 14, y: 39 + index * 17 }, fitted(line, width - 20, 6.2))),
  );
}

/** Whether a service has several versions that all get a part of the requests. */
export function isSplit({ versions }: Node): boolean {
  return versions.filter(({ share }) => share !== null && share > 0 && share < 1).length > 0;
}

/** The worst level of some findings. */
export function worst(app: App, findings: readonly number[]): 'error' | 'warning' | 'info' | undefined {
  const levels = new Set(findings.map((index) => app.data.findings[index]?.level));
  return (['error', 'warning', 'info'] as const).find((level) => levels.has(level));
}

/** A globe, for what the Internet reaches. */
function globe(x: number, y: number): SVGElement {
  return svg(
    'g',
    { class: 'globe', transform: `translate(${x},${y})` },
    svg('circle', { cx: 6, cy: 6, r: 6 }),
    svg('path', { d: 'M0,6H12M6,0C2,3 2,9 6,12M6,0C10,3 10,9 6,12' }),
  );
}

/** A sign whose form says the level: a diamond for an error, a triangle for a warning, a circle for an info. */
function warning(level: 'error' | 'warning' | 'info', x: number, y: number): SVGElement {
  const shapes = { error: 'M6,-1L13,6L6,13L-1,6Z', warning: 'M6,0L13,12H-1Z', info: 'M6,0a6,6 0 1,0 0.01,0Z' };
  return svg(
    'g',
    { class: `sign ${level}`, transform: `translate(${x},${y})` },
    svg('path', { d: shapes[level] }),
    svg('text', { x: 6, y: 10, 'text-anchor': 'middle' }, level === 'info' ? 'i' : '!'),
  );
}

/** A text that is cut where a box of a width ends, by the width of a letter of a broad font. */
function fitted(text: string, width: number, letter = 8.2): string {
  const most = Math.max(3, Math.floor(width / letter));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
