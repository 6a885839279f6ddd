import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisesJsonSchema } from '../mesh/index.js';
import type { Switches } from './environment/index.js';
import { environmentJsonSchema, findingsJsonSchema } from './environment/json-schema.js';

/** Names of the files that {@link writeSchemas} writes. */
export const SCHEMA_FILES = {
  environment: 'environment.schema.json',
  findings: 'findings.schema.json',
  promises: 'promises.schema.json',
} as const;

/**
 * Writes JSON Schemas for editors: of the environment files of a program, of settings of findings, and of promises. A file takes one by its first line:
 *
 *     # yaml-language-server: $schema=./schemas/environment.schema.json
 *
 * @param switches the blueprint of the program, or its scenarios and add-ons
 * @param folder @default 'schemas'
 * @returns the files
 */
export function writeSchemas(switches: Switches, folder = 'schemas'): string[] {
  mkdirSync(folder, { recursive: true });
  const schemas = {
    environment: environmentJsonSchema(switches),
    findings: findingsJsonSchema(),
    promises: promisesJsonSchema(),
  };
  return Object.entries(schemas).map(([name, schema]) => {
    const file = join(folder, SCHEMA_FILES[name as keyof typeof SCHEMA_FILES]);
    writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
    return file;
  });
}
