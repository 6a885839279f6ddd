import { asmKinds } from '../../mesh/kinds/asm.js';
import { type Kind, schemaOf } from '../../mesh/kinds/index.js';
import type { Schema } from '../../mesh/validation/schema/schema.js';
import { type OpenApiSchema, openApiOf } from './open-api.js';

/** The CustomResourceDefinition of a kind, one schema for each version; the first version is the stored one. */
export function definitionOf(row: Kind): OpenApiSchema {
  const { group, kind, plural, scope, versions } = row;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: scope === 'cluster' ? 'Cluster' : 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        subresources: { status: {} },
        schema: { openAPIV3Schema: rootOf(row, schemaOf(row, `${group}/${name}`)) },
      })),
    },
  };
}

const open: OpenApiSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

function rootOf({ asm }: Kind, schema: Schema | undefined): OpenApiSchema {
  const spec = schema?.field('spec');
  // An API server lets a root restrict nothing of the metadata but the name.
  const name =
    asm?.name === undefined
      ? {}
      : { metadata: { type: 'object', properties: { name: { type: 'string', enum: [asm.name] } } } };
  const constant = (asm?.immutable ?? []).map((field) => ({
    rule: `has(self.${field}) == has(oldSelf.${field}) && (!has(self.${field}) || self.${field} == oldSelf.${field})`,
    message: `${field} cannot be changed`,
  }));
  const fields = spec === undefined ? open : openApiOf(spec);
  return {
    type: 'object',
    ...(schema?.required.includes('spec') === true ? { required: ['spec'] } : {}),
    properties: {
      ...name,
      spec: constant.length === 0 ? fields : { ...fields, 'x-kubernetes-validations': constant },
      status: open,
    },
  };
}

/** The definitions of all kinds of ASM, in the order of their rows. */
export const asmDefinitions = (): readonly OpenApiSchema[] => asmKinds.map(definitionOf);
