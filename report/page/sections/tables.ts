import { percent } from '../../model/percent.js';
import type { AccessRow, Node } from '../../model/report-data.js';
import { type App, nameOf } from '../app.js';
import { type Child, h, table } from '../dom.js';
import { versionName, worst } from '../node-shape.js';
import { nodeButton } from '../summary.js';
import { answerText } from '../words.js';

/** What the Internet reaches, with TLS, token and limit. */
export function exposureSection(app: App): Child {
  const rows = app.data.exposure.filter(
    ({ services, gateway }) => !app.isFiltered || [...services, gateway].some((id) => isWanted(app, id)),
  );
  return [
    h('h2', {}, 'What the Internet can ask'),
    rows.length === 0
      ? h('p', {}, 'No gateway of these files takes requests from outside.')
      : table(
          'What the Internet can ask',
          ['URL', 'Gateway', 'Answer', 'Service', 'TLS', 'Token', 'Rate limit'],
          rows.map((row) => [
            row.url,
            [
              nodeButton(app, row.gateway),
              row.reach === 'internet' ? null : h('small', {}, `reached from: ${row.reach}`),
            ],
            [
              row.redirect === null ? answerText(row) : `redirected to ${row.redirect}`,
              row.withToken === null ? null : h('small', {}, `with a token: ${answerText(row.withToken)}`),
            ],
            row.services.map((id) => h('div', {}, nodeButton(app, id))),
            row.tls ??
              h('b', { class: row.redirect === null ? 'plain' : '' }, row.redirect === null ? 'none' : 'redirected'),
            row.token,
            row.limits.join(', ') || 'none',
          ]),
        ),
  ];
}

/** Every service as a row: the same as the picture, for those who read tables. */
export function servicesSection(app: App): Child {
  const nodes = app.data.nodes.filter(
    (node) => node.kind !== 'internet' && node.kind !== 'callers' && app.isWanted(node),
  );
  return [
    h('h2', {}, `Services and hosts (${nodes.length})`),
    table(
      'Services and hosts',
      ['Name', 'Kind', 'Clusters', 'Versions', 'Exposed at', 'Called by', 'Calls', 'Findings'],
      nodes.map((node) => [
        nodeButton(app, node.id),
        node.kind,
        node.clusters.join(', '),
        node.versions.map((version) =>
          h('div', {}, `${versionName(node, version)} ${version.share === null ? '' : percent(version.share)}`),
        ),
        node.exposed.map((url) => h('div', {}, url)),
        ends(app, node, 'to', 'from'),
        ends(app, node, 'from', 'to'),
        node.findings.length === 0 ? '' : `${node.findings.length} (${worst(app, node.findings)})`,
      ]),
    ),
  ];
}

function ends(app: App, { id }: Node, mine: 'from' | 'to', other: 'from' | 'to'): Child {
  return app.data.edges
    .filter((edge) => edge[mine] === id && edge.kind !== 'possible')
    .map((edge) => {
      const node = app.nodes.get(edge[other]);
      return h(
        'div',
        { class: edge.state },
        `${node === undefined ? edge[other] : nameOf(node)}${edge.state === 'denied' ? ' (denied)' : edge.state === 'plain' ? ' (plain text)' : ''}`,
      );
    });
}

/** Which kind of caller reaches which service, and who decides. */
export function accessSection(app: App): Child {
  const kinds = ['same namespace', 'other namespace', 'without a proxy'] as const;
  const byPort = new Map<string, AccessRow[]>();
  for (const row of app.data.access.filter(({ service }) => isWanted(app, service))) {
    const key = `${row.service} ${row.port}`;
    byPort.set(key, [...(byPort.get(key) ?? []), row]);
  }
  return [
    h('h2', {}, 'Who reaches what'),
    h(
      'p',
      { class: 'meta' },
      'A workload of the same namespace, one of another, and a pod without a proxy ask for / of each port. The box "Ask" answers any other request.',
    ),
    table(
      'Who reaches what',
      ['Service', 'Port', ...kinds.map((kind) => `From ${kind}`)],
      [...byPort.values()].map((rows) => [
        nodeButton(app, rows[0]?.service ?? ''),
        rows[0]?.port,
        ...kinds.map((kind) => accessCell(rows.find(({ caller }) => caller === kind))),
      ]),
    ),
  ];
}

function accessCell(row: AccessRow | undefined): Child {
  if (row === undefined) {
    return h('span', { class: 'meta' }, 'no such workload');
  }
  const { verdict, policy, mtls, status } = row;
  const isRefused = verdict === 'allowed' && status['reset'] !== undefined;
  const state =
    verdict !== 'allowed' || isRefused ? 'denied' : mtls === 'mutual' || mtls === 'tls' ? 'encrypted' : 'plain';
  const wire =
    mtls === 'mutual' ? ', mTLS' : mtls === 'plaintext' ? ', plain text' : mtls === 'none' ? '' : `, ${mtls}`;
  return [h('b', { class: state }, `${verdict}${wire}`), policy === null ? null : h('small', {}, `by ${policy}`)];
}

/** The mode of mTLS of every workload. */
export function mtlsSection(app: App): Child {
  const { namespace, search } = app.state;
  const rows = app.data.mtls.filter(
    (row) => (namespace === '' || row.namespace === namespace) && `${row.namespace}/${row.workload}`.includes(search),
  );
  return [
    h('h2', {}, `mTLS of workloads (${rows.length})`),
    table(
      'mTLS of workloads',
      ['Namespace', 'Workload', 'Proxy', 'Mode', 'Policy', 'Breaks under STRICT'],
      rows.map(({ namespace: space, workload, proxy, mode, ports, policy, breaksUnderStrict }) => [
        space,
        workload,
        proxy,
        h(
          'b',
          { class: mode === 'STRICT' ? 'encrypted' : mode === 'none' ? 'denied' : 'plain' },
          [mode, ...Object.entries(ports).map(([port, other]) => `${port}: ${other}`)].join(', '),
        ),
        policy || '–',
        breaksUnderStrict.join(', ') || '–',
      ]),
    ),
  ];
}

function isWanted(app: App, id: string): boolean {
  const node = app.nodes.get(id);
  return node !== undefined && app.isWanted(node);
}
