import { createHash } from 'node:crypto';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DATA_SOURCE } from './panels.js';

/** A dashboard of Grafana, as the file that its import takes. */
export interface GrafanaDashboard {
  /** Stays the same when the dashboard changes, so that links to it and its versions stay. At most 40 characters. */
  readonly uid: string;
  readonly title: string;
  /** The same dashboard is the same bytes. */
  readonly json: string;
}

/** Rows of a dashboard, by their titles. */
export type Sections = Readonly<Record<string, readonly Builder<dashboard.Panel>[]>>;

/** What a dashboard is about. */
export interface Subject {
  readonly kind: 'service' | 'gateway' | 'mesh';
  /** `namespace/name`; the mesh has none. */
  readonly name?: string;
  readonly environment?: string | undefined;
}

const TAG = 'asm-blueprints';
const LONGEST_UID = 40;
const HASH_LENGTH = 10;

/** A readable uid with a hash of everything that tells dashboards apart, for names that are cut or joined alike. */
function uidOf({ kind, name = '', environment = '' }: Subject): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([kind, name, environment]))
    .digest('hex')
    .slice(0, HASH_LENGTH);
  const readable = ['asm', kind, name]
    .join('-')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/-$/, '');
  return `${readable.slice(0, LONGEST_UID - HASH_LENGTH - 1)}-${hash}`;
}

function titleOf({ kind, name, environment }: Subject): string {
  const about = kind === 'mesh' ? 'Mesh' : `${kind === 'service' ? 'Service' : 'Gateway'} ${name}`;
  return environment === undefined ? about : `${about} (${environment})`;
}

/** Which side of a request counts it; with both, every request would count twice. */
function reporters(): dashboard.CustomVariableBuilder {
  return new dashboard.CustomVariableBuilder('reporter')
    .label('counted by')
    .description(
      'destination: the proxy of the server, which misses requests that never arrive. source: the proxies of callers and gateways, which miss callers without a proxy. waypoint: ambient mode.',
    )
    .values('destination,source,waypoint')
    .current({ selected: true, text: 'destination', value: 'destination' })
    .options(
      ['destination', 'source', 'waypoint'].map((value) => ({ selected: value === 'destination', text: value, value })),
    );
}

/**
 * Puts panels together to a dashboard for Prometheus.
 *
 * @param asksReporter whether queries have the variable `$reporter`
 */
export function document(
  subject: Subject,
  description: string,
  sections: Sections,
  asksReporter = false,
): GrafanaDashboard {
  const uid = uidOf(subject);
  const title = titleOf(subject);
  const builder = new dashboard.DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG, subject.kind, ...(subject.environment === undefined ? [] : [subject.environment])])
    .timezone('browser')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .withVariable(new dashboard.DatasourceVariableBuilder(DATA_SOURCE).label('data source').type('prometheus'))
    .link(
      new dashboard.DashboardLinkBuilder('Dashboards')
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags([TAG])
        .asDropdown(true)
        .keepTime(true),
    );
  if (asksReporter) builder.withVariable(reporters());
  for (const [row, panels] of Object.entries(sections)) {
    if (panels.length === 0) continue;
    builder.withRow(new dashboard.RowBuilder(row));
    for (const panel of panels) builder.withPanel(panel);
  }
  const built = builder.build();
  // Grafana numbers panels itself only where none has a number, as rows of the library have.
  for (const [index, panel] of (built.panels ?? []).entries()) panel.id = index + 1;
  return { uid, title, json: `${JSON.stringify(built, null, 2)}\n` };
}
