import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../../mesh/index.js';

/** A change of an object after cdk8s has rendered it (JSON Patch). */
export interface Patch {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: unknown;
}

/** The changes that make one rendered object another. */
export function patchesBetween(rendered: unknown, wanted: unknown, path = ''): readonly Patch[] {
  if (isDeepStrictEqual(rendered, wanted)) return [];
  if (!isSection(rendered) || !isSection(wanted)) return [{ op: 'replace', path, value: wanted }];
  const removed = Object.keys(rendered).filter((key) => !(key in wanted));
  return [
    ...removed.map((key): Patch => ({ op: 'remove', path: `${path}/${escaped(key)}` })),
    ...Object.entries(wanted).flatMap(([key, value]): readonly Patch[] =>
      key in rendered
        ? patchesBetween(rendered[key], value, `${path}/${escaped(key)}`)
        : [{ op: 'add', path: `${path}/${escaped(key)}`, value }],
    ),
  ];
}

/** Props of cdk8s's ApiObject for an object. @param chartNamespace what the chart would fill in */
export function apiObjectProps(manifest: Manifest, chartNamespace: string | null): Readonly<Record<string, unknown>> {
  const { apiVersion, kind, metadata, ...fields } = manifest;
  const isFilledIn = metadata.namespace === undefined && chartNamespace !== null;
  const typed = Object.entries(metadata).filter(([field, value]) => isTyped(field, value));
  return {
    apiVersion,
    kind,
    metadata: { ...Object.fromEntries(typed), ...(isFilledIn ? { namespace: undefined } : {}) },
    ...fields,
  };
}

/** Whether the types of cdk8s allow a field of `metadata`; another one is added by a patch. */
function isTyped(field: string, value: unknown): boolean {
  if (value === null) return false;
  if (field !== 'labels' && field !== 'annotations') return true;
  return isSection(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isSection(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
