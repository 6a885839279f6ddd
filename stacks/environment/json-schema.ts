import type { Scenario } from '../../charts/index.js';
import { MESH_REGIONS } from '../../infra/regions.js';
import { findingSettingsSchema } from '../../mesh/index.js';
import { CONFIG_NAMESPACE, PROVIDER_REGION } from './config-keys.js';
import { type JsonSchema, jsonForm, secretForm, withFindingCodes, withSecrets } from './json-form.js';
import { environmentSchema } from './schema.js';
import { MAY_HOLD_SECRETS } from './secrets.js';
import type { Switches } from './switches.js';

const DRAFT = 'http://json-schema.org/draft-07/schema#';

/** Keys of other programs and providers. */
const OTHER_KEY = `^(?!${CONFIG_NAMESPACE}:)[^:]+:`;

/** Kind of an environment. */
type Kind = 'cloud' | 'fleet' | 'local';

/** Forms by name, which several places refer to. */
type Definitions = Record<string, JsonSchema>;

/**
 * What `Pulumi.<environment>.yaml` can hold, for an editor, with descriptions and defaults. It knows the form of each setting; rules between
 * settings, such as ranges that must not overlap, are checked when the file is read.
 *
 * @param switches the scenarios and add-ons of the program
 */
export function environmentJsonSchema(switches: Switches): JsonSchema {
  const definitions: Definitions = { secret: secretForm, sameRegion };
  const kinds = environmentSchema(switches).options.map((option): [Kind, JsonSchema] => {
    const kind = option.shape.kind.value;
    return [kind, configOf(kind, sections(jsonForm(option), kind, switches.scenarios, definitions))];
  });
  const kind = key('kind');
  const config = {
    type: 'object',
    required: [kind],
    properties: {
      [kind]: {
        enum: kinds.map(([name]) => name),
        description: 'cloud: an ASM instance with its clusters; fleet: behind an ACK One fleet; local: this machine.',
      },
    },
    allOf: kinds.map(([name, form]) => whenSet(kind, name, form)),
  };
  const title = 'An environment of ASM Blueprints';
  return { $schema: DRAFT, title, type: 'object', required: ['config'], properties: { config }, definitions };
}

function key(setting: string): string {
  return `${CONFIG_NAMESPACE}:${setting}`;
}

function whenSet(setting: string, value: string, form: JsonSchema): JsonSchema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { if: { properties: { [setting]: { const: value } }, required: [setting] }, then: form };
}

/** Where an environment names its region, it is that of the provider. */
const sameRegion: JsonSchema = {
  allOf: MESH_REGIONS.map((name) => {
    const provider = { properties: { [PROVIDER_REGION]: { const: name } } };
    return whenSet(key('region'), name, provider);
  }),
};

/** One kind of environment, whose sections are in the definitions: those of several kinds once. */
function sections(json: JsonSchema, kind: Kind, scenarios: readonly Scenario[], definitions: Definitions): JsonSchema {
  Object.assign(definitions, json['definitions']);
  const { kind: _kind, ...settings } = json['properties'] as Definitions;
  const properties = Object.entries(settings).map(([name, written]) => {
    const form = specialForm(name, written, kind, scenarios);
    const known = definitions[name];
    const isSame = known === undefined || JSON.stringify(known) === JSON.stringify(form);
    const shared = isSame ? name : `${name}-${kind}`;
    definitions[shared] = form;
    return [key(name), { $ref: `#/definitions/${shared}` }];
  });
  return { properties: Object.fromEntries(properties), required: json['required'] };
}

function specialForm(name: string, form: JsonSchema, kind: Kind, scenarios: readonly Scenario[]): JsonSchema {
  if (name === 'findings') return withFindingCodes(form);
  if (name === 'region') return { ...form, enum: MESH_REGIONS };
  if (name === MAY_HOLD_SECRETS) return withSecrets(form) as JsonSchema;
  return name === 'scenarios' ? withScenarioDefaults(form, scenarios, kind) : form;
}

/** The section of scenarios with the defaults that depend on the kind of environment. */
function withScenarioDefaults(form: JsonSchema, scenarios: readonly Scenario[], kind: Kind): JsonSchema {
  const names = scenarios.map(({ name }) => name);
  const properties = { ...(form['properties'] as Definitions) };
  for (const { name, defaults } of scenarios) {
    const section = properties[name];
    if (defaults === undefined || section === undefined) continue;
    const settings = { ...(section['properties'] as Definitions) };
    const fallbacks = defaults({ kind, scenarios: names });
    for (const [setting, value] of Object.entries(fallbacks))
      settings[setting] = { ...settings[setting], default: value };
    const required = ((section['required'] ?? []) as string[]).filter((setting) => !(setting in fallbacks));
    properties[name] = { ...section, properties: settings, required };
  }
  return { ...form, properties };
}

/** The keys of one kind of environment, with those of others beside them. */
function configOf(kind: Kind, { properties, required }: JsonSchema): JsonSchema {
  const own = properties as Definitions;
  const keys = required as readonly string[];
  const propertyNames = {
    anyOf: [{ enum: [key('kind'), ...Object.keys(own)] }, { pattern: OTHER_KEY }],
    errorMessage: `not a setting of an environment of kind ${kind}`,
  };
  if (kind === 'local') return { properties: own, required: keys.map(key), propertyNames };
  const region = { enum: MESH_REGIONS, description: 'Region in which the provider makes everything.' };
  return {
    properties: { ...own, [PROVIDER_REGION]: region },
    required: [...keys.filter((name) => name !== 'region').map(key), PROVIDER_REGION],
    propertyNames,
    allOf: [{ $ref: '#/definitions/sameRegion' }],
  };
}

/** What a file of `asm-blueprints analyze --settings` can hold, and the section `findings` of an environment. */
export function findingsJsonSchema(): JsonSchema {
  const title = 'Settings of findings of ASM Blueprints';
  return { $schema: DRAFT, title, ...withFindingCodes(jsonForm(findingSettingsSchema)) };
}
